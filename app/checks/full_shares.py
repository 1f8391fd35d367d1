"""Shares of one whole that do not make a hundred: "tốt 45,2%, khá 38,1%, trung bình 19,7%", "nam 61,5%, nữ 39,5%"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import regex as re

from app.checks.figures import CheckedFigure
from app.checks.model import Finding, FindingKind, Sentence, Sheet
from app.checks.slips import is_slip
from ingest.language.amounts import write_value

# What shares of one whole are called side by side; without such a word three shares are of three things.
GRADES = re.compile(
    r"(?<!\p{L})(?:xuất sắc|tốt|khá|trung bình|đạt yêu cầu|chưa đạt|yếu|kém|giỏi|hoàn thành"
    r"|không hoàn thành|cơ cấu|tỷ trọng|"
    r"nông[, -]|công nghiệp|dịch vụ|còn lại|khác|nam|nữ|hài lòng|đúng hạn|trước hạn|quá hạn|trễ hạn)(?!\p{L})",
    re.IGNORECASE,
)
OTHER = re.compile(r"tăng|giảm|so với|kế hoạch|cùng kỳ|vượt", re.IGNORECASE)
FEWEST = 3
# Two parts that are all of a whole, by the words that name them.
HALVES = tuple(
    (
        re.compile(rf"(?<!\p{{L}})(?:{part})(?!\p{{L}})", re.IGNORECASE),
        re.compile(rf"(?<!\p{{L}})(?:{other})(?!\p{{L}})", re.IGNORECASE),
    )
    for part, other in (
        ("nam", "nữ"),
        ("nước ngoài|FDI|ĐTNN", "trong nước"),
        ("thành thị|đô thị", "nông thôn"),
        ("đúng hạn", "quá hạn|trễ hạn|chậm hạn"),
        ("trực tuyến", "trực tiếp"),
        ("công lập", "ngoài công lập|tư thục"),
        ("đã", "chưa"),
        ("đạt", "chưa đạt|không đạt"),
        ("tự chủ|đối ứng", "ngân sách"),
        (r"\p{L}+", "còn lại"),
    )
)
TAKES = re.compile(r"(?<!\p{L})(?:chiếm|tỷ lệ|tỉ lệ)(?!\p{L})[^.;,%]{0,12}$", re.IGNORECASE)
TWO_NEAR = Decimal(2)  # two shares that miss a hundred by more are of two things
HUNDRED = Decimal(100)
NEAR = Decimal(6)  # shares that make so nearly a hundred were meant to be all
FARTHEST = 70  # characters between two shares


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every list of three shares or more of one whole that miss a hundred by more than rounding."""
    for sentence in sheet.body:
        for run in _runs(sentence):
            added = sum((f.value for f in run), Decimal(0))
            slack = sum((f.step for f in run), Decimal(0)) / 2
            gap = abs(added - HUNDRED)
            if gap > slack and (gap <= NEAR or _one_slip(run, added)):
                parts = " + ".join(f.text for f in run)
                message = f"Các tỷ lệ thành phần cộng lại là {write_value(added)}%, không phải 100%: {parts}."
                yield Finding(FindingKind.PERCENT, message, (sheet.quote(run[0].start, run[-1].end),))
        yield from _halves(sheet, sentence)


def _halves(sheet: Sheet, sentence: Sentence) -> Iterator[Finding]:
    """Two shares side by side, each said to be taken by one of two parts that are all there is."""
    shares = [f for f in sentence.figures if f.unit == "%" and f.whole is None]
    for share, other in zip(shares, shares[1:], strict=False):
        begin = max(0, share.start - sentence.start - FARTHEST)
        first, second = sentence.text[begin : share.start - sentence.start], _between(sentence, share, other)
        if len(second) > FARTHEST or OTHER.search(second) or re.search(r"[.;]\s|\d", second):
            continue
        if not TAKES.search(first) or not TAKES.search(second) or not _are_halves(first, second):
            continue
        added = share.value + other.value
        if (share.step + other.step) / 2 < abs(added - HUNDRED) and (
            abs(added - HUNDRED) <= TWO_NEAR or is_slip(HUNDRED - share.value, other.value)
        ):
            message = (
                f"Hai tỷ lệ của một tổng cộng lại là {write_value(added)}%, không phải 100%: {share.text} + {other.text}."
            )
            yield Finding(FindingKind.PERCENT, message, (sheet.quote(share.start, other.end),))


def _between(sentence: Sentence, share: CheckedFigure, other: CheckedFigure) -> str:
    return sentence.text[share.end - sentence.start : other.start - sentence.start]


def _are_halves(first: str, second: str) -> bool:
    return any(
        (pattern.search(first) and other.search(second)) or (pattern.search(second) and other.search(first))
        for pattern, other in HALVES
    )


def _runs(sentence: Sentence) -> Iterator[list[CheckedFigure]]:
    """The shares of a sentence that stand side by side, each named as a grade or a part."""
    run: list[CheckedFigure] = []
    grades = 0
    for figure in sentence.figures:
        if figure.unit != "%" or figure.whole is not None:
            continue
        begin = run[-1].end if run else max(sentence.start, figure.start - FARTHEST)
        between = sentence.text[begin - sentence.start : figure.start - sentence.start]
        apart = run and (len(between) > FARTHEST or re.search(r"\.\s", between))
        if apart or OTHER.search(between):
            if len(run) >= FEWEST and grades >= FEWEST - 1:
                yield run
            run, grades = [], 0
            if OTHER.search(between):
                continue
        run.append(figure)
        grades += GRADES.search(between) is not None
    if len(run) >= FEWEST and grades >= FEWEST - 1:
        yield run


def _one_slip(run: Sequence[CheckedFigure], added: Decimal) -> bool:
    """Say whether one share with two digits exchanged would make the whole."""
    corrections = [(figure.value, HUNDRED - (added - figure.value)) for figure in run]
    return any(right > 0 and is_slip(value, right) for value, right in corrections)
