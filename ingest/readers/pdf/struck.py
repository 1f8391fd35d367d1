"""Words that a line strikes out: they are void, as in Word, and told instead of read."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from ingest.readers.pdf.lines import Word
from ingest.readers.pdf.places import Edge

LOWEST, HIGHEST = 0.12, 0.48  # of the letters' size above their foot: where a line runs through them
ENDS = 0.6  # of the size that such a line may begin before its first word or end behind the last; a table's rule goes on
WITHIN = 1.0  # points that it may be shorter than a word


def without(words: Sequence[Word], edges: Sequence[Edge]) -> tuple[list[Word], list[str]]:
    """Return the words that no line strikes out, and the texts of those that one does, line by line."""
    void: list[str] = []
    gone: set[int] = set()
    by_foot = sorted(words, key=lambda word: word.y)
    feet, largest = [word.y for word in by_foot], max((word.size for word in words), default=0.0)
    for edge in edges if words else ():
        if not edge.level:
            continue
        near = by_foot[bisect_left(feet, edge.at) : bisect_right(feet, edge.at + HIGHEST * largest)]
        through = sorted((word for word in near if _strikes(edge, word)), key=lambda word: word.place.left)
        if through and _is_drawn_for(edge, through) and not all(id(word) in gone for word in through):
            void.append(" ".join(word.text for word in through))
            gone.update(map(id, through))
    return [word for word in words if id(word) not in gone], void


def _strikes(edge: Edge, word: Word) -> bool:
    runs_through = LOWEST * word.size <= word.y - edge.at <= HIGHEST * word.size
    return runs_through and edge.start <= word.place.left + WITHIN and edge.end >= word.place.right - WITHIN


def _is_drawn_for(edge: Edge, words: Sequence[Word]) -> bool:
    """Say whether a line is as long as the words it runs through: one of a table or a form is longer."""
    size = words[0].size
    left, right = min(word.place.left for word in words), max(word.place.right for word in words)
    return left - edge.start <= ENDS * size and edge.end - right <= ENDS * size
