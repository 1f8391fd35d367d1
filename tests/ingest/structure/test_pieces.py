"""Lines longer than a report has them, in pieces."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.model import Kind, Line
from ingest.structure.pieces import LONGEST, cut


def test_an_ordinary_line_stays_as_it_is() -> None:
    lines = [Line("Huyện có 12 xã.", 3, gap=True), Line("x" * LONGEST)]
    assert cut(lines) == lines
    assert cut([]) == []


def test_a_long_line_is_cut_at_the_end_of_a_sentence() -> None:
    line = Line("Xã chưa đạt. Thôn đã đạt cả năm qua", 2)
    assert [one.text for one in cut([line], longest=20)] == ["Xã chưa đạt. ", "Thôn đã đạt cả năm ", "qua"]


def test_marks_go_with_their_piece_and_only_the_first_piece_opens() -> None:
    line = Line("một hai ba bốn", 7, Kind.NOTE, whole=True, gap=True, mark="1", marks=((2, "4"), (9, "5")))
    assert cut([line], longest=8) == [
        Line("một hai ", 7, Kind.NOTE, whole=True, gap=True, mark="1", marks=((2, "4"),)),
        Line("ba bốn", 7, Kind.NOTE, whole=True, marks=((1, "5"),)),
    ]


@given(st.text(alphabet="ab .;\t", max_size=200), st.integers(2, 20))
def test_nothing_is_lost(text: str, longest: int) -> None:
    pieces = [one.text for one in cut([Line(text)], longest)]
    assert "".join(pieces) == text
    assert all(len(piece) <= longest for piece in pieces)
