"""What is left of x/y: "17/19 tiêu chí đạt, còn 03 tiêu chí chưa đạt"; and y itself: "toàn xã có 8 thôn", "9/9 thôn".

What is left of a number: "tiếp nhận 1.846 hồ sơ, đã giải quyết 1.812, đang giải quyết 43".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import regex as re

from app.checks.figures import MONEY, CheckedFigure, with_unit
from app.checks.model import Finding, FindingKind, Sentence, Sheet
from app.checks.slips import is_digit_apart, is_slip
from ingest.language.amounts import write_value
from ingest.model import Kind

LEFT = re.compile(r"(?<!\p{L})(?:còn(?: lại)?|riêng)(?!\p{L})[^.;:\d]{0,12}$", re.IGNORECASE)
UNDONE = re.compile(r"\G[^.;:,()\d]{0,40}?(?<!\p{L})(?:chưa|không|còn lại)(?!\p{L})", re.IGNORECASE)
HAS = re.compile(
    r"(?<!\p{L})(?:toàn )?(?:xã|huyện|phường|thị trấn|tỉnh|đảng bộ|địa bàn)(?:\s(?:hiện|nay))?\s(?:có|gồm)\s(?:tổng số\s)?$",
    re.IGNORECASE,
)
UNIT = re.compile(
    r"\G\s(thôn|bản|ấp|khu phố|tổ dân phố|khóm|xóm|chi bộ|đơn vị hành chính cấp xã|xã, (?:phường, )?thị trấn|xã, phường"
    r"|xã(?!\s?(?:,|và)\s(?:phường|thị trấn))|đơn vị hành chính)(?=\s?[.,;:()]|\s(?:với|có|trực thuộc"
    r"|đạt|đã|đều|được|hoàn thành|tổ chức|và)(?!\p{L}))",
    re.IGNORECASE,
)
COMMUNES = "đơn vị hành chính cấp xã"  # told of communes, wards and towns together
OWN = re.compile(r"\G\s(?:chi bộ|đảng bộ|chi hội|chi đoàn)\strực thuộc(?!\p{L})", re.IGNORECASE)
COUNTED = re.compile(r"(?<!\p{L})(?:có|gồm|với|chia thành)\s(?:tổng số\s)?$", re.IGNORECASE)
HAD = re.compile(r"(?<!\p{L})(?:trích|thu|được cấp|được giao|huy động|vận động|tổng|nguồn|quỹ)(?!\p{L})", re.IGNORECASE)
SPENT = re.compile(r"(?<!\p{L})(?:chi|nộp|trích nộp|giải ngân|sử dụng|đã dùng)(?!\p{L})[^.;\d]{0,30}$", re.IGNORECASE)
REST = re.compile(
    r"(?<!\p{L})(?:còn lại|để lại|giữ lại|còn dư|kết dư|phần còn lại|tồn quỹ|còn tồn)(?!\p{L})[^.;\d]{0,30}$", re.IGNORECASE
)
# What is counted first, what of it is done, what is not: in this order, of one thing.
DONE = re.compile(
    r"(?<!\p{L})(?:đã|được|hoàn thành|xong|giải quyết|xử lý|bàn giao|thu hồi|có mặt|giải ngân|thực hiện)"
    r"(?!\p{L})[^.;:()\d]{0,40}$",
    re.IGNORECASE,
)
OUT_OF = re.compile(r"(?<!\p{L})(?:trên|trong)\s(?:tổng(?: số)?|số|kế hoạch)(?!\p{L})[^.;]{0,30}$", re.IGNORECASE)
OPEN = re.compile(
    r"(?<!\p{L})(?:còn(?: lại| thiếu| dư| nợ)?|đang (?:giải quyết|xử lý|xem xét|thực hiện|trong thời hạn)"
    r"|chưa \p{L}++(?: \p{L}++)?|tồn)"
    r"(?:\s\p{L}{1,12}+){0,3}\s$",
    re.IGNORECASE,
)
PERSONS = frozenset(("biên", "người", "cán", "công", "viên", "giáo", "đồng", "nhân"))  # "biên chế", "công chức", "nhân viên"
SHARE = re.compile(r"(?<!\d)\d++(?:[.,]\d++)?\s?%")
NEARLY = Decimal("0.2")  # of the rest: one farther off is of something else
MOST_APART = 2  # a y farther from the number told is of a part of them
FARTHEST = 120  # characters from x/y to what is left of it
MOST, MOST_BEFORE = 40, 6  # figures of a sentence that are looked at, and of those before one


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every remainder behind x/y that is not y - x, and every y that is not the number told."""
    yield from _left(sheet)
    yield from _wholes(sheet)
    yield from _money(sheet)
    yield from _counted(sheet)


