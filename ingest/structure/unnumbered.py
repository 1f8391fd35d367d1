"""Headings of a report that numbers none: short lines above prose, and names that a colon parts from their text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex as re

from ingest.language.enumerators import ANNEX
from ingest.model import Kind, Paragraph

LONGEST = 12  # words of such a heading
LONGEST_RUN_IN = 6  # words before the colon of "Đội ngũ: Tổng số …"
SHORTEST_PROSE = 12  # words of a paragraph that is the text of a heading
FEWEST = 3  # headings; fewer are lines that stand alone for another reason
# What a row of a table ends in that came as text; years are no such figures: "giai đoạn 2020 -2025".
FIGURES = re.compile(r"(?:\s(?!(?:19|20)\d\d(?!\d))\d[\d.,]*+%?){2,60}\s{0,9}$")
CAPTION = re.compile(r"^(?:bảng|biểu|hình|nguồn|đơn vị tính|đvt|kính)\b", re.IGNORECASE)


def headings(paragraphs: Sequence[Paragraph], start: int, end: int) -> list[tuple[int, int, int]]:
    """Return (paragraph, end of its title, start of its own text) of the headings in [start, end).

    Fewer than three are none. The lines above the first paragraph of prose are the head and title.
    """
    first = next((at for at in range(start, end) if _is_prose(paragraphs[at])), end)
    titles = list(_titles(paragraphs, first + 1, end))
    return titles if len(titles) >= FEWEST else []


def _titles(paragraphs: Sequence[Paragraph], start: int, end: int) -> Iterator[tuple[int, int, int]]:
    for at in range(start, end):
        text = paragraphs[at].text.rstrip()
        if paragraphs[at].kind is not Kind.TEXT or not text[:1].isupper() or CAPTION.match(text) or ANNEX.match(text):
            continue
        name, colon, rest = text.partition(":")
        if colon and len(name.split()) <= LONGEST_RUN_IN and len(rest.split()) >= SHORTEST_PROSE:
            yield at, len(name), len(name) + 1
        elif (
            _stands_alone(text)
            and not FIGURES.search(text)
            and any(_is_prose(below) for below in paragraphs[at + 1 : min(at + 3, end)])
        ):
            yield at, len(text), len(paragraphs[at].text)


def _stands_alone(text: str) -> bool:
    if re.search(r"[.;:!?](?:\s|$)", text) or FIGURES.search(text):
        return False
    return len(text.split()) <= LONGEST and text[-1].isalnum()


def _is_prose(paragraph: Paragraph) -> bool:
    text = paragraph.text.rstrip()
    return paragraph.kind is Kind.TEXT and len(text.split()) >= SHORTEST_PROSE and text[-1:] in '.:;!”")'
