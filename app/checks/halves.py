"""A part said to be more or less than half of its whole that is not: "5.820 hồ sơ, chiếm quá nửa" of 12.450."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import regex as re

from app.checks.figures import CheckedFigure
from app.checks.model import Finding, FindingKind, Sentence, Sheet
from ingest.language.amounts import write_value
from ingest.language.context import Bound, Change
from ingest.model import Kind

HALF = re.compile(
    r"\G[^.;:()\d]{0,25}?,?\s(?:chiếm|bằng|đạt)\s(?:(quá|hơn|trên)|chưa đến|chưa tới|gần|chưa được)\s(?:một\s)?nửa(?!\p{L})",
    re.IGNORECASE,
)
MOST_BEFORE = 3  # figures before a part among which its whole stands
HUNDRED = Decimal(100)


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every half that its part and the whole told before it belie."""
    for sentence in sheet.body:
        for number, part in enumerate(sentence.figures) if sentence.kind is not Kind.TABLE else ():
            match = HALF.match(sentence.text, part.end - sentence.start)
            whole = _whole(sentence, number) if match is not None else None
            if match is None or whole is None or (part.value * 2 > whole.value) == (match[1] is not None):
                continue
            share = write_value(round(part.value / whole.value * HUNDRED, 1))
            message = f"{part.text}/{whole.text} = {share}%, báo cáo ghi “{match[0].strip(' ,')}”."
            place = sheet.quote(whole.start, sentence.start + match.end())
            yield Finding(FindingKind.PERCENT, message, (place,), frozenset((part.value, whole.value)))


def _whole(sentence: Sentence, number: int) -> CheckedFigure | None:
    """Return the nearest figure before a part that counts the same and is larger."""
    part = sentence.figures[number]
    before = reversed(sentence.figures[max(0, number - MOST_BEFORE) : number])
    return next((f for f in before if _is_like(f, part) and f.value > part.value), None)


def _is_like(figure: CheckedFigure, part: CheckedFigure) -> bool:
    exact = figure.read is not None and figure.read.bound is Bound.EXACT and figure.read.change is Change.NONE
    alike = figure.unit == part.unit and (figure.unit != "" or figure.noun.split()[:1] == part.noun.split()[:1] != [])
    return exact and alike and figure.unit != "%" and figure.whole is None and part.whole is None
