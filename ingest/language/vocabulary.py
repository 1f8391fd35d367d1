"""The words of ``prompts/quantities.toml``, ready for matching."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import regex as re

from prompts import FOLDER, Tables, load

Pattern = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words around figures, folded. Patterns named ``*_before`` match at the end of the text before a figure."""

    scales: Mapping[str, int]
    units: Mapping[str, str]  # a way of writing to the unit's one name
    counters: Mapping[str, str]
    unit: Pattern
    counter: Pattern
    counted_ends: frozenset[str]
    counted_most: int
    bounds_before: Mapping[str, Pattern]
    upwards: Pattern
    downwards: Pattern
    change: Pattern  # the last word of rise or fall, with what stands between it and the figure
    to_before: Pattern
    up: frozenset[str]
    standing: Pattern
    standings: Mapping[str, str]  # a phrase to "plan", "aim", "result" or "prior"
    strong_before: Pattern
    weak_before: Pattern
    digits: Mapping[str, int]
    vague: frozenset[str]
    barred_before: frozenset[str]
    barred_after: frozenset[str]
    year_before: frozenset[str]
    half_after: frozenset[str]
    needs_counter: frozenset[str]
    predicate: frozenset[str]


@functools.cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary of this installation."""
    return read(FOLDER / "quantities.toml")


def read(file: Path) -> Vocabulary:
    """Load a vocabulary.

    :raises DataFileError: an entry is missing or of another type.
    """
    return load(file, _vocabulary_of)


def any_of(phrases: Iterable[str]) -> str:
    """Return a pattern of any of the phrases, the longest first; one space may be any run of blanks."""
    return "|".join(re.escape(phrase).replace(r"\ ", r"[^\S\n]+") for phrase in sorted(phrases, key=len, reverse=True))


def whole(phrases: Iterable[str]) -> Pattern:
    """Return a compiled pattern of any of the phrases, as whole words; see :func:`any_of`."""
    return re.compile(rf"(?<!\p{{L}})(?:{any_of(phrases)})(?!\p{{L}})")


def _vocabulary_of(tables: Tables) -> Vocabulary:
    units = {form: name for name, forms in tables["unit"].items() for form in forms}
    counters = {form: name for name, forms in tables["counter"].items() for form in forms}
    bound, change, standing = tables["bound"], tables["change"], tables["standing"]
    label, numeral = tables["label"], tables["numeral"]
    standings = {phrase: name for name in ("plan", "aim", "result", "prior") for phrase in standing[name]}
    kinds = ("only", "at_most", "at_least", "under", "over", "near", "about")
    return Vocabulary(
        scales=dict(tables["scale"]),
        units=units,
        counters=counters,
        unit=re.compile(rf"[%‰]|(?:{any_of(units)})(?!\p{{L}})"),
        counter=re.compile(
            rf"(?!(?:{any_of(tables['not_counted']['phrases'])})(?!\p{{L}}))(?:{any_of(counters)})(?!\p{{L}})"
        ),
        counted_ends=frozenset(tables["counted"]["ends"]),
        counted_most=int(tables["counted"]["most"]),
        bounds_before={kind: _before(bound[kind]) for kind in kinds},
        upwards=re.compile(rf"(?:{any_of(bound['upwards'])})(?!\p{{L}})"),
        downwards=re.compile(rf"(?:{any_of(bound['downwards'])})(?!\p{{L}})"),
        change=re.compile(
            rf"(?<!\p{{L}})(?!(?:{any_of(change['neither'])})(?!\p{{L}}))"
            rf"({any_of([*change['up'], *change['down']])})(?!\p{{L}})"
        ),
        to_before=_before(change["to"]),
        up=frozenset(change["up"]),
        standing=re.compile(rf"(?<!\p{{L}})({any_of(standings)})(?!\p{{L}})"),
        standings=standings,
        strong_before=_before([*label["strong"], *(f"{word} số" for word in label["strong"])]),
        weak_before=re.compile(
            rf"(?<!\p{{L}})(?<!(?<!\p{{L}})(?:{any_of(label['counting'])})\s)(?:{any_of(label['weak'])})\.?\s$"
        ),
        digits=dict(numeral["digits"]),
        vague=frozenset(numeral["vague"]),
        barred_before=frozenset(numeral["barred_before"]),
        barred_after=frozenset(numeral["barred_after"]),
        year_before=frozenset(numeral["year_before"]),
        half_after=frozenset(numeral["half_after"]),
        needs_counter=frozenset(numeral["needs_counter"]),
        predicate=frozenset(tables["subject"]["predicate"]),
    )


def _before(phrases: Iterable[str]) -> Pattern:
    return re.compile(rf"(?<![\p{{L}}&])({any_of(phrases)})[^\S\n]?[.:]?[^\S\n]?$")
