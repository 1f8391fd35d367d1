"""Enumerations of a report: what a line leads up to and the points marked with a bullet that follow it.

A question for "những … nào" wants their points, all of them, wherever a passage was cut between.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import regex as re

from app.evidence.ranking import matching_terms, past_bullet
from app.question.question import Question
from ingest.model import Passage

Stretch = tuple[Passage, int, int]  # of a passage's text, [start, end)

BULLET = re.compile(r"\G\s*+[-–+•*▪]\s*+\S")
FEWEST = 2  # points of an enumeration
HELD = 0.5  # share of the question's words, by weight, that its lead and headings must hold
HEADINGS = 2  # the innermost ones say what is enumerated
LIST_WORDS = 220  # an enumeration no longer than this is given whole, else its points are cut at their first clause
SHORTEST_POINT = 5  # words that cutting leaves of a point
CLAUSE_END = re.compile(r"[:;.]\s")


@dataclass(frozen=True, slots=True)
class Enumeration:
    """An enumeration: its points in reading order. ``lead`` is the sentence that they complete, or None."""

    lead: Stretch | None
    points: tuple[Stretch, ...]

    @property
    def words(self) -> int:
        """Words of all points."""
        return sum(len(passage.text[start:end].split()) for passage, start, end in self.points)


def enumerations(passages: Sequence[Passage]) -> list[Enumeration]:
    """Return the enumerations of a report's passages (in reading order), in order. An enumeration ends at a heading."""
    complete: list[Enumeration] = []
    lead: Stretch | None = None
    points: list[Stretch] = []
    before: Passage | None = None

    def close() -> None:
        if len(points) >= FEWEST:
            complete.append(Enumeration(lead, tuple(points)))
        points.clear()

    for passage in passages:
        if before is None or before.headings != passage.headings:
            close()
            lead = None
        at = 0
        for line in passage.text.split("\n"):
            end = at + len(line)
            if BULLET.match(line):
                points.append((passage, past_bullet(passage.text, at), end))
            elif line.strip():
                close()
                lead = (passage, passage.text.rfind(". ", at, end - 1) + 2 if ". " in line[:-1] else at, end)
            at = end + 1
        before = passage
    close()
    return complete


def best(question: Question, candidates: Sequence[Enumeration], weight: Mapping[str, float]) -> Enumeration | None:
    """Return the enumeration whose lead and headings hold most of the question, or None if none holds enough."""
    words = {term: w for term, w in weight.items() if "_" not in term}
    total = sum(words.values())
    best_share, chosen = HELD * total, None
    for candidate in candidates:
        share = sum(w for word, w in words.items() if word in _terms_of(question, candidate))
        if total and share >= best_share and (chosen is None or share > best_share):
            best_share, chosen = share, candidate
    return chosen


def shown(enumeration: Enumeration) -> list[Stretch]:
    """Return what is shown of an enumeration: its points, each cut at its first clause where all would be too long."""
    if enumeration.words <= LIST_WORDS:
        return list(enumeration.points)
    return [(passage, start, _cut(passage.text, start, end)) for passage, start, end in enumeration.points]


def _terms_of(question: Question, enumeration: Enumeration) -> set[str]:
    passage = enumeration.points[0][0]
    heads = " ".join(passage.headings[-HEADINGS:])
    if enumeration.lead is None:
        return matching_terms(question, heads)
    source, start, end = enumeration.lead
    return matching_terms(question, heads) | matching_terms(question, source.text[start:end])


def _cut(text: str, start: int, end: int) -> int:
    for match in CLAUSE_END.finditer(text, start, end):
        if len(text[start : match.start()].split()) >= SHORTEST_POINT:
            return match.start()
    return end
