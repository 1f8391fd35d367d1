"""How alike two stretches of masked words are: shared words and pairs of words, the rare ones weighing more."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from app.comparison.pieces import grams

Item = TypeVar("Item")
SIGNS = frozenset("#@§")
SIGN_WEIGHT = 0.5  # a figure in both says little: nearly every sentence has one


class PieceLikeness:
    """Likeness of stretches of two reports; words in many stretches weigh less ("trên địa bàn", "tiếp tục")."""

    def __init__(self, stretches: Iterable[Sequence[str]]) -> None:
        counts: Counter[str] = Counter()
        number = 0
        for words in stretches:
            counts.update(set(grams(words)))
            number += 1
        self._weights = {gram: math.log(1 + (number + 1) / count) for gram, count in counts.items()}
        self._rarest = math.log(2 + number)

    def bag(self, words: Sequence[str]) -> Counter[str]:
        """Return the words and pairs of a stretch, counted."""
        return Counter(grams(words))

    def of(self, bag: Counter[str], other: Counter[str]) -> float:
        """Return 0 (nothing shared) to 1 (the same words); two stretches without words are alike by 0."""
        whole = self._weigh(bag) + self._weigh(other)
        return 2 * self._weigh(bag & other) / whole if whole else 0.0

    def _weigh(self, bag: Counter[str]) -> float:
        return sum(
            count * (SIGN_WEIGHT if gram in SIGNS else self._weights.get(gram, self._rarest)) for gram, count in bag.items()
        )


@dataclass(frozen=True, slots=True)
class Scored:
    """Two stretches by their numbers, and how alike they are."""

    score: float
    old: int
    new: int


def pair(scored: Iterable[Scored]) -> Iterator[Scored]:
    """Yield the best pairs first, every stretch once; of equal ones the earlier."""
    olds: set[int] = set()
    news: set[int] = set()
    for match in sorted(scored, key=lambda match: (-match.score, match.old, match.new)):
        if match.old not in olds and match.new not in news:
            olds.add(match.old)
            news.add(match.new)
            yield match
