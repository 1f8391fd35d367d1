"""Numbering citations, and the last look before an answer is shown: every marker resolves, every quote is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex as re

from app.answer.model import Citation
from ingest.language.text import fold_spaces
from ingest.model import Passage
from ingest.sections import items_at

if TYPE_CHECKING:
    from index.store.library import Library

MARKER = re.compile(r"\[(\d{1,4})\]")  # no answer has ten thousand citations, and Python makes no number of 5,000 digits


def unmarked(text: str) -> str:
    """Return words of a report as an answer may repeat them: a number in square brackets would be taken for a marker."""
    return MARKER.sub(r"(\1)", text)


def place_of(passage: Passage) -> str:
    """Return the last place of a report's title, or the title: what a report is called whose issuer is not known."""
    parts = [part.strip() for part in passage.title.split(",")]
    place_parts = [part for part in parts if part.split(" ")[0] in ("huyện", "xã", "thị", "phường", "thành", "đặc", "quận")]
    return place_parts[-1] if place_parts else passage.title


class Citations:
    """The citations of one answer, numbered from 1 in the order they are first used.

    A number belongs to a stretch of a passage with a stored id; asking for the same stretch gives the same number.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._made: dict[tuple[str, int, int], Citation] = {}

    def cite(self, passage: Passage, start: int, end: int) -> str:
        """Return the marker "[n]" for ``passage.text[start:end]``."""
        key = (passage.id, start, end)
        if key not in self._made:
            report = self._library.catalog.report(passage.report)
            at = passage.start + start
            page, note = report.page_at(at), report.footnote_at(at)
            quote = fold_spaces(passage.text[start:end])
            self._made[key] = Citation(
                len(self._made) + 1,
                passage,
                start,
                end,
                quote,
                page,
                note.mark if note else None,
                page in report.ocr,
                () if note else items_at(report, at),
                report.metadata.issuer,
                report.metadata.number,
                report.metadata.date,
            )
        return f"[{self._made[key].n}]"

    def quoted(self, passage: Passage, start: int, end: int) -> str:
        """Return the words of ``passage.text[start:end]`` with their marker."""
        return f"{unmarked(fold_spaces(passage.text[start:end]))} {self.cite(passage, start, end)}"

    def reporter(self, passage: Passage) -> str:
        """Return what the report of a passage is called in a sentence: by the body that reports, else by its title."""
        return unmarked(self._library.catalog.report(passage.report).metadata.issuer or place_of(passage))

    def all(self) -> tuple[Citation, ...]:
        """Return the citations by number."""
        return tuple(self._made.values())


def faults(text: str, citations: tuple[Citation, ...], library: Library) -> list[str]:
    """Return what is wrong with an answer's citations; an empty list for a sound one.

    Checked against the stored report, not against the passage the quote was taken from.
    """
    numbers = {citation.n for citation in citations}
    problems = [f"marker [{n}] has no citation" for n in map(int, MARKER.findall(text)) if n not in numbers]
    for citation in citations:
        try:
            report = library.catalog.report(citation.passage.report)
        except KeyError:
            problems.append(f"citation {citation.n}: report {citation.passage.report[:12]} is not in the library")
            continue
        start = citation.passage.start + citation.start
        if fold_spaces(report.text[start : start + citation.end - citation.start]) != citation.quote:
            problems.append(f"citation {citation.n}: quote does not stand in {report.file}")
    return problems
