"""The facts of sentences: each figure with the words that name it, its time, its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import regex as re

from ingest.facts.model import Fact
from ingest.facts.times import WHOLE_YEAR, FactTime, TimeSpan, times
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
    own: FactTime
    around: FactTime
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
    figures = [reading for reading in inside if isinstance(reading, Quantity)]
    if not figures:
        return
    documents = [reading.end for reading in inside if isinstance(reading, DocumentNumber)]
    dates = without_documents((reading for reading in inside if isinstance(reading, Date)), documents, folded)
    spans = times(folded, dates, setting.own)
    opening = _opening(text, start, figures[0].start)
    lead = " ".join(part for part in (setting.lead, opening) if part)
    last: _Naming | None = None
    whole: _Naming | None = None
    parts = False
    since = start
    for at, figure in enumerate(figures):
        low = figures[at - 1].end if at else start
        until = figures[at + 1].start if at + 1 < len(figures) else end
        apart = at > 0 and APART.search(text, low, figure.start) is not None
        parts = parts and not apart
        if at and fact_words().part.search(folded, low, figure.start):
            parts, whole = True, last
        elif parts and WHOLE_AGAIN.match(text, subject_before(text, folded, figure.start, since)[0]):
            parts = False  # "…, trong đó xây mới 742 nhà, tổng kinh phí 52,6 tỷ đồng"
        elif not at and (opened := fact_words().part.search(folded, start, figure.start)) and opened.start() - start < LEAST:
            parts = True  # "Riêng đợt cao điểm: …" is a part of what the sentence before tells
        bracketed = _in_brackets(text, start, figure.start)
        subject = text[slice(*subject_before(text, folded, figure.start, since))]
        whole_named = OF_WHOLE.search(folded, low, figure.start) is not None
        scope = None if whole_named or (apart and not _is_bare(text, figure, subject, until)) else whole if parts else last
        naming, since = _naming(text, figure, subject, until, scope, parts=parts, bracketed=bracketed)
        owned = figure.unit in SHARES and last is not None and naming.inherited and not naming.ahead
        if not bracketed and not owned and not whole_named:
            last = naming
        spans_for_figure = from_start(figure, spans, figures)
        if at + 1 < len(figures) and _starts_change(text, folded, figure, figures[at + 1], end):
            figure = replace(figure, change=Change.FROM)
        if figure.value is not None:
            yield _fact(
                text, folded, (start, end), figure, figure.value, until, naming, spans_for_figure, places, setting, lead
            )


def _starts_change(text: str, folded: str, figure: Quantity, following: Quantity, end: int) -> bool:
    """Say whether a figure is where a change starts: "thừa cân 14 còn 12", "sắp xếp 11 khu phố còn 08"."""
    if figure.change is not Change.NONE or (following.unit and figure.unit and following.unit != figure.unit):
        return False
    stop = NAMES_END.search(text, following.end, end)
    behind = text[following.end : stop.start() if stop else end].split()
    return len(behind) <= MOST_BEHIND and BECOMES.fullmatch(folded, figure.end, following.start) is not None


def _is_bare(text: str, figure: Quantity, subject: str, until: int) -> bool:
    """Say whether a figure's own clause names nothing but its counter or a share: "…; cuối năm 2020 còn 1.386 hộ"."""
    stop = NAMES_END.search(text, figure.end, until)
    words = tokens(f"{subject} {text[figure.end : stop.start() if stop else until]}")
    light = {*fact_words().light, *tokens(figure.unit)}
    return all(word in light or not word.isalpha() for word in words)


def _naming(
    text: str, figure: Quantity, subject: str, until: int, last: _Naming | None, *, parts: bool, bracketed: bool
) -> tuple[_Naming, int]:
    """Return the words that name a figure, and where the words begin that may name the next one."""
    counted = counted_end(text, figure)
    stop = NAMES_END.search(text, counted, until)
    tail = text[figure.end : stop.start() if stop else until].split("\n")[0]
    behind = " ".join(tail.split()[:LONGEST_TAIL]).strip(ENDS)
    words = [word for word in tokens(subject) if word not in fact_words().light and word.isalpha()]
    whole = (
        figure.unit in SHARES or figure.change is Change.BY or parts or bracketed or (not figure.counted and not figure.unit)
    )
    again = (
        last is not None and bool(figure.unit) and figure.unit == last.unit and tokens(figure.counted) == tokens(figure.unit)
    )
    whole = whole or (again and not words)  # "4.912 hộ nghèo …; cuối năm còn 1.386 hộ"
    inherited = inherited_ahead = ""
    if last is not None and (not words or whole):
        ahead = (last.ahead,) if words else (last.inherited_ahead, last.ahead)
        inherited_ahead = _joined(ahead)
        sibling = bool(words and last.inherited) and figure.unit not in SHARES and figure.change is not Change.BY
        full = (
            (last.inherited,) if sibling else (last.inherited, last.ahead, last.behind)
        )  # "quá hạn 12, đang giải quyết 73"
        inherited = _joined(full) if whole else inherited_ahead
    own_date_or_plan = figure.standing in (Standing.PLAN, Standing.PRIOR)
    partial = (parts or bracketed) and (last is not None or parts) and figure.unit not in SHARES and not own_date_or_plan
    return _Naming(subject, behind, inherited, inherited_ahead, partial, figure.unit), stop.end() if stop else counted


