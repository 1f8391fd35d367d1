"""Grades of those that x/y counts: what they do not make is told."""

from __future__ import annotations

import pytest

from app.checks import graded

WRONG = [
    (("Có 18/20 gia đình đạt danh hiệu, trong đó xuất sắc 6 gia đình, khá 13 gia đình.",), "6 + 13 = 19"),
    (
        ("Có 22/26 viên chức hoàn thành tốt trở lên, đạt 84,6%; trong đó xuất sắc 06 người, hoàn thành tốt 17 người.",),
        "06 + 17 = 23",
    ),
]
RIGHT = [
    ("Có 18/20 gia đình đạt danh hiệu, trong đó xuất sắc 6 gia đình, khá 12 gia đình.",),
    ("Có 18/20 thôn đạt danh hiệu, trong đó 5 thôn giữ vững 3 năm, 4 thôn mới.",),
]


@pytest.mark.parametrize(("parts", "told"), WRONG)
def test_what_does_not_fit_is_told(sheet, parts, told):
    found = list(graded.check(sheet("I. KẾT QUẢ", *parts)))
    assert len(found) == 1
    assert told in found[0].message


@pytest.mark.parametrize("parts", RIGHT)
def test_what_fits_is_not(sheet, parts):
    assert list(graded.check(sheet("I. KẾT QUẢ", *parts))) == []
