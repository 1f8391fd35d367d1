"""What the user chose beside the words of a search for wording: role, field, kind of report, level, place, years.

Roles and fields are read from headings, and a field from a passage's words where its headings say none
(``prompts/wording.toml``).
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import regex as re

from app.field_text import BadText, line, shown
from index.query.facets import ReportKind, SectionRole, facet_words
from ingest.language.terms import fold
from ingest.language.unit_names import LOCAL
from ingest.model import Metadata, Passage
from prompts import FOLDER, Tables
from prompts import load as load_file

KINDS = {"annual": "annual", "five-year": "five_years", "directive-ten-years": "ten_years"}
LEVELS = {
    "tỉnh": ("tỉnh",),
    "huyện": ("huyện", "huyện đảo", "quận", "thị xã", "thành phố"),
    "xã": ("xã", "phường", "thị trấn", "đặc khu"),
}
YEARS = re.compile(r"^\s*+((?:19|20)\d{2})\s*+(?:[-–]\s*+((?:19|20)\d{2})\s*+)?")
FEWEST_WORDS, DOMINANT = 3, 2  # words of its field that a passage without a telling heading holds; times those of others


class BadFilter(Exception):
    """What was chosen cannot be used; the message says what can, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What a search is narrowed to; an empty field allows anything.

    ``years``: first and last year of which a report must cover at least one. ``reports``: ids of the only ones searched.
    """

    role: str = ""
    kind: str = ""
    level: str = ""
    field: str = ""
    place: str = ""
    years: tuple[int, int] | None = None
    reports: tuple[str, ...] = ()


ANY = Filter()


@dataclass(frozen=True, slots=True)
class Field:
    """A field of administration ("economy"): its name for readers, phrases of headings, words of texts (folded)."""

    name: str
    label: str
    headings: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordingWords:
    """The contents of ``prompts/wording.toml``: phrases of asking (folded), roles beside those of the facets, fields.

    ``ends``: words that are left of asking at the ends once a phrase of it is off.
    """

    asking: tuple[str, ...]
    ends: frozenset[str]
    roles: Mapping[str, tuple[SectionRole, str]]  # with where it stands: "", "first", "last"
    fields: tuple[Field, ...]


@functools.cache
def words() -> WordingWords:
    """Return the words of this installation."""
    return load(FOLDER / "wording.toml")


def load(file: Path) -> WordingWords:
    """Load the file.

    :raises DataFileError: an entry is missing.
    """
    return load_file(file, _words_of)


def _words_of(tables: Tables) -> WordingWords:
    asking = tuple(sorted((fold(p) for p in tables["asking"]["phrases"]), key=len, reverse=True))
    roles = {
        name: (SectionRole(name, entry["shown"], (), tuple(fold(h) for h in entry["headings"])), entry.get("where", ""))
        for name, entry in tables["role"].items()
    }
    fields = tuple(
        Field(name, entry["shown"], tuple(map(fold, entry["headings"])), tuple(map(fold, entry["words"])))
        for name, entry in tables["field"].items()
    )
    return WordingWords(asking, frozenset(map(fold, tables["asking"]["ends"])), roles, fields)


def roles() -> dict[str, str]:
    """Return every role that can be chosen, with its name for readers."""
    own = {name: role.shown for name, (role, _) in words().roles.items()}
    return {role.name: role.shown for role in facet_words().roles if role.name != "closing"} | own


def fields() -> dict[str, str]:
    """Return every field that can be chosen, with its name for readers."""
    return {field.name: field.label for field in words().fields}


def places(facts: Mapping[str, Metadata]) -> list[str]:
    """Return the places and provinces that the library's reports are about, each once, in order."""
    place_names = {
        name for about in facts.values() for name in (about.place, about.province and f"tỉnh {about.province}") if name
    }
    return sorted(place_names, key=fold)


