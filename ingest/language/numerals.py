"""Numerals: digits in every style met ("1.234,5", "1,234.5", "05", "９"), signs (¾, ⑨), and their values.

A dot groups thousands and a comma begins decimals (the written standard); the English style is read where only it fits.
"1,234" is 1.234 of a measure, but one thousand of what is counted whole.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import regex as re


class Form(StrEnum):
    """How a numeral is written."""

    DIGITS = "digits"
    WORDS = "words"
    SIGN = "sign"  # ¾, ⑨, 10²


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral at [start, end) of a folded text.

    ``value``: None where no reading is sure ("1.23.456", "10²"). ``high``: upper end of "năm bảy", "dăm bảy". ``whole``: the
    denominator of "một nửa", "hai phần ba", ¾. ``step``: the value of the last digit printed. ``loose``: "hàng trăm",
    "mươi", "dăm" tell an order only.
    """

    start: int
    end: int
    value: Decimal | None
    form: Form
    high: Decimal | None = None
    whole: Decimal | None = None
    step: Decimal = Decimal(1)
    loose: bool = False
    grouped_or_decimal: bool = False  # "1,234": see the module


RUN = re.compile(r"\d++(?:[.,]\d++)*+|[\p{No}\p{Nl}]++")
SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?:[^\S\n]\d{3}){1,4}+(?![\d.,])(?=\s?(?:đồng|đ|vnđ)(?!\p{L}))")  # 1 200 000 đồng
SIGNS = re.compile(r"(?<!\d)(?:\d++)?[\p{No}\p{Nl}]++")
GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})++(?:,\d++)?")
ENGLISH = re.compile(r"[1-9]\d{0,2}(?:(?:,\d{3}){2,}+(?:\.\d++)?|(?:,\d{3})++\.\d++)")
COMMA = re.compile(r"\d++(?:,\d++)?")
POINT = re.compile(r"(?<!\d)\d++\.\d++")  # a slip for the comma
EITHER = re.compile(r"[1-9]\d{0,2},\d{3}")
FOREIGN = re.compile(r"(?![0-9])\p{Nd}")
LONGEST = 40  # characters; nothing in a report counts so high, and a longer row of digits is a slip


def plain_digits(text: str) -> str:
    """Return a text with the decimal digits of every script as 0-9, character for character."""
    return FOREIGN.sub(lambda match: str(unicodedata.digit(match[0], match[0])), text)


def digit_numerals(folded: str) -> Iterator[Numeral]:
    """Yield the numerals of a text that are written in digits or signs, in order."""
    spaced = {match.start(): match.end() for match in SPACED.finditer(folded)}
    signs = {match.start(): match.end() for match in SIGNS.finditer(folded)}
    last_end = 0
    for match in RUN.finditer(folded):
        start, end = match.span()
        if start < last_end:
            continue
        if start in signs:
            last_end = signs[start]
            yield _sign(folded, start, last_end)
        elif start in spaced:
            last_end = spaced[start]
            yield Numeral(start, last_end, Decimal(re.sub(r"\s", "", folded[start:last_end])), Form.DIGITS)
        else:
            last_end = end
            value = value_of(match[0])
            yield Numeral(
                start, end, value, Form.DIGITS, step=_step(value), grouped_or_decimal=bool(EITHER.fullmatch(match[0]))
            )


def value_of(digits: str) -> Decimal | None:
    """Return the value of digits with their points and commas, None where no reading is sure."""
    if len(digits) > LONGEST or not digits.isascii():
        return None
    if GROUPED.fullmatch(digits):
        return Decimal(digits.replace(".", "").replace(",", "."))
    if ENGLISH.fullmatch(digits):
        return Decimal(digits.replace(",", ""))
    if COMMA.fullmatch(digits):
        return Decimal(digits.replace(",", "."))
    return Decimal(digits) if POINT.fullmatch(digits) else None


def _step(value: Decimal | None) -> Decimal:
    exponent = value.as_tuple().exponent if value is not None else 0
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def _sign(folded: str, start: int, end: int) -> Numeral:
    spelling = folded[start:end]
    digits = spelling.rstrip("".join(c for c in spelling if not c.isdecimal()))
    signs = spelling[len(digits) :]
    if len(signs) != 1 or unicodedata.decomposition(signs).startswith("<super>"):
        return Numeral(start, end, None, Form.SIGN)
    number = unicodedata.numeric(signs, None)
    if number is None:
        return Numeral(start, end, None, Form.SIGN)
    fraction = Decimal(int(number)) if number == int(number) else Decimal(str(number))
    if digits and "VULGAR" not in unicodedata.name(signs, ""):
        return Numeral(start, end, None, Form.SIGN)
    return Numeral(start, end, Decimal(digits or 0) + fraction, Form.SIGN)
