"""The ways people name a body: "Sở Y tế tỉnh …" is "ngành y tế", "bên y tế", "syt".

The forms are derived from a body's kind, its field or own name and its unit; the words are in prompts/issuers.toml and
prompts/bodies.toml.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.gazetteer.issuers import OF_KIND, PARTY, YOUTH, ReportingBody, closing_name, core_of_name, fields_of, issuer_words
from index.gazetteer.name_forms import UNSAID, Strength, name_forms
from index.gazetteer.units import WORD
from ingest.language.bodies import body_forms, units
from ingest.language.names import family_names
from ingest.language.spelling import fold
from ingest.language.syllables import is_syllable

# "y tế Lam Giang"; "chỉ đạo", "kiểm tra" are what others do too
BY_FIELD = frozenset({"sở", "phòng", "hội", "đoàn", "chi cục"})

LONGEST_INITIALS = 6  # letters: "sgdđt", "hlhpn"

SHORT_OF = {kind: word for word, kind in OF_KIND.items()} | {"xã": "xã", "phường": "phường", "thị trấn": "thị trấn"}


@dataclass(frozen=True, slots=True)
class BodyForm:
    """A way of naming a body without its unit: its words in small letters."""

    words: tuple[str, ...]
    strength: Strength


def forms(body: ReportingBody) -> list[BodyForm]:
    """Return the ways of naming a body without its unit, each once with its greatest strength; the longest first."""
    return list(_forms(replace(body, name=_without_unit(body), unit_name="", reports=())))


@functools.lru_cache(maxsize=8192)  # the bodies of one kind and field have the same forms
def _forms(body: ReportingBody) -> tuple[BodyForm, ...]:
    strongest: dict[tuple[str, ...], Strength] = {}
    for text, strength in _all_forms(body):
        words = tuple(WORD.findall(fold(text)))  # "thuỷ" and "thủy" are one word
        for form in (words, *_with_short_head(words)) if words else ():
            strongest[form] = max(strength, strongest.get(form, strength))
    return tuple(BodyForm(words, strength) for words, strength in sorted(strongest.items(), key=lambda item: -len(item[0])))


def _with_short_head(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield a form of several words with the short form of its first noun: "tt y tế"; nothing for a noun alone."""
    for head, short_forms in issuer_words().short_heads.items():
        if words[: len(head)] == head and len(words) > len(head):
            yield from ((*WORD.findall(short), *words[len(head) :]) for short in short_forms)


def _all_forms(body: ReportingBody) -> Iterator[tuple[str, Strength]]:
    words = issuer_words()
    kinds = (*body_forms().get(body.kind, ()), *words.spoken.get(body.kind, ()))
    yield body.name, Strength.ALONE if len(WORD.findall(body.name)) > 2 else Strength.FRAMED
    if not body.has_own_name:
        yield from name_forms(body, kinds)
    if body.has_own_name:
        yield from _own_forms(body, kinds)
    elif body.field:
        yield from _field_forms(body, kinds)
    elif body.kind:
        yield from _level_forms(body)
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
    for field in fields_of(body):
        yield from ((f"{kind} {field}", Strength.ALONE) for kind in kinds)
        yield from ((f"{frame} {field}", Strength.ALONE) for frame in issuer_words().before)
        if body.kind in BY_FIELD and len(field) > 2:
            yield field, Strength.WITH_UNIT
        initials = "".join(word[0] for word in WORD.findall(body.kind)) + _initials(field)
        if 2 < len(initials) <= LONGEST_INITIALS and not is_syllable(initials):
            yield initials, Strength.ALONE
    yield from ((kind, Strength.FRAMED) for kind in kinds)


def proper_name(body: ReportingBody) -> tuple[str, ...]:
    """Return the words of the proper name that closes a body's name less its unit, () where none does."""
    if body.has_own_name:
        return tuple(core_of_name(body.field))
    return closing_name(_without_unit(body))


def _initials(field: str) -> str:
    """Return "gdđt" for "giáo dục và đào tạo"; an abbreviation comes back whole."""
    parts = WORD.findall(field.lower())
    if all(is_syllable(part) for part in parts):
        return "".join(part[0] for part in parts if part not in UNSAID)
    return "".join(parts)


def _level_forms(body: ReportingBody) -> Iterator[tuple[str, Strength]]:
    """Yield "bệnh viện yhct", "yhct" of a hospital without a name of its own."""
    for level in [level for group in levels_of(body) for level in group]:
        words = level.split()
        yield from ((" ".join((body.kind, *words[at:])), Strength.ALONE) for at in range(max(1, len(words) - 1)))


def _own_forms(body: ReportingBody, kinds: Sequence[str]) -> Iterator[tuple[str, Strength]]:
    """Yield "trường thpt số 1 lam khê", "thpt lam khê", "trường lam khê"; the name alone where it is no person's."""
    core = core_of_name(body.field)
    names = dict.fromkeys((body.field, " ".join(core)))
    levels = [level for group in levels_of(body) for level in group]
    yield from ((kind, Strength.FRAMED) for kind in (body.kind, *kinds) if _fits(kind, body))
    yield from ((f"{body.kind} {level}", Strength.FRAMED) for level in levels)
    for name in names:
        yield from ((f"{kind} {name}", Strength.ALONE) for kind in (body.kind, *kinds) if _fits(kind, body))
        yield from ((f"{level} {name}", Strength.ALONE) for level in levels)
        yield from ((f"{body.kind} {level} {name}", Strength.ALONE) for level in levels)
    if len(core) > 1 and core[0] not in family_names():
        yield " ".join(core), Strength.FRAMED
    elif len(core) > 2:  # a person's name: its end is what people call the school by
        ends = [" ".join(core[at:]) for at in range(1, len(core))]
        yield from ((f"{kind} {end}", Strength.ALONE) for kind in (body.kind, *kinds) if _fits(kind, body) for end in ends)
        yield from ((f"{level} {end}", Strength.ALONE) for level in levels for end in ends)
    between = _description_words(body)
    for at in range(len(between)):  # "bệnh viện khu vực" of a "Bệnh viện đa khoa khu vực"
        yield f"{body.kind} {' '.join((*between[at:], *core))}", Strength.ALONE
        yield f"{body.kind} {' '.join(between[at:])}", Strength.FRAMED


def _description_words(body: ReportingBody) -> tuple[str, ...]:
    """Return the words between a body's kind and its own name less its number."""
    words, core = WORD.findall(body.name.lower()), [word.lower() for word in core_of_name(body.field)]
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
