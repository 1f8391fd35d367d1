"""Which place governs a figure: the unit named before it in its sentence, or right behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex as re

from ingest.language.bodies import units
from ingest.language.governing import OPENS, SEPARATOR, is_compared
from ingest.language.terms import fold

# "của tỉnh" in a district's report means more than the district, "toàn huyện" the district itself.
BARE = re.compile(
    r"\b(?i:toàn|của|chung|cả|trong|bình quân|địa bàn)\s+"
    r"((?i:tỉnh|nước|quốc|huyện|xã|thị trấn|thị xã|phường))\b(?!\s+\p{Lu})"
)
WIDER = ("tỉnh", "nước", "quốc")


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place said at [start, end): its folded name, or "@tỉnh" for the wider one that is meant."""

    start: int
    end: int
    key: str


def named_places(text: str, folded: str, own: tuple[str, str], place_names: Iterable[str]) -> list[NamedPlace]:
    """Return the places that a text names, in order, less those that it only compares with.

    :param own: kind and folded name of the place whose report it is: what "toàn huyện" means.
    :param place_names: folded names that are places also without their kind before them.
    """
    places = [NamedPlace(unit.start, unit.end, fold(unit.name)) for unit in units(text)]
    for name in filter(None, set(place_names)):
        spots = re.finditer(rf"(?<!\p{{L}}){re.escape(name)}(?!\p{{L}})", folded)
        places += [
            NamedPlace(*match.span(), name) for match in spots if not any(p.start < match.start() < p.end for p in places)
        ]
    for match in BARE.finditer(text):
        kind = match[1].lower()
        key = own[1] if kind == own[0] else f"@{kind}" if kind in WIDER else ""
        places += [NamedPlace(*match.span(), key)] if key else []
    governing = [place for place in places if not is_compared(folded, place.start)]
    governing.sort(key=lambda place: place.start)
    return [place for at, place in enumerate(governing) if not at or not _holds(governing[at - 1], place, folded)]


def _holds(inner: NamedPlace, outer: NamedPlace, folded: str) -> bool:
    """Say whether the second place only tells where the first one lies: "xã Na Hin, huyện Lam Trà"."""
    kinds = {folded[place.start : place.end].split()[0] for place in (inner, outer)}
    return folded[inner.end : outer.start].strip() == "," and len(kinds) > 1


def governing_places(folded: str, start: int, end: int, places: Sequence[NamedPlace], until: int) -> frozenset[str]:
    """Return what the nearest place before a figure says, and one right behind it, which alone counts in brackets."""
    keys: frozenset[str] = frozenset()
    for place in places:
        if place.end <= start:
            keys = frozenset({place.key})
        elif end <= place.start < until:
            between = folded[end : place.start]
            if OPENS.search(between):
                return frozenset({place.key})
            return keys if SEPARATOR.search(between) else keys | {place.key}
    return keys
