"""Which facts of a report are of an indicator that a person typed: one score of named features.

As in :mod:`app.evidence.scoring` a score above 0 is more likely the indicator's value than not. The weights stand in
``prompts/tabulation.toml``, fitted on cells that readers named (``python -m eval fit-cells``).
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from app.evidence.scoring import ScoreModel
from app.tabulation.features import ALL, NAMES, features_of, words_used
from app.tabulation.indicator import IndicatorQuery
from app.tabulation.ready_facts import ZONES, ReportFacts
from app.tabulation.vocabulary import table_words
from app.tabulation.word_cover import REPORT, cover_words
from ingest.facts.model import Fact

# Difference of scores within which another value counts as the report's second statement of the same thing.
MARGIN = 0.3
# What contradicts an indicator outright.
CONTRADICTIONS = ("wrong_unit", "counted", "plan", "opposed", "place", "change", "compared", "part", "edge", "span")
HALF = 0.5  # of a contradiction that counts by degrees; nothing outweighs it for a fact that is not likely by itself
FARTHEST = 3.0  # of the distance to the second value: that it is yet farther says nothing more
SIGNS = ("score", "apart", "contradicted")  # by which the best fact is taken or left
AGAIN = 1.0  # the same margin for a statement in another place of the report
ENOUGH = 0.3  # share of the indicator's words that a fact must hold anywhere to be looked at
NEAREST = 0.12  # share of these words that stand in its sentence or nearer


@dataclass(frozen=True, slots=True)
class Match:
    """A fact with its score for an indicator, and its features in the order of :data:`NAMES`."""

    fact: Fact
    score: float
    features: tuple[float, ...]

    def feature(self, name: str) -> float:
        """Return a feature by its name."""
        return self.features[NAMES.index(name)]


def matches(indicator: IndicatorQuery, report: ReportFacts, inside: Collection[str] = ()) -> list[Match]:
    """Return the facts of a report that hold enough of an indicator's words, best first; ties in reading order.

    :param inside: folded names of units or items of the report that are asked about, of which the facts are to be.
    """
    if not report.facts or not indicator.readings:
        return []
    shares, readings = cover_words(indicator, report)
    near = np.flatnonzero((shares[:, REPORT] >= ENOUGH) & (shares[:, ZONES.index("sentence")] >= NEAREST))
    if not near.size:
        return []
    used = [words_used(indicator, number) for number in range(len(indicator.readings))]
    rows = [
        features_of(indicator, report, at, tuple(map(float, shares[at])), used[readings[at]], inside)
        for at in map(int, near)
    ]
    matrix = np.array(rows)
    scores = model().scores(matrix)
    unsorted = [
        Match(report.facts[int(at)], float(score), tuple(map(float, vector)))
        for at, score, vector in zip(near, scores, matrix, strict=True)
    ]
    return sorted(unsorted, key=lambda match: -match.score)


def select_stated(ranked: Sequence[Match], by: ScoreModel | None = None) -> list[Match]:
    """Return the facts that fill a cell, of those of its year, best first; none where the best may well be wrong.

    They are the best fact, those as good, and the report's other statements of the same thing, which may be somewhat worse.

    :param by: the weights of the decision; None takes those of this installation.
    """
    if not ranked:
        return []
    best = ranked[0]
    if is_contradicted(best) or confidence(ranked, by) <= 0:
        return []
    return [match for match in ranked if match.score >= best.score - (AGAIN if says_again(best, match) else MARGIN)]


def confidence(ranked: Sequence[Match], by: ScoreModel | None = None) -> float:
    """Return how sure it is that the best of some facts is what is asked for: above 0 it is taken.

    :raises IndexError: there is no fact.
    """
    return float((by or decision()).scores(np.array([signs_of(ranked)]))[0])


def is_contradicted(match: Match) -> bool:
    """Say whether something contradicts a fact outright that is not likely by itself."""
    return match.score <= 0 and contradiction(match) <= -HALF


def contradiction(match: Match) -> float:
    """Return how much contradicts a fact outright, as a negative number."""
    return min(match.feature(name) for name in CONTRADICTIONS)


def signs_of(ranked: Sequence[Match]) -> tuple[float, ...]:
    """Return what speaks for the best of some facts, in the order of :data:`SIGNS`.

    Its score; how far the best fact of another value lies below it, :data:`FARTHEST` at most, where it is not the same
    thing stated again; how much contradicts it outright, as a negative number.

    :raises IndexError: there is no fact.
    """
    best = ranked[0]
    rivals = (m.score for m in ranked if m.fact.value != best.fact.value and not says_again(best, m))
    apart = min(FARTHEST, best.score - next(rivals, -np.inf))
    return best.score, float(apart), contradiction(best)


def says_again(best: Match, other: Match) -> bool:
    """Say whether two facts of different places in the report both have all the words asked for."""
    fully_named = all(match.feature("lead") > ALL for match in (best, other))
    first, second = best.fact, other.fact
    apart = (first.passage, first.begin) != (second.passage, second.begin) and not (first.title and second.title)
    return fully_named and apart and (first.place, first.since, first.unit) == (second.place, second.since, second.unit)


@functools.cache
def decision() -> ScoreModel:
    """Return the weights by which the best fact is taken or left: above 0 it is."""
    named_weights = table_words().decision
    if set(named_weights) != {*SIGNS, "bias"}:
        raise ValueError(f"prompts/tabulation.toml: {', '.join(sorted(set(named_weights) ^ {*SIGNS, 'bias'}))}")
    return ScoreModel(np.array([named_weights[name] for name in SIGNS]), named_weights["bias"])


@functools.cache
def model() -> ScoreModel:
    """Return the weights of this installation."""
    named_weights = table_words().weights
    if set(named_weights) != {*NAMES, "bias"}:
        raise ValueError(f"prompts/tabulation.toml: {', '.join(sorted(set(named_weights) ^ {*NAMES, 'bias'}))}")
    return ScoreModel(np.array([named_weights[name] for name in NAMES]), named_weights["bias"])


def describe(match: Match) -> str:
    """Return the features of a match that are not 0, for looking at."""
    pairs: Sequence[tuple[str, float]] = [(n, v) for n, v in zip(NAMES, match.features, strict=True) if v]
    return " ".join(f"{name}={value:.2f}" for name, value in pairs)
