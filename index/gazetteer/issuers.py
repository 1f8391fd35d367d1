"""The bodies that report and the ways people name them: "Sở Y tế tỉnh …" is "ngành y tế", "bên y tế", "syt".

The forms are derived from a body's kind, its field or own name and its unit; the words are in prompts/issuers.toml and
prompts/bodies.toml.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from index.gazetteer.units import WORD, loose
from ingest.language.bodies import Body, bodies, body_forms, body_kinds, units
from ingest.language.names import family_names
from ingest.language.syllables import is_syllable
from ingest.language.unit_names import written_small
from ingest.model import Metadata
from prompts import FOLDER, Tables, load

COMMITTEE = "ủy ban nhân dân"
PARTY, YOUTH = "đảng bộ", "đoàn"
YOUTH_FIELD = "Thanh niên"
OWN_NAMED = frozenset({"trường", "bệnh viện"})
BY_FIELD = frozenset({"sở", "phòng", "hội", "đoàn"})  # "y tế Lam Giang"; "chỉ đạo", "kiểm tra" are what others do too
LONGEST_INITIALS = 6  # letters: "sgdđt", "hlhpn"
ORGANS = frozenset({"ban chấp hành", "ban thường vụ", "ban thường trực"})
OF_KIND = {"tỉnh": "tỉnh", "thành": "thành phố", "huyện": "huyện", "thị": "thị xã", "quận": "quận"}  # "thị ủy": of a thị xã
SHORT_OF = {kind: word for word, kind in OF_KIND.items()} | {"xã": "xã", "phường": "phường", "thị trấn": "thị trấn"}
UNSAID = frozenset({"và", "việt", "nam", "của"})  # words that an abbreviation leaves out


class Strength(IntEnum):
    """What a form needs to mean the body: its unit's name, a frame or its unit's kind ("công an xã"), or nothing."""

    WITH_UNIT = 1
    FRAMED = 2
    ALONE = 3


@dataclass(frozen=True, slots=True)
class ReportingBody:
    """A body of which the library has reports.

    ``name``: as the reports name it. ``kind``: its kind's one name (prompts/bodies.toml), "" where it is of no kind known.
    ``field``: of administration or membership, or its own name ("số 2 Lam Khê"). ``unit_kind``, ``unit_name``: whose body
    it is, "" where not said.
    """

    name: str
    kind: str
    field: str
    unit_kind: str
    unit_name: str
    reports: tuple[str, ...] = ()

    @property
    def has_own_name(self) -> bool:
        """Whether it is known by a name of its own, as schools are."""
        return self.kind in OWN_NAMED and bool(self.field)

    @property
    def own_name(self) -> str:
        """Its own name less its number, "Lam Khê"; "" without one."""
        return " ".join(_core(self.field)) if self.has_own_name else ""


@dataclass(frozen=True, slots=True)
class BodyForm:
    """A way of naming a body without its unit: its words in small letters."""

    words: tuple[str, ...]
    strength: Strength


@dataclass(frozen=True, slots=True)
class IssuerWords:
    """The words of prompts/issuers.toml."""

    before: tuple[str, ...]
    between: frozenset[str]
    own: frozenset[str]
    whole: frozenset[str]
    many: tuple[str, ...]
    compares: tuple[str, ...]
    how_many: tuple[str, ...]
    fields: Mapping[str, tuple[str, ...]]
    spoken: Mapping[str, tuple[str, ...]]
    topics: frozenset[str]
    levels: tuple[tuple[str, ...], ...]


@functools.cache
def issuer_words() -> IssuerWords:
    """Return the words, loaded at the first call."""
    return load(FOLDER / "issuers.toml", _words_of)


def _words_of(tables: Tables) -> IssuerWords:
    frame = tables["frame"]
    unknown = set(tables["spoken"]) - set(body_forms())
    if unknown:
        raise ValueError(f"[spoken]: {', '.join(sorted(unknown))}")
    return IssuerWords(
        tuple(frame["before"]),
        frozenset(frame["between"]),
        frozenset(frame["own"]),
        frozenset(frame["whole"]),
        tuple(frame["many"]),
        tuple(frame["compares"]),
        tuple(frame["how_many"]),
        {loose(name): tuple(names) for names in tables["fields"]["names"] for name in names},
        {kind: tuple(names) for kind, names in tables["spoken"].items()},
        frozenset(tables["topics"]["names"]),
        tuple(tuple(names) for names in tables["levels"]["names"]),
    )


def reporting_body(identity: str, about: Metadata) -> ReportingBody | None:
    """Return the body that issued a report, None where the report does not name it.

    Its unit is the one in its name, else the report's place; a province's body without either is the province's.
    """
    if not about.issuer:
        return None
    return replace(_body_of(about.issuer, about.place, about.province), reports=(identity,))


@functools.lru_cache(maxsize=8192)  # the issuers of a large library, read again at each of its changes
def _body_of(issuer: str, place: str | None, province: str | None) -> ReportingBody:
    with_kind = [body for body in bodies(issuer) if body.kind not in ORGANS] or bodies(issuer)
    body = with_kind[-1] if with_kind else None
    kind, field = _kind_and_field(body)
    inside = [unit for unit in units(issuer) if unit.name]
    if body is not None and body.kind.endswith((" ủy", " đoàn")) and body.kind.split()[0] in OF_KIND:
        unit_kind, unit_name = OF_KIND[body.kind.split()[0]], body.name or _place(place)[1]
    elif inside:
        unit_kind, unit_name = inside[-1].kind, written_small(inside[-1].name)
    elif body is None and len(own := _closing_name(issuer)) > 1:  # of no kind known: the name that closes it is its own
        unit_kind, unit_name = "", " ".join(own)
    else:
        unit_kind, unit_name = _place(place)
        if not unit_name and province and body_kinds().get(body.kind if body else "") == "province":
            unit_kind, unit_name = "tỉnh", province
    end = max((unit.end for unit in inside), default=len(issuer))
    return ReportingBody(issuer[:end], kind, field, unit_kind, unit_name)


def _closing_name(issuer: str) -> tuple[str, ...]:
    """Return the words with a capital that close a name behind small ones, "Lam Khê" of "Cảng vụ Lam Khê"; else none."""
    words = issuer.split()
    at = len(words)
    while at > 0 and words[at - 1].istitle():
        at -= 1
    return tuple(words[at:]) if at > 0 else ()


def _kind_and_field(body: Body | None) -> tuple[str, str]:
    if body is None:
        return "", ""
    if body.kind.endswith((" ủy", " bộ")) and body.kind != "chi bộ":
        return PARTY, ""
    if body.kind.endswith(" đoàn") and body.kind.split()[0] in OF_KIND:
        return YOUTH, YOUTH_FIELD
    return body.kind, written_small(body.name) if body.kind in OWN_NAMED else body.name


def _place(place: str | None) -> tuple[str, str]:
    place_units = units(place) if place else []
    return (place_units[0].kind, place_units[0].name) if place_units else ("", place or "")


def same_body(body: ReportingBody, other: ReportingBody) -> bool:
    """Say whether two reports' bodies are one, however each is written ("Sở GD&ĐT", "Sở Giáo dục và Đào tạo")."""
    if not body.kind or not other.kind:
        return loose(body.name) == loose(other.name)
    names = [loose(body.unit_name) for body in (body, other)]
    return body.kind == other.kind and _fields(body)[0] == _fields(other)[0] and names[0] == names[1]


