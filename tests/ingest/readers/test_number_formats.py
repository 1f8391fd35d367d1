"""Cells as Excel shows them (ECMA-376, part 1, 18.8.31), in Vietnamese signs."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest

from ingest.readers.sheet_cells import shown, shown_as_stored
from ingest.report import lacking, understand

ACCOUNTING = r'_(* #,##0_);_(* \(#,##0\);_(* "-"??_);_(@_)'


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (1, "00", "01"),
        (912 / 640, "0%", "143%"),  # halves are rounded up, not to the even figure
        (0.125, "0%", "13%"),
        (2.5, "0", "3"),
        (-0.2, "0", "0"),
        (518, '#,##0" trđ"', "518 trđ"),
        (7, 'General" ha"', "7 ha"),
        (4, '0"/12"', "4/12"),
        (5, '"Quý "0', "Quý 5"),
        (84.25, '#,##0.0"%"', "84,3%"),
        (2_500_000, "#,##0 [$₫-42A]", "2.500.000 ₫"),
        (-37, "#,##0;(#,##0)", "-37"),
        (-3, "0;[Red]0", "-3"),
        (-1284.5, r"_-* #,##0.0\ _₫_-;-* #,##0.0\ _₫_-", "-1.284,5"),
        (0, ACCOUNTING, "-"),
        (1284, ACCOUNTING, "1.284"),
        (0, "0;-0;;@", ""),
        (1_234_567, "#,##0,", "1.235"),
        (1_234_567, "#,##0.0,,", "1,2"),
        (912_345_678, r"0000\.000\.000", "0912.345.678"),
        (5, '[>=1000]#,##0;[<1000]0" hộ"', "5 hộ"),
        (0.5, "#.##", "0,5"),
        (12, "@", "12"),
        (12.25, "General", "12,25"),
        (1.5, "# ?/?", "1,5"),
        (0.1 + 0.2, "General", "0,3"),
        (5, '"mở', "5"),
        ("187.306", "General", "187.306"),  # typed as text: thousands, not a decimal
        ("0072", "General", "0072"),
        ("1.107", "#,##0", "1.107"),
        ("12.5", "@", "12.5"),
        (datetime.datetime(2031, 12, 5), "mm-dd-yy", "05/12/2031"),
        (datetime.datetime(2031, 12, 5), "mm/yyyy", "12/2031"),
        (datetime.datetime(2031, 12, 5), "yyyy", "2031"),
        (datetime.datetime(2031, 12, 5, 8, 30), "dd/mm/yyyy hh:mm", "05/12/2031 08:30"),
    ],
)
def test_a_value_is_shown_as_its_format_says(value: object, form: str, text: str) -> None:
    assert shown(value, form) == text


@pytest.mark.parametrize(
    ("text", "form", "seen"),
    [("1284.5", "#,##0.0", "1.284,5"), ("61", "General", "61"), ("1E3", "0", "1000"), ("Xã 5", "0", "Xã 5"), ("", "0", "")],
)
def test_a_number_stored_as_text_is_shown_as_a_number(text: str, form: str, seen: str) -> None:
    assert shown_as_stored(text, form) == seen


def test_the_audit_knows_what_formats_leave_out(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    cells = [(0, ACCOUNTING), (1_234_567, "#,##0,"), (datetime.date(2031, 12, 5), "mm/yyyy"), (3, "00"), (1.425, "0%")]
    sheet.append(["Chợ", *("cột" for _ in cells)])
    sheet.append(["Gò", *(value for value, _ in cells)])
    for column, (_, form) in enumerate(cells, start=2):
        sheet.cell(2, column).number_format = form
    book.save(str(tmp_path / "a.xlsx"))
    report = understand(tmp_path / "a.xlsx")
    assert report.tables[0][0].rows[1] == ("Gò", "-", "1.235", "12/2031", "03", "143%")
    assert lacking(tmp_path / "a.xlsx", report) == ()
