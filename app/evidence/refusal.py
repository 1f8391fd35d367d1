"""Refusing a question before anything is weighed, because no report is of its subject.

A place without a report, a unit or a name that the reports asked never hold. Whether what is found answers is told by its
score.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex as re

from app.evidence.support import proper_names
from app.question.question import Question
from app.question.vocabulary import message
from index.gazetteer.issuers import field_names
from index.gazetteer.places import Place, same_name
from index.gazetteer.scope import Scope
from index.gazetteer.units import kind_and_name
from index.search.retrieval import Hit
from index.store.library import Library
from ingest.language.bodies import Body, bodies, units
from ingest.language.terms import fold, terms, tokens
from ingest.language.unit_names import local_units

PROVINCE = "tỉnh "
INITIALS = 3  # letters from which an abbreviation tells one name from others


def reason(question: Question, places: list[Place], library: Library) -> str | None:
    """Return why the question cannot be answered from the library, in Vietnamese, or None to go on."""
    scope = question.scope
    if not scope.places:
        foreign = [unit for unit in scope.foreign if not _said_province(unit, library)]
        if foreign:
            reported = ", ".join(place.called for place in places)
            return message("refusal.place", places=", ".join(foreign), known=reported)
        return _refuse_name(question, library)
    place_names = ", ".join(place.called for place in scope.places)
    stranger = _stranger(question, library)
    if stranger:
        return message("refusal.unit", unit=stranger, places=place_names)
    return _refuse_name(question, library)


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


def _is_told(body: Body, question: Question, texts: Sequence[str]) -> bool:
    """Say whether a body of a field reports itself, or stands in one of the texts, by any of its field's names."""
    names = [fold(name) for name in (body.name, *field_names(body.name))]
    reporting = (own for place in question.scope.places for own in place.bodies)
    if any(fold(own.field) in names for own in reporting) or any(name in text for name in names for text in texts):
        return True
    initials = "".join(word[0] for word in fold(body.name).split())  # "Trung tâm PVHCC"
    pattern = re.compile(rf"(?<!\p{{L}}){re.escape(initials)}(?!\p{{L}})")
    return len(initials) >= INITIALS and any(pattern.search(text) for text in texts)


def _refuse_name(question: Question, library: Library) -> str | None:
    """Return the refusal of a question with a name in capitals that the reports asked hold nowhere, None to go on.

    Of questions with an answer 337 of 339 such names stand in their report, of those without one 139 of 163 (measured on
    ``eval/samples/bodies`` and the eighth exam, which were read). A name's last two syllables are looked for: people leave
    out what stands before. A question typed in a hurry is not held to its names, nor one that names a body that reports.
    """
    reports, catalog = question.scope.reports, library.catalog
    for name in proper_names(question) if question.proper else ():
        pair = "_".join(tokens(name)[-2:])
        present = catalog.terms_in([pair], reports) if reports else catalog.document_frequencies([pair])[0]
        if not present and not any(fold(name) in fold(about.issuer or "") for about in catalog.facts().values()):
            return message("refusal.name", name=name)
    return None


def _stranger(question: Question, library: Library) -> str | None:
    """Return a unit or a body that the question names beside its places and their reports never mention."""
    names = [place.name for place in question.scope.places]
    names += [kind_and_name(bridge.asked)[1] for bridge in question.scope.bridges]
    named_units = [(kind, name) for kind, name in local_units(question.query.text)]
    named_units += [(unit.kind, unit.name) for called in question.scope.inside for unit in units(called)]
    named_bodies = [body for body in bodies(question.query.text) if body.name]
    if not named_units and not named_bodies:  # then no report need be read
        return None
    texts = [fold(library.catalog.report(report).text) for report in question.scope.reports or ()]
    for body in named_bodies:
        if not _is_told(body, question, texts):
            return body.text
    for kind, unit_name in named_units:
        is_place = any(same_name(unit_name, name) for name in names)
        if not is_place and not any(fold(unit_name) in text for text in texts):
            return f"{kind} {unit_name}"
    return None
