"""What was received in all, told twice: "nhận 23 đơn", and of the same time "Trong 26 đơn tiếp nhận còn 3 đơn"."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import regex as re

from app.checks.figures import CheckedFigure
from app.checks.model import Finding, FindingKind, Sentence, Sheet
from app.checks.slips import is_slip
from ingest.language.bodies import units
from ingest.language.context import Bound, Change, Standing
from ingest.language.spelling import fold
from ingest.model import Kind

_GOT = r"(?:tiếp nhận|nhận được|đã nhận|nhận|thụ lý|được giao|phát sinh|xảy ra)"
GOT_BEFORE = re.compile(rf"(?<!\p{{L}}){_GOT}\s(?:được\s|mới\s|tổng (?:số|cộng)\s|tất cả\s){{0,2}}$", re.IGNORECASE)
OF_ALL = re.compile(r"(?:^|(?<!\p{L}))(?:trong|trên)\s(?:tổng\s)?(?:số\s)?$", re.IGNORECASE)
GOT_BEHIND = re.compile(
    rf"\s(?:\p{{L}}{{1,12}}+\s){{1,3}}?(?:đã\s|được\s|mà\s)?{_GOT}(?!\p{{L}})(?=[^.;]{{0,40}}(?:còn|có|thì|,))",
    re.IGNORECASE,
)
# Of these a second number may be another's: a half, a rest of last year, the part that came through the network.
OTHER = re.compile(
    r"(?<!\p{L})(?:kỳ trước|năm trước|chuyển sang|trực tuyến|quý|tháng|đợt|trực tiếp|qua|lần|tồn|cùng kỳ|riêng|trong đó)"
    r"(?!\p{L})",
    re.IGNORECASE,
)
NEAR = Decimal("0.2")  # totals that are farther apart are of two things
REACH = 50


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for everything of which two numbers are told as all that came in."""
    prose = [sentence for sentence in sheet.body if sentence.kind is not Kind.TABLE and not sentence.ahead]
    first = [(sentence, figure) for sentence in prose for figure in sentence.figures if _came(sentence, figure)]
    for sentence in prose:
        for figure in sentence.figures:
            if not _is_whole(sentence, figure):
                continue
            noun = _noun(figure)
            alike = [(of, other) for of, other in first if of is not sentence and _noun(other) == noun]
            apart = [other for _, other in alike if _is_near(figure.value, other.value)]
            if len(alike) == 1 and apart:
                message = f"Cùng một số liệu nhưng ghi khác nhau: {apart[0].text} {noun} và {figure.text} {noun}."
                places = sheet.quote(apart[0].start, apart[0].end), sheet.quote(figure.start, figure.end)
                yield Finding(FindingKind.CONFLICT, message, places, frozenset((apart[0].value, figure.value)))


def _came(sentence: Sentence, figure: CheckedFigure) -> bool:
    """Say whether a figure tells what came in: "nhận 23 đơn kiến nghị"."""
    at = figure.start - sentence.start
    return _is_count(sentence, figure) and GOT_BEFORE.search(sentence.text, max(0, at - REACH), at) is not None


def _is_whole(sentence: Sentence, figure: CheckedFigure) -> bool:
    """Say whether a figure tells again all that came in: "Trong 26 đơn thư tiếp nhận năm 2024 còn 3 đơn"."""
    at, end = figure.start - sentence.start, figure.end - sentence.start
    led = OF_ALL.search(sentence.text, max(0, at - REACH // 2), at)
    return led is not None and _is_count(sentence, figure) and GOT_BEHIND.match(sentence.text, end) is not None


def _is_count(sentence: Sentence, figure: CheckedFigure) -> bool:
    """Say whether a figure counts all of something; what is given to be done reads as a plan, and counts too."""
    read, at = figure.read, figure.start - sentence.start
    around = re.split(r"[;,.]\s", sentence.text[max(0, at - REACH) : at])[-1] + sentence.text[at : at + REACH // 2]
    return (
        read is not None and figure.unit == "" and figure.whole is None and figure.noun != "" and read.high is None
        and read.bound is Bound.EXACT and read.change is Change.NONE and read.standing is not Standing.PRIOR
        and not OTHER.search(around) and not units(around)
    )  # fmt: skip


def _noun(figure: CheckedFigure) -> str:
    return fold(figure.noun.split()[0])


def _is_near(value: Decimal, other: Decimal) -> bool:
    return value != other and (abs(value - other) <= NEAR * max(value, other) or is_slip(value, other))
