"""Lines and tables of all pages: a table that goes on over a page is one table, a row that breaks there one row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.model import Kind, Line, Table
from ingest.readers.pdf.grids import FEWEST_ROWS, FIGURE, Grid, goes_on
from ingest.readers.pdf.lines import GAP

SAME_COLUMN = 6.0  # points that the columns of a table may lie apart from one page to the next
MOST_BETWEEN = 4  # lines of a page's foot and the next one's head
MOST_HEAD = 4  # rows that title the columns


def add(grid: Grid, page: int, lines: list[Line], tables: list[Table], before: Grid | None) -> None:
    """Add a table's rows to the lines and tables; one that goes on from the page before is added to that one's.

    ``before``: the grid that the last table ends in.
    """
    above = next((at for at in range(len(lines) - 1, -1, -1) if lines[at].row is not None), None)
    goes_on = (
        above is not None
        and lines[above].row == (len(tables) - 1, len(tables[-1].rows) - 1)
        and lines[above].page == page - 1
        and before is not None
        and _same_columns(before, grid)
        and _only_furniture(lines[above + 1 :], again=_repeated(tables[-1].rows, grid.rows) > 0)
    )
    if not goes_on and len(grid.rows) < FEWEST_ROWS:
        lines.append(Line(GAP.join(_shown(grid.rows[0], grid.printed[0], grid.rows[0])), page))
        return
    table = tables.pop() if goes_on else Table((), page)
    repeated = _repeated(table.rows, grid.rows)  # the heading, printed again
    rows, printed = list(grid.rows[repeated:]), list(grid.printed[repeated:])
    held = list(table.rows)
    if goes_on and rows and held and _is_rest(held[-1], rows[0], held):
        at = next(n for n in range(len(lines) - 1, -1, -1) if lines[n].row == (len(tables), len(held) - 1))
        whole = tuple(map(_put_together, held[-1], rows.pop(0)))
        lines[at] = replace(lines[at], text=" ".join(_shown(held[-1], lines[at].text, whole)))
        held[-1] = whole
        printed.pop(0)
    number, first = len(tables), len(held)
    tables.append(Table((*held, *rows), table.page))
    lines += [Line(row, page, Kind.TABLE, row=(number, r)) for r, row in enumerate(printed, start=first) if row]


def _only_furniture(between: Sequence[Line], *, again: bool) -> bool:
    """Say whether lines between two pages' parts of a table are those of the pages: numbers, feet and heads.

    Feet and heads are few lines; where the table's own head is printed ``again`` below them, it goes on.
    """
    lines = [line for line in between if not line.text.strip().isdecimal()]
    return not lines or (again and len(lines) <= MOST_BETWEEN)


def _same_columns(grid: Grid, other: Grid) -> bool:
    return len(grid.columns) == len(other.columns) and all(
        abs(a - b) <= SAME_COLUMN for a, b in zip(grid.columns, other.columns, strict=True)
    )


def _repeated(rows: Sequence[tuple[str, ...]], more: Sequence[tuple[str, ...]]) -> int:
    """Return how many rows of a heading are printed again at the top of the next page."""
    count = 0
    while count < min(len(rows), len(more) - 1, MOST_HEAD) and rows[count] == more[count]:
        count += 1
    return count


def _put_together(above: str, below: str) -> str:
    """Return a cell that goes on over the page, which may break it within a word."""
    if not (above and below):
        return above or below
    return above + ("" if goes_on(above, below) else " ") + below


def _shown(row: Sequence[str], printed: str, whole: Sequence[str]) -> list[str]:
    """Return the cells of a row as they are printed: a merged one once, two cells that hold the same figure twice.

    ``printed`` tells the two apart: it has the cells of ``row`` as they are printed.
    """
    shown = list(filter(None, whole))
    return shown if " ".join(filter(None, row)) == printed else list(dict.fromkeys(shown))


def _is_rest(row: Sequence[str], rest: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Say whether a row is what is left of the row above: it names nothing, and no figure of its own meets one there."""
    if len(row) != len(rest) or len(rows) < 2:
        return False
    if rest[0][:1].islower() and row[0] and not any(rest[1:]):
        return True  # the name alone goes on, in small letters
    named = bool(row[0]) and all(one[0] for one in rows[-3:])
    clash = any(a and b and FIGURE.fullmatch(b) and FIGURE.fullmatch(a) for a, b in zip(row, rest, strict=True))
    return named and not rest[0] and any(rest) and not clash and not all(not b or FIGURE.fullmatch(b) for b in rest)
