"""Fitting the weights of a table's matching (``prompts/tabulation.toml``) on cells named by readers; judging them left out.

As in :mod:`eval.fit` the model is a choice among candidates and "none of them": the facts of the cell's report and year.
Every cell is learned from twice: as it is, and without the facts of its value, when whatever else is told is wrong.
Whether the best fact is taken is learned from cells whose report the weights have not seen, by the price of a wrong one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from app.evidence.scoring import ScoreModel
from app.tabulation.features import NAMES
from app.tabulation.indicator import understand_indicator
from app.tabulation.matching import SIGNS, Match, matches, select_stated, signs_of
from app.tabulation.reading import best_read, likely_facts, question_of, statement_of
from app.tabulation.table import ready_facts_of
from eval.cells import NamedCell, is_value
from eval.fit import Fit, Matrix, fit
from index.embedding.embedder import Embedder
from index.query.query import QueryReader
from index.store.library import Library
from prompts import FOLDER

# Least weights of what contradicts: a wrong figure costs more than a cell left open.
LEAST = {
    "plan": 4.0,
    "opposed": 4.0,
    "compared": 4.0,
    "place": 3.5,
    "wrong_unit": 3.0,
    "edge": 3.0,
    "change": 2.5,
    "aspect": 2.0,
    "part": 1.5,
    "acted": 4.0,
    "scattered": 0.5,
}
# Half of what is learned from has no right fact, which is more than of a real table: the threshold lies lower by so much.
# Of 525 indicators asked of reports of other bodies 43 are filled so, about 13 of them wrongly.
FIRMNESS = 0.5
PRICE = 10.0  # of a wrong value, in right ones
RIDGE = 0.3
FOLDS = 6  # groups of reports that are left out together
HEAD, NEXT = "[weights]\n", "\n[indicator]"


@dataclass(frozen=True, slots=True)
class CellChoice:
    """The facts that may fill a cell: their features, one a row, and whether each has its value (1 or 0).

    ``weight``: how much it counts beside others.
    """

    cell: NamedCell
    candidates: tuple[Match, ...]
    features: Matrix
    right: NDArray[np.float64]
    weight: float = 1.0


def choices_of(library: Library, cells: Iterable[NamedCell]) -> Iterator[CellChoice]:
    """Yield the choice of each cell in order; its report is of the library."""
    reader = QueryReader(library)
    ready_facts = ready_facts_of(library, reader)
    files = {Path(library.catalog.file_of(report)).stem: report for report in library.catalog.report_ids()}
    for cell in cells:
        candidates = matches(
            understand_indicator(cell.indicator, reader, library.catalog), ready_facts.of(files[cell.report])
        )
        candidates = [match for match in candidates if match.fact.year == cell.year]
        features = np.array([match.features for match in candidates]).reshape(len(candidates), len(NAMES))
        right = np.array([float(is_value(cell, match.fact.value)) for match in candidates])
        yield CellChoice(cell, tuple(candidates), features, right)


def without_right(choice: CellChoice) -> CellChoice:
    """Return a choice of which no fact is right."""
    rest = choice.right == 0
    others = tuple(match for match, stays in zip(choice.candidates, rest, strict=True) if stays)
    return CellChoice(choice.cell, others, choice.features[rest], choice.right[rest])


def fit_weights(choices: Sequence[CellChoice]) -> Fit:
    """Return the weights; :raises ValueError: there is nothing to learn from."""
    every = [variant for choice in choices for variant in (choice, without_right(choice)) if len(variant.features)]
    weights = fit(every, NAMES, signed=True, least=LEAST)
    return Fit(weights.weights, weights.bias + FIRMNESS)


@dataclass(frozen=True, slots=True)
class JudgedCell:
    """The facts of a cell in the order of their scores, by weights that its report had no part in.

    ``told``: they are all facts of its report, else those alone that are not right.
    """

    cell: NamedCell
    ranked: tuple[Match, ...]
    told: bool = True


def judged(choices: Sequence[CellChoice]) -> Iterator[JudgedCell]:
    """Yield every cell with its facts, and again without the right ones, scored by the weights of other reports."""
    reports = sorted({choice.cell.report for choice in choices})
    for fold in range(FOLDS):
        left_out = set(reports[fold::FOLDS])
        rest = [choice for choice in choices if choice.cell.report not in left_out]
        weights = fit_weights(rest) if left_out and rest else None
        for choice in choices:
            if weights is not None and choice.cell.report in left_out:
                yield JudgedCell(choice.cell, ranked_by(choice, weights))
                yield JudgedCell(choice.cell, ranked_by(without_right(choice), weights), told=False)


def ranked_by(choice: CellChoice, weights: Fit) -> tuple[Match, ...]:
    """Return the facts of a cell with their scores, best first."""
    if not len(choice.features):
        return ()
    scores = weights.scores(choice)
    return tuple(replace(choice.candidates[at], score=float(scores[at])) for at in np.argsort(-scores, kind="stable"))


def fit_decision(cells: Sequence[JudgedCell]) -> ScoreModel:
    """Return the weights by which the best fact is taken, where a wrong one costs :data:`PRICE` right ones.

    :raises ValueError: no cell has a fact.
    """
    told = [cell for cell in cells if cell.told and cell.ranked]
    if not told:
        raise ValueError("no cells to fit on")
    signs = np.array([signs_of(cell.ranked) for cell in told])
    return weigh_signs(signs, np.array([is_value(cell.cell, cell.ranked[0].fact.value) for cell in told], dtype=float))


def readings_of(library: Library, cells: Iterable[NamedCell], embedder: Embedder) -> Iterator[tuple[float, float, float]]:
    """Yield for each cell the reading of its best fact, how far it lies apart, and whether it is right (1 or 0).

    Their weights (:func:`weigh_signs`) stand under [reading]; they are of reports that the reader has not learned from.
    """
    reader = QueryReader(library)
    ready_facts = ready_facts_of(library, reader)
    files = {Path(library.catalog.file_of(report)).stem: report for report in library.catalog.report_ids()}
    for cell in cells:
        indicator = understand_indicator(cell.indicator, reader, library.catalog)
        ranked = [match for match in matches(indicator, ready_facts.of(files[cell.report])) if match.fact.year == cell.year]
        likely = likely_facts(ranked) or ranked[:1]  # of what is not likely it learns what not to fill
        statements = [statement_of(match.fact) for match in likely]
        readings = embedder.read(question_of(indicator.restored), statements) if likely else None
        if readings is not None:
            best, reading, apart = best_read(likely, list(map(float, readings)))
            yield reading, apart, float(is_value(cell, best.fact.value))


def weigh_signs(told: Matrix, right: NDArray[np.float64]) -> ScoreModel:
    """Return weights of signs, one cell a row, by which what is right is taken; a wrong one costs :data:`PRICE` others."""
    signs = np.column_stack([told, np.ones(len(told))])
    cost = np.where(right > 0, 1.0, PRICE)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = signs @ weights
        error = cost * (1 / (1 + np.exp(-odds)) - right)
        shrunk = np.r_[weights[:-1], 0.0]
        total = float((cost * (np.logaddexp(0.0, odds) - right * odds)).sum()) + RIDGE * float(shrunk @ shrunk) / 2
        return total, signs.T @ error + RIDGE * shrunk

    bounds = [(0, None)] * told.shape[1] + [(None, None)]
    fitted = minimize(loss, np.zeros(signs.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds)
    return ScoreModel(fitted.x[:-1], float(fitted.x[-1]))


def outcome(cell: JudgedCell, decision: ScoreModel) -> str:
    """Return what a table would make of a cell, as :data:`eval.cells.OUTCOMES` has it, "offered" told as "silent"."""
    right = [is_value(cell.cell, match.fact.value) for match in select_stated(cell.ranked, decision)]
    return "silent" if not right else "right" if all(right) else "two" if any(right) else "wrong"


def report_fit(choices: Sequence[CellChoice]) -> str:
    """Return how the cells of each report come out with the weights of others, and without the right facts."""
    cells = list(judged(choices))
    decision = fit_decision(cells)
    outcomes = Counter(outcome(cell, decision) for cell in cells if cell.told)
    filled = sum(outcome(cell, decision) != "silent" for cell in cells if not cell.told)
    counts = ", ".join(f"{name} {outcomes[name]}" for name in ("right", "two", "silent", "wrong"))
    return f"{counts} / {len(choices)}; không có số đúng mà vẫn điền {filled}\n"


def write(choices: Sequence[CellChoice], fitted_on: str) -> None:
    """Fit on all cells and write the weights into ``prompts/tabulation.toml``. ``fitted_on``: the sets and the commit."""
    file = FOLDER / "tabulation.toml"
    before, _, rest = file.read_text(encoding="utf-8").partition(HEAD)
    weights, decision = fit_weights(choices), fit_decision(list(judged(choices)))
    lines = [
        "# Of the features of app/tabulation/matching.py, written by `python -m eval fit-cells`.",
        f"# Fitted on: {fitted_on}.",
        f"bias = {weights.bias:.3f}",
        *(f"{name} = {value:.3f}" for name, value in zip(NAMES, weights.weights, strict=True)),
        "",
        "[decision]",
        "# Above 0 the best fact is taken. Fitted on the same cells, each scored by the weights of other reports.",
        f"bias = {decision.bias:.3f}",
        *(f"{name} = {value:.3f}" for name, value in zip(SIGNS, decision.weights, strict=True)),
    ]
    file.write_text(before + HEAD + "\n".join(lines) + "\n" + NEXT + rest.partition(NEXT)[2], encoding="utf-8")
