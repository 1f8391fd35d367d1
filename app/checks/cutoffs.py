"""The day to which the report's figures are counted, told twice and differently, or later than the report itself."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import regex as re

from app.checks.model import Finding, FindingKind, Sentence, Sheet
from app.checks.years import CLOSING
from ingest.language.dates import calendar_day, dates
from ingest.model import Kind

FIGURES = re.compile(r"(?<!\p{L})số liệu(?!\p{L})", re.IGNORECASE)
CAPTION = re.compile(r"(?:Bảng|Biểu|Phụ lục)(?!\p{L})")
UP_TO = re.compile(r"(?<!\p{L})(?:đến|tới|chốt)(?:\s(?:hết|ngày|thời điểm|đến|cuối|tháng)){0,3}\s*+$", re.IGNORECASE)
ESTIMATED = re.compile(r"(?<!\p{L})(?:ước|dự kiến|kế hoạch|phấn đấu|thời hạn|hạn)(?!\p{L})", re.IGNORECASE)
TOLD_AT = re.compile(r"(?:hội nghị|trình bày|kỳ họp|phiên họp|đại hội)[^.;]{0,50}$", re.IGNORECASE)


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding where the figures are counted to two days, or to one later than the report itself."""
    cutoffs: dict[datetime.date, tuple[int, int]] = {}
    sure: dict[datetime.date, tuple[int, int]] = {}
    report_day = _report_day(sheet)
    for sentence in sheet.sentences:
        if sentence.kind is Kind.TABLE or not _tells_cutoff(sheet, sentence):
            continue
        for date in dates(sentence.text):
            day = calendar_day(date)
            if day is None or not UP_TO.search(sentence.text, max(0, date.start - 50), date.start):
                continue
            place = sentence.start + date.start, sentence.start + date.end
            if not ESTIMATED.search(sentence.text):
                sure.setdefault(day, place)
            cutoffs.setdefault(day, place)
    days = list(cutoffs)
    if len({day.year for day in days}) == 1 and len(days) > 1:
        two_days = " và ".join(f"{day:%d/%m/%Y}" for day in days[:2])
        message = f"Số liệu của báo cáo tính đến hai ngày khác nhau: {two_days}."
        yield Finding(FindingKind.PERIOD, message, (sheet.quote(*cutoffs[days[0]]), sheet.quote(*cutoffs[days[1]])))
        return
    for day, place in sure.items():
        if report_day is not None and day > report_day:
            message = f"Số liệu ghi tính đến {day:%d/%m/%Y}, sau ngày của báo cáo ({report_day:%d/%m/%Y})."
            yield Finding(FindingKind.PERIOD, message, (sheet.quote(*place),))


def _tells_cutoff(sheet: Sheet, sentence: Sentence) -> bool:
    """Say whether a sentence tells to which day the figures of the report, or of an annex, are counted."""
    first = sheet.report.headings[0].span.start if sheet.report.headings else 0
    caption = CAPTION.match(sentence.text) is not None or sentence.text.startswith("(") or CLOSING.match(sentence.text)
    return FIGURES.search(sentence.text) is not None or bool(caption) or (sentence.start < first and "từ" in sentence.text)


def _report_day(sheet: Sheet) -> datetime.date | None:
    """Return the day of the report, or of the meeting that its head says it was told at."""
    try:
        return datetime.date.fromisoformat(sheet.report.metadata.date or "")
    except ValueError:
        head = sheet.text[: sheet.report.headings[0].span.start if sheet.report.headings else 0]
        days = [
            day
            for date in dates(head)
            if TOLD_AT.search(head, max(0, date.start - 60), date.start) and (day := calendar_day(date))
        ]
        return days[0] if len(days) == 1 else None
