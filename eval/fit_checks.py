"""Fitting the weights of the checks that tell one thing told at two places (``prompts/told_twice.toml`` and its like).

Logistic regression over the pairs that a check looks at (:data:`CHECKS`): right are those that hold the two quotes of a
planted contradiction, one each. A report with many pairs has more chances of a wrong one, so the logarithm of that is
taken off the score, here as in the check. Cross-validated by report.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from types import ModuleType

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from app.checks import dated_twice, placed_twice, raw_text, told_twice
from app.checks.facts import CheckedFact
from app.checks.happenings import Happening
from app.checks.model import Sheet
from app.checks.pair_weights import crowding
from app.checks.placed_twice import Placed
from ingest.language.text import fold_spaces, normalize
from ingest.report import understand
from prompts import FOLDER

# Each check with the kinds of planted contradictions that are its own.
CHECKS: Mapping[str, tuple[ModuleType, frozenset[str]]] = {
    "told_twice": (told_twice, frozenset({"conflict", "sum", "percent"})),
    "dated_twice": (dated_twice, frozenset({"conflict", "period"})),
    "placed_twice": (placed_twice, frozenset({"conflict", "place", "period"})),
}
RIDGE = 1.0
FOLDS = 12
HEAD = "[weights]"

Vector = NDArray[np.float64]
Place = CheckedFact | Happening | Placed  # where a thing is told


@dataclass(frozen=True, slots=True)
class PairsOfReport:
    """What a check looks at in one report: the features of its pairs, one a row, and the planted contradiction of each.

    ``planted``: its number from 1 on, 0 for a pair that is none.
    """

    features: Vector
    planted: NDArray[np.int64]

    @property
    def offset(self) -> float:
        """What is taken off each score for the number of pairs."""
        return crowding(len(self.planted))


def pairs_of(name: str, truth: Path) -> Iterator[PairsOfReport]:
    """Yield what a check looks at in the reports of a planted.json, whose Word files stand in "docx" beside it."""
    module, kinds = CHECKS[name]
    listed = json.loads(truth.read_text(encoding="utf-8"))
    for document in sorted({planted["doc"] for planted in listed}):
        file = truth.parent / "docx" / f"{document}.docx"
        quotes = [
            [_plain(quote) for quote in planted["quotes"]]
            for planted in listed
            if planted["doc"] == document and planted["kind"] in kinds and len(planted["quotes"]) > 1
        ]
        rows, numbers = [], []
        for first, second, seen in module.candidates(Sheet(understand(file), raw_text(file))):
            rows.append(astuple(seen))
            numbers.append(_planted(first, second, quotes))
        if rows:
            yield PairsOfReport(np.array(rows, dtype=float), np.array(numbers))


def fit(reports: Sequence[PairsOfReport]) -> Vector:
    """Return the bias and the weights; :raises ValueError: no pair is planted."""
    features = np.vstack([report.features for report in reports])
    right = np.concatenate([report.planted > 0 for report in reports]).astype(float)
    offsets = np.concatenate([np.full(len(report.planted), report.offset) for report in reports])
    if not right.any():
        raise ValueError("không có cặp nào đã gài để học")

    def loss(weights: Vector) -> tuple[float, Vector]:
        scores = features @ weights[1:] + weights[0] - offsets
        errors = 1 / (1 + np.exp(-scores)) - right
        total = (np.logaddexp(0, scores) - right * scores).sum() + RIDGE * (weights[1:] ** 2).sum() / 2
        return float(total), np.concatenate([[errors.sum()], features.T @ errors + RIDGE * weights[1:]])

    start = np.zeros(features.shape[1] + 1)
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 2000}).x)


def judged(reports: Sequence[PairsOfReport], thresholds: Iterable[float]) -> Iterator[tuple[float, int, int, int]]:
    """Yield for each threshold how many planted contradictions are found, of how many, and how many other pairs are told.

    Each report is judged by the weights of others.
    """
    scores: list[Vector] = [np.empty(0)] * len(reports)
    for fold in range(FOLDS):
        rest = [report for at, report in enumerate(reports) if at % FOLDS != fold]
        weights = fit(rest) if rest else np.zeros(1)
        for at in range(fold, len(reports), FOLDS):
            scores[at] = reports[at].features @ weights[1:] + weights[0] - reports[at].offset
    total = sum(len(set(report.planted) - {0}) for report in reports)
    for threshold in thresholds:
        found = sum(len(set(r.planted[s >= threshold]) - {0}) for r, s in zip(reports, scores, strict=True))
        others = sum(int((r.planted[s >= threshold] == 0).sum()) for r, s in zip(reports, scores, strict=True))
        yield threshold, found, total, others


def write(name: str, weights: Vector) -> None:
    """Write bias and weights into the data file of a check; what stands before them stays."""
    file = FOLDER / f"{name}.toml"
    before = file.read_text(encoding="utf-8").partition(HEAD)[0].splitlines()
    lines = [f"bias = {weights[0]:.3f}" if line.startswith("bias") else line for line in before]
    named = zip(CHECKS[name][0].FEATURES, weights[1:], strict=True)
    file.write_text("\n".join([*lines, HEAD, *(f"{n} = {w:.3f}" for n, w in named)]) + "\n", encoding="utf-8")


def _planted(first: Place, second: Place, quotes: Sequence[Sequence[str]]) -> int:
    """Return the number of the planted contradiction whose quotes two places hold, one each; 0 for none."""
    for number, own in enumerate(quotes, start=1):
        held = [{at for at, quote in enumerate(own) if _holds(place, quote)} for place in (first, second)]
        if all(len(which) == 1 for which in held) and held[0] != held[1]:
            return number
    return 0


def _holds(place: Place, quote: str) -> bool:
    sentence = _plain(place.sentence.text)
    own = _plain(place.figure.text if isinstance(place, CheckedFact) else place.text)
    return (quote in sentence and own in quote) or sentence in quote


def _plain(text: str) -> str:
    return fold_spaces(normalize(text).replace("|", " ")).casefold().strip()