def _joined(parts: Sequence[str]) -> str:
    """Return the last words of some parts, one behind the other: what a long list of figures inherits stays short."""
    return " ".join(" ".join(parts).split()[-LONGEST_INHERITED:])


def _fact(
    text: str,
    folded: str,
    sentence: tuple[int, int],
    figure: Quantity,
    value: Decimal,
    until: int,
    naming: _Naming,
    spans: Sequence[TimeSpan],
    places: Sequence[NamedUnit],
    setting: Setting,
    lead: str,
) -> Fact:
    span = governing(folded, figure.start, figure.end, spans, until)
    time = span.time if span else None
    dated = time is not None and time.year is not None
    of = time if time is not None and dated else setting.around
    prior = (time is not None and time.prior) or (figure.standing is Standing.PRIOR and not dated)
    standing = Standing.PRIOR if prior else figure.standing or _standing_of_bracket(text, folded, sentence[0], figure.start)
    if setting.ahead and standing is not Standing.PRIOR:
        standing = Standing.PLAN
    return Fact(
        passage="",
        start=figure.start,
        end=max(figure.end, counted_end(text, figure)) if figure.unit in vocabulary().counters.values() else figure.end,
        begin=sentence[0],
        stop=sentence[1],
        text=_printed(text, figure),
        value=value,
        unit=figure.unit,
        scale=figure.scale,
        high=figure.high,
        whole=figure.whole,
        share=figure.share,
        name=f"{naming.ahead} {GAP} {naming.behind}".strip() if naming.ahead or naming.behind else "",
        counted=figure.counted,
        before=naming.inherited,
        lead=lead,
        headings=setting.headings,
        place=_place(text, figure, until, places, sentence[0]),
        since=None if prior and not dated else of.since,
        year=None if prior and not dated else of.year,
        dated="figure" if dated else setting.dated,
        part=time.part
        if time is not None
        else ""
        if _whole_year(text, folded, sentence[0], figure)
        else setting.around.part,
        edge=time.edge if time is not None else "",
        standing=standing.value,
        change="" if figure.change is Change.NONE else figure.change.value,
        direction=figure.direction if figure.change is not Change.NONE else 0,
        partial=naming.partial and not (dated and of.year != setting.around.year),
        exact=figure.bound is Bound.EXACT,
    )


def _whole_year(text: str, folded: str, start: int, figure: Quantity) -> bool:
    """Say whether a figure's clause says that it is of the whole year: "tính cả năm kết nạp 25 đảng viên"."""
    low = max(start, text.rfind(";", start, figure.start))
    return WHOLE_YEAR.search(folded, low, figure.start) is not None


def _standing_of_bracket(text: str, folded: str, start: int, at: int) -> Standing:
    """Return PLAN for a figure in brackets right behind the word of a plan: "121% dự toán giao (23,5 tỷ đồng)"."""
    opening = text.rfind("(", start, at)
    if opening < 0 or text.find(")", opening, at) >= 0 or text[opening + 1 : at].strip():
        return Standing.UNSAID
    words = vocabulary()
    near = folded[max(start, opening - PLAN_NEAR) : opening]
    standings = [words.standings[" ".join(match[1].split())] for match in words.standing.finditer(near)]
    return Standing.PLAN if standings[-1:] == ["plan"] else Standing.UNSAID


def _printed(text: str, figure: Quantity) -> str:
    """Return the figure with its unit, and the counter where that is its unit: "1.126 hộ"."""
    counter = (
        vocabulary().counter.match(text.lower(), figure.end + 1) if figure.unit in vocabulary().counters.values() else None
    )
    return text[figure.start : counter.end() if counter else figure.end]


def _opening(text: str, start: int, first: int) -> str:
    """Return what stands before the first colon of a sentence, if the first figure follows it."""
    colon = text.find(":", start, first)
    opening = text[start:colon].strip(" -–+*") if colon > start else ""
    return opening if len(opening.split()) <= LONGEST_OPENING else ""


def _in_brackets(text: str, start: int, at: int) -> bool:
    return text.rfind("(", start, at) > text.rfind(")", start, at)


def _closed(text: str, start: int, end: int) -> bool:
    """Say whether a bracket that was opened before [start, end) closes in it: its words name nothing behind it."""
    between = text[start:end]
    return between.count(")") > between.count("(")


def _place(text: str, figure: Quantity, until: int, places: Sequence[NamedUnit], start: int) -> str:
    """Return the unit named before a figure in its part of the sentence, or right behind it; "" where there is none."""
    low = max(start, text.rfind(";", start, figure.start) + 1)
    colon = text.find(":", start, figure.start)
    opening = [unit for unit in places if start <= unit.start and unit.end <= colon]  # "Ông A, xã B: …; …" is all of xã B
    before = [
        unit
        for unit in places
        if low <= unit.start and unit.end <= figure.start and not _closed(text, unit.end, figure.start)
    ]
    behind = [unit for unit in places if figure.end <= unit.start < until and not STOPS.search(text, figure.end, unit.start)]
    nearest = next(iter([*behind[:1], *before[-1:], *opening[-1:]]), None)
    return text[nearest.start : nearest.end] if nearest else ""
