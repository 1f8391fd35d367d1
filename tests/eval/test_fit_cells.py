"""Fitting the weights of a table's matching: what is learned of a few invented cells, and what is written."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from app.tabulation.features import NAMES
from app.tabulation.matching import Match
from eval import fit_cells
from eval.cells import NamedCell
from eval.fit_cells import (
    FIRMNESS,
    LEAST,
    CellChoice,
    JudgedCell,
    fit_decision,
    fit_weights,
    judged,
    outcome,
    report_fit,
    without_right,
    write,
)
from ingest.facts.model import Fact


def _choice(number: int) -> CellChoice:
    """The right fact is named by all words; another by none of them, and it is a plan."""
    rows = np.zeros((2, len(NAMES)))
    rows[0, NAMES.index("own")] = 1.0
    rows[1, NAMES.index("plan")] = -1.0
    facts = [Fact("p", 0, 1, number, 9, str(value), Decimal(value)) for value in (7, 8)]
    candidates = tuple(Match(fact, 0.0, tuple(row)) for fact, row in zip(facts, rows, strict=True))
    return CellChoice(NamedCell(f"r{number}", "hộ nghèo", 2024, Decimal(7)), candidates, rows, np.array([1.0, 0.0]))


FACT = Fact("p", 0, 1, 0, 9, "7", Decimal(7))
CHOICES = [_choice(number) for number in range(4)]


def test_a_contradiction_weighs_its_least_whatever_the_cells_say() -> None:
    weights = fit_weights(CHOICES)
    assert weights.weights[NAMES.index("opposed")] == pytest.approx(LEAST["opposed"])
    assert (weights.weights >= -1e-9)[[NAMES.index(name) for name in NAMES if name != "cell"]].all()


def test_the_right_one_is_first_and_fills_its_cell() -> None:
    cells = list(judged(CHOICES))
    assert [cell.told for cell in cells] == [True, False] * 4
    assert all(cell.ranked[0].fact.value == 7 for cell in cells if cell.told)
    assert {outcome(cell, fit_decision(cells)) for cell in cells if cell.told} == {"right"}
    assert [match.fact.value for match in without_right(CHOICES[0]).candidates] == [8]


def test_a_wrong_value_costs_as_much_as_ten_right_ones() -> None:
    """Of facts that look alike one in five is wrong: at its price none of them is taken."""
    right, wrong = Match(FACT, 1.0, (0.0,) * len(NAMES)), Match(replace(FACT, value=Decimal(8)), 1.0, (0.0,) * len(NAMES))
    cell = NamedCell("r", "hộ nghèo", 2024, Decimal(7))
    cells = [JudgedCell(cell, (match,)) for match in (right, right, right, right, wrong)]
    assert {outcome(told, fit_decision(cells)) for told in cells} == {"silent"}
    assert {outcome(told, fit_decision(cells[:4])) for told in cells[:4]} == {"right"}


def test_no_facts_are_no_decision() -> None:
    with pytest.raises(ValueError, match="no cells"):
        fit_decision([])


def test_reports_are_judged_without_themselves() -> None:
    assert report_fit(CHOICES).startswith("right 4, two 0, silent 0, wrong 0 / 4; ")


def test_nothing_to_learn_from_is_an_error() -> None:
    with pytest.raises(ValueError, match="no questions"):
        fit_weights([])


def test_weights_are_written_and_all_else_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "tabulation.toml"
    file.write_text("# head\n\n[weights]\nbias = 1\n\n[indicator]\nphrases = []\n", encoding="utf-8")
    monkeypatch.setattr(fit_cells, "FOLDER", tmp_path)
    write(CHOICES, "three cells")
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# head\n\n[weights]\n# Of the features")
    assert text.endswith("\n[indicator]\nphrases = []\n")
    assert f"bias = {fit_weights(CHOICES).bias:.3f}" in text
    assert "[decision]\n# Above 0" in text and f"apart = {fit_decision(list(judged(CHOICES))).weights[1]:.3f}" in text
    assert FIRMNESS > 0
