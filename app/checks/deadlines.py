"""Days that are over when they are set: a report dated before its period ends, a task to be done by a day already past.

What was done behind its day and is said to be in time: "giao xong trước ngày 30/9, đã hoàn thành ngày 18/10, sớm hơn hạn".
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import regex as re

from app.checks.documents import citations
from app.checks.model import Finding, FindingKind, Sentence, Sheet
from app.checks.years import own_period
from ingest.language.dates import When, calendar_day, dates
from ingest.model import Kind

SET = re.compile(
    r"(?<!\p{L})(?:trước|đến hết|chậm nhất|xong|hoàn thành|hạn cuối|thời hạn|kết thúc|bàn giao|tổ chức"
    r"|ban hành)(?!\p{L})[^.;()\d]{0,40}$",
    re.IGNORECASE,
)
PAST = re.compile(
    r"(?<!\p{L})(?:đã|theo|căn cứ|kể từ|từ|so với|tồn tại|kết luận|năm trước|chuyển tiếp|trước đây|phát sinh)(?!\p{L})",
    re.IGNORECASE,
)
DUE = re.compile(r"(?<!\p{L})(?:trước|chậm nhất|hạn|thời hạn|đến hết|xong trong)\s(?:là\s)?(?:ngày\s)?$", re.IGNORECASE)
FINISHED = re.compile(r"(?<!\p{L})(?:hoàn thành|xong|nghiệm thu|kết thúc|về đích)(?!\p{L})[^.;()\d]{0,30}$", re.IGNORECASE)
IN_TIME = re.compile(r"sớm hơn|trước (?:thời )?hạn|vượt (?:thời hạn|tiến độ)|đúng (?:thời )?hạn|đúng tiến độ", re.IGNORECASE)
MOSTLY = 0.5  # of its period a report on a year may lie before; one dated earlier bears a wrong year


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for a report dated long before its period ends, and for every aim that is set for a day past."""
    try:
        report_day = datetime.date.fromisoformat(sheet.report.metadata.date or "")
    except ValueError:
        return
    yield from _early(sheet, report_day)
    for sentence in sheet.body:
        yield from _late(sheet, sentence)
    cited = [(document.number.start, document.end) for document in citations(sheet.text)]
    for sentence in sheet.body:
        if not sentence.ahead or sentence.kind is Kind.TABLE or PAST.search(sentence.text):
            continue
        for date in dates(sentence.text):
            start = sentence.start + date.start
            day = _last_day(date.year, date.month, date.day) if date.when in (When.DAY, When.MONTH) else None
            if day is None or day >= report_day or any(low <= start < high for low, high in cited):
                continue
            if SET.search(sentence.text, max(0, date.start - 60), date.start):
                message = f"Việc sắp tới lại có thời hạn đã qua: {date.text} (báo cáo ngày {report_day:%d/%m/%Y})."
                yield Finding(FindingKind.PERIOD, message, (sheet.quote(start, sentence.start + date.end),))


def _late(sheet: Sheet, sentence: Sentence) -> Iterator[Finding]:
    """A day on which something was finished in time, behind the day by which it was due, both in one sentence."""
    if not IN_TIME.search(sentence.text):
        return
    days = dates(sentence.text)
    for due, completion in zip(days, days[1:], strict=False):
        first, second = calendar_day(due), calendar_day(completion)
        if first is None or second is None or second <= first:
            continue
        set_by = DUE.search(sentence.text, max(0, due.start - 40), due.start)
        finished = FINISHED.search(sentence.text, due.end, completion.start)
        if set_by and finished and IN_TIME.search(sentence.text, completion.end):
            message = f"Việc phải xong {due.text}, xong {completion.text}, báo cáo lại ghi là kịp hạn."
            yield Finding(
                FindingKind.PERIOD, message, (sheet.quote(sentence.start + due.start, sentence.start + completion.end),)
            )


def _early(sheet: Sheet, report_day: datetime.date) -> Iterator[Finding]:
    own = own_period(sheet)
    now = report_day.year * 12 + report_day.month - 1
    if own is not None and now < own.first + MOSTLY * own.length:
        head = sheet.report.headings[0].span.start if sheet.report.headings else min(len(sheet.text), 1500)
        place = next(
            (date for date in dates(sheet.text[:head]) if date.year == report_day.year and date.day == report_day.day), None
        )
        if place is not None:
            message = f"Báo cáo về {own.text} nhưng ghi ngày {report_day:%d/%m/%Y}, trước khi kỳ báo cáo kết thúc."
            yield Finding(FindingKind.PERIOD, message, (sheet.quote(place.start, place.end),))


def _last_day(year: int | None, month: int | None, day: int | None) -> datetime.date | None:
    """Return the day of a date, of a month alone its last but a few; None where there is no such day."""
    try:
        return datetime.date(year, month, day or 28) if year and month else None
    except ValueError:
        return None
