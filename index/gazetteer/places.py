"""The places that a library's reports are about, and the administrative units that these places are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from index.gazetteer.issuers import ReportingBody, reporting_body, same_body
from index.gazetteer.units import DISTRICT_KINDS, REFORM, WORD, AdministrativeUnit, Units, kind_and_name, same_words, units
from ingest.language.unit_names import LOCAL
from ingest.model import Metadata


@dataclass(frozen=True, slots=True)
class Place:
    """A place that reports of the library are about, or a body without one: kind ("huyện"), name, the reports' ids.

    ``province``: as the reports name it. ``units``: the administrative unit that it is, or the old and the new one of
    its name where the reports do not tell which; empty where no such unit is known. ``detail``: what tells it from
    another place of the library with the same kind and name. ``issuer``: the body whose reports these are, where a
    question names it ("Sở Y tế tỉnh …") or where it has no place; "" for all reports of the place. ``bodies``: those that
    issued the reports.
    """

    kind: str
    name: str
    reports: tuple[str, ...]
    province: str | None = None
    units: tuple[AdministrativeUnit, ...] = ()
    detail: str = ""
    issuer: str = ""
    bodies: tuple[ReportingBody, ...] = ()

    @property
    def called(self) -> str:
        """Kind and name, "huyện Tân Lập", or the issuer's name."""
        if self.issuer:
            return self.issuer
        detail = f" ({self.detail})" if self.detail else ""
        return f"{self.kind} {self.name}".strip() + detail

    @property
    def is_old(self) -> bool:
        """Whether it is known to be a unit that ended with 30 June 2025."""
        return bool(self.units) and not any(unit.is_new for unit in self.units)

    @property
    def is_new(self) -> bool:
        """Whether it is known to be a unit since 1 July 2025."""
        return bool(self.units) and all(unit.is_new for unit in self.units)


def places_of(reports: Mapping[str, Metadata]) -> list[Place]:
    """Return the places that reports (what each says of itself, by id) are about, ordered by kind and name.

    Reports of one name are about one place, unless they are known to be about different units. A report about no unit
    below the province whose issuer is a province's is about that province; any other is its issuer's.
    """
    by_name: dict[tuple[str, str], list[Place]] = {}
    for identity, about in reports.items():
        body = reporting_body(identity, about)
        bodies = (body,) if body is not None else ()
        if about.place:
            match = LOCAL.match(about.place)
            kind, name = (match[1].lower(), match[2]) if match else ("", about.place)
            matches = identify(kind, name, about.province, written_since(about), units())
            _join(
                by_name.setdefault((kind, name), []), Place(kind, name, (identity,), about.province, matches, bodies=bodies)
            )
        elif body is not None and body.unit_kind == "tỉnh":
            own = Place("tỉnh", body.unit_name, (identity,), body.unit_name, bodies=bodies)
            _join(by_name.setdefault(("tỉnh", body.unit_name), []), own)
        elif body is not None:
            called = body.own_name or body.name
            own = Place("", called, (identity,), about.province, issuer=body.name, bodies=bodies)
            _join(by_name.setdefault(("", body.name), []), own)
    return [place for _, group in sorted(by_name.items()) for place in _told_apart(_gather(group))]


def written_since(about: Metadata) -> bool | None:
    """Say whether a report is one of the units since 1 July 2025, or None if it does not tell.

    By its date; without one by its period: one that begins before 2025 is counted with the old units.
    """
    if about.date and len(about.date) >= len("2025-07"):
        return about.date[:7] >= REFORM.isoformat()[:7]
    if about.period_from is not None:
        return about.period_from >= REFORM.year
    return None if about.period_to is None else about.period_to > REFORM.year


def identify(kind: str, name: str, province: str | None, since: bool | None, table: Units) -> tuple[AdministrativeUnit, ...]:
    """Return the unit a report is about, two units (old, new) if ``since`` is None, or () if it cannot be told.

    The province decides between units of one name. A province that none of them lies in is taken for a slip only if
    it exists and the name is a single district's.
    """
    matches = [u for u in table.find_by_name(WORD.findall(name), plain(kind)) if u.parent and since in (None, u.is_new)]
    if not matches and plain(kind) in DISTRICT_KINDS:  # a district's last report may be dated after its end
        matches = [u for u in table.find_by_name(WORD.findall(name), plain(kind)) if u.parent]
    single = len(matches) == 1 and matches[0].kind in DISTRICT_KINDS
    if province is None:
        return tuple(matches) if single else ()
    own = [u for u in matches if same_name(province, kind_and_name(u.province)[1])]
    there = own or [u for u in matches if any(same_name(province, p) for p in table.provinces(u))]
    if not there and single and table.is_province(province):
        return tuple(matches)
    one_each = len(there) == len({u.is_new for u in there})
    return tuple(there) if one_each else ()


def plain(kind: str) -> str:
    """Return the kind as the law has it: a "huyện đảo" is a huyện."""
    return "huyện" if kind == "huyện đảo" else kind


def same_name(typed: str, stated: str) -> bool:
    """Say whether one name can be the other (see :func:`index.gazetteer.units.agrees`)."""
    return same_words(WORD.findall(typed), WORD.findall(stated))


def province_names(place: Place, table: Units) -> tuple[str, ...]:
    """Return the names of the provinces, old and new, that a place lies or lay in, its own first; without kinds."""
    if place.units:
        return tuple(dict.fromkeys(name for unit in place.units for name in table.provinces(unit)))
    if place.province is None:
        return ()
    tops = [u for u in table.find_by_name(WORD.findall(place.province)) if not u.parent and not u.is_new]
    return tuple(dict.fromkeys([place.province, *(name for u in tops for name in table.provinces(u))]))


def _join(group: list[Place], place: Place) -> None:
    """Merge a place with the one of the group that it shares a unit with, or add it to the group."""
    for at, other in enumerate(group):
        if set(other.units) & set(place.units) or other.units == place.units:
            together = tuple(dict.fromkeys((*other.units, *place.units)))
            province = other.province or place.province
            bodies = _together((*other.bodies, *place.bodies))
            group[at] = replace(
                other, reports=other.reports + place.reports, units=together, province=province, bodies=bodies
            )
            return
    group.append(place)


def _gather(group: Sequence[Place]) -> list[Place]:
    """Return the group with reports of an unknown unit given to the only known unit, if there is just one."""
    identified_places = [place for place in group if place.units]
    if len(identified_places) != 1 or len(group) == 1:
        return list(group)
    ids = tuple(i for place in group for i in place.reports)
    return [replace(identified_places[0], reports=ids, bodies=_together([body for place in group for body in place.bodies]))]


def _together(bodies: Sequence[ReportingBody]) -> tuple[ReportingBody, ...]:
    """Return the bodies with those that are one joined, in their order."""
    joined: list[ReportingBody] = []
    for body in bodies:
        at = next((at for at, other in enumerate(joined) if same_body(other, body)), None)
        if at is None:
            joined.append(body)
        else:
            joined[at] = replace(joined[at], reports=joined[at].reports + body.reports)
    return tuple(joined)


def _told_apart(group: list[Place]) -> list[Place]:
    if len(group) == 1:
        return group
    several = len({place.province for place in group}) > 1
    return [replace(place, detail=(place.province or "") if several else _time(place)) for place in group]


def _time(place: Place) -> str:
    return "từ 01/7/2025" if place.is_new else "đến 30/6/2025" if place.is_old else ""
