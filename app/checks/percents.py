"""Percentages: those that do not follow from their numbers, and those that lack or double their sign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import regex as re

from app.checks.figures import CheckedFigure
from app.checks.model import Finding, FindingKind, Sentence, Sheet
from app.checks.slips import is_digit_apart, is_mistyped, is_slip
from ingest.language.amounts import write_value
from ingest.language.context import Bound

SAID = re.compile(
    r"(?:chiếm|đạt|(?:tỷ|tỉ) lệ|bằng|tương đương)\s*+(?:(?:là|(?:tỷ|tỉ) lệ|đạt|khoảng|gần|trên)\s*+)?(?::\s*+)?$|[(=]\s*+$"
)
OF_A_PLAN = re.compile(r"\G\s*+(?:so\b|KH\b|kế hoạch|chỉ tiêu|nghị quyết|dự toán|cùng kỳ|CK\b)", re.IGNORECASE)
TOTAL_OF = re.compile(r"(?:trên|trong)\s+(?:tổng số|tổng)|/\s*tổng số", re.IGNORECASE)
SIGNED = r"(?:tỷ\s+lệ|tỉ\s+lệ|tốc\s+độ\s+tăng|tăng\s+trưởng)"  # what is told in per cent
UNSIGNED = re.compile(
    rf"{SIGNED}(?=[^.;:,\d%]{{0,120}}+\d)"
    r"[^.;:,\d%]{0,90}?(?:đạt|là|còn|bằng|chiếm|ở mức|xuống|lên)\s+(?:trên |khoảng |gần )?"
    r"(\d++(?:,\d++)?)(?=\s*+[.;,)]\s|\s*+[.;]?$)",
    re.IGNORECASE,
)
DOUBLED = re.compile(r"(?<!\d)\d++(?:[.,]\d++)?\s*+%\s*+%")
_BASE = r"(?:kế hoạch|KH|chỉ tiêu|dự toán|DT|cùng kỳ|năm trước|nghị quyết)"
BASE_BEHIND = re.compile(
    rf"\s?(?:so với\s|so\s)?{_BASE}(?:\s\p{{L}}{{1,12}}){{0,4}}(?:\snăm\s\d{{4}})?\s?(?:\(|là\s"
    rf"|:\s|(?<=\s))(?:{_BASE}\s)?(?:là\s|giao\s|đạt\s)?",
    re.IGNORECASE,
)
BASE_BEFORE = re.compile(
    rf"(?:[(,/]\s?(?:so với\s)?|(?<!\p{{L}})trên\s){_BASE}(?:\s\p{{L}}{{1,12}}){{0,3}}(?:\snăm\s\d{{4}})?\s?:?\s?$",
    re.IGNORECASE,
)
PLANNED = re.compile(
    r"(?<!\p{L})(?:được giao|giao|theo kế hoạch|kế hoạch|chỉ tiêu|dự toán)(?!\p{L})"
    r"[^.;()\d]{0,40}(?:năm \d{4}[^.;()\d]{0,20})?$",
    re.IGNORECASE,
)
BRACKET = re.compile(r"[^.;:,()\d]{0,25}\(\s?(?:[\p{L}\s]{1,12}\s)?|\s?,?\s?(?:tức|tương đương|với)\s")
BARE = re.compile(r"\s?(?:\p{L}++\s?){0,5},\s")  # between x/y and its share that no word announces
OTHER_THING = re.compile(r";|trong đó|(?:tỷ|tỉ) lệ\s+(?!là|đạt|bằng|chiếm)\p{L}", re.IGNORECASE)  # its own share
EXCEEDS = re.compile(r"(?<!\p{L})vượt\s(?:mức\s)?$", re.IGNORECASE)
HUNDRED = Decimal(100)
LIKELY = Decimal("0.4")  # a share this far from the one meant, or nearer, is a slip; farther it speaks of something else
BY_DAY = re.compile(r"(?:đến|ngày|từ|hết|trước|sau)\s+$", re.IGNORECASE)
NEAR = Decimal("0.2")  # a share a digit away and farther than this is of something else
MEANT = Decimal("0.05")  # a share of a plan this near to result/plan was meant to be theirs
TIMES = frozenset("tuổi năm tháng ngày giờ lần sao".split())  # counted, but never parts of a whole
MOST_BEFORE = 100  # figures before a share that it may be of; no sentence of the reports measured has more than 20
CLOSE = 45  # characters between n and its share
MISTAKEN = Decimal("0.2")  # a share this near to n/N was meant to be it; N counts by another word and may be no whole of n
FARTHEST = 150  # characters between a number and its share


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every percentage that is wrong, unsigned or doubly signed."""
    plans = _plans(sheet)
    for sentence in sheet.body:
        yield from _ratios(sheet, sentence, plans)
        yield from _bracketed(sheet, sentence)
        wrong_shares = list(_shares(sheet, sentence))
        slipped = wrong_shares or list(_slipped(sheet, sentence))
        yield from slipped or list(_of_a_base(sheet, sentence)) or _of_the_one_before(sheet, sentence)
        for match in DOUBLED.finditer(sentence.text):
            yield _at(sheet, sentence, match.span(), f"Dấu phần trăm viết hai lần: “{match[0]}”.")
        for match in UNSIGNED.finditer(sentence.text):
            if "/" not in match[0]:
                yield _at(sheet, sentence, match.span(), f"Thiếu dấu % hoặc đơn vị sau số {match[1]}.")
    yield from _points(sheet)


