"""What the checks of something told twice share: the fitted weights of a pair, and which pairs are told of.

Each of them looks at pairs of places in a report and says what speaks for one thing told twice
(:mod:`app.checks.told_twice`, ``dated_twice``, ``placed_twice``); ``python -m eval fit-checks`` fits the weights.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from prompts import Tables, check_keys

USUAL = 50  # pairs of a report of five pages; with more of them chance makes more alike

Place = TypeVar("Place")
Seen = TypeVar("Seen")


@dataclass(frozen=True, slots=True)
class PairWeights:
    """The weights of what speaks for a pair, by name; from ``threshold`` on, in log-odds, it is told of."""

    bias: float
    threshold: float
    weights: Mapping[str, float]

    def log_odds(self, seen: object) -> float:
        """Return the log-odds of what is seen of a pair, as often as pairs of the reports fitted on are one thing."""
        return self.bias + sum(weight * float(getattr(seen, name)) for name, weight in self.weights.items())


def pair_weights(tables: Tables, features: Sequence[str]) -> PairWeights:
    """Return the weights that a data file holds.

    :raises KeyError, ValueError: an entry is missing, a feature has no weight or a weight no feature.
    """
    check_keys("weights", tables["weights"], features)
    numbers = {name: float(value) for name, value in tables["weights"].items()}
    return PairWeights(float(tables["bias"]), float(tables["threshold"]), numbers)


def crowding(pairs: int) -> float:
    """Return what is taken off the log-odds of each pair of a report: what is one in it is one of so many."""
    return math.log(1 + max(1.0, pairs / USUAL))


def likeliest(
    pairs: Sequence[tuple[Place, Place, Seen]], known: PairWeights, start: Callable[[Place], int]
) -> Iterator[tuple[Place, Place]]:
    """Yield the pairs that are told of, the likeliest first; each place, known by its ``start``, is told of once."""
    crowd = crowding(len(pairs))
    odds = [known.log_odds(seen) - crowd for _, _, seen in pairs]
    told_of: set[int] = set()
    for at in sorted(range(len(pairs)), key=lambda number: -odds[number]):
        first, second, _ = pairs[at]
        places = {start(first), start(second)}
        if odds[at] >= known.threshold and not places & told_of:
            told_of |= places
            yield first, second
