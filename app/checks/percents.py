"""Percentages that do not follow from their numbers: x/y … p%, N … n … p%."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import regex as re

from app.checks.figures import CheckedFigure
from app.checks.model import Finding, Sentence, Sheet
from app.checks.plan_shares import BASE_BEFORE, of_a_base, plans
from app.checks.shares import CLOSE, FARTHEST, LIKELY, MISTAKEN, as_printed, follows, is_near, is_share, is_typed, wrong
from app.checks.slips import is_digit_apart, is_mistyped, is_slip
from ingest.language.context import Bound

TOTAL_OF = re.compile(r"(?:trên|trong)\s+(?:tổng số|tổng)|/\s*tổng số", re.IGNORECASE)
BRACKET = re.compile(r"[^.;:,()\d]{0,25}\(\s?(?:[\p{L}\s]{1,12}\s)?|\s?,?\s?(?:tức|tương đương|với)\s")
BARE = re.compile(r"\A\s?(?:\p{L}++\s?){0,5},\s")  # between x/y and its share that no word announces
OTHER_THING = re.compile(r";|trong đó|(?:tỷ|tỉ) lệ\s+(?!là|đạt|bằng|chiếm)\p{L}", re.IGNORECASE)  # its own share
BY_DAY = re.compile(r"(?:đến|ngày|từ|hết|trước|sau)\s+$", re.IGNORECASE)
NEAR = Decimal("0.2")  # a share a digit away and farther than this is of something else
TIMES = frozenset("tuổi năm tháng ngày giờ lần sao".split())  # counted, but never parts of a whole
MOST_BEFORE = 100  # figures before a share that it may be of; no sentence of the reports measured has more than 20


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every percentage that its numbers, told in the same sentence, do not come to."""
    planned = plans(sheet)
    for sentence in sheet.body:
        yield from _ratios(sheet, sentence, planned)
        yield from _bracketed(sheet, sentence)
        slipped = list(_shares(sheet, sentence)) or list(_slipped(sheet, sentence))
        yield from slipped or list(of_a_base(sheet, sentence)) or _of_the_one_before(sheet, sentence)


def _ratios(sheet: Sheet, sentence: Sentence, planned: frozenset[tuple[Decimal, str]]) -> Iterator[Finding]:
    """x/y … p%; where y is known to be the plan, "p% kế hoạch" is x of y as well."""
    figures = sentence.figures
    for index, figure in enumerate(figures):
        if figure.whole is None or not figure.whole or _is_date(sentence, figure):
            continue
        other = _share_behind(figures, index)
        if other is None or other.unit != "%" or other.whole is not None or other.start - figure.end > FARTHEST:
            continue
        between = sentence.text[figure.end - sentence.start : other.start - sentence.start]
        of_plan = (figure.whole, figure.unit) in planned and is_near(figure, other, LIKELY)
        bare = BARE.fullmatch(between) is not None and (is_near(figure, other, LIKELY) or is_typed(figure, other))
        of_this = bare or is_share(sentence, figure, other, planned=True, of_plan=of_plan)
        if OTHER_THING.search(between) or not of_this:
            continue
        if not follows(figure.value, figure.whole, other):
            yield wrong(sheet, figure, other, figure.value, figure.whole, scale=figure.scale)


def _bracketed(sheet: Sheet, sentence: Sentence) -> Iterator[Finding]:
    """p% (x/y …): the share stands before its count."""
    for share, figure in zip(sentence.figures, sentence.figures[1:], strict=False):
        if share.unit != "%" or share.whole is not None or not figure.whole or _is_date(sentence, figure):
            continue
        between = sentence.text[share.end - sentence.start : figure.start - sentence.start]
        behind = sentence.text[figure.end - sentence.start : figure.end - sentence.start + 60]
        own_share = re.search(r"%", behind.split(")")[0])
        if BRACKET.fullmatch(between) and not own_share and not follows(figure.value, figure.whole, share):
            yield wrong(sheet, share, figure, figure.value, figure.whole, share, figure.scale)


def _is_date(sentence: Sentence, figure: CheckedFigure) -> bool:
    """Say whether x/y is a day or a month: "đến 30/11", "01/2024"."""
    at = figure.start - sentence.start
    is_day = BY_DAY.search(sentence.text, max(0, at - 12), at) is not None
    return is_day or bool(figure.whole and figure.value <= 12 and 1900 < figure.whole < 2100)


