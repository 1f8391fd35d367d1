"""One event told at two times: a congress on two days, a fire in July and "in August", a campaign with two ends."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from itertools import combinations

import regex as re

from app.checks.facts import rarities, rarity_of, shared
from app.checks.happenings import Happening, Moment, doing_words, happenings
from app.checks.knowledge import Recurs, knowledge
from app.checks.model import Finding, FindingKind, Sheet
from ingest.language.bodies import units
from ingest.language.spelling import fold

NUMBERED = ("đại hội", "lần", "kì họp", "phiên", "khóa")  # events known by their number
MOST = 160  # of a report that are held against each other; the reports measured have up to 70
COVERED = 0.6  # of what the shorter clause tells, weighed by rarity, the other tells too
NAMED = 0.3  # as much is enough where both name the same thing
NEARLY_ALL = 0.75  # of what is said right where the doing is told
LEVEL = re.compile(r"\scấp\s(\p{L}++)")
FEWEST = 2  # words, beside the doing, that both tell
ONE_THING = 8.0  # rarity of what both tell: four words or more that few sentences of a report have
# Kinds of names that tell two events apart, and those by which an event is known.
APART = ("quotation", "person", "hamlet", "commune", "district", "province", "body")
SAME = ("quotation", "person", "name", "body", "hamlet", "commune")


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every event that the report tells at two times that cannot both be."""
    reported: set[tuple[str, str]] = set()
    every = [event for event in happenings(sheet) if event.doings or any(kind == "quotation" for kind, _ in event.names)][
        :MOST
    ]
    rarity = rarities(sheet)
    report_day = _report_day(sheet)
    for event, other in combinations(every, 2):
        if event.sentence is other.sentence or (event.numbered and other.numbered) or event.signed != other.signed:
            continue
        if not differ(event, other):
            continue
        if _is_next(event, report_day) != _is_next(other, report_day) or not _is_one(event, other, rarity, own_names(sheet)):
            continue
        times = f"{_bare(event.text)} và {_bare(other.text)}"
        if (event.text, other.text) not in reported:
            reported.add((event.text, other.text))
            places = sheet.quote(event.start, event.end), sheet.quote(other.start, other.end)
            yield Finding(FindingKind.PERIOD, f"Một việc có thể ghi hai thời gian khác nhau: {times}.", places)


def differ(event: Happening, other: Happening) -> bool:
    """Say whether two times cannot be those of one event, as far as both tell the same end of it."""
    first, last = _apart(event.first, other.first), _apart(event.last, other.last)
    if _is_point(event) and _is_point(other):
        return first
    if _is_point(event) or _is_point(other):
        point, span = (event, other) if _is_point(event) else (other, event)
        if span.first and span.last:
            return _is_outside(point.first, span.first, span.last)
        return first if span.first else False
    return first or last


def _is_point(event: Happening) -> bool:
    return event.first is not None and event.first == event.last


def _apart(moment: Moment | None, other: Moment | None) -> bool:
    """Say whether two times differ; a day and its own month do not, nor does a year that is not said."""
    if moment is None or other is None:
        return False
    years = bool(moment.year and other.year) and moment.year != other.year
    days = bool(moment.day and other.day) and moment.day != other.day
    return years or moment.month != other.month or days


def _is_outside(moment: Moment | None, first: Moment, last: Moment) -> bool:
    if moment is None or (moment.year and last.year and moment.year != last.year):
        return moment is not None
    day = moment.month, moment.day
    if not moment.day:
        return not first.month <= moment.month <= last.month
    return not (first.month, first.day) <= day <= (last.month, last.day or 31)


def _is_one(event: Happening, other: Happening, rarity: Mapping[str, float], own: frozenset[str]) -> bool:
    """Say whether two tell one event: the same doing, nothing that parts them, and enough that they share."""
    rules = knowledge()
    doings = event.doings & other.doings
    names = {name for name in event.names & other.names if name[0] in SAME and name[1] not in own}
    names |= {numbering for numbering in event.series & other.series if numbering[0] in NUMBERED}
    quoted = any(kind in ("quotation", "person") for kind, _ in names)
    if not (doings or any(kind == "quotation" for kind, _ in names)):
        return False
    if rules.doings.contrasts.parts(event.clause, other.clause) or rules.contrasts.parts(event.clause, other.clause):
        return False
    recurs = {rules.doings.forms[number][1] for number in doings}
    single = bool(names) and recurs == {Recurs.SINGLE}
    if are_two(event, other) or (_years_apart(event, other) and not single):
        return False
    if _levelled(doings, event.clause) & _levelled(doings, other.clause):
        return True
    common = event.about & other.about
    if is_slip(event, other) and _is_retold(event, other, common, rarity):
        return True
    doing = doing_words(doings, event.clause) | doing_words(doings, other.clause) | rules.doings.general
    beyond = common - doing
    if not (quoted or len(beyond) >= (1 if names or _meet(event, other) else FEWEST)):
        return False
    covered = max(shared(event.about, common, rarity), shared(other.about, common, rarity))
    if recurs <= {Recurs.OFTEN}:
        return covered >= NAMED and (quoted or bool(event.figures & other.figures))
    if names and covered >= NAMED:
        return True
    if recurs <= {Recurs.SINGLE, Recurs.INCIDENT, Recurs.OFTEN}:
        return False
    if recurs <= {Recurs.CAMPAIGN, Recurs.OFTEN} and not _overlap(event, other):
        return False
    parts = ((event.near - rules.doings.general, other.about), (other.near - rules.doings.general, event.about))
    is_retold = any(part - doing and shared(part, part & whole, rarity) >= NEARLY_ALL for part, whole in parts)
    return covered >= COVERED or is_retold


