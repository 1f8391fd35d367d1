"""The years that a report covers, from its title, else its opening; years of cited documents and of plans do not count."""

from __future__ import annotations

import regex as re

from ingest.language.dates import When, dates
from ingest.language.documents import document_numbers

Years = tuple[int | None, int | None]
SPAN = re.compile(r"((?:19|20)\d{2})\s*(?:[-–]|đến(?:\s+(?:hết\s+)?năm)?)\s*((?:19|20)\d{2})")
TEN_YEARS = re.compile(r"\b(\d{1,2})\s+năm\s+(?:thực hiện|triển khai)\b.{0,300}?((?:19|20)\d{2})", re.IGNORECASE)
# What a report adds on the time to come: "…, phương hướng năm 2026", "… và Kế hoạch năm 2025".
AHEAD = re.compile(
    r"phương hướng|nhiệm vụ trọng tâm|kế hoạch công tác|(?:[;,.–]|(?<!\p{L})và|\s-)\s*(?:một số\s+)?"
    r"(?:nhiệm vụ|kế hoạch|mục tiêu|giải pháp|chương trình công tác|dự kiến|dự toán|định hướng)(?!\p{L})",
    re.IGNORECASE,
)
CITED_DAY = re.compile(
    r"(?<!\s)\s*+(?:,\s*+)?+ngày\s++\d{1,2}+(?:\s*+[/.-]\s*+\d{1,2}+\s*+[/.-]\s*+|\s++tháng\s++\d{1,2}+\s++năm\s++)\d{4}"
)
# "(từ ngày 15/12/2030 đến ngày 14/12/2031)", "Từ ngày 01 tháng 01 đến hết ngày 30 tháng 6 năm 2031",
# "(01/7/2031 - 31/12/2031)"
_DAY, _MONTH = r"(?:ngày\s+)?\d{1,2}(?:[/.-]|\s+tháng\s+)", r"\d{1,2}"
_YEAR = r"(?:[/.-]|\s+năm\s+)(\d{4})"
DAYS = re.compile(
    rf"(?:(?<!\p{{L}})từ\s+{_DAY}{_MONTH}(?:{_YEAR})?+\s+đến\s+(?:hết\s+)?{_DAY}{_MONTH}{_YEAR}"
    rf"|\(\d{{1,2}}/\d{{1,2}}(?:/(\d{{4}}))?+\s*+[-–]\s*+\d{{1,2}}/\d{{1,2}}/(\d{{4}})\))",
    re.IGNORECASE,
)
# "Luật Thi đua, khen thưởng năm 2022": the year may be the law's, or the one in which it was carried out.
LAW = re.compile(
    r"(?<!\p{L})(?:luật|pháp lệnh|hiến pháp)(?:\s[^\s.;:()]{1,20}){1,12}?\snăm\s+((?:19|20)\d{2})", re.IGNORECASE
)
# What is laid before a congress tells of the term that ends with it: "trình Đại hội …, nhiệm kỳ 2030 - 2035".
TERM_AHEAD = re.compile(
    r"(?<!\p{L})trình\s(?:tại\s)?đại hội[^;.]{0,120}?nhiệm k[ìiỳý]\s((?:19|20)\d{2})\s*[-–]\s*((?:19|20)\d{2})",
    re.IGNORECASE,
)
REPORTS = re.compile(r"(?<!\p{L})báo cáo\s", re.IGNORECASE)
OF_THE_REPORT = frozenset({When.YEAR, When.YEARS, When.SCHOOL_YEAR, When.PART, When.QUARTER, When.MONTH})


def period(title: str, opening: str, text: str, year: int | None = None) -> tuple[Years, bool]:
    """Return (first year, last year) and whether the title tells them; (None, None) where neither it nor the opening does.

    Of an opening sentence that cites documents, what follows the last "báo cáo" counts first. ``year``: the year of the
    report's date; a law's year more than one before it is the law's own.
    """
    title, opening = _without_laws(title, year), _without_laws(opening, year)
    if (years := _years(title, text)) != (None, None):
        return years, True
    mentions = list(REPORTS.finditer(opening))
    for start in [mentions[-1].end(), 0] if mentions else [0]:
        if (years := _years(opening[start:], text)) != (None, None):
            return years, False
    return (None, None), False


def _years(statement: str, text: str) -> Years:
    if TEN_YEARS.search(statement):
        return _since(statement, text)
    if match := TERM_AHEAD.search(statement):
        first, last = int(match[1]), int(match[2])
        return first - (last - first), first
    plain, days = _without_documents(statement), DAYS.search("")
    past = AHEAD.split(plain)[0]
    for part in (past, plain):
        if match := SPAN.search(part):
            return int(match[1]), int(match[2])
        own = next((date for date in dates(part) if date.year is not None and date.when in OF_THE_REPORT), None)
        if own is not None and own.year is not None:
            return own.year, own.until or own.year
        if days := DAYS.search(part):
            break
    if days := days or DAYS.search(statement):
        last = int(days[2] or days[4])
        return int(days[1] or days[3] or last), last
    return None, None


def _since(statement: str, text: str) -> Years:
    """Read "10 năm thực hiện Chỉ thị … 07/4/2014": from 2014, to 2024 where the report writes 2014 - 2024."""
    past = AHEAD.split(statement)[0]
    if match := SPAN.search(past):
        return int(match[1]), int(match[2])
    ten = TEN_YEARS.search(past)
    if ten is None:
        return None, None
    start, end = int(ten[2]), int(ten[2]) + int(ten[1])
    return start, end if re.search(rf"{start}\s*[-–]\s*{end}", text) else None


def _without_documents(text: str) -> str:
    """Return a text without the numbers and days of the documents it cites."""
    for number in reversed(document_numbers(text)):
        text = f"{text[: number.start]} {text[number.end :]}"
    return CITED_DAY.sub(" ", text)


def _without_laws(text: str, year: int | None) -> str:
    """Return a text without the laws that are named with a year of their own."""
    if year is None:
        return text
    return LAW.sub(lambda law: " " if int(law[1]) < year - 1 else law[0], text)
