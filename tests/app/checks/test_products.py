"""What each has times how many there are: what does not fit is told, what fits is not."""

from __future__ import annotations

import pytest

from app.checks import products

WRONG = [
    ("Tặng 45 suất quà, mỗi suất 500.000 đồng, tổng trị giá 25 triệu đồng.", "22,5"),
    ("Diện tích lúa 245 ha, năng suất 58,4 tạ/ha, sản lượng 1.340,8 tấn.", "1.430,8"),
    ("Hỗ trợ 32 hộ, mỗi hộ 20 triệu đồng, tổng kinh phí 604 triệu đồng.", "640"),
    ("Có 42 lớp, 1.236 học sinh; bình quân 35 học sinh/lớp.", "1.470"),
]
RIGHT = [
    "Tặng 50 suất quà, mỗi suất 500.000 đồng, tổng trị giá 25 triệu đồng.",
    "Diện tích lúa 245 ha, năng suất 58,4 tạ/ha, sản lượng 1.430,8 tấn.",
    "Hỗ trợ 32 hộ, mỗi hộ trên 20 triệu đồng, tổng kinh phí 700 triệu đồng.",
    "Có 42 lớp, 1.236 học sinh; bình quân 29,4 học sinh/lớp.",
]


@pytest.mark.parametrize(("text", "told"), WRONG)
def test_what_does_not_fit_is_told(sheet, text, told):
    found = list(products.check(sheet("I. KẾT QUẢ", *text.split("|"))))
    assert len(found) == 1
    assert told in found[0].message
    assert found[0].kind == "sum"


@pytest.mark.parametrize("text", RIGHT)
def test_what_fits_is_not(sheet, text):
    assert list(products.check(sheet("I. KẾT QUẢ", *text.split("|")))) == []
