"""Whether a figure that fits an indicator answers the whole question: by its measure, its words, and as no mere part."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace

from app.evidence.figure_fit import MEASURES
from app.question.focus import focus_of
from app.question.question import Question
from app.question.vocabulary import question_words
from app.tabulation.aggregate import grouping_of
from app.tabulation.model import FactChoice
from app.tabulation.vocabulary import table_words
from index.query.query import expanded_terms
from ingest.facts.model import Fact
from ingest.language.terms import tokens
from ingest.language.vocabulary import vocabulary

FEWEST = 2  # figures that can be of two things
APART = 0.34  # share of the words told that one figure tells and another does not
LEAST_SAID = 0.5  # share of a question's words that each addend must tell; a sum of other things is worse than none


def fits(choice: FactChoice, question: Question, facts: Sequence[Fact], issuer: str = "") -> bool:
    """Say whether a figure is of the measure asked for, tells enough of the question and is no part of what it asks for.

    An indicator is a stretch of the question ("thu được"): what fits it may be of another thing than the whole asks for.

    :param facts: of the figure's report.
    :param issuer: the body that reports; words of the question that name it are told by it.
    """
    focus = focus_of(question.query.restored)
    unit = focus.unit if focus and focus.unit in MEASURES else ""
    counts = focus is not None and not unit and bool(focus.counted)
    measure = choice.fact.unit if choice.fact.unit in MEASURES else ""
    if (unit and measure and unit != measure) or (counts and (measure or _counts_other(choice.fact, question))):
        return False
    if told_share(choice, question, issuer) < LEAST_SAID:
        return False
    return not is_part(choice, question, facts) and not is_one_of_columns(choice.fact, question, facts)


def is_part(choice: FactChoice, question: Question, facts: Sequence[Fact]) -> bool:
    """Say whether a figure is of a row that the question does not name, in a table whose total tells as much of it.

    "Lệ phí vào, rời" is a part of what "thu phí, lệ phí" asks for.
    """
    fact, asked_words = choice.fact, set(tokens(question.query.restored))
    if not fact.title or {word for word in tokens(fact.name) if word.isalpha()} <= asked_words:
        return False
    return any(
        (other.passage, other.title, other.year) == (fact.passage, fact.title, fact.year)
        and not other.name  # a total's row has none
        and told_share(replace(choice, fact=other), question) >= told_share(choice, question)
        for other in facts
    )


def is_one_of_columns(fact: Fact, question: Question, facts: Sequence[Fact]) -> bool:
    """Say whether a figure stands in one of several columns alike of which the question names none.

    "Năm 2024 Trong nước" beside "Năm 2024 Nước ngoài": either is a part of what "năm 2024" asks for.
    """
    said = {*tokens(question.query.restored), *(form for forms in question.query.said_otherwise.values() for form in forms)}
    said = {word for form in said for word in form.split("_")}
    beside = [
        set(tokens(other.title))
        for other in facts
        if fact.title and _column_alike(other, fact) and tokens(other.title) != tokens(fact.title)
    ]
    own = set(tokens(fact.title))
    return any(
        own - other and other - own and (own ^ other).isdisjoint(said) and own & other  # a head above both
        for other in beside
    )


def _column_alike(other: Fact, fact: Fact) -> bool:
    return (other.passage, other.begin, other.since, other.year, other.part, other.standing, other.unit, other.edge) == (
        fact.passage, fact.begin, fact.since, fact.year, fact.part, fact.standing, fact.unit, fact.edge
    )  # fmt: skip


def _counts_other(fact: Fact, question: Question) -> bool:
    """Say whether a figure counts what the question does not name, by no other word either: "hai đợt" for "đơn vị máu".

    Of what a figure without a unit counts ("11 sáng kiến") one word that the question names is enough.
    """
    counters = tokens(fact.unit)
    same = {word for noun, forms in question_words().counted.items() for word in (noun, *forms) if question.counted == noun}
    named = {*tokens(question.query.restored), *same}
    if not counters:
        things = [word for word in tokens(fact.counted) if word.isalpha()]
        return bool(things) and named.isdisjoint(things)
    events = table_words().events
    happening = fact.unit in events and not named.isdisjoint(events)  # "142 cuộc" for "bao nhiêu buổi"
    row = [word for word in tokens(fact.name) if word.isalpha()] if fact.title else []
    if row and named.issuperset(row):  # a row asked for by its whole name; its column says of whom
        return False
    return not named.issuperset(counters) and fact.unit not in same and not happening


def told_share(choice: FactChoice, question: Question, issuer: str = "") -> float:
    """Return the share of a question's words, but those that name a measure, that a figure or what is above it tells."""
    words = _matter(question)
    return len(told_words(choice, question, issuer)) / len(words) if words else 1.0


def tell_one_thing(choices: Sequence[FactChoice], question: Question) -> bool:
    """Say whether figures are of one thing: they stand in one row, or tell nearly the same words of the question.

    "187 vụ" below "Xử phạt" and "07 vụ tai nạn" are two things, however both are "vụ" of the body asked about.
    """
    if len({(choice.fact.passage, choice.fact.begin) for choice in choices}) < FEWEST or not _matter(question):
        return True
    told = [told_words(choice, question) for choice in choices]
    common, union = frozenset.intersection(*told), frozenset.union(*told)
    return len(union) - len(common) <= APART * len(union)


def told_words(choice: FactChoice, question: Question, issuer: str = "") -> frozenset[str]:
    """Return the words of a question, but those that name a measure, that a figure or what is above it tells."""
    fact = choice.fact
    told = expanded_terms(" ".join((choice.quote, fact.title, fact.lead, *fact.headings, choice.passage.context, issuer)))
    told |= {term for term, forms in question.query.said_otherwise.items() if not told.isdisjoint(forms)}
    return _matter(question) & told


def _matter(question: Question) -> frozenset[str]:
    """Return the words that a question asks of, without those that every question of the kind has."""
    unsaid = table_words().question_empty | _measure_words() | set(tokens(grouping_of(question.query.restored)))
    return frozenset(term for term in question.content if term.isalpha() and term not in unsaid)


@functools.cache
def _measure_words() -> frozenset[str]:
    """Return the words of units: a table's head may name them or not."""
    return frozenset(word for unit in vocabulary().units for word in tokens(unit))
