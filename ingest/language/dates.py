"""Dates, years, school years, periods and times relative to the report's own ("cùng kỳ năm trước").

The form of dates follows Nghị định 30/2020/NĐ-CP ("ngày 05 tháng 02 năm 2025"); "05/02/2025", "05/2" and "tháng 02/2025" are
what reports write. "22/01" is a date after a word of time or where it cannot be a share; "10/14 chỉ tiêu" is none.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

import regex as re

from ingest.language.spelling import fold


class When(StrEnum):
    """Kinds of dates."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    PART = "part"  # "6 tháng đầu năm", "9 tháng"
    YEAR = "year"
    YEARS = "years"  # from year to year
    SCHOOL_YEAR = "school year"
    RELATIVE = "relative"
    TIME = "time"  # of the day


@dataclass(frozen=True, slots=True)
class Date:
    """A date, period or relative time at [start, end).

    ``year``: the year, or the first of a span; ``until``: the last. ``month``, ``day``, ``quarter``: None where not said.
    ``months``: of a part of a year, and ``last`` whether they are its last. ``relative``: "previous" (năm trước), "same
    period" (cùng kỳ), "present" (năm nay, hiện nay), "beginning" and "end" (đầu năm, cuối năm).
    """

    start: int
    end: int
    text: str
    when: When
    year: int | None = None
    until: int | None = None
    month: int | None = None
    day: int | None = None
    quarter: int | None = None
    months: int | None = None
    last: bool = False
    relative: str = ""

    @property
    def years(self) -> range:
        """Every year it speaks of; none for a date without a year."""
        return range(self.year, (self.until or self.year) + 1) if self.year is not None else range(0)


_S = r"\s{1,3}+"  # a date may go on in the next line
_O = r"[^\S\n]?"
_NO = r"(?<![\p{L}\d/.,])"
_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d{2}"
_END = r"(?![\d/]|[.,]\d)"
_NOUN = r"(?!\s{0,2}(?:%|\p{Ll}))"
_TO = r"(?:[-–]|đến(?:\snăm)?|tới)"
YEAR_DIGITS = re.compile(_YEAR)  # wherever they stand
YEAR_ALONE = re.compile(rf"(?<!\d){_YEAR}(?!\d)")  # no part of a longer figure
PATTERN = re.compile(
    r"(?=[\dcgđhknqt])(?:"  # what any of them begins with: all other places are passed over at once
    + "|".join(
        (
            rf"(?:ngày{_S})?{_NO}(?P<day>{_DAY}){_S}tháng{_S}(?P<month>{_MONTH})(?:{_S}năm{_S}(?P<year>{_YEAR}))?{_END}",
            rf"{_NO}(?P<day>{_DAY}){_O}(?P<sep>[/.-]){_O}(?P<month>{_MONTH}){_O}(?P=sep){_O}(?P<year>{_YEAR}|\d{{2}}(?=\D|$)){_END}",
            rf"(?=\d)(?<=(?<!\p{{L}})(?:ngày|đợt|dịp|hôm|lễ|tết|quốc khánh|sáng|chiều|tối|đêm|trưa)\s){_NO}"
            rf"(?P<day>{_DAY})(?:/|(?<=(?:ngày|lễ|tết|khánh)\s\d{{1,2}})-)(?P<month>{_MONTH}){_END}",
            rf"(?=\d)(?<=(?<!\p{{L}})(?:từ|đến|trước|sau|tới|hết)\s){_NO}(?P<day>{_DAY})/(?P<month>{_MONTH}){_END}{_NOUN}",
            rf"(?=\d)(?<=(?<!\p{{L}})(?:ngày|từ|đến|hôm|trước|sau|các ngày)\s){_NO}(?P<day>{_DAY})"
            rf"(?=\s?(?:,|và|đến|[-–])\s?(?:{_DAY}\s?(?:,|và|[-–])\s?)?{_DAY}/{_MONTH}(?:/{_YEAR})?{_END}{_NOUN})",
            rf"{_NO}(?P<day>{_DAY})(?=\s(?:và|đến)\s{_DAY}/{_MONTH}/{_YEAR}{_END})",
            rf"(?=\d)(?<={_DAY}/{_MONTH}\s?(?:,|và|-|–|đến)\s?){_NO}(?P<day>{_DAY})/(?P<month>{_MONTH}){_END}{_NOUN}",
            rf"{_NO}(?P<day>{_DAY})/(?P<month>0[1-9]|1[0-2])(?=\s?(?:và|-|–|đến)\s?{_DAY}/{_MONTH}{_END})",
            rf"(?:(?<!\p{{L}})tháng{_S})(?P<month>{_MONTH})(?:{_S}năm{_S}|\s?[/-]\s?)(?P<year>{_YEAR}){_END}",
            rf"(?<!\p{{L}})tháng{_S}(?P<month>{_MONTH}){_END}(?!\s?%)",
            rf"{_NO}(?P<month>{_MONTH})/(?P<year>{_YEAR}){_END}{_NOUN}",
            rf"(?<!\p{{L}})quý{_S}(?P<quarter>iv|i{{1,3}}|[1-4])(?:(?:{_S}năm{_S}|\s?/\s?|\s)(?P<year>{_YEAR}))?(?![\p{{L}}\d])",
            rf"(?<!\p{{L}})(?P<school>năm{_S}học){_S}(?P<year>{_YEAR})\s{{0,2}}(?:[-–/]|đến)\s{{0,2}}(?P<until>{_YEAR}|\d{{2}}){_END}",
            rf"(?:(?<!\p{{L}})năm{_S})?{_NO}(?P<year>{_YEAR})\s{{0,2}}{_TO}\s{{0,2}}(?P<until>{_YEAR}|(?<=\d[-–])\d{{2}}(?!\s?\p{{L}})){_END}",
            rf"{_NO}0?(?P<months>[1-9]|1[0-2]){_S}tháng{_S}(?P<part>đầu|cuối){_S}năm(?:{_S}(?P<year>{_YEAR}){_END})?",
            rf"{_NO}0?(?P<months>[369]){_S}tháng{_S}năm{_S}(?P<year>{_YEAR}){_END}",
            rf"(?<!\p{{L}})năm{_S}(?P<year>{_YEAR}){_END}",
            rf"(?P<bare>(?:{_NO}|(?<={_YEAR}/))(?P<year>{_YEAR}))(?!\d|[.,]\d|/(?!{_YEAR}(?!\d)))",
            r"(?<!\p{L})(?P<same>cùng\skì(?:\snăm\s(?:trước|ngoái))?)(?!\p{L})",
            r"(?<!\p{L})(?P<previous>(?:năm\shọc|năm|kì|quý|tháng|nhiệm\skì|giai\sđoạn)\s(?:trước(?!\s(?:đó|đây))|ngoái))(?!\p{L})",
            r"(?<!\p{L})(?P<present>năm\snay|hiện\snay|hiện\stại|đến\snay|năm\shọc\snày|nhiệm\skì\snày)(?!\p{L})",
            r"(?<!\p{L})(?P<beginning>đầu\s(?:năm|kì|nhiệm\skì))(?!\p{L})",
            r"(?<!\p{L})(?P<finish>cuối\s(?:năm|kì|nhiệm\skì))(?!\p{L})",
            rf"{_NO}(?P<time>(?:[01]?\d|2[0-4])(?:h|\sgiờ\s?)[0-5]\d(?:\sphút)?)(?![\p{{L}}\d])",
        )
    )
    + ")"
)
# Where a date may begin: trying the pattern at these places only makes reading ten times faster.
ANCHOR = re.compile(r"(?<!\p{L})(?:ngày|tháng|quý|năm|cùng|kì|nhiệm|giai|hiện|đến|đầu|cuối)(?!\p{L})|(?<!\d)\d")
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
# What a bare number such as "2024" follows where it is a year whatever comes after it.
YEAR_AFTER = re.compile(
    r"(?:(?<!\p{L})(?:năm|đoạn|từ|đến|tới|kì|cuối|đầu|trước|sau|và|với|học|trong|kh|th|giữa)|[-–(/:]|\d,)\s{0,2}$"
)
MEASURED = re.compile(r"\s{0,2}(?:[%‰]|(?:đồng|triệu|tỷ|tỉ|nghìn|ha|km2?|m[23]?|tấn|tạ|kg)(?!\p{L}))")
COUNTS = re.compile(
    r"\s{1,2}(?!(?:và|là|của|có|đạt|so|đến|còn|với|tăng|giảm|được|đã|ước|như|trên|tại|ở|trong|do|theo|cho|sẽ|cùng|thì)(?!\p{L}))\p{Ll}"
)


