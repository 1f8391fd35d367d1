"""Cells of a table over reports against figures that readers of the reports named: doc, indicator, year, value.

A value of null names what the report does not tell: its cell is right where it stays empty.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from app.tabulation.request import request_of
from app.tabulation.table import build_table
from index.embedding.embedder import Embedder
from index.query.query import QueryReader
from index.store.library import Library

SCALES = [Decimal(10) ** power for power in (0, 3, 6, 9, -3, -6, -9)]  # nghìn, triệu, tỷ, both ways
# One value, the named one; it and others; no cell, but the named one among those offered; nor that; others alone.
OUTCOMES = ("right", "two", "offered", "silent", "wrong")


@dataclass(frozen=True, slots=True)
class NamedCell:
    """A figure that somebody read in a report (its file's name without ending), as they would ask for it."""

    report: str
    indicator: str
    year: int
    value: Decimal | None


def load(file: Path) -> list[NamedCell]:
    """Return the cells of a JSON-lines file, in order.

    :raises KeyError: a line lacks one of doc, indicator, year, value.
    """
    raws = [json.loads(line, parse_float=Decimal) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [NamedCell(raw["doc"], raw["indicator"], int(raw["year"]), _value(raw["value"])) for raw in raws]


def _value(raw: str | Decimal | int | None) -> Decimal | None:
    return None if raw is None else Decimal(raw)


def outcomes(
    library: Library, cells: Iterable[NamedCell], embedder: Embedder | None = None
) -> Iterator[tuple[NamedCell, str]]:
    """Yield each cell with what the table made of it: one of OUTCOMES. A report that is not in the library is an error.

    :param embedder: reads what words leave open, as the product does; None leaves it open.
    :raises app.tabulation.request.BadTable: no such report.
    """
    reader = QueryReader(library)
    files = {Path(library.catalog.file_of(report)).stem: report for report in library.catalog.report_ids()}
    for cell in cells:
        request = request_of(library, [cell.indicator], [files.get(cell.report, cell.report)], str(cell.year))
        rows = build_table(library, reader, request, embedder).rows
        offered = [choice.fact.value for row in rows for _, choices in row.offered for choice in choices]
        yield cell, _outcome(cell, [cell_filled.value for row in rows for cell_filled in row.cells], offered)


def is_value(cell: NamedCell, value: Decimal) -> bool:
    """Say whether a value is the named one, in whatever scale either is written."""
    return cell.value is not None and any(value == cell.value * scale for scale in SCALES)


def _outcome(cell: NamedCell, values: list[Decimal], offered: list[Decimal]) -> str:
    if cell.value is None:
        return "wrong" if values else "right"
    if not values:
        return "offered" if any(is_value(cell, value) for value in offered) else "silent"
    right = [is_value(cell, value) for value in values]
    return "right" if all(right) else "two" if any(right) else "wrong"


def summary(cell_outcomes: Iterable[tuple[NamedCell, str]]) -> str:
    """Return how many cells came out how, and every wrong one by its name."""
    cell_outcomes = list(cell_outcomes)
    counts = Counter(outcome for _, outcome in cell_outcomes)
    lines = [", ".join(f"{outcome} {counts[outcome]}" for outcome in OUTCOMES) + f" / {len(cell_outcomes)}"]
    lines += [f"sai: {cell.report}, {cell.indicator}, {cell.year}" for cell, outcome in cell_outcomes if outcome == "wrong"]
    return "\n".join(lines) + "\n"
