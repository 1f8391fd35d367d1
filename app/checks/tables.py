"""Tables whose figures do not follow from one another: totals of rows and columns, shares, growth, differences, products.

What a column is to others is learned from the table itself: a relation that most of its rows keep is one that the others
break. Words ("Cộng", "Tỷ lệ (%)") only lower how many rows have to keep it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import regex as re

from app.checks.grids import CheckedGrid, GridCell
from app.checks.model import Finding, FindingKind, Sheet
from app.checks.slips import is_mistyped
from ingest.language.amounts import write_value

MEAN = re.compile(r"(?<!\p{L})(?:bình quân|trung bình|bq|tb|điểm tb)(?!\p{L})")
FEWEST = 3  # rows that keep a relation which no word announces
SHARE = Decimal("0.7")  # of the rows; a relation that fewer keep is chance, or has exceptions of its own
SAID_SHARE = Decimal("0.6")  # where the column calls itself a share
NEAR = Decimal("0.1")  # a total this near to the sum of its parts was meant to be it
FAR = Decimal("0.5")  # a share farther from the true one than this was counted of something else
MOST_COLUMNS = 14  # whose relations are tried; a wider table is a list of places, whose total is tried alone
MOST_ROWS = 300


@dataclass(frozen=True, slots=True)
class ColumnRelation:
    """A column and those it follows from. ``value``: what it ought to be, with how far rounding may move it."""

    name: str
    column: int
    of: tuple[int, ...]
    value: Callable[[Sequence[GridCell]], tuple[Decimal, Decimal] | None]
    kind: FindingKind


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every figure of a table that breaks a relation which the rest of the table keeps."""
    for grid in sheet.grids:
        if len(grid.rows) <= MOST_ROWS:
            reported = set()
            for finding, cell in (*_total_rows(sheet, grid), *_columns(sheet, grid)):
                if cell not in reported:
                    reported.add(cell)
                    yield finding


def _total_rows(sheet: Sheet, grid: CheckedGrid) -> Iterator[tuple[Finding, tuple[int, int]]]:
    """Rows called totals, held against the rows between them and the total before, or those behind them."""
    rows = grid.rows
    totals = [row for row in rows if grid.is_total(row)]
    for total in totals:
        runs = _runs(rows, totals, total)
        fits = [(_fit(grid, total, run), run) for run in runs if len(run) > 1]
        if not fits:
            continue
        (fitting, broken), run = max(fits, key=lambda fit: (len(fit[0][0]), len(fit[1])))
        if len(fitting) < len(broken) or (not fitting and len(run) > len(rows) - 1):
            broken = [column for column in broken if not fitting and len(grid.columns) <= 2]
        for column in broken:
            cell, added = grid.cells[total, column], _sum(grid, run, column)
            if not _is_mistaken(cell.value, added):
                continue
            message = (
                f"Cột “{grid.titles[column]}” cộng lại là {write_value(added)}, dòng “{grid.labels[total]}” ghi {cell.text}."
            )
            yield _finding(sheet, grid, FindingKind.SUM, message, total, {cell.value, added}), (total, column)


def _runs(rows: Sequence[int], totals: Sequence[int], total: int) -> list[list[int]]:
    at = rows.index(total)
    before = max((rows.index(row) for row in totals if row < total), default=-1)
    after = min((rows.index(row) for row in totals if row > total), default=len(rows))
    plain = [row for row in rows[:at] if row not in totals]
    return [list(rows[before + 1 : at]), list(rows[at + 1 : after]), plain]


def _fit(grid: CheckedGrid, total: int, run: Sequence[int]) -> tuple[list[int], list[int]]:
    """Return the columns whose total is the sum of a run of rows, and those whose total is not."""
    fitting: list[int] = []
    broken: list[int] = []
    for column in grid.columns:
        cell = grid.cells.get((total, column))
        if cell is None or not grid.adds_up(column) or sum((row, column) in grid.cells for row in run) < 2:
            continue
        parts = [grid.cells[row, column] for row in run if (row, column) in grid.cells]
        slack = sum((part.step for part in (*parts, cell) if part.step < 1), Decimal(0)) / 2
        (fitting if abs(sum(part.value for part in parts) - cell.value) <= slack else broken).append(column)
    return fitting, broken


def _sum(grid: CheckedGrid, run: Sequence[int], column: int) -> Decimal:
    return sum((grid.cells[row, column].value for row in run if (row, column) in grid.cells), Decimal(0))


def _is_mistaken(stated: Decimal, truth: Decimal) -> bool:
    """Say whether a figure was meant to be the true one: it is near, or a slip of the fingers away."""
    return abs(stated - truth) <= NEAR * max(stated, truth) or is_mistyped(stated, truth)


def _columns(sheet: Sheet, grid: CheckedGrid) -> Iterator[tuple[Finding, tuple[int, int]]]:
    for relation in _relations(grid):
        rows = [row for row in grid.rows if all((row, column) in grid.cells for column in (relation.column, *relation.of))]
        if relation.kind is FindingKind.SUM:
            rows = [row for row in rows if grid.row_adds_up(row)]
        truths = {row: relation.value([grid.cells[row, column] for column in relation.of]) for row in rows}
        computed = {row: truth for row, truth in truths.items() if truth is not None}
        broken = [row for row, truth in computed.items() if not _keeps(grid.cells[row, relation.column], truth)]
        keeping = len(computed) - len(broken)
        is_said = _is_said(grid, relation)
        if (
            not broken
            or keeping < (2 if is_said else FEWEST)
            or keeping < (SAID_SHARE if is_said and relation.kind is FindingKind.PERCENT else SHARE) * len(computed)
        ):
            continue
        for row in broken:
            cell, (truth, _) = grid.cells[row, relation.column], computed[row]
            near = abs(cell.value - truth) <= (FAR if is_said else NEAR) * max(truth, cell.value)
            if near or is_mistyped(cell.value, _printed(truth, cell)):
                message = _message(grid, relation, row, truth)
                yield _finding(sheet, grid, relation.kind, message, row, {cell.value, truth}), (row, relation.column)


