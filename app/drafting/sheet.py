"""Figures of a draft as a sheet (.csv or .xlsx): section or field, name, value; and the template that is offered.

Sheets of a renewal are those of :mod:`app.renewal.sheet`.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from app.drafting.outline import Outline
from app.drafting.request import MOST_FIGURES, BadRequest

COLUMNS = ("Mục hoặc lĩnh vực", "Tên số liệu", "Giá trị (in đúng như ghi)")
MOST_ROWS = MOST_FIGURES  # of a sheet
LARGEST = 5_000_000  # bytes
LARGEST_UNPACKED = 50_000_000  # bytes: a workbook unpacks to ten times its size, and a row of 270 MB is read for minutes


def template(outline: Outline) -> str:
    """Return a sheet (.csv text) with the figures that an outline's sections expect, values empty."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows((head.heading, name, "") for head in outline.heads for name in head.figures)
    return out.getvalue()


def read(file: Path) -> dict[str, dict[str, str]]:
    """Return the figures of a sheet; rows without a value are left out.

    :raises BadRequest: not a sheet, too large, or a row without section or name.
    """
    if file.stat().st_size > LARGEST:
        raise BadRequest(f"{file.name} lớn quá {LARGEST // 1_000_000} MB. Hãy chỉ để lại bảng số liệu")
    rows = _xlsx(file) if zipfile.is_zipfile(file) else _csv(file)
    figures: dict[str, dict[str, str]] = {}
    for number, row in enumerate(rows, start=1):
        cells = [*row, "", "", ""][:3]
        if number > MOST_ROWS:
            raise BadRequest(f"{file.name} có hơn {MOST_ROWS} hàng. Hãy chỉ để lại bảng số liệu")
        if not cells[2] or cells[0] == COLUMNS[0]:
            continue
        if not cells[0] or not cells[1]:
            raise BadRequest(
                f"{file.name}, hàng {number}: thiếu mục hoặc tên số liệu; mỗi hàng cần ba cột: {', '.join(COLUMNS)}"
            )
        figures.setdefault(cells[0], {})[cells[1]] = cells[2]
    return figures


def _csv(file: Path) -> Iterable[Sequence[str]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadRequest(f"{file.name} không theo bảng mã UTF-8. Trong Excel hãy lưu dạng “CSV UTF-8” hoặc .xlsx") from error
    dialect = ";" if text.split("\n", 1)[0].count(";") > text.split("\n", 1)[0].count(",") else ","
    return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=dialect)]


def _xlsx(file: Path) -> Iterable[Sequence[str]]:
    try:
        with zipfile.ZipFile(file) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > LARGEST_UNPACKED:
            raise BadRequest(
                f"{file.name} bung ra {unpacked // 1_000_000} MB, quá {LARGEST_UNPACKED // 1_000_000} MB. "
                "Hãy chỉ để lại bảng số liệu trong một tệp mới"
            )
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        return [[_cell(cell) for cell in row[:3]] for row in sheet.iter_rows(max_row=MOST_ROWS + 1, values_only=True)]
    except (InvalidFileException, KeyError, ValueError, IndexError, zipfile.BadZipFile, OSError) as error:
        raise BadRequest(f"{file.name} không phải tệp Excel (.xlsx) đọc được: {error}") from error


def _cell(value: object) -> str:
    """Return a cell as it is to be printed; a number with a decimal comma."""
    if value is None:
        return ""
    if isinstance(value, float):
        return (f"{value:.0f}" if value == int(value) else f"{value:g}").replace(".", ",")
    return str(value).strip()
