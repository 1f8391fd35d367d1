"""The units that a question names and no report of the library is about: asked about, or to be looked for in the text."""

from __future__ import annotations

from collections.abc import Sequence

from index.gazetteer.descent import Bridge, Reason
from index.gazetteer.mentions import reads
from index.gazetteer.places import Place, province_names
from index.gazetteer.provinces import PROVINCE
from index.gazetteer.units import DISTRICT_KINDS, WORD, kind_and_name, units
from ingest.language.bodies import NamedUnit
from ingest.language.terms import fold
from ingest.language.unit_names import written_small

DISTRICTS = DISTRICT_KINDS | {"huyện đảo"}


def unreported(
    named_units: Sequence[NamedUnit],
    places: Sequence[Place],
    bridges: Sequence[Bridge],
    reached: Sequence[str],
    foreign: Sequence[str],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the units without a report that are asked about, and the others without one, kind and name, in order.

    A district is asked about, unless a province's body or a body without a unit is: it is a part of what these report.

    :param named: the units that the question names. :param places: the places it is about. :param bridges: why they are.
    :param reached: names of provinces whose reports count. :param foreign: units known to be asked about and without one.
    """
    unknown = _unknown([(unit.kind, written_small(unit.name)) for unit in named_units], places, bridges, reached)
    part = any(place.kind in ("", PROVINCE) for place in places)
    asked_units = [*foreign, *(f"{kind} {name}" for kind, name in unknown if kind in DISTRICTS and not part)]
    distinct = {
        fold(unit): unit for unit in reversed(asked_units) if not any(other.startswith(f"{unit},") for other in asked_units)
    }
    asked_units = list(reversed(distinct.values()))
    around = {name for place in places for name in province_names(place, units())}
    inside = (
        f"{kind} {name}"
        for kind, name in unknown
        if not any(fold(f"{kind} {name}") in fold(unit) for unit in asked_units)
        and not (kind == PROVINCE and name in around)
    )
    return tuple(asked_units), tuple(dict.fromkeys(inside))


def _unknown(
    named_units: Sequence[tuple[str, str]], places: Sequence[Place], bridges: Sequence[Bridge], reached: Sequence[str]
) -> list[tuple[str, str]]:
    """Return the units named, (kind, name), whose name is none of the places', the bridges' or the provinces'."""
    bridged = (kind_and_name(bridge.asked)[1] for bridge in bridges if bridge.reason not in (Reason.MERGED, Reason.BOTH))
    names = [WORD.findall(name) for name in (*(place.name for place in places), *bridged, *reached)]

    def is_known(name: str) -> bool:
        words = WORD.findall(name)
        return any(
            reads(words[at : at + size], parts)
            for parts in names
            for size in {len(parts), 1}
            for at in range(len(words) - size + 1)
        )

    return [(kind, name) for kind, name in named_units if not is_known(name)]
