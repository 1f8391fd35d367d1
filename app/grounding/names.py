"""Whether the proper names and places of a sentence stand in what it cites.

Every run of capitals is a name here, whoever bears it: the guard need not know what a name names, only that it is held.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex as re

from app.answer.model import GroundingFault, Problem
from app.evidence.support import glossary_forms
from app.grounding.evidence import Evidence
from ingest.language.bodies import units
from ingest.language.terms import fold

# Names: abbreviations; words of two syllables, the first with a capital ("Huân chương Lao động"); capitals in a row and
# the small syllable after them, which may be part of the name ("Giấy khen") or not.
ABBREVIATION = r"\p{Lu}[\p{Lu}&]+(?!\p{L})"
CAPITAL = r"\p{Lu}[\p{Ll}'’]*+(?!\p{L})"
NAME = re.compile(
    rf"(?<!\p{{L}})(?:{ABBREVIATION}"
    rf"|{CAPITAL}\s\p{{Ll}}++(?:\s{CAPITAL}\s\p{{Ll}}++)++"
    rf"|{CAPITAL}(?:\s{CAPITAL})*+(?:\s\p{{Ll}}++)?)"
)
OF_PLACES = ("xã", "huyện", "tỉnh", "thị", "trấn", "phường", "quận", "thành", "phố", "đảo", "đặc", "khu")


def names(text: str) -> list[tuple[str, int]]:
    """Return the proper names of a text with where they start; see :data:`NAME`."""
    return [(match[0], match.start()) for match in NAME.finditer(text)]


def name_faults(text: str, begin: int, end: int, against: Sequence[Evidence]) -> Iterator[GroundingFault]:
    """Yield a fault for each place and name in [begin, end) of a text that nothing cited holds."""
    for unit in units(text):
        if begin <= unit.start < end and not any(e.says(unit.text) for e in against) and not _is_own(unit.name, against):
            yield GroundingFault(Problem.PLACE, f"{unit.kind} {unit.name}")
    for name, at in names(text):
        if begin <= at < end and not _stands_in(name, _opens(text, at), against):
            yield GroundingFault(Problem.NAME, name)


def _is_own(name: str, against: Sequence[Evidence]) -> bool:
    return any(e.says(name) for e in against)


def _opens(text: str, at: int) -> bool:
    """Say whether a word begins a sentence or a line, where any word has a capital."""
    return not re.search(r"[\p{L}\d,;)]\s*$", text[:at])


def _stands_in(name: str, opening: bool, against: Sequence[Evidence]) -> bool:
    """Say whether a name stands in what is cited, in full, or its abbreviation or long form does.

    The first word of a sentence has its capital anyway, and a small word may follow a name of one syllable.
    """
    words = name.split()
    last = len(words) - 1 if words[-1].islower() else len(words)
    forms = [words, words[:last]]
    if opening:
        forms += [words[1:], words[1:last]]
        if len(words[:last]) == 1:
            return True
    kinds = [w for w in words if fold(w) in OF_PLACES]
    if kinds and words[0] in kinds:
        forms += [words[len(kinds) :], words[len(kinds) : last]]
    for form in forms:
        phrase = " ".join(form)
        if form and any(e.says(phrase) for e in against):
            return True
        if form and any(e.says(other) for other in glossary_forms(phrase) for e in against):
            return True
    return False
