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


def link(found: list[Reading], folded: str) -> list[Reading]:
    """Return the readings of a text with every count joined to its share in brackets, and a change's start to its end."""
    for at, (one, other) in enumerate(pairwise(found)):
        if not isinstance(one, Quantity) or not isinstance(other, Quantity):
            continue
        counted = one.end + len(one.counted) + 4
        between = folded[one.end : other.start] if other.start - counted < 20 else ""
        if other.unit == "%" and not one.is_measure and SHARE_BEHIND.search(between):
            found[at] = one = replace(one, share=other.value)
    _settle_changes(found, folded)
    return found


def _settle_changes(found: list[Reading], folded: str) -> None:
    """A "từ" begins a change only where a "lên", "xuống", "còn" follows in the sentence; "từ 65%" alone is at least that."""
    open_at: int | None = None
    for at, one in enumerate(found):
        if not isinstance(one, Quantity):
            continue
        if one.change is Change.FROM:
            open_at = at
        elif one.change is Change.TO:
            start = found[open_at] if open_at is not None else None
            if isinstance(start, Quantity) and not re.search(r"[.;\n](?=\s|$)", folded[start.end : one.start]):
                direction = one.direction or start.direction or _direction(start, one)
                found[open_at] = replace(start, direction=direction)  # type: ignore[index]
                found[at] = replace(one, direction=direction)
            elif not one.direction:
                found[at] = replace(one, change=Change.NONE)
            open_at = None
    ends = {at for at, one in enumerate(found) if isinstance(one, Quantity) and one.change is Change.TO}
    for at, one in enumerate(found):
        if isinstance(one, Quantity) and one.change is Change.FROM and not any(at + step in ends for step in (1, 2, 3)):
            bound = (
                Bound.AT_LEAST
                if one.high is None and one.unit in ("%", "điểm", "tuổi") and one.bound is Bound.EXACT
                else one.bound
            )
            found[at] = replace(one, change=Change.NONE, direction=0, bound=bound)


def _direction(start: Quantity, end: Quantity) -> int:
    if start.value is None or end.value is None:
        return 0
    return (end.value > start.value) - (end.value < start.value)
