"""Which stretches of a passage are quoted for a statement."""

from __future__ import annotations

from app.grounding.quoting import select_quotes
from tests.app.grounding.test_entailment import POOR, passage

FIRST, SECOND = POOR.index("Tỷ lệ"), POOR.index("Xã Cẩm")
ONE = passage(POOR, "a", "huyện Lam Trà")


def test_the_sentence_that_holds_the_figures() -> None:
    assert select_quotes("Tỷ lệ hộ nghèo của tỉnh là 3,28%", ONE) == ([(FIRST, SECOND - 1)], set())


def test_as_many_as_hold_all_figures() -> None:
    spans, left = select_quotes("Huyện còn 1.037 hộ nghèo, xã Cẩm Đài 96 hộ", ONE)
    assert sorted(spans) == [(0, FIRST - 1), (SECOND, len(POOR))] and left == set()


def test_a_stretch_quoted_before_is_quoted_again() -> None:
    before = (POOR.index("năm 2024"), FIRST - 2)
    assert select_quotes("Năm 2024 còn 1.037 hộ nghèo", ONE, [before]) == ([before], set())
    assert select_quotes("Tỷ lệ của tỉnh là 3,28%", ONE, [before])[0] == [(FIRST, SECOND - 1)]


def test_without_figures_the_one_that_shares_most_words() -> None:
    assert select_quotes("tỷ lệ hộ nghèo chung của tỉnh", ONE)[0] == [(FIRST, SECOND - 1)]


def test_a_figure_that_no_stretch_holds() -> None:
    spans, left = select_quotes("Năm 2019 còn 96 hộ", ONE)
    assert spans == [(SECOND, len(POOR))] and left == {"d 2019-----"}
