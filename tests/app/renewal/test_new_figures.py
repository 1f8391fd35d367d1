"""Figures given for a new report: what they are called, and how they are printed."""

from __future__ import annotations

from app.drafting.request import of_json
from app.renewal.new_figures import first_quantity, new_figures, printed_change
from tests.app.renewal.conftest import GIVEN


def test_values_come_before_cells_of_tables() -> None:
    figures = new_figures(of_json({**GIVEN, "figures": {"Dân số": {"số hộ": "2.203"}}}))
    assert [(figure.section, figure.name, figure.value, figure.full_name) for figure in figures] == [
        ("Dân số", "số hộ", "2.203", "số hộ")
    ]


def test_a_change_is_printed_without_the_unit_that_stands_there_already() -> None:
    assert printed_change("giảm 3,1%") == "giảm 3,1"
    assert printed_change("không đổi") == "không đổi"


def test_the_first_quantity_of_a_value() -> None:
    quantity = first_quantity("64 hộ, chiếm 2,07%")
    assert quantity is not None and quantity.unit == "hộ"
    assert first_quantity("đạt") is None
