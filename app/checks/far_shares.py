"""A share with its part and its whole told farther before it: "1.640 hộ, có 1.305 hộ đạt đủ 8 tiêu chí, bằng 82,7%"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product

import regex as re

from app.checks.figures import CheckedFigure
from app.checks.model import Finding, FindingKind, Sentence, Sheet
from app.checks.slips import is_slip
from ingest.language.amounts import write_value
from ingest.language.context import Change, Standing

TOLD = re.compile(r"(?<!\p{L})(?:chiếm|đạt|bằng)\s(?:(?:tỷ|tỉ) lệ\s)?(?:là\s|khoảng\s)?$", re.IGNORECASE)
# What a share says itself that it is of.
OF_ANOTHER = re.compile(
    r"\G\s?(?:so\b|KH\b|kế hoạch|chỉ tiêu|nghị quyết|dự toán|cùng kỳ|CK\b|(?:tổng )?số\b|trong|trên|tổng|của|\p{L}++ của)",
    re.IGNORECASE,
)
NEAR = Decimal(8)  # points; a share farther from that of a part and a whole was not meant to be theirs
SMALLEST = 10  # wholes below are of many things
FARTHEST = 160  # characters from a part to its share
MOST = 8  # figures before a share of which one may be its whole


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every share that the last part before it and no whole of that unit in its paragraph make."""
    for paragraph in sheet.paragraphs():
        earlier: list[CheckedFigure] = []
        for sentence in paragraph:
            for share in sentence.figures:
                if share.unit == "%" and not sentence.ahead:
                    yield from _held(sheet, sentence, share, earlier)
                earlier.append(share)


def _held(sheet: Sheet, sentence: Sentence, share: CheckedFigure, earlier: Sequence[CheckedFigure]) -> Iterator[Finding]:
    at = share.start - sentence.start
    if not TOLD.search(sentence.text, max(0, at - 40), at) or OF_ANOTHER.match(sentence.text, share.end - sentence.start):
        return
    before = [figure for figure in earlier[-MOST:] if figure.unit != "%"]
    if any(f.unit == "%" and f.start >= sentence.start for f in earlier[-2:]):
        return  # of several shares each has a part of its own
    inside = [figure for figure in before if figure.start >= sentence.start and share.start - figure.end <= FARTHEST]
    if not inside or ";" in sentence.text[inside[0].end - sentence.start : at] or any(f.whole for f in before):
        return
    if any(_is_share(part, whole, share) for part, whole in product(before, before) if part is not whole and whole.value):
        return
    for part in reversed(inside):
        wholes = [f for f in before if f.start < part.start and _is_whole(f, part)]
        if not wholes:
            continue
        whole = wholes[-1]
        truth = part.value / whole.value * 100
        if is_slip(round(truth, 1), share.value) or abs(truth - share.value) <= NEAR:
            message = (
                f"{write_value(part.value, part.scale)}/{write_value(whole.value, part.scale)} = "
                f"{write_value(round(truth, 2))}%, "
                f"báo cáo ghi {share.text}%."
            )
            places = sheet.quote(part.start, share.end), sheet.quote(whole.start, whole.end)
            yield Finding(FindingKind.PERCENT, message, places, frozenset((share.value, round(truth, 2))))
        return


def _is_share(part: CheckedFigure, whole: CheckedFigure, share: CheckedFigure) -> bool:
    return abs(part.value / whole.value * 100 - share.value) <= share.step


def _is_whole(whole: CheckedFigure, part: CheckedFigure) -> bool:
    """Say whether a figure can be what another is a part of: of one unit or counted word, larger, a result like it."""
    if (
        whole.value <= part.value
        or whole.value < SMALLEST
        or whole.unit != part.unit
        or part.read is None
        or whole.read is None
    ):
        return False
    unit = whole.unit or (whole.noun.split()[:1] == part.noun.split()[:1] != [])
    plain = all(
        f.read is not None and f.read.change is Change.NONE and f.read.standing is not Standing.PRIOR for f in (whole, part)
    )
    return (
        bool(unit)
        and plain
        and not re.match(r"(?:đồng|tháng|năm|ngày|lần)\b", part.noun)
        and part.read.per == whole.read.per
    )
