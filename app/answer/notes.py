"""What a reader must know beside an answer: how the question was understood, whose report it is, why a passage came up.

A note is no statement of a report: it carries no citation and stands beside the answer's text, not in it.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.answer.model import Understood, Why
from app.question.question import Question
from app.question.vocabulary import message
from index.constraints import Constraint, ConstraintKind
from index.gazetteer.scope import Scope
from index.query.query import numbers_in
from index.search.explanation import Explanation
from ingest.language.text import fold_spaces
from ingest.model import Passage


def notes(scope: Scope) -> tuple[str, ...]:
    """Return the notes on a question's places, a sentence or two each; empty if the places are the very ones asked."""
    sentences = [message(f"note.{b.reason.value}", asked=b.asked, reached=b.reached) for b in scope.bridges]
    if scope.places and scope.foreign:
        sentences.append(message("note.missing", units=", ".join(scope.foreign)))
    return tuple(dict.fromkeys(f"{note[:1].upper()}{note[1:]}" for note in sentences))


def understood(question: Question) -> tuple[Understood, ...]:
    """Return what was understood from a question and steers the search, in the order of its weight.

    Each names by its key the constraint that :meth:`app.assistant.Assistant.answer` takes off.
    """
    query, facets = question.query, question.facets
    scope = question.scope
    parts: list[tuple[ConstraintKind, str, str]] = []  # kind, value, what is shown
    if scope.limit:
        parts.append((ConstraintKind.REPORTS, "", message("understood.reports", names=scope.limit.shown)))
    if not scope.implied:
        parts += [(ConstraintKind.PLACE, place.called, place.called) for place in scope.places]
    if scope.within is not None:
        parts.append((ConstraintKind.PROVINCE, "", message("understood.province", count=len(scope.within))))
    if facets.years:
        parts.append((ConstraintKind.PERIOD, "", message("understood.period", years=", ".join(facets.years))))
    if facets.kind:
        parts.append((ConstraintKind.KIND, "", facets.kind.shown))
    if facets.role:
        parts.append((ConstraintKind.ROLE, "", facets.role.shown))
    parts += [(ConstraintKind.DOCUMENT, number, number.upper()) for number in numbers_in(query.restored)]
    spelled_out = [form for form in query.added if " " in form]  # a short form beside the long one needs no word
    if spelled_out:
        forms = ", ".join(dict.fromkeys(spelled_out))
        parts.append((ConstraintKind.ADDED, "", message("understood.added", forms=forms)))
    if fold_spaces(query.restored) != fold_spaces(query.text):
        parts.append((ConstraintKind.SPELLING, "", message("understood.spelling", text=query.restored)))
    return tuple(Understood(Constraint(kind, value).key, words) for kind, value, words in parts)


def why(explanation: Explanation, passage: Passage, question: Question) -> Why:
    """Return why a passage was found, with clauses that say it: words, meaning, what brought it forward, the places."""
    clauses: list[str] = []
    if explanation.phrases:
        clauses.append(message("why.terms", phrases=", ".join(f"“{phrase}”" for phrase in explanation.phrases)))
    clauses.append(message(f"why.{explanation.nearness.value}", cosine=f"{explanation.cosine:.2f}".replace(".", ",")))
    facets = question.facets
    if "role" in explanation.boosts and facets.role:
        clauses.append(message("why.role", role=facets.role.shown))
    if "period" in explanation.boosts:
        clauses.append(message("why.period"))
    if "kind" in explanation.boosts and facets.kind:
        clauses.append(message("why.kind", kind=facets.kind.shown))
    clauses.extend(message("why.place", place=p.called) for p in question.scope.places if passage.report in p.reports)
    if not question.scope.places and question.scope.within is not None:
        clauses.append(message("why.province"))
    return Why(explanation, tuple(clauses))


def understood_line(parts: Sequence[Understood]) -> str:
    """Return what was understood in one line, as in "Hiểu là: huyện Vân Sa; năm 2024", or "" if nothing was."""
    return message("understood.line", shown="; ".join(part.shown for part in parts)) if parts else ""
