"""Which year and which part of it a figure is of. Its sentence or column says so, else a heading, else its report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex as re

from ingest.language.dates import Date, When, dates
from ingest.language.governing import is_compared, part_of
from ingest.language.spelling import fold
from ingest.model import Metadata

OF_LAW = re.compile(  # the year of what is cited: "Luật Thi đua, khen thưởng năm 2022"
    r"(?<!\p{L})(?:luật|pháp lệnh|nghị định|nghị quyết|quyết định|chỉ thị|thông tư|kết luận|công văn|hướng dẫn)(?!\p{L})"
    r"[^;.(]{0,60}$"
)
MONTHS = re.compile(r"(?<![\d/])(0?[1-9]|1[0-2])\stháng(?:\s(đầu|cuối))?(?!\s?\p{Ll}*\s?tuổi)(?!\p{L})")
SHORT_MONTHS = re.compile(r"(?<![\d/\p{L}])(0?[1-9]|1[0-2])\s?t\s?/\s?((?:19|20)\d{2})(?!\d)")  # of a column: "6T/2024"
WHOLE_YEAR = re.compile(r"(?<!\p{L})cả năm(?!\p{L})")
UP_TO = re.compile(r"(?<!\p{L})(?:đến|hết|tính đến|tính đến hết|đến hết)\s(?:ngày\s)?$")


@dataclass(frozen=True, slots=True)
class FactTime:
    """A time that figures are of; fields as in :class:`ingest.facts.model.Fact`. ``prior``: it is what they compare with."""

    since: int | None = None
    year: int | None = None
    part: str = ""
    edge: str = ""
    prior: bool = False


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A time said at [start, end); ``compared``: only as what a figure is compared with."""

    start: int
    end: int
    time: FactTime
    compared: bool


def report_time(facts: Metadata) -> FactTime:
    """Return the time that a report is of, with the part of the year that its title says; empty where it does not say."""
    since, until = facts.period_from, facts.period_to
    own = FactTime(since if since is not None else until, until if until is not None else since)
    titled = times(fold(facts.title or ""), dates(facts.title or ""), own)[:1]  # a second one is of what is to come
    part = next((span.time.part for span in titled if span.time.year == own.year), "")
    return replace(own, part=part)


def times(folded: str, named_dates: Sequence[Date], own: FactTime) -> list[TimeSpan]:
    """Return the times that a folded text says, in order.

    :param own: time of the report, for "năm trước" and months without a year.
    """
    spans: list[TimeSpan] = []
    for date in named_dates:
        if date.when is When.TIME or OF_LAW.search(folded, max(0, date.start - 80), date.start):
            continue
        time = _time(date, own, folded)
        last = spans[-1] if spans else None
        if last and last.time.edge and not folded[last.end : date.start].strip() and date.year is not None:
            ended = replace(time, edge=last.time.edge)  # "cuối năm" + "2021"
            spans[-1] = TimeSpan(last.start, date.end, ended, last.compared)
            continue
        spans.append(TimeSpan(date.start, date.end, time, is_compared(folded, date.start)))
    return spans


def time_in(text: str, own: FactTime) -> FactTime | None:
    """Return the time that a title or heading says, None where it says none; "6 tháng cuối" says a part of the report's."""
    folded = fold(text)
    if (short := SHORT_MONTHS.search(folded)) is not None:
        return FactTime(int(short[2]), int(short[2]), f"m{int(short[1])}")
    spans = times(folded, dates(text), own)
    months = MONTHS.search(folded)
    part = f"m{int(months[1])}{'-' if months[2] == 'cuối' else ''}" if months else ""
    if spans:
        return replace(spans[-1].time, part=spans[-1].time.part or part)
    if part or WHOLE_YEAR.search(folded):  # "cả năm" beside "6 tháng cuối"
        return FactTime(own.since, own.year, part)
    return None


def _time(date: Date, own: FactTime, folded: str) -> FactTime:
    if date.relative in ("previous", "same period"):
        single = own.year is not None and (own.since == own.year or date.relative == "same period")
        year = own.year - 1 if single and own.year is not None else None
        return FactTime(year, year, prior=True)
    if date.relative in ("beginning", "end"):
        at = own.since if date.relative == "beginning" else own.year
        return FactTime(at, at, edge=date.relative)
    if date.relative == "present":
        return FactTime(own.year, own.year)
    year, until = date.year, date.until
    if year is None:
        year = own.year if own.since == own.year else None
    if date.when is When.DAY:
        closes = UP_TO.search(folded, max(0, date.start - 20), date.start) is not None
        return FactTime(year, year, "" if closes else "day", "end" if closes else "")
    return FactTime(year, until or year, part_of(date))
