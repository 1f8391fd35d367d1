"""A logistic model of suspects, and the score above which so many marks lie."""

from __future__ import annotations

import pytest

from app.checks.suspects import FEATURES, Suspect
from eval.fit_wrong_words import JudgedWord, as_toml, fit, threshold


def judged(gain: float, original: str = "") -> JudgedWord:
    return JudgedWord(Suspect("đồi", dict.fromkeys(FEATURES, 0.0) | {"gain": gain}), original)


EVERY = [*(judged(n / 10) for n in range(20)), *(judged(5 + n / 10, "đồi") for n in range(20)), JudgedWord(None, "núi")]


def test_what_was_changed_scores_higher():
    bias, weights = fit(EVERY)
    assert weights["gain"] > 0
    assert weights["before"] == pytest.approx(0.0)
    assert bias + 6 * weights["gain"] > 0 > bias + weights["gain"]


def test_nothing_changed_teaches_nothing():
    with pytest.raises(ValueError, match="học"):
        fit(EVERY[:20])


def test_so_many_marks_lie_above_the_threshold():
    weights = dict.fromkeys(FEATURES, 0.0) | {"gain": 1.0}
    limit = threshold(EVERY, 0.0, weights, 3)
    assert limit == pytest.approx(1.6)  # 1.7, 1.8 and 1.9 lie above
    assert threshold([], 0.0, weights, 3) == 0.0


def test_the_data_file_names_every_feature():
    text = as_toml(-1.0, dict.fromkeys(FEATURES, 0.5), 2.0)
    assert "threshold = 2.000" in text
    assert all(f"\n{name} = 0.5000" in text for name in FEATURES)
