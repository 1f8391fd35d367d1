"""All that a question asks for, worked out once, and the words and figures that a stretch is held against it by."""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import regex as re

from app.evidence.support import names_of_others
from app.question.focus import Focus, focus_of, tells_plan
from app.question.question import Question
from index.query.facets import spoken
from index.query.query import numbers_in
from ingest.language.bodies import units
from ingest.language.quantities import quantities
from ingest.language.quantity import Quantity
from ingest.language.terms import fold, terms
from ingest.language.unit_names import local_units

DENIES = re.compile(r"(?<!\p{L})(?:chưa|không)(?!\p{L})")


@dataclass(frozen=True, slots=True)
class Frame:
    """All that a question asks for, worked out once.

    ``words``, ``pairs``: weight of its terms; both may be empty. ``names``: of others than its places. ``inside``: names of
    units it asks about beside its places. ``numbers``: of documents whose date it asks.
    """

    question: Question
    words: Mapping[str, float]
    pairs: Mapping[str, float]
    focus: Focus | None
    names: tuple[str, ...]
    inside: tuple[str, ...]
    plan: bool
    denies: bool
    numbers: tuple[str, ...] = ()


def frame_of(question: Question, weight: Mapping[str, float]) -> Frame:
    """Return the frame of a question. ``weight``: of its content terms, pairs included."""
    text = question.query.restored
    names = tuple(spoken(name) for name in names_of_others(question)) if question.proper else ()
    inside_names = [unit.name for called in question.scope.inside for unit in units(called)]
    inside_names += [name for _, name in local_units(question.query.text)]
    inside = tuple(
        dict.fromkeys(name for name in map(fold, inside_names) if not question.scope.names.issuperset(name.split()))
    )
    words = {term: w for term, w in weight.items() if "_" not in term}
    pairs = {term: w for term, w in weight.items() if "_" in term}
    focus = focus_of(text) if "figure" in question.asks else None
    numbers = tuple(numbers_in(text)) if "date" in question.asks else ()
    return Frame(question, words, pairs, focus, names, inside, tells_plan(text), bool(DENIES.search(fold(text))), numbers)


@functools.lru_cache(maxsize=16384)
def figures_of(text: str) -> tuple[Quantity, ...]:
    """Return the quantities of a stretch."""
    return tuple(quantities(text))


@functools.lru_cache(maxsize=16384)
def words_of(text: str) -> frozenset[str]:
    """Return the index terms of a few words."""
    return frozenset(terms(text))


def coverage(weight: Mapping[str, float], present: Collection[str]) -> float:
    """Return the share of the terms, by weight, that are present; 0 where there are none."""
    total = sum(weight.values())
    return sum(w for term, w in weight.items() if term in present) / total if total else 0.0
