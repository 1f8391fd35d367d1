"""The year of the founding told twice, and how long ago it is."""

from __future__ import annotations

import pytest

from app.checks import founding

WRONG = [
    (
        (
            "Trường được thành lập theo Quyết định số 12/QĐ-UB ngày 05/8/1994.",
            "Kể từ khi thành lập (1996), trường luôn đạt danh hiệu tiên tiến.",
        ),
        "1994 và 1996",
    ),
    (("Trường được thành lập năm 1986.", "Nhân kỷ niệm 35 năm thành lập, Trường tổ chức gặp mặt."), "38 năm"),
]
RIGHT = [
    (
        "Trường được thành lập theo Quyết định số 12/QĐ-UB ngày 05/8/1994.",
        "Kể từ khi thành lập (1994), trường luôn đạt danh hiệu tiên tiến.",
    ),
    ("Trường được thành lập năm 1986.", "Tổ chức kỷ niệm 94 năm thành lập Đảng."),
    ("Trường được thành lập năm 1986.", "Nhân kỷ niệm 38 năm thành lập, Trường tổ chức gặp mặt."),
]


@pytest.mark.parametrize(("parts", "told"), WRONG)
def test_what_does_not_fit_is_told(sheet, parts, told):
    found = list(founding.check(sheet("I. KẾT QUẢ", *parts)))
    assert len(found) == 1
    assert told in found[0].message


@pytest.mark.parametrize("parts", RIGHT)
def test_what_fits_is_not(sheet, parts):
    assert list(founding.check(sheet("I. KẾT QUẢ", *parts))) == []
