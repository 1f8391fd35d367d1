"""Lengths of time that do not fit their ends: "5 năm (2018-2024)", "3 ngày (08-11/4)", "tháng 13".

Months too: "6 tháng (từ 01/01/2024 đến 30/9/2024)".
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import regex as re

from app.checks.model import Finding, FindingKind, Sheet
from ingest.language.enumerators import roman_value

_S, _O = r"\s{1,3}+", r"\s{0,3}+"
_DAY = r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?"
YEARS = re.compile(
    rf"(?<![\d/,.])0?(\d{{1,2}}){_S}năm(?!{_S}(?:ngày|thành lập|kỷ niệm"
    rf"|trở))[^.;()\d]{{0,40}}\({_O}(?:giai đoạn{_S}|từ{_S}(?:năm{_S})?)?"
    rf"(\d{{4}}){_O}(?:[-–]|đến(?:{_S}năm)?){_O}(\d{{4}}){_O}\)",
    re.IGNORECASE,
)
MONTHS = re.compile(
    rf"(?<![\d/,.])0?(\d{{1,2}}){_S}tháng[^.;()\d]{{0,30}}(?:năm{_S}\d{{4}}{_O})?\({_O}từ{_S}(?:ngày{_S})?{_DAY}{_S}đến{_S}(?:hết{_S})?(?:ngày{_S})?"
    rf"(\d{{1,2}})/(\d{{1,2}})/(\d{{4}}){_O}\)",
    re.IGNORECASE,
)
DAYS = re.compile(
    rf"(?<![\d/,.])0?(\d{{1,2}}){_S}ngày(?!{_S}làm{_S}việc)[^.;()\d]{{0,20}}[(,]{_O}(?:từ{_S})?(?:ngày{_S})?"
    rf"(\d{{1,2}})(?:/(\d{{1,2}}))?(?:/\d{{4}})?{_O}(?:[-–]|đến(?:{_S}hết)?(?:{_S}ngày)?){_O}(\d{{1,2}})/(\d{{1,2}})(?:/(\d{{4}}))?(?![\d/])",
    re.IGNORECASE,
)
MOST_DAYS = 10  # of a span whose days are counted one by one; in a longer one some are free
# "6 tháng 96,8 triệu đồng", "trong tháng 45 vụ": a length of time or a month, and behind it a figure of something.
NO_MONTH = re.compile(
    r"(?<!\p{L})(?<![\d,.]\s)(?:tháng\s(?:1[3-9]|[2-9]\d)|quý\s(?:V|VI|[5-9]))(?=\s?(?:[;)]|[.,](?!\d)|$|/\s?\d{4}|năm\s|và\s|đến\s))",
    re.IGNORECASE | re.MULTILINE,
)
# A quarter, and a month of it told in the same breath: "trong quý I (khởi công tháng 5/2025)".
QUARTER = re.compile(
    r"(?<!\p{L})quý\s(IV|I{1,3}|[1-4])(?:/\d{4}|\snăm\s\d{4})?\s?\((?:[^.;()\d]{0,30}\s)?(?:tháng\s|ngày\s\d{1,2}/)(\d{1,2})(?!\d)"
)
LENGTH = re.compile(
    r"(?<!\p{L})(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mấy|vài|các|nhiều|mỗi|hằng|hàng)\s$", re.IGNORECASE
)
DAYS_OF_A_MONTH = 30.4


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every number of years or months that its two ends do not give, and every month there is not."""
    for match in YEARS.finditer(sheet.text):
        years, first, last = int(match[1]), int(match[2]), int(match[3])
        if 1900 < first < last < 2100 and years not in (last - first, last - first + 1):
            message = f"{first} đến {last} là {last - first + 1} năm, báo cáo ghi {years} năm."
            yield Finding(FindingKind.PERIOD, message, (sheet.quote(*match.span()),))
    for match in MONTHS.finditer(sheet.text):
        length = _months(match)
        if length is not None and abs(length - int(match[1])) > 1:
            message = f"Khoảng thời gian ghi trong ngoặc dài khoảng {length:.0f} tháng, báo cáo ghi {match[1]} tháng."
            yield Finding(FindingKind.PERIOD, message, (sheet.quote(*match.span()),))
    for match in DAYS.finditer(sheet.text):
        days = _days(match)
        claim = int(match[1])
        if days is not None and 0 < days <= MOST_DAYS and claim != days and abs(claim - days) <= 2:
            message = f"Khoảng thời gian ghi trong ngoặc là {days} ngày, báo cáo ghi {match[1]} ngày."
            yield Finding(FindingKind.PERIOD, message, (sheet.quote(*match.span()),))
    for match in QUARTER.finditer(sheet.text):
        quarter, month = roman_value(match[1]) or int(match[1]), int(match[2])
        if 1 <= month <= 12 and (month + 2) // 3 != quarter:
            yield Finding(FindingKind.PERIOD, f"Tháng {month} không thuộc quý {match[1]}.", (sheet.quote(*match.span()),))
    for match in NO_MONTH.finditer(sheet.text):
        if LENGTH.search(sheet.text, max(0, match.start() - 8), match.start()):
            continue
        yield Finding(FindingKind.PERIOD, f"Thời gian không thể có: “{match[0]}”.", (sheet.quote(*match.span()),))


def _days(match: re.Match[str]) -> int | None:
    """Return the number of days from the first to the last, both counted; None for days that there are not."""
    year = int(match[6] or 2024)
    try:
        begin = datetime.date(year, int(match[3] or match[5]), int(match[2]))
        return (datetime.date(year, int(match[5]), int(match[4])) - begin).days + 1
    except ValueError:
        return None


def _months(match: re.Match[str]) -> float | None:
    try:
        begin = datetime.date(int(match[4] or match[7]), int(match[3]), int(match[2]))
        end = datetime.date(int(match[7]), int(match[6]), int(match[5]))
    except ValueError:
        return None  # told by the check of periods
    return (end - begin).days / DAYS_OF_A_MONTH
