"""Questions that are computed from facts: what is put together, and which figure each part of it has."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.answer.citations import Citations
from app.answer.composition import Composition
from app.evidence.candidates import Candidate
from app.evidence.features import MEASURES
from app.question.focus import focus_of
from app.question.question import Question
from app.question.vocabulary import question_words
from app.tabulation.aggregate import AggregateQuestion, AskedPeriod, Operation, aggregate_of, grouping_of
from app.tabulation.answer_row import figures_by_period, figures_of_total
from app.tabulation.computed_answer import Addend, compose
from app.tabulation.indicator import Wanted, wanted
from app.tabulation.matching import Match, matches, stated
from app.tabulation.model import FactChoice
from app.tabulation.shelf import FactShelf, ReportFacts
from app.tabulation.table import shelf_of
from app.tabulation.vocabulary import table_words, told
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
LOOKED_AT = 12  # facts of a report that are held against the whole question
UNLIKELY = -1.0  # score below which no fact fills a cell, however alone it stands (see matching.SHORT)
FEWEST = 2  # things that are put together


@dataclass(frozen=True, slots=True)
class _Reports:
    """Where addends come from: reports made ready, what they say of themselves, how their passages are read."""

    library: Library
    shelf: FactShelf
    about: dict[str, Metadata]
    question: Question

    def held(self, report: str) -> ReportFacts:
        return self.shelf.of(report)

    def choice(self, match: Match) -> FactChoice:
        passage = self.library.catalog.passages([match.fact.passage])[match.fact.passage]
        return FactChoice(match.fact, match.score, passage)

    def name(self, report: str) -> str:
        facts = self.about[report]
        return facts.issuer or title_of(facts, self.library.catalog.file_of(report))


def compute(
    question: Question,
    library: Library,
    reader: QueryReader,
    citations: Citations,
    best_candidate: Callable[[], Candidate | None] = lambda: None,
) -> Composition | None:
    """Return the computed answer to a question that asks for one; None where it asks for none, or the reports state it.

    :param reader: of the same library.
    :param best_candidate: gives what answers the question as a fact, None where nothing does; asked for at need.
    :param citations: the answer's; a computation that is given up leaves none behind.
    """
    asked = aggregate_of(question)
    if asked is None:
        return None
    catalog = library.catalog
    reports = _Reports(library, shelf_of(library, reader), catalog.facts(), question)
    best: tuple[str, list[Addend]] | None = None
    for name in asked.indicators:
        one = wanted(name, reader, catalog)
        if not any(words for words, _ in one.readings):
            continue
        addends = list(_addends(asked, replace(one, part=asked.part), question, reports))
        if (
            len(addends) >= FEWEST
            and asked.stated in (None, len(addends))
            and (best is None or _quality(addends, question) > _quality(best[1], question))
        ):
            best = name, addends
    if best is None:
        members = list(_over_members(asked, question, reader, reports))
        best = (asked.counted, members) if len(members) >= FEWEST and asked.stated in (None, len(members)) else None
    if best is None or any(addend.fact is None for addend in best[1]):
        by_row = _over_row(asked, reports, best_candidate)
        best = (asked.counted, by_row) if by_row else best
    if best is not None:
        return compose(asked, best[0], best[1], citations)
    return Composition(told("no_addends"), refused=True) if asked.strong and _names_several(asked, question) else None


def _names_several(asked: AggregateQuestion, question: Question) -> bool:
    """Say whether a question names what is to be put together: then one of it, told alone, would pass for the sum."""
    several = asked.stated is not None or len(question.scope.places) > 1 or len(question.scope.inside) > 1
    return several or (asked.joins and len(asked.listed) > 1)


def _quality(addends: Sequence[Addend], question: Question) -> tuple[bool, float, int, float]:
    """Return how well an indicator names something.

    Whether every addend has one figure; how much of the question its figures tell; how many have any; their mean score.
    """
    first = [addend.choices[0] for addend in addends if addend.choices]
    clear = all(addend.fact is not None for addend in addends)
    count = len(first) or 1
    return clear, sum(_said(one, question) for one in first) / count, len(first), sum(one.score for one in first) / count


def _over_row(asked: AggregateQuestion, reports: _Reports, best_candidate: Callable[[], Candidate | None]) -> list[Addend]:
    """Return the figures of several periods in the row that answers the question, or in the row of its totals."""
    question = reports.question
    if asked.operation is not Operation.SUM or len(asked.periods) < FEWEST or len(question.scope.places) > 1:
        return []
    candidate = best_candidate()
    if candidate is None:
        return []
    facts = reports.held(candidate.hit.passage.report).facts
    row = figures_by_period(candidate, asked.periods, facts)
    if any(_is_part(reports.choice(Match(fact, 0.0, ())), question, reports) for fact in row):
        row = figures_of_total(row, asked.periods, facts)
    choices = [reports.choice(Match(fact, 0.0, ())) for fact in row]
    if not all(_fits(choice, reports) for choice in choices):
        return []
    return [Addend(_named(period), (choice,)) for period, choice in zip(asked.periods, choices, strict=False)]


def _fits(choice: FactChoice, reports: _Reports) -> bool:
    """Say whether a figure is of the measure asked for and tells enough of the question.

    An indicator is a stretch of the question ("thu được"): what fits it may be of another thing than the whole asks for.
    """
    question = reports.question
    focus = focus_of(question.query.restored)
    unit = focus.unit if focus and focus.unit in MEASURES else ""
    counts = focus is not None and not unit and bool(focus.counted)
    measure = choice.fact.unit if choice.fact.unit in MEASURES else ""
    if (unit and measure and unit != measure) or (counts and (measure or _counts_other(choice.fact, question))):
        return False
    return _said(choice, question) >= LEAST_SAID and not _is_part(choice, question, reports)


def _is_part(choice: FactChoice, question: Question, reports: _Reports) -> bool:
    """Say whether a figure is of a row that the question does not name, in a table whose total tells as much of it.

    "Lệ phí vào, rời" is a part of what "thu phí, lệ phí" asks for.
    """
    fact, asked = choice.fact, set(tokens(question.query.restored))
    if not fact.title or {word for word in tokens(fact.name) if word.isalpha()} <= asked:
        return False
    return any(
        (other.passage, other.title, other.year) == (fact.passage, fact.title, fact.year)
        and not other.name  # a total's row has none
        and _said(replace(choice, fact=other), question) >= _said(choice, question)
        for other in reports.held(choice.passage.report).facts
    )


def _counts_other(fact: Fact, question: Question) -> bool:
    """Say whether a figure counts what the question does not name, by no other word either: "hai đợt" for "đơn vị máu"."""
    counters = tokens(fact.unit)
    same = {word for noun, forms in question_words().counted.items() for word in (noun, *forms) if question.counted == noun}
    return bool(counters) and not {*tokens(question.query.restored), *same}.issuperset(counters) and fact.unit not in same


def _said(choice: FactChoice, question: Question) -> float:
    """Return the share of a question's words, but those that name a measure, that a figure or what is above it tells."""
    unsaid = table_words().question_empty | _measure_words()
    grouping = set(tokens(grouping_of(question.query.restored)))
    words = {term for term in question.content if term.isalpha() and term not in unsaid and term not in grouping}
    fact = choice.fact
    told = expanded_terms(" ".join((choice.quote, fact.title, fact.lead, *fact.headings, choice.passage.context)))
    told |= {term for term, forms in question.query.said_otherwise.items() if not told.isdisjoint(forms)}
    return len(words & told) / len(words) if words else 1.0


