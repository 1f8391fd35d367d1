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
        periods = [constraint.shown for constraint in answer.understood if constraint.key == ConstraintKind.PERIOD]
        return cls(answer.short, tuple(YEAR.findall(" ".join(periods))), frozenset(tokens(question)))

    def cell_of(self, cells: Sequence[tuple[str, str]]) -> int | None:
        """Return the number of the cell that answers; None where none does, or several may."""
        by_value = [at for at, (_, value) in enumerate(cells) if value == self.short]
        by_year = [at for at, (title, _) in enumerate(cells) if set(self.years) & set(YEAR.findall(title))]
        both = [at for at in by_value if at in by_year]
        by_title = [at for at in by_year if set(tokens(YEAR.sub("", cells[at][0]))) <= self.words]
        return next((alike[0] for alike in (both, by_value, by_year, by_title) if len(alike) == 1), None)


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
    n: int  # the number of the citation whose quote the row is

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of the columns."""
        return tuple(title for title, _ in self.cells)


def shown_quotes(text: str, citations: Sequence[Citation]) -> frozenset[int]:
    """Return the numbers of the citations whose quotes an answer shows already: word for word, as a row or its titles."""
    words = fold_spaces(text)
    quoted = (quoted_row(part, citations) for line in text.split("\n") for part in CITED.split(line))
    rows = {row.n for row in quoted if row}
    tables = {citation.passage.id for citation in citations if citation.n in rows}
    titles = {citation.n for citation in citations if citation.passage.id in tables and _is_title(citation)}
    return frozenset(rows | titles | {citation.n for citation in citations if citation.quote in words})


def _is_title(citation: Citation) -> bool:
    """Say whether the quote is a table's row of titles, which stand above every row shown."""
    span = (citation.start, citation.end)
    return any((row.start, row.end) == span and not row.cells for row in citation.passage.rows)


def side_by_side(rows: Sequence[QuotedRow]) -> list[list[QuotedRow]]:
    """Return rows that follow each other in groups that share a table: the same titles, nothing said between them."""
    groups: list[list[QuotedRow]] = []
    for row in rows:
        if groups and not row.before and groups[-1][-1].titles == row.titles:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def quoted_row(line: str, citations: Sequence[Citation], answer_cell: WantedCell = ANYTHING) -> QuotedRow | None:
    """Return the row that ends a line of an answer ("… [3]"), None where it ends with other words.

    :param answer_cell: tells the cell that is marked where the whole row is quoted.
    """
    markers = ENDS.search(line)
    if markers is None:
        return None
    numbers = {int(number) for number in MARKER.findall(markers[0])}
    words = fold_spaces(line[: markers.start()])
    for citation in (c for c in citations if c.n in numbers):
        span = (citation.start, citation.end)
        row = next((row for row in citation.passage.rows if (row.start, row.end) == span and row.cells), None)
        if row is None:
            continue
        row_words = fold_spaces(row.text)
        if words.endswith(row_words):
            before = words[: len(words) - len(row_words)]
            return QuotedRow(before, row.label, row.cells, answer_cell.cell_of(row.cells), markers[0], citation.n)
        for cell in stretches_of(citation.passage):
            if (cell.start, cell.end) == span and cell.cell is not None and words.endswith(fold_spaces(cell.statement)):
                before = words[: len(words) - len(fold_spaces(cell.statement))]
                return QuotedRow(before, row.label, row.cells, cell.cell, markers[0], citation.n)
    return None
