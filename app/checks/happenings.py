"""What a report says took place on a day, in a month, or from a day to another: its time, its doings, its names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex as re

from app.checks.documents import citations
from app.checks.facts import EMPTY, NAME, words
from app.checks.knowledge import Recurs, knowledge
from app.checks.model import Sentence, Sheet
from ingest.language.bodies import bodies, units
from ingest.language.dates import Date, When, dates
from ingest.language.names import persons, quotations
from ingest.language.spelling import fold
from ingest.model import Kind

# The first end of a span that is no date by itself: "từ ngày 12 đến ngày 15/10", "(05/3 - 20/3/2024".
OPENING = re.compile(
    r"(?:(?<!\p{L})(?:từ|ngày)\s|\()(\d{1,2})(?:/(\d{1,2}))?\s?(?:[-–]"
    r"|đến(?:\shết)?(?:\sngày)?)\s?(?:ngày\s)?$",
)
BETWEEN = re.compile(r"\s?(?:[-–]|đến(?:\shết)?(?:\sngày)?)\s?(?:ngày\s)?", re.IGNORECASE)
FROM = re.compile(r"(?<!\p{L})(?:từ|bắt đầu|kể từ|mở|mở màn|khai mạc|phát động)\s?(?:từ\s)?(?:ngày\s)?$", re.IGNORECASE)
UNTIL = re.compile(r"(?<!\p{L})(?:đến(?:\shết)?|kết thúc|bế mạc|xong|hoàn thành)\s(?:vào\s)?(?:ngày\s)?$", re.IGNORECASE)
# What is counted, planned or owed by a day did not take place on it.
NO_EVENT = re.compile(
    r"(?<!\p{L})(?:tính (?:đến|từ)|số liệu|trước|chậm nhất|hạn|thời hạn|quá hạn|sinh|chốt|dự kiến|hiệu lực|sau|so với"
    r"|dịp|nhân"
    r"|chào mừng|hưởng ứng|mừng|kỷ niệm)"
    r"\s(?:hết\s)?(?:ngày\s)?$|(?<!\p{L})số\s?[\p{L}\d/\-]{1,30}\s?,?\s?(?:ngày\s)?$",
    re.IGNORECASE,
)
SIGNED = re.compile(
    r"(?<!\p{L})(?:kế hoạch|quyết định|công văn|nghị quyết|tờ trình|thông báo|hướng dẫn|chỉ thị|báo cáo|biên bản"
    r"|kết luận|quy chế"
    r"|đề án|văn bản)(?!\p{L})"
)
OPENS = re.compile(r"[\s,(–-]*+(?:(?:vào|trong|sáng|chiều|tối|đêm|hôm|từ|riêng|ngay từ|đến|cuối|đầu|và|ngày|,)\s?)*+")
ORDINAL = re.compile(
    r"(?<!\p{L})(đại hội|lần|đợt|kì họp|kì|phiên|khóa|vòng|giai đoạn|lớp|quý|số|cụm|khối|tổ|ca|cầu|năm|tháng)\s"
    r"(?:thứ\s)?(?:số\s)?"
    r"(\d{1,4}|[ivx]{1,5}|nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)(?![\p{L}\d/])"
)
TELLING = 10  # figures below are told of many things
REACH = 170  # characters of a clause on each side of its time that are read; longer ones speak of more than it
BREAK = re.compile(r";\s|:\s|(?<=[^\d\s])\.\s")
SEGMENT = re.compile(r"[,(:]\s?")


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A day, or a month where ``day`` is 0; ``year`` is 0 where none is said."""

    year: int
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that took place, at [start, end) of the report's text, at a time written ``text``.

    ``first`` and ``last``: the ends of a time; both alike for a day; one is None where only the other end is told.
    ``doings``: which of :func:`knowledge` its clause tells nearest to the time, by number. ``near``: the words of the
    part of its clause that tells them, ``about``: of all of it. ``names``: quotations, persons, bodies, units and
    other names, each with its kind. ``series``: which of several it says it is ("lần" and "2"). ``figures``: told beside
    it. ``signed``: what has the day is a document about it; ``numbered``: its clause cites one.
    """

    sentence: Sentence
    start: int
    end: int
    text: str
    first: Moment | None
    last: Moment | None
    clause: str
    doings: frozenset[int]
    near: frozenset[str]
    about: frozenset[str]
    names: frozenset[tuple[str, str]]
    series: frozenset[tuple[str, str]]
    figures: frozenset[str]
    signed: bool
    numbered: bool


@dataclass(frozen=True, slots=True)
class SentenceTime:
    """A time at [start, end) of a sentence, its ends as in :class:`Happening`; ``dated``: both have a year of their own."""

    start: int
    end: int
    first: Moment | None
    last: Moment | None
    dated: bool = True


def happenings(sheet: Sheet) -> Iterator[Happening]:
    """Yield what a report says took place, in order: in sentences, and in rows of tables that hold one day.

    Days of documents cited by number are none; the check of documents holds those against each other.
    """
    cited = [(document.number.start, document.end) for document in citations(sheet.text)]
    for sentence in sheet.sentences:
        if sheet.report.in_closing(sentence.start) and sentence.kind is not Kind.TABLE:
            continue
        moments = times(sentence.text)
        if sentence.kind is Kind.TABLE and len(moments) != 1:
            continue
        for number, time in enumerate(moments):
            if NO_EVENT.search(sentence.text, max(0, time.start - 40), time.start):
                continue
            begin = moments[number - 1].end if number else 0
            stop = moments[number + 1].start if number + 1 < len(moments) else len(sentence.text)
            at = sentence.start + time.start
            if not any(a <= at < b for a, b in cited):
                numbered = any(sentence.start + begin <= a < at for a, _ in cited)
                yield _happening(sentence, time, begin, stop, numbered=numbered)


def times(text: str) -> list[SentenceTime]:
    """Return the days and months of a sentence in order, the two ends of a span as one time."""
    all_times: list[SentenceTime] = []
    days = [date for date in dates(text) if date.when in (When.DAY, When.MONTH)]
    number = 0
    while number < len(days):
        date = days[number]
        following = days[number + 1] if number + 1 < len(days) else None
        if following is not None and following.when is date.when and BETWEEN.fullmatch(text, date.end, following.start):
            ends = _moment(date, following), _moment(following, None)
            all_times.append(SentenceTime(date.start, following.end, ends[0], ends[1], date.year is not None))
            number += 2
            continue
        moment = _moment(date, None)
        opening = OPENING.search(text, max(0, date.start - 30), date.start)
        if opening is not None and moment is not None and 1 <= int(opening[1]) <= 31:
            first = Moment(moment.year, int(opening[2] or moment.month), int(opening[1]))
            all_times.append(SentenceTime(opening.start(1), date.end, first, moment, dated=False))
            number += 1
            continue
        from_here = FROM.search(text, max(0, date.start - 30), date.start) is not None
        up_to = UNTIL.search(text, max(0, date.start - 30), date.start) is not None
        all_times.append(SentenceTime(date.start, date.end, None if up_to else moment, None if from_here else moment))
        number += 1
    return [time for time in all_times if time.first or time.last]


def _moment(date: Date, following: Date | None) -> Moment | None:
    """Return the time of a date; what it leaves out is that of the other end of its span."""
    month = date.month or (following.month if following else None)
    year = date.year or (following.year if following else None)
    return Moment(year or 0, month, date.day or 0) if month else None


def _happening(sentence: Sentence, time: SentenceTime, begin: int, stop: int, *, numbered: bool) -> Happening:
    text = sentence.text
    if sentence.kind is Kind.TABLE:
        before, after = text[: time.start], text[time.end :]
    else:
        before, after = _before(text, time, begin), _after(text, time, stop)
    clause = f"{before} {after}".strip()
    folded = fold(clause)
    doings, near = _nearest(fold(before), fold(after))
    signed = SIGNED.search(fold(next((part for part in reversed(SEGMENT.split(before)) if part.strip()), ""))) is not None
    beside = (f for f in sentence.figures if not time.start <= f.start - sentence.start < time.end)
    return Happening(
        sentence=sentence,
        start=sentence.start + time.start,
        end=sentence.start + time.end,
        text=text[time.start : time.end],
        first=time.first,
        last=time.last,
        clause=folded,
        doings=doings,
        near=near,
        about=frozenset(words(folded)) - EMPTY,
        names=frozenset(_names(clause)),
        series=frozenset((match[1], match[2].lstrip("0")) for match in ORDINAL.finditer(folded)),
        figures=frozenset(f.text for f in beside if f.value >= TELLING and f.text in clause),
        signed=signed,
        numbered=numbered,
    )


def _before(text: str, time: SentenceTime, begin: int) -> str:
    """Return what leads up to a time within its sentence."""
    low = max(begin, time.start - REACH)
    breaks = [match.end() for match in BREAK.finditer(text, low, time.start)]
    return text[breaks[-1] if breaks else low : time.start]


def _after(text: str, time: SentenceTime, stop: int) -> str:
    """Return what follows a time: all of its clause where it opens one, else the rest of the phrase."""
    high = min(stop, time.end + REACH)
    cut = BREAK.search(text, time.end, high)
    high = cut.start() if cut else high
    return text[time.end : high]


def _nearest(before: str, after: str) -> tuple[frozenset[int], frozenset[str]]:
    """Return the doings of the part of a clause that stands nearest to its time and has any, with that part's words.

    A time that opens its clause is told of what follows, any other of what leads up to it.
    """
    segments = [part for part in reversed(SEGMENT.split(before)) if part.strip()]
    behind = [part for part in SEGMENT.split(after) if part.strip()]
    opens = OPENS.fullmatch(segments[0] if segments else "") is not None
    doings: frozenset[int] = frozenset()
    near: frozenset[str] = frozenset()
    for part in [*behind[:2], *segments] if opens else [*segments[:1], *behind[:1], *segments[1:]]:
        numbers = frozenset(number for number, (form, _) in enumerate(knowledge().doings.forms) if form.search(part))
        doings, near = doings | numbers, near | (frozenset(words(part)) - EMPTY if numbers else frozenset())
        if any(knowledge().doings.forms[number][1] is not Recurs.OFTEN for number in numbers):
            break  # "họp" says little by itself: what meets is told farther off
    return doings, near


def doing_words(doings: frozenset[int], clause: str) -> frozenset[str]:
    """Return the words by which a folded clause tells doings."""
    forms = knowledge().doings.forms
    return frozenset(word for number in doings for match in forms[number][0].finditer(clause) for word in words(match[0]))


def _names(text: str) -> Iterator[tuple[str, str]]:
    for quotation in quotations(text):
        yield "quotation", fold(quotation.text)
    for person in persons(text):
        yield "person", fold(person.text)
    for body in bodies(text):
        yield "body", fold(body.kind + " " + body.name).strip()
    for unit in units(text):
        if unit.name:
            yield unit.level, fold(unit.name)
    for match in NAME.finditer(text):
        yield "name", fold(match[0].strip())
