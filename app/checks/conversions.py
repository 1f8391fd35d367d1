"""One measure told in two units that do not agree: "1,8 ha (1.800 m2)", "2,5 tỷ đồng, tức 250 triệu đồng"."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import regex as re

from app.checks.figures import CheckedFigure, with_unit
from app.checks.model import Finding, FindingKind, Sentence, Sheet
from app.checks.slips import digits
from ingest.language.context import Bound

# Units of one dimension, each with how many of the smallest it is.
DIMENSIONS = (
    {"m2": 1, "ha": 10_000, "km2": 1_000_000},
    {"m": 1, "km": 1_000},
    {"kg": 1, "yến": 10, "tạ": 100, "tấn": 1_000},
)
AGAIN = re.compile(
    r"(?:\s\p{L}{1,12}+){0,3}\s?(?:\(|,\s(?:tức|tương đương|hay)\s|\s(?:tức|tương đương|hay)\s|=)\s?"
    r"(?:(?:là|tương đương|tức|khoảng|với|bằng|hơn|gần)\s){0,3}",
    re.IGNORECASE,
)
CLOSED = re.compile(r"\G\s?(?:\)|,|\.|;|$)")
FAR = 3  # times: two measures farther apart whose digits differ too are of two things


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every measure told again right behind in another unit, with another size."""
    for sentence in sheet.body:
        for figure, other in zip(sentence.figures, sentence.figures[1:], strict=False):
            first, second = _size(figure), _size(other)
            if first is None or second is None or first[0] != second[0] or first[1] == second[1]:
                continue
            between = sentence.text[figure.end - sentence.start : other.start - sentence.start]
            if not AGAIN.fullmatch(between) or not CLOSED.match(sentence.text, other.end - sentence.start):
                continue
            if abs(first[2] - second[2]) > first[3] + second[3] and _is_meant(figure, other, first[2], second[2]):
                yield _finding(sheet, sentence, figure, other)


def _size(figure: CheckedFigure) -> tuple[object, object, Decimal, Decimal] | None:
    """Return dimension, unit, size and how far rounding may have moved it; None for what is no exact measure."""
    read = figure.read
    if read is None or figure.whole is not None or read.per or read.bound is not Bound.EXACT or not figure.value:
        return None
    if read.unit == "đồng":
        return "đồng", figure.scale, figure.value, figure.step / 2
    for number, units in enumerate(DIMENSIONS):
        if read.unit in units:
            each = units[read.unit]
            return number, read.unit, figure.value * each, figure.step * each / 2
    return None


def _is_meant(figure: CheckedFigure, other: CheckedFigure, first: Decimal, second: Decimal) -> bool:
    """Say whether the second was meant to be the first: the same digits, or nearly the same size."""
    same = digits(figure.value).strip("0") == digits(other.value).strip("0")
    return same or max(first, second) <= FAR * min(first, second)


def _finding(sheet: Sheet, sentence: Sentence, figure: CheckedFigure, other: CheckedFigure) -> Finding:
    stretch = sentence.text[figure.start - sentence.start : other.end - sentence.start]
    message = f"Một số đo ghi bằng hai đơn vị không khớp nhau: “{stretch}” ({with_unit(figure)} và {with_unit(other)})."
    return Finding(
        FindingKind.CONFLICT, message, (sheet.quote(figure.start, other.end),), frozenset((figure.value, other.value))
    )
