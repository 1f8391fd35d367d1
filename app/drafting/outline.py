"""Outlines to draft along: data files of ``prompts/outlines``, a file of the office's own, or a report of the library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.query.facets import facet_words
from ingest.language.enumerators import POINTS, Rank, enumerator
from ingest.language.terms import fold
from ingest.model import Report
from prompts import FOLDER, DataFileError, Tables
from prompts import load as load_file

KINDS = ("annual", "five-year", "directive-ten-years")
LEVELS = ("part", "section", "clause", "point")
NUMERALS = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
RESULTS = "results"  # the role of sections that have none of facets.toml's


@dataclass(frozen=True, slots=True)
class Head:
    """A heading of an outline with what its section asks for; see ``prompts/outlines/annual.toml``."""

    level: str
    heading: str
    role: str = ""  # empty: a heading without text of its own
    keys: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    listed: bool = False
    annex: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """Title, opening and closing sentence (with names in braces) and the headings in order."""

    title: str
    opening: str
    closing: str
    heads: tuple[Head, ...]


def of_kind(kind: str) -> Outline:
    """Return the outline of a kind of report."""
    return load(FOLDER / "outlines" / f"{kind}.toml")


def load(file: Path) -> Outline:
    """Load an outline.

    :raises DataFileError: the file cannot be read, an entry is missing, or a level is unknown.
    """
    try:
        return load_file(file, _outline_of)
    except DataFileError as error:
        raise DataFileError(
            f"{error}. Đề cương cần title, opening, closing và các [[section]] có level ({', '.join(LEVELS)}) và heading"
        ) from error


def _outline_of(tables: Tables) -> Outline:
    heads = tuple(_head(entry) for entry in tables["section"])
    return Outline(tables["title"], tables["opening"], tables["closing"], heads)


def _head(entry: dict[str, Any]) -> Head:
    if entry["level"] not in LEVELS:
        raise ValueError(f"level = {entry['level']!r}")
    return Head(
        entry["level"],
        entry["heading"],
        entry.get("role", ""),
        tuple(entry.get("keys", ())),
        tuple(entry.get("search", ())),
        tuple(entry.get("figures", ())),
        bool(entry.get("list", False)),
        bool(entry.get("annex", False)),
    )


def of_report(report: Report, like: Outline) -> Outline:
    """Return the outline of a report of the library; title, opening and closing sentence are those of ``like``.

    Wording for a section is sought by the words of its heading.
    """
    heads = []
    headings = [h for h in report.headings if h.span.start < report.closing]
    looks = looks_of(report)
    for index, heading in enumerate(headings):  # the report's first ones, so that the index is the report's too
        level = looks[index]
        deeper = index + 1 < len(headings) and headings[index + 1].level > heading.level
        role = "" if deeper else role_of([step.title for step in report.path(index)])
        sought = () if deeper else (heading.title,)
        listed = role not in ("", RESULTS)
        annex = "khen thưởng" in heading.title.casefold() and not deeper and role == RESULTS
        heads.append(Head(level, _sentence_case(heading.title), role, sought, sought, (), listed, annex))
    return Outline(like.title, like.opening, like.closing, tuple(heads))


def looks_of(report: Report) -> list[str]:
    """Return the level of every heading of a report, as the decree calls it: "part", "section", "clause", "point"."""
    levels = {Rank.PART: "part", Rank.CAPITAL: "part", Rank.ROMAN: "section", Rank.ARABIC: "clause"}
    labels = [enumerator(report.text[heading.span.start : heading.span.end]) for heading in report.headings]
    return [levels.get(label.rank if label else Rank.STAR, "point") for label in labels]


def role_of(titles: Sequence[str]) -> str:
    """Return the role of the innermost heading that has one, :data:`RESULTS` if none has."""
    for title in reversed(titles):
        folded = fold(title)
        places = [(folded.find(phrase), role.name) for role in facet_words().roles for phrase in role.headings]
        first = min(((at, name) for at, name in places if at >= 0), default=None)
        if first:  # "Nguyên nhân của hạn chế" is about causes, "Kết quả thực hiện nhiệm vụ" about results
            return RESULTS if first[0] > 0 and folded.startswith(fold("kết quả")) else first[1]
    return RESULTS


def _sentence_case(title: str) -> str:
    return title[:1].upper() + title[1:].lower() if title.isupper() else title


def numbered(heads: Sequence[Head]) -> list[str]:
    """Return the enumerator of every heading: "Phần I", "I.", "1.", "a)"; each level begins anew below a higher one.

    Points count as the decree does (Phụ lục I): a b c d đ e g h i k.
    """
    counts = dict.fromkeys(LEVELS, 0)
    marks = []
    for head in heads:
        depth = LEVELS.index(head.level)
        counts[head.level] += 1
        for lower in LEVELS[depth + 1 :]:
            counts[lower] = 0
        number = counts[head.level]
        marks.append(
            {
                "part": f"Phần {roman(number)}",
                "section": f"{roman(number)}.",
                "clause": f"{number}.",
                "point": f"{POINTS[(number - 1) % len(POINTS)]})",
            }[head.level]
        )
    return marks


def roman(number: int) -> str:
    """Return a number from 1 on in Roman numerals."""
    numeral = ""
    for value, sign in NUMERALS:
        numeral += sign * (number // value)
        number %= value
    return numeral
