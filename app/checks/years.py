"""Periods that disagree: headings and aims of another period, terms, days after the report's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex as re

from app.checks.model import Finding, FindingKind, Sentence, Sheet
from ingest.language.enumerators import roman_value
from ingest.model import Kind
from ingest.sections import section_at

_S, _O = r"\s{1,3}+", r"\s{0,3}+"  # bounded, so that no run of spaces is gone over twice
_YEAR = r"((?:19|20)\d{2})"
PERIOD = re.compile(
    rf"quý{_S}(?P<quarter>IV|I{{1,3}}|[1-4]){_O}(?:/|năm{_S}){_O}(?P<of>{_YEAR})"
    rf"|(?P<months>6|sáu){_S}tháng{_S}(?P<half>đầu|cuối){_S}năm{_S}(?P<half_year>{_YEAR})"
    rf"|(?P<late_months>3|ba){_S}tháng{_S}cuối{_S}năm{_S}(?P<late>{_YEAR})"
    rf"|9{_S}tháng{_S}(?:đầu{_S})?năm{_S}(?P<nine>{_YEAR})"
    rf"|(?P<span>năm học|nhiệm kỳ|nhiệm kì|giai đoạn){_S}(?P<first>{_YEAR}){_O}[-–]{_O}(?P<last>{_YEAR})"
    rf"|năm{_S}(?P<year>{_YEAR})(?!{_O}[-–]{_O}\d)",
    re.IGNORECASE,
)
BARE_HALF = re.compile(
    rf"(?:6|sáu){_S}tháng{_S}(?:đầu|cuối){_S}năm(?!{_S}\d)|9{_S}tháng{_S}(?:đầu{_S})?năm(?!{_S}\d)", re.IGNORECASE
)
AHEAD = re.compile(
    r"phương hướng|nhiệm vụ trọng tâm|kế hoạch|mục tiêu|nhiệm vụ, giải pháp|chỉ tiêu (?:phấn đấu|chủ yếu)", re.IGNORECASE
)
RESULT = re.compile(r"kết quả|tình hình|thực hiện|đánh giá|ưu điểm|hạn chế|tổng kết|hoàn thành", re.IGNORECASE)
AIM = r"(?:phấn đấu|mục tiêu|tập trung|tiếp tục|hoàn thành|đạt|sẽ|phải|đưa|nâng|giảm còn|trồng|xây dựng)"
_NAMED = f"(?:{PERIOD.pattern})"
_LATER = _NAMED.replace("?P<", "?P<b_")  # a pattern may hold a name once
AIMED = re.compile(
    rf"(?:^|(?<=[.;:,]\s)|(?<=\s))(?:trong|đến hết|đến cuối|hết|cuối|đến|bước vào){_S}{_NAMED},?{_S}[^.;\d]{{0,25}}?{AIM}",
    re.IGNORECASE,
)
CLOSING = re.compile(r"trên đây", re.IGNORECASE)
PAST = re.compile(
    r"so với|kết quả|(?<!\p{L})đã(?!\p{L})|chuyển tiếp|kéo dài|tồn tại|theo nghị quyết|năm trước|nối tiếp", re.IGNORECASE
)
OVER = re.compile(
    rf"(?:nhìn lại|tổng kết|kết thúc|trải qua)\s[^.;,]{{0,40}}?{_NAMED}"
    rf"|{_LATER}{_S}(?:vừa qua|vừa rồi|đã qua)",
    re.IGNORECASE,
)
OPENED = re.compile(rf"\A(?:\d{{1,2}}[.)]{_S}|[-+]{_S})?(?:Trong{_S}|Kết quả{_S})?{_NAMED},?(?=\s)", re.IGNORECASE)
BESIDE = re.compile(r"so với|cùng kỳ|năm trước|cao hơn|thấp hơn|tương ứng|chỉ có|mới có", re.IGNORECASE)
COMPARED = re.compile(
    rf"(?:tăng|giảm)[^.;()]{{0,40}}so với{_S}(?:cùng k[ỳì]{_S})?năm{_S}{_YEAR}(?!{_O}[-–/]{_O}\d)", re.IGNORECASE
)
SAME_TIME = re.compile(
    rf"(?:cùng k[ỳì]{_S}năm|cùng k[ỳì]|năm trước{_O}[(,]{_O}(?:năm{_S})?"
    rf"|năm ngoái{_O}[(,]{_O}(?:năm{_S})?){_O}{_YEAR}(?!{_O}[-–/]{_O}\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class StatedPeriod:
    """A period from its first month to its last, counted from year 0; ``length``: in months; as written."""

    first: int
    last: int
    text: str

    @property
    def length(self) -> int:
        """How many months it has."""
        return self.last - self.first + 1


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every period at odds with the report's own."""
    own = own_period(sheet)
    if own is not None:
        yield from _headings(sheet, own)
        for sentence in sheet.body:
            yield from _aims(sheet, sentence, own)
            yield from _over(sheet, sentence, own)
            yield from _compared(sheet, sentence, own)
            yield from _same_time(sheet, sentence, own)
            yield from _closing(sheet, sentence, own)
            yield from _left_over(sheet, sentence, own)


