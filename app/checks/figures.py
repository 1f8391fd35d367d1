"""Figures of a Vietnamese report with their units: "3.417,25 tỷ đồng", "95/118 thôn", "84,5%".

Grouping by full stops and a decimal comma are the written standard; a decimal point is met as a slip and read as such
where one or two digits follow it. Dates, years, document numbers and ordinals are no figures.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import regex as re

from ingest.language.numerals import Form
from ingest.language.quantities import quantities
from ingest.language.quantity import Quantity

NOUN = re.compile(r"(?<!\s)\s*+((?:[\p{L}/]++\s?(?:-\s)?){1,5})")
POINTED = re.compile(r"^\d++\.\d{1,2}")
MONEY = "đồng"
UNITS = frozenset((MONEY, "%", "‰", "km2", "m2", "m3", "km", "ha", "kg", "m"))  # those that the checks compare by


@dataclass(frozen=True, slots=True)
class CheckedFigure:
    """A figure at [start, end): its value in the unit, and what follows it.

    ``unit``: "%", "đồng" (value in đồng whatever is printed), a measure, or "" where a noun follows. ``noun``: up to
    five words after it, in small letters. ``whole``: y of "x/y". ``step``: the value of its last printed digit.
    """

    start: int
    end: int
    text: str
    value: Decimal
    unit: str
    noun: str
    whole: Decimal | None
    step: Decimal
    scale: int = 0  # tens of which the printed number counts: 9 for tỷ
    read: Quantity | None = None  # as the grammar reads it in its sentence

    @property
    def counts(self) -> str:
        """What the figure counts: its unit, or the first two words of its noun."""
        return self.unit or " ".join(self.noun.split()[:2])

    @property
    def pointed(self) -> bool:
        """Whether its decimals stand behind a point."""
        return POINTED.fullmatch(self.text.split("/")[0].strip()) is not None


def figures(text: str, offset: int = 0) -> Iterator[CheckedFigure]:
    """Yield the figures of a text in order, both ends of a range; ``offset`` is added to their places.

    Figures in words and those that cannot be read are left out: the checks compare what is printed.
    """
    for quantity in quantities(text):
        if quantity.form is not Form.DIGITS or quantity.value is None:
            continue
        yield _figure(text, quantity, offset)
        if quantity.high is not None:
            yield replace(_figure(text, quantity, offset), value=quantity.high)


def figures_in_words(text: str, offset: int = 0) -> Iterator[CheckedFigure]:
    """Yield the whole numbers that a text writes in words, in order: what a list announces itself by."""
    for quantity in quantities(text):
        if quantity.form is not Form.DIGITS and quantity.value is not None and quantity.high is None:
            yield _figure(text, quantity, offset)


def _figure(text: str, quantity: Quantity, offset: int) -> CheckedFigure:
    noun = NOUN.match(text, quantity.end)
    measured = quantity.is_measure and quantity.unit in UNITS
    printed = (
        text[quantity.start : quantity.end]
        if quantity.whole is not None and not measured
        else text[slice(*quantity.numeral)]
    )
    return CheckedFigure(
        offset + quantity.start,
        offset + quantity.end,
        printed,
        abs(quantity.value or Decimal()),
        quantity.unit if measured else "",
        noun[1].strip().lower() if noun and not measured else "",
        quantity.whole,
        quantity.step,
        quantity.scale,
        quantity,
    )


def with_unit(figure: CheckedFigure) -> str:
    """Return a figure with its unit as a report prints it: "2,5 tỷ đồng", "84,5%"."""
    unit = {9: " tỷ đồng", 6: " triệu đồng", 3: " nghìn đồng"}.get(figure.scale, figure.unit if figure.unit != "" else "")
    return figure.text + (unit if unit.startswith((" ", "%")) else f" {unit}" if unit else "")
