"""Days that the calendar, each other or the report's own day forbid: a Monday that is none, an end before its beginning."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import regex as re

from app.checks.happenings import Moment, SentenceTime, times
from app.checks.model import Finding, FindingKind, Sentence, Sheet
from ingest.language.dates import calendar_day, dates
from ingest.language.spelling import fold
from ingest.model import Kind

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_CALLED = {
    "hai": 0, "2": 0, "ba": 1, "3": 1, "tư": 2, "4": 2, "năm": 3, "5": 3, "sáu": 4, "6": 4, "bảy": 5, "7": 5,
}  # fmt: skip
_DAY_NAME = r"(?:thứ\s(hai|ba|tư|năm|sáu|bảy|[2-7])|(chủ nhật))(?!\p{L})"
# "lần thứ hai", "bản thứ năm": an ordinal stands behind what it counts, a day of the week behind nothing or a time of day.
AHEAD_OF = re.compile(
    rf"(?:^|[.,;(–-]\s?|(?<!\p{{L}})(?:sáng|chiều|tối|đêm|trưa|vào|hôm"
    rf"|ngày)\s){_DAY_NAME}\s?[,(]?\s?(?:ngày\s)?$"
)
BEHIND = re.compile(rf"\G\s?(?:\(|,\s)(?:tức\s|sáng\s|chiều\s|nhằm\s)?{_DAY_NAME}\s?[),]")
NEAR = 40  # characters around a date that may name its day of the week
DONE = re.compile(
    r"(?<!\p{L})(?:đã|diễn ra|thu hút|xảy ra|khánh thành|khởi công|khai mạc|bế mạc|ra mắt"
    r"|được tổ chức|(?:cứu|bắt|tặng|nhận|thu|làm|phát hiện|vận động|kết nạp|trao|khám"
    r"|cấp|giúp) được|bị|cuốn trôi|ngập)(?!\p{L})"
)
TO_COME = re.compile(
    r"(?<!\p{L})(?:sẽ|dự kiến|kế hoạch|phấn đấu|trước|đến hết|hạn|thời hạn|chậm nhất|hiệu lực|áp dụng|chuẩn bị|sắp|tới"
    r"|lộ trình"
    r"|đến ngày|từ ngày|thống nhất|quyết định|đăng ký|đề nghị|hoàn thành|ấn định|chốt|tiếp theo|lịch)(?!\p{L})"
)
# What begins something and what ends it, told of two days of one sentence, each right before its day.
BEGINS = re.compile(
    r"(?<!\p{L})(?:phát động|khởi công|khai mạc|bắt đầu|mở màn|khai giảng|thành lập)[^.;()\d]{0,40}$", re.IGNORECASE
)
ENDS = re.compile(
    r"(?<!\p{L})(?:tổng kết|trao giải|bế mạc|khánh thành|kết thúc|hoàn thành|nghiệm thu|bàn giao|thông xe)[^.;()\d]{0,40}$",
    re.IGNORECASE,
)
UP_TO = re.compile(r"(?<!\p{L})tính đến(?: hết)?(?: ngày)? $")  # what is counted up to a day is over on it
COUNTED = re.compile(r",?(?: \p{L}{1,12}+){0,6}? đã(?!\p{L})")
CLAUSE = 90  # characters before a day and behind it that say whether it is over
HALF_A_YEAR = 6


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every day that is no such day of the week, every span told backward, all done after the report."""
    report_day = _report_day(sheet)
    for sentence in sheet.body:
        yield from _weekdays(sheet, sentence)
        if sentence.kind is not Kind.TABLE:
            yield from _backward(sheet, sentence)
            yield from _ended_before(sheet, sentence)
            if report_day is not None and not sentence.ahead:
                yield from _after(sheet, sentence, report_day)


def _weekdays(sheet: Sheet, sentence: Sentence) -> Iterator[Finding]:
    folded = fold(sentence.text)
    if "thứ" not in folded and "chủ nhật" not in folded:
        return
    for date in dates(sentence.text):
        day = calendar_day(date)
        weekday = AHEAD_OF.search(folded, max(0, date.start - NEAR), date.start) or BEHIND.match(
            folded, date.end, date.end + NEAR
        )
        if day is None or weekday is None:
            continue
        called = 6 if weekday[2] else _CALLED[weekday[1]]
        if called != day.weekday():
            message = f"Ngày {day:%d/%m/%Y} là {WEEKDAYS[day.weekday()]}, báo cáo ghi {WEEKDAYS[called]}."
            start, end = min(weekday.start(), date.start), max(weekday.end(), date.end)
            yield Finding(FindingKind.PERIOD, message, (sheet.quote(sentence.start + start, sentence.start + end),))


def _backward(sheet: Sheet, sentence: Sentence) -> Iterator[Finding]:
    for time in times(sentence.text):
        if _is_backward(time):
            message = f"Khoảng thời gian viết ngược: “{sentence.text[time.start : time.end]}”."
            place = sheet.quote(sentence.start + time.start, sentence.start + time.end)
            yield Finding(FindingKind.PERIOD, message, (place,))


def _ended_before(sheet: Sheet, sentence: Sentence) -> Iterator[Finding]:
    """What is told to be over on a day before the one that it began on."""
    days = [(date, day) for date in dates(sentence.text) if (day := calendar_day(date)) is not None]
    for (first, begun), (last, ended) in zip(days, days[1:], strict=False):
        between = sentence.text[first.end : last.start]
        if ended < begun and BEGINS.search(sentence.text, 0, first.start) and ENDS.search(between) and ";" not in between:
            message = f"Việc bắt đầu ngày {begun:%d/%m/%Y} lại kết thúc ngày {ended:%d/%m/%Y}."
            place = sheet.quote(sentence.start + first.start, sentence.start + last.end)
            yield Finding(FindingKind.PERIOD, message, (place,))


def _is_backward(time: SentenceTime) -> bool:
    """Say whether a span ends before it begins; one whose beginning names no year may begin in the year before."""
    first, last = time.first, time.last
    if first is None or last is None:
        return False
    begin, end = (first.month, first.day), (last.month, last.day)
    if time.dated and first.year and last.year:
        return (first.year, *_open(first, last)) > (last.year, *_open(last, first))
    return begin > end and first.month - last.month < HALF_A_YEAR and bool(first.day) == bool(last.day) and bool(first.day)


def _open(moment: Moment, other: Moment) -> tuple[int, int]:
    """Return month and day, the day left out where the other end tells none."""
    return moment.month, moment.day if other.day else 0


def _after(sheet: Sheet, sentence: Sentence, report_day: datetime.date) -> Iterator[Finding]:
    """What is told as done on a day after the report's own."""
    for date in dates(sentence.text):
        day = calendar_day(date)
        if day is None or day <= report_day:
            continue
        begin = max(sentence.text.rfind(";", 0, date.start) + 1, date.start - CLAUSE)
        stop = sentence.text.find(";", date.end)
        clause = fold(sentence.text[begin : min(stop if stop >= 0 else len(sentence.text), date.end + CLAUSE)])
        counted = UP_TO.search(fold(sentence.text[: date.start])) is not None and COUNTED.match(
            fold(sentence.text[date.end :])
        )
        if counted or (DONE.search(clause) and not TO_COME.search(clause)):
            message = f"Việc ghi là đã làm ngày {date.text}, sau ngày của báo cáo ({report_day:%d/%m/%Y})."
            place = sheet.quote(sentence.start + date.start, sentence.start + date.end)
            yield Finding(FindingKind.PERIOD, message, (place,))


def _report_day(sheet: Sheet) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(sheet.report.metadata.date or "")
    except ValueError:
        return None
