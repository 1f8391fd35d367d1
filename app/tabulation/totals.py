"""Sum, mean, minimum and maximum of a column, or the reason why there are none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from app.evidence.figure_fit import MEASURES
from app.tabulation.model import IndicatorRow, TableCell, Total
from app.tabulation.vocabulary import fill_message as say
from index.gazetteer.units import REFORM
from ingest.language.bodies import units
from ingest.language.quantity import SHARES
from ingest.language.terms import fold
from ingest.model import Metadata

MEAN_DIGITS = Decimal("0.01")
UNSUMMED = frozenset({*SHARES, "điểm", "điểm phần trăm", "lần", "tuổi"})  # shares and marks are not added up
FIRST_DAY = f"{REFORM.year}-{REFORM.month:02d}-{REFORM.day:02d}"


def totals(
    indicators: Sequence[str], years: Sequence[int | None], rows: Sequence[IndicatorRow], about: Mapping[str, Metadata]
) -> tuple[Total, ...]:
    """Return the totals of a table in the order of indicators, then years; none for a column without a cell.

    :param about: what every report says of itself, by id.
    """
    sums = []
    for indicator in indicators:
        for year in years:
            filled = [(row, cells) for row in rows if (cells := row.at(indicator, year))]
            if filled:
                sums.append(_total(indicator, year, filled, about))
    return tuple(sums)


def add_up(cells: Sequence[TableCell]) -> Decimal:
    """Return the sum of values; 0 for none."""
    return sum((cell.value for cell in cells), Decimal(0))


def _total(
    indicator: str,
    year: int | None,
    filled: Sequence[tuple[IndicatorRow, tuple[TableCell, ...]]],
    about: Mapping[str, Metadata],
) -> Total:
    filled = _of_the_year(filled)
    cells = [cells[0] for _, cells in filled]
    unit = next((cell.unit for cell in cells if cell.unit), "")
    reason = next(_obstacles(filled, about), None)
    if reason is not None:
        return Total(indicator, year, unit, len(filled), why_not=reason)
    lowest, highest = min(cell.value for cell in cells), max(cell.value for cell in cells)
    summed = unit not in UNSUMMED
    return Total(
        indicator,
        year,
        unit,
        len(filled),
        add_up(cells) if summed else None,
        (add_up(cells) / len(cells)).quantize(MEAN_DIGITS),
        lowest,
        highest,
        tuple(row.report for row, (cell, *_) in filled if cell.value == lowest),
        tuple(row.report for row, (cell, *_) in filled if cell.value == highest),
        None if summed else say("not_summed"),
    )


def _of_the_year(
    filled: Sequence[tuple[IndicatorRow, tuple[TableCell, ...]]],
) -> Sequence[tuple[IndicatorRow, tuple[TableCell, ...]]]:
    """Return the cells of the single year where every report has one, without sums of several years that end in it."""
    single = [(row, tuple(cell for cell in cells if cell.since in (None, cell.slot.year))) for row, cells in filled]
    return single if all(cells for _, cells in single) else filled


def _obstacles(filled: Sequence[tuple[IndicatorRow, tuple[TableCell, ...]]], about: Mapping[str, Metadata]) -> Iterator[str]:
    """Yield the reasons why values cannot be added up, the strongest first."""
    for row, cells in filled:
        if len(cells) > 1:
            yield say("two_values", report=row.title, values=" và ".join(cell.text for cell in cells))
    kinds = sorted({cell.unit for _, (cell, *_) in filled if cell.unit})
    if len({kind if kind in MEASURES else "" for kind in kinds}) > 1:
        yield say("units", units=", ".join(kinds))
    spans = sorted({(cell.since, cell.slot.year) for _, (cell, *_) in filled}, key=str)
    if len(spans) > 1:
        yield say("periods", periods="; ".join(_span(*span) for span in spans))
    if any(cell.choice is not None and cell.choice.fact.high is not None for _, (cell, *_) in filled):
        yield say("ranges")
    yield from overlaps([row for row, _ in filled], about)


def overlaps(rows: Sequence[IndicatorRow], about: Mapping[str, Metadata]) -> Iterator[str]:
    """Yield why the territories of reports may not be added up: the same one twice, one in another, old beside new units."""
    for row, other in combinations(rows, 2):
        first, second = about[row.report], about[other.report]
        if _territory(first) == _territory(second) and fold(first.issuer or "") == fold(second.issuer or ""):
            yield say("same_place", first=row.title, second=other.title)
        elif first.province and first.province == second.province and _level(first) != _level(second):
            yield say("inside", first=row.title, second=other.title)
    dated = [(about[row.report].date or "") >= FIRST_DAY for row in rows if about[row.report].date]
    year = {about[row.report].period_to for row in rows}
    if REFORM.year in year and len(set(dated)) > 1:
        yield say("old_and_new")


def _territory(facts: Metadata) -> str:
    return fold(facts.place or facts.province or facts.issuer or facts.title or "")


def _level(facts: Metadata) -> str:
    """Return the level of the unit that a report is of: "commune", "district", "province"."""
    place_units = units(facts.place or "")
    return place_units[0].level if place_units else "province"


def _span(since: int | None, year: int | None) -> str:
    return f"{since}-{year}" if since is not None and since != year else str(year) if year is not None else "không rõ năm"
