"""One event of one month told at two places: "Đợt khám miễn phí tháng 7 tại xã …", and elsewhere another commune's name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import regex as re

from app.checks.facts import EMPTY, words
from app.checks.happenings import Happening, happenings
from app.checks.model import Finding, FindingKind, Sheet
from app.checks.parents import is_within
from ingest.language.bodies import units
from ingest.language.spelling import fold
from ingest.model import Kind
from ingest.sections import section_at

AT = re.compile(r"(?<!\p{L})(?:tại|ở)\s$", re.IGNORECASE)
LEVELS = ("hamlet", "commune")
GENERAL = frozenset("tổ chức mở đợt cuộc buổi lớp hoạt động tham gia triển khai".split())  # tell of no event which it is
FEWEST = 3  # words by which both call the event
MOSTLY = 0.6  # of the words by which the shorter calls it
MOST = 160  # of a report that are held against each other


@dataclass(frozen=True, slots=True)
class Venue:
    """An event with the one unit that it took place in; ``called``: the words that lead up to the place."""

    event: Happening
    level: str
    place: str
    text: str
    called: frozenset[str]
    section: int | None


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every event that two sections of the report put into two places."""
    venues = [venue for event in happenings(sheet) if (venue := _venue(sheet, event))][:MOST]
    pairs = [(first, other) for first, other in combinations(venues, 2) if _is_one(first, other)]
    for first, other in pairs:
        if sum(first in pair or other in pair for pair in pairs) > 1:
            continue  # what three places had was held at each of them
        message = f"Một việc có thể ghi ở hai nơi khác nhau: {first.text} và {other.text} ({first.event.text})."
        quotes = sheet.quote(first.event.start, first.event.end), sheet.quote(other.event.start, other.event.end)
        yield Finding(FindingKind.PLACE, message, quotes)


def _venue(sheet: Sheet, event: Happening) -> Venue | None:
    sentence = event.sentence
    if sentence.kind is Kind.TABLE or sentence.ahead or event.signed or event.first is None or event.first != event.last:
        return None
    text = sentence.text
    places = [unit for unit in units(text) if unit.name and unit.level in LEVELS]
    if len(places) != 1 or not AT.search(text, max(0, places[0].start - 8), places[0].start):
        return None
    begin = max(text.rfind("; ", 0, places[0].start), text.rfind(": ", 0, places[0].start), -1) + 1
    time = event.start - sentence.start, event.end - sentence.start
    if not begin <= time[0] or ";" in text[min(time[0], places[0].start) : max(time[0], places[0].start)]:
        return None
    lead = text[begin : places[0].start]
    if begin <= time[0] < places[0].start:
        lead = text[begin : time[0]] + text[time[1] : places[0].start]
    called = frozenset(word for word in words(lead) if word not in EMPTY and word not in GENERAL)
    section = section_at(sheet.report, event.start)
    return Venue(event, places[0].level, fold(places[0].name), places[0].text, called, section)


def _is_one(venue: Venue, other: Venue) -> bool:
    """Say whether two sections tell one event by its words and its time, and nothing but the place parts them."""
    first, second = venue.event.first, other.event.first
    if venue.section == other.section or venue.level != other.level or first is None or second is None:
        return False
    if (first.month, first.day) != (second.month, second.day) or (first.year and second.year and first.year != second.year):
        return False
    if is_within(venue.place, other.place, tabled=False) or _are_two(venue.event, other.event):
        return False
    common = venue.called & other.called
    return len(common) >= FEWEST and len(common) >= MOSTLY * min(len(venue.called), len(other.called))


def _are_two(event: Happening, other: Happening) -> bool:
    """Say whether other numbers or other names tell two events apart."""
    if event.figures and other.figures and not event.figures & other.figures:
        return True
    for kind in ("quotation", "person", "body"):
        first, second = ({name for of, name in either.names if of == kind} for either in (event, other))
        if first and second and not first & second:
            return True
    kinds = {word for word, _ in event.series} & {word for word, _ in other.series}
    return any(
        {n for w, n in event.series if w == word}.isdisjoint(n for w, n in other.series if w == word) for word in kinds
    )
