"""Laws cited by name and a year in which none of that name was passed: "Luật Hòa giải ở cơ sở năm 2014"."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import regex as re

from app.checks.model import Finding, FindingKind, Sheet
from ingest.language.spelling import fold
from prompts import FOLDER, Tables, load

CITED = re.compile(r"(?<!\p{L})((?:Luật|Bộ luật)\s[\p{L},\s]{3,60}?)\snăm\s((?:19|20)\d{2})(?![\d/–-])")
AMENDED = re.compile(r"(?<!\p{L})sửa đổi(?!\p{L})", re.IGNORECASE)
AROUND = 80  # characters on each side in which an amendment is spoken of
DONE_IN = re.compile(r"(?:thi hành|thực hiện|triển khai|công tác|tuyên truyền|phổ biến)\s(?:\p{L}++\s){0,3}$", re.IGNORECASE)


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every law with a year that is none of its years; a law that is not known is left alone."""
    own = _own_years(sheet)
    for match in CITED.finditer(sheet.text):
        passed = _laws().get(fold(match[1]), ())
        year = int(match[2])
        if not passed or year in passed:
            continue
        if year in own and DONE_IN.search(sheet.text, max(0, match.start() - AROUND), match.start()):
            continue  # the year in which the law was carried out
        if AMENDED.search(sheet.text, max(0, match.start() - AROUND), match.end() + AROUND):
            continue
        years = ", ".join(map(str, passed))
        message = f"“{match[1]}” được thông qua năm {years}, báo cáo ghi năm {year}."
        yield Finding(FindingKind.CITATION, message, (sheet.quote(*match.span()),))


def _own_years(sheet: Sheet) -> frozenset[int]:
    facts = sheet.report.metadata
    first, last = facts.period_from, facts.period_to
    return frozenset(range((first or last or 0) - 1, (last or 0) + 2)) if last else frozenset()


@functools.cache
def _laws() -> dict[str, tuple[int, ...]]:
    return load(FOLDER / "national_documents.toml", _laws_of)


def _laws_of(tables: Tables) -> dict[str, tuple[int, ...]]:
    return {fold(entry["title"]): tuple(int(year) for year in entry["years"]) for entry in tables["law"]}
