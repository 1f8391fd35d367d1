"""The weights: every feature has one, and a score above 0 is more likely the answer than none is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.evidence import scoring as module
from app.evidence.features import NAMES
from app.evidence.scoring import ScoreModel, probabilities, read, scoring
from prompts import DataFileError


def test_every_feature_has_its_weight() -> None:
    models = scoring().models
    assert {name: len(model.weights) for name, model in models.items()} == {
        name: len(names) for name, names in module.MODELS.items()
    }


def test_a_contradiction_never_speaks_for_a_candidate() -> None:
    weights = dict(zip(NAMES, scoring().models["stretch"].weights, strict=True))
    assert all(weights[name] >= 0 for name in ("year", "names", "opposed", "plan", "kind", "unit"))


def test_a_score_is_the_weighted_sum() -> None:
    assert ScoreModel(np.array([2.0, -1.0]), 0.5).scores(np.array([[1.0, 3.0], [0.0, 0.0]])).tolist() == [-0.5, 0.5]


def test_probabilities_and_that_of_none_add_up_to_one() -> None:
    odds = probabilities([0.0, 0.0])
    assert odds == [pytest.approx(1 / 3), pytest.approx(1 / 3)]
    assert probabilities([]) == [] and probabilities([800.0])[0] == pytest.approx(1.0)


def test_a_weight_without_a_feature_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "scoring.toml"
    file.write_text("[stretch]\nbias = 0\n[stretch.weights]\nkhong_co = 1.0\n", encoding="utf-8")
    with pytest.raises(DataFileError, match="khong_co"):
        read(file)
