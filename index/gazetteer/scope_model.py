"""Nouns of a scope: what a question names, and the reports that a reader has chosen to ask."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from index.constraints import Constraint, ConstraintKind
from index.gazetteer.descent import Bridge
from index.gazetteer.places import Place
from index.gazetteer.units import WORD
from ingest.language.terms import fold


@dataclass(frozen=True, slots=True)
class Limit:
    """Reports that a reader has chosen to ask: their ids, and what the reader calls them."""

    reports: tuple[str, ...]
    shown: str


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question names.

    ``places``: places of the library, in the order named; those reached over a bridge included; one with an ``issuer``
    is that body's reports. ``foreign``: units asked about that the library has no report of. ``inside``: other units
    named that no report is about, kind and name, to be looked for in the text. ``bridges``: why a place counts that is
    not the very unit asked about. ``within``: where no place is named, ids of the reports of the province, or of all
    units that an ambiguous name can mean. ``limit``: the reports chosen beside the question; ``implied``: the place is
    theirs and not named.
    """

    places: tuple[Place, ...] = ()
    foreign: tuple[str, ...] = ()
    bridges: tuple[Bridge, ...] = ()
    within: tuple[str, ...] | None = None
    limit: Limit | None = None
    implied: bool = False
    inside: tuple[str, ...] = ()

    @property
    def reports(self) -> tuple[str, ...] | None:
        """The ids of the reports, or None if the question names nothing that restricts them."""
        if self.places:
            return tuple(i for place in self.places for i in place.reports)
        return self.limit.reports if self.within is None and self.limit else self.within

    def limited(self, limit: Limit, places: Sequence[Place]) -> Scope:
        """Return the scope within the reports chosen; ``places``: those of the library.

        A place named that has no report among them is only a word of the question. Where no place is left and all chosen
        are one place's, the question is asked of it.
        """
        here = self.places or ((of,) if not self.foreign and (of := _only_place(places, limit)) else ())
        chosen = tuple(replace(p, reports=own) for p in here if (own := tuple(r for r in p.reports if r in limit.reports)))
        within = None if self.within is None else tuple(r for r in self.within if r in limit.reports)
        bridges = tuple(
            bridge
            for bridge in self.bridges
            if self.within or {p.called for p in bridge.places} & {p.called for p in chosen}
        )
        return Scope(
            chosen, self.foreign, bridges, within, limit, implied=bool(chosen) and not self.places, inside=self.inside
        )

    def without(self, constraints: Collection[Constraint]) -> Scope:
        """Return the scope less the places and the province that constraints of the kinds PLACE and PROVINCE take off."""
        places = tuple(p for p in self.places if Constraint(ConstraintKind.PLACE, p.called) not in constraints)
        bridges = tuple(bridge for bridge in self.bridges if self.within is not None or set(bridge.places) & set(places))
        within = None if Constraint(ConstraintKind.PROVINCE) in constraints else self.within
        return Scope(places, self.foreign, bridges, within, inside=self.inside)

    @property
    def names(self) -> frozenset[str]:
        """The syllables of all names of places and of the bodies asked about, folded: no content of the question."""
        asked_units = (bridge.asked for bridge in self.bridges)
        bodies = (word for place in self.places for word in WORD.findall(fold(place.issuer)))
        names = (*(place.name for place in self.places), *asked_units)
        return frozenset((*(word for name in names for word in fold(name).split()), *bodies))


def _only_place(places: Sequence[Place], limit: Limit) -> Place | None:
    candidates = [place for place in places if set(place.reports) & set(limit.reports)]
    covered = {report for place in candidates for report in place.reports}
    return candidates[0] if len(candidates) == 1 and covered.issuperset(limit.reports) else None
