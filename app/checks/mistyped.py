"""A figure of the prose that is a slip of the fingers away from the cell of a table whose words tell it.

The row is named in the figure's clause, or the row is a total and its column is; plans, aims and what was before are looked
at as well as results, for a row holds them all. A slip is told only of a figure that no cell of its rows has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import regex as re

from app.checks.facts import BEFORE, YEAR, CheckedFact, all_facts, content, rarities, rarity_of, shared
from app.checks.figures import MONEY, with_unit
from app.checks.grids import TOTAL, CheckedGrid
from app.checks.knowledge import knowledge
from app.checks.model import Finding, FindingKind, Sheet
from app.checks.slips import digits, is_mistyped
from app.checks.tabled import in_one_unit, money_scale, spelled
from ingest.language.bodies import units
from ingest.language.context import Bound, Change
from ingest.language.spelling import fold

SHORTEST = 3  # digits of a figure without the noughts that end it: of shorter ones a slip is chance
LONG = 4
WHOLLY = 0.9  # of a label's words, weighed by rarity, its figure's clause tells
MOSTLY = 0.6  # of a figure of four digits or more, of which one in three hundred is a slip from another
TELLING = 2.5  # rarity of a label that tells by itself which thing a figure is of
WORDLESS = re.compile(
    r"(?<!\p{L})(?:năm|tháng|quý|kế hoạch|kh|thực hiện|th|ước|so sánh|tỷ lệ|số|tổng|lượng)(?!\p{L})|[\d%/]", re.IGNORECASE
)
NAME_ALONE = re.compile(r"\A(?:(?i:xã|phường|thôn|bản|ấp|huyện|thị trấn)\s)?\p{Lu}\p{L}*+(?:\s\p{Lu}\p{L}*+)++")


@dataclass(frozen=True, slots=True)
class NamedCells:
    """Cells of a table that are called by the same words: a row's, or one of a column's totals."""

    grid: CheckedGrid
    label: str
    is_name: bool
    words: frozenset[str]
    unit: frozenset[str]
    context: str
    places: tuple[tuple[int, int], ...]


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every figure of the prose that is mistyped, going by the table that tells it too."""
    lines = [cells for grid in sheet.grids for cells in _named_cells(grid)]
    if not lines:
        return
    rarity = rarities(sheet)
    own = _own_places(sheet)
    for fact in all_facts(sheet):
        if _is_eligible(fact):
            finding = _slip(sheet, fact, [cells for cells in lines if _tells(fact, cells, rarity, own)])
            if finding is not None:
                yield finding


def _named_cells(grid: CheckedGrid) -> Iterator[NamedCells]:
    for row in grid.rows:
        if row not in grid.spans:
            continue
        label = content(TOTAL.sub(" ", grid.labels[row].lower()) if grid.is_total(row) else grid.labels[row])
        columns = [column for column in grid.columns if (row, column) in grid.cells]
        unit = content(grid.units.get(row, ""))
        if label:
            context = fold(f"{grid.labels.get(grid.groups[row], '')} {grid.labels[row]} {grid.caption}")
            name = NAME_ALONE.fullmatch(grid.labels[row].strip()) is not None
            yield NamedCells(
                grid, fold(grid.labels[row]), name, label, unit, context, tuple((row, column) for column in columns)
            )
        elif grid.is_total(row):
            for column in columns:
                title = content(WORDLESS.sub(" ", grid.titles[column]))
                if title:
                    context = fold(f"{grid.titles[column]} {grid.caption}")
                    yield NamedCells(grid, fold(grid.titles[column]), False, title, unit, context, ((row, column),))


def _own_places(sheet: Sheet) -> frozenset[str]:
    facts = sheet.report.metadata
    return frozenset(fold(unit.name) for text in (facts.place, facts.issuer, facts.parent) for unit in units(text or ""))


def _is_eligible(fact: CheckedFact) -> bool:
    read = fact.read
    plain = fact.figure.whole is None and read.high is None and read.bound in (Bound.EXACT, Bound.ABOUT) and not read.per
    return plain and read.change is not Change.BY and len(digits(fact.value).rstrip("0")) >= SHORTEST


