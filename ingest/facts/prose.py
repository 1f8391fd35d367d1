"""The facts of sentences: each figure with the words that name it, its time, its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import regex as re

from ingest.facts.model import Fact
from ingest.facts.times import WHOLE_YEAR, Time, TimeSpan, times
from ingest.facts.vocabulary import fact_words
from ingest.language.bodies import NamedUnit
from ingest.language.context import Bound, Change, Standing, subject_before
from ingest.language.dates import Date
from ingest.language.documents import DocumentNumber
from ingest.language.governing import NAMES_END, from_start, governing, without_documents
from ingest.language.links import Reading
from ingest.language.quantity import SHARES, Quantity, counted_end
from ingest.language.terms import tokens
from ingest.language.vocabulary import vocabulary

LONGEST_TAIL = 12  # words behind a figure that may name it
LONGEST_INHERITED = 60  # words of the figures before that may name one
LONGEST_OPENING = 24  # words before the colon of "Giấy khen của Chủ tịch huyện: 24 tập thể"
PLAN_NEAR = 24  # characters before a bracket
WHOLE_AGAIN = re.compile(r"\W{0,3}tổng(?!\p{L})", re.IGNORECASE)
GAP = "…"  # stands for the figure in a fact's name
BECOMES = re.compile(r"(?:\s\p{L}{1,12}){0,2}\s(?:còn|xuống còn|giảm còn|xuống|lên)\s")
MOST_BEHIND = 2  # words behind the end of a change: more name another thing
OF_WHOLE = re.compile(r"(?<!\p{L})(?:trên|trong)(?:\stổng)?(?:\ssố)?\s$")  # "604 hộ nghèo trên tổng số 26.140 hộ"
STOPS = re.compile(r"[,;:(]")
ENDS = " .,;:–-“”\"'"
LEAST = 4  # characters before a word that opens a sentence: a bullet
APART = re.compile(r"[;.](?=\s)")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a sentence stands in.

    ``lead``: the line that introduces it. ``own``: the time of its report; ``around``: that of its heading, else of the
    report, and ``dated`` says which. ``ahead``: its section tells of what is to come.
    """

    lead: str
    headings: tuple[str, ...]
    own: Time
    around: Time
    dated: str
    ahead: bool


@dataclass(frozen=True, slots=True)
class _Naming:
    """What one figure of a sentence is of: words before it and behind it, and what it has from those before."""

    ahead: str
    behind: str
    inherited: str
    inherited_ahead: str
    partial: bool
    unit: str


def sentence_facts(
    text: str, folded: str, start: int, end: int, inside: Sequence[Reading], places: Sequence[NamedUnit], setting: Setting
) -> Iterator[Fact]:
    """Yield the facts of the sentence [start, end) of a text; offsets are of the text, ``passage`` is left empty.

    :param inside: the numbers of the sentence, in order.
    :param places: the units named in it, less that of the report.
    """
    figures = [one for one in inside if isinstance(one, Quantity)]
    if not figures:
        return
    documents = [one.end for one in inside if isinstance(one, DocumentNumber)]
    dates = without_documents((one for one in inside if isinstance(one, Date)), documents, folded)
    spans = times(folded, dates, setting.own)
    opening = _opening(text, start, figures[0].start)
    lead = " ".join(part for part in (setting.lead, opening) if part)
    last: _Naming | None = None
    whole: _Naming | None = None
    parts = False
    since = start
    for at, one in enumerate(figures):
        low = figures[at - 1].end if at else start
        until = figures[at + 1].start if at + 1 < len(figures) else end
        apart = at > 0 and APART.search(text, low, one.start) is not None
        parts = parts and not apart
        if at and fact_words().part.search(folded, low, one.start):
            parts, whole = True, last
        elif parts and WHOLE_AGAIN.match(text, subject_before(text, folded, one.start, since)[0]):
            parts = False  # "…, trong đó xây mới 742 nhà, tổng kinh phí 52,6 tỷ đồng"
        elif not at and (opened := fact_words().part.search(folded, start, one.start)) and opened.start() - start < LEAST:
            parts = True  # "Riêng đợt cao điểm: …" is a part of what the sentence before tells
        bracketed = _in_brackets(text, start, one.start)
        subject = text[slice(*subject_before(text, folded, one.start, since))]
        whole_named = OF_WHOLE.search(folded, low, one.start) is not None
        known = None if whole_named or (apart and not _is_bare(text, one, subject, until)) else whole if parts else last
        naming, since = _naming(text, one, subject, until, known, parts=parts, bracketed=bracketed)
        owned = one.unit in SHARES and last is not None and naming.inherited and not naming.ahead
        if not bracketed and not owned and not whole_named:
            last = naming
        told = from_start(one, spans, figures)
        if at + 1 < len(figures) and _starts_change(text, folded, one, figures[at + 1], end):
            one = replace(one, change=Change.FROM)
        if one.value is not None:
            yield _fact(text, folded, (start, end), one, one.value, until, naming, told, places, setting, lead)


