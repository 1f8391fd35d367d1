"""Figures of tables: totals of rows and columns, shares, growth and differences that the rest of the table keeps."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.checks import tables
from app.checks.grids import figure
from app.checks.model import Sheet
from app.checks.slips import is_digit_apart, is_slip
from ingest.language.text import normalize
from ingest.model import Kind, Line, Source, Table
from ingest.report import assemble

HEAD = ("TT", "Đơn vị", "Số hộ", "Hộ nghèo", "Tỷ lệ (%)", "Năm 2023", "Tăng, giảm")
ROWS = [
    ("1", "Thôn Hạ", "120", "12", "10,0", "15", "3"),
    ("2", "Thôn Thượng", "80", "20", "25,0", "26", "6"),
    ("3", "Thôn Trung", "150", "6", "4,0", "8", "2"),
    ("4", "Thôn Đoài", "140", "7", "5,0", "11", "4"),
    ("", "Cộng", "490", "45", "9,18", "60", "15"),
]


def findings(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    table = Table((head, *rows), None)
    told = ["BÁO CÁO", "I. KẾT QUẢ", "Kết quả như bảng dưới đây."]
    lines = [Line(text, whole=True) for text in told]
    lines += [Line(" ".join(filter(None, row)), kind=Kind.TABLE, whole=True, row=(0, n)) for n, row in enumerate(table.rows)]
    report = assemble(Source(tuple(lines), tables=(table,)), "id", normalize("r.docx"))
    return [one.message for one in tables.check(Sheet(report))]


def changed(row: int, column: int, cell: str) -> list[tuple[str, ...]]:
    rows = [list(one) for one in ROWS]
    rows[row][column] = cell
    return [tuple(one) for one in rows]


def test_a_table_that_adds_up_has_no_findings() -> None:
    assert findings(HEAD, ROWS) == []
    assert findings(HEAD, []) == []


@pytest.mark.parametrize(
    ("row", "column", "cell", "told"),
    [
        (4, 3, "54", "Cột “Hộ nghèo” cộng lại là 45, dòng “Cộng” ghi 54."),
        (4, 2, "480", "Cột “Số hộ” cộng lại là 490, dòng “Cộng” ghi 480."),
        (1, 4, "52,0", "Dòng “Thôn Thượng”, cột “Tỷ lệ (%)” ghi 52,0; tính từ 20/80 thì được 25."),
        (3, 6, "5", None),  # nothing but three rows speak for it, and a digit is not near
    ],
)
def test_a_figure_that_breaks_what_the_others_keep_is_found(row: int, column: int, cell: str, told: str | None) -> None:
    found = findings(HEAD, changed(row, column, cell))
    assert told in found if told else True
    assert len(found) <= 2  # the row's total, and what follows from the figure


def test_a_column_that_sums_up_others() -> None:
    head = ("Chức danh", "Tuyến huyện", "Tuyến xã", "Cộng")
    rows = [("Bác sĩ", "39", "11", "50"), ("Y sĩ", "12", "25", "37"), ("Hộ sinh", "8", "15", "23"), ("Khác", "5", "9", "14")]
    assert findings(head, rows) == []
    broken = [*rows[:1], ("Y sĩ", "12", "25", "73"), *rows[2:]]
    assert findings(head, broken) == ["Dòng “Y sĩ”, cột “Cộng” ghi 73; tính từ 12 + 25 thì được 37."]


def test_means_and_shares_are_not_added_up() -> None:
    head = ("Đơn vị", "Năng suất (tạ/ha)", "Diện tích (ha)")
    rows = [("Thôn Hạ", "54,1", "20"), ("Thôn Thượng", "50,2", "30"), ("Cộng", "51,8", "50")]
    assert findings(head, rows) == []


def test_figures_of_cells() -> None:
    cell = figure("1.234,50 %")
    assert cell is not None
    assert (cell.value, cell.step, cell.share) == (Decimal("1234.50"), Decimal("0.01"), True)
    assert figure("giảm 0,2") is None
    assert figure("") is None


def test_slips_are_two_digits_exchanged() -> None:
    assert is_slip(Decimal(1126), Decimal(1162))
    assert is_slip(Decimal("45.5"), Decimal("54.5"))
    assert not is_slip(Decimal(12), Decimal(12))
    assert not is_slip(Decimal(12), Decimal(120))
    assert is_digit_apart(Decimal(148), Decimal(146))
    assert not is_digit_apart(Decimal(148), Decimal(156))
