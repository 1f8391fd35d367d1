"""Refusing from the evidence: which of the sentences found do answer a question for a fact, if any does.

A likeness threshold cannot tell: the best scores of questions with and without an answer overlap. Asked instead: does a
sentence hold the kind of thing wanted (:mod:`app.support`), and does it bring together what the question brings together?
Only questions typed properly are judged by their words; a word restored from haste may be another than the one meant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.evidence import Unit, held_terms
from app.question import Question
from app.refusal import BOUND
from app.support import meets, names_in
from index.library import Library
from ingest.model import Metadata

CONSIDERED = 40  # sentences, best first; an answer further down is a coincidence
CHOSEN_FROM = 3  # of those that hold the kind of thing asked for, how many are held against the question's words
PAIRS_HELD = 0.3  # of the question's words of two syllables, by weight; on the gold questions answers hold .4 and more
OTHER_WORDS = 0.6  # share of the question's weight in words the reports use; below, it is asked in words of its own
KNOWN = 0.9  # share of the question's weight in words that the reports asked about use: it speaks their language …
BROUGHT_TOGETHER = 0.5  # … and then the sentence, with its headings, must hold this share


def answering(
    question: Question,
    found: Sequence[Unit],
    weight: Mapping[str, float],
    facts: Mapping[str, Metadata],
    library: Library,
) -> list[Unit]:
    """Return the sentences that can answer, best first; empty where the reports do not say it.

    :param weight: of the question's terms (:func:`app.evidence.weights`).
    :param facts: what every report says of itself, by id.
    """
    fitting = [unit for unit in found[:CONSIDERED] if _fits(question, unit, facts, library)]
    if not fitting or not question.proper:
        return fitting
    words = {term: w for term, w in weight.items() if "_" not in term}
    held = library.catalog.held(words, question.scope.reports or library.catalog.report_ids())
    known = sum(words[term] for term in held) / (sum(words.values()) or 1.0)
    if known < OTHER_WORDS:
        return fitting
    named = names_in(question)  # a name must be there (see meets), but it does not tell what is asked of it
    matter = {term: w for term, w in weight.items() if not named.issuperset(term.split("_"))}
    words = {term: w for term, w in matter.items() if "_" not in term}
    pairs = _firm_pairs(matter, library)
    for at, unit in enumerate(fitting[:CHOSEN_FROM]):
        apart = pairs and _share(question, unit, pairs) < PAIRS_HELD
        if not apart and (known < KNOWN or _share(question, unit, words) >= BROUGHT_TOGETHER):
            return fitting[at:]
    return []


def _fits(question: Question, unit: Unit, facts: Mapping[str, Metadata], library: Library) -> bool:
    passage = unit.hit.passage
    about = facts.get(passage.report, Metadata())
    before = library.catalog.before(passage)  # where a person or a place may be named that the sentence goes on about
    around = " ".join((passage.context, before.text if before else "", passage.text))
    return meets(question, unit.said, around, about, row=bool(unit.written))


def _share(question: Question, unit: Unit, weight: Mapping[str, float]) -> float:
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
        if pair in used and used[pair] >= BOUND * min(used.get(part, 1) for part in pair.split("_"))
    }
