"""Loads ``prompts/comparison.toml``: what stays the same from year to year and is no oversight."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

import regex as re

from ingest.language.spelling import fold
from ingest.language.vocabulary import any_of, whole
from prompts import FOLDER, Tables
from prompts import load as load_file


@dataclass(frozen=True, slots=True)
class ComparisonWords:
    """The contents of the file, folded, as patterns of whole phrases."""

    formulas: re.Pattern[str]  # matches at a paragraph's beginning
    captions: re.Pattern[str]  # matches at a paragraph's beginning, with the number
    standing: re.Pattern[str]
    units: re.Pattern[str]  # matches at the beginning of what is counted
    lasting: re.Pattern[str]
    unit_titles: frozenset[str]


@functools.cache
def knowledge() -> ComparisonWords:
    """Return the knowledge of this installation."""
    return load(FOLDER / "comparison.toml")


def load(file: Path) -> ComparisonWords:
    """Load the file.

    :raises DataFileError: an entry is missing or of another type.
    """
    return load_file(file, _knowledge_of)


def _knowledge_of(tables: Tables) -> ComparisonWords:
    def phrases(name: str) -> re.Pattern[str]:
        return whole(fold(phrase) for phrase in tables[name])

    titles = frozenset(fold(title) for title in tables["unit_titles"])
    captions = re.compile(rf"(?:{any_of(fold(word) for word in tables['captions'])})\s{{1,2}}[\divx]")
    return ComparisonWords(phrases("formulas"), captions, phrases("standing"), phrases("units"), phrases("lasting"), titles)