def forms(body: ReportingBody) -> list[BodyForm]:
    """Return the ways of naming a body without its unit, each once with its greatest strength; the longest first."""
    return list(_forms(replace(body, name=_without_unit(body), unit_name="", reports=())))


@functools.lru_cache(maxsize=8192)  # the bodies of one kind and field have the same forms
def _forms(body: ReportingBody) -> tuple[BodyForm, ...]:
    strongest: dict[tuple[str, ...], Strength] = {}
    for text, strength in _all_forms(body):
        words = tuple(WORD.findall(text.lower()))
        if words:
            strongest[words] = max(strength, strongest.get(words, strength))
    return tuple(BodyForm(words, strength) for words, strength in sorted(strongest.items(), key=lambda item: -len(item[0])))


def _all_forms(body: ReportingBody) -> Iterator[tuple[str, Strength]]:
    words = issuer_words()
    kinds = (*body_forms().get(body.kind, ()), *words.spoken.get(body.kind, ()))
    yield body.name, Strength.ALONE if len(WORD.findall(body.name)) > 2 else Strength.FRAMED
    if not body.kind:
        yield from _short_forms(body)
    elif body.has_own_name:
        yield from _own_forms(body, kinds)
    elif body.field:
        yield from _field_forms(body, kinds)
    else:
        topics = words.topics
        yield from ((kind, Strength.WITH_UNIT if kind in topics else Strength.FRAMED) for kind in kinds)
        yield from ((f"{frame} {kind}", Strength.ALONE) for frame in words.before for kind in kinds)
    if body.kind in (PARTY, YOUTH) and body.unit_kind in SHORT_OF:
        yield f"{SHORT_OF[body.unit_kind]} {'ủy' if body.kind == PARTY else 'đoàn'}", Strength.ALONE
    if body.kind == "trường":
        yield "nhà trường", Strength.ALONE
        yield from ((f"trường {own}", Strength.ALONE) for own in words.own)


def _without_unit(body: ReportingBody) -> str:
    named_units = [unit for unit in units(body.name) if unit.name]
    return body.name[: named_units[-1].start] if named_units else body.name


