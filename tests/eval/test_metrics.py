"""Measures, worked by hand."""

from __future__ import annotations

import math
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics import answered, comparable, evidence_within, fold, hit_at, ndcg_at, recall_at, reciprocal_rank_at

RANKED = ["d3", "d1", "d7", "d2"]


@pytest.mark.parametrize(
    ("relevant", "k", "expected"),
    [
        ({"d1", "d2"}, 1, 0.0),  # d3 only
        ({"d1", "d2"}, 2, 0.5),  # d1 of d1, d2
        ({"d1", "d2"}, 4, 1.0),
        ({"d1", "d9"}, 10, 0.5),  # d9 is never found and stays in the denominator
        ({"d9"}, 4, 0.0),
        (set(), 4, 0.0),
        ({"d3"}, 0, 0.0),
    ],
)
def test_recall(relevant: set[str], k: int, expected: float) -> None:
    assert recall_at(RANKED, relevant, k) == expected


@pytest.mark.parametrize(
    ("relevant", "k", "expected"),
    [({"d3"}, 10, 1.0), ({"d1", "d2"}, 10, 1 / 2), ({"d2"}, 10, 1 / 4), ({"d2"}, 3, 0.0), (set(), 10, 0.0)],
)
def test_reciprocal_rank(relevant: set[str], k: int, expected: float) -> None:
    assert reciprocal_rank_at(RANKED, relevant, k) == expected


def test_ndcg_by_hand() -> None:
    # gains 2^grade - 1: d1 = 3, d2 = 1. Found at ranks 2 and 4: 3 / log2(3) + 1 / log2(5).
    # Ideal: 3 / log2(2) + 1 / log2(3).
    gain = 3 / math.log2(3) + 1 / math.log2(5)
    ideal = 3 + 1 / math.log2(3)
    assert ndcg_at(RANKED, {"d1": 2.0, "d2": 1.0}, 10) == pytest.approx(gain / ideal)
    # cut at 2: only d1 counts among the found, both among the ideal
    assert ndcg_at(RANKED, {"d1": 2.0, "d2": 1.0}, 2) == pytest.approx(3 / math.log2(3) / ideal)
    # cut at 1: nothing found
    assert ndcg_at(RANKED, {"d1": 2.0, "d2": 1.0}, 1) == 0.0


def test_ndcg_edges() -> None:
    assert ndcg_at(["a", "b"], {"a": 2.0, "b": 1.0}, 10) == pytest.approx(1.0)
    assert ndcg_at([], {"a": 1.0}, 10) == 0.0
    assert ndcg_at(["a"], {}, 10) == 0.0
    assert ndcg_at(["a"], {"a": 0.0}, 10) == 0.0


@given(
    st.permutations(list("abcdef")),
    st.dictionaries(st.sampled_from(list("abcdefgh")), st.sampled_from([0.0, 1.0, 2.0])),
    st.integers(1, 8),
)
def test_measures_lie_between_0_and_1(ranked: list[str], grades: dict[str, float], k: int) -> None:
    relevant = {key for key, grade in grades.items() if grade}
    for value in (recall_at(ranked, relevant, k), reciprocal_rank_at(ranked, relevant, k), ndcg_at(ranked, grades, k)):
        assert 0.0 <= value <= 1.0 + 1e-12


@given(st.permutations(list("abcdef")), st.sets(st.sampled_from(list("abcdef"))))
def test_recall_grows_with_k(ranked: list[str], relevant: set[str]) -> None:
    values = [recall_at(ranked, relevant, k) for k in range(7)]
    assert values == sorted(values)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Còn  41 hộ\nnghèo", "còn41hộnghèo"),
        ("“Dạy tốt”, 'học tốt' và \"thi\"", "dạytốt,họctốtvàthi"),
        ("**I. Kết quả** _năm_ `2025`", "i.kếtquảnăm2025"),
        (unicodedata.normalize("NFD", "Lý Sơn"), "lýsơn"),
        ("", ""),
    ],
)
def test_comparable(text: str, expected: str) -> None:
    assert comparable(text) == expected


def test_hit_at() -> None:
    passages = ["xcòn41hộy", "rừng", "họctốt"]
    assert hit_at(passages, ["còn41hộ"], 1)
    assert not hit_at(passages, ["họctốt"], 2)
    assert hit_at(passages, ["vắng", "họctốt"], 3)
    assert not hit_at([], ["x"], 5)
    assert not hit_at(passages, [], 5)


def test_evidence_within() -> None:
    # two of three quotes stand in some passage
    assert evidence_within(["aaxbb", "ccyzdd"], ["x", "yz", "w"]) == pytest.approx(2 / 3)
    assert evidence_within(["x"], []) == 0.0
    assert evidence_within([], ["x"]) == 0.0


@pytest.mark.parametrize(
    ("answer", "keys", "expected"),
    [
        ("Còn 1.543 hộ, chiếm 8,74% [1].", [["1.543"], ["8,74%", "8,74 %"]], True),
        ("Còn 1.543 hộ [1].", [["1.543"], ["8,74%", "8,74 %"]], False),
        ("CHIẾM 8,74 %", [["8,74%", "8,74 %"]], True),
        ("Quyết định 206/QĐ- UBND", [["206/QĐ-UBND"]], True),
        ("ngày 01/7/2025", [["1/7/2025", "01/7/2025"]], True),
        ("", [["x"]], False),
        ("bất kỳ", [], True),
    ],
)
def test_answered(answer: str, keys: list[list[str]], expected: bool) -> None:
    assert answered(answer, keys) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Lý\n Sơn ", " lý sơn "),
        ("34-CT/ TW", "34-ct/tw"),
        ("thi đua - khen thưởng", "thi đua - khen thưởng"),
        ("2020- 2025", "2020- 2025"),
    ],
)
def test_fold(text: str, expected: str) -> None:
    assert fold(text) == expected


def test_ndcg_of_a_list_with_a_repeated_document() -> None:
    assert ndcg_at(["a", "a"], {"a": 1.0}, 10) <= 1.0