def periods(text: str) -> list[StatedPeriod]:
    """Return the periods that a text names, in order."""
    return [period for match in PERIOD.finditer(text) if (period := _period(match.groupdict(), match[0]))]


def _period(groups: dict[str, str | None], text: str) -> StatedPeriod | None:
    values = {name.removeprefix("b_"): value for name, value in groups.items() if value}
    if "of" in values:
        quarter = roman_value(values["quarter"].upper()) or int(values["quarter"])
        return StatedPeriod(int(values["of"]) * 12 + 3 * (quarter - 1), int(values["of"]) * 12 + 3 * quarter - 1, text)
    if "half_year" in values:
        begin = int(values["half_year"]) * 12 + (6 if values["half"].lower() == "cuối" else 0)
        return StatedPeriod(begin, begin + 5, text)
    if "late" in values:
        return StatedPeriod(int(values["late"]) * 12 + 9, int(values["late"]) * 12 + 11, text)
    if "nine" in values:
        return StatedPeriod(int(values["nine"]) * 12, int(values["nine"]) * 12 + 8, text)
    if "first" in values:
        school = values["span"].lower() == "năm học"
        first, last = int(values["first"]) * 12, int(values["last"]) * 12
        return StatedPeriod(first + 8, last + 7, text) if school else StatedPeriod(first, last + 11, text)
    return StatedPeriod(int(values["year"]) * 12, int(values["year"]) * 12 + 11, text) if "year" in values else None


def own_period(sheet: Sheet) -> StatedPeriod | None:
    """Return the period that the title names before what is to come; None where it names none.

    A half told without its year is of the one that the title names next: "6 tháng đầu năm, nhiệm vụ 6 tháng cuối năm 2025".
    """
    title = sheet.report.metadata.title or ""
    half = BARE_HALF.search(title)
    year = re.search(_YEAR, title[half.end() :]) if half else None
    if half and year:
        title = f"{title[: half.end()]} {year[0]}{title[half.end() :]}"
    ahead = AHEAD.search(title, 8)
    title_periods = periods(title[: ahead.start()] if ahead else title)
    return title_periods[0] if title_periods else None


def own_year(sheet: Sheet) -> int | None:
    """Return the year that a report of a year, or of a part of one, is of; else the last year of its period."""
    own = own_period(sheet)
    return own.last // 12 if own is not None and own.length <= 12 else sheet.report.metadata.period_to


def _headings(sheet: Sheet, own: StatedPeriod) -> Iterator[Finding]:
    """A heading about what is to come that names no later period, or one about results that names another."""
    for heading in sheet.report.headings:
        heading_periods = periods(heading.title)
        if len(heading_periods) != 1:
            continue
        period = heading_periods[0]
        ahead = AHEAD.search(heading.title) is not None and not RESULT.search(heading.title)
        result = re.match(r"kết quả|tình hình", heading.title, re.IGNORECASE) and not AHEAD.search(heading.title)
        early = ahead and period.last <= own.last - (12 if own.length > 12 else 0)
        apart = period.last < own.first or period.first > own.last
        other = bool(result) and abs(period.length - own.length) <= 12 and apart
        if early or other:
            message = f"Báo cáo về {own.text} nhưng đề mục ghi “{period.text}”."
            yield Finding(FindingKind.PERIOD, message, (sheet.quote(heading.span.start, heading.span.end),))


