"""Lengths of time and their ends: what does not fit is told, what fits is not."""

from __future__ import annotations

import pytest

from app.checks import spans

WRONG = [
    ("Xã tổng kết 5 năm (2018 - 2024) thực hiện phong trào.", "7 năm"),
    ("Kết quả 6 tháng (từ 01/01/2024 đến 30/9/2024) đạt khá.", "9 tháng"),
    ("Hoàn thành trong tháng 13, xã đã báo cáo.", "tháng 13"),
]
RIGHT = [
    "Xã tổng kết 5 năm (2019 - 2024) thực hiện phong trào.",
    "Xã tổng kết 5 năm (2020 - 2024) thực hiện phong trào.",
    "Kết quả 9 tháng (từ 01/01/2024 đến 30/9/2024) đạt khá.",
    "Hoàn thành trong tháng 12, xã đã báo cáo.",
]


@pytest.mark.parametrize(("text", "told"), WRONG)
def test_what_does_not_fit_is_told(sheet, text, told):
    found = list(spans.check(sheet("I. KẾT QUẢ", *text.split("|"))))
    assert len(found) == 1
    assert told in found[0].message
    assert found[0].kind == "period"


@pytest.mark.parametrize("text", RIGHT)
def test_what_fits_is_not(sheet, text):
    assert list(spans.check(sheet("I. KẾT QUẢ", *text.split("|")))) == []
