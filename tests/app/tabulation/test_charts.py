"""Charts of a table: which figures they show, in what order, and that a picture comes of it."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from PIL import Image

from app.drafting import table_word
from app.tabulation.charts import MOST_BARS, ChartKind, chart, png
from app.tabulation.model import IndicatorRow, IndicatorTable, Slot, TableCell
from app.tabulation.request import BadTable

NAME = "hộ nghèo"


def _row(place: str, values: dict[int | None, str], unit: str = "hộ") -> IndicatorRow:
    report = place.ljust(64, "0")
    cells = tuple(
        TableCell(Slot(report, NAME, year), year, Decimal(value), f"{value} {unit}", unit, False, None, None, by_hand=True)
        for year, value in values.items()
    )
    return IndicatorRow(report, f"{place}.docx", f"Báo cáo của {place}", None, place, cells)


def _table(*rows: IndicatorRow) -> IndicatorTable:
    years = sorted({cell.slot.year for row in rows for cell in row.cells}, key=lambda year: year or 0)
    return IndicatorTable((NAME,), tuple(years), rows, ())


TABLE = _table(
    _row("xã Mộc Lũng", {2023: "64", 2024: "41"}), _row("xã Vĩnh Đài", {2024: "120"}), _row("xã An Bình", {2022: "7"})
)


def test_bars_show_one_year_the_greatest_first() -> None:
    drawing = chart(TABLE, NAME, 2024, ChartKind.BARS)
    assert [(line.name, line.points[0][1].value) for line in drawing.series] == [("xã Vĩnh Đài", 120), ("xã Mộc Lũng", 41)]
    assert drawing.title == "hộ nghèo, 2024 (hộ)"


def test_lines_show_the_reports_that_tell_two_years() -> None:
    drawing = chart(TABLE, NAME, None, ChartKind.LINES)
    assert [[year for year, _ in line.points] for line in drawing.series] == [[2023, 2024]]
    assert drawing.title == "hộ nghèo, 2023–2024 (hộ)"


@pytest.mark.parametrize(
    ("table", "year", "kind", "said"),
    [
        (TABLE, 2019, ChartKind.BARS, "không có số nào"),
        (_table(_row("xã An", {2024: "5"})), None, ChartKind.LINES, "hai năm"),
        (_table(_row("xã An", {2024: "5"}), _row("xã Bình", {2024: "4,1"[:1]}, "%")), 2024, ChartKind.BARS, "đơn vị"),
    ],
)
def test_what_cannot_be_drawn_says_why(table: IndicatorTable, year: int | None, kind: ChartKind, said: str) -> None:
    with pytest.raises(BadTable, match=said):
        chart(table, NAME, year, kind)


def test_what_has_no_room_is_counted() -> None:
    drawing = chart(_table(*(_row(f"xã {n}", {2024: str(n)}) for n in range(MOST_BARS + 3))), NAME, 2024, ChartKind.BARS)
    assert (len(drawing.series), drawing.left_out) == (MOST_BARS, 3)


@pytest.mark.parametrize("kind", list(ChartKind))
def test_a_picture_is_drawn_of_letters_that_are_no_formula(kind: ChartKind) -> None:
    table = _table(_row("xã $Đặng$ Ửng_{1}", {2023: "-3", 2024: "41"}), _row("xã B", {2023: "2500000000", 2024: "0"}))
    image = Image.open(io.BytesIO(png(chart(table, NAME, 2024, kind))))
    assert image.format == "PNG" and image.width > 1000 and len(image.convert("L").getcolors() or []) > 2


def test_the_word_file_holds_picture_and_figures(tmp_path: Path) -> None:
    table_word.write(chart(TABLE, NAME, 2024, ChartKind.BARS), tmp_path / "bieu-do.docx")
    document = docx.Document(str(tmp_path / "bieu-do.docx"))
    assert len(document.inline_shapes) == 1
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["xã Vĩnh Đài", "2024", "120 hộ", "sửa tay"]


@pytest.mark.parametrize("indicator", ["hộ nghèo ${{{…$", "$x$", "$", "a$_$b"])
def test_a_dollar_in_a_name_is_a_dollar(indicator: str) -> None:
    """And no formula, which could be a broken one."""
    cell = TableCell(Slot("a" * 64, indicator, 2024), 2024, Decimal(5), "5 $", "$\\q$", False, None, None, by_hand=True)
    row = IndicatorRow("a" * 64, "a.docx", "Báo cáo $\\frac$", None, "xã $\\q$", (cell,))
    assert png(chart(IndicatorTable((indicator,), (2024,), (row,), ()), indicator, 2024, ChartKind.BARS))[1:4] == b"PNG"
