"""Questions that are computed from facts: what is put together, and which figure each part of it has."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace

from app.answer.citations import Citations
from app.answer.composition import Composition
from app.evidence.figure_fit import MEASURES
from app.question.focus import focus_of
from app.question.question import Question
from app.question.vocabulary import question_words
from app.tabulation.addends import FEWEST, LibraryFacts, addends_of, addends_of_members
from app.tabulation.aggregate import AggregateQuestion, aggregate_of
from app.tabulation.computed_answer import Addend, compose
from app.tabulation.indicator import understand_indicator
from app.tabulation.model import FactChoice
from app.tabulation.table import shelf_of
from app.tabulation.vocabulary import fill_message, table_words
from index.query.query import QueryReader, expanded_terms
from index.store.library import Library
from ingest.facts.model import Fact
from ingest.language.terms import tokens
from ingest.language.vocabulary import vocabulary

LEAST_SAID = 0.5  # share of a question's words that each addend must tell; a sum of other things is worse than none


def compute(question: Question, library: Library, reader: QueryReader, citations: Citations) -> Composition | None:
    """Return the computed answer to a question that asks for one; None where it asks for none, or the reports state it.

    :param reader: of the same library.
    :param citations: the answer's; a computation that is given up leaves none behind.
    """
    aggregate = aggregate_of(question)
    if aggregate is None:
        return None
    catalog = library.catalog
    reports = LibraryFacts(library, shelf_of(library, reader), catalog.facts())
    best: tuple[str, list[Addend]] | None = None
    for name in aggregate.indicators:
        indicator = understand_indicator(name, reader, catalog)
        if not any(words for words, _ in indicator.readings):
            continue
        addends = [
            _fitting(a, question, reports)
            for a in addends_of(aggregate, replace(indicator, part=aggregate.part), question, reports)
        ]
        if (
            len(addends) >= FEWEST
            and aggregate.stated in (None, len(addends))
            and (best is None or _quality(addends, question) > _quality(best[1], question))
        ):
            best = name, addends
    if best is None:
        members = list(addends_of_members(aggregate, question, reader, reports))
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


def _fitting(addend: Addend, question: Question, reports: LibraryFacts) -> Addend:
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


def _is_part(choice: FactChoice, question: Question, reports: LibraryFacts) -> bool:
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
