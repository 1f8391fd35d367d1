"""Points of a section or enumeration: its paragraphs without their bullets, cut where they are long."""

from __future__ import annotations

from collections.abc import Sequence

import regex as re

from app.evidence.stretches import past_bullet

POINT_WORDS = 60  # a longer point is cut at a sentence
SENTENCE_END = re.compile(r"[.;](?:\s|$)")


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Return the spans [start, end) of the lines that are not blank, each without its bullet; an empty text has none."""
    spans, begin = [], 0
    for line in text.split("\n"):
        if line.strip():
            spans.append((past_bullet(text, begin), begin + len(line)))
        begin += len(line) + 1
    return spans


def within(spans: Sequence[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """Return the parts of spans that lie in [start, end), in their order."""
    return [(max(a, start), min(b, end)) for a, b in spans if a < end and b > start]


def cut_point(text: str, start: int, end: int) -> int:
    """Return where a long point is cut: after the last sentence or clause that ends within its first words."""
    words = list(re.finditer(r"\S+", text[start:end]))
    if len(words) <= POINT_WORDS:
        return end
    limit = start + words[POINT_WORDS - 1].end()
    ends = [match.start() + 1 for match in SENTENCE_END.finditer(text, start, limit) if text[match.start()] == "."]
    clauses = [match.start() for match in SENTENCE_END.finditer(text, start, limit) if text[match.start()] == ";"]
    return max([*ends, *clauses], default=end)
