"""Compounds of two syllables common in administrative reports (``compounds.toml``): what OCR is mended by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ingest.language.text import strip_marks
from prompts import Tables, load

FILE = Path(__file__).with_name("compounds.toml")
Pair = tuple[str, str]


@cache
def known() -> frozenset[Pair]:
    """Return all compounds, in small letters."""
    return frozenset(pair for pairs in _read().values() for pair in pairs)


@cache
def certain() -> frozenset[Pair]:
    """Return those that are so common that their letters with other marks are a misreading."""
    return frozenset(_read()["certain"])


@cache
def by_letters() -> Mapping[Pair, list[Pair]]:
    """Return all compounds by their letters without marks, in order."""
    compounds: dict[Pair, list[Pair]] = defaultdict(list)
    for first, second in sorted(known()):
        compounds[letters(first), letters(second)].append((first, second))
    return dict(compounds)


def _read() -> dict[str, list[Pair]]:
    return load(FILE, _pairs_of)


def _pairs_of(lists: Tables) -> dict[str, list[Pair]]:
    pairs_by_name = {}
    for name, listed in lists.items():
        pairs = [tuple(pair.split()) for pair in listed.split(",")]
        if wrong := [pair for pair in pairs if len(pair) != 2]:
            raise ValueError(f"{name}: “{' '.join(wrong[0])}” không phải từ hai tiếng")
        pairs_by_name[name] = [(pair[0], pair[1]) for pair in pairs]
    return pairs_by_name


def letters(form: str) -> str:
    """Return a word without tone and vowel marks; đ stays, it is not mistaken for d."""
    return "".join(letter if letter == "đ" else strip_marks(letter) for letter in form)
