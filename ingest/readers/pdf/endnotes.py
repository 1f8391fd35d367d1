"""Notes of a PDF that stand at the end of the document and not at the foot of the page that refers to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import regex as re

from ingest.model import Kind
from ingest.readers.pdf import lines
from ingest.readers.pdf.grids import Grid
from ingest.readers.printed import PrintedLine

NOTE = re.compile(r"([1-9]\d?)\s*(?=[\p{L}“\"(])")  # how the line begins that a raised mark refers to


@dataclass(frozen=True, slots=True)
class NotedPage:
    """A page's lines with their kinds, the marks that its own notes begin with, those that are raised on it.

    ``all_small``: all of its print is as small as notes are.
    """

    lines: Sequence[PrintedLine]
    kinds: Sequence[Kind]
    notes: frozenset[str]
    raised: frozenset[str]
    all_small: bool


def noted(items: Sequence[PrintedLine | Grid], kinds: Sequence[Kind], *, all_small: bool) -> NotedPage:
    """Return what a page has of notes and marks."""
    own = [item for item in items if isinstance(item, PrintedLine)]
    begins = (NOTE.match(line.text) for line, kind in zip(own, kinds, strict=True) if kind is Kind.NOTE)
    return NotedPage(own, kinds, frozenset(m[1] for m in begins if m), _raised(items), all_small)


def at_end(pages: Mapping[int, NotedPage]) -> dict[int, NotedPage]:
    """Return the pages with notes tied over page ends: each mark that no note of its own page answers, to a later page's.

    On a page that is all in small print, an annex else, the lines from such a note on are notes.
    """
    noted_pages: dict[int, NotedPage] = {}
    open_: set[str] = set()  # marks without a note yet
    raised_on: dict[str, int] = {}  # the page a mark was last raised on
    for number, page in pages.items():
        kinds = list(page.kinds)
        if page.all_small:
            begins = (at for at, line in enumerate(page.lines) if (m := NOTE.match(line.text)) and m[1] in open_)
            first = next(begins, len(kinds))
            kinds[first:] = [Kind.NOTE] * (len(kinds) - first)
        marks = (NOTE.match(line.text) for line, kind in zip(page.lines, kinds, strict=True) if kind is Kind.NOTE)
        notes = frozenset(m[1] for m in marks if m)
        noted_pages[number] = NotedPage(page.lines, kinds, notes, page.raised, page.all_small)
        for mark in (notes - page.raised) & open_:
            before = noted_pages[raised_on[mark]]
            noted_pages[raised_on[mark]] = NotedPage(
                before.lines, before.kinds, before.notes | {mark}, before.raised, before.all_small
            )
            open_.discard(mark)
        for mark in page.raised - notes:
            open_.add(mark)
            raised_on[mark] = number
    return noted_pages


def _raised(items: Sequence[PrintedLine | Grid]) -> frozenset[str]:
    texts = [cell for item in items for cell in (item.printed if isinstance(item, Grid) else (item.text,))]
    return frozenset(sign[0].translate(lines.LOWERED) for text in texts for sign in lines.SIGNS.finditer(text))
