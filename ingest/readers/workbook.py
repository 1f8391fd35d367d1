"""Excel workbooks (.xlsx, .xlsm, .xls): each sheet that is shown is a page; its blocks of cells are tables.

Rows and columns that are hidden are not read. A merged cell's text stands in every cell that it covers.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import openpyxl
import xlrd
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import column_index_from_string
from xlrd.compdoc import CompDocError

from ingest.errors import UnreadableFile
from ingest.language.text import fold_spaces, normalize
from ingest.model import Kind, Line, Source, Table
from ingest.readers.sheet_cells import shown
from ingest.readers.sheet_drawings import NONE as NOTHING_DRAWN
from ingest.readers.sheet_drawings import SheetDrawing, drawn
from ingest.reading import Reading

MOST_CELLS = 1_000_000  # of a sheet: a formatted sheet may claim 16,384 columns of a million rows
# what openpyxl and xlrd let through on damaged files
DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, xlrd.XLRDError, CompDocError, SyntaxError, KeyError, ValueError,
          TypeError, AttributeError, IndexError, OSError, EOFError, AssertionError, RuntimeError, OverflowError)  # fmt: skip
DAMAGED = "tệp Excel bị hỏng; hãy mở bằng Excel rồi lưu lại"
EMPTY = "tệp Excel không có ô nào có chữ; hãy kiểm tra lại nội dung tệp"

SHEET = "Trang tính "  # before a sheet's name, in the heading that opens its page
UNSEEN = ";;;"  # a number format by which Excel shows nothing

Rows = list[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """A sheet: its name, the rows that are shown, what is drawn; ``unreckoned`` formulas have no value in the file.

    ``struck``: cells whose text is struck out, hence void.
    """

    name: str
    rows: Rows
    unreckoned: int = 0
    drawn: SheetDrawing = NOTHING_DRAWN
    struck: int = 0


def read(path: Path, reading: Reading) -> Source:  # noqa: ARG001 - every reader is called the same way
    """Return a heading a sheet, then its tables with the title rows above them; ``pages`` counts the sheets shown.

    :raises UnreadableFile: damaged, or no cell holds anything.
    """
    try:
        sheets, hidden = _xlsx(path) if zipfile.is_zipfile(path) else _xls(path)
    except DAMAGE as error:
        raise UnreadableFile(DAMAGED) from error
    lines: list[Line] = []
    tables: list[Table] = []
    for page, sheet in enumerate(sheets, start=1):
        if any(map(any, sheet.rows)) or sheet.drawn.lines or sheet.drawn.tables:
            lines.append(Line(f"{SHEET}{sheet.name}", page, whole=True, gap=True, heading=1))
        for block in _blocks(sheet.rows):
            _add(block, page, lines, tables)
        lines += [Line(text, page, whole=True) for text in sheet.drawn.lines]
        for rows in sheet.drawn.tables:
            _add_grid(rows, page, lines, tables)
    if not lines:
        raise UnreadableFile(EMPTY)
    return Source(tuple(lines), len(sheets), tuple(tables), _told(sheets, hidden))


def _told(sheets: Sequence[WorkbookSheet], hidden: Sequence[str]) -> tuple[str, ...]:
    warnings = [f"không đọc trang tính ẩn: {', '.join(hidden)}; nếu cần, hãy bỏ ẩn rồi nạp lại"] if hidden else []
    for sheet in sheets:
        if sheet.unreckoned:
            warnings.append(
                f"trang tính {sheet.name}: {sheet.unreckoned} ô công thức chưa có kết quả; hãy mở bằng Excel rồi lưu lại"
            )
        if sheet.struck:
            warnings.append(
                f"trang tính {sheet.name}: bỏ {sheet.struck} ô bị gạch ngang; nếu vẫn dùng, hãy bỏ gạch rồi nạp lại"
            )
        if sheet.drawn.pictures:
            warnings.append(f"trang tính {sheet.name}: chưa đọc chữ trong ảnh; nếu ảnh có số liệu, hãy nạp riêng ảnh ấy")
    return tuple(warnings)


# Cells


def _xlsx(path: Path) -> tuple[list[WorkbookSheet], list[str]]:
    book, formulas = _opened(path, values=True), _opened(path, values=False)
    sheets: list[WorkbookSheet] = []
    on_sheets = drawn(path)
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        if sheet.max_row * sheet.max_column > MOST_CELLS:
            raise UnreadableFile(f"trang tính {sheet.title} quá lớn; hãy xóa các dòng, cột trống có định dạng rồi lưu lại")
        struck = 0
        rows: list[list[str]] = []
        for row in sheet.iter_rows():
            texts = [_cell(shown(cell.value, cell.number_format)) for cell in row]
            for at, cell in enumerate(row):
                if texts[at] and cell.has_style and (void := _is_void(cell)) | _is_unseen(cell):
                    texts[at] = ""
                    struck += void
            rows.append(texts)
        for area in sheet.merged_cells.ranges:
            _fill(rows, area.min_row - 1, area.max_row, area.min_col - 1, area.max_col)
        off_rows = {at - 1 for at, dimension in sheet.row_dimensions.items() if dimension.hidden}
        off_columns = {
            at
            for letter, dimension in sheet.column_dimensions.items()
            if dimension.hidden
            for at in range(
                (dimension.min or column_index_from_string(letter)) - 1, dimension.max or column_index_from_string(letter)
            )
        }
        lacking = sum(
            cell.data_type == "f" and sheet.cell(cell.row, cell.column).value is None
            for row in formulas[sheet.title].iter_rows()
            for cell in row
        )
        visible = _visible(rows, off_rows, off_columns)
        sheets.append(WorkbookSheet(_cell(sheet.title), visible, lacking, on_sheets.get(sheet.title, NOTHING_DRAWN), struck))
    return sheets, [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]


def _opened(path: Path, *, values: bool) -> openpyxl.Workbook:
    """Open a workbook by its content: openpyxl would refuse one that is called ".xls" by its name alone."""
    with path.open("rb") as file:
        return openpyxl.load_workbook(file, data_only=values)


def _is_void(cell: Cell | MergedCell) -> bool:
    """Say whether a cell is struck out."""
    return bool(cell.font.strike)


def _is_unseen(cell: Cell | MergedCell) -> bool:
    """Say whether a cell's text is not to be seen: white on no ground, or in the format that shows nothing."""
    font = cell.font.color
    white = font is not None and font.type == "rgb" and str(font.rgb)[-6:].upper() == "FFFFFF"
    return (white and cell.fill.fill_type is None) or cell.number_format.replace(" ", "") == UNSEEN


