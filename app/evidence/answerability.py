"""Refusing from the evidence: which of the sentences found do answer a question for a fact, if any does.

A likeness threshold cannot tell: the best scores of questions with and without an answer overlap. Asked instead: does a
sentence hold the kind of thing wanted (:mod:`app.evidence.support`), and does it bring together what the question brings
together? Only questions typed properly are judged by their words; a word restored from haste may be another than the one
meant.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import replace

import regex as re

from app.evidence.ranking import EvidenceUnit, held_terms
from app.evidence.refusal import BOUND
from app.evidence.support import YEAR, meets, names_in
from app.question.question import Question, Shape
from app.question.vocabulary import question_words
from index.store.library import Library
from ingest.language import compounds
from ingest.language.terms import fold, tokens
from ingest.model import Metadata

CONSIDERED = 40  # sentences, best first; an answer further down is a coincidence
CHOSEN_FROM = 3  # of those that hold the kind of thing asked for, how many are held against the question's words
PAIRS_HELD = 0.3  # of the question's words of two syllables, by weight; on the gold questions answers hold .4 and more
OTHER_WORDS = 0.6  # share of the question's weight in words the reports use; below, it is asked in words of its own
NEAR = 0.75  # of the best score: a sentence that names the year asked for goes before one that names none
AS_GOOD = 0.9  # of the best score: a sentence that tells the figure of other years so well puts one of no year in doubt
KNOWN = 0.9  # share of the question's weight in words that the reports asked about use: it speaks their language …
BROUGHT_TOGETHER = 0.5  # … and then the sentence, with its headings, must hold this share
HOW_MANY = re.compile(r"\b(?:bao nhiêu|mấy)\b(?P<unit>[^,;?]*)")
UNIT_WORDS = 2  # syllables of a unit ("người", "tỷ đồng", "phần trăm")


def answering(
    question: Question,
    found: Sequence[EvidenceUnit],
    weight: Mapping[str, float],
    facts: Mapping[str, Metadata],
    library: Library,
) -> list[EvidenceUnit]:
    """Return the sentences that can answer, best first; empty where the reports do not say it.

    Nothing but names, year, kind and counterparts is asked of a list.

    :param weight: of the question's terms (:func:`app.evidence.ranking.weights`).
    :param facts: what every report says of itself, by id.
    """
    fitting = _of_year_first(question, [u for u in found[:CONSIDERED] if _fits(question, u, facts, library)], facts)
    if not fitting or _of_other_years(question, found[:CONSIDERED], fitting[0], facts, library):
        return []
    if not question.proper or question.shape is Shape.LIST:
        return fitting
    words = {term: w for term, w in weight.items() if "_" not in term}
    held = library.catalog.held(words, question.scope.reports or library.catalog.report_ids())
    known = sum(words[term] for term in held) / (sum(words.values()) or 1.0)
    if known < OTHER_WORDS:
        return fitting
    named = names_in(question)  # a name must be there (see meets), but it does not tell what is asked of it
    matter = {term: w for term, w in weight.items() if named.isdisjoint(term.split("_"))}
    words = {term: w for term, w in matter.items() if "_" not in term}
    pairs = _firm_pairs(matter, library)
    measured = _measured(question, pairs)
    for at, unit in enumerate(fitting[:CHOSEN_FROM]):
        apart = (pairs and _share(question, unit, pairs) < PAIRS_HELD) or _share(question, unit, measured) < 1.0
        if not apart and (known < KNOWN or _share(question, unit, words) >= BROUGHT_TOGETHER):
            return fitting[at:]
    return []


def near_miss(
    question: Question,
    found: Sequence[EvidenceUnit],
    weight: Mapping[str, float],
    facts: Mapping[str, Metadata],
    library: Library,
) -> list[str]:
    """Return the years, ascending, for which the reports do tell what they do not for the one asked for; else none."""
    if not question.years or not question.scope.places:
        return []
    timeless = {term: w for term, w in weight.items() if term not in question.years}
    any_year = replace(question, facets=replace(question.facets, years=()))
    answers = answering(any_year, found, timeless, facts, library)[:CHOSEN_FROM]
    words = {term: w for term, w in timeless.items() if "_" not in term}
    answers = [unit for unit in answers if _share(question, unit, words) >= BROUGHT_TOGETHER]
    return sorted({year for unit in answers for year in YEAR.findall(unit.said)} - set(question.years))


def _of_other_years(
    question: Question, found: Sequence[EvidenceUnit], best: EvidenceUnit, facts: Mapping[str, Metadata], library: Library
) -> bool:
    """Say whether the best fitting sentence names no year, while others of its report tell the figure of other years.

    In a report on ten years such a sentence is of all of them, or of none that could be named; "đến nay" is the last one,
    for which only better sentences count.
    """
    if "figure" not in question.asks or not question.years or any(_of_year(best, year, facts) for year in question.years):
        return False
    passage, report = best.hit.passage, best.hit.passage.report
    around = " ".join((*passage.headings, passage.text))
    if any(year in around for year in question.years):  # "Mục tiêu đến năm 2030", above what names no year
        return False
    last = str(facts.get(report, Metadata()).period_to) in question.years
    any_year = replace(question, facets=replace(question.facets, years=()))
    return any(
        unit.hit.passage.report == report
        and unit.score >= (1.0 if last else AS_GOOD) * best.score
        and unit != best
        and YEAR.search(unit.said) is not None
        and _fits(any_year, unit, facts, library)
        for unit in found
    )


def _of_year_first(question: Question, fitting: Sequence[EvidenceUnit], facts: Mapping[str, Metadata]) -> list[EvidenceUnit]:
    """Return the sentences with one that names the year asked for before better ones that name none, if it is near them.

    In a report of that very year every sentence is of the year.
    """
    if not question.years or "figure" not in question.asks or not fitting:
        return list(fitting)
    near = [unit for unit in fitting if unit.score >= NEAR * fitting[0].score]
    own = [unit for unit in near if any(_of_year(unit, year, facts) for year in question.years)]
    return [*own, *(unit for unit in fitting if unit not in own)]


def _of_year(unit: EvidenceUnit, year: str, facts: Mapping[str, Metadata]) -> bool:
    about = facts.get(unit.hit.passage.report, Metadata())
    return year in unit.said or (about.period_from == about.period_to and str(about.period_to) == year)


def _measured(question: Question, pairs: Mapping[str, float]) -> dict[str, float]:
    """Return the word of two syllables that stands last before "bao nhiêu", what the figure is of; none: {}.

    "Dân số toàn huyện … là bao nhiêu người?": a sentence that counts people, but not the population, is no answer. Where
    more than a unit follows "bao nhiêu", what is counted follows, and what stands before is said in many ways.
    """
    text = fold(question.query.restored)
    at = HOW_MANY.search(text)
    if at is None or "figure" not in question.asks or len(at["unit"].split()) > UNIT_WORDS:
        return {}
    names = names_in(question) | question.scope.names
    words = tokens(text[: at.start()])
    for pair in reversed(list(zip(words, words[1:], strict=False))):
        term = "_".join(pair)
        if term in pairs and names.isdisjoint(pair) and not question_words().ignored.issuperset(pair):
            return {term: pairs[term]}
    return {}


@functools.cache
def _compounds() -> frozenset[str]:
    return frozenset(fold("_".join(pair)) for pair in compounds.known())


def _fits(question: Question, unit: EvidenceUnit, facts: Mapping[str, Metadata], library: Library) -> bool:
    passage = unit.hit.passage
    about = facts.get(passage.report, Metadata())
    before = library.catalog.before(passage)  # where a person or a place may be named that the sentence goes on about
    around = " ".join((passage.context, before.text if before else "", passage.searched))
    return meets(question, unit.said, around, about, row=bool(unit.written))


def _share(question: Question, unit: EvidenceUnit, weight: Mapping[str, float]) -> float:
    """Return the share of these terms, by weight, that a sentence holds with its headings; no terms give 1."""
    total = sum(weight.values())
    passage = unit.hit.passage
    held = held_terms(question, unit.said) | held_terms(question, passage.context)
    if unit.written:  # a table is read with the words that lead up to it
        held |= held_terms(question, passage.text[: passage.rows[0].start])
    return sum(w for term, w in weight.items() if term in held) / total if total else 1.0


def _firm_pairs(weight: Mapping[str, float], library: Library) -> dict[str, float]:
    """Return the question's pairs of syllables that are words of the library's language, not chance neighbours."""
    pairs = [term for term in weight if "_" in term]
    used, _ = library.catalog.document_frequencies([*pairs, *(part for pair in pairs for part in pair.split("_"))])
    return {
        pair: weight[pair]
        for pair in pairs
        if pair in used
        and (pair in _compounds() or used[pair] >= BOUND * min(used.get(part, 1) for part in pair.split("_")))
    }
