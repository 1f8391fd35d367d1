"""The words of ``prompts/facts.toml``, ready for matching."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import regex as re

from ingest.language.vocabulary import Pattern, any_of, whole
from prompts import FOLDER, Tables, load


@dataclass(frozen=True, slots=True)
class FactWords:
    """Words that tell facts apart, folded.

    ``part`` and ``unit_before`` are looked for before a figure or a unit. ``short``: units as tables abbreviate them,
    spelled out.
    """

    ahead: Pattern
    past: Pattern
    totals: frozenset[str]
    units: frozenset[str]
    notes: frozenset[str]
    divisions: Pattern
    compares: Pattern
    unit_before: Pattern
    captions: Pattern
    part: Pattern
    light: frozenset[str]
    short: Mapping[str, str]
    annexes: Pattern
    annexes_ahead: Pattern


@functools.cache
def fact_words() -> FactWords:
    """Return the words of this installation."""
    return read(FOLDER / "facts.toml")


def read(file: Path) -> FactWords:
    """Load the words.

    :raises DataFileError: an entry is missing or of another type.
    """
    return load(file, _words_of)


def _words_of(tables: Tables) -> FactWords:
    table, headings = tables["table"], tables["headings"]
    return FactWords(
        ahead=whole(headings["ahead"]),
        past=whole(headings["done"]),
        totals=frozenset(table["totals"]),
        units=frozenset(table["units"]),
        notes=frozenset(table["notes"]),
        divisions=whole(table["divisions"]),
        compares=whole(table["compares"]),
        unit_before=re.compile(rf"(?<!\p{{L}})(?:{any_of(table['unit_before'])})\s?[:.]?\s?"),
        captions=re.compile(rf"(?:{any_of(table['captions'])})(?!\p{{L}})"),
        part=whole(tables["parts"]["part"]),
        light=frozenset(tables["words"]["light"].split()),
        short=dict(table["short"]),
        annexes=re.compile(rf"(?:{any_of(table['annexes'])})(?!\p{{L}})"),
        annexes_ahead=whole(table["annexes_ahead"]),
    )
