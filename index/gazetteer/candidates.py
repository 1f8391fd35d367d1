"""Places that a stretch of a question can mean, and which of several it means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.gazetteer.descent import Bridge, Reason, kinship
from index.gazetteer.mentions import MentionWords, ends_with_kind
from index.gazetteer.places import Place
from index.gazetteer.provinces import NamedProvince
from index.gazetteer.units import REFORM, AdministrativeUnit, Units

YEAR = frozenset(str(year) for year in range(1975, REFORM.year + 1))


@dataclass(frozen=True, slots=True)
class Named:
    """A place named in a question: the index of its first word and the number of its words."""

    at: int
    size: int
    place: Place

    @property
    def end(self) -> int:
        """The index of the first word after it."""
        return self.at + self.size


@dataclass(frozen=True, slots=True)
class Kin:
    """A unit near a place of the library."""

    unit: AdministrativeUnit
    place: Place
    reason: Reason


class ScopeBuilder:
    """Collects what a question names. ``places`` are keyed by (word, rank)."""

    def __init__(self) -> None:
        self.places: dict[tuple[int, int], Place] = {}
        self.direct: set[Place] = set()  # named as the library has them
        self.foreign: list[str] = []
        self.bridges: list[Bridge] = []
        self.within: tuple[str, ...] | None = None
        self.reached: list[str] = []  # names of provinces

    def tidy(self, table: Units) -> None:
        """Drop the bridge to a place that is named too ("thị trấn …, huyện …"); say where old and new are asked together."""
        needless = (Reason.INSIDE, Reason.OTHER)
        self.bridges = [b for b in self.bridges if b.reason not in needless or not self.direct.issuperset(b.places)]
        places = list(dict.fromkeys(self.places.values()))
        for old in (p for p in places if p.is_old):
            for new in (p for p in places if p.is_new and any(kinship(u, old, table) for u in p.units)):
                self.bridges.append(Bridge(f"{old.kind} {old.name}", f"{new.kind} {new.name}", Reason.BOTH, (old, new)))


def clearest(mentions: list[Named], words: MentionWords) -> list[Named]:
    """Return the mentions less those within a longer one, and less those that fit the kind written before worse."""
    mentions = [n for n in mentions if not any(n.size < o.size and o.at <= n.at and n.end <= o.end for o in mentions)]
    return [n for n in mentions if not _is_outdone(n, mentions, words)]


def _is_outdone(mention: Named, mentions: Sequence[Named], words: MentionWords) -> bool:
    """Say whether another place of the same name at the same spot fits the kind written before it better."""
    rivals = [other for other in mentions if other.at == mention.at and other.place is not mention.place]
    if not rivals:
        return False
    before = words.all[: mention.at]
    fits = [n.place for n in (mention, *rivals) if n.place.kind and ends_with_kind(before, n.place.kind)]
    return bool(fits) and mention.place not in fits


def newest(places: Sequence[Place], words: Sequence[str], table: Units) -> list[Place]:
    """Return the places less the old of two units of one kind and name, or less the new if a year before 2025 is asked."""
    past = any(w in YEAR and w != str(REFORM.year) for w in words)
    pairs = [(o, n) for o in places if o.is_old for n in places if n.is_new and any(kinship(u, o, table) for u in n.units)]
    dropped = [new if past else old for old, new in pairs]
    return [place for place in places if place not in dropped]


def left_out(places: Sequence[Place], chosen: Sequence[Place]) -> list[Bridge]:
    """Return the bridges that tell of places not chosen."""
    left = [place for place in places if place not in chosen]
    return [
        Bridge(f"{newer.kind} {newer.name}", place.called, Reason.ALSO, (place,)) for place in left for newer in chosen[:1]
    ]


def in_province(near: Sequence[Kin], end: int, provinces: Sequence[NamedProvince], table: Units) -> list[Kin]:
    """Return the units that a name can mean, limited to the province named right after it."""
    beside = {p.name for p in provinces if p.start == end}
    return [kin for kin in near if not beside or beside & set(table.provinces(kin.unit))]
