"""Questions answered by computing: which addends there are, and which figure each of them has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from app.answer.citations import Citations
from app.answer.composition import Composition
from app.evidence.candidates import Candidate
from app.question.question import Question
from app.tabulation.addends import FEWEST, LibraryFacts, addends_of, addends_of_clauses, addends_of_members, name_of
from app.tabulation.aggregate import AggregateQuestion, Operation, aggregate_of
from app.tabulation.answer_row import figures_by_period, figures_of_total
from app.tabulation.computed_answer import Addend, compose
from app.tabulation.indicator import understand_indicator
from app.tabulation.matching import Match
from app.tabulation.question_fit import fits, is_part, told_share
from app.tabulation.table import ready_facts_of
from app.tabulation.vocabulary import fill_message
from index.embedding.embedder import Embedder
from index.query.query import QueryReader
from index.store.library import Library


def compute(
    question: Question,
    library: Library,
    reader: QueryReader,
    citations: Citations,
    best_candidate: Callable[[], Candidate | None] = lambda: None,
    embedder: Embedder | None = None,
) -> Composition | None:
    """Return the computed answer to a question that asks for one; None where it asks for none, or the reports state it.

    :param reader: of the same library.
    :param best_candidate: gives what answers the question as a fact, None where nothing does; asked for at need.
    :param embedder: reads what words leave open; None leaves it open.
    :param citations: the answer's; a computation that is given up leaves none behind.
    """
    aggregate = aggregate_of(question)
    if aggregate is None:
        return None
    catalog = library.catalog
    reports = LibraryFacts(library, ready_facts_of(library, reader), catalog.facts(), question, embedder)
    clauses = list(addends_of_clauses(aggregate, reader, reports))  # each place is asked for something of its own
    best: tuple[str, list[Addend]] | None = (aggregate.counted, clauses) if clauses else None
    for name in aggregate.indicators if best is None else ():
        indicator = understand_indicator(name, reader, catalog)
        if not any(words for words, _ in indicator.readings):
            continue
        addends = list(addends_of(aggregate, replace(indicator, part=aggregate.part), reports))
        if (
            len(addends) >= FEWEST
            and aggregate.stated in (None, len(addends))
            and (best is None or _quality(addends, question) > _quality(best[1], question))
        ):
            best = name, addends
    if best is None:
        members = list(addends_of_members(aggregate, reader, reports))
        best = (aggregate.counted, members) if len(members) >= FEWEST and aggregate.stated in (None, len(members)) else None
    if best is None or not _is_clear(best[1]):
        row = _over_row(aggregate, reports, best_candidate)
        best = (aggregate.counted, row) if row else best
    if best is not None:
        return compose(aggregate, best[0], best[1], citations)
    return (
        Composition(fill_message("no_addends"), refused=True)
        if aggregate.strong and _names_several(aggregate, question)
        else None
    )


def _is_clear(addends: Sequence[Addend]) -> bool:
    """Say whether every addend has one figure."""
    return all(addend.fact is not None for addend in addends)


def _names_several(aggregate: AggregateQuestion, question: Question) -> bool:
    """Say whether a question names the addends; the figure of one of them alone would then pass for the sum."""
    several = aggregate.stated is not None or len(question.scope.places) > 1 or len(question.scope.inside) > 1
    return several or (aggregate.joins and len(aggregate.listed) > 1)


def _quality(addends: Sequence[Addend], question: Question) -> tuple[bool, float, int, float]:
    """Return how well an indicator names something.

    Whether every addend has one figure; how much of the question its figures tell; how many have any; their mean score.
    """
    first = [addend.choices[0] for addend in addends if addend.choices]
    count = len(first) or 1
    return (
        _is_clear(addends),
        sum(told_share(choice, question) for choice in first) / count,
        len(first),
        sum(choice.score for choice in first) / count,
    )


def _over_row(
    aggregate: AggregateQuestion,
    reports: LibraryFacts,
    best_candidate: Callable[[], Candidate | None],
) -> list[Addend]:
    """Return the figures of several periods in the row that answers the question, or in the row of its totals."""
    question = reports.question
    if aggregate.operation is not Operation.SUM or len(aggregate.periods) < FEWEST or len(question.scope.places) > 1:
        return []
    candidate = best_candidate()
    if candidate is None:
        return []
    facts = reports.facts_of(candidate.hit.passage.report).facts
    row = figures_by_period(candidate, aggregate.periods, facts)
    if any(is_part(reports.choice(Match(fact, 0.0, ())), question, facts) for fact in row):
        row = figures_of_total(row, aggregate.periods, facts)
    choices = [reports.choice(Match(fact, 0.0, ())) for fact in row]
    if not all(fits(choice, question, facts) for choice in choices):
        return []
    return [Addend(name_of(period), (choice,)) for period, choice in zip(aggregate.periods, choices, strict=False)]
