"""From a unit that is asked about to a place that the library has a report of, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from index.gazetteer.places import Place
from index.gazetteer.units import AdministrativeUnit, Units


class Reason(StrEnum):
    """How a unit asked about and the place whose report is shown belong together."""

    SAME = "same"  # the new unit asked is the old place under another kind or name
    GROWN = "grown"  # … is the whole old place and more
    PART = "part"  # … holds only a part of the old place
    NOW = "now"  # the old unit asked lies in the new place
    NOW_PARTLY = "now_partly"  # … only in part
    INSIDE = "inside"  # the old commune asked lies in the district
    OTHER = "other"  # another unit of that name, or the district of the commune
    MERGED = "merged"  # the province asked holds the old one
    ALSO = "also"  # another unit of the same kind and name, before or since, is left out
    BOTH = "both"  # both are asked, and the new one descends from the old one


@dataclass(frozen=True, slots=True)
class Bridge:
    """The unit asked and the place reached, as they are called, the reason, and the places of the library meant."""

    asked: str
    reached: str
    reason: Reason
    places: tuple[Place, ...]


def kinship(asked_unit: AdministrativeUnit, place: Place, table: Units) -> Reason | None:
    """Return how a unit and a place of the library are related, or None if they are not, or are the same unit."""
    for unit in place.units:
        if asked_unit.is_new and not unit.is_new:
            successor = next((s for s in table.became(unit) if s.unit == asked_unit), None)
            if successor is not None:
                return _taken_over(asked_unit, unit, table) if successor.whole else Reason.PART
        elif unit.is_new and not asked_unit.is_new:
            successor = next((s for s in table.became(asked_unit) if s.unit == unit), None)
            if successor is not None:
                return Reason.NOW if successor.whole else Reason.NOW_PARTLY
        elif asked_unit != unit and not unit.is_new:
            if table.district(asked_unit) == unit:
                return Reason.INSIDE
            if table.district(unit) == asked_unit:
                return Reason.OTHER
    return None


def relatives(place: Place, table: Units) -> Iterator[tuple[AdministrativeUnit, Reason]]:
    """Yield the units related to a place across 1 July 2025, and the communes of a district, each with the reason."""
    for unit in place.units:
        if unit.is_new:
            old = [share.unit for share in table.made_of(unit)]
            near = [*old, *(share.unit for share in table.districts_of(unit) if share.unit not in old)]
        else:
            near = [*(share.unit for share in table.became(unit)), *table.communes(unit)]
        for other in near:
            reason = kinship(other, place, table)
            if reason is not None:
                yield other, reason


def _taken_over(new: AdministrativeUnit, old: AdministrativeUnit, table: Units) -> Reason:
    communes = set(table.communes(old)) or {old}
    return Reason.SAME if all(share.unit in communes for share in table.made_of(new)) else Reason.GROWN
