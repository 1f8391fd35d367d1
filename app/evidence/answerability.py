"""Answerability: which of the retrieved sentences answer a question for a fact, if any does.

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

from app.evidence.ranking import EvidenceUnit, matching_terms
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
KNOWN = 0.9  # share of the question's weight in words that the reports use; from here on the question is in their language
BROUGHT_TOGETHER = 0.5  # share of the weight that a sentence with its headings must hold, if the question reaches KNOWN
HOW_MANY = re.compile(r"\b(?:bao nhiêu|mấy)\b(?P<unit>[^,;?]*)")
UNIT_WORDS = 2  # syllables of a unit ("người", "tỷ đồng", "phần trăm")


def select_answers(
    question: Question,
    candidates: Sequence[EvidenceUnit],
    weight: Mapping[str, float],
    facts: Mapping[str, Metadata],
    library: Library,
) -> list[EvidenceUnit]:
    """Return the sentences that can answer, best first. The list is empty if the reports do not say it.

    A list must agree with the question in names, year, kind of thing and counterparts. Its words are not compared.

    :param weight: of the question's terms (:func:`app.evidence.ranking.weights`).
    :param facts: what every report says of itself, by id.
    """
    fitting = _of_year_first(question, [u for u in candidates[:CONSIDERED] if _fits(question, u, facts, library)], facts)
    if not fitting or _of_other_years(question, candidates[:CONSIDERED], fitting[0], facts, library):
        return []
    if not question.proper or question.shape is Shape.LIST:
        return fitting
    words = {term: w for term, w in weight.items() if "_" not in term}
    reported = library.catalog.held(words, question.scope.reports or library.catalog.report_ids())
    known = sum(words[term] for term in reported) / (sum(words.values()) or 1.0)
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
    candidates: Sequence[EvidenceUnit],
    weight: Mapping[str, float],
    facts: Mapping[str, Metadata],
    library: Library,
) -> list[str]:
    """Return the years, ascending, for which the reports state what they do not state for the year asked for."""
    if not question.years or not question.scope.places:
        return []
    timeless = {term: w for term, w in weight.items() if term not in question.years}
    any_year = replace(question, facets=replace(question.facets, years=()))
    answers = select_answers(any_year, candidates, timeless, facts, library)[:CHOSEN_FROM]
    words = {term: w for term, w in timeless.items() if "_" not in term}
    answers = [unit for unit in answers if _share(question, unit, words) >= BROUGHT_TOGETHER]
    return sorted({year for unit in answers for year in YEAR.findall(unit.statement)} - set(question.years))


def _of_other_years(
    question: Question,
    candidates: Sequence[EvidenceUnit],
    best: EvidenceUnit,
    facts: Mapping[str, Metadata],
    library: Library,
) -> bool:
    """Say whether the best sentence names no year while others of its report state the figure for other years.

    In a report on ten years, a sentence without a year may speak of any of them, so it does not answer a question on one.
    It may mean the last year ("đến nay"). If that is the year asked for, only sentences of at least its score count.
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
        and YEAR.search(unit.statement) is not None
        and _fits(any_year, unit, facts, library)
        for unit in candidates
    )


def _of_year_first(question: Question, fitting: Sequence[EvidenceUnit], facts: Mapping[str, Metadata]) -> list[EvidenceUnit]:
    """Return the sentences, those of the year asked for first if their score is near the best (:data:`NEAR`).

    In a report on that year alone, every sentence is of the year.
    """
    if not question.years or "figure" not in question.asks or not fitting:
        return list(fitting)
    near = [unit for unit in fitting if unit.score >= NEAR * fitting[0].score]
    own = [unit for unit in near if any(_of_year(unit, year, facts) for year in question.years)]
    return [*own, *(unit for unit in fitting if unit not in own)]


def _of_year(unit: EvidenceUnit, year: str, facts: Mapping[str, Metadata]) -> bool:
    about = facts.get(unit.hit.passage.report, Metadata())
    return year in unit.statement or (about.period_from == about.period_to and str(about.period_to) == year)


def _measured(question: Question, pairs: Mapping[str, float]) -> dict[str, float]:
    """Return what the figure asked for measures, with its weight, or {} if the question does not say it.

    It is the last word of two syllables before "bao nhiêu". In "Dân số toàn huyện … là bao nhiêu người?" it is "dân số": a
    sentence that counts people but not the population is no answer. If more than a unit follows "bao nhiêu", the thing
    counted follows, and the words before it vary too much to be required.
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
    return meets(question, unit.statement, around, about, row=bool(unit.written))


def _share(question: Question, unit: EvidenceUnit, weight: Mapping[str, float]) -> float:
    """Return the share of these terms, by weight, that a sentence holds with its headings, or 1 if there are no terms."""
    total = sum(weight.values())
    passage = unit.hit.passage
    present = matching_terms(question, unit.statement) | matching_terms(question, passage.context)
    if unit.written:  # a table is read with the words that lead up to it
        present |= matching_terms(question, passage.text[: passage.rows[0].start])
    return sum(w for term, w in weight.items() if term in present) / total if total else 1.0


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
