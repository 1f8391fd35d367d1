"""Building a table over reports from the facts that the library keeps."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.tabulation.indicator import IndicatorQuery, understand_indicator
from app.tabulation.matching import Match, matches, select_stated
from app.tabulation.meaning import FACTS_OF_TABLE, facts_of_years, nearest_in_meaning
from app.tabulation.model import FactChoice, IndicatorRow, IndicatorTable, Slot, TableCell, TableRequest
from app.tabulation.reading import read_open
from app.tabulation.ready_facts import ReadyFacts
from app.tabulation.request import BadTable
from app.tabulation.totals import totals
from index.embedding.embedder import Embedder
from index.query.query import QueryReader
from index.store.library import Library
from ingest.facts.model import Fact
from ingest.language.quantities import quantities
from ingest.language.text import capitalized, fold_spaces, normalize
from ingest.model import Metadata, Passage
from ingest.passages import title_of

OFFERED = -12.0  # a fact below this score has nothing to do with the indicator; one above it may at least be offered
ALTERNATIVES = 5


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An indicator that many reports state: its name as they write it, its unit, and how many of them do."""

    name: str
    unit: str
    reports: int


@dataclass(frozen=True, slots=True)
class _Source:
    """A report as a row is made of it. ``slots``: its cells with what is asked for and the facts of the year, best first."""

    identity: str
    facts: Metadata
    passages: dict[str, Passage]
    slots: tuple[tuple[Slot, IndicatorQuery, list[Match]], ...] = ()


def build_table(
    library: Library, reader: QueryReader, request: TableRequest, embedder: Embedder | None = None
) -> IndicatorTable:
    """Return the table that is asked for, computed from stored facts alone; the same request gives the same bytes.

    :param reader: of the same library (``assistant.retriever.reader``): abbreviations and everyday words of indicators.
    :param embedder: reads what words leave open (:mod:`app.tabulation.reading`); None leaves it open.
    :raises KeyError: a report that the request names is not in the library.
    :raises BadTable: a value that a person typed holds no figure.
    """
    catalog = library.catalog
    about = catalog.facts()
    indicators = [understand_indicator(indicator, reader, catalog) for indicator in dict.fromkeys(request.indicators)]
    ready_facts = ready_facts_of(library, reader)
    sources, left = [], FACTS_OF_TABLE
    for identity in request.reports if request.reports is not None else tuple(about):
        report_facts = ready_facts.of(identity)
        ranked_by_indicator = [(indicator, matches(indicator, report_facts)) for indicator in indicators]
        asked_years = _years_asked(about[identity], request)
        in_time = facts_of_years(report_facts, asked_years)
        for at, (indicator, ranked) in enumerate(ranked_by_indicator):
            told = any(match.fact.year in asked_years for match in ranked)
            if embedder is not None and not told and len(in_time) <= left:
                left -= len(in_time)
                ranked_by_indicator[at] = indicator, [*ranked, *nearest_in_meaning(indicator, in_time, embedder)]
        used = {match.fact.passage for _, ranked in ranked_by_indicator for match in ranked if match.score > OFFERED}
        source = _Source(identity, about[identity], catalog.passages(sorted(used)))
        slots = tuple(_slots(source, ranked_by_indicator, request))
        sources.append(replace(source, slots=slots))
    stated = _stated(sources, request, embedder)
    rows = [_row(library, source, stated, request) for source in sources]
    years = sorted({cell.slot.year for row in rows for cell in row.cells}, key=lambda year: (year is None, year or 0))
    names = tuple(indicator.name for indicator in indicators)
    return IndicatorTable(names, tuple(years), tuple(rows), totals(names, years, rows, about))


_ready_facts: dict[str, tuple[str, ReadyFacts]] = {}  # by catalogue file: revision, and the facts made ready


