"""How often syllables follow one another in Vietnamese: ``prompts/syllable_pairs.txt`` and the words of the dictionaries.

``python -m eval syllable-pairs`` counts the file anew; its first lines tell of what.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from pathlib import Path

from app.checks.word_pairs import WordPair, pairs_known
from prompts import FOLDER, DataFileError

FILE = FOLDER / "syllable_pairs.txt"
WORD, KNOWN = 2.0, 1.0  # weight of a word of a dictionary, of a pair that occurs, beside what was counted
GIVEN = 0.6  # of each pair's weight to pairs that were not met (absolute discounting)
UNMET = 0.2  # weight of a syllable that was not met


class SyllablePairs:
    """Weights of pairs, and what follows from them.

    :param weights: how often a pair was met, rare sources counting less.
    """

    def __init__(self, weights: Mapping[WordPair, float]) -> None:
        self.weights = weights
        self.first: dict[str, float] = {}
        self.second: dict[str, float] = {}
        self.followers: dict[str, int] = {}
        self.leaders: dict[str, int] = {}
        for (first, second), weight in weights.items():
            self.first[first] = self.first.get(first, 0.0) + weight
            self.second[second] = self.second.get(second, 0.0) + weight
            self.followers[first] = self.followers.get(first, 0) + 1
            self.leaders[second] = self.leaders.get(second, 0) + 1
        self._all = sum(self.first.values()) + UNMET * len(self.second)

    @functools.cached_property
    def syllables(self) -> frozenset[str]:
        """All syllables of the pairs."""
        return frozenset((*self.first, *self.second))

    def weight(self, first: str, second: str) -> float:
        """Return the weight of a pair, 0 for one that was not met."""
        return self.weights.get((first, second), 0.0)

    def often(self, syllable: str) -> float:
        """Return the weight of a syllable by itself."""
        return max(self.first.get(syllable, 0.0), self.second.get(syllable, 0.0))

    def likely(self, first: str, second: str) -> float:
        """Return the logarithm of how likely ``second`` follows ``first``; "" for one that is not known."""
        alone = (self.often(second) + UNMET) / self._all
        total = self.first.get(first, 0.0)
        if not total:
            return math.log(alone)
        weight = self.weights.get((first, second), 0.0)
        return math.log((max(weight - GIVEN, 0.0) + GIVEN * self.followers[first] * alone) / total)


@functools.cache
def syllable_pairs() -> SyllablePairs:
    """Return the pairs of this installation."""
    return SyllablePairs(with_words(load(FILE)))


def with_words(counted: Mapping[WordPair, float]) -> dict[WordPair, float]:
    """Return counted weights with those of the words and pairs that the word lists know."""
    pairs = pairs_known()
    weights = dict(counted)
    for pair in pairs.known:
        weights[pair] = weights.get(pair, 0.0) + (WORD if pair in pairs.dictionary else KNOWN)
    return weights


def load(file: Path) -> dict[WordPair, float]:
    """Load weights: a line has a syllable and what follows it, each with twice its weight unless that is one.

    :raises DataFileError: the file cannot be read, or a line is not so made.
    """
    weights: dict[WordPair, float] = {}
    try:
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("#"):
                continue
            first, *rest = line.split(" ")
            for item in rest:
                second = item.rstrip("0123456789")
                weights[first, second] = int(item[len(second) :] or 1) / 2
    except (OSError, ValueError) as error:
        raise DataFileError(f"{file.name}: không đọc được ({error})") from error
    return weights
