"""Shares and what they are of: whether a percentage is told of a figure, follows from two, or was meant to."""

from __future__ import annotations

from decimal import Decimal

import regex as re

from app.checks.figures import CheckedFigure
from app.checks.model import Finding, FindingKind, Sentence, Sheet
from app.checks.slips import is_mistyped, is_slip
from ingest.language.amounts import write_value

SAID = re.compile(
    r"(?:chiếm|đạt|(?:tỷ|tỉ) lệ|bằng|tương đương)\s*+(?:(?:là|(?:tỷ|tỉ) lệ|đạt|khoảng|gần|trên)\s*+)?(?::\s*+)?$|[(=]\s*+$"
)
OF_A_PLAN = re.compile(r"\G\s*+(?:so\b|KH\b|kế hoạch|chỉ tiêu|nghị quyết|dự toán|cùng kỳ|CK\b)", re.IGNORECASE)
LIKELY = Decimal("0.4")  # a share this far from the one meant, or nearer, is a slip; farther it speaks of something else
MEANT = Decimal("0.05")  # a share of a plan this near to result/plan was meant to be theirs
CLOSE = 45  # characters between n and its share
MISTAKEN = Decimal("0.2")  # a share this near to n/N was meant to be it; N counts by another word and may be no whole of n
FARTHEST = 150  # characters between a number and its share


def is_share(
    sentence: Sentence, figure: CheckedFigure, share: CheckedFigure, *, planned: bool = False, of_plan: bool = False
) -> bool:
    """Say whether a share is told of a figure.

    :param planned: x/y may be result and plan, if the share is near theirs.
    :param of_plan: x/y are known to be result and plan.
    """
    between = sentence.text[figure.end - sentence.start : share.start - sentence.start]
    grown = re.search(r"(?:tăng|giảm|vượt)\s+(?:thêm\s+)?$", between)
    other_base = not of_plan and OF_A_PLAN.match(sentence.text, share.end - sentence.start) is not None
    if other_base and planned and figure.whole:
        truth = figure.value / figure.whole * 100
        other_base = not is_near(figure, share, MEANT) and not is_slip(round(truth, 1), share.value)
    return SAID.search(between) is not None and not grown and not other_base


def is_near(ratio: CheckedFigure, share: CheckedFigure, most: Decimal) -> bool:
    """Say whether a share is that of x/y but for a part of it."""
    truth = ratio.value / ratio.whole * 100 if ratio.whole else Decimal(0)
    return abs(truth - share.value) <= most * truth


def is_typed(ratio: CheckedFigure, share: CheckedFigure) -> bool:
    """Say whether a share is that of x/y but for a slip of the fingers."""
    return bool(ratio.whole) and is_mistyped(as_printed(ratio.value / (ratio.whole or 1) * 100, share), share.value)


def as_printed(truth: Decimal, share: CheckedFigure) -> Decimal:
    """Return a true share with as many decimals as the one that is told."""
    return round(truth, max(0, -int(share.step.as_tuple().exponent)))


def follows(part: Decimal, whole: Decimal, share: CheckedFigure) -> bool:
    """Rounded or cut off after the digits that are printed."""
    return abs(part / whole * 100 - share.value) < share.step


def wrong(
    sheet: Sheet,
    first: CheckedFigure,
    last: CheckedFigure,
    part: Decimal,
    whole: Decimal,
    share: CheckedFigure | None = None,
    scale: int = 0,
) -> Finding:
    """Return the finding on what stands from one figure to another, of which the last is the share if none is given.

    :param scale: of the printed numbers, tens of which they count: 9 for tỷ.
    """
    ratio, truth = f"{write_value(part, scale)}/{write_value(whole, scale)}", round(part / whole * 100, 2)
    message = f"{ratio} = {write_value(truth)}%, báo cáo ghi {(share or last).text}%."
    return Finding(FindingKind.PERCENT, message, (sheet.quote(first.start, last.end),))
