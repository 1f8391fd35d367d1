"""Dates that cannot be, anniversaries that do not add up, and years that are not the report's."""

from __future__ import annotations

from collections.abc import Iterator

import regex as re

from app.checks.model import Finding, FindingKind, Sheet
from ingest.model import Kind

DATE = re.compile(r"(?<![\d/.,])(\d{1,2})/(\d{1,2})/(\d{2,4})(?![\d/]|\s*\p{Lu}{2})")
ANNIVERSARY = re.compile(
    r"(?<!\d)(\d{1,3})\s+năm\s+(?:ngày|thành lập|kỷ niệm)[^();]{0,110}"
    r"\(\s*(?:\d{1,2}/\d{1,2}/)?(\d{4})\s*[-–]\s*(?:\d{1,2}/\d{1,2}/)?(\d{1,4})\s*\)",
    re.IGNORECASE,
)
YEARS_PAST = re.compile(r"(?<![\d/])0?(5|10)\s+năm\s+qua\b", re.IGNORECASE)
SPAN = re.compile(
    r"(?:kết quả|trong|nhìn lại|qua)[^.;()]{0,20}\s0?(\d{1,2})\s+năm(?:\s+qua)?\s*\(\s*(\d{4})\s*[-–]\s*(\d{4})\s*\)",
    re.IGNORECASE,
)
GOAL = re.compile(r"(?:chỉ tiêu|mục tiêu|nhiệm vụ|kế hoạch)[^.;,\d]{0,60}?\bnăm\s+((?:19|20)\d{2})", re.IGNORECASE)
EARLIEST, LATEST = 1900, 2100


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every impossible date and every period or year at odds with the report's own."""
    yield from _dates(sheet)
    yield from _anniversaries(sheet)
    yield from _lengths(sheet)
    yield from _goals(sheet)


def _dates(sheet: Sheet) -> Iterator[Finding]:
    for match in DATE.finditer(sheet.text):
        day, month, year = int(match[1]), int(match[2]), int(match[3])
        if len(match[3]) == 2:
            continue  # "29/8/19" is a year of two digits
        if not (1 <= day <= 31 and 1 <= month <= 12 and EARLIEST <= year <= LATEST):
            yield Finding(FindingKind.PERIOD, f"Ngày không thể có: {match[0]}.", (sheet.quote(*match.span()),))


def _anniversaries(sheet: Sheet) -> Iterator[Finding]:
    for match in ANNIVERSARY.finditer(sheet.text):
        years, first, last = int(match[1]), int(match[2]), int(match[3])
        if EARLIEST <= last <= LATEST and last - first != years:
            message = f"{first} đến {last} là {last - first} năm, báo cáo ghi {years} năm."
            yield Finding(FindingKind.PERIOD, message, (sheet.quote(*match.span()),))


def _lengths(sheet: Sheet) -> Iterator[Finding]:
    facts = sheet.report.metadata
    if facts.period_from is None or facts.period_to is None or facts.period_from == facts.period_to:
        return
    length = 10 if facts.period_to - facts.period_from >= 8 else 5
    for sentence in sheet.body:
        if sentence.ahead:
            continue
        for match in YEARS_PAST.finditer(sentence.text):
            if int(match[1]) != length:
                yield _odd(sheet, sentence.start + match.start(), sentence.start + match.end(), match[0])
        for match in SPAN.finditer(sentence.text):
            first, last = int(match[2]), int(match[3])
            if last - first in (int(match[1]), int(match[1]) - 1) and (first, last) != (facts.period_from, facts.period_to):
                yield _odd(sheet, sentence.start + match.start(), sentence.start + match.end(), match[0])


def _odd(sheet: Sheet, start: int, end: int, years: str) -> Finding:
    facts = sheet.report.metadata
    message = f"Báo cáo về giai đoạn {facts.period_from}-{facts.period_to} nhưng viết “{years}”."
    return Finding(FindingKind.PERIOD, message, (sheet.quote(start, end),))


def _goals(sheet: Sheet) -> Iterator[Finding]:
    """A goal of next year's part that names a year before the report's."""
    facts = sheet.report.metadata
    if facts.period_to is None or facts.period_from != facts.period_to:
        return
    for sentence in sheet.body:
        for match in GOAL.finditer(sentence.text) if sentence.ahead and sentence.kind is not Kind.TABLE else ():
            if int(match[1]) < facts.period_to:
                message = f"Phần phương hướng sau năm {facts.period_to} nhưng ghi “năm {match[1]}”."
                place = sheet.quote(sentence.start + match.start(), sentence.start + match.end())
                yield Finding(FindingKind.PERIOD, message, (place,))
