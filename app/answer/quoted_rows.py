"""Rows of tables that an answer quotes, taken apart again, so that page, copy and Word file can show them as rows.

An answer's text writes a row out ("Thu ngân sách, ĐVT: tỷ đồng; KH 2025: 12"), so that it can be checked word by word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex as re

from app.answer.citations import MARKER
from app.answer.model import Answer, Citation
from app.evidence.stretches import stretches_of
from index.constraints import ConstraintKind
from ingest.language.terms import tokens
from ingest.language.text import fold_spaces

CITED = re.compile(r"(?<=\])\s+(?=[^\s\[])")  # between a citation and what is said next
YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
ENDS = re.compile(r"(?<!\[\d{1,9}\]\s?)(?:\s?\[\d{1,9}\])++$")  # the markers behind what is quoted


@dataclass(frozen=True, slots=True)
class WantedCell:
    """What tells the cell that answers: the answer in ``short``, the ``years`` and the ``words`` of the question."""

    short: str | None = None
    years: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()

    @classmethod
    def of(cls, answer: Answer, question: str = "") -> WantedCell:
        """Return what tells it for the answer to a question; its years are those understood from it."""
        periods = [one.shown for one in answer.understood if one.key == ConstraintKind.PERIOD]
        return cls(answer.short, tuple(YEAR.findall(" ".join(periods))), frozenset(tokens(question)))

    def cell_of(self, cells: Sequence[tuple[str, str]]) -> int | None:
        """Return the number of the cell that answers; None where none does, or several may."""
        by_value = [at for at, (_, value) in enumerate(cells) if value == self.short]
        by_year = [at for at, (title, _) in enumerate(cells) if set(self.years) & set(YEAR.findall(title))]
        both = [at for at in by_value if at in by_year]
        named = [at for at in by_year if set(tokens(YEAR.sub("", cells[at][0]))) <= self.words]
        return next((found[0] for found in (both, by_value, by_year, named) if len(found) == 1), None)


ANYTHING = WantedCell()


@dataclass(frozen=True, slots=True)
class QuotedRow:
    """A row quoted in a line of an answer.

    ``before``: what stands before it in the line ("Huyện A: "); ``markers``: those behind it. ``cells``: (title, value).
    ``marked``: number of the cell that answers, None where it is not known.
    """

    before: str
    label: str
    cells: tuple[tuple[str, str], ...]
    marked: int | None
    markers: str
    n: int  # of the citation whose quote it is

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of the columns."""
        return tuple(title for title, _ in self.cells)


def shown_quotes(text: str, citations: Sequence[Citation]) -> frozenset[int]:
    """Return the numbers of the citations whose quotes an answer shows already: word for word, as a row or its titles."""
    said = fold_spaces(text)
    found = (quoted_row(part, citations) for line in text.split("\n") for part in CITED.split(line))
    rows = {row.n for row in found if row}
    tables = {one.passage.id for one in citations if one.n in rows}
    titles = {one.n for one in citations if one.passage.id in tables and _is_title(one)}
    return frozenset(rows | titles | {one.n for one in citations if one.quote in said})


def _is_title(citation: Citation) -> bool:
    """Say whether the quote is a table's row of titles, which stand above every row shown."""
    span = (citation.start, citation.end)
    return any((row.start, row.end) == span and not row.cells for row in citation.passage.rows)


def side_by_side(rows: Sequence[QuotedRow]) -> list[list[QuotedRow]]:
    """Return rows that follow each other in groups that share a table: the same titles, nothing said between them."""
    made: list[list[QuotedRow]] = []
    for row in rows:
        if made and not row.before and made[-1][-1].titles == row.titles:
            made[-1].append(row)
        else:
            made.append([row])
    return made


def quoted_row(line: str, citations: Sequence[Citation], wanted: WantedCell = ANYTHING) -> QuotedRow | None:
    """Return the row that ends a line of an answer ("… [3]"), None where it ends with other words.

    :param wanted: tells the cell that is marked where the whole row is quoted.
    """
    markers = ENDS.search(line)
    if markers is None:
        return None
    numbers = {int(number) for number in MARKER.findall(markers[0])}
    said = fold_spaces(line[: markers.start()])
    for citation in (one for one in citations if one.n in numbers):
        span = (citation.start, citation.end)
        row = next((row for row in citation.passage.rows if (row.start, row.end) == span and row.cells), None)
        if row is None:
            continue
        written = fold_spaces(row.text)
        if said.endswith(written):
            before = said[: len(said) - len(written)]
            return QuotedRow(before, row.label, row.cells, wanted.cell_of(row.cells), markers[0], citation.n)
        for cell in stretches_of(citation.passage):
            if (cell.start, cell.end) == span and cell.cell is not None and said.endswith(fold_spaces(cell.statement)):
                before = said[: len(said) - len(fold_spaces(cell.statement))]
                return QuotedRow(before, row.label, row.cells, cell.cell, markers[0], citation.n)
    return None
