"""One score for every candidate: the weighted sum of its features, on a scale that means the same for every question.

A logistic choice model with an outside option (McFadden 1974): among the candidates of one question and "none of them",
which scores 0, the odds of each are the exponential of its score. So a score above 0 is more likely the answer than no
answer is. ``python -m eval fit`` fits the weights; ``prompts/scoring.toml`` keeps them, with what they were fitted on.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.evidence import answerability, block_features, features
from prompts import FOLDER, Tables, load

MODELS = {
    "stretch": features.NAMES,
    "answerable": answerability.NAMES,
    "read": ("weighed", "reading"),  # of candidates read together with the question (app/evidence/reading.py)
    "answerable_read": (*answerability.NAMES, "reading"),  # of the best of them
    "list": block_features.NAMES,
    "section": block_features.NAMES,
}
READ = "_read"  # ends the names of models and thresholds where candidates were read together with the question
THRESHOLDS = (
    *("fact", "answerable", "answerable_block"),
    *("fact_read", "answerable_read", "answerable_block_read"),
    *("compare_read", "second_read", "nearby_read"),
    *("compare", "across", "across_below", "list", "section", "second", "nearby"),
)


@dataclass(frozen=True, slots=True)
class ScoreModel:
    """Weights of the features, in their order, and what is added to their sum."""

    weights: NDArray[np.float64]
    bias: float

    def scores(self, matrix: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the scores of candidates, one a row of features."""
        return matrix @ self.weights + self.bias


@dataclass(frozen=True, slots=True)
class Scoring:
    """The models by what they score, and from which score on each shape of answer is given (``thresholds``).

    The thresholds "second" and "across_below" are how far below the best a second sentence and another report's may lie,
    "nearby" from which score on a refusal shows what comes nearest.
    """

    models: dict[str, ScoreModel]
    thresholds: dict[str, float]

    def threshold(self, name: str, *, read: bool) -> float:
        """Return a threshold. ``read``: of candidates that were read together with the question."""
        return self.thresholds[f"{name}{READ}" if read else name]


@functools.cache
def scoring() -> Scoring:
    """Return the weights of this installation."""
    return read(FOLDER / "scoring.toml")


def read(file: Path) -> Scoring:
    """Load weights.

    :raises DataFileError: a feature has no weight, or a weight no feature.
    """
    return load(file, _scoring_of)


def _scoring_of(tables: Tables) -> Scoring:
    models = {}
    for name, features_named in MODELS.items():
        weights = tables[name]["weights"]
        if set(weights) != set(features_named):
            raise ValueError(f"{name}.weights: {', '.join(sorted(set(weights) ^ set(features_named)))}")
        models[name] = ScoreModel(np.array([float(weights[f]) for f in features_named]), float(tables[name]["bias"]))
    return Scoring(models, {name: float(tables["thresholds"][name]) for name in THRESHOLDS})


def probabilities(scores: Sequence[float]) -> list[float]:
    """Return for each score the probability that its candidate is the answer; they and that of none add up to 1."""
    if not len(scores):
        return []
    odds = np.exp(np.minimum(np.asarray(scores, dtype=np.float64), 50.0))
    return [float(p) for p in odds / (1.0 + odds.sum())]