def _counted(sheet: Sheet) -> Iterator[Finding]:
    """What is left of a number: of three figures of one thing the first, what of it is done, what is not."""
    for sentence in sheet.body:
        if sentence.kind is Kind.TABLE or sentence.ahead:
            continue
        counts = [f for f in sentence.figures if f.whole is None and f.unit not in ("%", MONEY) and f.value > 0]
        for number, rest in enumerate(counts[:MOST]):
            before = [f for f in counts[max(0, number - MOST_BEFORE) : number] if _is_of(f, rest)]
            if not before or number < 2 or before[-1] is not counts[number - 1]:  # "23 đầu việc, làm xong 20, còn 03 việc"
                bare = number > 1 and not counts[number - 1].noun and counts[number - 1].unit == rest.unit
                before = [*before[-1:], counts[number - 1]] if bare else before
            if len(before) < 2 or not OPEN.search(
                sentence.text, max(0, rest.start - sentence.start - 50), rest.start - sentence.start
            ):
                continue
            whole, part = before[0], before[1]
            between = sentence.text[whole.end - sentence.start : part.start - sentence.start]
            if OUT_OF.search(between) and part.value >= whole.value:  # "nạo vét 45 m3 trên tổng số 60 m3, còn lại 15 m3"
                whole, part = part, whole
                between = sentence.text[: part.start - sentence.start]
            if not DONE.search(between) or _is_made(rest.value, [f.value for f in before]):
                continue
            left = whole.value - part.value
            added = part.value + rest.value
            typed = is_slip(left, rest.value) or is_digit_apart(left, rest.value)
            typed = typed or is_slip(added, whole.value) or is_digit_apart(added, whole.value)
            near = left > 0 and whole.value > rest.value and abs(left - rest.value) <= NEARLY * max(left, rest.value)
            if typed or near:
                message = f"{whole.text} trừ {part.text} còn {write_value(left)}, báo cáo ghi {rest.text}."
                if left <= 0:
                    message = f"{part.text} và {rest.text} cộng lại là {write_value(added)}, báo cáo ghi {whole.text}."
                quote = sheet.quote(whole.start, rest.end)
                yield Finding(FindingKind.SUM, message, (quote,), frozenset((left, rest.value)))


def _is_of(figure: CheckedFigure, rest: CheckedFigure) -> bool:
    """Say whether two figures count or measure the same thing."""
    if figure.unit != rest.unit:
        return False
    noun, other = figure.noun.split()[:2], rest.noun.split()[:2]
    if figure.unit or not noun or not other:
        return bool(figure.unit)
    persons = noun[0] in PERSONS and other[0] in PERSONS
    return persons or noun[0] in other or other[0] in noun  # "đầu việc", "việc"


def _is_made(rest: Decimal, before: Sequence[Decimal]) -> bool:
    """Say whether a rest comes out of two or three of the figures before it in any way."""
    pairs = [a - b for a in before for b in before]
    return rest in pairs or any(pair - c == rest for pair in pairs for c in before)


def _wholes(sheet: Sheet) -> Iterator[Finding]:
    """The number of units of the place, and x/y of them with a y that is one or two away."""
    own: dict[str, CheckedFigure] = {}
    figures = [(s, f) for s in sheet.body if s.kind is not Kind.TABLE and not s.ahead for f in s.figures if f.unit == ""]
    for sentence, figure in figures:
        at = figure.start - sentence.start
        if figure.whole is None and figure.value > 2 and _has(sentence, figure, at) and _unit(sentence, figure):
            own.setdefault(_unit(sentence, figure), figure)
    for sentence, figure in figures:
        unit = _unit(sentence, figure) if figure.whole is not None else ""
        total = own.get(unit)
        if total is not None and figure.whole is not None and 0 < abs(figure.whole - total.value) <= MOST_APART:
            message = f"Ghi có {total.text} {unit} nhưng chỗ khác ghi {figure.text} {unit}."
            places = sheet.quote(total.start, total.end), sheet.quote(figure.start, figure.end)
            yield Finding(FindingKind.CONFLICT, message, places, frozenset((total.value, figure.whole)))


