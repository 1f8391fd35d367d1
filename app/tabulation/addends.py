"""What a question asks to add up or compare: reports, places, years, rows or members, each with its possible figures."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.answer.comparison import name_of_side
from app.evidence.scoring import ScoreModel
from app.question.follow_up import without_names
from app.question.question import Question
from app.tabulation.aggregate import AggregateQuestion, AskedPeriod, Operation, names_in
from app.tabulation.computed_answer import Addend
from app.tabulation.indicator import IndicatorQuery, understand_indicator
from app.tabulation.matching import CONTRADICTIONS, Match, decision, matches, select_stated
from app.tabulation.model import FactChoice
from app.tabulation.question_fit import fits, tell_one_thing, told_share
from app.tabulation.reading import LIKELY, read_open
from app.tabulation.ready_facts import ReadyFacts, ReportFacts
from index.embedding.embedder import Embedder
from index.gazetteer.places import Place
from index.query.query import QueryReader
from index.store.library import Library
from ingest.facts.times import report_time
from ingest.language.bodies import units
from ingest.language.terms import fold, terms, tokens
from ingest.language.text import capitalized
from ingest.model import Metadata
from ingest.passages import title_of

LENIENCE = 0.6  # added to the decision on the cell of an addend
FEWEST = 2  # things that are put together
LOOKED_AT = 12  # facts of a report that are held against the whole question
TOLD_BY_ROWS = 0.6  # share of a question's words that rows which it does not name must tell
UNLIKELY = -1.5  # score below which no fact is an addend, however alone it stands


@dataclass(frozen=True, slots=True)
class LibraryFacts:
    """Where addends come from: reports made ready, what they say of themselves, how their passages are read.

    ``embedder``: reads what words leave open; None leaves it open.
    """

    library: Library
    ready_facts: ReadyFacts
    about: dict[str, Metadata]
    question: Question
    embedder: Embedder | None = None

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
        report = choice.passage.report
        return fits(choice, self.question, self.facts_of(report).facts, self.name(report))

    def is_own(self, choice: FactChoice) -> bool:
        """Say whether a figure is of the time that its report is of."""
        own = report_time(self.about[choice.passage.report])
        return (choice.fact.since, choice.fact.year) == (own.since, own.year)

    def addend(self, name: str, choices: tuple[FactChoice, ...]) -> Addend:
        """Return the addend of a place or report."""
        return Addend(name, choices, own=bool(choices) and self.is_own(choices[0]))

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
            yield reports.addend(name_of_side(place), _of_place(aggregate, indicator, place.reports, reports))
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
        yield from _over_items_of_any(aggregate, indicator, reports) or _over_periods_of_any(aggregate, indicator, reports)
        return
    if aggregate.operation is Operation.SUM and _states_span(aggregate, indicator, identities, reports):
        return
    if aggregate.operation is Operation.DIFFERENCE or len(aggregate.periods) > 1:
        yield from _of_one_thing(
            [Addend(name_of(period), _of_period(indicator, identities, period, reports)) for period in aggregate.periods],
            reports,
        )
        return
    if not places and len(identities) > 1:
        return
    items = list(_over_items(aggregate, indicator, identities, reports))
    yield from items or _over_all_rows(aggregate, indicator, identities, reports)


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


def addends_of_clauses(aggregate: AggregateQuestion, reader: QueryReader, reports: LibraryFacts) -> Iterator[Addend]:
    """Yield the places of a question, each with what the words before it ask for: "thanh niên … của A với tân binh của B".

    What stands behind the last place is asked of all. None where one thing is asked of all, or where a place's name does
    not stand in the question.
    """
    question = reports.question
    places, text = question.scope.places, question.query.restored
    begins = {place.name: fold(text).find(fold(place.name)) for place in places}
    if aggregate.operation is not Operation.SUM or len(places) < FEWEST or min(begins.values()) < 0:
        return
    ordered = sorted(places, key=lambda place: begins[place.name])
    ends = [begins[place.name] + len(place.name) for place in ordered]
    clauses = [
        _own_words(text[start:end], place, reports) for place, start, end in zip(ordered, [0, *ends], ends, strict=False)
    ]
    first, rest = clauses[0], names_in(text[ends[-1] :])
    if not first or not any(clause and not set(tokens(clause)) <= set(tokens(first)) for clause in clauses[1:]):
        return
    for place, clause in zip(ordered, clauses, strict=True):
        words = ", ".join(filter(None, (clause or first, rest)))
        indicator = replace(understand_indicator(words, reader, reports.library.catalog), part=aggregate.part)
        matter = tuple(term for term in question.content if term in terms(words))
        of_clause = replace(reports, question=replace(question, content=matter))
        yield reports.addend(name_of_side(place), _of_place(aggregate, indicator, place.reports, of_clause))


def _own_words(clause: str, place: Place, reports: LibraryFacts) -> str:
    """Return what a clause of a question asks of the place that it ends with; "" where it only names the place's body."""
    named = names_in(without_names(clause, [place]))
    bodies = {word for report in place.reports for word in tokens(reports.name(report))}
    return "" if bodies.issuperset(word for word in tokens(named) if word.isalpha()) else named


