"""Questions that are computed from facts: what is put together, and which figure each part of it has."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.answer.citations import Citations
from app.answer.composition import Composition
from app.evidence.features import MEASURES
from app.question.focus import focus_of
from app.question.question import Question
from app.question.vocabulary import question_words
from app.tabulation.aggregate import AggregateQuestion, AskedPeriod, Operation, aggregate_of
from app.tabulation.computed_answer import Addend, compose
from app.tabulation.indicator import IndicatorQuery, understand_indicator
from app.tabulation.matching import Match, matches, stated
from app.tabulation.model import FactChoice
from app.tabulation.shelf import FactShelf, ReportFacts
from app.tabulation.table import shelf_of
from app.tabulation.vocabulary import fill_message, table_words
from index.query.query import QueryReader, expanded_terms
from index.store.library import Library
from ingest.facts.model import Fact
from ingest.facts.times import report_time
from ingest.language.bodies import units
from ingest.language.terms import tokens
from ingest.language.vocabulary import vocabulary
from ingest.model import Metadata
from ingest.passages import title_of

LEAST_SAID = 0.5  # share of a question's words that each addend must tell; a sum of other things is worse than none
FEWEST = 2  # things that are put together


@dataclass(frozen=True, slots=True)
class _Reports:
    """Where addends come from: reports made ready, what they say of themselves, how their passages are read."""

    library: Library
    shelf: FactShelf
    about: dict[str, Metadata]

    def facts_of(self, report: str) -> ReportFacts:
        return self.shelf.of(report)

    def choice(self, match: Match) -> FactChoice:
        passage = self.library.catalog.passages([match.fact.passage])[match.fact.passage]
        return FactChoice(match.fact, match.score, passage)

    def name(self, report: str) -> str:
        facts = self.about[report]
        return facts.issuer or title_of(facts, self.library.catalog.file_of(report))


def compute(question: Question, library: Library, reader: QueryReader, citations: Citations) -> Composition | None:
    """Return the computed answer to a question that asks for one; None where it asks for none, or the reports state it.

    :param reader: of the same library.
    :param citations: the answer's; a computation that is given up leaves none behind.
    """
    aggregate = aggregate_of(question)
    if aggregate is None:
        return None
    catalog = library.catalog
    reports = _Reports(library, shelf_of(library, reader), catalog.facts())
    best: tuple[str, list[Addend]] | None = None
    for name in aggregate.indicators:
        indicator = understand_indicator(name, reader, catalog)
        if not any(words for words, _ in indicator.readings):
            continue
        addends = [
            _fitting(a, question, reports)
            for a in _addends(aggregate, replace(indicator, part=aggregate.part), question, reports)
        ]
        if (
            len(addends) >= FEWEST
            and aggregate.stated in (None, len(addends))
            and (best is None or _quality(addends, question) > _quality(best[1], question))
        ):
            best = name, addends
    if best is None:
        members = list(_over_members(aggregate, question, reader, reports))
        best = (aggregate.counted, members) if len(members) >= FEWEST and aggregate.stated in (None, len(members)) else None
    if best is not None:
        return compose(aggregate, best[0], best[1], citations)
    return (
        Composition(fill_message("no_addends"), refused=True)
        if aggregate.strong and _names_several(aggregate, question)
        else None
    )


def _names_several(aggregate: AggregateQuestion, question: Question) -> bool:
    """Say whether a question names what is to be put together: then one of it, told alone, would pass for the sum."""
    several = aggregate.stated is not None or len(question.scope.places) > 1 or len(question.scope.inside) > 1
    return several or (aggregate.joins and len(aggregate.listed) > 1)


def _quality(addends: Sequence[Addend], question: Question) -> tuple[bool, float, int, float]:
    """Return how well an indicator names something.

    Whether every addend has one figure; how much of the question its figures tell; how many have any; their mean score.
    """
    first = [addend.choices[0] for addend in addends if addend.choices]
    clear = all(addend.fact is not None for addend in addends)
    count = len(first) or 1
    return (
        clear,
        sum(_told_share(choice, question) for choice in first) / count,
        len(first),
        sum(choice.score for choice in first) / count,
    )


def _fitting(addend: Addend, question: Question, reports: _Reports) -> Addend:
    """Return an addend with those figures alone that are of the measure asked for and tell enough of the question.

    An indicator is a stretch of the question ("thu được"): what fits it may be of another thing than the whole asks for.
    """
    focus = focus_of(question.query.restored)
    unit = focus.unit if focus and focus.unit in MEASURES else ""
    counts = focus is not None and not unit and bool(focus.counted)
    fitting = []
    for choice in addend.choices:
        measure = choice.fact.unit if choice.fact.unit in MEASURES else ""
        other = (unit and measure and unit != measure) or (counts and (measure or _counts_other(choice.fact, question)))
        if not other and _told_share(choice, question) >= LEAST_SAID and not _is_part(choice, question, reports):
            fitting.append(choice)
    return replace(addend, choices=tuple(fitting))


def _is_part(choice: FactChoice, question: Question, reports: _Reports) -> bool:
    """Say whether a figure is of a row that the question does not name, in a table whose total tells as much of it.

    "Lệ phí vào, rời" is a part of what "thu phí, lệ phí" asks for.
    """
    fact, asked_words = choice.fact, set(tokens(question.query.restored))
    if not fact.title or {word for word in tokens(fact.name) if word.isalpha()} <= asked_words:
        return False
    return any(
        (other.passage, other.title, other.year) == (fact.passage, fact.title, fact.year)
        and not other.name  # a total's row has none
        and _told_share(replace(choice, fact=other), question) >= _told_share(choice, question)
        for other in reports.facts_of(choice.passage.report).facts
    )


def _counts_other(fact: Fact, question: Question) -> bool:
    """Say whether a figure counts what the question does not name, by no other word either: "hai đợt" for "đơn vị máu"."""
    counters = tokens(fact.unit)
    same = {word for noun, forms in question_words().counted.items() for word in (noun, *forms) if question.counted == noun}
    return bool(counters) and not {*tokens(question.query.restored), *same}.issuperset(counters) and fact.unit not in same


def _told_share(choice: FactChoice, question: Question) -> float:
    """Return the share of a question's words, but those that name a measure, that a figure or what is above it tells."""
    unsaid = table_words().question_empty | _measure_words()
    words = {term for term in question.content if term.isalpha() and term not in unsaid}
    fact = choice.fact
    words_told = expanded_terms(" ".join((choice.quote, fact.title, fact.lead, *fact.headings, choice.passage.context)))
    words_told |= {term for term, forms in question.query.said_otherwise.items() if not words_told.isdisjoint(forms)}
    return len(words & words_told) / len(words) if words else 1.0


