"""Blocks of a report that can be an answer as a whole: sections, enumerations, tables, sentences that list.

They are cut once for each report and know no question.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile

import regex as re

from app.evidence.stretches import past_bullet, stretches_of
from ingest.language.terms import fold, terms
from ingest.model import Passage
from ingest.passages import CLOSING_HEADING

BULLET = re.compile(r"\G\s*+(?:[-–+*•▪]|\(?\d{1,2}[.)/]|\p{Ll}[.)])\s*+\S")
SEPARATOR = re.compile(r"[,;]\s|[“\"]")
FEWEST_POINTS = 2  # of an enumeration
FEWEST_SEPARATORS = 3  # in a sentence that lists
CACHED = 4096


class BlockKind(StrEnum):
    """What a block is."""

    SECTION = "section"
    ENUMERATION = "enumeration"
    TABLE = "table"
    SENTENCE = "sentence"


Span = tuple[Passage, int, int]  # of a passage's text, [start, end)


@dataclass(frozen=True, slots=True)
class Block:
    """A block: its parts in reading order. ``lead``: the words that say what its parts are: heading, or leading sentence.

    ``path``: the headings it stands below, its own included if it is a section, outermost first. ``opening``: the stretch
    that leads up to its parts and is shown before them, or None.
    """

    kind: BlockKind
    parts: tuple[Span, ...]
    lead: str
    path: tuple[str, ...]
    opening: Span | None = None

    @property
    def report(self) -> str:
        """Id of the report it stands in."""
        return self.parts[0][0].report

    @property
    def text(self) -> str:
        """All its words."""
        return " ".join(passage.text[start:end] for passage, start, end in self.parts)

    @property
    def passages(self) -> frozenset[str]:
        """Ids of the passages it stands in."""
        return frozenset(passage.id for passage, _, _ in self.parts)


def blocks_of(passages: Sequence[Passage]) -> tuple[Block, ...]:
    """Return the blocks of a report's passages (all of them, in reading order); none for an empty report."""
    return _blocks(tuple(passages))


@functools.lru_cache(maxsize=256)
def _blocks(passages: tuple[Passage, ...]) -> tuple[Block, ...]:
    return (*_sections(passages), *_enumerations(passages), *_tables(passages), *_sentences(passages))


@functools.lru_cache(maxsize=CACHED)
def text_terms(text: str) -> frozenset[str]:
    """Return the index terms of a block's text."""
    return frozenset(terms(text))


def _sections(passages: Sequence[Passage]) -> list[Block]:
    by_path: dict[tuple[str, ...], list[Passage]] = {}
    for passage in passages:
        for depth in range(1, len(passage.headings) + 1):
            by_path.setdefault(passage.headings[:depth], []).append(passage)
    empty = {path for path, pieces in by_path.items() if all(_is_heading_alone(piece) for piece in pieces)}
    return [
        Block(BlockKind.SECTION, tuple((p, 0, len(p.text)) for p in pieces), path[-1], path)
        for path, own in by_path.items()
        if path[-1] != CLOSING_HEADING  # who receives a report answers no question but that for it, which has its own way
        if (pieces := _told_below(path, by_path, empty) if path in empty else own)
    ]


def _is_heading_alone(passage: Passage) -> bool:
    """Say whether a passage holds nothing but its heading."""
    return fold(passage.text).strip(" .:") == fold(passage.heading).strip(" .:")


def _told_below(
    path: tuple[str, ...], by_path: Mapping[tuple[str, ...], list[Passage]], empty: Collection[tuple[str, ...]]
) -> list[Passage]:
    """Return what a heading with nothing below it leads up to: its next siblings, to one that has nothing below it either.

    Headings without numbers do not say which of them stand above others. One that is followed by another at once does.
    """
    siblings = [other for other in by_path if other[:-1] == path[:-1]]
    following = siblings[siblings.index(path) + 1 :]
    told = takewhile(lambda other: other not in empty and other[-1] != CLOSING_HEADING, following)
    return [piece for other in told for piece in by_path[other]]


def _enumerations(passages: Sequence[Passage]) -> list[Block]:
    """Return the runs of points marked with a bullet or a number, with the line that leads up to each."""
    complete: list[Block] = []
    opening: Span | None = None
    points: list[Span] = []
    path: tuple[str, ...] = ()

    def close() -> None:
        if len(points) >= FEWEST_POINTS:
            lead = opening[0].text[opening[1] : opening[2]] if opening else ""
            complete.append(Block(BlockKind.ENUMERATION, tuple(points), lead, path, opening))
        points.clear()

    for passage in passages:
        if passage.headings != path:
            close()
            opening, path = None, passage.headings
        if passage.heading == CLOSING_HEADING:
            continue
        at = 0
        rows = {row.start for row in passage.rows}
        for line in passage.text.split("\n"):
            end = at + len(line)
            if BULLET.match(line) and at not in rows:
                points.append((passage, past_bullet(passage.text, at), end))
            elif line.strip():
                close()
                cut = passage.text.rfind(". ", at, end - 1)
                opening = (passage, cut + 2 if cut >= 0 else at, end)
            at = end + 1
    close()
    return complete


def _tables(passages: Sequence[Passage]) -> list[Block]:
    complete: list[Block] = []
    for passage in passages:
        full = [row for row in passage.rows if row.cells]
        if len(full) >= FEWEST_POINTS:
            caption = next((s.lead for s in stretches_of(passage) if s.cell is not None), "")
            titles = " ".join(dict.fromkeys(title for title, _ in full[0].cells))
            parts = tuple((passage, row.start, row.end) for row in full)
            complete.append(Block(BlockKind.TABLE, parts, f"{caption} {titles}".strip(), passage.headings))
    return complete


def _sentences(passages: Sequence[Passage]) -> list[Block]:
    return [
        Block(BlockKind.SENTENCE, ((passage, s.start, s.end),), s.statement, passage.headings)
        for passage in passages
        if passage.heading != CLOSING_HEADING
        for s in stretches_of(passage)
        if s.cell is None and len(SEPARATOR.findall(s.statement)) >= FEWEST_SEPARATORS
    ]