def _starts_change(text: str, folded: str, one: Quantity, following: Quantity, end: int) -> bool:
    """Say whether a figure is where a change starts: "thừa cân 14 còn 12", "sắp xếp 11 khu phố còn 08"."""
    if one.change is not Change.NONE or (following.unit and one.unit and following.unit != one.unit):
        return False
    stop = NAMES_END.search(text, following.end, end)
    behind = text[following.end : stop.start() if stop else end].split()
    return len(behind) <= MOST_BEHIND and BECOMES.fullmatch(folded, one.end, following.start) is not None


def _is_bare(text: str, one: Quantity, subject: str, until: int) -> bool:
    """Say whether a figure's own clause names nothing but its counter or a share: "…; cuối năm 2020 còn 1.386 hộ"."""
    stop = NAMES_END.search(text, one.end, until)
    words = tokens(f"{subject} {text[one.end : stop.start() if stop else until]}")
    light = {*fact_words().light, *tokens(one.unit)}
    return all(word in light or not word.isalpha() for word in words)


def _naming(
    text: str, one: Quantity, subject: str, until: int, last: _Naming | None, *, parts: bool, bracketed: bool
) -> tuple[_Naming, int]:
    """Return what a figure is of, and where the words that may name the next one begin."""
    counted = counted_end(text, one)
    stop = NAMES_END.search(text, counted, until)
    tail = text[one.end : stop.start() if stop else until].split("\n")[0]
    behind = " ".join(tail.split()[:LONGEST_TAIL]).strip(ENDS)
    said = [word for word in tokens(subject) if word not in fact_words().light and word.isalpha()]
    whole = one.unit in SHARES or one.change is Change.BY or parts or bracketed or (not one.counted and not one.unit)
    again = last is not None and bool(one.unit) and one.unit == last.unit and tokens(one.counted) == tokens(one.unit)
    whole = whole or (again and not said)  # "4.912 hộ nghèo …; cuối năm còn 1.386 hộ"
    inherited = inherited_ahead = ""
    if last is not None and (not said or whole):
        ahead = (last.ahead,) if said else (last.inherited_ahead, last.ahead)
        inherited_ahead = _joined(ahead)
        sibling = bool(said and last.inherited) and one.unit not in SHARES and one.change is not Change.BY
        full = (
            (last.inherited,) if sibling else (last.inherited, last.ahead, last.behind)
        )  # "quá hạn 12, đang giải quyết 73"
        inherited = _joined(full) if whole else inherited_ahead
    own_date_or_plan = one.standing in (Standing.PLAN, Standing.PRIOR)
    partial = (parts or bracketed) and (last is not None or parts) and one.unit not in SHARES and not own_date_or_plan
    return _Naming(subject, behind, inherited, inherited_ahead, partial, one.unit), stop.end() if stop else counted


def _joined(parts: Sequence[str]) -> str:
    """Return the last words of some parts, one behind the other: what a long list of figures inherits stays short."""
    return " ".join(" ".join(parts).split()[-LONGEST_INHERITED:])