def ready_facts_of(library: Library, reader: QueryReader) -> ReadyFacts:
    """Return the facts of a library as it is now, made ready for matching; kept until a report comes or goes."""
    catalog = library.catalog
    revision, file = catalog.about()["revision"], catalog.database.name
    cached = _ready_facts.get(file)
    if cached is None or cached[0] != revision:
        cached = revision, ReadyFacts(catalog, reader.glossary())
        _ready_facts[file] = cached
    return cached[1]


def suggest_indicators(
    library: Library, reader: QueryReader, reports: Sequence[str] | None = None, most: int = 30
) -> list[Suggestion]:
    """Return the indicators that most of the reports (ids; None takes all) state, the most frequent first."""
    ready_facts = ready_facts_of(library, reader)
    spellings: dict[tuple[str, ...], Counter[tuple[str, str]]] = {}
    stated: Counter[tuple[str, ...]] = Counter()
    for identity in reports if reports is not None else library.catalog.report_ids():
        report_facts = ready_facts.of(identity)
        keys = set()
        for fact in report_facts.facts:
            name = _suggest_name(fact)
            key = tuple(sorted({*name.lower().split(), fact.unit}))
            if name:
                keys.add(key)
                spellings.setdefault(key, Counter())[name, fact.unit] += 1
        stated.update(keys)
    ranked = sorted(stated, key=lambda key: (-stated[key], -spellings[key].total(), key))[:most]
    return [Suggestion(*spellings[key].most_common(1)[0][0], stated[key]) for key in ranked]


def _suggest_name(fact: Fact) -> str:
    """Return what a fact may be suggested by: its row's label, or what is counted; "" for a plan, a part or a place."""
    if fact.standing in ("plan", "compared", "prior") or fact.partial or fact.place or fact.change:
        return ""
    name = fold_spaces(fact.name if fact.title else fact.counted).strip(" -–+*:;,.")
    return capitalized(name) if 2 <= len(name.split()) <= 12 else ""


def _slots(
    source: _Source, ranked_by_indicator: Sequence[tuple[IndicatorQuery, list[Match]]], request: TableRequest
) -> Iterator[tuple[Slot, IndicatorQuery, list[Match]]]:
    for indicator, ranked in ranked_by_indicator:
        near = [match for match in ranked if match.score > OFFERED and match.fact.passage in source.passages]
        for year in _years(near, source, indicator.name, request):
            slot = Slot(source.identity, indicator.name, year)
            yield slot, indicator, [match for match in near if match.fact.year == year]


def _stated(sources: Sequence[_Source], request: TableRequest, embedder: Embedder | None) -> dict[Slot, list[Match]]:
    """Return for each cell the facts that words, or else reading, say to fill it, best first."""
    stated: dict[Slot, list[Match]] = {}
    left_open: list[tuple[Slot, IndicatorQuery, list[Match]]] = []
    for slot, indicator, ranked in itertools.chain.from_iterable(source.slots for source in sources):
        stated[slot] = select_stated(ranked)
        if ranked and not stated[slot] and slot not in request.choices and slot not in request.corrections:
            left_open.append((slot, indicator, ranked))
    if embedder is not None and left_open:
        read = read_open([(indicator, ranked) for _, indicator, ranked in left_open], embedder)
        stated.update((slot, [match]) for (slot, _, _), match in zip(left_open, read, strict=True) if match is not None)
    return stated


def _row(library: Library, source: _Source, stated: Mapping[Slot, list[Match]], request: TableRequest) -> IndicatorRow:
    file = library.catalog.file_of(source.identity)
    cells: list[TableCell] = []
    offered: list[tuple[Slot, tuple[FactChoice, ...]]] = []
    for slot, _, ranked in source.slots:
        filled = _fill(slot, ranked, stated[slot], source, request)
        cells += filled
        others = tuple(_distinct([_choice(match, source) for match in ranked])[:ALTERNATIVES])
        if not filled and others:
            offered.append((slot, others))
    facts = source.facts
    return IndicatorRow(
        source.identity, file, title_of(facts, file), facts.issuer, facts.place, tuple(cells), tuple(offered)
    )


