"""Names of persons, and what stands between quotation marks."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import regex as re

from ingest.language.vocabulary import any_of
from prompts import FOLDER, Tables, load

_WORD = r"\p{Lu}\p{Ll}*(?:['’]\p{L}+)?(?!\p{L})"
_SPACE = r"[^\S\n]+"
LONGEST_QUOTATION = 400  # characters; a longer one is a mark that was never closed
QUOTATION = re.compile(
    rf"“([^“”\n]{{1,{LONGEST_QUOTATION}}})”|\"([^\"\n]{{1,{LONGEST_QUOTATION}}})\"|‘([^‘’\n]{{2,{LONGEST_QUOTATION}}})’(?!\p{{L}})|«([^«»\n]{{1,{LONGEST_QUOTATION}}})»"
)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name at [start, end); ``title``: what stands right before it, small letters, "" where nothing does."""

    start: int
    end: int
    text: str
    title: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """What stands between quotation marks, the marks left out, at [start, end)."""

    start: int
    end: int
    text: str


@functools.cache
def _person() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return load(FOLDER / "names.toml", _patterns_of)


def _patterns_of(tables: Tables) -> tuple[re.Pattern[str], re.Pattern[str]]:
    titles = any_of([*tables["title"]["address"], *tables["title"]["post"]])
    families = any_of(tables["family"]["names"])
    person = re.compile(
        rf"(?<!\p{{L}})(?:(?P<title>(?i:{titles})){_SPACE}(?P<titled>{_WORD}(?:{_SPACE}{_WORD}){{1,4}}+)"
        rf"|(?P<family>(?:{families})(?:{_SPACE}{_WORD}){{1,4}}+))"
    )
    return person, re.compile(rf"(?<!\p{{L}})(?i:{any_of(tables['family']['places'])}){_SPACE}$")


@functools.cache
def family_names() -> frozenset[str]:
    """Return the family names of persons; streets and schools are called after persons too."""
    return load(FOLDER / "names.toml", lambda tables: frozenset(tables["family"]["names"]))


@functools.cache
def called_by() -> frozenset[str]:
    """Return, in small letters, what stands before a name and is no part of it: "ông", "thôn", "trường"."""
    return load(FOLDER / "names.toml", lambda tables: frozenset([*tables["title"]["address"], *tables["family"]["places"]]))


def persons(text: str) -> list[PersonName]:
    """Return the persons that a text names in full, in order; an empty text has none.

    A run of two to five capitalised words is a name behind a title, or where it begins with a family name and nothing before
    it makes it a street, a school or a place.
    """
    person, places = _person()
    names = []
    for match in person.finditer(text):
        group = "titled" if match["titled"] else "family"
        start, end = match.span(group)
        if group == "family" and places.search(text[max(0, start - 24) : start]):
            continue
        title = " ".join((match["title"] or "").lower().split())
        if group == "titled" and not _is_name(text[start:end], addressed=title in _addresses()):
            continue
        names.append(PersonName(start, end, text[start:end], title))
    return names


@functools.cache
def _addresses() -> frozenset[str]:
    return load(FOLDER / "names.toml", lambda tables: frozenset(tables["title"]["address"]))


def _is_name(words: str, *, addressed: bool) -> bool:
    """Say whether no body follows the title: "Chủ tịch Hội Nông dân" names nobody, "đồng chí Đoàn Quốc Vịnh" somebody."""
    if addressed and words.startswith("Đoàn ") and len(words.split()) > 2:
        return True  # a family name, too
    return words.split()[0] not in {
        "Hội",
        "Ủy",
        "Uỷ",
        "Ban",
        "Sở",
        "Phòng",
        "Đảng",
        "Công",
        "Quốc",
        "Trung",
        "Chính",
        "Mặt",
        "Liên",
        "Đoàn",
        "Trường",
        "Bệnh",
        "Thường",
        "Việt",
    }


def quotations(text: str) -> list[Quotation]:
    """Return what stands between quotation marks of any style on one line, in order; an empty text has none."""
    quotes = []
    for match in QUOTATION.finditer(text):
        start, end = next(match.span(group) for group in range(1, 5) if match[group] is not None)
        quotes.append(Quotation(start, end, text[start:end]))
    return quotes
