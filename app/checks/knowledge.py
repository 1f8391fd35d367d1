"""Loads ``prompts/checks.toml``: what the checks know of quantities, documents, titles and abbreviations."""

from __future__ import annotations

import datetime
import functools
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import regex as re

from ingest.language.spelling import fold
from prompts import FOLDER, Tables
from prompts import load as load_file


@dataclass(frozen=True, slots=True)
class KnownQuantity:
    """A quantity that has one value at one time: its name, phrases that tell of it, its unit, the noun it counts."""

    name: str
    phrases: tuple[str, ...]
    unit: str  # "%", "đồng", "/" for x/y, "" where ``noun`` is counted
    noun: str = ""
    barred: tuple[str, ...] = ()
    dated: bool = False  # told of many groups and times: compared only where a year is said


@dataclass(frozen=True, slots=True)
class Validity:
    """A document, how reports cite it, its last day in force, what came after it."""

    name: str
    called: tuple[str, ...]
    to: datetime.date
    after: str


@dataclass(frozen=True, slots=True)
class Contrasts:
    """What tells things apart that are called alike: single words, and groups of forms, one for each thing."""

    splitting: frozenset[str]
    opposed: tuple[tuple[re.Pattern[str], ...], ...]

    def parts(self, clause: str, other: str) -> bool:
        """Say whether two folded clauses speak of different things, by what one of them says and the other does not."""
        for group in self.opposed:
            first = {number for number, form in enumerate(group) if form.search(clause)}
            second = {number for number, form in enumerate(group) if form.search(other)}
            if first and second and not first & second:
                return True
        return False


class Recurs(Enum):
    """How often something of a kind is done."""

    SINGLE = "single"  # to one thing, once for good
    INCIDENT = "incident"  # to one thing, hardly ever twice in a year
    YEARLY = "yearly"
    CAMPAIGN = "campaign"  # from a day to another, now and then
    OFTEN = "often"


@dataclass(frozen=True, slots=True)
class Doings:
    """What events are made of: each doing as a form over folded text with how often it is done, and what tells two apart.

    ``general``: words that say nothing of which event it is.
    """

    forms: tuple[tuple[re.Pattern[str], Recurs], ...]
    contrasts: Contrasts
    general: frozenset[str]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The contents of the file."""

    quantities: tuple[KnownQuantity, ...]
    contrasts: Contrasts
    doings: Doings
    target_words: tuple[str, ...]
    totals_said: tuple[str, ...]
    totals_barred: tuple[str, ...]
    allowed_places: tuple[str, ...]
    abbreviations: frozenset[str]
    documents: tuple[Validity, ...]
    titles: tuple[tuple[str, str], ...]  # (for persons, for collectives)
    required: tuple[tuple[str, ...], ...]


@functools.cache
def knowledge() -> Knowledge:
    """Return the knowledge of this installation."""
    return load(FOLDER / "checks.toml")


def load(file: Path) -> Knowledge:
    """Load the file.

    :raises DataFileError: an entry is missing or of another type.
    """
    return load_file(file, _knowledge_of)


def _knowledge_of(tables: Tables) -> Knowledge:
    return Knowledge(
        tuple(_quantity(entry) for entry in tables["quantity"]),
        _contrasts(tables["identity"]["splitting"], tables["identity"]["opposed"]),
        _doings(tables["events"]),
        tuple(tables["targets"]["words"]),
        tuple(tables["totals"]["said"]),
        tuple(tables["totals"]["not"]),
        tuple(tables["places"]["allowed"]),
        frozenset(word.upper() for word in tables["abbreviations"]["known"]),
        tuple(_document(entry) for entry in tables["document"]),
        tuple((entry["person"], entry["collective"]) for entry in tables["title"]),
        tuple(tuple(words) for words in tables["outline"]["required"]),
    )


def _quantity(entry: dict[str, Any]) -> KnownQuantity:
    barred, dated = tuple(entry.get("not", ())), bool(entry.get("dated", False))
    return KnownQuantity(entry["name"], tuple(entry["said"]), entry["unit"], entry.get("noun", ""), barred, dated)


def _contrasts(splitting: list[str], opposed: list[list[str]]) -> Contrasts:
    return Contrasts(frozenset(map(fold, splitting)), tuple(tuple(_form(form) for form in group) for group in opposed))


def _doings(entry: dict[str, Any]) -> Doings:
    forms = tuple((_form(form), recurs) for recurs in Recurs for form in entry[recurs.value])
    return Doings(forms, _contrasts([], entry["opposed"]), frozenset(map(fold, entry["general"])))


def _form(forms: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\p{{L}})(?:{fold(forms)})(?!\p{{L}})")


def _document(entry: dict[str, Any]) -> Validity:
    if not isinstance(entry["to"], datetime.date):
        raise TypeError(f"document.to = {entry['to']!r} (cần một ngày, ví dụ 2023-12-31)")
    return Validity(entry["name"], tuple(entry["called"]), entry["to"], entry["after"])
