"""The sheet of figures for a renewal: last year's in a column, this year's to be typed beside; and sheets of any other form.

Rows of the app's own sheet carry the code of their places, so that what is typed goes exactly there. Any other sheet is read
as a table: by its rows and columns, with the grammar of reports.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import regex as re
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from app.drafting.request import MOST_CELLS, BadRequest
from app.drafting.sheet import COLUMNS, read
from app.renewal.model import Renewal, RenewalKind, RenewalPlace, RenewalState, RenewedPlace
from app.renewal.new_figures import NewFigure
from ingest.facts.extraction import facts_of
from ingest.facts.prose import GAP
from ingest.language.text import xml_text
from ingest.model import Report
from ingest.passages import cut
from ingest.readers.spreadsheet import active_rows
from ingest.reading import Reading
from ingest.report import understand

CODE, SECTION, NAME, UNIT, AROUND = "Mã (không sửa)", "Mục", "Tên số liệu", "Đơn vị tính", "Câu trong báo cáo trước"
OLD, NEW = "Số {label}", "Số kỳ này (điền vào đây)"
WIDTHS = (10, 34, 46, 14, 16, 24, 70)
LARGEST = 5_000_000  # bytes of a sheet
BARE = re.compile(r"(?<![\d.,/-])[1-9]\d{3,11}(?![\d.,/-])")
FORMULAS = ("=", "+", "-", "@")  # what a cell must not begin with, else Excel computes it


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of the sheet: the places it fills, and what stands there already ("" where nothing does)."""

    places: tuple[RenewalPlace, ...]
    new: str

    @property
    def code(self) -> str:
        """The codes of its places."""
        return ",".join(place.code for place in self.places)


def rows(renewal: Renewal) -> list[SheetRow]:
    """Return a row for every figure that the office is asked for or gave; the same figure told twice has one row.

    What is computed and what stays as it is has none.
    """
    groups: dict[tuple[object, ...], list[RenewedPlace]] = {}
    for renewed in renewal.places:
        if renewed.place.kind is not RenewalKind.FIGURE or renewed.state not in (RenewalState.BLANK, RenewalState.FILLED):
            continue
        if renewed.waits:
            continue  # it is computed once its figures are there
        groups.setdefault(_same(renewed.place), []).append(renewed)
    return [SheetRow(tuple(renewed.place for renewed in group), group[0].new) for group in groups.values()]


def _same(place: RenewalPlace) -> tuple[object, ...]:
    fact = place.fact
    if fact is None:
        return (place.code,)
    return (place.name.casefold(), place.old, place.unit, fact.standing, fact.year, fact.place, fact.change)


def write(renewal: Renewal) -> bytes:
    """Return the sheet as .xlsx."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new workbook has one
    sheet.title = "Số liệu"
    sheet.append([CODE, SECTION, NAME, UNIT, OLD.format(label=renewal.label), NEW, AROUND])
    for row in rows(renewal):
        place = row.places[0]
        cells = (row.code, place.section, place.name, place.unit, place.old, row.new, place.around)
        sheet.append([_safe(cell) for cell in cells])
        for cell in sheet[sheet.max_row]:
            cell.data_type = "s"  # text is text, whatever it begins with: a report's words must be no formula
    for number, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABCDEFG"[number]].width = width
    yellow = PatternFill("solid", fgColor="FFF2CC")
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.number_format = "@"  # "1.126" stays as it is typed
            if cell.row == 1:
                cell.font = Font(bold=True)
            elif cell.column == 6:
                cell.fill = yellow
    sheet.freeze_panes = "D2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _safe(text: str) -> str:
    clean = xml_text(text, " ")
    return f"'{clean}" if clean.startswith(FORMULAS) and not (clean[0] in "+-" and clean[1:2].isdigit()) else clean


def figures_of(path: Path, reading: Reading) -> list[NewFigure]:
    """Return the figures of a sheet; rows without a value are left out. A task for a process of its own.

    :raises BadRequest: too large, or no figure in it.
    :raises UnreadableFile: not a sheet that can be read.
    """
    if path.stat().st_size > LARGEST:
        raise BadRequest(f"{path.name} lớn quá {LARGEST // 1_000_000} MB. Hãy chỉ để lại bảng số liệu")
    table = active_rows(path.read_bytes())
    if table and table[0][0] == CODE:
        return _bounded(path, list(_own_rows(table)))
    if (table and table[0][0] == COLUMNS[0]) or path.suffix.lower() == ".csv":
        return [NewFigure(group, name, value) for group, values in read(path).items() for name, value in values.items()]
    report = understand(path, None, reading)
    figures = list(_of_report(report))
    if not figures:
        raise BadRequest(
            f"{path.name} không có số liệu nào đọc được. Hãy dùng bảng số liệu tải từ đây, hoặc bảng có dòng tiêu đề, "
            "một cột tên số liệu và một cột giá trị"
        )
    return _bounded(path, figures)


def _bounded(path: Path, figures: list[NewFigure]) -> list[NewFigure]:
    if len(figures) > MOST_CELLS:
        raise BadRequest(
            f"{path.name} có {len(figures)} số liệu, quá {MOST_CELLS}. Hãy chia thành nhiều bảng, nạp từng bảng"
        )
    return figures


def _own_rows(table: Sequence[Sequence[str]]) -> Iterator[NewFigure]:
    """Yield the rows of the app's own sheet."""
    for row in table[1:]:
        cells = [*row, "", "", "", "", "", "", ""][:7]
        if cells[5]:
            yield NewFigure(cells[1], cells[2], _grouped(cells[5]), code=cells[0], unit=cells[3])


def _of_report(report: Report) -> Iterator[NewFigure]:
    """Yield the figures of any other sheet, each named by its row and its column."""
    passages = cut(report, lambda texts: [2 * len(text.split()) for text in texts])
    for fact in facts_of(report, passages):
        name = fact.name or fact.counted
        if name:
            section = " ".join(fact.headings[-1:]) or fact.lead
            title = name.replace(GAP, " ").strip()
            yield NewFigure(section, title, _grouped(fact.text), column=fact.title)


def _grouped(value: str) -> str:
    """Return a number that Excel holds without points as reports print it: "3200 tấn" is "3.200 tấn"."""
    return BARE.sub(lambda match: f"{int(match[0]):,}".replace(",", "."), value)
