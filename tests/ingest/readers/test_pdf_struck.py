"""Words of a PDF that a line strikes out are void; lines below words, and those of tables, strike nothing out."""

from __future__ import annotations

import pytest

from ingest.readers.pdf import struck
from ingest.readers.pdf.places import Edge, Rectangle
from ingest.readers.pdf.words import Word

SIZE, FOOT = 10.0, 100.0


def _words(*texts: str) -> list[Word]:
    """Words of one line: five points a letter, five between words, from 72 on."""
    made, x = [], 72.0
    for text in texts:
        right = x + 5 * len(text)
        made.append(Word(text, Rectangle(x, FOOT - 8, right, FOOT + 2), FOOT, SIZE, spaced=True))
        x = right + 5
    return made


@pytest.mark.parametrize("up", [2.0, 3.0, 4.5])
def test_a_line_through_words_strikes_them_out(up: float) -> None:
    words = _words("Có", "48", "37", "hộ")
    kept, void = struck.without(words, [Edge.across(FOOT - up, 87, 97)])
    assert ([word.text for word in kept], void) == (["Có", "37", "hộ"], ["48"])
    kept, void = struck.without(words, [Edge.across(FOOT - up, 72, 127)])
    assert (kept, void) == ([], ["Có 48 37 hộ"])


@pytest.mark.parametrize(
    "edge",
    [
        Edge.across(FOOT + 1, 87, 97), Edge.across(FOOT - 7, 87, 97), Edge.across(FOOT - 3, 40, 140),
        Edge.across(FOOT - 3, 87, 92), Edge.down(90, 90, 110),
    ],
    ids=["below", "above", "of a table", "through half a word", "upright"],
)  # fmt: skip
def test_other_lines_strike_nothing_out(edge: Edge) -> None:
    words = _words("Có", "48", "37", "hộ")
    assert struck.without(words, [edge]) == (words, [])


def test_a_line_drawn_twice_is_told_once() -> None:
    line = Edge.across(FOOT - 3, 87, 97)
    assert struck.without(_words("Có", "48"), [line, line])[1] == ["48"]


@pytest.mark.parametrize(
    ("remark", "void"),
    [
        (Rectangle(86, 90, 98, 104), ["48"]), (Rectangle(70, 90, 128, 104), ["Có 48 37 hộ"]),
        (Rectangle(86, 104, 98, 118), []), (Rectangle(86, 90, 90, 104), []),
    ],
    ids=["on a word", "on the line", "on the line below", "on less than half a word"],
)  # fmt: skip
def test_a_remark_strikes_out_what_it_is_laid_over(remark: Rectangle, void: list[str]) -> None:
    assert struck.without(_words("Có", "48", "37", "hộ"), [], [remark])[1] == void
