"""A table as a file: .xlsx, .csv, .json."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from app.tabulation.model import IndicatorRow, IndicatorTable, TableCell, number
from app.tabulation.request import BadTable
from ingest.language.text import fold_spaces

VALUES, SOURCES = "Số liệu", "Nguồn"
SOURCE_COLUMNS = {  # title: width
    "Báo cáo": 40,
    "Tệp": 24,
    "Chỉ tiêu": 28,
    "Năm": 10,
    "Giá trị": 16,
    "Đơn vị tính": 12,
    "Như báo cáo ghi": 18,
    "Mục": 14,
    "Trang": 8,
    "Trích dẫn": 80,
    "Ghi chú": 28,
}
HEAD = Font(bold=True)
LINK = Font(color="0563C1", underline="single")
DOUBTFUL = PatternFill("solid", fgColor="FFF2CC")  # two values, or one typed by hand: to be looked at
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")  # with which a spreadsheet begins one
LONGEST_CELL = 32_000  # characters; Excel holds 32,767
Column = tuple[str, int | None]


def write(table: IndicatorTable, file: Path) -> None:
    """Write the table in the format that the file's suffix names.

    :raises BadTable: another suffix; the message names those that can be written.
    :raises OSError: the file cannot be written.
    """
    kinds: dict[str, Callable[[IndicatorTable], bytes]] = {".xlsx": xlsx, ".csv": as_csv, ".json": as_json}
    kind = kinds.get(file.suffix.lower())
    if kind is None:
        raise BadTable(f"Không ghi được bảng vào {file.name}: tên tệp cần kết thúc bằng .xlsx, .csv hoặc .json")
    file.write_bytes(kind(table))


def as_json(table: IndicatorTable) -> bytes:
    """Return the table in the shape of INTERFACES: Table."""
    return (json.dumps(table.as_json(), ensure_ascii=False, indent=1) + "\n").encode()


def as_csv(table: IndicatorTable) -> bytes:
    """Return a line a row, for Excel: UTF-8 with a mark, ";" between, a comma before decimals; two values as "a | b"."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    columns = columns_of(table)
    writer.writerow(["Báo cáo", "Cơ quan", "Tệp", *(_safe(title_of(column, table)) for column in columns)])
    for row in table.rows:
        texts = [" | ".join(str(number(cell.value)).replace(".", ",") for cell in row.at(*column)) for column in columns]
        writer.writerow([*(_safe(text) for text in (row.title, row.issuer or "", row.file)), *texts])
    return ("\ufeff" + out.getvalue()).encode()


def xlsx(table: IndicatorTable) -> bytes:
    """Return a workbook: a sheet of values as numbers, one of sources (report, section, page, quote), linked both ways.

    Where a report says two things, its cell holds the first and is marked; the sheet of sources has both.
    """
    book = Workbook()
    values, sources = book.active or book.create_sheet(), book.create_sheet(SOURCES)
    values.title = VALUES
    columns = columns_of(table)
    titles = [title_of(column, table) for column in columns]
    _head(values, ["Báo cáo", "Cơ quan", *titles], [44, 32, *([18] * len(columns))])
    _head(sources, list(SOURCE_COLUMNS), list(SOURCE_COLUMNS.values()))
    at = 2
    for line, row in enumerate(table.rows, start=2):
        _put(values, line, 1, row.title)
        _put(values, line, 2, row.issuer or "")
        for place, column in enumerate(columns, start=3):
            cells = row.at(*column)
            for cell in cells:
                _source(sources, at, row, cell, f"{get_column_letter(place)}{line}", doubtful=len(cells) > 1)
                if cell is cells[0]:
                    value_cell = _put(values, line, place, number(cell.value))
                    value_cell.number_format = "#,##0" if cell.value == cell.value.to_integral_value() else "#,##0.00"
                    _link(value_cell, SOURCES, f"A{at}")
                    if len(cells) > 1 or cell.by_hand:
                        value_cell.fill = DOUBTFUL
                at += 1
    _totals(values, table, columns, len(table.rows) + 3)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def columns_of(table: IndicatorTable) -> list[Column]:
    """Return the columns of a table: indicators in order, each with its years; one without any cell has one column."""
    columns: list[Column] = []
    for indicator in table.indicators:
        years = [year for year in table.years if any(row.at(indicator, year) for row in table.rows)]
        columns += [(indicator, year) for year in years] or [(indicator, None)]
    return columns


