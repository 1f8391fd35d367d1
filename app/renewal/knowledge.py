"""Loads ``prompts/renewal.toml``: what of a report is of its year, and what stays."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import regex as re

from ingest.language.spelling import fold
from ingest.language.vocabulary import any_of, whole
from prompts import FOLDER, Tables
from prompts import load as load_file


@dataclass(frozen=True, slots=True)
class RenewalWords:
    """The contents of the file, folded. ``up_to`` and ``laws`` are looked for before a date."""

    own_labels: frozenset[str]
    yearly: frozenset[str]
    national: frozenset[str]
    laws: re.Pattern[str]
    set_aside: frozenset[str]
    lasting: re.Pattern[str]
    made_up_of: re.Pattern[str]
    up_to: re.Pattern[str]
    edges: frozenset[str]
    narrowing: frozenset[str]
    value_titles: frozenset[str]
    one_off: re.Pattern[str]
    turned: Mapping[str, str]
    directions: re.Pattern[str]


@functools.cache
def knowledge() -> RenewalWords:
    """Return the knowledge of this installation."""
    return load(FOLDER / "renewal.toml")


def load(file: Path) -> RenewalWords:
    """Load the file.

    :raises DataFileError: an entry is missing or of another type.
    """
    return load_file(file, _words_of)


def _words_of(tables: Tables) -> RenewalWords:
    def folded(name: str) -> list[str]:
        return [fold(word) for word in tables[name]]

    turned = {fold(word): fold(other) for word, other in tables["direction"].items()}
    return RenewalWords(
        frozenset(folded("own_labels")),
        frozenset(folded("yearly")),
        frozenset(tables["national"]),
        re.compile(rf"(?<!\p{{L}})(?:{any_of(folded('laws'))})(?!\p{{L}})[^;.(\n]{{0,80}}$"),
        frozenset(folded("set_aside")),
        whole(folded("lasting")),
        _before(folded("made_up_of")),
        _before(folded("up_to")),
        frozenset(tables["edges"]),
        frozenset(folded("narrowing")),
        frozenset(folded("value_titles")),
        whole(folded("one_off")),
        turned,
        whole(turned),
    )


def _before(words: list[str]) -> re.Pattern[str]:
    """Return a pattern of the words that stand right before something."""
    return re.compile(rf"(?<!\p{{L}})(?:{any_of(words)})\s{{1,3}}$")
