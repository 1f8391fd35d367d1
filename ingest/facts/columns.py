"""The columns of a table: what each holds, and what its title says of unit, time, standing and place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex as re

from ingest.facts.prose import Setting
from ingest.facts.table_units import are_units, unit_of_title
from ingest.facts.times import FactTime, time_in
from ingest.facts.vocabulary import fact_words
from ingest.language.dates import YEAR_DIGITS
from ingest.language.spelling import fold
from ingest.language.vocabulary import vocabulary
from ingest.model import Table

FIGURE = re.compile(r"[-–−+]?\s?\d")
ENUMERATED = re.compile(r"(?:[IVX]{1,5}|\d{1,3}(?:\.\d{1,3}){0,8}|[a-zđA-Z])[.)]?")
TERM = re.compile(r"(?<!\p{L})NK(?!\p{L})")  # "Cuối NK"
LEAST_PARTS = 2  # columns of parts, beside the column of the whole


@dataclass(frozen=True, slots=True)
class Column:
    """A column: title, what the title says of unit, scale, time and standing, and whether it holds names, units or notes.

    ``counter``: what its title says is counted ("Số vụ"), where neither unit nor row says otherwise. ``place``: the part of
    the whole that it is of, where the columns are such parts.
    """

    title: str
    unit: str = ""
    scale: int = 0
    unit_words: str = ""
    time: FactTime | None = None
    standing: str = ""
    names: bool = False
    units: bool = False
    notes: bool = False
    counter: str = ""
    place: str = ""


def table_columns(table: Table, setting: Setting) -> list[Column]:
    """Return the columns of a table, in order; where none holds words, the first one names the rows."""
    size = max((len(row) for row in table.rows), default=0)
    heads = [row for row in table.rows[: table.header] if len(row) == size]
    titles = [" ".join(dict.fromkeys(head[at] for head in heads if head[at])) for at in range(size)]
    body = [row for row in table.rows[table.header :] if len(row) == size and not is_heading(row)]
    columns: list[Column] = []
    has_names = False
    for at, title in enumerate(titles):
        cells = [row[at] for row in body if row[at]]
        figures = sum(bool(FIGURE.match(cell)) for cell in cells)
        folded = fold(title).strip(" .:")
        ordinal = folded in fact_words().notes and (not has_names or not figures)
        opens = all(column.notes for column in columns)  # behind a column of figures there is no running number
        running = opens and bool(cells) and all(ENUMERATED.fullmatch(cell) for cell in cells) and at + 1 < size
        is_unit = has_names and folded in fact_words().units and are_units(folded, cells)
        wordy = not ordinal and not is_unit and bool(cells) and figures * 2 < len(cells)
        names = wordy and not running and not any(not c.names and not c.notes and not c.units for c in columns)
        has_names = has_names or names
        if names or is_unit or ordinal or running:
            columns.append(Column(title, names=names, units=is_unit, notes=ordinal or running))
            continue
        columns.append(_value_column(title, [head[at] for head in heads], setting))
    columns = _with_places(columns, [heads[-1][at] for at in range(size)] if heads else [])
    if columns and not has_names:  # no column holds words: the first one names the rows ("2023", "Kỳ 1")
        columns[0] = Column(titles[0], names=True)
    return columns


def is_heading(cells: Sequence[str]) -> bool:
    """Say whether a row is one merged cell, with or without a number before it: it heads the rows below."""
    return len(set(cells)) == 1 or (len(cells) > 2 and len(set(cells[1:])) == 1)


def are_divisions(columns: Sequence[Column]) -> bool:
    """Say whether the rows are of parts of the whole: the title of their names says unit, place or body."""
    titles = [fold(column.title) for column in columns if column.names]
    return any(fact_words().divisions.search(title) for title in titles)


def counter_in(titles: Sequence[str]) -> str:
    """Return what the lines of a title count: the counter that opens one. A unit of territory counts only as "số xã"."""
    for title in map(fold, reversed(titles)):
        bare = title.removeprefix("tổng ").removeprefix("số ")
        match = vocabulary().counter.match(bare)
        if match is not None and (bare != title or not fact_words().divisions.fullmatch(match[0])):
            return vocabulary().counters[" ".join(match[0].split())]
    return ""


def _with_places(columns: Sequence[Column], titles: Sequence[str]) -> list[Column]:
    """Return the columns with their places, where one is of the whole and the titles of the others only name its parts."""
    values = [at for at, column in enumerate(columns) if not (column.names or column.units or column.notes)]
    whole = [at for at in values if fold(titles[at]).strip(" .:") in fact_words().totals]
    parts = [at for at in values if at not in whole]
    years = [
        column.time.year
        for column in (columns[at] for at in parts)
        if column.time is not None and column.time.year is not None
    ]
    if len(whole) == 1 and len(years) == len(parts) >= LEAST_PARTS:
        summed = FactTime(min(years), max(years))
        return [replace(column, time=summed) if at in whole else column for at, column in enumerate(columns)]
    plain = all(not (columns[at].unit or columns[at].standing or columns[at].time) for at in parts)
    if len(whole) != 1 or len(parts) < LEAST_PARTS or not plain:
        return list(columns)
    return [replace(column, place=titles[at], counter="") if at in parts else column for at, column in enumerate(columns)]


def _value_column(title: str, titles: Sequence[str], setting: Setting) -> Column:
    title_spelled = TERM.sub("nhiệm kỳ", title)
    folded = fold(title_spelled)
    words = vocabulary()
    standings = [words.standings[" ".join(match[1].split())] for match in words.standing.finditer(folded)]
    standing = "plan" if "aim" in standings else standings[-1] if standings else ""
    time = time_in(f"năm {title}" if YEAR_DIGITS.fullmatch(title) else title_spelled, setting.own)
    if fact_words().compares.search(folded) or ("plan" in standings and "result" in standings and "/" in title):
        standing = "compared"
    elif time is not None and time.prior:
        standing = "prior"
    unit = unit_of_title(title)
    return Column(title, unit.name, unit.scale, unit.words, time, standing, counter=counter_in(titles))