def _printed(truth: Decimal, cell: GridCell) -> Decimal:
    """Return what ought to be in a cell, with as many decimals as the cell has."""
    return round(truth, max(0, -int(cell.step.as_tuple().exponent)))


def _keeps(cell: GridCell, truth: tuple[Decimal, Decimal]) -> bool:
    value, slack = truth
    return abs(cell.value - value) <= slack + cell.step * (
        Decimal("0.51") if slack else Decimal("0.5") if cell.step < 1 else 0
    )


def _is_said(grid: CheckedGrid, relation: ColumnRelation) -> bool:
    if relation.name == "bình quân":
        return True
    return grid.is_total_column(relation.column) if relation.kind is FindingKind.SUM else not grid.adds_up(relation.column)


def _message(grid: CheckedGrid, relation: ColumnRelation, row: int, truth: Decimal) -> str:
    cell, title = grid.cells[row, relation.column], grid.titles[relation.column]
    parts = [grid.cells[row, column].text for column in relation.of]
    result = write_value(round(truth, max(0, -int(cell.step.as_tuple().exponent)) + (1 if relation.name != "cộng" else 0)))
    how = {"cộng": " + ".join(parts), "tỷ lệ": f"{parts[0]}/{parts[-1]}", "tăng": f"{parts[0]} so với {parts[-1]}"}
    parts_told = how.get(relation.name) or " và ".join(parts)
    return f"Dòng “{grid.labels[row]}”, cột “{title}” ghi {cell.text}; tính từ {parts_told} thì được {result}."


def _relations(grid: CheckedGrid) -> Iterator[ColumnRelation]:
    columns = grid.columns
    for column in columns:
        others = [candidate for candidate in columns if candidate != column]
        if grid.adds_up(column):
            for run in _adjacent(others, column, grid):
                yield ColumnRelation("cộng", column, tuple(run), _added, FindingKind.SUM)
        for run in _adjacent(others, column, grid) if _is_mean(grid, column) else ():
            yield ColumnRelation("bình quân", column, tuple(run), _mean, FindingKind.SUM)
        if len(columns) > MOST_COLUMNS:
            continue
        shares = not grid.adds_up(column)
        for part in others:
            for whole in others:
                if part != whole and shares:
                    yield ColumnRelation("tỷ lệ", column, (part, whole), _share, FindingKind.PERCENT)
                    yield ColumnRelation("tăng", column, (part, whole), _growth, FindingKind.PERCENT)
                elif part != whole:
                    yield ColumnRelation("hiệu", column, (part, whole), _difference, FindingKind.SUM)


def _adjacent(others: Sequence[int], column: int, grid: CheckedGrid) -> Iterator[Sequence[int]]:
    """Return the runs of columns that a column may sum up: those right before or behind it, or under one title with it."""
    left = [candidate for candidate in others if candidate < column and grid.adds_up(candidate)]
    right = [candidate for candidate in others if candidate > column and grid.adds_up(candidate)]
    for size in range(2, min(len(left), MOST_COLUMNS) + 1):
        yield left[-size:]
    for size in range(2, min(len(right), MOST_COLUMNS) + 1):
        yield right[:size]
    if grid.is_total_column(column):
        for side in (left, right):
            if len(side) > MOST_COLUMNS:
                yield side


def _added(parts: Sequence[GridCell]) -> tuple[Decimal, Decimal]:
    return sum((part.value for part in parts), Decimal(0)), sum((p.step for p in parts if p.step < 1), Decimal(0)) / 2


def _is_mean(grid: CheckedGrid, column: int) -> bool:
    return MEAN.search(grid.titles[column].lower()) is not None


def _mean(parts: Sequence[GridCell]) -> tuple[Decimal, Decimal]:
    added, slack = _added(parts)
    return added / len(parts), slack / len(parts) + Decimal("0.05")


def _difference(parts: Sequence[GridCell]) -> tuple[Decimal, Decimal] | None:
    first, second = parts
    slack = sum((part.step for part in parts if part.step < 1), Decimal(0)) / 2
    return (first.value - second.value, slack) if second.value and first.value > second.value else None


def _share(parts: Sequence[GridCell]) -> tuple[Decimal, Decimal] | None:
    part, whole = parts
    if not whole.value or not part.value:
        return None
    truth = part.value / whole.value * 100
    return truth, truth * (_blur(part) + _blur(whole)) + Decimal("0.05")


def _growth(parts: Sequence[GridCell]) -> tuple[Decimal, Decimal] | None:
    share = _share(parts)
    return (abs(share[0] - 100), share[1]) if share else None


def _blur(cell: GridCell) -> Decimal:
    """How far rounding may have moved a figure, as a part of it; what is counted is exact."""
    return cell.step / 2 / cell.value if cell.step < 1 else Decimal(0)


def _finding(sheet: Sheet, grid: CheckedGrid, kind: FindingKind, message: str, row: int, values: set[Decimal]) -> Finding:
    places = (sheet.exactly(*grid.spans[row]),) if row in grid.spans else ()
    return Finding(kind, message, places, frozenset(values))
