"""The day to which the report's figures are counted, told twice and differently, or later than the report itself."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import regex as re

from app.checks.happenings import Moment, times
from app.checks.model import Finding, FindingKind, Sentence, Sheet
from app.checks.years import CLOSING
from ingest.language.dates import calendar_day, dates
from ingest.language.text import fold_spaces
from ingest.model import Kind

FIGURES = re.compile(r"(?<!\p{L})số liệu(?!\p{L})", re.IGNORECASE)
CAPTION = re.compile(r"(?:Bảng|Biểu|Phụ lục)(?!\p{L})")
UP_TO = re.compile(r"(?<!\p{L})(?:đến|tới|chốt)(?:\s(?:hết|ngày|thời điểm|đến|cuối|tháng)){0,3}\s*+$", re.IGNORECASE)
ESTIMATED = re.compile(r"(?<!\p{L})(?:ước|dự kiến|kế hoạch|phấn đấu|thời hạn|hạn)(?!\p{L})", re.IGNORECASE)
TOLD_AT = re.compile(r"(?:hội nghị|trình bày|kỳ họp|phiên họp|đại hội)[^.;]{0,50}$", re.IGNORECASE)


# From which day to which the report's figures are counted, wherever it is said.
COUNTED = re.compile(
    r"(?<!\p{L})(?:số liệu|kỳ báo cáo|tổng hợp|kỳ số liệu)(?!\p{L})[^.;]{0,70}?$|(?<!\p{L})(?:được\s)?tính\s$", re.IGNORECASE
)
SAME_TIME = re.compile(r"(?<!\p{L})(?:cùng k[ỳì]|năm trước|so với)(?!\p{L})", re.IGNORECASE)
SHORTEST = 2  # months of a report's period; what is counted for less is of one matter


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding where the figures are counted to two days, to one later than the report itself, or from two."""
    yield from _ends(sheet)
    yield from _spans(sheet)


def _spans(sheet: Sheet) -> Iterator[Finding]:
    """The span in which the figures are counted, told twice with one end the same, or one that is a slip of the other."""
    told: list[tuple[Moment, Moment, int, int]] = []
    for sentence in sheet.sentences:
        for time in times(sentence.text) if sentence.kind is not Kind.TABLE else ():
            first, last = time.first, time.last
            lead = re.sub(r"(?:từ|kể từ|lấy từ)?\s?(?:ngày\s)?$", "", sentence.text[: time.start])
            if first is None or last is None or first == last or not COUNTED.search(f"{lead.rstrip()} "):
                continue
            years = (first.year or last.year, last.year)
            length = (years[1] - years[0]) * 12 + last.month - first.month
            if length < SHORTEST or SAME_TIME.search(sentence.text[max(0, time.start - 60) : time.end + 40]):
                continue
            told.append((replace(first, year=years[0]), last, sentence.start + time.start, sentence.start + time.end))
    for before, other in combinations(told, 2):
        starts_apart, ends_apart = before[0] != other[0], before[1] != other[1]
        near = abs((before[0].year - other[0].year) * 12 + before[0].month - other[0].month) <= 3
        if (starts_apart != ends_apart or (starts_apart and near)) and before[1].year == other[1].year:
            spans = " và ".join(fold_spaces(sheet.text[start:end]) for _, _, start, end in (before, other))
            message = f"Kỳ lấy số liệu của báo cáo ghi hai cách: {spans}."
            yield Finding(FindingKind.PERIOD, message, (sheet.quote(*before[2:]), sheet.quote(*other[2:])))
            return


def _ends(sheet: Sheet) -> Iterator[Finding]:
    """The day to which the figures are counted, told twice, or later than the report's own."""
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
