"""The figures that a person sees on the sheets of an old workbook (.xls): cells of shown rows and columns."""

from __future__ import annotations

import datetime
import struct
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import regex as re
import xlrd
from xlrd.compdoc import CompDocError

from ingest.audit.model import SeenFigures
from ingest.audit.sheets import FIGURE, bare, scale_of, unread

DAMAGE = (xlrd.XLRDError, CompDocError, struct.error, KeyError, ValueError, IndexError, TypeError, AttributeError, OSError,
          EOFError, AssertionError, OverflowError)  # fmt: skip
NOTHING = ";;;"
EMPTY_ZERO = re.compile(r"^(?:[^;]*;){2}[^0;]*(?:;|$)")  # a format that shows zero as words or not at all
TIME = re.compile(r"^[^dy]*[hs][^dy]*$", re.IGNORECASE)


def seen(path: Path, read: str) -> list[SeenFigures]:
    """Return the texts with figures, and the numbers that no part of ``read`` shows; a damaged file gives nothing."""
    try:
        book = xlrd.open_workbook(str(path), formatting_info=True)
        figures: list[SeenFigures] = []
        left = Counter(bare(figure) for figure in FIGURE.findall(read))
        for page, sheet in enumerate((sheet for sheet in book.sheets() if not sheet.visibility), start=1):
            texts = (text for text in _cells(book, sheet, left) if any(map(str.isdigit, text)))
            figures += [SeenFigures(text, page) for text in texts]
    except DAMAGE:
        return []
    return figures


def _cells(book: xlrd.Book, sheet: xlrd.sheet.Sheet, left: Counter[str]) -> Iterator[str]:
    off = {at for at, column in sheet.colinfo_map.items() if column.hidden}
    for number in range(sheet.nrows):
        row = sheet.rowinfo_map.get(number)
        if row is not None and row.hidden:
            continue
        for at, cell in enumerate(sheet.row(number)):
            if at in off or cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                continue
            look = book.xf_list[cell.xf_index]
            form = book.format_map[look.format_key].format_str
            if book.font_list[look.font_index].struck_out or form.replace(" ", "") == NOTHING:
                continue
            if cell.ctype == xlrd.XL_CELL_TEXT:
                yield str(cell.value)
            elif cell.ctype == xlrd.XL_CELL_DATE and not TIME.match(form):
                yield _date(xlrd.xldate_as_datetime(cell.value, book.datemode), form)
            elif cell.ctype == xlrd.XL_CELL_NUMBER and not (cell.value == 0 and EMPTY_ZERO.match(form)):
                yield unread(str(cell.value), left, scale_of(form))


def _date(day: datetime.datetime, form: str) -> str:
    parts_of_day = {"d": f"{day:%d}", "m": f"{day:%m}", "y": f"{day:%Y}"}
    return "/".join(text for part, text in parts_of_day.items() if part in form.lower())