def _field_forms(body: ReportingBody, kinds: Sequence[str]) -> Iterator[tuple[str, Strength]]:
    for field in _fields(body):
        yield from ((f"{kind} {field}", Strength.ALONE) for kind in kinds)
        yield from ((f"{frame} {field}", Strength.ALONE) for frame in issuer_words().before)
        if body.kind in BY_FIELD and len(field) > 2:
            yield field, Strength.WITH_UNIT
        initials = "".join(word[0] for word in WORD.findall(body.kind)) + _initials(field)
        if 2 < len(initials) <= LONGEST_INITIALS and not is_syllable(initials):
            yield initials, Strength.ALONE
    yield from ((kind, Strength.FRAMED) for kind in kinds)


def _short_forms(body: ReportingBody) -> Iterator[tuple[str, Strength]]:
    """Yield what people make of a name of no kind known: its beginning, or its first word and its last.

    "Cảng vụ Đường thủy nội địa Lam Khê" is "cảng vụ đường thủy" and "cảng vụ"; "Quỹ Bảo vệ và Phát triển rừng" is
    "quỹ rừng".
    """
    words = WORD.findall(body.name)
    words = words[: len(words) - len(_closing_name(body.name))] or words  # its own name stands behind as a unit's does
    for size in range(2, len(words) + 1):
        yield " ".join(words[:size]), Strength.ALONE if size > 2 else Strength.FRAMED
    if len(words) > 2:
        yield f"{words[0]} {words[-1]}", Strength.ALONE


def field_names(field: str) -> tuple[str, ...]:
    """Return the ways of writing a field of administration ("gd&đt"); none for one that is not listed."""
    return issuer_words().fields.get(loose(field), ())


def _initials(field: str) -> str:
    """Return "gdđt" for "giáo dục và đào tạo"; an abbreviation comes back whole."""
    parts = WORD.findall(field.lower())
    if all(is_syllable(part) for part in parts):
        return "".join(part[0] for part in parts if part not in UNSAID)
    return "".join(parts)


def _fields(body: ReportingBody) -> tuple[str, ...]:
    return issuer_words().fields.get(loose(body.field), (body.field.lower(),))


def _own_forms(body: ReportingBody, kinds: Sequence[str]) -> Iterator[tuple[str, Strength]]:
    """Yield "trường thpt số 1 lam khê", "thpt lam khê", "trường lam khê"; the name alone where it is no person's."""
    core = _core(body.field)
    names = dict.fromkeys((body.field, " ".join(core)))
    levels = [level for group in levels_of(body) for level in group]
    for name in names:
        yield from ((f"{kind} {name}", Strength.ALONE) for kind in (body.kind, *kinds) if _fits(kind, body))
        yield from ((f"{level} {name}", Strength.ALONE) for level in levels)
        yield from ((f"{body.kind} {level} {name}", Strength.ALONE) for level in levels)
    if len(core) > 1 and core[0] not in family_names():
        yield " ".join(core), Strength.FRAMED
    between = _described(body)
    for at in range(len(between)):  # "bệnh viện khu vực" of a "Bệnh viện đa khoa khu vực"
        yield f"{body.kind} {' '.join((*between[at:], *core))}", Strength.ALONE
        yield f"{body.kind} {' '.join(between[at:])}", Strength.FRAMED


def _described(body: ReportingBody) -> tuple[str, ...]:
    """Return the words between a body's kind and its own name less its number."""
    words, core = WORD.findall(body.name.lower()), [word.lower() for word in _core(body.field)]
    kind = body.kind.split()
    own = next((at for at in range(len(kind), len(words)) if words[at : at + len(core)] == core), 0)
    return tuple(words[len(kind) : own]) if words[: len(kind)] == kind else ()


def levels_of(body: ReportingBody) -> tuple[tuple[str, ...], ...]:
    """Return the levels that a school or hospital names itself by, each with all its ways of writing."""
    key = f" {' '.join(WORD.findall(body.name.lower()))} "
    return tuple(group for group in issuer_words().levels if any(f" {level} " in key for level in group))


def _fits(kind: str, body: ReportingBody) -> bool:
    """Say whether a form of a kind names no other level ("trường tiểu học" of a "trường THPT")."""
    words = f" {' '.join(WORD.findall(kind.lower()))} "
    groups = [group for group in issuer_words().levels if any(f" {level} " in words for level in group)]
    return all(group in levels_of(body) for group in groups)


def _core(own: str) -> tuple[str, ...]:
    """Return the words of an own name less its number: "số 1 Lam Khê" is also "Lam Khê"."""
    words = WORD.findall(own)
    while len(words) > 1 and (words[0].isdigit() or words[0].lower() == "số"):
        words = words[1:]
    return tuple(words)