def is_slip(event: Happening, other: Happening) -> bool:
    """Say whether two days of one month and year differ by one digit, or by the order of theirs."""
    first, second = event.first, other.first
    if first is None or second is None or not (_is_point(event) and _is_point(other) and first.day and second.day):
        return False
    first_day, second_day = f"{first.day:02}", f"{second.day:02}"
    apart = sum(a != b for a, b in zip(first_day, second_day, strict=True)) == 1 or first_day == second_day[::-1]
    return (first.year, first.month) == (second.year, second.month) and first.year > 0 and apart


def _is_retold(event: Happening, other: Happening, common: frozenset[str], rarity: Mapping[str, float]) -> bool:
    """Say whether what one clause tells right at its doing the other tells almost whole, and enough to know the thing by."""
    general = knowledge().doings.general
    parts = ((event.near - general, other.about), (other.near - general, event.about))
    weight = rarity_of(common - general, rarity)
    return weight >= ONE_THING and any(part and shared(part, part & whole, rarity) >= NEARLY_ALL for part, whole in parts)


def _levelled(doings: frozenset[int], clause: str) -> set[str]:
    """Return events with the level that they were held at, which has one of them a year: "hội giảng cấp trường"."""
    forms = knowledge().doings.forms
    ends = (match for number in doings for match in forms[number][0].finditer(clause))
    return {f"{match[0]} {level[1]}" for match in ends if (level := LEVEL.match(clause, match.end()))}


def _meet(event: Happening, other: Happening) -> bool:
    """Say whether two spans of time share one end: the other is the slip."""
    if _is_point(event) or _is_point(other):
        return False
    return any(a is not None and a == b for a, b in ((event.first, other.first), (event.last, other.last)))


def _overlap(event: Happening, other: Happening) -> bool:
    """Say whether two spans of time have a day in common; two campaigns of one name do not."""
    ends = [(span.first or span.last, span.last or span.first) for span in (event, other)]
    (first, last), (begin, end) = [tuple((m.month, m.day or 15) for m in pair if m) for pair in ends]
    return first <= end and begin <= last


def are_two(event: Happening, other: Happening) -> bool:
    """Say whether names or numbers of a series tell two events apart."""
    for kind in APART:
        first, second = ({name for of, name in either.names if of == kind} for either in (event, other))
        if first and second and not any(a in b or b in a for a in first for b in second):
            return True
    for word in {word for word, _ in event.series} & {word for word, _ in other.series}:
        first, second = ({number for of, number in either.series if of == word} for either in (event, other))
        if not first & second:
            return True
    return False


def _years_apart(event: Happening, other: Happening) -> bool:
    """Say whether two years are told: what is held every year has a day in each."""
    ends = ((event.first, other.first), (event.last, other.last))
    return any(a is not None and b is not None and a.year and b.year and a.year != b.year for a, b in ends)


def _is_next(event: Happening, report_day: datetime.date | None) -> bool:
    """Say whether an event is still to come when the report is written."""
    moment = event.first or event.last
    if report_day is None or moment is None or not moment.year:
        return event.sentence.ahead
    return (moment.year, moment.month, moment.day or 1) > (report_day.year, report_day.month, report_day.day)


def _report_day(sheet: Sheet) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(sheet.report.metadata.date or "")
    except ValueError:
        return None


def own_names(sheet: Sheet) -> frozenset[str]:
    """Return names that every event of the report bears: those of its place and of its issuer."""
    facts = sheet.report.metadata
    return frozenset(fold(unit.name) for text in (facts.place, facts.issuer, facts.parent) for unit in units(text or ""))


def _bare(text: str) -> str:
    return text.removeprefix("ngày ").removeprefix("Ngày ")
