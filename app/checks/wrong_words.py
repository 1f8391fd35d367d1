"""Real syllables in the wrong word ("đòi núi", "quãn lý"), and words that lost all their marks ("to chuc").

WordWeights (``prompts/wrong_words.toml``) say together what :mod:`app.checks.suspects` tells of a syllable.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.checks.model import Sheet
from app.checks.one_slip import Neighbours
from app.checks.suspects import FEATURES, RunWord, Said, runs, suspect
from app.checks.syllable_pairs import SyllablePairs, syllable_pairs
from app.checks.word_pairs import WordPair, pairs_known
from ingest.language.text import strip_marks
from prompts import FOLDER, Tables, check_keys, load

FILE = FOLDER / "wrong_words.toml"
USUAL = 2.0  # weight of a pair that may be meant where two words lost their marks


@functools.cache
def neighbours() -> Neighbours:
    """Return what lies a slip away from what, among the syllables of this installation."""
    return Neighbours(syllable_pairs().syllables)


@dataclass(frozen=True, slots=True)
class WordWeights:
    """What features say together: a score above ``threshold`` is told."""

    bias: float
    threshold: float
    weights: Mapping[str, float]

    def score(self, features: Mapping[str, float]) -> float:
        """Return the log-odds that a word is wrong, in texts where one word of twenty is."""
        return self.bias + sum(self.weights[name] * value for name, value in features.items())


@dataclass(frozen=True, slots=True)
class WrongWord:
    """A place [start, end) of one or two words of which one is wrong, and what it was rather meant to be."""

    start: int
    end: int
    meant: str


def wrong_words(sheet: Sheet) -> Iterator[WrongWord]:
    """Yield the places of a report where another syllable was meant, in order."""
    pairs, near, judge = syllable_pairs(), neighbours(), weights()
    every = list(runs(sheet))
    said = Said.of(every)
    for run in every:
        told = 0  # words of the run up to which all is told
        for at in range(len(run)):
            if at < told:
                continue
            if bare := _without_marks(pairs, run, at):
                yield WrongWord(run[at].start, run[at + 1].end, bare)
                told = at + 2
                continue
            found = suspect(pairs, near, run, at, said)
            if found is not None and judge.score(found.features) > judge.threshold:
                yield _shown(pairs, run, at, found.meant)


def _shown(pairs: SyllablePairs, run: Sequence[RunWord], at: int, meant: str) -> WrongWord:
    """Return the word with the neighbour that it was to stand with, as far as that is told."""
    left, right = (run[n].folded if 0 <= n < len(run) and not run[n].is_name else "" for n in (at - 1, at + 1))
    words = pairs_known().dictionary
    ahead, behind = (
        ((left, meant) in words, pairs.weight(left, meant)),
        ((meant, right) in words, pairs.weight(meant, right)),
    )
    if right and behind >= ahead and any(behind):
        return WrongWord(run[at].start, run[at + 1].end, f"{meant} {right}")
    if left and any(ahead):
        return WrongWord(run[at - 1].start, run[at].end, f"{left} {meant}")
    return WrongWord(run[at].start, run[at].end, meant)


def _without_marks(pairs: SyllablePairs, run: Sequence[RunWord], at: int) -> str:
    """Return the word that two neighbours are which lost all their marks, "" where they are none.

    What is no word of a dictionary is meant only where neither syllable was met with its other neighbour.
    """
    if at + 1 >= len(run) or run[at].is_name or run[at + 1].is_name:
        return ""
    first, second = run[at].folded, run[at + 1].folded
    if first != strip_marks(first) or second != strip_marks(second) or pairs.weight(first, second):
        return ""
    meant = _marked().get((first, second))
    if meant is None:
        return ""
    met = (at and pairs.weight(run[at - 1].folded, first)) or (
        at + 2 < len(run) and pairs.weight(second, run[at + 2].folded)
    )
    return "" if met and meant not in pairs_known().dictionary else " ".join(meant)


@functools.cache
def _marked() -> Mapping[WordPair, WordPair]:
    """Return by their letters without marks the usual pairs of syllables that both have marks."""
    pairs, best = syllable_pairs(), dict[WordPair, WordPair]()
    usual = (pair for pair, weight in pairs.weights.items() if weight >= USUAL)
    for word in sorted(usual, key=lambda word: (pairs.weight(*word), word)):
        bare = (strip_marks(word[0]), strip_marks(word[1]))
        if bare[0] != word[0] and bare[1] != word[1]:
            best[bare] = word
    return best


@functools.cache
def weights() -> WordWeights:
    """Return the weights of this installation."""
    return load(FILE, _weights_of)


def _weights_of(tables: Tables) -> WordWeights:
    given = {name: float(weight) for name, weight in tables["weights"].items()}
    check_keys("weights", given, FEATURES)
    return WordWeights(float(tables["bias"]), float(tables["threshold"]), given)
