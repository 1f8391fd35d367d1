"""An answer is told of when its report gives the figure with another value elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.assistant import Assistant
from app.checks import two_values
from app.checks.two_values import TwoValues, look_ahead
from index.build import bring_in
from index.store.library import Library
from settings import Settings

pytestmark = pytest.mark.usefixtures("reading_here")

REPORT = """UBND xã Lũng Vầu

BÁO CÁO
Tổng kết công tác giảm nghèo năm 2031 của xã Lũng Vầu

I. KẾT QUẢ

1. Công tác giảm nghèo

Toàn xã còn 2.316 hộ nghèo, chiếm 4,2% tổng số hộ.

Trạm Y tế xã khám bệnh cho 512 lượt người cao tuổi.

II. ĐÁNH GIÁ CHUNG

1. Ưu điểm

Đến cuối năm, toàn xã còn {second} hộ nghèo, hoàn thành kế hoạch giảm nghèo đề ra.
"""


def _asked(settings: Settings, embedder: Any, folder: Path, second: str, question: str) -> tuple[str, ...]:
    folder.mkdir()
    (folder / "lung-vau.txt").write_text(REPORT.format(second=second), encoding="utf-8")
    library = Library.open(settings, create=True)
    bring_in(library, embedder, [folder])
    answer = Assistant(library, embedder).answer(question)
    assert answer.citations
    return tuple(note for note in TwoValues(lambda: library).warned(answer).notes if "hai số khác nhau" in note)


def test_a_figure_told_with_two_values_is_told_of(settings: Settings, embedder: Any, tmp_path: Path) -> None:
    (note,) = _asked(settings, embedder, tmp_path / "a", "2.361", "Năm 2031 xã Lũng Vầu còn bao nhiêu hộ nghèo?")
    assert "2.316" in note and "2.361" in note and "mục I.1" in note and "mục II.1" in note


@pytest.mark.parametrize(
    ("second", "question"),
    [
        ("2.316", "Năm 2031 xã Lũng Vầu còn bao nhiêu hộ nghèo?"),  # the same value
        ("2.361", "Năm 2031 Trạm Y tế xã Lũng Vầu khám bệnh cho bao nhiêu lượt người cao tuổi?"),  # another quantity
    ],
)
def test_another_figure_is_not(settings: Settings, embedder: Any, tmp_path: Path, second: str, question: str) -> None:
    assert _asked(settings, embedder, tmp_path / "a", second, question) == ()


def test_what_was_looked_through_ahead_is_not_looked_through_again(
    settings: Settings, embedder: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "c"
    folder.mkdir()
    (folder / "lung-vau.txt").write_text(REPORT.format(second="2.613"), encoding="utf-8")
    library = Library.open(settings, create=True)
    bring_in(library, embedder, [folder])
    look_ahead(library)
    monkeypatch.setattr(two_values, "LOOKING", ())  # nothing more can be found
    answer = Assistant(library, embedder).answer("Năm 2031 xã Lũng Vầu còn bao nhiêu hộ nghèo?")
    assert any("2.613" in note for note in TwoValues(lambda: library).warned(answer).notes)