def _at(sheet: Sheet, sentence: Sentence, span: tuple[int, int], message: str) -> Finding:
    return Finding(FindingKind.PERCENT, message, (sheet.quote(sentence.start + span[0], sentence.start + span[1]),))


def _plans(sheet: Sheet) -> frozenset[tuple[Decimal, str]]:
    """Return what the report says was planned or given, with its unit: "Vốn giao năm 2025 là 412,6 tỷ đồng"."""
    told = (
        (figure, PLANNED.search(sentence.text, max(0, at - 70), at))
        for sentence in sheet.body
        for figure in sentence.figures
        if figure.whole is None and figure.unit != "%" and (at := figure.start - sentence.start)
    )
    return frozenset((figure.value, figure.unit) for figure, planned in told if planned)


def _ratios(sheet: Sheet, sentence: Sentence, plans: frozenset[tuple[Decimal, str]]) -> Iterator[Finding]:
    """x/y … p%; where y is known to be the plan, "p% kế hoạch" is x of y as well."""
    figures = sentence.figures
    for index, figure in enumerate(figures):
        if figure.whole is None or not figure.whole or _is_date(sentence, figure):
            continue
        other = _share_behind(figures, index)
        if other is None or other.unit != "%" or other.whole is not None or other.start - figure.end > FARTHEST:
            continue
        between = sentence.text[figure.end - sentence.start : other.start - sentence.start]
        of_plan = (figure.whole, figure.unit) in plans and _is_near(figure, other, LIKELY)
        bare = BARE.fullmatch(between) is not None and (_is_near(figure, other, LIKELY) or _is_typed(figure, other))
        said = bare or _is_share(sentence, figure, other, planned=True, of_plan=of_plan)
        if OTHER_THING.search(between) or not said:
            continue
        if not _follows(figure.value, figure.whole, other):
            yield _wrong(sheet, figure, other, figure.value, figure.whole, scale=figure.scale)


def _bracketed(sheet: Sheet, sentence: Sentence) -> Iterator[Finding]:
    """p% (x/y …): the share stands before its count."""
    for share, figure in zip(sentence.figures, sentence.figures[1:], strict=False):
        if share.unit != "%" or share.whole is not None or not figure.whole or _is_date(sentence, figure):
            continue
        between = sentence.text[share.end - sentence.start : figure.start - sentence.start]
        behind = sentence.text[figure.end - sentence.start : figure.end - sentence.start + 60]
        own_share = re.search(r"%", behind.split(")")[0])
        if BRACKET.fullmatch(between) and not own_share and not _follows(figure.value, figure.whole, share):
            yield _wrong(sheet, share, figure, figure.value, figure.whole, share, figure.scale)


def _is_date(sentence: Sentence, figure: CheckedFigure) -> bool:
    """Say whether x/y is a day or a month: "đến 30/11", "01/2024"."""
    at = figure.start - sentence.start
    is_day = BY_DAY.search(sentence.text, max(0, at - 12), at) is not None
    return is_day or bool(figure.whole and figure.value <= 12 and 1900 < figure.whole < 2100)


def _slipped(sheet: Sheet, sentence: Sentence) -> Iterator[Finding]:
    """Of N …, n …, đạt p%: n and N count by other words, and the share is a digit away from theirs."""
    figures = [f for f in sentence.figures if f.whole is None]
    for index, share in enumerate(figures):
        if share.unit != "%" or not 2 <= index <= MOST_BEFORE or not _is_share(sentence, figures[index - 1], share):
            continue
        part = figures[index - 1]
        wholes = [f for f in figures[max(0, index - 5) : index - 1] if f.unit == "" and f.value > part.value]
        if part.unit != "" or not wholes or part.end - sentence.start > share.start - sentence.start:
            continue
        truths = [round(part.value / f.value * 100, max(0, -int(share.step.as_tuple().exponent))) for f in wholes]
        if any(_follows(part.value, f.value, share) for f in wholes):
            continue
        for whole, truth in zip(wholes, truths, strict=True):
            near = share.step < 1 and abs(truth - share.value) <= NEAR * truth and is_digit_apart(truth, share.value)
            if near or is_slip(truth, share.value):
                yield _wrong(sheet, min(part, whole, key=lambda f: f.start), share, part.value, whole.value)
                break


