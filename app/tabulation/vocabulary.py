"""The words and weights of ``prompts/tabulation.toml``."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import regex as re

from ingest.language.spelling import fold
from ingest.language.terms import tokens
from ingest.language.vocabulary import Pattern, any_of, whole
from prompts import FOLDER, Tables, load

READING = ("share", "bias", "reading", "apart")


@dataclass(frozen=True, slots=True)
class TableWords:
    """Words of ``prompts/tabulation.toml``, folded.

    ``weights``: of the features by name, and "bias"; ``decision``: of the signs for the best fact. ``reading``: of readings;
    ``reading_question``: what is read with a fact, "{indicator}" stands for the indicator.
    """

    weights: Mapping[str, float]
    decision: Mapping[str, float]
    reading: Mapping[str, float]
    reading_question: str
    empty: frozenset[str]
    phrases: Pattern
    persons: frozenset[str]
    events: frozenset[str]
    acts: Pattern
    ends: frozenset[str]
    measuring: frozenset[str]
    stand_ins: Mapping[str, tuple[str, ...]]
    money: Pattern
    owners: Pattern
    classifiers: frozenset[str]
    kinds: Mapping[str, frozenset[str]]
    alike: tuple[tuple[tuple[str, ...], ...], ...]
    messages: Mapping[str, str]
    question: Mapping[str, tuple[str, ...]]
    question_empty: frozenset[str]


@functools.cache
def table_words() -> TableWords:
    """Return the words of this installation."""
    return read(FOLDER / "tabulation.toml")


def fill_message(key: str, **values: object) -> str:
    """Return the message ``key`` with its names filled in."""
    return table_words().messages[key].format(**values)


def read(file: Path) -> TableWords:
    """Load the words.

    :raises DataFileError: an entry is missing or of another type.
    """
    return load(file, _words_of)


def _words_of(tables: Tables) -> TableWords:
    indicator = tables["indicator"]
    return TableWords(
        {name: float(weight) for name, weight in tables["weights"].items()},
        {name: float(weight) for name, weight in tables["decision"].items()},
        {name: float(tables["reading"][name]) for name in READING},
        str(tables["reading"]["question"]),
        frozenset(indicator["empty"].split()),
        whole(indicator["phrases"]),
        frozenset(indicator["persons"]),
        frozenset(indicator["events"]),
        whole(indicator["acts"]),
        frozenset(indicator["ends"].split()),
        frozenset(fold(indicator["measuring"]).split()),
        {word: tuple(form.replace(" ", "_") for form in forms) for word, forms in indicator["stand_ins"].items()},
        whole(indicator["money"]),
        re.compile(
            rf"(?<!\p{{L}})(?:(?:của|trong|trên địa bàn)\s(?:toàn\s)?|toàn\s)(?:{any_of(indicator['owners'])})"
            rf"(?=$|\scho\s|\snăm\s)|(?<!\p{{L}})toàn\s(?:{any_of(indicator['owners'])})(?!\p{{L}})"
        ),
        frozenset(" ".join(map(fold, (*indicator["persons"], indicator["classifiers"]))).split()),
        {fold(phrase): frozenset(measures) for phrase, measures in tables["kinds"].items()},
        tuple(tuple(tuple(tokens(phrase)) for phrase in group) for group in tables["alike"]["groups"]),
        {**tables["messages"], **tables["answer"]},
        {name: tuple(cues) for name, cues in tables["question"].items() if name != "empty"},
        frozenset(fold(tables["question"]["empty"]).split()),
    )
