"""Changes that do not follow from their ends: "từ 36 lên 42 hộ, tăng 5 hộ", "đạt 84 (năm trước 80), tăng 6%".

A rise to less and a fall to more are told too: "giảm từ 36 xuống còn 42 hộ", "12 vụ, giảm so với năm 2024 (9 vụ)".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import regex as re

from app.checks.figures import CheckedFigure, with_unit
from app.checks.model import Finding, FindingKind, Sentence, Sheet
from app.checks.slips import is_mistyped, is_slip
from ingest.language.amounts import write_value
from ingest.language.context import Change

PRIOR = re.compile(
    r"(?:năm trước|đầu năm|đầu nhiệm kỳ|đầu kỳ|kỳ trước|năm học trước|cùng kỳ(?: năm trước)?"
    r"|(?:cùng kỳ )?năm (?:19|20)\d{2})"
    r"(?:\s(?:là|có|đạt|chỉ|thu|chi|được|thực hiện))?\s*+[:(]?\s*+(?:là\s|có\s)?$",
    re.IGNORECASE,
)
BEFORE_FROM = re.compile(
    r"(?<!\p{L})(?:(tăng|nâng)|giảm)(?:\s\p{L}{1,12}+){0,3}\stừ\s++(?:trên\s|khoảng\s)?$", re.IGNORECASE
)
BETWEEN = re.compile(r"(?<!\p{L})(?:(tăng lên|lên)|(?:giảm xuống|xuống|giảm còn))(?:\s(?:còn|đến|tới))?\s++$", re.IGNORECASE)
OF_A_PLAN = re.compile(r"kế hoạch|\bKH\b|chỉ tiêu|dự toán|nghị quyết", re.IGNORECASE)
# A change told without its size, with what it is compared with in brackets behind it.
AGAINST = re.compile(
    r"(?<!\p{L})(?:(tăng|cao hơn|nhiều hơn)|giảm|thấp hơn|ít hơn)(?:\s(?:nhẹ|mạnh|sâu|rõ rệt|đáng kể))?\sso với\s"
    r"(?:cùng kỳ|năm trước|năm ngoái|kỳ trước|năm học trước|(?:cùng kỳ )?năm \d{4})(?:\snăm\s\p{L}++)?\s?"
    r"(?:\(|,\s)(?:[^()\d.;]{0,20}năm \d{4})?[^()\d.;]{0,30}",
    re.IGNORECASE,
)
# A level told to lie above or below another, which stands in brackets: "5,85 m, dưới báo động III (5,50 m)".
LEVEL = re.compile(
    r"(?<!\p{L})(?:(cao hơn|vượt|trên)|(?:thấp hơn|dưới|kém))\s(?:mức\s|ngưỡng\s|chỉ tiêu\s|so với\s)?"
    r"[^().;:,\d]{2,40}\((?:là\s|mức\s)?",
    re.IGNORECASE,
)
CLOSE_BEHIND = 12  # characters from a level to what it lies above or below
FARTHEST = 120  # characters between the ends of a change and what it came to
JUST_BELOW = Decimal("0.99")  # of the last digit: growth may have been rounded or cut off
RIGHT_BEHIND = 45  # characters from a change to what it is compared with, told right behind it
CLOSE = 30  # characters between a result and what it grew by
# Between a change and the same change in per cent.
SAME_CHANGE = re.compile(
    r"^[^.;:()\d]{0,50}(?:\((?:tương (?:ứng|đương) )?(?:(?:tăng|giảm|bằng) )?"
    r"|,? ?(?:tức|tương ứng|tương đương)(?: với)?(?: (?:tăng|giảm))? )$",
    re.IGNORECASE,
)
FAR = Decimal("0.6")
NEAR = Decimal("0.25")  # a change this near to the true one was meant to be it; another is of something else


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every change that its two ends, told in the same sentence, do not come to."""
    for sentence in sheet.body:
        for number, figure in enumerate(sentence.figures):
            if figure.read is not None and figure.read.change is Change.BY and figure.value:
                yield from _change(sheet, sentence, number, figure)
        yield from _turned(sheet, sentence)
        yield from _against(sheet, sentence)
        yield from _grown(sheet, sentence)
        yield from _levels(sheet, sentence)


def _levels(sheet: Sheet, sentence: Sentence) -> Iterator[Finding]:
    """A level said to lie above one that is higher, or below one that is lower."""
    for match in LEVEL.finditer(sentence.text):
        other = next((f for f in sentence.figures if f.start - sentence.start == match.end()), None)
        level = next((f for f in reversed(sentence.figures) if f.end - sentence.start <= match.start()), None)
        if other is None or level is None or other.unit != level.unit or other.whole is not None or level.whole is not None:
            continue
        between = sentence.text[level.end - sentence.start : match.start()]
        alike = level.unit or (level.noun and level.noun.split()[:1] == other.noun.split()[:1])
        plain = level.read is not None and level.read.change is Change.NONE
        if not alike or not plain or len(between.strip()) > CLOSE_BEHIND or re.search(r"[;.]", between):
            continue
        if (level.value - other.value) * (1 if match[1] else -1) < 0:
            message = f"Ghi {with_unit(level)} là {match[0].split('(')[0].strip()} nhưng mức ấy là {with_unit(other)}."
            places = (sheet.quote(level.start, other.end),)
            yield Finding(FindingKind.CONFLICT, message, places, frozenset((level.value, other.value)))


