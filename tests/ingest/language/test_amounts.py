"""Figures as reports print them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ingest.language.amounts import write_amount, write_value


@pytest.mark.parametrize(
    ("value", "scale", "printed"),
    [("3118.79", 0, "3.118,79"), ("2500000000", 9, "2,5"), ("0", 0, "0"), ("-1486", 0, "-1.486"), ("7.50", 0, "7,5")],
)
def test_a_value_has_points_between_thousands_and_a_decimal_comma(value: str, scale: int, printed: str) -> None:
    assert write_value(Decimal(value), scale) == printed


@pytest.mark.parametrize(
    ("value", "unit", "scale", "printed"),
    [
        ("1126", "hộ", 0, "1.126 hộ"),
        ("12500000000", "đồng", 9, "12,5 tỷ đồng"),
        ("538400000", "đồng", 6, "538,4 triệu đồng"),
        ("9000", "đồng", 2, "9.000 đồng"),  # no report counts by hundreds
        ("1842500000", "USD", 6, "1.842,5 triệu USD"),
        ("4.78", "%", 0, "4,78%"),
        ("1407", "", 0, "1.407"),
        ("59940000", "tấn", 6, "59,94 triệu tấn"),
        ("1037000", "", 6, "1.037.000"),
    ],
)
def test_an_amount_is_told_in_its_unit(value: str, unit: str, scale: int, printed: str) -> None:
    assert write_amount(Decimal(value), unit, scale) == printed
