"""Heads of narrow columns that stand on their side: their lines are read in order, each head for its own column."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import readers
from tests.ingest.exam.pdf_files import Pdf, ruled

UP = "0 1 -1 0"  # from the foot of the page to its top


@pytest.mark.parametrize("raised", [0, 18], ids=["both from the foot", "the second centred"])
def test_a_turned_head_of_two_lines_is_read_from_the_left(tmp_path: Path, raised: int) -> None:
    pdf = Pdf()
    rows = (("", "", "", ""), ("Đồi Chè", "188", "12", "37,1"), ("Bến Sậy", "143", "9", "74,2"))
    heads = [
        pdf.text(x, y, text, 11, lean=UP)
        for x, y, text in (
            (222, 700, "Hộ nghèo"),
            (262, 700, "Hộ khá"),
            (296, 700, "Kinh phí"),
            (310, 700 + raised, "(tr.đ)"),
        )
    ]
    pdf.page(ruled(pdf, (60, 200, 240, 280, 330), (780, 690, 668, 646), rows), pdf.text(66, 730, "Thôn", 11), *heads)
    (table,) = readers.read(pdf.write(tmp_path / "a.pdf")).tables
    assert table.rows[0] == ("Thôn", "Hộ nghèo", "Hộ khá", "Kinh phí (tr.đ)")
    assert table.rows[1] == ("Đồi Chè", "188", "12", "37,1")
