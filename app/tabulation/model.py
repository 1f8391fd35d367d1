"""The nouns of a table over reports. Frozen, and free of any framework."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ingest.facts.model import Fact
from ingest.model import Passage


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of cells in a table: id of the report, indicator as typed, year (None where the report says none)."""

    report: str
    indicator: str
    year: int | None


@dataclass(frozen=True, slots=True)
class TableRequest:
    """What a table is asked for; the same request gives the same table as long as the library is the same.

    ``indicators``: as typed, one a column. ``reports``: ids in the order of the rows; None takes all, by file name.
    ``years``: those asked for; None takes those that each report is of. ``choices``: for a slot the key of the fact that a
    person took in place of the one proposed (one of the cell's alternatives). ``corrections``: for a slot the value that a
    person typed ("1.126 hộ"), which stands in place of any fact and is marked as such.
    """

    indicators: tuple[str, ...]
    reports: tuple[str, ...] | None = None
    years: tuple[int, ...] | None = None
    choices: Mapping[Slot, str] = field(default_factory=dict)
    corrections: Mapping[Slot, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FactChoice:
    """A fact that may fill a cell, its score (above 0: more likely than not), and the passage that it stands in."""

    fact: Fact
    score: float
    passage: Passage

    @property
    def quote(self) -> str:
        """The sentence or row that states it, word for word."""
        return self.passage.text[self.fact.begin : self.fact.stop]


@dataclass(frozen=True, slots=True)
class TableCell:
    """One value of a report for an indicator and a year.

    ``since``: the first year where the value is of several ("trong 5 năm"), else equal to the year. ``value``: in ``unit``
    ("2,5 tỷ đồng": 2500000000 đồng). ``text``: as the report writes it. ``plan``: a plan and no result, where a plan was
    asked for. ``page``: None where the format has none. ``choice``: what it was taken from, None where a person typed it
    (``by_hand``). ``alternatives``: other facts that might be meant, best first.
    """

    slot: Slot
    since: int | None
    value: Decimal
    text: str
    unit: str
    plan: bool
    page: int | None
    choice: FactChoice | None
    alternatives: tuple[FactChoice, ...] = ()
    by_hand: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the cell in the shape of INTERFACES: Table."""
        at = self.choice
        return {
            "indicator": self.slot.indicator,
            "year": self.slot.year,
            "since": self.since,
            "value": number(self.value),
            "text": self.text,
            "unit": self.unit,
            "plan": self.plan,
            "section": list(at.passage.section) if at else [],
            "page": self.page,
            "quote": at.quote if at else "",
            "by_hand": self.by_hand,
        }


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """A report's row. ``cells``: in the order of indicators, then years; none for what the report does not say.

    Two cells of one slot: the report says two things, and both are shown. ``offered``: for slots without a cell what comes
    nearest, best first, to be taken by a person; never counted.
    """

    report: str
    file: str
    title: str
    issuer: str | None
    place: str | None
    cells: tuple[TableCell, ...]
    offered: tuple[tuple[Slot, tuple[FactChoice, ...]], ...] = ()

    def at(self, indicator: str, year: int | None) -> tuple[TableCell, ...]:
        """Return the cells of an indicator and year; empty where the report does not say."""
        return tuple(cell for cell in self.cells if (cell.slot.indicator, cell.slot.year) == (indicator, year))


@dataclass(frozen=True, slots=True)
class Total:
    """Sum, mean, minimum and maximum of a column; all None where ``why_not`` says, in Vietnamese, why there is none.

    ``of``: how many reports were counted. ``total`` alone is None where values cannot be added (shares), which ``why_not``
    says. ``lowest``, ``highest``: ids of the reports with the minimum and maximum.
    """

    indicator: str
    year: int | None
    unit: str
    of: int
    total: Decimal | None = None
    mean: Decimal | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    lowest: tuple[str, ...] = ()
    highest: tuple[str, ...] = ()
    why_not: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the total in the shape of INTERFACES: Table."""
        statistics = {name: number(getattr(self, name)) for name in ("mean", "minimum", "maximum")}
        column = {"indicator": self.indicator, "year": self.year, "value": number(self.total), "unit": self.unit}
        return {**column, **statistics, "of": self.of, "why_not": self.why_not}


@dataclass(frozen=True, slots=True)
class IndicatorTable:
    """A table over reports: ``years`` ascending, those of its cells; ``totals`` in the order of indicators, then years."""

    indicators: tuple[str, ...]
    years: tuple[int | None, ...]
    rows: tuple[IndicatorRow, ...]
    totals: tuple[Total, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the table in the shape of INTERFACES: Table."""
        rows = [
            {"file": row.file, "issuer": row.issuer, "cells": [cell.as_json() for cell in row.cells]} for row in self.rows
        ]
        return {"indicators": list(self.indicators), "rows": rows, "totals": [total.as_json() for total in self.totals]}


def number(value: Decimal | None) -> int | float | None:
    """Return a value as a JSON number: whole where it is whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
