"""Tables drawn with signs in plain text: "│ Xã │ Hộ │" between rules such as "├────┼────┤" or "+----+----+"."""

from __future__ import annotations

from collections.abc import Sequence

import regex as re

from ingest.language.text import fold_spaces
from ingest.model import Kind, Line, Table

BAR = "│┃║|¦"
RULE = re.compile(
    rf"^[\s{BAR}+:=─━═┄┅┈┉┌┍┎┏┐┑┒┓└┕┖┗┘┙┚┛├┝┞┟┠┡┢┣┤┥┦┧┨┩┪┫┬┭┮┯┰┱┲┳┴┵┶┷┸┹┺┻┼┽┾┿╀╁╂╃╄╅╆╇╈╉╊╋╒╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡╢╣╤╥╦╧╨╩╪╫╬-]{{3,}}$"
)
SIGNS_OF_RULES = frozenset("-=─━═┄┅┈┉")
CELLS = re.compile(rf"[{BAR}]")
FEWEST_ROWS, FEWEST_COLUMNS = 2, 2


def with_tables(lines: Sequence[Line]) -> tuple[list[Line], tuple[Table, ...]]:
    """Return the lines with the rows of drawn tables as such, and the tables; rules are no lines any more."""
    with_rows: list[Line] = []
    tables: list[Table] = []
    at = 0
    while at < len(lines):
        end, columns = at, 0
        while end < len(lines) and _belongs(lines[end], lines[at]):
            wide = len(_cells(lines[end].text))
            if columns and wide not in (0, columns):
                break  # another table, right below
            columns, end = columns or wide, end + 1
        rows = _rows([line.text for line in lines[at:end]])
        if rows:
            with_rows += [
                Line(fold_spaces(" ".join(row)), lines[at].page, Kind.TABLE, whole=True, row=(len(tables), number))
                for number, row in enumerate(rows)
            ]
            tables.append(Table(rows, lines[at].page))
            at = end
        else:
            with_rows.append(lines[at])
            at += 1
    return with_rows, tuple(tables)


def _belongs(line: Line, first: Line) -> bool:
    """Say whether a line may be of the table that begins with ``first``."""
    return line.page == first.page and (line is first or not line.gap) and (_is_rule(line.text) or _cells(line.text) != ())


def _is_rule(text: str) -> bool:
    return RULE.match(text) is not None and not SIGNS_OF_RULES.isdisjoint(text)


def _cells(text: str) -> tuple[str, ...]:
    """Return the cells of a line between bars; none for any other."""
    plain = text.strip()
    if len(plain) < 2 or plain[0] not in BAR or plain[-1] not in BAR:
        return ()
    cells = tuple(fold_spaces(cell) for cell in CELLS.split(plain[1:-1]))
    return cells if len(cells) >= FEWEST_COLUMNS else ()


def _rows(texts: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table's lines, which have all as many cells; none where a rule is missing.

    A line that goes on with the one before it has no first cell and no figures.
    """
    rows: list[tuple[str, ...]] = []
    below_rule, rules = True, 0
    for text in texts:
        if _is_rule(text):
            below_rule, rules = True, rules + 1
            continue
        cells = _cells(text)
        if not below_rule and rows and not cells[0] and not re.search(r"\d", text):
            rows[-1] = tuple(f"{above} {cell}".strip() for above, cell in zip(rows[-1], cells, strict=False))
        else:
            rows.append(cells)
        below_rule = False
    return tuple(rows) if rules and len(rows) >= FEWEST_ROWS else ()