def _aims(sheet: Sheet, sentence: Sentence, own: StatedPeriod) -> Iterator[Finding]:
    """An aim of the part about what is to come for the report's own period or one before it."""
    if own.length > 12 or sentence.kind is Kind.TABLE or CLOSING.match(sentence.text):
        return
    if not (sentence.ahead or _planned(sheet, sentence.start)):
        return
    for match in AIMED.finditer(sentence.text):
        aim = _period(match.groupdict(), "")
        if aim is None or aim.last > own.last or aim.length > own.length or PAST.search(sentence.text):
            continue
        message = f"Phần phương hướng sau {own.text} nhưng ghi “{match[0].strip()}”."
        place = sheet.quote(sentence.start + match.start(), sentence.start + match.end())
        yield Finding(FindingKind.PERIOD, message, (place,))
        return


def _planned(sheet: Sheet, offset: int) -> bool:
    """Say whether the section that holds a place is one about what is to come."""
    path = sheet.report.path(section_at(sheet.report, offset))
    return any(AHEAD.match(heading.title) for heading in path)


def _over(sheet: Sheet, sentence: Sentence, own: StatedPeriod) -> Iterator[Finding]:
    """A period that is over and as long as the report's own, but another ("nhìn lại nhiệm kỳ …")."""
    if sentence.ahead:
        return
    for match in OVER.finditer(sentence.text):
        period = _period(match.groupdict(), "")
        if (
            period
            and period.length == own.length
            and period.first != own.first
            and period.first % 12 == own.first % 12
            and own.length > 11
        ):
            message = f"Báo cáo về {own.text} nhưng viết “{match[0].strip()}”."
            place = sheet.quote(sentence.start + match.start(), sentence.start + match.end())
            yield Finding(FindingKind.PERIOD, message, (place,))


def _compared(sheet: Sheet, sentence: Sentence, own: StatedPeriod) -> Iterator[Finding]:
    """The report's own year compared with itself."""
    if sentence.ahead or own.length != 12 or own.first % 12:
        return
    for match in COMPARED.finditer(sentence.text):
        if int(match[1]) == own.first // 12 and str(own.first // 12 + 1) not in sentence.text:
            message = f"Số liệu của {own.text} lại so với chính năm {match[1]}."
            place = sheet.quote(sentence.start + match.start(), sentence.start + match.end())
            yield Finding(FindingKind.PERIOD, message, (place,))


def _same_time(sheet: Sheet, sentence: Sentence, own: StatedPeriod) -> Iterator[Finding]:
    """The same time of a year, or the year before, that is not the one before the report's own."""
    if sentence.ahead or own.length > 12:
        return
    before = own.first // 12 - 1
    for match in SAME_TIME.finditer(sentence.text):
        if int(match[1]) not in (before, own.last // 12 - 1) and str(int(match[1]) + 1) not in sentence.text:
            message = f"Báo cáo về {own.text} nhưng viết “{match[0].strip()}”."
            place = sheet.quote(sentence.start + match.start(), sentence.start + match.end())
            yield Finding(FindingKind.PERIOD, message, (place,))


def _left_over(sheet: Sheet, sentence: Sentence, own: StatedPeriod) -> Iterator[Finding]:
    """A sentence that opens with the same part of another year, and compares nothing: "Trong 9 tháng đầu năm 2024, …"."""
    match = OPENED.match(sentence.text) if own.length < 12 and not sentence.ahead else None
    period = _period(match.groupdict(), match[0].strip(" ,")) if match else None
    if period is None or period.length != own.length or period.first == own.first or (period.first - own.first) % 12:
        return
    year = str(own.first // 12)
    if match is not None and year not in sentence.text and not BESIDE.search(sentence.text, match.end()):
        message = f"Báo cáo về {own.text} nhưng viết “{period.text}”."
        place = sheet.quote(sentence.start + match.start(), sentence.start + match.end())
        yield Finding(FindingKind.PERIOD, message, (place,))


def _closing(sheet: Sheet, sentence: Sentence, own: StatedPeriod) -> Iterator[Finding]:
    """The sentence that closes the report names another period than its title."""
    part = AHEAD.split(sentence.text, maxsplit=1)[0]
    closing_periods = periods(part) if CLOSING.match(sentence.text) else []
    if (
        len(closing_periods) == 1
        and (closing_periods[0].first, closing_periods[0].last) != (own.first, own.last)
        and (
            closing_periods[0].length == own.length
            or closing_periods[0].last < own.first
            or closing_periods[0].first > own.last
            or own.length <= 12
        )
    ):
        message = f"Tên báo cáo ghi {own.text}, câu kết ghi “{closing_periods[0].text}”."
        yield Finding(FindingKind.PERIOD, message, (sheet.quote(sentence.start, sentence.end),))