@functools.cache
def _measure_words() -> frozenset[str]:
    """Return the words of units: a table's head may name them or not."""
    return frozenset(word for unit in vocabulary().units for word in tokens(unit))


def _addends(asked: AggregateQuestion, one: Wanted, question: Question, reports: _Reports) -> Iterator[Addend]:
    """Yield what is to be put together: reports, or places, or years, or parts of one report."""
    if asked.every or asked.operation is Operation.COUNT:
        yield from _over_reports(asked, one, question, reports)
        return
    places = question.scope.places
    if len(places) > 1:
        for place in places:
            yield Addend(place.called[:1].upper() + place.called[1:], _of_place(asked, one, place.reports, reports))
        return
    held = places[0].reports if places else question.scope.reports or ()
    if not held and len(reports.about) == 1:
        held = tuple(reports.about)
    if not places and asked.operation is Operation.SUM and asked.stated and len(asked.periods) < FEWEST and len(held) != 1:
        # "cả hai đơn vị" names none of them: those are meant that tell it
        yield from (addend for addend in _over_reports(asked, one, question, reports) if addend.choices)
        return
    if not held:
        return
    if asked.operation is Operation.SUM and _states_span(asked, one, held, reports):
        return
    if asked.operation is Operation.DIFFERENCE or len(asked.periods) > 1:
        for period in asked.periods:
            yield Addend(_named(period), _of_period(one, held, period, reports))
        return
    if not places and len(held) > 1:
        return
    yield from _over_items(asked, one, question, held, reports)


def _states_span(asked: AggregateQuestion, one: Wanted, held: Sequence[str], reports: _Reports) -> bool:
    """Say whether a report states the figure of all the years together by itself."""
    if len(asked.periods) < FEWEST:
        return False
    span = asked.periods[0].since, asked.periods[-1].year
    found = [match for report in held for match in matches(one, reports.held(report)) if match.score > 0]
    return any((match.fact.since, match.fact.year) == span for match in found)


