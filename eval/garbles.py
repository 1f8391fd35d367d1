"""Garbles planted by chance in invented reports: how many are told, by kind, and how many words of clean reports are.

A garble counts as told where a finding of the checks of words names it, or words that it stands in.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import regex as re

from app.checks import consistency, leftovers, misnamed, spelling
from app.checks.model import Finding, FindingKind, Sheet
from eval.garbling import Garble, plant
from eval.open_reports import write_word
from ingest.language.syllables import is_syllable
from ingest.language.text import normalize
from ingest.report import understand

PAGE = 400  # words
SYLLABLE = re.compile(r"\p{Ll}+")
TOLD = re.compile(r"(?<!\()“([^”]+)”")  # what a finding names; what it proposes stands in brackets
MARKED = re.compile(r"\{([^{}|\n]{1,80})\|([^{}\n]{0,80})\}")
CHECKS = (spelling, misnamed, leftovers, consistency)


@dataclass(frozen=True, slots=True)
class Garbled:
    """One report: its garbles with whether each was told, what was told of it as it was, its pages."""

    file: str
    garbles: tuple[tuple[Garble, bool], ...]
    marks: tuple[str, ...]
    pages: float


def measure(files: Sequence[Path], count: int, rounds: int, known: frozenset[str]) -> list[Garbled]:
    """Return what becomes of ``count`` garbles in every report, planted anew ``rounds`` times; the same in every run."""
    results = []
    for file in files:
        text = normalize(file.read_text(encoding="utf-8"))
        marks = _marks(text)
        garbles: list[tuple[Garble, bool]] = []
        for turn in range(rounds):
            draw = random.Random(f"{turn}:{file.name}")  # noqa: S311 - slips, not secrets
            garbled, planted = plant(text, count, known, draw)
            words = [_plain(word) for word in told(found(garbled))]
            garbles += [(garble, any(_names(garble, word) for word in words)) for garble in planted]
        results.append(Garbled(file.name, tuple(garbles), marks, len(text.split()) / PAGE))
    return results


def measure_marked(file: Path) -> Garbled:
    """Return what becomes of the garbles that a writer marked in a report: ``{as written|as it should be}``."""
    text = normalize(file.read_text(encoding="utf-8"))
    planted = [Garble("người khác gài", match[1], match[2]) for match in MARKED.finditer(text)]
    words = [_plain(word) for word in told(found(MARKED.sub(r"\1", text)))]
    clean = MARKED.sub(r"\2", text)
    marks = _marks(clean)
    garbles = tuple((garble, any(_names(garble, word) for word in words)) for garble in planted)
    return Garbled(file.name, garbles, marks, len(clean.split()) / PAGE)


def found(text: str) -> list[Finding]:
    """Return the findings of the checks of words in a report of the small format."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "bao-cao.docx")
        write_word(text, file)
        sheet = Sheet(understand(file))
    return [finding for check in CHECKS for finding in check.check(sheet)]


def _marks(text: str) -> tuple[str, ...]:
    """Return the words of a report that are told as misspelt."""
    return tuple(dict.fromkeys(word for one in found(text) if one.kind is FindingKind.SPELLING for word in told([one])))


def told(findings: Iterable[Finding]) -> list[str]:
    """Return the words that findings name."""
    return [word for finding in findings for word in TOLD.findall(finding.message)]


def known_syllables(files: Iterable[Path]) -> frozenset[str]:
    """Return the syllables of reports: what a slip may turn another into without anyone seeing it at once."""
    words = (word for file in files for word in SYLLABLE.findall(normalize(file.read_text(encoding="utf-8"))))
    return frozenset(word for word in words if is_syllable(word))


def as_text(results: Sequence[Garbled], *, misses: bool = False) -> str:
    """Return found and planted by kind and marks a page of the clean reports; what was missed and marked, if asked for."""
    garbles = [pair for result in results for pair in result.garbles]
    kinds = dict.fromkeys(sorted(garble.kind for garble, _ in garbles))
    lines = [_line(kind, [hit for garble, hit in garbles if garble.kind == kind]) for kind in kinds]
    lines.append(_line("tất cả", [hit for _, hit in garbles]))
    marks, pages = sum(len(result.marks) for result in results), sum(result.pages for result in results)
    lines.append(f"đánh dấu ở báo cáo sạch: {marks} trong {pages:.0f} trang, {marks / max(pages, 1e-9):.2f} một trang")
    if misses:
        lines += [f"chưa thấy: {garble.written} ({garble.meant}), {garble.kind}" for garble, hit in garbles if not hit]
        lines += [f"{result.file}: {', '.join(result.marks)}" for result in results if result.marks]
    return "\n".join(lines) + "\n"


def _line(kind: str, hits: Sequence[bool]) -> str:
    return f"{kind.ljust(24)}{sum(hits):5d} / {len(hits):4d}   {sum(hits) / max(len(hits), 1):.2f}"


def _names(garble: Garble, word: str) -> bool:
    """Say whether a word told is the garble, holds it, or is a part of it that was not there before."""
    written = _plain(garble.written)
    if f" {written} " in f" {word} ":
        return True
    return word in written.split() and word not in _plain(garble.meant).split()


_plain: Callable[[str], str] = str.casefold
