"""Units that tables write in cells, titles and captions."""

from __future__ import annotations

import pytest

from ingest.facts.table_units import Unit, are_units, unit_of_caption, unit_of_cell, unit_of_title


@pytest.mark.parametrize(
    ("cell", "unit"),
    [
        ("Triệu đồng", Unit("đồng", 6, "Triệu đồng")),
        ("hộ", Unit("hộ", 0, "hộ")),
        ("trai/100 gái", Unit("trai/100 gái", 0, "trai/100 gái")),
        ("", Unit()),
        ("đã hoàn thành 12 tiêu chí của chương trình", Unit()),
    ],
)
def test_a_cell_of_a_unit(cell: str, unit: Unit) -> None:
    assert unit_of_cell(cell) == unit


def test_a_title_tells_its_unit_in_brackets_or_as_a_percent_sign() -> None:
    assert unit_of_title("Thu ngân sách (tỷ đồng)") == Unit("đồng", 9, "tỉ đồng")  # folded
    assert unit_of_title("% so với kế hoạch") == Unit("%", 0, "%")
    assert unit_of_title("Ghi chú (nếu có)") == Unit()


def test_a_caption_tells_the_unit_of_the_whole_table() -> None:
    assert unit_of_caption("Đơn vị tính: triệu đồng") == Unit("đồng", 6, "triệu đồng")
    assert unit_of_caption("Biểu số 2") == Unit()


def test_a_column_named_don_vi_holds_units_only_where_most_cells_are_some() -> None:
    assert are_units("đvt", ["hộ", "người"])
    assert are_units("đơn vị", ["hộ", "người", "triệu đồng"])
    assert not are_units("đơn vị", ["Xã Cẩm Đài", "Xã Lam Trà"])
