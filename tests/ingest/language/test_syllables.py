"""Which letters can be a Vietnamese syllable."""

import pytest

from ingest.language.syllables import is_syllable


@pytest.mark.parametrize(
    "word", ["nghiêng", "quyết", "giếng", "gìn", "gì", "khuỷu", "yêu", "kỹ", "hoà", "hòa", "ruong", "met", "ở", "quý", "ươm"]
)
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["ngèo", "trug", "hồg", "ka", "cê", "lysơn", "vacxin", "tàc", "nghà", "ubnd", "x", ""])
def test_not_syllables(word: str) -> None:
    assert not is_syllable(word)