def _fact(
    text: str,
    folded: str,
    sentence: tuple[int, int],
    one: Quantity,
    value: Decimal,
    until: int,
    naming: _Naming,
    spans: Sequence[TimeSpan],
    places: Sequence[NamedUnit],
    setting: Setting,
    lead: str,
) -> Fact:
    said = governing(folded, one.start, one.end, spans, until)
    time = said.time if said else None
    told = time is not None and time.year is not None
    of = time if time is not None and told else setting.around
    prior = (time is not None and time.prior) or (one.standing is Standing.PRIOR and not told)
    standing = Standing.PRIOR if prior else one.standing or _standing_of_bracket(text, folded, sentence[0], one.start)
    if setting.ahead and standing is not Standing.PRIOR:
        standing = Standing.PLAN
    return Fact(
        passage="",
        start=one.start,
        end=max(one.end, counted_end(text, one)) if one.unit in vocabulary().counters.values() else one.end,
        begin=sentence[0],
        stop=sentence[1],
        text=_printed(text, one),
        value=value,
        unit=one.unit,
        scale=one.scale,
        high=one.high,
        whole=one.whole,
        share=one.share,
        name=f"{naming.ahead} {GAP} {naming.behind}".strip() if naming.ahead or naming.behind else "",
        counted=one.counted,
        before=naming.inherited,
        lead=lead,
        headings=setting.headings,
        place=_place(text, one, until, places, sentence[0]),
        since=None if prior and not told else of.since,
        year=None if prior and not told else of.year,
        dated="figure" if told else setting.dated,
        part=time.part if time is not None else "" if _whole_year(text, folded, sentence[0], one) else setting.around.part,
        edge=time.edge if time is not None else "",
        standing=standing.value,
        change="" if one.change is Change.NONE else one.change.value,
        direction=one.direction if one.change is not Change.NONE else 0,
        partial=naming.partial and not (told and of.year != setting.around.year),
        exact=one.bound is Bound.EXACT,
    )


def _whole_year(text: str, folded: str, start: int, one: Quantity) -> bool:
    """Say whether a figure's clause says that it is of the whole year: "tính cả năm kết nạp 25 đảng viên"."""
    low = max(start, text.rfind(";", start, one.start))
    return WHOLE_YEAR.search(folded, low, one.start) is not None


def _standing_of_bracket(text: str, folded: str, start: int, at: int) -> Standing:
    """Return PLAN for a figure in brackets right behind the word of a plan: "121% dự toán giao (23,5 tỷ đồng)"."""
    opening = text.rfind("(", start, at)
    if opening < 0 or text.find(")", opening, at) >= 0 or text[opening + 1 : at].strip():
        return Standing.UNSAID
    known = vocabulary()
    near = folded[max(start, opening - PLAN_NEAR) : opening]
    told = [known.standings[" ".join(match[1].split())] for match in known.standing.finditer(near)]
    return Standing.PLAN if told[-1:] == ["plan"] else Standing.UNSAID


def _printed(text: str, one: Quantity) -> str:
    """Return the figure with its unit, and the counter where that is its unit: "1.126 hộ"."""
    counter = vocabulary().counter.match(text.lower(), one.end + 1) if one.unit in vocabulary().counters.values() else None
    return text[one.start : counter.end() if counter else one.end]


def _opening(text: str, start: int, first: int) -> str:
    """Return what stands before the first colon of a sentence, if the first figure follows it."""
    colon = text.find(":", start, first)
    opening = text[start:colon].strip(" -–+*") if colon > start else ""
    return opening if len(opening.split()) <= LONGEST_OPENING else ""


def _in_brackets(text: str, start: int, at: int) -> bool:
    return text.rfind("(", start, at) > text.rfind(")", start, at)


def _closed(text: str, start: int, end: int) -> bool:
    """Say whether a bracket closes in [start, end) that was open before it: what it holds goes no further."""
    between = text[start:end]
    return between.count(")") > between.count("(")


def _place(text: str, one: Quantity, until: int, places: Sequence[NamedUnit], start: int) -> str:
    """Return the unit named before a figure in its part of the sentence, or right behind it; "" where there is none."""
    low = max(start, text.rfind(";", start, one.start) + 1)
    colon = text.find(":", start, one.start)
    opening = [unit for unit in places if start <= unit.start and unit.end <= colon]  # "Ông A, xã B: …; …" is all of xã B
    before = [
        unit for unit in places if low <= unit.start and unit.end <= one.start and not _closed(text, unit.end, one.start)
    ]
    behind = [unit for unit in places if one.end <= unit.start < until and not STOPS.search(text, one.end, unit.start)]
    named = next(iter([*behind[:1], *before[-1:], *opening[-1:]]), None)
    return text[named.start : named.end] if named else ""