def _turned(sheet: Sheet, sentence: Sentence) -> Iterator[Finding]:
    """A rise that ends lower than it began, or a fall that ends higher, both ends told one behind the other."""
    for old, new in zip(sentence.figures, sentence.figures[1:], strict=False):
        if old.read is None or new.read is None or old.read.change is not Change.FROM or new.read.change is not Change.TO:
            continue
        alike = (
            old.unit == new.unit
            and old.read.unit in ("", new.read.unit)
            and old.whole is None
            and new.whole is None
            and new.start - old.end <= FARTHEST
        )
        way = _way(sentence.text[: new.start - sentence.start], old.start - sentence.start)
        if alike and way and (new.value - old.value) * way < 0:
            claim, truly = ("tăng", "giảm") if way > 0 else ("giảm", "tăng")
            message = f"Ghi {claim} nhưng từ {with_unit(old)} đến {with_unit(new)} là {truly}."
            yield Finding(FindingKind.SUM, message, (sheet.quote(old.start, new.end),), frozenset((old.value, new.value)))


def _against(sheet: Sheet, sentence: Sentence) -> Iterator[Finding]:
    """A rise or fall against a figure told behind it that is one the other way."""
    for match in AGAINST.finditer(sentence.text):
        at, end = sentence.start + match.start(), sentence.start + match.end()
        old = next((f for f in sentence.figures if end - 1 <= f.start <= end), None)
        before = [f for f in sentence.figures if at - FARTHEST < f.start < at]
        new = next((f for f in before if old is not None and f.counts.split()[:1] == old.counts.split()[:1] != []), None)
        if old is None or new is None or old.whole is not None or new.whole is not None:
            continue
        if (new.value - old.value) * (1 if match[1] else -1) < 0:
            claim, truly = ("tăng", "giảm") if match[1] else ("giảm", "tăng")
            message = f"Ghi {claim} nhưng từ {with_unit(old)} đến {with_unit(new)} là {truly}."
            yield Finding(
                FindingKind.CONFLICT, message, (sheet.quote(new.start, old.end),), frozenset((old.value, new.value))
            )


def _grown(sheet: Sheet, sentence: Sentence) -> Iterator[Finding]:
    """A result, what it grew by, and the same in per cent: "9.318 hội viên, tăng 1.534 hội viên (tăng 24,3%)"."""
    for new, by, share in zip(sentence.figures, sentence.figures[1:], sentence.figures[2:], strict=False):
        changes = by.read is not None and by.read.change is Change.BY and share.unit == "%" and by.value < new.value
        if not changes or by.read is None or new.unit != by.unit or new.unit == "%" or new.whole or by.whole:
            continue
        alike = new.unit or (new.noun and new.noun.split()[:2] == by.noun.split()[:2])
        behind = sentence.text[by.end - sentence.start : share.start - sentence.start]
        between = sentence.text[new.end - sentence.start : by.start - sentence.start]
        if not alike or not SAME_CHANGE.search(behind) or OF_A_PLAN.search(behind) or len(between) > CLOSE or ";" in between:
            continue
        old = new.value - by.value * (by.read.direction or 1)
        truths = [by.value / base * 100 for base in (old, new.value) if base > 0]
        after = sentence.text[share.end - sentence.start : share.end - sentence.start + 30]
        if new.read is None or new.read.change is Change.BY or OF_A_PLAN.search(after):
            continue
        if any(abs(candidate - share.value) <= share.step for candidate in truths):
            continue
        truth = truths[0]
        if abs(truth - share.value) <= NEAR * max(truth, share.value) or is_slip(round(truth, 1), share.value):
            change = f"Từ {write_value(old, new.scale)} đến {with_unit(new)} là {write_value(round(truth, 2))}%"
            message = f"{change}, báo cáo ghi {share.text}%."
            yield Finding(
                FindingKind.PERCENT, message, (sheet.quote(new.start, share.end),), frozenset((share.value, truth))
            )


def _way(text: str, at: int) -> int:
    """Return 1 for a rise and -1 for a fall told right before the first end or between the two; 0 where they are not one."""
    verbs = [match for part in (BEFORE_FROM.search(text[max(0, at - 40) : at]), BETWEEN.search(text, at)) if (match := part)]
    ways = {1 if (match[1] or "") else -1 for match in verbs}
    return ways.pop() if len(ways) == 1 else 0


