"""The units of measure that tables write: in cells, in brackets of a title, in a caption."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import regex as re

from ingest.facts.vocabulary import fact_words
from ingest.language.quantities import quantities
from ingest.language.quantity import Quantity
from ingest.language.spelling import fold
from ingest.language.text import fold_spaces
from ingest.language.vocabulary import vocabulary

IN_BRACKETS = re.compile(r"\(([^()]{1,40})\)")
LONGEST_UNIT = 5  # words of a cell that is a unit


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written: its one name, the power of ten of a scale word, the words."""

    name: str = ""
    scale: int = 0
    words: str = ""


@functools.lru_cache(maxsize=4096)
def unit_of_cell(cell: str) -> Unit:
    """Return the unit that a few words name; any words are a unit by themselves ("trai/100 gái")."""
    words = fold_spaces(cell)
    if not words or not _is_unit(words):
        return Unit()
    read = _measure(words)
    return Unit(read.unit, read.scale, words) if read is not None else Unit(fold(words), 0, words)


def unit_of_title(title: str) -> Unit:
    """Return the unit that a title tells: in brackets, or its "%"."""
    unit = _bracketed_unit(title)
    return unit if unit.name or "%" not in title else Unit("%", 0, "%")


def unit_of_caption(caption: str) -> Unit:
    """Return the unit that the lines above a table tell for all of it: "Đơn vị tính: triệu đồng"."""
    folded = fold(caption)
    match = next(iter(fact_words().unit_before.finditer(folded)), None)
    if match is not None and ":" in match[0]:
        rest = re.match(r"[^();.,\n]{1,40}", folded[match.end() :])
        read = next(iter(quantities(f"1 {rest[0].strip()}")), None) if rest else None
        if read is not None and read.unit:
            return Unit(read.unit, read.scale, rest[0].strip() if rest else "")
    return _bracketed_unit(caption)


def are_units(title: str, cells: Sequence[str]) -> bool:
    """Say whether cells hold units of measure. "ĐVT" heads only units; "Đơn vị" may head bodies as well."""
    if title != "đơn vị":
        return bool(cells) and all(_is_unit(cell) for cell in cells)
    names = {*vocabulary().units.values(), *vocabulary().counters.values()}
    return bool(cells) and 2 * sum(_is_unit(cell) and unit_of_cell(cell).name in names for cell in cells) > len(cells)


def _is_unit(cell: str) -> bool:
    bare = not any(letter.isdigit() for letter in cell.split("/")[0])
    return len(cell.split()) <= LONGEST_UNIT and (
        bare or fold(cell) in vocabulary().units or fold(cell) in fact_words().short
    )


def _measure(words: str) -> Quantity | None:
    """Return one (1) of the unit of measure that a few words or an abbreviation name; None where they name none."""
    read = next(iter(quantities(f"1 {fact_words().short.get(fold(words), words)}")), None)
    return read if read is not None and read.unit else None


def _bracketed_unit(title: str) -> Unit:
    """Return the unit that stands in brackets in a title."""
    for match in IN_BRACKETS.finditer(title):
        inside = fact_words().unit_before.sub("", fold(match[1])).split(",")[0].strip()
        read = _measure(inside)
        if read is not None and _is_unit(inside):
            return Unit(read.unit, read.scale, inside)
    return Unit()