@functools.cache
def _measure_words() -> frozenset[str]:
    """Return the words of units: a table's head may name them or not."""
    return frozenset(word for unit in vocabulary().units for word in tokens(unit))


def _addends(
    aggregate: AggregateQuestion, indicator: IndicatorQuery, question: Question, reports: _Reports
) -> Iterator[Addend]:
    """Yield what is to be put together: reports, or places, or years, or parts of one report."""
    if aggregate.every or aggregate.operation is Operation.COUNT:
        yield from _over_reports(aggregate, indicator, question, reports)
        return
    places = question.scope.places
    if len(places) > 1:
        for place in places:
            yield Addend(
                place.called[:1].upper() + place.called[1:], _of_place(aggregate, indicator, place.reports, reports)
            )
        return
    identities = places[0].reports if places else question.scope.reports or ()
    if not identities and len(reports.about) == 1:
        identities = tuple(reports.about)
    if not identities:
        return
    if aggregate.operation is Operation.SUM and _states_span(aggregate, indicator, identities, reports):
        return
    if aggregate.operation is Operation.DIFFERENCE or len(aggregate.periods) > 1:
        for period in aggregate.periods:
            yield Addend(_name_of(period), _of_period(indicator, identities, period, reports))
        return
    if not places and len(identities) > 1:
        return
    yield from _over_items(aggregate, indicator, question, identities, reports)


def _states_span(
    aggregate: AggregateQuestion, indicator: IndicatorQuery, identities: Sequence[str], reports: _Reports
) -> bool:
    """Say whether a report states the figure of all the years together by itself."""
    if len(aggregate.periods) < FEWEST:
        return False
    span = aggregate.periods[0].since, aggregate.periods[-1].year
    fitting = [match for report in identities for match in matches(indicator, reports.facts_of(report)) if match.score > 0]
    return any((match.fact.since, match.fact.year) == span for match in fitting)