def _of_a_base(sheet: Sheet, sentence: Sentence) -> Iterator[Finding]:
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
        told = share.value + HUNDRED if over else share.value
        gap = abs(truth - told)
        if over and gap > share.step and truth > HUNDRED:
            yield _over(sheet, result, base, share, truth - HUNDRED)
        elif (
            not over
            and gap > share.step + truth * blur
            and (gap <= MISTAKEN * truth or is_mistyped(_printed(truth, share), share.value))
        ):
            first, _, last = sorted((result, base, share), key=lambda f: f.start)
            scale = result.scale if result.scale == base.scale else 0
            yield _wrong(sheet, first, last, result.value, base.value, share, scale)


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


def _of_the_one_before(sheet: Sheet, sentence: Sentence) -> Iterator[Finding]:
    """N … ; n …, đạt p%: the share stands right behind n, and N is the figure right before it, both counted."""
    figures = sentence.figures
    for whole, part, share in zip(figures, figures[1:], figures[2:], strict=False):
        plain = all(f.whole is None and f.unit == "" and f.noun and f.step == 1 for f in (whole, part))
        if share.unit != "%" or not plain or not 0 < part.value < whole.value or not _is_share(sentence, part, share):
            continue
        near = share.start - part.end <= CLOSE and part.start - whole.end <= FARTHEST
        truth = part.value / whole.value * 100
        others = [f for f in figures if f is not share and f is not part and f.value and f.unit == ""]
        if (
            near
            and abs(truth - share.value) <= MISTAKEN * truth
            and not any(_follows(part.value, f.value, share) for f in others)
        ):
            yield _wrong(sheet, whole, share, part.value, whole.value)


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
        if share.unit != "%" or index < 2 or not _is_share(sentence, figures[index - 1], share):
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
        if not pairs or any(_follows(part.value, whole.value, share) for part, whole in pairs):
            continue
        part, whole = min(pairs, key=lambda pair: abs(pair[0].value / pair[1].value * 100 - share.value))
        truth = part.value / whole.value * 100
        if abs(truth - share.value) <= LIKELY * truth or is_mistyped(_printed(truth, share), share.value):
            yield _wrong(sheet, min(part, whole, key=lambda f: f.start), share, part.value, whole.value)


def _ordered(first: CheckedFigure, second: CheckedFigure, of_total: bool) -> tuple[CheckedFigure, CheckedFigure]:
    return (first, second) if of_total else (second, first)


def _is_share(
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
        other_base = not _is_near(figure, share, MEANT) and not is_slip(round(truth, 1), share.value)
    return SAID.search(between) is not None and not grown and not other_base


def _is_near(ratio: CheckedFigure, share: CheckedFigure, most: Decimal) -> bool:
    """Say whether a share is that of x/y but for a part of it."""
    truth = ratio.value / ratio.whole * 100 if ratio.whole else Decimal(0)
    return abs(truth - share.value) <= most * truth


def _is_typed(ratio: CheckedFigure, share: CheckedFigure) -> bool:
    """Say whether a share is that of x/y but for a slip of the fingers."""
    return bool(ratio.whole) and is_mistyped(_printed(ratio.value / (ratio.whole or 1) * 100, share), share.value)


def _printed(truth: Decimal, share: CheckedFigure) -> Decimal:
    """Return a true share with as many decimals as the one that is told."""
    return round(truth, max(0, -int(share.step.as_tuple().exponent)))


def _follows(part: Decimal, whole: Decimal, share: CheckedFigure) -> bool:
    """Rounded or cut off after the digits that are printed."""
    return abs(part / whole * 100 - share.value) < share.step


def _wrong(
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


def _points(sheet: Sheet) -> Iterator[Finding]:
    """Decimal points in a report whose decimals stand behind commas: one finding for all."""
    every = [f for sentence in sheet.body for f in sentence.figures]
    pointed = [f for f in every if f.pointed and f.unit]
    commas = sum("," in f.text for f in every)
    if pointed and commas > 2 * len(pointed):
        shown = ", ".join(f.text + ("%" if f.unit == "%" else "") for f in pointed[:5])
        message = f"Số thập phân viết bằng dấu chấm ({shown}), trong khi cả báo cáo dùng dấu phẩy."
        quotes = {q.quote: q for f in pointed[:5] if (q := sheet.quote(f.start, f.end))}
        yield Finding(FindingKind.PERCENT, message, tuple(quotes.values())[:3])
