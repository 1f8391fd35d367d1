"""The facts of tables' rows: each cell with a figure, named by the row's label and the title of its column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

import regex as re

from ingest.facts.columns import FIGURE, Column, are_divisions, counter_in, is_heading, table_columns
from ingest.facts.model import Fact
from ingest.facts.prose import Setting
from ingest.facts.table_units import Unit, unit_of_caption, unit_of_cell, unit_of_title
from ingest.facts.times import FactTime, time_in
from ingest.facts.vocabulary import fact_words
from ingest.language.context import Bound
from ingest.language.dates import YEAR_DIGITS
from ingest.language.quantities import quantities
from ingest.language.quantity import Quantity
from ingest.language.spelling import fold
from ingest.language.text import fold_spaces
from ingest.language.vocabulary import vocabulary
from ingest.model import Row, Table

PART_ROW = re.compile(r"[-–+*]|(?:trong đó|trong số đó|gồm|riêng)(?!\p{L})", re.IGNORECASE)
PLANNED = ("kế hoạch", "dự toán")  # begin the label of a row of plans
PROSE_WORDS = 8  # a cell with more words is a note and no value


def table_facts(table: Table, rows: Sequence[Row], text: str, caption: str, setting: Setting) -> Iterator[Fact]:
    """Yield the facts of a table's rows; offsets are of the report's text, ``passage`` is left empty.

    :param rows: where its rows stand.
    :param caption: the lines above it, "" where there are none.
    """
    columns = table_columns(table, setting)
    common = unit_of_caption(caption)
    time = time_in(caption, setting.own) if caption else None
    parent = group = ""
    for row in rows:
        if row.number < table.header or row.number >= len(table.rows):
            continue
        cells = table.rows[row.number]
        if len(cells) != len(columns) or is_heading(cells):
            group = cells[-1] if len(cells) == len(columns) else group
            continue
        label, unit = _label(cells, columns)
        partial = bool(PART_ROW.match(label))
        name = f"{parent} {label}".strip() if partial else label
        parent = parent if partial else label
        whole = fold(label).strip(" .:") in fact_words().totals
        lead = " ".join(part for part in (caption, group) if part)
        about = replace(setting, lead=lead)
        place = "" if whole or not are_divisions(columns) else label
        row_name = "" if whole else name
        own = time_in(label, setting.own) if YEAR_DIGITS.search(label) else None  # "Thanh niên nhập ngũ 2025"
        planned = _is_planned(label)
        for fact in _row_facts(row, cells, columns, unit, common, own or time, text, about, row_name):
            standing = "plan" if planned and not fact.standing else fact.standing
            yield replace(fact, place=place or fact.place, partial=partial, standing=standing)


def _is_planned(label: str) -> bool:
    """Say whether a row's label says that its figures are set and not reached: "Chỉ tiêu tỉnh giao", "Kế hoạch năm"."""
    words = vocabulary()
    folded = fold(label).strip(" -+*")
    standings = {words.standings[" ".join(match[1].split())] for match in words.standing.finditer(folded)}
    return standings == {"plan"} and ("giao" in folded.split() or folded.startswith(PLANNED))


def _row_facts(
    row: Row,
    cells: Sequence[str],
    columns: Sequence[Column],
    unit: Unit,
    common: Unit,
    time: FactTime | None,
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
    """Return where a cell stands as a whole in its row's text; -1 where it does not, as a cell that is merged from above."""
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
    time: FactTime | None,
    setting: Setting,
    name: str,
) -> Fact:
    of = column.time or time or setting.around
    timed = column.time is not None or time is not None
    scale = unit.scale if not quantity.scale else 0
    dated = column.time is not None and YEAR_DIGITS.search(column.title) is not None
    past = dated and of.year is not None and of.year <= (setting.own.year or 0)
    plan = setting.ahead and not column.standing and not past
    unit_words = "" if quantity.unit or not unit.words else unit.words
    return Fact(
        passage="",
        start=begin,
        end=begin + len(cell),
        begin=row.start,
        stop=row.end,
        text=f"{cell}{'' if unit_words in ('', '%', '‰') else ' '}{unit_words}",
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


def _label(cells: Sequence[str], columns: Sequence[Column]) -> tuple[str, Unit]:
    names = [fold_spaces(cell) for cell, column in zip(cells, columns, strict=True) if column.names and cell]
    unit = next((unit_of_cell(cell) for cell, column in zip(cells, columns, strict=True) if column.units and cell), Unit())
    return ", ".join(dict.fromkeys(names)), unit


def _unit_for(quantity: Quantity, column: Column, unit: Unit, common: Unit, name: str) -> Unit:
    """Return the unit of a cell: its own, its column's, its row's, that in its label, or that of the whole table."""
    if quantity.unit:
        return Unit(quantity.unit)
    if column.unit:
        return Unit(column.unit, column.scale, column.unit_words)
    share = re.compile(r"(?<!\p{L})tỉ (?:lệ|trọng|suất)(?!\p{L})")
    for candidate in (unit, unit_of_title(name)):
        if candidate.name or candidate.words:
            return candidate
    if share.search(fold(column.title)) and not common.name:
        return Unit("%", 0, "%")
    if share.search(fold(name)) and not common.name:
        return Unit("%", 0, "%")
    if common.name or common.words:
        return common
    return Unit(column.counter or counter_in([name]))
