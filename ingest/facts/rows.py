"""The facts of tables' rows: each cell with a figure, named by the row's label and the title of its column."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import regex as re

from ingest.facts.model import Fact
from ingest.facts.prose import Setting
from ingest.facts.times import Time, time_in
from ingest.facts.vocabulary import fact_words
from ingest.language.context import Bound
from ingest.language.quantities import quantities
from ingest.language.quantity import Quantity
from ingest.language.spelling import fold
from ingest.language.text import fold_spaces
from ingest.language.vocabulary import vocabulary
from ingest.model import Row, Table

FIGURE = re.compile(r"[-–−+]?\s?\d")
ENUMERATED = re.compile(r"(?:[IVX]{1,5}|\d{1,3}(?:\.\d{1,3}){0,8}|[a-zđA-Z])[.)]?")
PART_ROW = re.compile(r"[-–+*]|(?:trong đó|trong số đó|gồm|riêng)(?!\p{L})", re.IGNORECASE)
IN_BRACKETS = re.compile(r"\(([^()]{1,40})\)")
TERM = re.compile(r"(?<!\p{L})NK(?!\p{L})")  # "Cuối NK"
YEAR = re.compile(r"(?:19|20)\d{2}")
PROSE_WORDS = 8  # a cell with more words is a note and no value
LONGEST_UNIT = 5  # words of a cell that is a unit
LEAST_PARTS = 2  # columns beside the one of the whole that are its parts


@dataclass(frozen=True, slots=True)
class Column:
    """A column: title, what the title says of unit, scale, time and standing, and whether it holds names, units or notes.

    ``counter``: what its title says is counted ("Số vụ"), where neither unit nor row says otherwise. ``place``: the part of
    the whole that it is of, where the columns are such parts.
    """

    title: str
    unit: str = ""
    scale: int = 0
    written: str = ""
    time: Time | None = None
    standing: str = ""
    names: bool = False
    units: bool = False
    notes: bool = False
    counter: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written: its one name, the power of ten of a scale word, the words."""

    name: str = ""
    scale: int = 0
    written: str = ""


def table_facts(table: Table, rows: Sequence[Row], text: str, caption: str, setting: Setting) -> Iterator[Fact]:
    """Yield the facts of a table's rows; offsets are of the report's text, ``passage`` is left empty.

    :param rows: where its rows stand.
    :param caption: the lines above it, "" where there are none.
    """
    columns = _columns(table, setting)
    common = _unit_of_caption(caption)
    time = time_in(caption, setting.own) if caption else None
    parent = group = ""
    for row in rows:
        if row.number < table.header or row.number >= len(table.rows):
            continue
        cells = table.rows[row.number]
        if len(cells) != len(columns) or _is_heading(cells):
            group = cells[-1] if len(cells) == len(columns) else group
            continue
        label, unit = _label(cells, columns)
        partial = bool(PART_ROW.match(label))
        name = f"{parent} {label}".strip() if partial else label
        parent = parent if partial else label
        whole = fold(label).strip(" .:") in fact_words().totals
        lead = " ".join(part for part in (caption, group) if part)
        about = replace(setting, lead=lead)
        place = "" if whole or not _is_division(columns) else label
        row_name = "" if whole else name
        own = time_in(label, setting.own) if YEAR.search(label) else None  # "Thanh niên nhập ngũ 2025"
        for fact in _row_facts(row, cells, columns, unit, common, own or time, text, about, row_name):
            yield replace(fact, place=place or fact.place, partial=partial)


def _row_facts(
    row: Row,
    cells: Sequence[str],
    columns: Sequence[Column],
    unit: Unit,
    common: Unit,
    time: Time | None,
    text: str,
    setting: Setting,
    name: str,
) -> Iterator[Fact]:
    at = row.start
    before: tuple[str, str] = ("", "")
    for cell, column in zip(cells, columns, strict=True):
        begin = _find(cell, text, at, row.end)
        if (column.title, cell) == before:  # a merged cell stands once in the text
            continue
        before = (column.title, cell)
        at = begin + len(cell) if begin >= 0 else at
        if column.names or column.units or column.notes or begin < 0:
            continue
        figures = quantities(cell) if len(cell.split()) <= PROSE_WORDS else []
        if not figures or figures[0].value is None or not (FIGURE.match(cell) or figures[0].change):
            continue
        of = _unit_for(figures[0], column, unit, common, name)
        yield _fact(begin, cell, figures[0], figures[0].value, row, column, of, time, setting, name)


