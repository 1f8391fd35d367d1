"""Fitting the weights by which a question's form is told (``prompts/shapes.toml``), judged with each report left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from app.question.question import asks_of
from app.question.shape import FORMS, GIVEN, ShapeModel, shape_model, signs_of
from eval.questions import Gold
from index.query.facets import CLOSING, facets_of, spoken
from prompts import FOLDER

RIDGE = 1.0  # of standardised weights; .3 and 3 give within one question in a hundred
FORM_OF_TYPE = {"list": "list", "section": "section", "fact": "fact", "table": "fact", "noisy": "fact", "paraphrase": "fact"}
Matrix = NDArray[np.float64]
KEPT = "[weights]"  # what is fitted begins with this line


@dataclass(frozen=True, slots=True)
class AskedForm:
    """A gold question: its signs, its form as a place in FORMS, and the report it is of."""

    gold: Gold
    signs: Matrix
    form: int

    @property
    def report(self) -> str:
        """The report that is left out together with the question."""
        return self.gold.report


def questions_of(golds: Sequence[Gold], model: ShapeModel) -> list[AskedForm]:
    """Return the questions of one turn that ask for a fact, a list or a section, as they are typed."""
    questions = []
    for gold in golds:
        if gold.type not in FORM_OF_TYPE or len(gold.turns) != 1:
            continue
        folded, role = spoken(gold.turns[0]), facets_of(gold.turns[0]).role
        signs = signs_of(folded, asks_of(folded), role is not None and role.name != CLOSING, model)
        questions.append(AskedForm(gold, signs, FORMS.index(FORM_OF_TYPE[gold.type])))
    return questions


def fit(questions: Sequence[AskedForm]) -> Matrix:
    """Return the weights, a row a sign and the bias last, that make the forms of the questions most likely.

    :raises ValueError: there is no question to learn from.
    """
    if not questions:
        raise ValueError("no questions to fit on")
    rows = np.stack([question.signs for question in questions])
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-3
    scaled = np.c_[(rows - mean) / spread, np.ones(len(rows))]
    targets = np.eye(len(FORMS))[[question.form for question in questions]]

    def loss(flat: Matrix) -> tuple[float, Matrix]:
        weights = flat.reshape(-1, len(FORMS))
        scores = scaled @ weights
        chances = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        slope = scaled.T @ (chances - targets)
        slope[:-1] += RIDGE * weights[:-1]
        cost = -float(np.log((chances * targets).sum(axis=1)).sum()) + RIDGE * float((weights[:-1] ** 2).sum()) / 2
        return cost, slope.ravel()

    best = minimize(loss, np.zeros(scaled.shape[1] * len(FORMS)), jac=True, method="L-BFGS-B").x
    weights: Matrix = best.reshape(-1, len(FORMS))
    weights[-1] -= (mean / spread) @ weights[:-1]
    weights[:-1] /= spread[:, None]
    return weights


def report_fit(questions: Sequence[AskedForm]) -> str:
    """Return a table: for each type of question how often each form is told, with the weights of all other reports."""
    forms_by_type: dict[str, list[int]] = {}
    for report in sorted({question.report for question in questions}):
        weights = fit([question for question in questions if question.report != report])
        for question in questions:
            if question.report == report:
                forms_by_type.setdefault(question.gold.type, []).append(int(np.argmax(np.r_[question.signs, 1.0] @ weights)))
    lines = ["loại".ljust(14) + "".join(form.rjust(10) for form in FORMS)]
    lines += [
        kind.ljust(14) + "".join(f"{forms.count(at):10d}" for at in range(len(FORMS)))
        for kind, forms in forms_by_type.items()
    ]
    return "\n".join(lines) + "\n"


def write(questions: Sequence[AskedForm], fitted_on: str) -> None:
    """Fit on all questions and write the weights behind the signs. ``fitted_on``: the sets and the commit."""
    file = FOLDER / "shapes.toml"
    signs = file.read_text(encoding="utf-8").partition(f"\n{KEPT}")[0]
    names = (*shape_model().signs, *GIVEN, "bias")
    lines = [
        f"{name} = {{ " + ", ".join(f"{form} = {value:.3f}" for form, value in zip(FORMS, row, strict=True)) + " }"
        for name, row in zip(names, fit(questions), strict=True)
    ]
    file.write_text("\n".join([signs, KEPT, f"# Fitted on: {fitted_on}.", *lines]) + "\n", encoding="utf-8")