def years_of(text: str) -> tuple[int, int] | None:
    """Return the years of "2023" or "2020-2025"; None for an empty text.

    :raises BadFilter: the text is neither.
    """
    text = _line(text, "Năm")
    if not text:
        return None
    match = YEARS.fullmatch(text)
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
    if first > last:
        raise BadFilter(f"Năm “{shown(text)}” chưa đúng. Hãy ghi một năm (2023) hoặc một khoảng năm (2020-2025)")
    return first, last


def reports(facts: Mapping[str, Metadata], chosen: Filter) -> list[str] | None:
    """Return the ids of the reports of the kind, level, place and years chosen, of those given, None for all.

    :raises BadFilter: no report is about the place.
    """
    _line(chosen.place, "Địa phương")
    kind: ReportKind | None = next((k for k in facet_words().kinds if k.name == KINDS.get(chosen.kind)), None)
    if kind is None and not chosen.level and not chosen.place and chosen.years is None and not chosen.reports:
        return None
    if chosen.place and not any(_is_about(about, chosen.place) for about in facts.values()):
        reported = ", ".join(places(facts)[:12])
        raise BadFilter(f"Thư viện chưa có báo cáo của “{shown(chosen.place)}”. Hiện có: {reported}")
    return [
        identity
        for identity, about in facts.items()
        if (kind is None or kind.is_of(about))
        and (not chosen.level or _level(about) == chosen.level)
        and (not chosen.place or _is_about(about, chosen.place))
        and (chosen.years is None or _covers(about, chosen.years))
        and (not chosen.reports or identity in chosen.reports)
    ]


def _line(typed: object, field: str) -> str:
    try:
        return line(typed, field)
    except BadText as error:
        raise BadFilter(str(error)) from error


def _level(about: Metadata) -> str:
    match = LOCAL.match(about.place or "")
    kind = match[1].lower() if match else "tỉnh"
    return next((level for level, kinds in LEVELS.items() if kind in kinds), "")


def _is_about(about: Metadata, place: str) -> bool:
    """A place with its kind must be that one ("huyện Vân Sa"); a bare name may be any kind's, or the province's."""
    chosen, own, province = fold(place).strip(), fold(about.place or ""), fold(about.province or "")
    match = LOCAL.match(about.place or "")
    return chosen in (own, province, f"tỉnh {province}", fold(match[2]) if match else own)


def _covers(about: Metadata, years: tuple[int, int]) -> bool:
    first, last = about.period_from or about.period_to, about.period_to or about.period_from
    return first is not None and last is not None and first <= years[1] and years[0] <= last


def fields_of(passage: Passage) -> frozenset[str]:
    """Return the names of the fields a passage belongs to: its innermost heading's that tells any, else its words'.

    A heading may tell several ("kinh tế - xã hội"). Words tell one only where it outweighs all others: a section on
    limits or on people belongs to none.
    """
    for heading in reversed(passage.headings):
        if headed := fields_of_heading(heading):
            return headed
    folded = fold(passage.text)
    counted = sorted(((sum(_spans(folded, word) != [] for word in f.words), f.name) for f in words().fields), reverse=True)
    (most, name), *others = counted
    return frozenset((name,)) if most >= max(FEWEST_WORDS, DOMINANT * max(n for n, _ in others)) else frozenset()


def fields_of_heading(heading: str) -> frozenset[str]:
    """Return the fields that a heading tells; a phrase inside a longer one ("xã hội" in "chính trị - xã hội") tells none."""
    folded = fold(heading)
    spans = [(span, f.name) for f in words().fields for phrase in f.headings for span in _spans(folded, phrase)]
    return frozenset(
        name
        for (start, end), name in spans
        if not any(a <= start and end <= b and b - a > end - start for (a, b), _ in spans)
    )


def _spans(folded: str, phrase: str) -> list[tuple[int, int]]:
    return [match.span() for match in _alone(phrase).finditer(folded)] if phrase in folded else []


@functools.cache  # of some hundred phrases; made anew for every heading and passage they took half the time of a draft
def _alone(phrase: str) -> re.Pattern[str]:
    """Return what finds a folded phrase of the data file where no letter stands beside it."""
    return re.compile(rf"(?<!\p{{L}}){re.escape(phrase)}(?!\p{{L}})")
