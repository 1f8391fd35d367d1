"""What the figure asked for must be of, read by the grammar of the reports' figures."""

from __future__ import annotations

import pytest

from app.question.focus import Focus, focus_of, tells_plan
from ingest.language.context import Change


@pytest.mark.parametrize(
    ("question", "focus"),
    [
        ("Xã còn bao nhiêu hộ nghèo?", Focus("hộ", "hộ nghèo")),
        ("Tỷ lệ hộ nghèo là bao nhiêu?", Focus("%")),
        ("Thu ngân sách được bao nhiêu tỷ đồng?", Focus("đồng")),
        ("Hộ nghèo giảm mấy phần trăm?", Focus("%", "", -1, Change.BY)),
        ("Có mấy trường đạt chuẩn?", Focus("trường", "trường")),
        ("Ai ký báo cáo?", None),
        ("", None),
    ],
)
def test_focus(question: str, focus: Focus | None) -> None:
    assert focus_of(question) == focus


def test_a_plan_is_told_by_its_words() -> None:
    assert tells_plan("chỉ tiêu được giao") and tells_plan("phấn đấu đạt")
    assert not tells_plan("thực hiện được") and not tells_plan("")
