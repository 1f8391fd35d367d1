"""Loads ``prompts/grounding.toml``: words that join, turn round, deny, and orders to the machine."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import regex as re

from index.query.facets import spoken
from ingest.language.terms import fold
from ingest.language.vocabulary import any_of
from prompts import FOLDER, Tables, load


@dataclass(frozen=True, slots=True)
class GroundingWords:
    """The contents of the file, folded. Patterns match in folded text."""

    connectives: frozenset[str]
    times: frozenset[str]
    phrases: re.Pattern[str]
    before_figures: re.Pattern[str]
    tenses: frozenset[str]
    existing: frozenset[str]
    joining: re.Pattern[str]
    part: re.Pattern[str]
    of_things: re.Pattern[str]
    of_whole: re.Pattern[str]  # at the end of what stands before a figure
    causes_behind: frozenset[str]
    causes_before: frozenset[str]
    suffering: frozenset[str]
    totals: frozenset[str]
    turning: frozenset[str]
    with_previous: frozenset[str]  # words of ``turning`` that are told only together with the word before them
    moving: Mapping[int, frozenset[str]]  # words of ``turning`` by the direction that they tell
    aim: re.Pattern[str]
    denial: re.Pattern[str]
    orders: tuple[str, ...]

    @property
    def silent(self) -> frozenset[str]:
        """The syllables that need no evidence."""
        return self.connectives | self.times


@functools.cache
def grounding_words() -> GroundingWords:
    """Return the words of this installation."""
    return load_grounding_words(FOLDER / "grounding.toml")


def load_grounding_words(file: Path) -> GroundingWords:
    """Load the words.

    :raises DataFileError: an entry is missing or of another type.
    """
    return load(file, _words_of)


def _words_of(tables: Tables) -> GroundingWords:
    joining, turning = tables["connectives"], tables["turning"]
    affirming, denying = (any_of(map(fold, turning[key])) for key in ("affirming", "denying"))
    return GroundingWords(
        frozenset(fold(joining["words"]).split()),
        frozenset(fold(joining["times"]).split()),
        re.compile(rf"(?<!\p{{L}})(?:{any_of(map(fold, joining['phrases']))})(?!\p{{L}})"),
        re.compile(rf"(?<!\p{{L}})(?:{any_of(map(fold, joining['before_figures']))})\s*$"),
        frozenset(fold(joining["tenses"]).split()),
        frozenset(fold(joining["existing"]).split()),
        re.compile(rf"\s{{0,8}}+,?\s{{0,8}}+(?:{any_of(map(fold, joining['joining']))})?\s{{0,8}}"),
        re.compile(rf"(?<!\p{{L}})(?:{any_of(map(fold, joining['of_part']))})(?!\p{{L}})"),
        re.compile(rf"(?<!\p{{L}})(?:{any_of(map(fold, joining['of_things']))})\s*$"),
        re.compile(rf"(?<!\p{{L}})(?:{any_of(map(fold, joining['of_whole']))})\s*$"),
        frozenset(fold(joining["causes_behind"]).split()),
        frozenset(fold(joining["causes_before"]).split()),
        frozenset(fold(joining["suffering"]).split()),
        frozenset(fold(joining["totals"]).split()),
        frozenset(map(fold, turning["words"])),
        frozenset(map(fold, turning["with_previous"])),
        {1: frozenset(map(fold, turning["rising"])), -1: frozenset(map(fold, turning["falling"])), 0: frozenset()},
        re.compile(rf"(?<!\p{{L}})(?:{any_of(map(fold, turning['aiming']))})(?!\p{{L}})"),
        re.compile(rf"(?<!\p{{L}})(?!(?:{affirming})(?!\p{{L}}))(?<!hàng\s)(?:{denying})(?!\p{{L}})"),
        tuple(map(spoken, tables["orders"]["phrases"])),
    )