def _change(sheet: Sheet, sentence: Sentence, number: int, by: CheckedFigure) -> Iterator[Finding]:
    after = sentence.text[by.end - sentence.start : by.end - sentence.start + 60]
    if OF_A_PLAN.search(after):
        return
    ends = _ends(sentence, number, by)
    if ends is None:
        return
    old, new = ends
    truths = _truths(old, new, by)
    if not truths or any(abs(truth - by.value) <= slack for truth, slack in truths):
        return
    truth = truths[0][0]
    turned = next((-value for value, slack in truths if value < 0 and abs(-value - by.value) <= slack), None)
    if turned is not None:
        claim, truly = ("giảm", "tăng") if by.read is not None and by.read.direction < 0 else ("tăng", "giảm")
        message = f"Ghi {claim} {with_unit(by)} nhưng từ {with_unit(old)} đến {with_unit(new)} là {truly}."
        start, end = min(old.start, new.start, by.start), max(old.end, new.end, by.end)
        yield Finding(FindingKind.SUM, message, (sheet.quote(start, end),), frozenset((old.value, new.value)))
        return
    beside = 0 < old.start - by.end <= RIGHT_BEHIND  # "tăng 6,9% so với cùng kỳ (1.080 con)": it can be of nothing else
    spanned = old.read is not None and old.read.change is Change.FROM  # "từ 96 xuống 71 hộ, giảm 35 hộ": nor this
    near = abs(truth - by.value) <= (FAR if beside or spanned else NEAR) * max(truth, by.value)
    near = near or (beside and _is_only_result(sentence, new, by))
    if truth > 0 and (near or is_mistyped(_as_printed(truth, by), by.value)):
        exact = write_value(round(truth, 2) if by.unit == "%" else truth, by.scale)
        exact += "%" if by.unit == "%" else ""
        message = f"Từ {with_unit(old)} đến {with_unit(new)} là {exact}, báo cáo ghi {with_unit(by)}."
        start, end = min(old.start, new.start, by.start), max(old.end, new.end, by.end)
        yield Finding(FindingKind.SUM, message, (sheet.quote(start, end),), frozenset((by.value, truth)))


def _is_only_result(sentence: Sentence, new: CheckedFigure, by: CheckedFigure) -> bool:
    """Say whether no other figure before a change in its sentence could be what changed."""
    before = [f for f in sentence.figures if f.start < by.start and f.read is not None and f.read.change is not Change.BY]
    return bool(new.unit or new.noun) and all(f is new for f in before if f.unit == new.unit)


def _as_printed(truth: Decimal, by: CheckedFigure) -> Decimal:
    """Return a true change with as many decimals as the one that is told."""
    return round(truth.scaleb(-by.scale), max(0, -int(by.step.as_tuple().exponent) - by.scale)).scaleb(by.scale)


def _truths(old: CheckedFigure, new: CheckedFigure, by: CheckedFigure) -> list[tuple[Decimal, Decimal]]:
    """Return what a change may have come to, each with how far rounding may move it; none where it is of another unit.

    A change of shares may be told in points or in per cent.
    """
    direction = by.read.direction if by.read else 0
    grown = (new.value - old.value) * (direction or 1)
    rounded = sum((figure.step for figure in (old, new) if figure.step < 1 or figure.scale), Decimal(0)) / 2
    plain = grown, rounded + (by.step if by.step < 1 or by.scale or rounded else Decimal(0))
    if by.unit != "%":
        return [plain] if by.unit == new.unit else []
    growth = [(grown / old.value * 100, by.step * JUST_BELOW)] if old.value else []
    return [plain, *growth] if new.unit == "%" else growth


def _ends(sentence: Sentence, number: int, by: CheckedFigure) -> tuple[CheckedFigure, CheckedFigure] | None:
    """Return what a change goes from and to: "từ … lên …" before it, or a result and the prior figure beside it."""
    near = [f for f in sentence.figures[max(0, number - 3) : number + 3] if f is not by and f.whole is None]
    near = [f for f in near if abs(f.start - by.start) <= FARTHEST]
    before = [f for f in near if f.start < by.start]
    changes = {f.read.change: f for f in before if f.read is not None}
    if Change.FROM in changes and Change.TO in changes:
        old, new = changes[Change.FROM], changes[Change.TO]
        return (old, new) if old.unit == new.unit and old.start < new.start else None
    prior = [f for f in near if PRIOR.search(sentence.text, max(0, f.start - sentence.start - 40), f.start - sentence.start)]
    if len(prior) > 1:  # "năm 2024 là 113 lượt, tăng 9,8% so với năm 2023 (112 lượt)": that behind it is what was before
        prior = [f for f in prior if f.start > by.start]
    results = [f for f in before if f not in prior and f.unit == (prior[0].unit if prior else None) and f.counts]
    results = [f for f in results if f.read is None or f.read.change is not Change.BY]  # what it grew by is no result
    if (
        len(prior) != 1
        or not results
        or ";" in _between(sentence, results[-1], by)
        or ";" in _between(sentence, prior[0], by)
    ):
        return None
    alike = prior[0].unit or prior[0].counts[:1] in ("", results[-1].counts[:1])
    return (prior[0], results[-1]) if alike else None


def _between(sentence: Sentence, figure: CheckedFigure, other: CheckedFigure) -> str:
    ends: Sequence[int] = sorted((figure.start, figure.end, other.start, other.end))
    return sentence.text[ends[1] - sentence.start : ends[2] - sentence.start]