def _xls(path: Path) -> tuple[list[WorkbookSheet], list[str]]:
    book = xlrd.open_workbook(str(path), formatting_info=True, on_demand=True)
    sheets: list[WorkbookSheet] = []
    hidden: list[str] = []
    for sheet in book.sheets():
        if sheet.visibility:
            hidden.append(sheet.name)
            continue
        void = {at for at, form in enumerate(book.xf_list) if book.font_list[form.font_index].struck_out}
        struck = 0
        rows = [[_cell(_shown(book, cell)) for cell in sheet.row(at)] for at in range(sheet.nrows)]
        for at, texts in enumerate(rows):
            for place, cell in enumerate(sheet.row(at)):
                if texts[place] and cell.xf_index in void:
                    texts[place] = ""
                    struck += 1
        rows = [row + [""] * (sheet.ncols - len(row)) for row in rows]
        for top, bottom, left, right in sheet.merged_cells:
            _fill(rows, top, bottom, left, right)
        off_rows = {at for at, dimension in sheet.rowinfo_map.items() if dimension.hidden}
        off_columns = {at for at, dimension in sheet.colinfo_map.items() if dimension.hidden}
        sheets.append(WorkbookSheet(_cell(sheet.name), _visible(rows, off_rows, off_columns), struck=struck))
    return sheets, hidden


