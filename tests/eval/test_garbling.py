"""Garbles are planted where prose stands, of the kinds asked for, and are found again in the text."""

from __future__ import annotations

import random

import pytest

from eval.garbling import KINDS, plant, prose, real_syllable

SENTENCE = "Ủy ban nhân dân xã Lam Trà đã chỉ đạo các thôn triển khai đồng bộ các giải pháp phát triển kinh tế trên địa bàn."
TEXT = f"@head\nmột hai ba bốn năm sáu bảy tám chín mười một hai ba\n@end\n{SENTENCE}\nNgắn thôi.\n{SENTENCE}"
KNOWN = frozenset("đã đá đả xã xả xa các cắc bộ bố bỏ kinh kính tế tê thể thế".split())


def test_prose_is_what_stands_in_no_block_and_is_long():
    assert prose(TEXT) == [SENTENCE, SENTENCE]


def test_a_garble_stands_where_it_was_planted():
    garbled, garbles = plant(TEXT, 2, KNOWN, random.Random(4))
    assert garbles
    for garble in garbles:
        assert garble.written in garbled
        assert garble.written != garble.meant


def test_the_same_draw_plants_the_same():
    first, second = (plant(TEXT, 2, KNOWN, random.Random(4)) for _ in range(2))
    assert first == second


def test_a_text_without_prose_stays_as_it_is():
    assert plant("@head\na | b\n@end", 0, KNOWN, random.Random(1)) == ("@head\na | b\n@end", [])


def test_a_real_syllable_is_one_of_those_known():
    draw = random.Random(2)
    assert real_syllable("đã", KNOWN, draw) in {"đá", "đả"}
    assert real_syllable("giải", frozenset(), draw) == ""


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_share(kind):
    from eval.garbling import _data

    assert _data()["shares"][kind] > 0
