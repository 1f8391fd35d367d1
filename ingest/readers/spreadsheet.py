"""The sheets of a spreadsheet as rows of cells; only this module knows openpyxl."""

from __future__ import annotations

import zipfile
from io import BytesIO

import openpyxl

from ingest.language.text import fold_spaces, normalize
from ingest.readers.sheet_cells import shown

MOST_ROWS, MOST_COLUMNS = 5000, 200  # of a sheet that is read
# what openpyxl lets through on damaged files
DAMAGE = (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, EOFError)


def active_rows(content: bytes) -> list[tuple[str, ...]]:
    """Return the rows of the sheet that an embedded workbook shows, without empty ones and empty edges.

    Damaged content, and one in another format, gives an empty list.
    """
    try:
        book = openpyxl.load_workbook(BytesIO(content), data_only=True)
        sheet = book.active
        if sheet is None or not hasattr(sheet, "iter_rows"):
            return []
        rows = [
            tuple(fold_spaces(normalize(shown(cell.value, cell.number_format))) for cell in row)
            for row in sheet.iter_rows(max_row=min(sheet.max_row, MOST_ROWS), max_col=min(sheet.max_column, MOST_COLUMNS))
        ]
    except DAMAGE:
        return []
    used = [row for row in rows if any(row)]
    columns = [at for at in range(max(map(len, used), default=0)) if any(row[at] for row in used)]
    return [row[columns[0] : columns[-1] + 1] for row in used] if columns else []