def _over_reports(aggregate: AggregateQuestion, indicator: IndicatorQuery, reports: LibraryFacts) -> Iterator[Addend]:
    for report, facts in reports.about.items():
        if reports.question.scope.reports is not None and report not in reports.question.scope.reports:
            continue
        place_units = units(facts.place or "")
        if aggregate.level and not (place_units and place_units[0].kind == aggregate.level):
            continue
        if aggregate.periods and not any(_covers(facts, period) for period in aggregate.periods):
            continue
        yield reports.addend(reports.name(report), _of_place(aggregate, indicator, (report,), reports))


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
        if aggregate.term and facts.period_from != last:
            years = {last}
        part = report_time(facts).part
        # else the question asks for a part of the year of another place
        is_asked = part == aggregate.part or len(aggregate.periods) < FEWEST
        timed = indicator if is_asked else replace(indicator, part="")
        ranked = [match for match in matches(timed, reports.facts_of(report)) if match.fact.year in years]
        if own and last in years and len(own) > 1:  # "2018-2019" of a school year is the year it ends in
            ranked = [match for match in ranked if match.fact.year == last]
        choices += _clear(indicator, ranked, reports)
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
        choices += _clear(indicator, ranked, reports)
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
            if label and last <= words and not last <= about and match.score > UNLIKELY:
                labels.setdefault(label, []).append(match)
        years: set[int | None] = {period.year for period in aggregate.periods} or {reports.about[report].period_to}
        told = {match.fact.year for ranked in labels.values() for match in ranked}
        if not aggregate.periods and years.isdisjoint(told) and len(told) == 1:
            years = told  # the table is of another year than its report
        for label, ranked in sorted(labels.items(), key=lambda item: (item[1][0].fact.passage, item[1][0].fact.begin)):
            yield Addend(label.split(", ")[-1], _clear(indicator, [m for m in ranked if m.fact.year in years], reports))


def _over_items_of_any(aggregate: AggregateQuestion, indicator: IndicatorQuery, reports: LibraryFacts) -> list[Addend]:
    """Return the rows that the question names, of the only report with several of them; none where it is not one report."""
    by_report = [list(_over_items(aggregate, indicator, (report,), reports)) for report in reports.about]
    several = [addends for addends in by_report if len(addends) >= FEWEST]
    return several[0] if len(several) == 1 else []


def _over_periods_of_any(aggregate: AggregateQuestion, indicator: IndicatorQuery, reports: LibraryFacts) -> list[Addend]:
    """Return the figures of the periods asked for in the only report that states each of them clearly; none else."""
    if len(aggregate.periods) < FEWEST:
        return []
    by_report = [
        [Addend(name_of(period), _of_period(indicator, (report,), period, reports)) for period in aggregate.periods]
        for report in reports.about
    ]
    clear = [
        addends
        for addends in by_report
        if all(addend.fact is not None for addend in addends) and _of_one_thing(addends, reports)
    ]
    return clear[0] if len(clear) == 1 else []


def _of_one_thing(addends: Sequence[Addend], reports: LibraryFacts) -> Sequence[Addend]:
    """Return the periods of one body, or none where their figures are of different things."""
    first = [addend.choices[0] for addend in addends if addend.choices]
    return addends if tell_one_thing(first, reports.question) else []


def _over_all_rows(
    aggregate: AggregateQuestion, indicator: IndicatorQuery, identities: Sequence[str], reports: LibraryFacts
) -> list[Addend]:
    """Return all rows of the one table that has as many as the question puts together ("cả ba vụ"); none else.

    The question names none of the rows, so the column, the table and what is above it must tell what it asks for.
    """
    if aggregate.operation is not Operation.SUM or aggregate.stated is None:
        return []
    columns: dict[tuple[object, ...], list[Match]] = {}
    for report in identities:
        last = reports.about[report].period_to
        years: set[int | None] = {period.year for period in aggregate.periods} or {last}
        for match in matches(indicator, reports.facts_of(report), inside=("",)):
            fact = match.fact
            if fact.title and fact.name and fact.year in years:
                columns.setdefault((fact.passage, fact.title, fact.since, fact.year), []).append(match)
    fitting = [
        sorted(rows, key=lambda match: match.fact.begin)
        for rows in columns.values()
        if len(rows) == aggregate.stated == len({match.fact.name for match in rows}) and _is_told(rows, reports)
    ]
    return [Addend(row.fact.name, (reports.choice(row),)) for row in fitting[0]] if len(fitting) == 1 else []


def _is_told(rows: Sequence[Match], reports: LibraryFacts) -> bool:
    """Say whether nearly all that a question asks for is told by each row of a column, and nothing contradicts it."""
    clear = all(not row.fact.partial and row.feature(name) > -1 for row in rows for name in CONTRADICTIONS)
    return clear and all(
        reports.fits(row) and told_share(reports.choice(row), reports.question) >= TOLD_BY_ROWS for row in rows
    )


def _clear(indicator: IndicatorQuery, ranked: Sequence[Match], reports: LibraryFacts) -> tuple[FactChoice, ...]:
    """Return the best of the facts that are the indicator's, and those that say otherwise and are nearly as good."""
    fitting = [match for match in ranked[:LOOKED_AT] if match.score > LIKELY and reports.fits(match)]
    stated = select_stated([match for match in fitting if match.score > UNLIKELY], _lenient())
    if not stated and fitting and reports.embedder is not None:
        (read,) = read_open([(indicator, fitting)], reports.embedder)
        stated = [] if read is None else [read]
    by_value: dict[Decimal, Match] = {}
    for match in stated:
        by_value.setdefault(match.fact.value, match)
    return tuple(reports.choice(match) for match in by_value.values())


@functools.cache
def _lenient() -> ScoreModel:
    """Return the decision on a cell, less firm: that a figure tells enough of the whole question has been seen."""
    firm = decision()
    return ScoreModel(firm.weights, firm.bias + LENIENCE)


def name_of(period: AskedPeriod) -> str:
    """Return what a period is called in a sum."""
    return f"Năm học {period.label}" if period.since != period.year else f"Năm {period.label}"
