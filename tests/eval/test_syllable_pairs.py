"""Pairs of syllables are counted inside runs of words, and written as they are read."""

from __future__ import annotations

import pytest

from app.checks.syllable_pairs import load
from eval.syllable_pairs import counted, help_texts, model_pairs, weights, write


def test_pairs_stand_side_by_side():
    assert counted(["Đồi núi, chè xanh 12 đồi núi", "đồi xyz núi"]) == {("đồi", "núi"): 2, ("chè", "xanh"): 1}


def test_help_is_read_without_its_markup(tmp_path):
    (tmp_path / "a.html").write_text("<style>a b</style><p>đồi&nbsp;núi</p><b>chè</b>", encoding="utf-8")
    assert counted(help_texts(tmp_path)) in ({("đồi", "núi"): 1}, {})


def test_pairs_of_a_segmenter_are_its_features(tmp_path):
    (tmp_path / "m.bin").write_bytes("T[0,1].lower=đồi núi\0T[0]=chè xanh\0".encode())
    assert model_pairs(tmp_path) == {("đồi", "núi")}


def test_weights_are_written_as_they_are_read(tmp_path):
    found = weights({("đồi", "núi"): 3}, {("đồi", "núi"): 10, ("chè", "xanh"): 1}, [("chè", "xanh")])
    assert found == pytest.approx({("đồi", "núi"): 9.0, ("chè", "xanh"): 1.3})
    write(found, tmp_path / "pairs.txt")
    assert load(tmp_path / "pairs.txt") == {("đồi", "núi"): 9.0, ("chè", "xanh"): 1.5}