def _find(cell: str, text: str, at: int, end: int) -> int:
    """Return where a cell stands in its row's text as a whole; -1 where it does not, as one merged from above."""
    while cell and (at := text.find(cell, at, end)) >= 0:
        stop = at + len(cell)
        if not (text[at - 1 : at].isalnum() and cell[0].isalnum()) and not (
            text[stop : stop + 1].isalnum() and cell[-1].isalnum()
        ):
            return at
        at += 1
    return -1


def _fact(
    begin: int,
    cell: str,
    quantity: Quantity,
    value: Decimal,
    row: Row,
    column: Column,
    unit: Unit,
    time: Time | None,
    setting: Setting,
    name: str,
) -> Fact:
    of = column.time or time or setting.around
    timed = column.time is not None or time is not None
    scale = unit.scale if not quantity.scale else 0
    dated = column.time is not None and YEAR.search(column.title) is not None
    past = dated and of.year is not None and of.year <= (setting.own.year or 0)
    plan = setting.ahead and not column.standing and not past
    written = "" if quantity.unit or not unit.written else unit.written
    return Fact(
        passage="",
        start=begin,
        end=begin + len(cell),
        begin=row.start,
        stop=row.end,
        text=f"{cell}{'' if written in ('', '%', '‰') else ' '}{written}",
        value=_whole(value.scaleb(scale)),
        unit=quantity.unit or unit.name,
        scale=quantity.scale or scale,
        high=quantity.high,
        whole=quantity.whole.scaleb(scale) if quantity.whole is not None else None,
        share=quantity.share,
        name=name,
        title=column.title,
        lead=setting.lead,
        headings=setting.headings,
        place=column.place,
        since=of.since,
        year=of.year,
        dated="title" if column.time is not None else "lead" if timed else setting.dated,
        part=of.part,
        edge=of.edge,
        standing="plan" if plan else column.standing,
        change=quantity.change.value,
        direction=quantity.direction if quantity.change else 0,
        exact=quantity.bound is Bound.EXACT,
    )


