"""What is left of x/y, and its y: what does not fit is told, what fits is not."""

from __future__ import annotations

import pytest

from app.checks import remainders

WRONG = [
    ("Xã đạt 17/19 tiêu chí, còn 03 tiêu chí chưa đạt.", "còn lại 2"),
    ("Xã có 8 thôn. Đã tổ chức hội nghị tại 9/9 thôn.", "9/9 thôn"),
]
RIGHT = [
    "Xã đạt 17/19 tiêu chí, còn 02 tiêu chí chưa đạt.",
    "Xã có 9 thôn. Đã tổ chức hội nghị tại 9/9 thôn.",
    "Xã có 9 thôn. Đã tổ chức hội nghị tại 3/4 thôn đặc biệt khó khăn.",
]


@pytest.mark.parametrize(("text", "told"), WRONG)
def test_what_does_not_fit_is_told(sheet, text, told):
    found = list(remainders.check(sheet("I. KẾT QUẢ", *text.split("|"))))
    assert len(found) == 1
    assert told in found[0].message


@pytest.mark.parametrize("text", RIGHT)
def test_what_fits_is_not(sheet, text):
    assert list(remainders.check(sheet("I. KẾT QUẢ", *text.split("|")))) == []
