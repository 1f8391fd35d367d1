"""The figures that the office gives for a new report, and how each is printed at a place of last year's one."""

from __future__ import annotations

from dataclasses import dataclass

from app.drafting.request import Request
from app.renewal.model import RenewalPlace
from ingest.language.quantities import quantities
from ingest.language.quantity import Quantity
from ingest.language.text import normalize

MONEY = "đồng"


@dataclass(frozen=True, slots=True)
class NewFigure:
    """A figure that the office gave: section or field, name, value as it is to be printed.

    ``code``: of the place in the sheet that the app itself offered, "" else. ``column``: the title of its column, "" where
    it is no cell of a table. ``unit``: as the sheet tells it.
    """

    section: str
    name: str
    value: str
    code: str = ""
    column: str = ""
    unit: str = ""

    @property
    def full_name(self) -> str:
        """Return its name as the office knows it."""
        return f"{self.name} ({self.column})" if self.column else self.name


def new_figures(request: Request) -> list[NewFigure]:
    """Return the figures of an input, values first, then the cells of tables."""
    figures = [NewFigure(group.name, name, value) for group in request.figures for name, value in group.values]
    for group in request.figures:
        for name, cells in group.rows:
            figures += [NewFigure(group.name, name, value, column=column) for column, value in cells if value.strip()]
    return figures


def first_quantity(value: str) -> Quantity | None:
    """Return the first quantity of a value as it was given, None where it has none."""
    return next((read for read in quantities(normalize(value)) if read.value is not None), None)


def printed_at(place: RenewalPlace, value: str, read: Quantity | None) -> tuple[str, bool]:
    """Return what is printed at a place, and whether in place of its unit too.

    :param read: the part of the value that goes there, None for its first figure; words without one go there as they are.
    """
    text = normalize(value).strip()
    read = read or first_quantity(text)
    if read is None:
        return text, False
    own = text[read.numeral[0] : read.numeral[1]]
    if read.whole is not None or read.high is not None:
        own = read.text
    fact = place.fact
    other_scale = fact is not None and fact.unit == read.unit == MONEY and fact.scale != read.scale
    return (read.text, place.stop > place.end) if other_scale else (own, False)


def printed_change(value: str) -> str:
    """Return a rise or fall as it is typed, without the unit that stands behind it already: "giảm 3,1%"."""
    text = normalize(value).strip()
    read = first_quantity(text)
    return text[: read.numeral[1]] if read is not None else text
