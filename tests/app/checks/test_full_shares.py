"""Shares of one whole: what does not fit is told, what fits is not."""

from __future__ import annotations

import pytest

from app.checks import full_shares

WRONG = [
    ("Xếp loại học sinh: tốt 45,2%, khá 38,1%, trung bình 19,7%.", "103%"),
]
RIGHT = [
    "Xếp loại học sinh: tốt 45,2%, khá 38,1%, trung bình 16,7%.",
    "Xếp loại học sinh: tốt 45,2%, khá 38,1%.",
    "Đạt 96% kế hoạch, tăng 2%, tỷ lệ 1,5%.",
]


@pytest.mark.parametrize(("text", "told"), WRONG)
def test_what_does_not_fit_is_told(sheet, text, told):
    found = list(full_shares.check(sheet("I. KẾT QUẢ", *text.split("|"))))
    assert len(found) == 1
    assert told in found[0].message
    assert found[0].kind == "percent"


@pytest.mark.parametrize("text", RIGHT)
def test_what_fits_is_not(sheet, text):
    assert list(full_shares.check(sheet("I. KẾT QUẢ", *text.split("|")))) == []