def title_of(column: Column, table: IndicatorTable) -> str:
    """Return the title of a column: indicator, year, unit."""
    indicator, year = column
    unit = next((cell.unit for row in table.rows for cell in row.at(*column) if cell.unit), "")
    return ", ".join([indicator, *([str(year)] if year is not None else [])]) + (f" ({unit})" if unit else "")


def _head(sheet: Worksheet, titles: list[str], widths: list[int]) -> None:
    for at, (title, width) in enumerate(zip(titles, widths, strict=True), start=1):
        cell = _put(sheet, 1, at, title)
        cell.font = HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.freeze_panes = "B2"


def _source(sheet: Worksheet, line: int, row: IndicatorRow, cell: TableCell, back: str, *, doubtful: bool) -> None:
    passage = cell.choice.passage if cell.choice else None
    note = "nhập tay" if cell.by_hand else "báo cáo nêu hai số khác nhau" if doubtful else ""
    year = cell.slot.year
    period = f"{cell.since}-{year}" if cell.since is not None and cell.since != year else year
    texts = (
        row.title,
        row.file,
        cell.slot.indicator,
        period,
        number(cell.value),
        cell.unit,
        cell.text,
        " > ".join(passage.section) if passage else "",
        cell.page,
        fold_spaces(cell.choice.quote) if cell.choice else "",
        note,
    )
    for at, text in enumerate(texts, start=1):
        _put(sheet, line, at, text)
    link = sheet.cell(line, 5)
    if isinstance(link, Cell):
        _link(link, VALUES, back)
    sheet.cell(line, 10).alignment = Alignment(wrap_text=True, vertical="top")


def _totals(sheet: Worksheet, table: IndicatorTable, columns: list[Column], first: int) -> None:
    """Write the totals below the table; they are this program's own, and say so where there are none."""
    by_column = {(total.indicator, total.year): total for total in table.totals}
    names = (("Tổng", "total"), ("Trung bình", "mean"), ("Nhỏ nhất", "minimum"), ("Lớn nhất", "maximum"))
    for offset, (name, field) in enumerate(names):
        _put(sheet, first + offset, 1, name).font = HEAD
        for place, column in enumerate(columns, start=3):
            value = getattr(by_column[column], field) if column in by_column else None
            if value is not None:
                cell = _put(sheet, first + offset, place, number(value))
                cell.number_format = "#,##0" if value == value.to_integral_value() else "#,##0.00"
    _put(sheet, first + len(names), 1, "Vì sao không cộng").font = HEAD
    for place, column in enumerate(columns, start=3):
        why = by_column[column].why_not if column in by_column else None
        if why:
            _put(sheet, first + len(names), place, why).alignment = Alignment(wrap_text=True, vertical="top")


def _put(sheet: Worksheet, line: int, place: int, value: str | float | None) -> Cell:
    """Write a value; text is text, whatever it begins with: a report's words must be no formula."""
    cell = sheet.cell(line, place)
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_CELL]
        cell.data_type = "s"
        cell.quotePrefix = _safe(value) != value  # so it stays when somebody edits the cell
    else:
        cell.value = value
    if not isinstance(cell, Cell):
        raise TypeError("a merged cell cannot be written")
    return cell


def _link(cell: Cell, sheet: str, place: str) -> None:
    """Let a cell lead to a place of a sheet of the same workbook."""
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{sheet}'!{place}")
    cell.font = LINK


def _safe(text: str) -> str:
    """Return a text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA) else text


def cells_of(table: IndicatorTable) -> Iterator[tuple[IndicatorRow, TableCell]]:
    """Yield every cell with its row, in order."""
    for row in table.rows:
        for cell in row.cells:
            yield row, cell
