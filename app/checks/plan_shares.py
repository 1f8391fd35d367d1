"""Shares of a plan or of last year: "21.340 triệu đồng, đạt 75% dự toán (28.450 triệu đồng)", "vượt 8% kế hoạch"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import regex as re

from app.checks.figures import CheckedFigure
from app.checks.model import Finding, FindingKind, Sentence, Sheet
from app.checks.shares import FARTHEST, MISTAKEN, SAID, as_printed, wrong
from app.checks.slips import is_mistyped
from ingest.language.amounts import write_value

BASE = r"(?:kế hoạch|KH|chỉ tiêu|dự toán|DT|cùng kỳ|năm trước|nghị quyết)"
BASE_BEHIND = re.compile(
    rf"\s?(?:so với\s|so\s)?{BASE}(?:\s\p{{L}}{{1,12}}){{0,4}}(?:\snăm\s\d{{4}})?\s?(?:\(|là\s"
    rf"|:\s|(?<=\s))(?:{BASE}\s)?(?:là\s|giao\s|đạt\s)?",
    re.IGNORECASE,
)
BASE_BEFORE = re.compile(
    rf"(?:[(,/]\s?(?:so với\s)?|(?<!\p{{L}})trên\s){BASE}(?:\s\p{{L}}{{1,12}}){{0,3}}(?:\snăm\s\d{{4}})?\s?:?\s?$",
    re.IGNORECASE,
)
PLANNED = re.compile(
    r"(?<!\p{L})(?:được giao|giao|theo kế hoạch|kế hoạch|chỉ tiêu|dự toán)(?!\p{L})"
    r"[^.;()\d]{0,40}(?:năm \d{4}[^.;()\d]{0,20})?$",
    re.IGNORECASE,
)
EXCEEDS = re.compile(r"(?<!\p{L})vượt\s(?:mức\s)?$", re.IGNORECASE)
HUNDRED = Decimal(100)


def plans(sheet: Sheet) -> frozenset[tuple[Decimal, str]]:
    """Return what the report says was planned or given, with its unit: "Vốn giao năm 2025 là 412,6 tỷ đồng"."""
    plans_of_sentences = (
        (figure, PLANNED.search(sentence.text, max(0, at - 70), at))
        for sentence in sheet.body
        for figure in sentence.figures
        if figure.whole is None and figure.unit != "%" and (at := figure.start - sentence.start)
    )
    return frozenset((figure.value, figure.unit) for figure, planned in plans_of_sentences if planned)


def of_a_base(sheet: Sheet, sentence: Sentence) -> Iterator[Finding]:
    """R, đạt p% dự toán (B), or R (dự toán B), đạt p%: result and plan, or result and last year, with their share."""
    for number, share in enumerate(sentence.figures):
        if share.unit != "%" or share.whole is not None:
            continue
        at, end = share.start - sentence.start, share.end - sentence.start
        over = EXCEEDS.search(sentence.text, max(0, at - 40), at) is not None
        if not over and not SAID.search(sentence.text, max(0, at - 40), at):
            continue
        before, behind = sentence.figures[max(0, number - 2) : number], sentence.figures[number + 1 : number + 2]
        base, result = None, before[-1] if before else None
        if behind and BASE_BEHIND.fullmatch(sentence.text, end, behind[0].start - sentence.start):
            base = behind[0]
        elif len(before) == 2 and BASE_BEFORE.search(sentence.text, 0, before[1].start - sentence.start):
            between = sentence.text[before[0].end - sentence.start : before[1].start - sentence.start]
            result, base = (before[0], before[1]) if len(between) <= FARTHEST / 2 else (None, None)
        elif len(before) == 2 and sentence.text[before[0].end - sentence.start : before[1].start - sentence.start] == "/":
            result, base = before[0], before[1]  # "6.180 triệu đồng/7.250 triệu đồng, đạt 85,2%"
        else:
            base = _planned(sentence, sentence.figures[max(0, number - 4) : number])
        if result is None or base is None or not _alike(result, base) or share.start - result.end > FARTHEST:
            continue
        blur = sum((f.step / 2 / f.value for f in (result, base) if f.step < 1 or f.scale), Decimal(0))
        truth = result.value / base.value * 100
        of_base = share.value + HUNDRED if over else share.value
        gap = abs(truth - of_base)
        if over and gap > share.step and truth > HUNDRED:
            yield _over(sheet, result, base, share, truth - HUNDRED)
        elif (
            not over
            and gap > share.step + truth * blur
            and (gap <= MISTAKEN * truth or is_mistyped(as_printed(truth, share), share.value))
        ):
            first, _, last = sorted((result, base, share), key=lambda f: f.start)
            scale = result.scale if result.scale == base.scale else 0
            yield wrong(sheet, first, last, result.value, base.value, share, scale)


def _over(sheet: Sheet, result: CheckedFigure, base: CheckedFigure, share: CheckedFigure, truth: Decimal) -> Finding:
    """Return the finding on a plan said to be exceeded by another share than it was."""
    message = f"{result.text} so với {base.text} là vượt {write_value(round(truth, 1))}%, báo cáo ghi {share.text}%."
    first, _, last = sorted((result, base, share), key=lambda f: f.start)
    return Finding(FindingKind.PERCENT, message, (sheet.quote(first.start, last.end),))


def _planned(sentence: Sentence, before: Sequence[CheckedFigure]) -> CheckedFigure | None:
    """Return the plan told before a result and its share: "giao 118,5 ha …, đã trồng 92,7 ha, đạt …"."""
    if len(before) < 2:
        return None
    for plan in before[:-1]:
        at = plan.start - sentence.start
        between = sentence.text[plan.end - sentence.start : before[-1].start - sentence.start]
        led = PLANNED.search(sentence.text, max(0, at - 70), at) is not None
        if led and ";" not in between and re.search(r"(?<!\p{L})(?:đã|thực hiện|kết quả|được|đến nay)(?!\p{L})", between):
            return plan
    return None


def _alike(result: CheckedFigure, base: CheckedFigure) -> bool:
    """Say whether a result and what it is compared with are in one unit, or the second is told without any."""
    counted = not base.noun or not result.noun or base.noun.split()[0] == result.noun.split()[0]
    return result.unit == base.unit != "%" and counted and result.whole is None and base.whole is None and base.value > 0
