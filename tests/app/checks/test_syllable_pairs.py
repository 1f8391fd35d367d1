"""How often syllables follow one another."""

from __future__ import annotations

import math

import pytest

from app.checks.syllable_pairs import SyllablePairs, load
from prompts import DataFileError


def test_a_line_has_a_syllable_and_what_follows_it_with_twice_its_weight(tmp_path):
    file = tmp_path / "pairs.txt"
    file.write_text("# nguồn\nđồi núi4 chè\nnúi non3\n", encoding="utf-8")
    assert load(file) == {("đồi", "núi"): 2.0, ("đồi", "chè"): 0.5, ("núi", "non"): 1.5}


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(DataFileError, match="pairs"):
        load(tmp_path / "pairs.txt")


def test_what_was_not_met_gets_a_share_of_what_was():
    pairs = SyllablePairs({("đồi", "núi"): 3.0, ("đồi", "chè"): 1.0})
    alone = 3.2 / 4.4  # núi has 3 and .2 of 4, and .2 for each of two syllables that follow
    assert pairs.likely("đồi", "núi") == pytest.approx(math.log((2.4 + 0.6 * 2 * alone) / 4))
    assert pairs.likely("đồi", "non") == pytest.approx(math.log(0.6 * 2 * (0.2 / 4.4) / 4))
    assert pairs.likely("", "núi") == pytest.approx(math.log(alone))
    assert pairs.often("đồi") == 4.0
