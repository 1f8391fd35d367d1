"""Which reports a question is about: the places it names, matched against the library's own.

A name matches with its marks or without them ("ba to" is Ba Tơ and Ba Tô), but never against them ("Ba Tô" is not
Ba Tơ), run together ("bato") or apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex as re

from ingest.model import Report
from ingest.places import LOCAL, UNITS, local_units
from ingest.text import normalize, strip_marks

ABOVE_COMMUNE = frozenset({"huyện", "huyện đảo", "thị xã", "thành phố", "quận", "tỉnh"})
WORD = re.compile(r"\p{L}+|\d+")


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a report of the library is about: kind ("huyện"), name, the reports' ids."""

    kind: str
    name: str
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question names: places of the library, in the order named, and units the library has no report of."""

    places: tuple[Place, ...] = ()
    foreign: tuple[str, ...] = ()

    @property
    def reports(self) -> tuple[str, ...] | None:
        """The reports' ids, or None where no place of the library is named."""
        return tuple(i for place in self.places for i in place.reports) if self.places else None


def places_of(reports: Iterable[Report]) -> list[Place]:
    """Return the places that the reports are about, ordered by name."""
    found: dict[tuple[str, str], list[str]] = {}
    for report in reports:
        if report.metadata.place:
            match = LOCAL.match(report.metadata.place)
            kind, name = (match[1].lower(), match[2]) if match else ("", report.metadata.place)
            found.setdefault((kind, name), []).append(report.id)
    return [Place(kind, name, tuple(ids)) for (kind, name), ids in sorted(found.items())]


def scope_of(question: str, places: Sequence[Place]) -> Scope:
    """Return the places a question names.

    Where two places share a name (huyện and thị trấn), the kind written before it decides; without one both count.
    """
    text = normalize(question)
    words = WORD.findall(text)
    named: list[tuple[int, Place]] = []
    for place in places:
        at = _find(words, place.name)
        if at is not None:
            named.append((at, place))
    named = [(at, place) for at, place in named if not _outdone(at, place, named, words)]
    named.sort(key=lambda item: item[0])
    chosen = tuple(place for _, place in named)
    return Scope(chosen, _foreign(text, chosen))


def agrees(typed: str, written: str) -> bool:
    """Say whether a typed word can be the written one: the same letters, and no mark that contradicts."""
    a, b = typed.lower(), written.lower()
    if a == b:
        return True
    return strip_marks(a) == strip_marks(b) and all(x == y or x == strip_marks(x) for x, y in zip(a, b, strict=True))


def _find(words: Sequence[str], name: str) -> int | None:
    parts = name.split()
    for at in range(len(words) - len(parts) + 1):
        if all(agrees(typed, written) for typed, written in zip(words[at : at + len(parts)], parts, strict=True)):
            return at
    together = "".join(parts)
    if len(together) > 4:  # shorter ones are syllables of their own
        for at, word in enumerate(words):
            if agrees(word, together):
                return at
    return None


def _outdone(at: int, place: Place, named: Sequence[tuple[int, Place]], words: Sequence[str]) -> bool:
    """Say whether another place of the same name at the same spot fits the kind written before it better."""
    rivals = [other for other_at, other in named if other_at == at and other is not place]
    if not rivals:
        return False
    before = " ".join(words[max(0, at - 2) : at])
    fits = [p for p in (place, *rivals) if p.kind and _ends_with_kind(before, p.kind)]
    return bool(fits) and place not in fits


def _ends_with_kind(before: str, kind: str) -> bool:
    typed, wanted = before.split(), kind.split()
    short = {"thị trấn": ("tt",), "thị xã": ("tx",), "thành phố": ("tp",), "huyện": ("h",), "xã": ("x",)}.get(kind, ())
    if typed and typed[-1].lower() in short:
        return True
    return len(typed) >= len(wanted) and all(agrees(a, b) for a, b in zip(typed[-len(wanted) :], wanted, strict=True))


def _foreign(text: str, chosen: Sequence[Place]) -> tuple[str, ...]:
    """Return units above the commune that the question names and no report of the library is about."""
    known = {place.name.casefold() for place in chosen}
    return tuple(
        f"{kind} {name}"
        for kind, name in local_units(text)
        if kind in ABOVE_COMMUNE and name.casefold() not in known and kind in UNITS
    )
