"""Fitting the weights of a table's matching (``prompts/tabulation.toml``) on cells named by readers; judging them left out.

As in :mod:`eval.fit` the model is a choice among candidates and "none of them": the facts of the cell's report and year.
Every cell is learned from twice: as it is, and without the facts of its value, when whatever else is told is wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.tabulation.features import NAMES
from app.tabulation.indicator import understand_indicator
from app.tabulation.matching import Match, matches, select_stated
from app.tabulation.table import ready_facts_of
from eval.cells import NamedCell, is_value
from eval.fit import Fit, Matrix, fit
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


def outcome(choice: CellChoice, weights: Fit) -> str:
    """Return what a table would make of a cell, as :data:`eval.cells.OUTCOMES` has it, "offered" told as "silent"."""
    if not len(choice.features):
        return "silent"
    scores = weights.scores(choice)
    ranked = [replace(choice.candidates[at], score=float(scores[at])) for at in np.argsort(-scores, kind="stable")]
    right = [is_value(choice.cell, match.fact.value) for match in select_stated(ranked)]
    return "silent" if not right else "right" if all(right) else "two" if any(right) else "wrong"


def report_fit(choices: Sequence[CellChoice]) -> str:
    """Return how the cells of each report come out with the weights of all others, and without the right facts."""
    outcomes: Counter[str] = Counter()
    filled = 0
    for report in sorted({choice.cell.report for choice in choices}):
        weights = fit_weights([choice for choice in choices if choice.cell.report != report])
        for choice in choices:
            if choice.cell.report == report:
                outcomes[outcome(choice, weights)] += 1
                filled += outcome(without_right(choice), weights) != "silent"
    counts = ", ".join(f"{name} {outcomes[name]}" for name in ("right", "two", "silent", "wrong"))
    return f"{counts} / {len(choices)}; không có số đúng mà vẫn điền {filled}\n"


def write(choices: Sequence[CellChoice], fitted_on: str) -> None:
    """Fit on all cells and write the weights into ``prompts/tabulation.toml``. ``fitted_on``: the sets and the commit."""
    file = FOLDER / "tabulation.toml"
    before, _, rest = file.read_text(encoding="utf-8").partition(HEAD)
    weights = fit_weights(choices)
    lines = [
        "# Of the features of app/tabulation/matching.py, written by `python -m eval fit-cells`.",
        f"# Fitted on: {fitted_on}.",
        f"bias = {weights.bias:.3f}",
        *(f"{name} = {value:.3f}" for name, value in zip(NAMES, weights.weights, strict=True)),
    ]
    file.write_text(before + HEAD + "\n".join(lines) + "\n" + NEXT + rest.partition(NEXT)[2], encoding="utf-8")
