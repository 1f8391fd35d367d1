"""Joins what quantities of one sentence say together: a count and its share, a change's start and its end."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import regex as re

from ingest.language.context import Bound, Change
from ingest.language.dates import Date
from ingest.language.documents import DocumentNumber
from ingest.language.labels import Label
from ingest.language.quantity import Quantity

Reading = Quantity | Date | DocumentNumber | Label
SHARE_BEHIND = re.compile(r"\s{0,2}[^\S\n]?\(\s?(?:chiếm|đạt|bằng|tỉ lệ|,|\s)*+$")


def link(readings: list[Reading], folded: str) -> list[Reading]:
    """Return the readings of a text with every count joined to its share in brackets, and a change's start to its end."""
    for at, (reading, other) in enumerate(pairwise(readings)):
        if not isinstance(reading, Quantity) or not isinstance(other, Quantity):
            continue
        counted = reading.end + len(reading.counted) + 4
        between = folded[reading.end : other.start] if other.start - counted < 20 else ""
        if other.unit == "%" and not reading.is_measure and SHARE_BEHIND.search(between):
            readings[at] = reading = replace(reading, share=other.value)
    _settle_changes(readings, folded)
    return readings


def _settle_changes(readings: list[Reading], folded: str) -> None:
    """A "từ" begins a change only where a "lên", "xuống", "còn" follows in the sentence; "từ 65%" alone is at least that."""
    open_at: int | None = None
    for at, reading in enumerate(readings):
        if not isinstance(reading, Quantity):
            continue
        if reading.change is Change.FROM:
            open_at = at
        elif reading.change is Change.TO:
            start = readings[open_at] if open_at is not None else None
            if isinstance(start, Quantity) and not re.search(r"[.;\n](?=\s|$)", folded[start.end : reading.start]):
                direction = reading.direction or start.direction or _direction(start, reading)
                readings[open_at] = replace(start, direction=direction)  # type: ignore[index]
                readings[at] = replace(reading, direction=direction)
            elif not reading.direction:
                readings[at] = replace(reading, change=Change.NONE)
            open_at = None
    ends = {at for at, reading in enumerate(readings) if isinstance(reading, Quantity) and reading.change is Change.TO}
    for at, reading in enumerate(readings):
        if (
            isinstance(reading, Quantity)
            and reading.change is Change.FROM
            and not any(at + step in ends for step in (1, 2, 3))
        ):
            bound = (
                Bound.AT_LEAST
                if reading.high is None and reading.unit in ("%", "điểm", "tuổi") and reading.bound is Bound.EXACT
                else reading.bound
            )
            readings[at] = replace(reading, change=Change.NONE, direction=0, bound=bound)


def _direction(start: Quantity, end: Quantity) -> int:
    if start.value is None or end.value is None:
        return 0
    return (end.value > start.value) - (end.value < start.value)
