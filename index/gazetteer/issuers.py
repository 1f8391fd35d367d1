"""The bodies that report: which body issued a report, of which kind, field and unit, and whether two are one.

The ways people name them are in :mod:`index.gazetteer.body_forms`.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from index.gazetteer.units import WORD, loose
from ingest.language.bodies import Body, bodies, body_forms, body_kinds, units
from ingest.language.terms import fold
from ingest.language.unit_names import written_small
from ingest.model import Metadata
from prompts import FOLDER, Tables, load

COMMITTEE = "ủy ban nhân dân"
PARTY, YOUTH = "đảng bộ", "đoàn"
YOUTH_FIELD = "Thanh niên"
INSPECTION = "ủy ban kiểm tra"  # a Party committee's, which reports for itself as its advisory bodies do
OWN_NAMED = frozenset({"trường", "bệnh viện", "đồn biên phòng"})
ORGANS = frozenset({"ban chấp hành", "ban thường vụ", "ban thường trực"})
OF_KIND = {"tỉnh": "tỉnh", "thành": "thành phố", "huyện": "huyện", "thị": "thị xã", "quận": "quận"}  # "thị ủy": of a thị xã


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
        return " ".join(core_of_name(self.field)) if self.has_own_name else ""


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
    joints: frozenset[str]
    leads: frozenset[str]
    officers: frozenset[str]
    fields: Mapping[str, tuple[str, ...]]
    spoken: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, int]
    sides: tuple[str, ...]
    asking: frozenset[str]
    topics: frozenset[str]
    heads: frozenset[tuple[str, ...]]
    short_heads: Mapping[tuple[str, ...], tuple[str, ...]]
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
        frozenset(frame["joints"]),
        frozenset(frame["leads"]),
        frozenset(frame["officers"]),
        {loose(name): tuple(names) for names in tables["fields"]["names"] for name in names},
        {kind: tuple(names) for kind, names in tables["spoken"].items()},
        {fold(word): number for word, number in tables["counted"]["numbers"].items()},
        tuple(fold(noun) for noun in tables["counted"]["sides"]),
        frozenset(fold(word) for word in tables["counted"]["asking"]),
        frozenset(tables["topics"]["names"]),
        frozenset(tuple(name.split()) for name in tables["heads"]["names"]),
        {tuple(fold(head).split()): tuple(short) for head, short in tables["short_heads"].items()},
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
    kind, field = _kind_and_field(_organ(with_kind) or body)
    if body is None or kind in ORGANS:
        kind, field = _kind_written_small(issuer, body) or (kind, field)
    inside = [unit for unit in units(issuer) if unit.name]
    if body is not None and body.kind.endswith((" ủy", " đoàn")) and body.kind.split()[0] in OF_KIND:
        unit_kind, unit_name = OF_KIND[body.kind.split()[0]], body.name or _place(place)[1]
    elif inside:
        unit_kind, unit_name = inside[-1].kind, written_small(inside[-1].name)
    elif body is None and len(own := closing_name(issuer)) > 1:  # of no kind known: the name that closes it is its own
        unit_kind, unit_name = "", " ".join(own)
    else:
        unit_kind, unit_name = _place(place)
        if not unit_name and province and body_kinds().get(kind if body is None else body.kind) in (None, "province"):
            unit_kind, unit_name = "tỉnh", province
    end = max((unit.end for unit in inside), default=len(issuer))
    return ReportingBody(issuer[:end], kind, field, unit_kind, unit_name)


def _kind_written_small(issuer: str, organ: Body | None) -> tuple[str, str] | None:
    """Return kind and field of a body whose kind is written small behind an organ, or that a level alone names.

    "BCH đoàn tỉnh …" is the youth union's, "Bệnh viện y dược cổ truyền" a hospital; None for others.
    """
    words = fold(issuer[organ.end :] if organ else issuer).split()
    unit_kinds = {unit.kind.split()[0] for unit in units(issuer)}
    levels = {fold(level) for group in issuer_words().levels for level in group}
    for kind, names in body_forms().items():
        for name in map(str.split, map(fold, (kind, *names))):
            rest = words[len(name) :]
            if words[: len(name)] != name:
                continue
            if organ and (not rest or rest[0] in unit_kinds):
                return (kind, YOUTH_FIELD) if kind == YOUTH else (kind, "")
            if kind in OWN_NAMED and " ".join(rest) in levels:
                return kind, ""
    return None


def _organ(bodies_named: Sequence[Body]) -> Body | None:
    """Return the organ of a Party committee that reports for itself: "Ban Tổ chức Huyện ủy …"; None for others."""
    if len(bodies_named) < 2 or bodies_named[0].start > 0 or not bodies_named[-1].kind.endswith(" ủy"):
        return None
    first = bodies_named[0]
    return first if first.kind == INSPECTION or (first.kind == "ban" and first.name) else None


def committee_of(body: ReportingBody) -> ReportingBody | None:
    """Return the Party committee whose organ a body is; None for other bodies.

    Where the committee has no report of its own, people mean its organ's by "bên huyện ủy".
    """
    bodies_named = bodies(body.name)
    organ = _organ(bodies_named)
    return None if organ is None else replace(body, name=body.name[bodies_named[-1].start :], kind=PARTY, field="")


def closing_name(issuer: str) -> tuple[str, ...]:
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
    return body.kind == other.kind and fields_of(body)[0] == fields_of(other)[0] and names[0] == names[1]


def field_names(field: str) -> tuple[str, ...]:
    """Return the ways of writing a field of administration ("gd&đt"); none for one that is not listed."""
    return issuer_words().fields.get(loose(field), ())


def fields_of(body: ReportingBody) -> tuple[str, ...]:
    """Return the ways of writing a body's field of administration, in small letters; of one not listed its own."""
    return issuer_words().fields.get(loose(body.field), (body.field.lower(),))


def core_of_name(own: str) -> tuple[str, ...]:
    """Return the words of an own name less its number: "số 1 Lam Khê" is also "Lam Khê"."""
    words = WORD.findall(own)
    while len(words) > 1 and (words[0].isdigit() or words[0].lower() == "số"):
        words = words[1:]
    return tuple(words)