def _has(sentence: Sentence, figure: CheckedFigure, at: int) -> bool:
    """Say whether a figure is told as what the place has; units of all kinds together are those of the place anyway."""
    if OWN.match(sentence.text, figure.end - sentence.start):
        return True
    form = COUNTED if _unit(sentence, figure) == COMMUNES else HAS
    return form.search(sentence.text, max(0, at - 40), at) is not None


def _money(sheet: Sheet) -> Iterator[Finding]:
    """What is left of a sum: had, spent and the rest told one behind the other, in one sentence or two."""
    sentences = [s for s in sheet.body if s.kind is not Kind.TABLE and not s.ahead]
    for sentence, following in zip(sentences, (*sentences[1:], None), strict=False):
        sums = [(sentence, f) for f in sentence.figures if f.unit == MONEY]
        if following is not None and following.start - sentence.end < FARTHEST:
            sums += [(following, f) for f in following.figures[:1] if f.unit == MONEY]
        for (_, had), (there, spent) in zip(sums, sums[1:], strict=False):
            led = HAD.search(sentence.text[: had.start - sentence.start])
            if there is not sentence or led is None or not _follows(SPENT, there, spent):
                continue
            rest = next((f for last, f in sums if f.start > spent.start and _follows(REST, last, f)), None)
            blur = sum((f.step for f in (had, spent)), Decimal(0)) / 2
            over = had.value - spent.value
            if rest is not None and blur < abs(over - rest.value) <= NEARLY * max(rest.value, over):
                left = write_value(over, had.scale)
                message = f"{with_unit(had)} trừ {with_unit(spent)} còn {left}, báo cáo ghi {with_unit(rest)}."
                places = sheet.quote(had.start, spent.end), sheet.quote(rest.start, rest.end)
                yield Finding(FindingKind.SUM, message, places)
                break


def _follows(form: re.Pattern[str], sentence: Sentence, figure: CheckedFigure) -> bool:
    at = figure.start - sentence.start
    return form.search(sentence.text, max(0, at - 60), at) is not None


def _unit(sentence: Sentence, figure: CheckedFigure) -> str:
    """Return the kind of unit that a figure counts by that alone, "" for anything else ("03 thôn đặc biệt khó khăn")."""
    match = UNIT.match(sentence.text, figure.end - sentence.start)
    kind = match[1].lower() if match else ""
    return COMMUNES if kind.startswith(("xã, ", "đơn vị hành chính")) else kind


def _left(sheet: Sheet) -> Iterator[Finding]:
    for sentence in sheet.body:
        if sentence.kind is Kind.TABLE:
            continue
        figures = [f for f in sentence.figures if f.unit != "%"]
        for part, rest in zip(figures, figures[1:], strict=False):
            if part.whole is None or rest.unit or rest.whole is not None or rest.start - part.end > FARTHEST:
                continue
            if _is_left(sentence, part, rest) and part.whole - part.value != rest.value:
                message = f"{part.text} thì còn lại {part.whole - part.value}, báo cáo ghi {rest.text}."
                yield Finding(FindingKind.SUM, message, (sheet.quote(part.start, rest.end),))


def _is_left(sentence: Sentence, part: CheckedFigure, rest: CheckedFigure) -> bool:
    """Say whether a figure is what is left of x/y: it counts the same, or nothing, and is said to be left or undone."""
    between = SHARE.sub("", sentence.text[part.end - sentence.start : rest.start - sentence.start])
    same = not rest.noun or not part.noun or rest.noun.split()[0] == part.noun.split()[0]
    at, end = rest.start - sentence.start, rest.end - sentence.start
    undone = UNDONE.match(sentence.text, end) is not None
    left = LEFT.search(sentence.text, max(0, at - 30), at) is not None
    return (
        same
        and undone
        and (left or "," in between)
        and "." not in between.strip(". ")
        and 0 < rest.value < (part.whole or 0)
    )
