"""Cells of spreadsheets and points of charts as a person sees them: with the number format, in Vietnamese signs."""

from __future__ import annotations

import datetime
from decimal import Decimal, InvalidOperation

import regex as re

DECIMALS = re.compile(r"[.]([0#]+)")
DIGITS = 15  # that Excel keeps of a number
SPACE, COMMA = " ", ","


def shown(value: object, form: str = "General") -> str:
    """Return a value as it is shown: 0.0288 in the format "0.00%" as "2,88%", 1284 in "#,##0" as "1.284".

    Numbers get the decimal comma and the full stop between thousands; text comes back as it is; None as nothing.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Đúng" if value else "Sai"
    if isinstance(value, datetime.datetime):
        return f"{value:%d/%m/%Y}" if value.time() == datetime.time() else f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    number = _number(value)
    if number is None:
        return str(value)
    return _formatted(number, form.split(";")[0])


def _number(value: object) -> Decimal | None:
    if not isinstance(value, int | float) and not (
        isinstance(value, str) and re.fullmatch(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", value)
    ):
        return None
    try:
        number = Decimal(repr(value) if isinstance(value, float) else str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < 2 * DIGITS else None


def _formatted(number: Decimal, form: str) -> str:
    bare = re.sub(r'"[^"]{0,255}"|\\.|\[[^\]]{0,255}\]|_.', "", form)
    percent = "%" in bare
    if percent:
        number *= 100
    if not re.search(r"[0#]", bare):  # General, text
        return _plain(round(number, max(0, DIGITS - 1 - max(0, number.adjusted()))))
    decimals = DECIMALS.search(bare)
    places = len(decimals[1]) if decimals else 0
    text = f"{number:,.{places}f}" if COMMA in bare else f"{number:.{places}f}"
    if decimals and "#" in decimals[1]:
        fewest = decimals[1].count("0")
        whole, _, rest = text.partition(".")
        rest = rest[:fewest] + rest[fewest:].rstrip("0")
        text = f"{whole}.{rest}" if rest else whole
    return text.translate(str.maketrans(",.", ".,")) + ("%" if percent else "")


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
