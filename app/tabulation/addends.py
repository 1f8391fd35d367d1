"""What a question asks to add up or compare: reports, places, years, rows or members, each with its possible figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.answer.comparison import name_of_side
from app.question.question import Question
from app.tabulation.aggregate import AggregateQuestion, AskedPeriod, Operation
from app.tabulation.computed_answer import Addend
from app.tabulation.indicator import IndicatorQuery, understand_indicator
from app.tabulation.matching import Match, matches, select_stated
from app.tabulation.model import FactChoice
from app.tabulation.question_fit import fits
from app.tabulation.ready_facts import ReadyFacts, ReportFacts
from index.query.query import QueryReader
from index.store.library import Library
from ingest.facts.times import report_time
from ingest.language.bodies import units
from ingest.language.terms import tokens
from ingest.language.text import capitalized
from ingest.model import Metadata
from ingest.passages import title_of

FEWEST = 2  # things that are put together
LOOKED_AT = 12  # facts of a report that are held against the whole question
UNLIKELY = -1.0  # score below which no fact fills a cell, however alone it stands (see matching.SHORT)


@dataclass(frozen=True, slots=True)
class LibraryFacts:
    """Where addends come from: reports made ready, what they say of themselves, how their passages are read."""

    library: Library
    ready_facts: ReadyFacts
    about: dict[str, Metadata]
    question: Question

    def facts_of(self, report: str) -> ReportFacts:
        """Return the facts of a report made ready."""
        return self.ready_facts.of(report)

    def choice(self, match: Match) -> FactChoice:
        """Return what a match takes from a report, with its passage."""
        passage = self.library.catalog.passages([match.fact.passage])[match.fact.passage]
        return FactChoice(match.fact, match.score, passage)

    def fits(self, match: Match) -> bool:
        """Say whether a match answers the whole question; an indicator is only a part of it."""
        choice = self.choice(match)
        return fits(choice, self.question, self.facts_of(choice.passage.report).facts)

    def name(self, report: str) -> str:
        """Return what a report is called in a sum: its issuer, else its title."""
        facts = self.about[report]
        return facts.issuer or title_of(facts, self.library.catalog.file_of(report))


def addends_of(aggregate: AggregateQuestion, indicator: IndicatorQuery, reports: LibraryFacts) -> Iterator[Addend]:
    """Yield what is to be put together: reports, or places, or years, or parts of one report."""
    if aggregate.every or aggregate.operation is Operation.COUNT:
        yield from _over_reports(aggregate, indicator, reports)
        return
    places = reports.question.scope.places
    if len(places) > 1:
        for place in places:
            yield Addend(name_of_side(place), _of_place(aggregate, indicator, place.reports, reports))
        return
    identities = places[0].reports if places else reports.question.scope.reports or ()
    if not identities and len(reports.about) == 1:
        identities = tuple(reports.about)
    several = aggregate.stated is not None and len(aggregate.periods) < FEWEST and len(identities) != 1
    if not places and aggregate.operation is Operation.SUM and several:
        # "cả hai đơn vị" names no unit: the units whose reports state the figure are meant
        yield from (addend for addend in _over_reports(aggregate, indicator, reports) if addend.choices)
        return
    if not identities:
        yield from _over_items_of_any(aggregate, indicator, reports)
        return
    if aggregate.operation is Operation.SUM and _states_span(aggregate, indicator, identities, reports):
        return
    if aggregate.operation is Operation.DIFFERENCE or len(aggregate.periods) > 1:
        for period in aggregate.periods:
            yield Addend(name_of(period), _of_period(indicator, identities, period, reports))
        return
    if not places and len(identities) > 1:
        return
    yield from _over_items(aggregate, indicator, identities, reports)


def _states_span(
    aggregate: AggregateQuestion, indicator: IndicatorQuery, identities: Sequence[str], reports: LibraryFacts
) -> bool:
    """Say whether a report states the figure of all the years together by itself."""
    if len(aggregate.periods) < FEWEST:
        return False
    span = aggregate.periods[0].since, aggregate.periods[-1].year
    fitting = [match for report in identities for match in matches(indicator, reports.facts_of(report)) if match.score > 0]
    return any((match.fact.since, match.fact.year) == span for match in fitting)


def addends_of_members(aggregate: AggregateQuestion, reader: QueryReader, reports: LibraryFacts) -> Iterator[Addend]:
    """Yield the members of an enumeration, each an indicator of the one report asked; none where one is not clear."""
    identities = reports.question.scope.reports or ()
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
            Addend(capitalized(name), choices) for name, choices in zip(aggregate.listed, member_choices, strict=True)
        )


def _over_reports(aggregate: AggregateQuestion, indicator: IndicatorQuery, reports: LibraryFacts) -> Iterator[Addend]:
    for report, facts in reports.about.items():
        if reports.question.scope.reports is not None and report not in reports.question.scope.reports:
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
    aggregate: AggregateQuestion, indicator: IndicatorQuery, identities: Sequence[str], reports: LibraryFacts
) -> tuple[FactChoice, ...]:
    """Return the figures of a place for the period asked for, or for the last year of its report."""
    choices: list[FactChoice] = []
    for report in identities:
        facts = reports.about[report]
        own = [period for period in aggregate.periods if _covers(facts, period)] or list(aggregate.periods)
        last = facts.period_to or facts.period_from
        years: set[int | None] = {year for period in own for year in (period.since, period.year)} or {last}
        part = report_time(facts).part
        # else the question asks for a part of the year of another place
        is_asked = part == aggregate.part or len(aggregate.periods) < FEWEST
        timed = indicator if is_asked else replace(indicator, part="")
        ranked = [match for match in matches(timed, reports.facts_of(report)) if match.fact.year in years]
        if own and last in years and len(own) > 1:  # "2018-2019" of a school year is the year it ends in
            ranked = [match for match in ranked if match.fact.year == last]
        choices += _clear(ranked, reports)
    return tuple(choices)


def _of_period(
    indicator: IndicatorQuery, identities: Sequence[str], period: AskedPeriod, reports: LibraryFacts
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
    aggregate: AggregateQuestion,
    indicator: IndicatorQuery,
    identities: Sequence[str],
    reports: LibraryFacts,
) -> Iterator[Addend]:
    """Yield the rows of tables that the question names: places or items of one report."""
    words = set(tokens(reports.question.query.restored))
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


def _over_items_of_any(aggregate: AggregateQuestion, indicator: IndicatorQuery, reports: LibraryFacts) -> Iterator[Addend]:
    """Yield the rows that the question names, of the only report with several of them; none where it is not one report."""
    by_report = [list(_over_items(aggregate, indicator, (report,), reports)) for report in reports.about]
    several = [addends for addends in by_report if len(addends) >= FEWEST]
    if len(several) == 1:
        yield from several[0]


def _clear(ranked: Sequence[Match], reports: LibraryFacts) -> tuple[FactChoice, ...]:
    """Return the best of the facts that are the indicator's, and those that say otherwise and are nearly as good."""
    likely = [match for match in ranked[:LOOKED_AT] if match.score > UNLIKELY]
    by_value: dict[Decimal, Match] = {}
    for match in select_stated([match for match in likely if reports.fits(match)]):
        by_value.setdefault(match.fact.value, match)
    return tuple(reports.choice(match) for match in by_value.values())


def name_of(period: AskedPeriod) -> str:
    """Return what a period is called in a sum."""
    return f"Năm học {period.label}" if period.since != period.year else f"Năm {period.label}"
