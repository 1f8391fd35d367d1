"""Whether a figure given can stand where a fact of last year's report stood: by its measure."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.renewal.fact_fit import is_same_measure, measure_kind
from app.renewal.new_figures import first_quantity
from ingest.facts.model import Fact


@pytest.mark.parametrize(
    ("value", "unit", "same"),
    [("64 hộ", "người", True), ("2,07%", "hộ", False), ("2,07%", "%", True), ("3 tỷ đồng", "hộ", False), ("64", "hộ", True)],
)
def test_a_share_is_no_count_and_money_is_neither(value: str, unit: str, same: bool) -> None:
    quantity = first_quantity(value)
    assert quantity is not None
    assert is_same_measure(quantity, Fact("", 0, 0, 0, 0, "", Decimal(1), unit), "số hộ") is same


def test_all_counters_are_of_one_kind() -> None:
    assert measure_kind("hộ") == measure_kind("người") == ""
    assert measure_kind("đồng") == "đồng"
