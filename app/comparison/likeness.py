"""How alike two stretches of masked words are: shared words and pairs of words, the rare ones weighing more."""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from app.comparison.pieces import grams

Item = TypeVar("Item")
SIGNS = frozenset("#@§")
COMMON = 64  # stretches that share a pair of words beyond which the pair says nothing
SIGN_WEIGHT = 0.5  # a figure in both says little: nearly every sentence has one


@dataclass(frozen=True, slots=True)
class Bag:
    """The words and pairs of a stretch, counted, in its order, and what all of them weigh."""

    counts: Mapping[str, int]
    weight: float


class PieceLikeness:
    """Likeness of stretches of two reports; words in many stretches weigh less ("trên địa bàn", "tiếp tục")."""

    def __init__(self, stretches: Iterable[Sequence[str]]) -> None:
        counts: Counter[str] = Counter()
        number = 0
        for words in stretches:
            counts.update(set(grams(words)))
            number += 1
        self._weights = {gram: math.log(1 + (number + 1) / count) for gram, count in counts.items()}
        self._weights.update((sign, SIGN_WEIGHT) for sign in SIGNS)
        self._rarest = math.log(2 + number)

    def bag(self, words: Sequence[str]) -> Bag:
        """Return the words and pairs of a stretch, counted and weighed."""
        counts = Counter(grams(words))
        return Bag(counts, sum(count * self._weights.get(gram, self._rarest) for gram, count in counts.items()))

    def of(self, bag: Bag, other: Bag) -> float:
        """Return 0 (nothing shared) to 1 (the same words); two stretches without words are alike by 0."""
        whole = bag.weight + other.weight
        if not whole:
            return 0.0
        shared, weight_of, held_of = 0.0, self._weights.get, other.counts.get
        for gram, count in bag.counts.items():  # the innermost loop of a comparison
            both = held_of(gram)
            if both is not None:
                shared += (count if count < both else both) * weight_of(gram, self._rarest)
        return 2 * shared / whole

    def near(self, bag: Bag, holders: Mapping[str, Sequence[int]]) -> Iterable[int]:
        """Return the numbers of the stretches that share most rare words and pairs with one, :data:`COMMON` at most.

        :param holders: of each word and pair, the stretches that hold it (:func:`holders_of`). What more than
            :data:`COMMON` of them hold says nothing, so that two reports are compared in time linear in their length.
        """
        shared: defaultdict[int, float] = defaultdict(float)
        for gram in bag.counts:
            holding = holders.get(gram, ())
            if len(holding) <= COMMON:
                weight = self._weights.get(gram, self._rarest)
                for number in holding:
                    shared[number] += weight
        return shared if len(shared) <= COMMON else heapq.nsmallest(COMMON, shared, key=lambda at: (-shared[at], at))


def holders_of(bags: Sequence[Bag]) -> dict[str, list[int]]:
    """Return in which of the stretches each word and pair stands, by their numbers."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for number, bag in enumerate(bags):
        for gram in bag.counts:
            holders[gram].append(number)
    return dict(holders)


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