def _over_members(
    aggregate: AggregateQuestion, question: Question, reader: QueryReader, reports: _Reports
) -> Iterator[Addend]:
    """Yield the members of an enumeration, each an indicator of the one report asked; none where one is not clear."""
    identities = question.scope.reports or ()
    if aggregate.operation is not Operation.SUM or not aggregate.strong or len(identities) != 1:
        return
    members = [
        replace(understand_indicator(name, reader, reports.library.catalog), part=aggregate.part)
        for name in aggregate.listed
    ]
    member_choices = [_of_place(aggregate, member, identities, reports) for member in members]
    keys = {choices[0].fact.key for choices in member_choices if len(choices) == 1}
    if len(keys) == len(members) and not any(choices[0].fact.partial for choices in member_choices):
        yield from (
            Addend(name[:1].upper() + name[1:], choices)
            for name, choices in zip(aggregate.listed, member_choices, strict=True)
        )


def _over_reports(
    aggregate: AggregateQuestion, indicator: IndicatorQuery, question: Question, reports: _Reports
) -> Iterator[Addend]:
    for report, facts in reports.about.items():
        if question.scope.reports is not None and report not in question.scope.reports:
            continue
        place_units = units(facts.place or "")
        if aggregate.level and not (place_units and place_units[0].kind == aggregate.level):
            continue
        if aggregate.periods and not any(_covers(facts, period) for period in aggregate.periods):
            continue
        yield Addend(reports.name(report), _of_place(aggregate, indicator, (report,), reports))


def _covers(facts: Metadata, period: AskedPeriod) -> bool:
    first, last = facts.period_from or facts.period_to, facts.period_to or facts.period_from
    return first is not None and last is not None and first <= period.year and period.since <= last


def _of_place(
    aggregate: AggregateQuestion, indicator: IndicatorQuery, identities: Sequence[str], reports: _Reports
) -> tuple[FactChoice, ...]:
    """Return the figures of a place for the period asked for, or for the last year of its report."""
    choices: list[FactChoice] = []
    for report in identities:
        facts = reports.about[report]
        own = [period for period in aggregate.periods if _covers(facts, period)] or list(aggregate.periods)
        last = facts.period_to or facts.period_from
        years: set[int | None] = {year for period in own for year in (period.since, period.year)} or {last}
        part = report_time(facts).part
        timed = (
            indicator if part == aggregate.part or len(aggregate.periods) < FEWEST else replace(indicator, part="")
        )  # said of another place
        ranked = [match for match in matches(timed, reports.facts_of(report)) if match.fact.year in years]
        if own and last in years and len(own) > 1:  # "2018-2019" of a school year is the year it ends in
            ranked = [match for match in ranked if match.fact.year == last]
        choices += _clear(ranked, reports)
    return tuple(choices)


def _of_period(
    indicator: IndicatorQuery, identities: Sequence[str], period: AskedPeriod, reports: _Reports
) -> tuple[FactChoice, ...]:
    choices: list[FactChoice] = []
    for report in identities:
        ranked = [
            match
            for match in matches(indicator, reports.facts_of(report))
            if match.fact.year == period.year and match.fact.since == period.since
        ]
        choices += _clear(ranked, reports)
    values = {choice.fact.value: choice for choice in reversed(choices)}
    return tuple(sorted(values.values(), key=lambda choice: -choice.score))


def _over_items(
    aggregate: AggregateQuestion, indicator: IndicatorQuery, question: Question, identities: Sequence[str], reports: _Reports
) -> Iterator[Addend]:
    """Yield the rows of tables that the question names: places or items of one report."""
    words = set(tokens(question.query.restored))
    for report in identities:
        labels: dict[str, list[Match]] = {}
        about = set(tokens(reports.about[report].place or ""))
        for match in matches(indicator, reports.facts_of(report), inside=("",)):
            label = match.fact.place if match.fact.title else ""
            last = set(tokens(label.split(", ")[-1]))
            if label and last <= words and not last <= about and match.score > 0:
                labels.setdefault(label, []).append(match)
        years: set[int | None] = {period.year for period in aggregate.periods} or {reports.about[report].period_to}
        for label, ranked in sorted(labels.items(), key=lambda item: (item[1][0].fact.passage, item[1][0].fact.begin)):
            yield Addend(label.split(", ")[-1], _clear([m for m in ranked if m.fact.year in years], reports))


def _clear(ranked: Sequence[Match], reports: _Reports) -> tuple[FactChoice, ...]:
    """Return the best of the facts that are the indicator's, and those that say otherwise and are nearly as good."""
    by_value: dict[Decimal, Match] = {}
    for match in stated(ranked):
        by_value.setdefault(match.fact.value, match)
    return tuple(reports.choice(match) for match in by_value.values())


def _name_of(period: AskedPeriod) -> str:
    return f"Năm học {period.shown}" if period.since != period.year else f"Năm {period.shown}"
