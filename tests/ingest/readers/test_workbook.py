"""Workbooks: what is shown is read, sheet by sheet; what is hidden is not."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from ingest import readers
from ingest.errors import UnreadableFile


def _book(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Khen thưởng"
    sheet["A1"] = "BẢNG SỐ LIỆU NĂM 2031"
    sheet.merge_cells("A1:D1")
    rows = [["Thôn", "Giấy khen", None, "Ẩn"], [None, "Tập thể", "Cá nhân", None], ["Thác Bạc", 12, 1204, 999]]
    rows += [["Khe Sơn", 7, 7, 998], ["Dòng ẩn", 1, 1, 997]]
    for at, row in enumerate(rows, start=3):
        for column, value in enumerate(row, start=1):
            sheet.cell(at, column, value)
    sheet.merge_cells("B3:C3")
    sheet.merge_cells("A3:A4")
    sheet["C5"].number_format = "#,##0"
    sheet.column_dimensions["D"].hidden = True
    sheet.row_dimensions[7].hidden = True
    for at, row in enumerate([["Loại", "Tỷ lệ"], ["Khá", 0.125]], start=10):
        for column, value in enumerate(row, start=1):
            sheet.cell(at, column, value)
    sheet["B11"].number_format = "0.0%"
    book.create_sheet("Nháp").sheet_state = "hidden"
    book["Nháp"]["A1"] = "996"
    other = book.create_sheet("Quỹ")
    other["B2"] = "=1+1"
    other["A2"] = "Tổng"
    book.save(str(path))
    return path


def test_tables_titles_merged_and_hidden_cells(tmp_path: Path) -> None:
    source = readers.read(_book(tmp_path / "a.xlsx"))
    first, second = source.tables
    assert first.rows == (
        ("Thôn", "Giấy khen", "Giấy khen"), ("Thôn", "Tập thể", "Cá nhân"), ("Thác Bạc", "12", "1.204"),
        ("Khe Sơn", "7", "7"),
    )  # fmt: skip
    assert second.rows == (("Loại", "Tỷ lệ"), ("Khá", "12,5%"))
    texts = [(line.text, line.page) for line in source.lines]
    assert texts[:2] == [("Trang tính Khen thưởng", 1), ("BẢNG SỐ LIỆU NĂM 2031", 1)]
    assert ("Khe Sơn 7 7", 1) in texts and ("Trang tính Quỹ", 2) in texts
    assert not any("99" in text for text, _ in texts)
    assert [warning.split(";")[0] for warning in source.warnings] == [
        "không đọc trang tính ẩn: Nháp", "trang tính Quỹ: 1 ô công thức chưa có kết quả",
    ]  # fmt: skip


def test_an_empty_and_a_damaged_workbook_are_refused(tmp_path: Path) -> None:
    openpyxl.Workbook().save(str(tmp_path / "a.xlsx"))
    with pytest.raises(UnreadableFile, match="không có ô nào"):
        readers.read(tmp_path / "a.xlsx")
    whole = _book(tmp_path / "b.xlsx").read_bytes()
    (tmp_path / "b.xlsx").write_bytes(whole.replace(b"<sheetData>", b"<sheetD", 1)[: len(whole) // 2])
    with pytest.raises(UnreadableFile):
        readers.read(tmp_path / "b.xlsx")


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"])
def test_a_part_that_is_no_xml_is_refused_in_a_line(tmp_path: Path, part: str) -> None:
    old = zipfile.ZipFile(_book(tmp_path / "a.xlsx"))
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as made:
        for name in old.namelist():
            made.writestr(name, old.read(name).replace(b">", b"\x1c>", 2) if name == part else old.read(name))
    with pytest.raises(UnreadableFile, match="Excel bị hỏng"):
        readers.read(tmp_path / "b.xlsx")


@pytest.mark.parametrize("column", [2, 4], ids=["side by side", "two columns apart"])
def test_a_label_goes_with_what_stands_right_of_it(tmp_path: Path, column: int) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row, (label, value) in enumerate([("Số hộ nghèo:", "64 hộ"), ("Hạn báo cáo:", "05/12/2031")], start=2):
        sheet.cell(row, 1, label)
        sheet.cell(row, column, value)
    sheet.cell(6, 1, "Nơi nhận:")
    sheet.cell(6, 4, "TRƯỞNG PHÒNG")
    book.save(str(tmp_path / "a.xlsx"))
    source = readers.read(tmp_path / "a.xlsx")
    assert [table.rows for table in source.tables] == [(("Số hộ nghèo:", "64 hộ"), ("Hạn báo cáo:", "05/12/2031"))]
    assert [line.text for line in source.lines][-2:] == ["Nơi nhận:", "TRƯỞNG PHÒNG"]
