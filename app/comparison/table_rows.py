"""Tables of two reports, row by row: cells under the same column, their years counted from each report's own."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex as re

from app.comparison.knowledge import knowledge
from app.comparison.likeness import PieceLikeness, Scored, holders_of, pair
from app.comparison.pieces import WORD
from ingest.language.dates import YEAR_ALONE
from ingest.language.quantities import quantities
from ingest.language.quantity import Quantity
from ingest.language.spelling import fold
from ingest.language.vocabulary import vocabulary
from ingest.model import Report, Row, Table
from ingest.structure.tables import write_row

TABLES = 0.5  # likeness from which two tables are the same one: titles of columns and names of rows
ROWS = 0.6  # likeness of the names of two rows that are the same one reworded
SAME_SECTION = 0.2
MOST_TABLES = 10_000  # pairs of tables that are all looked at: no report has a hundred
MOST_PAIRS = 40_000  # pairs of rows left over that are looked at: two lists of 200 names
NUMERAL = re.compile(r"[-–−+]?\s?\d[\d.,]*\s?[%‰]?")


@dataclass(frozen=True, slots=True)
class RowCell:
    """A figure of a row under the title of its column.

    ``year`` is counted from the report's own (0, -1); None where the column names none.
    """

    title: str
    text: str
    quantity: Quantity
    year: int | None

    @property
    def of_the_past(self) -> bool:
        """Whether its column holds what is compared with."""
        return (self.year or 0) < 0 or self._stands_for("prior")

    @property
    def plan(self) -> bool:
        """Whether its column holds targets."""
        return self._stands_for("plan") or self._stands_for("aim")

    def _stands_for(self, standing: str) -> bool:
        words = vocabulary()
        standings = words.standing.findall(fold(self.title))
        return bool(standings) and words.standings[" ".join(standings[-1].split())] == standing


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A row of a table with where it stands in the report's text, its name, its unit of measure and its figures.

    ``year`` is the one in its name, counted from the report's own (0, -1); None where it names none.
    """

    start: int
    end: int
    label: str
    year: int | None
    unit: str
    cells: tuple[RowCell, ...]
    text: str


@dataclass(frozen=True, slots=True)
class ComparedTable:
    """A table with its section, titles of its columns and the rows below them; ``heads`` is where the titles stand."""

    section: int | None
    titles: tuple[str, ...]
    heads: tuple[Row, ...]
    rows: tuple[ComparedRow, ...]

    @property
    def start(self) -> int:
        """Where the table begins in the report's text."""
        return min([row.start for row in self.heads] + [row.start for row in self.rows])

    @property
    def end(self) -> int:
        """Where the table ends in the report's text."""
        return max([row.end for row in self.heads] + [row.end for row in self.rows])

    @property
    def years(self) -> tuple[str, ...]:
        """The years in the titles."""
        return tuple(YEAR_ALONE.findall(" ".join(self.titles)))

    @property
    def words(self) -> tuple[str, ...]:
        """Words of titles and names of rows."""
        return tuple(WORD.findall(fold(" ".join([*self.titles, *(row.label for row in self.rows)]))))


def tables(report: Report, last: int | None, section_at: dict[int, int | None]) -> list[ComparedTable]:
    """Return the tables of a report that hold figures, in reading order, without those of letterhead and closing block.

    :param last: the report's own year. ``section_at``: the section by the start of a row.
    """
    places: defaultdict[int, dict[int, Row]] = defaultdict(dict)
    for row in report.rows:
        if not report.in_closing(row.start):
            places[row.table][row.number] = row
    compared = [
        _table(report, table, places[number], last, section_at)
        for number, (table, _) in enumerate(report.tables)
        if places[number]
    ]
    return [table for table in compared if any(row.cells for row in table.rows)]


def _table(
    report: Report, table: Table, places: dict[int, Row], last: int | None, section_at: dict[int, int | None]
) -> ComparedTable:
    rows = []
    for number, row in sorted(places.items()):
        if table.header <= number < len(table.rows):
            label, facts = write_row(table, number)
            if not label and len(facts) > 1:  # rows told by a number or a year: "Khối 6", "Năm 2024"
                label, facts = " ".join(filter(None, facts[0])), facts[1:]
            year = _year(label, last)
            unit = next((text for title, text in facts if fold(title) in knowledge().unit_titles), "")
            cells = tuple(cell for title, text in facts if (cell := _cell(title, text, year, last)))
            rows.append(ComparedRow(row.start, row.end, label, year, unit, cells, report.text[row.start : row.end]))
    heads = tuple(row for number, row in sorted(places.items()) if number < table.header)
    titles = tuple(dict.fromkeys(cell for row in table.rows[: table.header] for cell in row if cell))
    return ComparedTable(section_at.get(min(places.values(), key=lambda row: row.start).start), titles, heads, tuple(rows))


