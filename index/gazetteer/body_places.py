"""The bodies that a question names among the places that it names, and the words that name a body."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from index.gazetteer.body_forms import forms
from index.gazetteer.issuers import ReportingBody
from index.gazetteer.mentions import reads
from index.gazetteer.name_forms import Strength
from index.gazetteer.places import Place
from ingest.language.syllables import is_syllable
from ingest.language.terms import fold


@dataclass(frozen=True, slots=True)
class BodyMention:
    """A body of the library named in a question at words [at, end); ``place``: the place of its reports alone.

    ``has_name``: with its unit or its own name; else only one body answers to it.
    """

    at: int
    end: int
    place: Place
    has_name: bool


def reads_form(typed: Sequence[str], form: Sequence[str]) -> bool:
    """Say whether typed words are a form's; a form of one syllable needs its marks, for "so" is another word than "sở"."""
    if len(form) == 1 and is_syllable(form[0]):
        return len(typed) == 1 and fold(typed[0]) == fold(form[0])
    return reads(typed, form) or (len(typed) < len(form) and _reads_joined(typed, form))


def _reads_joined(typed: Sequence[str], form: Sequence[str]) -> bool:
    """Say whether some typed words are several written ones run together: "sởytế", "cong anxa"."""
    if not typed or not form:
        return not typed and not form
    return any(reads(typed[:1], form[:size]) and _reads_joined(typed[1:], form[size:]) for size in range(1, len(form) + 1))


def narrow(place: Place, own: Sequence[ReportingBody]) -> Place:
    """Return a place with the reports of some of its bodies alone; it is called by the body's name if it is one."""
    reports = tuple(report for report in place.reports if any(report in body.reports for body in own))
    return replace(place, reports=reports, bodies=tuple(own), issuer=own[0].name if len(own) == 1 else place.issuer)


def with_bodies(
    places: Mapping[tuple[int, int], Place], mentions: Sequence[BodyMention], *, beside: bool = False
) -> dict[tuple[int, int], Place]:
    """Return the places named, by (word, rank), with the bodies named among them.

    A body and its unit named together are one place: that of the body. A body without its unit's name counts for the
    place named whose body it is, or where nothing else is named; several then are all asked.

    :param beside: the question sets things side by side: there a body without its unit's name is one side of several.
    """
    merged = dict(places)
    with_their_unit = [mention for mention in mentions if mention.has_name]
    for mention in with_their_unit:
        merged = {spot: place for spot, place in merged.items() if not mention.at <= spot[0] < mention.end}
    units_named = {_unit(mention.place) for mention in with_their_unit}
    merged = {spot: place for spot, place in merged.items() if _unit(place) not in units_named}
    merged.update({(mention.at, 0): mention.place for mention in with_their_unit})
    alone = [mention for mention in mentions if not mention.has_name]
    if merged:
        by_unit = {_unit(mention.place): mention.place for mention in alone}
        sides = {_unit(place) for place in merged.values()}
        merged = {spot: by_unit.get(_unit(p), p) if not p.issuer else p for spot, p in merged.items()}
        others = [mention for mention in alone if beside and _unit(mention.place) not in sides]
        return merged | {(mention.at, 0): mention.place for mention in others}
    return {(mention.at, 0): mention.place for mention in alone}


def with_unit(places: Mapping[tuple[int, int], Place], unit: tuple[int, Place] | None) -> dict[tuple[int, int], Place]:
    """Return the places named, with the ``unit`` meant at a word; one that is named already does not come twice."""
    if unit is None or _unit(unit[1]) in {_unit(place) for place in places.values()}:
        return dict(places)
    return dict(places) | {(unit[0], 0): unit[1]}


def _unit(place: Place) -> tuple[str, str, str, str | None]:
    return place.kind, place.name, place.detail, place.province


def words_of_body(typed: Sequence[str], place: Place, unit: Collection[int] = ()) -> set[int]:
    """Return which of a question's words name the body that a place is, its unit aside; none for a place without an issuer.

    :param unit: the words that name its unit: a form that needs them counts right before them only.
    """
    spots: set[int] = set()
    for body in place.bodies if place.issuer else ():
        for form in forms(body):
            size = len(form.words)
            for at in range(len(typed) - size + 1):
                beside = at + size in unit or form.strength is Strength.ALONE
                if beside and reads_form(typed[at : at + size], form.words):
                    spots.update(range(at, at + size))
    return spots
