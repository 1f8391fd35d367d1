"""A share with its whole named behind it: "1.486 hội viên …; 203 hội viên nòng cốt, bằng 14,9% số hội viên"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import regex as re

from app.checks.figures import CheckedFigure
from app.checks.model import Finding, FindingKind, Sentence, Sheet
from app.checks.shares import SAID
from app.checks.slips import is_slip
from ingest.language.amounts import write_value
from ingest.language.spelling import fold

NAMED = re.compile(r"\G\s?(?:trên\s|trong\s|của\s)?(?:tổng\s)?số\s((?:[\p{L}-]++\s?){1,6})")
# What makes the whole another: one of last year, one that is planned, one told for a part of it.
ANOTHER = re.compile(r"(?<!\p{L})(?:năm trước|cùng kỳ|kế hoạch|chỉ tiêu|đăng ký|được giao|toàn quốc|cả nước)(?!\p{L})")
FEWEST = 2  # words by which a whole is known, where its name has as many
LEAST = 20  # shares of fewer are told of many things
NEAR = Decimal("0.2")  # a share this near to the true one was meant to be it
FARTHEST = 60  # characters from a part to its share


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every share that its part and the whole named behind it, told in one paragraph, do not make."""
    for paragraph in sheet.paragraphs():
        earlier: list[CheckedFigure] = []
        for sentence in paragraph:
            yield from _held(sheet, sentence, earlier)
            earlier += sentence.figures


def _held(sheet: Sheet, sentence: Sentence, before: Sequence[CheckedFigure]) -> Iterator[Finding]:
    """Yield the findings of one sentence; ``before``: the figures before it in its paragraph."""
    earlier = list(before)
    for part, share in zip(sentence.figures, sentence.figures[1:], strict=False):
        earlier.append(part)
        wholes = _wholes(sentence, part, share, earlier)
        truths = [(part.value / whole.value * 100, whole) for whole in wholes]
        if not truths or any(abs(truth - share.value) <= share.step for truth, _ in truths):
            continue
        truth, whole = min(truths, key=lambda candidate: abs(candidate[0] - share.value))
        if abs(truth - share.value) <= NEAR * truth or is_slip(round(truth, 1), share.value):
            division = f"{write_value(part.value)}/{write_value(whole.value)} = {write_value(round(truth, 2))}%"
            places = sheet.quote(part.start, share.end), sheet.quote(whole.start, whole.end)
            yield Finding(FindingKind.PERCENT, f"{division}, báo cáo ghi {share.text}%.", places)


def _wholes(
    sentence: Sentence, part: CheckedFigure, share: CheckedFigure, earlier: list[CheckedFigure]
) -> list[CheckedFigure]:
    """Return the figures told before of what a share says that it is of; none where it is no share of its part."""
    at, end = share.start - sentence.start, share.end - sentence.start
    between = sentence.text[part.end - sentence.start : at]
    named_whole = NAMED.match(sentence.text, end)
    if share.unit != "%" or named_whole is None or len(between) > FARTHEST or not SAID.search(between):
        return []
    if not _counts(part) or re.search(r"tăng|giảm", between) or ANOTHER.search(sentence.text, end, end + FARTHEST):
        return []
    name = fold(named_whole[1]).split()
    compared = min(FEWEST, len(name))
    before = [f for f in earlier if f is not part and _counts(f) and part.value <= f.value and f.value >= LEAST]
    alike = [f for f in before if fold(f.noun).split()[:compared] == name[:compared]]
    exact = [f for f in alike if fold(f.noun).split()[: len(name)] == name[:5]]
    return exact or alike


def _counts(figure: CheckedFigure) -> bool:
    return figure.unit == "" and figure.whole is None and figure.step == 1 and figure.value > 0 and bool(figure.noun)
