"""Which slip leads from one syllable to another."""

from __future__ import annotations

import pytest

from app.checks.one_slip import Neighbours, Slip, slip


@pytest.mark.parametrize(
    ("written", "meant", "kind"),
    [
        ("sữa", "sửa", Slip.ASKED),
        ("nghi", "nghị", Slip.UNTONED),
        ("củng", "cùng", Slip.TONE),
        ("đòi", "đồi", Slip.VOWEL),
        ("dat", "đạt", Slip.BARE),
        ("lảu", "lậu", Slip.MARKS),
        ("xẻ", "sẻ", Slip.ONSET),
        ("tảo", "tỏa", Slip.SWAPPED),
        ("bàng", "bàn", Slip.ENDING),
        ("cong", "công", Slip.BARE),
        ("nâng", "nâg", Slip.LENGTH),
        ("tát", "lát", Slip.LETTER),
        ("kàm", "làm", Slip.KEY),
    ],
)
def test_slip(written, meant, kind):
    assert slip(written, meant) is kind


@pytest.mark.parametrize(("written", "meant"), [("núi", "núi"), ("hộ", "xã"), ("trường", "huyện")])
def test_no_slip_leads_far(written, meant):
    assert slip(written, meant) is None


def test_neighbours_are_those_of_the_vocabulary():
    near = Neighbours({"đồi", "đời", "chào", "trào", "núi"})
    assert near.of("đòi") == (("đồi", Slip.VOWEL), ("đời", Slip.VOWEL))
    assert near.of("chào") == (("trào", Slip.ONSET),)
    assert near.of("xyz") == ()