def _whole(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def _columns(table: Table, setting: Setting) -> list[Column]:
    size = max((len(row) for row in table.rows), default=0)
    heads = [row for row in table.rows[: table.header] if len(row) == size]
    titles = [" ".join(dict.fromkeys(head[at] for head in heads if head[at])) for at in range(size)]
    body = [row for row in table.rows[table.header :] if len(row) == size and not _is_heading(row)]
    columns: list[Column] = []
    has_names = False
    for at, title in enumerate(titles):
        cells = [row[at] for row in body if row[at]]
        figures = sum(bool(FIGURE.match(cell)) for cell in cells)
        folded = fold(title).strip(" .:")
        ordinal = folded in fact_words().notes and (not has_names or not figures)
        running = not has_names and bool(cells) and all(ENUMERATED.fullmatch(cell) for cell in cells) and at + 1 < size
        is_unit = has_names and folded in fact_words().units and _are_units(folded, cells)
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


def _with_places(columns: Sequence[Column], titles: Sequence[str]) -> list[Column]:
    """Return the columns with the parts of the whole that they are of: one is of the whole, and titles tell nothing else."""
    values = [at for at, column in enumerate(columns) if not (column.names or column.units or column.notes)]
    whole = [at for at in values if fold(titles[at]).strip(" .:") in fact_words().totals]
    parts = [at for at in values if at not in whole]
    years = [
        column.time.year
        for column in (columns[at] for at in parts)
        if column.time is not None and column.time.year is not None
    ]
    if len(whole) == 1 and len(years) == len(parts) >= LEAST_PARTS:
        summed = Time(min(years), max(years))
        return [replace(column, time=summed) if at in whole else column for at, column in enumerate(columns)]
    plain = all(not (columns[at].unit or columns[at].standing or columns[at].time) for at in parts)
    if len(whole) != 1 or len(parts) < LEAST_PARTS or not plain:
        return list(columns)
    return [replace(column, place=titles[at], counter="") if at in parts else column for at, column in enumerate(columns)]


def _counter_in(titles: Sequence[str]) -> str:
    """Return what the lines of a title say is counted: the counter that opens one, a unit of territory only as "số xã"."""
    for title in map(fold, reversed(titles)):
        bare = title.removeprefix("tổng ").removeprefix("số ")
        match = vocabulary().counter.match(bare)
        if match is not None and (bare != title or not fact_words().divisions.fullmatch(match[0])):
            return vocabulary().counters[" ".join(match[0].split())]
    return ""


def _value_column(title: str, titles: Sequence[str], setting: Setting) -> Column:
    title_spelled = TERM.sub("nhiệm kỳ", title)
    folded = fold(title_spelled)
    known = vocabulary()
    standings = [known.standings[" ".join(match[1].split())] for match in known.standing.finditer(folded)]
    standing = "plan" if "aim" in standings else standings[-1] if standings else ""
    time = time_in(f"năm {title}" if YEAR.fullmatch(title) else title_spelled, setting.own)
    if fact_words().compares.search(folded) or ("plan" in standings and "result" in standings and "/" in title):
        standing = "compared"
    elif time is not None and time.prior:
        standing = "prior"
    unit = _unit_of_title(title)
    return Column(title, unit.name, unit.scale, unit.written, time, standing, counter=_counter_in(titles))


def _label(cells: Sequence[str], columns: Sequence[Column]) -> tuple[str, Unit]:
    names = [fold_spaces(cell) for cell, column in zip(cells, columns, strict=True) if column.names and cell]
    unit = next((_unit(cell) for cell, column in zip(cells, columns, strict=True) if column.units and cell), Unit())
    return ", ".join(dict.fromkeys(names)), unit


def _unit_for(quantity: Quantity, column: Column, unit: Unit, common: Unit, name: str) -> Unit:
    """Return the unit of a cell: its own, its column's, its row's, that in its label, or that of the whole table."""
    if quantity.unit:
        return Unit(quantity.unit)
    if column.unit:
        return Unit(column.unit, column.scale, column.written)
    share = re.compile(r"(?<!\p{L})tỉ (?:lệ|trọng|suất)(?!\p{L})")
    for candidate in (unit, _unit_of_title(name)):
        if candidate.name or candidate.written:
            return candidate
    if share.search(fold(column.title)) and not common.name:
        return Unit("%", 0, "%")
    if share.search(fold(name)) and not common.name:
        return Unit("%", 0, "%")
    if common.name or common.written:
        return common
    return Unit(column.counter or _counter_in([name]))


def _is_heading(cells: Sequence[str]) -> bool:
    """Say whether a row is one merged cell, with or without a number before it: it heads the rows below."""
    return len(set(cells)) == 1 or (len(cells) > 2 and len(set(cells[1:])) == 1)


def _are_units(title: str, cells: Sequence[str]) -> bool:
    """Say whether cells hold units of measure: "Đơn vị" heads bodies as well as units, "ĐVT" these alone."""
    if title != "đơn vị":
        return bool(cells) and all(_is_unit(cell) for cell in cells)
    known = {*vocabulary().units.values(), *vocabulary().counters.values()}
    return bool(cells) and 2 * sum(_is_unit(cell) and _unit(cell).name in known for cell in cells) > len(cells)


def _is_unit(cell: str) -> bool:
    bare = not any(letter.isdigit() for letter in cell.split("/")[0])
    return len(cell.split()) <= LONGEST_UNIT and (
        bare or fold(cell) in vocabulary().units or fold(cell) in fact_words().short
    )


@functools.lru_cache(maxsize=4096)
def _unit(cell: str) -> Unit:
    """Return the unit that a few words name; any words are a unit by themselves ("trai/100 gái")."""
    written = fold_spaces(cell)
    if not written or not _is_unit(written):
        return Unit()
    read = _measure(written)
    return Unit(read.unit, read.scale, written) if read is not None else Unit(fold(written), 0, written)


def _measure(written: str) -> Quantity | None:
    """Return one of a unit of measure that a few words name, an abbreviation of tables as well; None for another."""
    read = next(iter(quantities(f"1 {fact_words().short.get(fold(written), written)}")), None)
    return read if read is not None and read.unit else None


def _bracketed_unit(title: str) -> Unit:
    """Return the unit that stands in brackets in a title."""
    for match in IN_BRACKETS.finditer(title):
        inside = fact_words().unit_before.sub("", fold(match[1])).split(",")[0].strip()
        read = _measure(inside)
        if read is not None and _is_unit(inside):
            return Unit(read.unit, read.scale, inside)
    return Unit()


def _unit_of_title(title: str) -> Unit:
    """Return the unit that a title tells: in brackets, or its "%"."""
    unit = _bracketed_unit(title)
    return unit if unit.name or "%" not in title else Unit("%", 0, "%")


def _unit_of_caption(caption: str) -> Unit:
    folded = fold(caption)
    match = next(iter(fact_words().unit_before.finditer(folded)), None)
    if match is not None and ":" in match[0]:
        rest = re.match(r"[^();.,\n]{1,40}", folded[match.end() :])
        read = next(iter(quantities(f"1 {rest[0].strip()}")), None) if rest else None
        if read is not None and read.unit:
            return Unit(read.unit, read.scale, rest[0].strip() if rest else "")
    return _bracketed_unit(caption)


def _is_division(columns: Sequence[Column]) -> bool:
    """Say whether the rows are of parts of the whole: the title of their names says unit, place or body."""
    titles = [fold(column.title) for column in columns if column.names]
    return any(fact_words().divisions.search(title) for title in titles)
