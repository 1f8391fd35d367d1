"""The groups that the reader learns from, and what is drawn of them."""

from __future__ import annotations

import random

from eval.reader.groups import NEAR, OTHERS, RIGHT_READ, ReadingGroup, drawn, plain
from index.embedding.embedder import ReadStatement


def _group(*right: int) -> ReadingGroup:
    statements = tuple(ReadStatement((), "", f"Câu {at}.") for at in range(len(right)))
    return ReadingGroup(("nghĩa", "gõ", "go"), statements, right)


def test_a_text_typed_in_haste() -> None:
    assert plain("Xã Đồng Vả có bao nhiêu hộ nghèo?") == "xa dong va co bao nhieu ho ngheo"


def test_what_nobody_knows_is_not_drawn() -> None:
    draw = random.Random(1)
    for _ in range(40):
        _, statements, right = drawn(_group(1, -1, 0, 0), draw)
        assert "Câu 1." not in [statement.text for statement in statements]
        assert right.count(True) <= 1 and len(statements) == len(right)


def test_now_and_then_the_answer_is_left_out() -> None:
    draw = random.Random(1)
    shares = [any(drawn(_group(1, *[0] * 20), draw)[2]) for _ in range(400)]
    assert 0.7 < sum(shares) / 400 < 0.9


def test_as_many_are_drawn_whatever_is_right() -> None:
    draw = random.Random(1)
    sizes = {
        len(drawn(_group(*right), draw)[1]) for right in ([1, *[0] * 20], [0] * 20, [1, 1, 1, *[0] * 20]) for _ in range(40)
    }
    assert sizes == {RIGHT_READ + NEAR + OTHERS}


def test_every_form_of_the_question_is_drawn() -> None:
    draw = random.Random(1)
    assert {drawn(_group(1, 0, 0), draw)[0] for _ in range(100)} == {"nghĩa", "gõ", "go"}