def _over_members(asked: AggregateQuestion, question: Question, reader: QueryReader, reports: _Reports) -> Iterator[Addend]:
    """Yield the members of an enumeration, each an indicator of the one report asked; none where one is not clear."""
    held = question.scope.reports or ()
    if asked.operation is not Operation.SUM or not asked.strong or len(held) != 1:
        return
    members = [replace(wanted(name, reader, reports.library.catalog), part=asked.part) for name in asked.listed]
    found = [_of_place(asked, member, held, reports) for member in members]
    keys = {choices[0].fact.key for choices in found if len(choices) == 1}
    if len(keys) == len(members) and not any(choices[0].fact.partial for choices in found):
        yield from (Addend(name[:1].upper() + name[1:], choices) for name, choices in zip(asked.listed, found, strict=True))


def _over_reports(asked: AggregateQuestion, one: Wanted, question: Question, reports: _Reports) -> Iterator[Addend]:
    for report, facts in reports.about.items():
        if question.scope.reports is not None and report not in question.scope.reports:
            continue
        named = units(facts.place or "")
        if asked.level and not (named and named[0].kind == asked.level):
            continue
        if asked.periods and not any(_covers(facts, period) for period in asked.periods):
            continue
        yield Addend(reports.name(report), _of_place(asked, one, (report,), reports))


def _covers(facts: Metadata, period: AskedPeriod) -> bool:
    first, last = facts.period_from or facts.period_to, facts.period_to or facts.period_from
    return first is not None and last is not None and first <= period.year and period.since <= last


def _of_place(asked: AggregateQuestion, one: Wanted, held: Sequence[str], reports: _Reports) -> tuple[FactChoice, ...]:
    """Return the figures of a place for the period asked for, or for the last year of its report."""
    found: list[FactChoice] = []
    for report in held:
        facts = reports.about[report]
        own = [period for period in asked.periods if _covers(facts, period)] or list(asked.periods)
        last = facts.period_to or facts.period_from
        years: set[int | None] = {year for period in own for year in (period.since, period.year)} or {last}
        part = report_time(facts).part
        timed = one if part == asked.part or len(asked.periods) < FEWEST else replace(one, part="")  # said of another place
        ranked = [match for match in matches(timed, reports.held(report)) if match.fact.year in years]
        if own and last in years and len(own) > 1:  # "2018-2019" of a school year is the year it ends in
            ranked = [match for match in ranked if match.fact.year == last]
        found += _clear(ranked, reports)
    return tuple(found)


def _of_period(one: Wanted, held: Sequence[str], period: AskedPeriod, reports: _Reports) -> tuple[FactChoice, ...]:
    found: list[FactChoice] = []
    for report in held:
        ranked = [
            match
            for match in matches(one, reports.held(report))
            if match.fact.year == period.year and match.fact.since == period.since
        ]
        found += _clear(ranked, reports)
    values = {choice.fact.value: choice for choice in reversed(found)}
    return tuple(sorted(values.values(), key=lambda choice: -choice.score))


def _over_items(
    asked: AggregateQuestion, one: Wanted, question: Question, held: Sequence[str], reports: _Reports
) -> Iterator[Addend]:
    """Yield the rows of tables that the question names: places or items of one report."""
    words = set(tokens(question.query.restored))
    for report in held:
        labels: dict[str, list[Match]] = {}
        about = set(tokens(reports.about[report].place or ""))
        for match in matches(one, reports.held(report), inside=("",)):
            label = match.fact.place if match.fact.title else ""
            last = set(tokens(label.split(", ")[-1]))
            if label and last <= words and not last <= about and match.score > 0:
                labels.setdefault(label, []).append(match)
        years: set[int | None] = {period.year for period in asked.periods} or {reports.about[report].period_to}
        for label, ranked in sorted(labels.items(), key=lambda item: (item[1][0].fact.passage, item[1][0].fact.begin)):
            yield Addend(label.split(", ")[-1], _clear([m for m in ranked if m.fact.year in years], reports))


def _clear(ranked: Sequence[Match], reports: _Reports) -> tuple[FactChoice, ...]:
    """Return the best of the facts that are the indicator's, and those that say otherwise and are nearly as good."""
    likely = [match for match in ranked[:LOOKED_AT] if match.score > UNLIKELY]
    fitting = [match for match in likely if _fits(reports.choice(match), reports)]
    kept: dict[Decimal, Match] = {}
    for match in stated(fitting):
        kept.setdefault(match.fact.value, match)
    return tuple(reports.choice(match) for match in kept.values())


def _named(period: AskedPeriod) -> str:
    return f"Năm học {period.shown}" if period.since != period.year else f"Năm {period.shown}"
