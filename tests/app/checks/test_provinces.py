"""Another province's name: told where only the own one is named, not where two have business with each other."""

from __future__ import annotations

import pytest

from app.checks import provinces

OWN = ("UBND tỉnh Lam Sơn giao chỉ tiêu.", "UBND tỉnh Lam Sơn cấp vốn.")
WRONG = ["Đơn giá do UBND tỉnh Khê Vàng ban hành.", "Phục vụ nhân dân tỉnh Khê Vàng."]
RIGHT = [
    "Ký kết với UBND tỉnh Khê Vàng.",
    "Đoàn công tác đến tỉnh Khê Vàng học tập.",
    "Đơn giá do UBND tỉnh Lam Sơn ban hành.",
]


@pytest.mark.parametrize("text", WRONG)
def test_a_name_left_in_is_told(sheet, text):
    found = list(provinces.check(sheet("I. KẾT QUẢ", *OWN, text)))
    assert [one.kind for one in found] == ["place"]
    assert "Khê Vàng" in found[0].message


@pytest.mark.parametrize("text", RIGHT)
def test_business_of_two_is_not(sheet, text):
    assert list(provinces.check(sheet("I. KẾT QUẢ", *OWN, text))) == []


def test_without_a_province_of_its_own_nothing_is_told(sheet):
    assert list(provinces.check(sheet("I. KẾT QUẢ", WRONG[0]))) == []
