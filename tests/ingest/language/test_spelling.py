"""One spelling for comparing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.language.spelling import fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Hoà Bình", "hòa bình"),
        ("Thuỷ lợi", "thủy lợi"),
        ("khoẻ", "khỏe"),
        ("quý", "quý"),  # the u belongs to the q
        ("hoàn", "hoàn"),  # a closed syllable has one way of writing it
        ("tỷ lệ, kỹ sư", "tỉ lệ, kĩ sư"),
        ("Nguyễn Thị Mỹ", "nguyễn thị mĩ"),
        ("", ""),
    ],
)
def test_variants_fold_into_one(written, folded):
    assert fold(written) == folded


@given(st.text(max_size=40))
def test_the_length_stays_and_folding_twice_changes_nothing(text):
    once = fold(text)
    assert len(once) == len(text) and fold(once) == once
