"""The measure of marks: words inside the boxes, read by other means, against the quote."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.assistant import Assistant
from app.library.facsimiles import Facsimiles
from eval.marks import as_text, measure, shares
from eval.questions import Gold
from index.build import bring_in
from index.embedding.embedder import Embedder
from index.store.library import Library
from ingest.readers.printed import Box

pytestmark = pytest.mark.usefixtures("reading_here")

QUESTION = Gold("q", "fact", ("Năm 2024 huyện Vân Sa còn bao nhiêu hộ nghèo?",), (), (), (), ())


def test_shares_of_words() -> None:
    assert shares("còn 41 hộ nghèo", "Còn 41 hộ\nnghèo,") == (1.0, 1.0)
    assert shares("còn 41 hộ nghèo", "41 hộ") == (0.5, 1.0)
    assert shares("41 hộ", "còn 41 hộ nghe\u0300o") == (1.0, 0.5)
    assert shares("41 hộ", "") == (0.0, 0.0)


@pytest.fixture
def assistant(library: Library, embedder: Embedder, samples: Path, tmp_path: Path) -> Assistant:
    folder = tmp_path / "more"
    folder.mkdir()
    shutil.copy(samples / "reports" / "van-sa.pdf", folder)
    bring_in(library, embedder, [folder])
    return Assistant(library, embedder)


def test_marks_that_hold_the_quote_and_marks_that_slipped(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    (good,) = measure([QUESTION], assistant)
    assert good and all(mark.good for mark in good)
    assert as_text([good, []]).startswith("1 / 1 câu")
    real = Facsimiles.boxes

    def slipped(self: Facsimiles, *where: object) -> list[Box]:
        return [Box(b.left, b.top + 0.03, b.right, b.bottom + 0.03) for b in real(self, *where)]

    monkeypatch.setattr(Facsimiles, "boxes", slipped)
    (bad,) = measure([QUESTION], assistant)
    assert bad and not any(mark.good for mark in bad)
    assert as_text([bad]).startswith("0 / 1 câu")