def dates(text: str) -> list[Date]:
    """Return the dates of a text in order, none overlapping another; an empty text has none."""
    folded, named_dates, last_end = fold(text), [], 0
    for anchor in ANCHOR.finditer(folded):
        match = PATTERN.match(folded, anchor.start()) if anchor.start() >= last_end else None
        date = _date(match, text, folded) if match else None
        if date is not None:
            named_dates.append(date)
            last_end = date.end
    return named_dates


def calendar_day(date: Date) -> datetime.date | None:
    """Return the day of a date that names one with its month and year, None for another or one that no calendar has."""
    if date.when is not When.DAY or not (date.year and date.month and date.day):
        return None
    try:
        return datetime.date(date.year, date.month, date.day)
    except ValueError:
        return None


def _date(match: re.Match[str], text: str, folded: str) -> Date | None:
    start, end = match.span()
    if match["bare"] and MEASURED.match(text, end):
        return None
    if match["bare"] and COUNTS.match(text, end) and not YEAR_AFTER.search(folded[max(0, start - 8) : start]):
        return None
    year, until = _int(match["year"]), _int(match["until"])
    if year is not None and year < 100:
        year += 2000
    if until is not None and until < 100 and year is not None:
        until += year // 100 * 100
    if until is not None and year is not None and until < year:
        return None
    relative, when = _relative(match), _when(match)
    return Date(
        start,
        end,
        text[start:end],
        When.RELATIVE if relative else when,
        year,
        until,
        _int(match["month"]),
        _int(match["day"]),
        ROMAN.get(match["quarter"]) or _int(match["quarter"]) if match["quarter"] else None,
        _int(match["months"]),
        match["part"] == "cuối",
        relative,
    )


def _when(match: re.Match[str]) -> When:
    for name, when in (
        ("time", When.TIME),
        ("day", When.DAY),
        ("month", When.MONTH),
        ("quarter", When.QUARTER),
        ("months", When.PART),
        ("school", When.SCHOOL_YEAR),
        ("until", When.YEARS),
    ):
        if match[name]:
            return when
    return When.YEAR


def _relative(match: re.Match[str]) -> str:
    names = {"same": "same period", "previous": "previous", "present": "present", "beginning": "beginning", "finish": "end"}
    return next((relation for name, relation in names.items() if match[name]), "")


def _int(digits: str | None) -> int | None:
    return int(digits) if digits and digits.isdigit() else None
