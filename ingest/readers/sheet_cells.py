"""Cells of spreadsheets and points of charts as a person sees them, in Vietnamese signs; how, says ``number_formats``."""

from __future__ import annotations

import datetime
from decimal import Decimal, InvalidOperation

import regex as re

from ingest.readers.number_formats import formatted

DIGITS = 15  # that Excel keeps of a number
# Parts of a date that its format asks for; "m" beside hours are minutes.
DAY, MONTH, YEAR = re.compile("d", re.IGNORECASE), re.compile("m", re.IGNORECASE), re.compile("y", re.IGNORECASE)
STORED = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")  # a number as XML holds it
WORDS = re.compile(r'"[^"]{0,255}"|\\.|\[[^\]]{0,255}\]')


def shown(value: object, form: str = "General") -> str:
    """Return a value as it is shown: 0.0288 in the format "0.00%" as "2,88%", 1284 in "#,##0" as "1.284".

    Numbers get the decimal comma and the full stop between thousands, and the words that their format adds; text comes back
    as it is, also where it looks like a number: a "1.107" that was typed as text is one thousand and more; None as nothing.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Đúng" if value else "Sai"
    if isinstance(value, datetime.datetime):
        day = _day(value, form)
        return day if value.time() == datetime.time() or len(day) < len("dd/mm/yyyy") else f"{day} {value:%H:%M}"
    if isinstance(value, datetime.date):
        return _day(value, form)
    number = _number(value) if isinstance(value, int | float) else None
    return str(value) if number is None else formatted(number, form)


def shown_as_stored(text: str, form: str = "General") -> str:
    """Return a number stored as text, "1284.5" of a chart's point, as it is shown; words as they are."""
    number = _number(text) if STORED.fullmatch(text) else None
    return text if number is None else formatted(number, form)


def _day(date: datetime.date, form: str) -> str:
    """Return a date in the order of Vietnamese, of its parts those that the format shows: "12/2025" for "mm/yyyy"."""
    bare = WORDS.sub("", form.split(";")[0])
    parts = [text for part, text in ((DAY, "%d"), (MONTH, "%m"), (YEAR, "%Y")) if part.search(bare)]
    return date.strftime("/".join(parts) if YEAR.search(bare) or len(parts) == 2 else "%d/%m/%Y")


def _number(value: float | str) -> Decimal | None:
    try:
        number = Decimal(repr(value) if isinstance(value, float) else str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < 2 * DIGITS else None