def _tells(fact: CheckedFact, cells: NamedCells, rarity: Mapping[str, float], own: frozenset[str]) -> bool:
    """Say whether a fact's clause calls itself by a label's words and by nothing that makes it another thing."""
    label = spelled(cells.words, fact)
    counted = frozenset(fact.counted[:4])
    around = fact.own | counted
    covered = shared(label, around, rarity)
    by_unit = bool(cells.unit) and cells.unit <= counted
    enough = MOSTLY if len(digits(fact.value).rstrip("0")) >= LONG else WHOLLY
    telling = by_unit or label <= counted or rarity_of(label, rarity) >= TELLING
    by_clause = telling and covered >= (MOSTLY if by_unit and len(cells.unit) > 1 else enough)
    at = fact.figure.start - fact.sentence.start
    verbatim = telling and cells.label in fold(fact.sentence.text[max(0, at - BEFORE) : at])
    if (
        not by_clause
        and not verbatim
        and not (shared(label, around | fact.near, rarity) >= WHOLLY and _stands_beside(fact, cells))
    ):
        return False
    strange = fact.names - own
    if strange and not any(name in cells.context for name in strange):
        return False
    return not knowledge().contrasts.parts(fact.clause, cells.context)


def _stands_beside(fact: CheckedFact, cells: NamedCells) -> bool:
    """Say whether another figure of the sentence stands in the row."""
    values = {cells.grid.cells[place].value for place in cells.places}
    others = (f for f in fact.sentence.figures if f is not fact.figure and len(digits(f.value)) >= SHORTEST)
    return any(f.value.scaleb(-f.scale) in values or f.value in values for f in others)


def _slip(sheet: Sheet, fact: CheckedFact, lines: Sequence[NamedCells]) -> Finding | None:
    """Return a finding on the cell that a fact is a slip away from; None where a cell is the same, or where several are."""
    beside = {f.value.scaleb(-f.scale) for f in fact.sentence.figures if f is not fact.figure}
    mistyped: list[tuple[CheckedGrid, int, int, Decimal]] = []
    for cells in lines:
        for place in cells.places:
            value, cell = in_one_unit(fact, cells.grid, *place)
            if value == cell or not cell:
                return None
            if cells.is_name and not content(cells.grid.titles[place[1]]) & (fact.own | frozenset(fact.counted)):
                continue  # a place's row holds many things: the column has to tell which
            typed = is_mistyped(value, cell) or _is_scale_apart(fact, cells.grid, *place)
            if cell not in beside and _is_alike(fact, cells.grid, *place) and typed:
                mistyped.append((cells.grid, *place, value))
    if len({grid.cells[row, column].value for grid, row, column, _ in mistyped}) != 1:
        return None
    grid, row, column, value = mistyped[0]
    printed = grid.cells[row, column]
    where = f"dòng “{grid.labels[row]}”, cột “{grid.titles[column]}”"
    message = f"Lời văn ghi {with_unit(fact.figure)}, bảng ghi {printed.text} ({where})."
    places = sheet.quote(fact.figure.start, fact.figure.end), sheet.exactly(*grid.spans[row])
    return Finding(FindingKind.CONFLICT, message, places, frozenset((value, printed.value)))


def _is_scale_apart(fact: CheckedFact, grid: CheckedGrid, row: int, column: int) -> bool:
    """Say whether a cell has the very digits of a sum of money that the prose tells as tỷ and the table as triệu."""
    scale = money_scale(grid, row, column)
    printed = fact.figure.value.scaleb(-fact.figure.scale)
    return fact.figure.unit == MONEY and 0 < scale != fact.figure.scale > 0 and printed == grid.cells[row, column].value


def _is_alike(fact: CheckedFact, grid: CheckedGrid, row: int, column: int) -> bool:
    """Say whether a fact and a cell are both shares or neither, and of one year as far as both say so."""
    share = grid.cells[row, column].share or "%" in f"{grid.titles[column]} {grid.labels[row]} {grid.units.get(row, '')}"
    years = {int(match[0]) for match in YEAR.finditer(grid.titles[column])}
    of_clause = {int(match[0]) for match in YEAR.finditer(fact.clause)}
    return share == (fact.figure.unit == "%") and not (years and of_clause and not years & of_clause)
