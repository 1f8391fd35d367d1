"""Stretches of a passage that can be quoted by themselves: sentences, runs of short lines, cells of tables.

Each comes with the words that lead up to it: a line that ends in a colon, the sentence before, the caption of a table.
They are cut once for each passage and know no question.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import regex as re

from index.query.query import expanded_terms
from ingest.language.sentences import sentences
from ingest.model import Passage, WrittenRow, write_cell

SHORT_LINE = 12  # words; three or more such lines in a row belong together: a signature block, a table that lost its grid
LONGEST_LEAD = 60  # words of what leads up to a stretch; what stands further away says little of it
FIGURE = re.compile(r"\d")
UNIT_TITLE = re.compile(r"(?:đvt|đơn vị tính|đv tính)(?!\p{L})", re.IGNORECASE)  # heads the column of units
LEADING = re.compile(r"[-–+*•▪\s]+")  # a bullet is no part of the sentence
CACHED = 8192  # passages whose stretches are kept: about 10 kB each


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch [start, end) of a passage's text, with the text that it states by itself.

    ``statement``: prose as it stands; a cell with the label of its row and the title of its column. ``lead``: what stands
    before it and says what it speaks of. ``cell``: number of the cell in its row, None for prose. ``title``, ``value``: of
    a cell. ``row``: the whole row written out, "" for prose. ``unit``: what its row says that its figures count.
    """

    start: int
    end: int
    statement: str
    lead: str = ""
    cell: int | None = None
    title: str = ""
    value: str = ""
    row: str = ""
    unit: str = ""

    @property
    def terms(self) -> frozenset[str]:
        """The index terms of the statement and the unit, with the long forms of their abbreviations."""
        return expanded_terms(f"{self.statement} {self.unit}" if self.unit else self.statement)

    @property
    def lead_terms(self) -> frozenset[str]:
        """The index terms of what leads up to it."""
        return expanded_terms(self.lead)


@functools.lru_cache(maxsize=CACHED)
def stretches_of(passage: Passage) -> tuple[Stretch, ...]:
    """Return the stretches of a passage in reading order, cells of a row from left to right; an empty text has none."""
    pieces: list[Stretch] = []
    at, caption = 0, ""
    for row in passage.rows:
        prose = _prose(passage.text, at, row.start)
        if prose:
            pieces += prose
            caption = _shorten(passage.text[prose[-1].start : prose[-1].end])
        label_parts = [row.label, *_words_before_figures(row)]
        unit = next((value for title, value in row.cells if UNIT_TITLE.match(title)), "")
        for number, (title, value) in enumerate(row.cells):
            label = ", ".join(part for part in label_parts if part and part != value)
            statement = ", ".join(part for part in (label, write_cell(title, value)) if part)
            pieces.append(Stretch(row.start, row.end, statement, caption, number, title, value, row.text, unit))
        at = row.end
    return (*pieces, *_prose(passage.text, at, len(passage.text)))


def _words_before_figures(row: WrittenRow) -> list[str]:
    """Return the cells of words before the first figure of a row, but for its unit: "Cá nhân" of "Cá nhân | 672"."""
    words = []
    for title, value in row.cells:
        if FIGURE.search(value):
            break
        if not UNIT_TITLE.match(title):
            words.append(value)
    return words


def _prose(text: str, start: int, end: int) -> list[Stretch]:
    pieces: list[Stretch] = []
    opening, before = "", ""
    for a, b in cut_prose(text[start:end]):
        piece = text[start + a : start + b]
        line = text.rfind("\n", start, start + a)
        follows = line < 0 or bool(text[line : start + a].strip(" \n-–+*•▪"))  # goes on in the line of the one before
        lead = opening if not follows else " ".join(filter(None, (opening, before)))
        pieces.append(Stretch(start + a, start + b, piece, _shorten(lead)))
        if piece.rstrip().endswith(":"):
            opening, before = piece, ""
        else:
            before = piece
    return pieces


def _shorten(lead: str) -> str:
    return " ".join(lead.split()[-LONGEST_LEAD:])


def cut_prose(text: str) -> list[tuple[int, int]]:
    """Cut prose into sentences and runs of short lines, in order, bullets left out; an empty text gives an empty list."""
    spans = sentences(text)
    joined: list[tuple[int, int]] = []
    run: list[tuple[int, int]] = []
    for span in [*spans, (len(text), len(text))]:
        piece = text[span[0] : span[1]]
        if 0 < len(piece.split()) < SHORT_LINE and not piece.rstrip().endswith((".", "!", "?", ";", ":", ",")):
            run.append(span)
            continue
        joined.extend([(run[0][0], run[-1][1])] if len(run) > 2 else run)
        run = []
        if piece:
            joined.append(span)
    return [(past_bullet(text, start), end) for start, end in joined]


def past_bullet(text: str, start: int) -> int:
    """Return where the words begin in a line that starts at ``start``, past a bullet if there is one."""
    match = LEADING.match(text, start)
    return match.end() if match else start
