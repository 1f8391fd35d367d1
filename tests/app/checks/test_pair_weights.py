"""Which pairs of places are told of as one thing told twice; hand-worked log-odds."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pytest

from app.checks.pair_weights import PairWeights, crowding, likeliest, pair_weights


@dataclass(frozen=True)
class _Seen:
    alike: float
    apart: float


KNOWN = PairWeights(bias=-1.0, threshold=0.0, weights={"alike": 2.0, "apart": -1.0})


def test_log_odds_are_the_weighed_sum() -> None:
    assert KNOWN.log_odds(_Seen(alike=1.5, apart=0.5)) == pytest.approx(-1 + 3 - 0.5)


def test_many_pairs_take_more_off() -> None:
    assert crowding(0) == crowding(50) == pytest.approx(math.log(2))
    assert crowding(450) == pytest.approx(math.log(10))


def test_the_likeliest_comes_first_and_each_place_once() -> None:
    pairs = [(10, 20, _Seen(1.5, 0.0)), (20, 30, _Seen(2.0, 0.0)), (40, 50, _Seen(0.5, 0.0))]
    # 2 - ln 2, 3 - ln 2 and 0 - ln 2: the second takes 20 away from the first, the third is below the threshold
    assert list(likeliest(pairs, KNOWN, lambda place: place)) == [(20, 30)]
    assert list(likeliest([], KNOWN, lambda place: place)) == []


def test_a_feature_without_a_weight_is_an_error() -> None:
    tables = {"bias": -1, "threshold": 0, "weights": {"alike": 2}}
    assert pair_weights(tables, ("alike",)).weights == {"alike": 2.0}
    with pytest.raises(ValueError, match="apart"):
        pair_weights(tables, ("alike", "apart"))