def _slipped(sheet: Sheet, sentence: Sentence) -> Iterator[Finding]:
    """Of N …, n …, đạt p%: n and N count by other words, and the share is a digit away from theirs."""
    figures = [f for f in sentence.figures if f.whole is None]
    for index, share in enumerate(figures):
        if share.unit != "%" or not 2 <= index <= MOST_BEFORE or not is_share(sentence, figures[index - 1], share):
            continue
        part = figures[index - 1]
        wholes = [f for f in figures[max(0, index - 5) : index - 1] if f.unit == "" and f.value > part.value]
        if part.unit != "" or not wholes or part.end - sentence.start > share.start - sentence.start:
            continue
        truths = [round(part.value / f.value * 100, max(0, -int(share.step.as_tuple().exponent))) for f in wholes]
        if any(follows(part.value, f.value, share) for f in wholes):
            continue
        for whole, truth in zip(wholes, truths, strict=True):
            near = share.step < 1 and abs(truth - share.value) <= NEAR * truth and is_digit_apart(truth, share.value)
            if near or is_slip(truth, share.value):
                yield wrong(sheet, min(part, whole, key=lambda f: f.start), share, part.value, whole.value)
                break


def _of_the_one_before(sheet: Sheet, sentence: Sentence) -> Iterator[Finding]:
    """N … ; n …, đạt p%: the share stands right behind n, and N is the figure right before it, both counted."""
    figures = sentence.figures
    for whole, part, share in zip(figures, figures[1:], figures[2:], strict=False):
        plain = all(f.whole is None and f.unit == "" and f.noun and f.step == 1 for f in (whole, part))
        if share.unit != "%" or not plain or not 0 < part.value < whole.value or not is_share(sentence, part, share):
            continue
        near = share.start - part.end <= CLOSE and part.start - whole.end <= FARTHEST
        truth = part.value / whole.value * 100
        others = [f for f in figures if f is not share and f is not part and f.value and f.unit == ""]
        if (
            near
            and abs(truth - share.value) <= MISTAKEN * truth
            and not any(follows(part.value, f.value, share) for f in others)
        ):
            yield wrong(sheet, whole, share, part.value, whole.value)


def _share_behind(figures: Sequence[CheckedFigure], index: int) -> CheckedFigure | None:
    """Return the figure behind x/y, less those that say what is counted ("từ 3,5 điểm trở lên")."""
    for figure in figures[index + 1 : index + 3]:
        if figure.unit == "%" or figure.read is None or figure.read.bound not in (Bound.AT_LEAST, Bound.AT_MOST):
            return figure
    return None


def _shares(sheet: Sheet, sentence: Sentence) -> Iterator[Finding]:
    """Of n … trên tổng số N …, chiếm p%; or N …, trong đó n …, đạt p%: the same thing counted twice, then a share."""
    figures = [f for f in sentence.figures if f.whole is None]
    for index, share in enumerate(figures):
        if share.unit != "%" or index < 2 or not is_share(sentence, figures[index - 1], share):
            continue
        last = figures[index - 1]
        planned = BASE_BEFORE.search(sentence.text, 0, last.start - sentence.start) is not None
        if not last.counts or last.unit == "%" or planned:
            continue  # a plan, or last year's, is no part of the result before it
        noun = last.counts.split()[0]
        if noun in TIMES or OTHER_THING.search(sentence.text, last.end - sentence.start, share.start - sentence.start):
            continue
        before = figures[max(0, index - 1 - MOST_BEFORE) : index - 1]
        alike = [f for f in before if f.unit != "%" and f.counts.split()[:1] == [noun]]
        begin = figures[max(0, index - 1 - MOST_BEFORE)].end - sentence.start
        totals = [match.start() for match in TOTAL_OF.finditer(sentence.text, begin, last.start - sentence.start)]
        pairs = [_ordered(f, last, bool(totals) and totals[-1] >= f.end - sentence.start) for f in alike]
        pairs = [(part, whole) for part, whole in pairs if 0 < part.value <= whole.value]
        if not pairs or any(follows(part.value, whole.value, share) for part, whole in pairs):
            continue
        part, whole = min(pairs, key=lambda pair: abs(pair[0].value / pair[1].value * 100 - share.value))
        truth = part.value / whole.value * 100
        if abs(truth - share.value) <= LIKELY * truth or is_mistyped(as_printed(truth, share), share.value):
            yield wrong(sheet, min(part, whole, key=lambda f: f.start), share, part.value, whole.value)


def _ordered(first: CheckedFigure, second: CheckedFigure, of_total: bool) -> tuple[CheckedFigure, CheckedFigure]:
    return (first, second) if of_total else (second, first)