def _shown(book: xlrd.Book, cell: xlrd.sheet.Cell) -> str:
    if cell.ctype == xlrd.XL_CELL_DATE:
        return shown(xlrd.xldate_as_datetime(cell.value, book.datemode), _form(book, cell))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return shown(bool(cell.value))
    if cell.ctype != xlrd.XL_CELL_NUMBER:
        return str(cell.value) if cell.ctype == xlrd.XL_CELL_TEXT else ""
    return shown(cell.value, _form(book, cell))


def _form(book: xlrd.Book, cell: xlrd.sheet.Cell) -> str:
    return str(book.format_map[book.xf_list[cell.xf_index].format_key].format_str)


def _cell(text: str) -> str:
    return fold_spaces(normalize(text))


def _fill(rows: list[list[str]], top: int, bottom: int, left: int, right: int) -> None:
    for row in rows[top:bottom]:
        row[left:right] = [rows[top][left]] * len(row[left:right])


def _visible(rows: list[list[str]], off_rows: set[int], off_columns: set[int]) -> Rows:
    return [
        tuple(text for at, text in enumerate(row) if at not in off_columns)
        for number, row in enumerate(rows)
        if number not in off_rows
    ]


# Tables of a sheet


def _blocks(rows: Rows) -> Iterator[Rows]:
    """Yield the blocks of cells that empty rows, and within them empty columns, part from each other.

    A column of labels ("Tỷ lệ bao phủ:") goes with the block that stands right of it.
    """
    band: Rows = []
    for row in [*rows, ()]:
        if any(row):
            band.append(row)
            continue
        columns: list[int] = []
        for used in _stretches(band):
            columns += used
            if not (len(columns) == 1 and _are_labels([line[columns[0]] for line in band])):
                yield [tuple(line[at] for at in columns) for line in band if any(line[at] for at in columns)]
                columns = []
        if columns:
            yield [(line[columns[0]],) for line in band if line[columns[0]]]
        band = []


def _stretches(band: Rows) -> Iterator[list[int]]:
    """Yield the numbers of columns side by side that are not empty, from the left."""
    used = [any(cells) for cells in zip(*band, strict=True)] if band else []
    for on, group in groupby(range(len(used)), key=used.__getitem__):
        if on:
            yield list(group)


def _are_labels(cells: Sequence[str]) -> bool:
    """Say whether all cells of a column ask for what stands beside them; the recipients stand beside the signature."""
    return all(cell.endswith(":") and not cell.casefold().startswith("nơi nhận") for cell in cells if cell)


def _add(block: Rows, page: int, lines: list[Line], tables: list[Table]) -> None:
    """Add a block: rows that say one thing, across however many columns, are lines of text; the rest is a table."""
    first, last = 0, len(block)
    while first < last and _says_one(block[first]):
        first += 1
    while last > first and _says_one(block[last - 1]) and not any(map(str.isdigit, "".join(block[last - 1]))):
        last -= 1
    lines += [Line(next(filter(None, row)), page, whole=True) for row in block[:first]]
    if grid := block[first:last]:
        _add_grid(grid, page, lines, tables)
    lines += [Line(next(filter(None, row)), page, whole=True) for row in block[last:]]


def _add_grid(grid: Sequence[tuple[str, ...]], page: int, lines: list[Line], tables: list[Table]) -> None:
    lines += [
        Line(" ".join(_printed(row)), page, Kind.TABLE, whole=True, row=(len(tables), at)) for at, row in enumerate(grid)
    ]
    tables.append(Table(tuple(grid), page))


def _says_one(row: Sequence[str]) -> bool:
    return len(set(filter(None, row))) == 1 and (len(row) == 1 or row.count("") != len(row) - 1 or bool(row[0]))


def _printed(row: Sequence[str]) -> list[str]:
    """Return the cells of a row; a figure twice is two figures, a word in cells side by side is a merged one."""
    return [
        text for at, text in enumerate(row) if text and not (at and text == row[at - 1] and not any(map(str.isdigit, text)))
    ]
