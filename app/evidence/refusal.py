"""Refusing a question before anything is composed, because the reports do not speak of its subject.

Not from a similarity threshold: the best scores of questions with and without an answer overlap. From what is asked
and what the reports in question hold: a place without a report, a commune that the report never names, words that
other reports use and this one does not.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.question.question import Question
from app.question.vocabulary import message, question_words
from index.gazetteer.places import Place, same_name
from index.gazetteer.scope import Scope
from index.gazetteer.units import kind_and_name
from index.search.retrieval import Hit
from index.store.library import Library
from ingest.language.terms import fold, terms
from ingest.language.unit_names import local_units

BOUND = 0.3  # share of the rarer syllable's passages in which the pair stands, for the pair to be one word ("du lịch")
PROVINCE = "tỉnh "
UNSAID = 2  # pairs of content words that other reports use and the asked one never does; a single one may be chance


def reason(question: Question, places: list[Place], library: Library) -> str | None:
    """Return why the question cannot be answered from the library, in Vietnamese, or None to go on."""
    scope = question.scope
    if not scope.places:
        foreign = [unit for unit in scope.foreign if not _said_province(unit, library)]
        if foreign:
            known = ", ".join(place.called for place in places)
            return message("refusal.place", places=", ".join(foreign), known=known)
        return None
    named = ", ".join(place.called for place in scope.places)
    stranger = _stranger(question, library)
    if stranger:
        return message("refusal.unit", unit=stranger, places=named)
    if len(_unsaid(question, library)) >= UNSAID:
        return message("refusal.in_report", places=named)
    return None


def naming(hits: Sequence[Hit], scope: Scope) -> list[Hit]:
    """Return the hits that may answer. If the question names only a province without a report, these are those naming it."""
    names = [fold(unit.removeprefix(PROVINCE)) for unit in scope.foreign if unit.startswith(PROVINCE)]
    if scope.places or not names:
        return list(hits)
    return [hit for hit in hits if any(name in fold(hit.passage.text) for name in names)]


def _said_province(unit: str, library: Library) -> bool:
    """Say whether a unit is a province that a report mentions. It may then be the subject of the question, not its place."""
    if not unit.startswith(PROVINCE):
        return False
    pairs = [term for term in terms(unit.removeprefix(PROVINCE)) if "_" in term]
    frequencies, _ = library.catalog.document_frequencies(pairs)
    return bool(pairs) and all(frequencies.get(pair) for pair in pairs)


def _stranger(question: Question, library: Library) -> str | None:
    """Return a unit that the question names beside its places and their reports never mention."""
    texts = [fold(library.catalog.report(report).text) for report in question.scope.reports or ()]
    names = [place.name for place in question.scope.places]
    names += [kind_and_name(bridge.asked)[1] for bridge in question.scope.bridges]
    for kind, written in local_units(question.query.text):
        known = any(same_name(written, name) for name in names)
        if not known and not any(fold(written) in text for text in texts):
            return f"{kind} {written}"
    return None


def _unsaid(question: Question, library: Library) -> list[str]:
    """Return the words and phrases of the question that stand in other reports, but not in those asked about.

    As pairs of syllables: pairs that are one word ("du_lịch"), or that overlap in a phrase ("thu_nhập", "nhập_bình").
    Only for a question typed properly: a restored or spelled-out word may be another than the one meant.
    """
    if question.query.restored != question.query.text:
        return []
    ignored = question_words().ignored
    typed = set(terms(question.query.text))
    pairs = [term for term in question.content if term in typed and "_" in term and not set(term.split("_")) & ignored]
    used, _ = library.catalog.document_frequencies([*pairs, *(part for pair in pairs for part in pair.split("_"))])
    reported = library.catalog.held([pair for pair in pairs if pair in used], question.scope.reports or ())
    missing = [pair for pair in pairs if pair in used and pair not in reported]
    words = {pair for pair in missing if used[pair] >= BOUND * min(used[part] for part in pair.split("_"))}
    for before, after in zip(missing, missing[1:], strict=False):
        if before.split("_")[1] == after.split("_")[0]:
            words |= {before, after}
    return sorted(words)