def _year(text: str, last: int | None) -> int | None:
    years = YEAR_ALONE.findall(text)
    return int(years[-1]) - last if years and last is not None else None


def _cell(title: str, text: str, row: int | None, last: int | None) -> RowCell | None:
    figures = quantities(text) if NUMERAL.match(text.strip()) else []
    if len(figures) != 1 or figures[0].value is None:
        return None
    year = _year(title, last)
    return RowCell(title, text.strip(), figures[0], row if year is None else year)


def pair_tables(
    old: Sequence[ComparedTable], new: Sequence[ComparedTable], sections: dict[int, int]
) -> list[tuple[ComparedTable, ComparedTable]]:
    """Return the tables that are the same one in both reports, by their titles, the names of their rows and the section."""
    words = [table.words for table in old], [table.words for table in new]
    like = PieceLikeness([*words[0], *words[1]])
    bags = [like.bag(words_of_table) for words_of_table in words[1]]
    holders = holders_of(bags) if len(old) * len(new) > MOST_TABLES else None
    scored = []
    for a, table in enumerate(old):
        bag = like.bag(words[0][a])
        for b in range(len(new)) if holders is None else like.near(bag, holders):
            other = new[b]
            score = like.of(bag, bags[b])
            score += SAME_SECTION if table.section is not None and sections.get(table.section) == other.section else 0
            if score >= TABLES:
                scored.append(Scored(score, a, b))
    return sorted(((old[both.old], new[both.new]) for both in pair(scored)), key=lambda both: both[1].start)


def pair_rows(old: ComparedTable, new: ComparedTable) -> list[tuple[ComparedRow, ComparedRow]]:
    """Return the rows that are the same one: of the same name, in order where names repeat; then of like names."""
    waiting: defaultdict[str, list[int]] = defaultdict(list)
    for b, other in reversed(list(enumerate(new.rows))):
        waiting[_row_key(other)].append(b)
    same = {a: waiting[key].pop() for a, row in enumerate(old.rows) if waiting[key := _row_key(row)]}
    olds = [a for a in range(len(old.rows)) if a not in same]
    news = sorted(set(range(len(new.rows))) - set(same.values()))
    same.update(_pair_reworded(old, new, olds, news))
    return sorted(((old.rows[a], new.rows[b]) for a, b in same.items()), key=lambda both: both[1].start)


def _pair_reworded(
    old: ComparedTable, new: ComparedTable, olds: Sequence[int], news: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Yield the numbers of rows whose names are alike; none where so many are left that they are different tables."""
    if len(olds) * len(news) > MOST_PAIRS:
        return
    words = [{a: WORD.findall(fold(table.rows[a].label)) for a in left} for table, left in ((old, olds), (new, news))]
    like = PieceLikeness([*words[0].values(), *words[1].values()])
    bags = [{a: like.bag(words_of_row) for a, words_of_row in side.items()} for side in words]
    scored = [
        Scored(score - 0.1 * abs(a / len(old.rows) - b / len(new.rows)), a, b)
        for a in olds
        for b in news
        if old.rows[a].year == new.rows[b].year and (score := like.of(bags[0][a], bags[1][b])) >= ROWS
    ]
    yield from ((both.old, both.new) for both in pair(scored))


def pair_cells(old: ComparedRow, new: ComparedRow, *, titles_stand: bool) -> Iterator[tuple[RowCell, RowCell]]:
    """Yield the cells under the same column: same title, its years counted from each report's own, else same place.

    :param titles_stand: the years in the titles are those of last year's table: then titles are compared as printed.
    """
    waiting: defaultdict[str, deque[int]] = defaultdict(deque)
    for number, cell in enumerate(new.cells):
        waiting[_key(cell, titles_stand)].append(number)
    rest, matched = [], set()
    for cell in old.cells:
        if same := waiting[_key(cell, titles_stand)]:
            matched.add(same[0])
            yield cell, new.cells[same.popleft()]
        else:
            rest.append(cell)
    if len(old.cells) == len(new.cells):
        yield from zip(rest, (cell for number, cell in enumerate(new.cells) if number not in matched), strict=True)


def _row_key(row: ComparedRow) -> str:
    return YEAR_ALONE.sub(lambda _: "" if row.year is None else f"<{row.year}>", fold(row.label))


def _key(cell: RowCell, titles_stand: bool) -> str:
    title = fold(cell.title)
    return title if titles_stand else YEAR_ALONE.sub(lambda _: "" if cell.year is None else f"<{cell.year}>", title)
