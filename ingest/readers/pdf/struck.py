"""Words that a line or a remark strikes out: they are void, as in Word, and told instead of read."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from ingest.readers.pdf.places import Edge, Rectangle
from ingest.readers.pdf.words import Word

LOWEST, HIGHEST = 0.12, 0.48  # of the letters' size above their foot: where a line runs through them
ENDS = 0.6  # of the size that such a line may begin before its first word or end behind the last; a table's rule goes on
WITHIN = 1.0  # points that it may be shorter than a word
COVERED = 0.5  # of a word's width that a remark covers


def without(words: Sequence[Word], edges: Sequence[Edge], remarks: Sequence[Rectangle] = ()) -> tuple[list[Word], list[str]]:
    """Return the words that nothing strikes out, and the texts of those that something does, stretch by stretch.

    ``remarks``: the places of remarks of the kind that strikes out.
    """
    struck_words: set[int] = set()
    void: list[str] = []
    for through in [*_ruled_through(words, edges), *([word for word in words if _lies_on(word, r)] for r in remarks)]:
        if through and not all(id(word) in struck_words for word in through):
            void.append(" ".join(word.text for word in sorted(through, key=lambda word: word.place.left)))
            struck_words.update(map(id, through))
    return [word for word in words if id(word) not in struck_words], void


def _ruled_through(words: Sequence[Word], edges: Sequence[Edge]) -> Iterator[list[Word]]:
    """Yield the words of each level line that is drawn through some."""
    by_foot = sorted(words, key=lambda word: word.y)
    feet, largest = [word.y for word in by_foot], max((word.size for word in words), default=0.0)
    for edge in edges if words else ():
        if not edge.level:
            continue
        near = by_foot[bisect_left(feet, edge.at) : bisect_right(feet, edge.at + HIGHEST * largest)]
        through = [word for word in near if _strikes(edge, word)]
        if through and _is_drawn_for(edge, through):
            yield through


def _lies_on(word: Word, remark: Rectangle) -> bool:
    """Say whether a remark covers a word's line where the word stands, and most of its width."""
    middle = word.y - (LOWEST + HIGHEST) / 2 * word.size
    wide = min(word.place.right, remark.right) - max(word.place.left, remark.left)
    return remark.top <= middle <= remark.bottom and wide > COVERED * word.place.width


def _strikes(edge: Edge, word: Word) -> bool:
    runs_through = LOWEST * word.size <= word.y - edge.at <= HIGHEST * word.size
    return runs_through and edge.start <= word.place.left + WITHIN and edge.end >= word.place.right - WITHIN


def _is_drawn_for(edge: Edge, words: Sequence[Word]) -> bool:
    """Say whether a line is as long as the words it runs through: one of a table or a form is longer."""
    size = words[0].size
    left, right = min(word.place.left for word in words), max(word.place.right for word in words)
    return left - edge.start <= ENDS * size and edge.end - right <= ENDS * size