def _years(near: Sequence[Match], source: _Source, indicator: str, request: TableRequest) -> Sequence[int | None]:
    """Return the years of a row's cells: those asked for, else those that the report is of, as far as its facts go."""
    changed = (*request.choices, *request.corrections)
    touched = {slot.year for slot in changed if (slot.report, slot.indicator) == (source.identity, indicator)}
    stated_years = {match.fact.year for match in near} | touched
    if request.years is not None:
        return sorted(year for year in stated_years if year is not None and year in request.years)
    first, last = source.facts.period_from, source.facts.period_to or source.facts.period_from
    first = first if first is not None else last
    if last is None or first is None:
        return sorted(stated_years, key=lambda year: (year is None, year or 0))
    inside = {year for year in stated_years if year is not None and first <= year <= last} | touched
    return sorted(inside, key=lambda year: (year is None, year or 0))


def _years_asked(facts: Metadata, request: TableRequest) -> frozenset[int]:
    """Return the years of a row's cells before any fact is known: those asked for, else the report's own."""
    if request.years is not None:
        return frozenset(request.years)
    first, last = facts.period_from, facts.period_to
    own = [year for year in (first, last) if year is not None]
    return frozenset(range(min(own), max(own) + 1)) if own else frozenset()


def _fill(
    slot: Slot, ranked: Sequence[Match], stated: Sequence[Match], source: _Source, request: TableRequest
) -> list[TableCell]:
    """Return the cells of a slot: what a person typed or took, else the best fact, and others that say otherwise."""
    choices = tuple(_choice(match, source) for match in ranked)
    if slot in request.corrections:
        return [_typed_cell(slot, request.corrections[slot], choices)]
    chosen = [choice for choice in choices if choice.fact.key == request.choices.get(slot)]
    if not chosen:
        chosen = _distinct([_choice(match, source) for match in stated])
    values = {_value(choice.fact) for choice in chosen}
    others = _distinct([choice for choice in choices if _value(choice.fact) not in values])[:ALTERNATIVES]
    return [_cell(slot, choice, others) for choice in chosen]


def _cell(slot: Slot, choice: FactChoice, others: Sequence[FactChoice]) -> TableCell:
    fact = choice.fact
    return TableCell(
        slot,
        fact.since,
        fact.value,
        _text(fact),
        fact.unit,
        fact.standing == "plan",
        fact.page,
        choice,
        tuple(others),
    )


def _text(fact: Fact) -> str:
    """Return a figure as the report writes it; a bare one of a table with the unit that its row or column tells."""
    bare = not any(letter.isalpha() or letter in "%‰" for letter in fact.text)
    unit = fact.unit if fact.unit != "đồng" else ""
    return f"{fact.text} {unit}" if bare and unit and fact.title else fact.text


def _typed_cell(slot: Slot, text: str, others: Sequence[FactChoice]) -> TableCell:
    """Return the cell of a value that a person typed.

    :raises BadTable: the text holds no figure.
    """
    read = next((quantity for quantity in quantities(normalize(text)) if quantity.value is not None), None)
    if read is None or read.value is None:
        raise BadTable(f"“{text}” không có con số nào đọc được; hãy nhập dạng “1.126 hộ” hoặc “12,5%”")
    return TableCell(
        slot, slot.year, read.value, text, read.unit, False, None, None, tuple(others)[:ALTERNATIVES], by_hand=True
    )


def _choice(match: Match, source: _Source) -> FactChoice:
    return FactChoice(match.fact, match.score, source.passages[match.fact.passage])


def _distinct(choices: Sequence[FactChoice]) -> list[FactChoice]:
    """Return the choices that say different values, the best of each."""
    by_value: dict[tuple[object, ...], FactChoice] = {}
    for choice in choices:
        by_value.setdefault(_value(choice.fact), choice)
    return list(by_value.values())


def _value(fact: Fact) -> tuple[object, ...]:
    return fact.value.normalize(), fact.high, fact.since
