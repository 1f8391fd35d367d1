"""Which reports a question is about: the places it names, matched against the library's own.

A name matches with its marks or without them ("lam tra" is Lam Trà and Lam Trá), but never against them ("Lam Trá" is
not Lam Trà), run together ("lamtra") or apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import regex as re

from index.analysis import fold
from ingest.model import Report
from ingest.places import LOCAL, local_units
from ingest.syllables import is_syllable
from ingest.text import normalize, strip_marks

SHORT_KINDS = {"thị trấn": ("tt",), "thị xã": ("tx",), "thành phố": ("tp",), "huyện": ("h",), "xã": ("x",)}
ABOVE_COMMUNE = frozenset({"huyện", "huyện đảo", "thị xã", "thành phố", "quận", "tỉnh"})
WORD = re.compile(r"\p{L}+|\d+")


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a report of the library is about: kind ("huyện"), name, the reports' ids."""

    kind: str
    name: str
    reports: tuple[str, ...]

    @property
    def called(self) -> str:
        """Kind and name, "huyện Tân Lập"."""
        return f"{self.kind} {self.name}".strip()


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
    Where one name lies within another (Sơn Hà, Sơn Hà Thượng), the longer one counts.
    """
    text = normalize(question)
    words = WORD.findall(text)
    found = [_Named(at, size, place) for place in places for at, size in _find(words, place)]
    found = [n for n in found if not any(_within(n, other) for other in found)]
    found = [n for n in found if not _outdone(n, found, words)]
    chosen = tuple(dict.fromkeys(n.place for n in sorted(found, key=lambda n: n.at)))
    return Scope(chosen, _foreign(text, chosen))


def agrees(typed: str, written: str) -> bool:
    """Say whether a typed word can be the written one: the same letters, and no mark that contradicts.

    Spelling is folded as the index folds it (Hoà, Hòa; Mỹ, Mĩ).
    """
    a, b = fold(typed), fold(written)
    if a == b:
        return True
    return strip_marks(a) == strip_marks(b) and all(x in (y, strip_marks(y)) for x, y in zip(a, b, strict=True))


@dataclass(frozen=True, slots=True)
class _Named:
    """A place found in a question: at which word, over how many words."""

    at: int
    size: int
    place: Place


def _find(words: Sequence[str], place: Place) -> Iterator[tuple[int, int]]:
    """Yield (word, number of words) of every mention; a name of one syllable needs its capital or its kind before it."""
    parts = WORD.findall(place.name)
    for at in range(len(words) - len(parts) + 1):
        mention = words[at : at + len(parts)]
        if all(agrees(typed, written) for typed, written in zip(mention, parts, strict=True)) and (
            len(parts) > 1 or mention[0][0].isupper() or _ends_with_kind(words[:at], place.kind)
        ):
            yield at, len(parts)
    together = "".join(parts)
    for at, word in enumerate(words):
        if len(parts) > 1 and not is_syllable(word.lower()) and agrees(word, together):
            yield at, 1


def _within(inner: _Named, outer: _Named) -> bool:
    return inner.size < outer.size and outer.at <= inner.at and inner.at + inner.size <= outer.at + outer.size


def _outdone(named: _Named, found: Sequence[_Named], words: Sequence[str]) -> bool:
    """Say whether another place of the same name at the same spot fits the kind written before it better."""
    rivals = [other for other in found if other.at == named.at and other.place is not named.place]
    if not rivals:
        return False
    before = words[: named.at]
    fits = [n.place for n in (named, *rivals) if n.place.kind and _ends_with_kind(before, n.place.kind)]
    return bool(fits) and named.place not in fits


def _ends_with_kind(before: Sequence[str], kind: str) -> bool:
    wanted = kind.split()
    if before and before[-1].lower() in SHORT_KINDS.get(kind, ()):
        return True
    typed = before[-len(wanted) :] if wanted else []
    return bool(wanted) and len(typed) == len(wanted) and all(agrees(a, b) for a, b in zip(typed, wanted, strict=True))


def _foreign(text: str, chosen: Sequence[Place]) -> tuple[str, ...]:
    """Return units above the commune that the question names and no report of the library is about."""

    def known(name: str) -> bool:
        words = WORD.findall(name)
        return any(any(True for _ in _find(words, replace(place, kind=""))) for place in chosen)

    return tuple(f"{kind} {name}" for kind, name in local_units(text) if kind in ABOVE_COMMUNE and not known(name))
