"""Tables of Word: their grid, and which of them only place text on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import regex as re
from lxml.etree import _Element

from ingest.readers.docx.names import CELL, CHUNK, CONTROL, ROW, TABLE, VALUE, WRAPPERS, P, W

MOST_COLUMNS = 63  # of a table in Word
LONGEST_HEAD = 12  # rows of a report's head typed a line a row
LONGEST_END = 40  # rows of recipients and signature typed a line a row
HEAD_COLUMNS = 2  # of a head that shows no motto
FRAME_PARAGRAPHS = 3  # in a cell, from which a table of one column is a frame around text
FORMAL = re.compile(r"CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM|^\W*NƠI\s+NHẬN\W*(?:$|[-–:])")
# What a head has that shows no motto, in two cells: a document's number, and place and date.
NUMBER = re.compile(r"(?:^|\s)SỐ\s*+:?\s*+\d{0,5}\s*+[/-]\s*+[\p{L}\d]{1,6}[/-]")
DATE = re.compile(r",\s*+NGÀY[\s\d.…]*+THÁNG[\s\d.…]*+NĂM(?!\p{L})")
Grid = list[list[_Element | None]]


def inside(container: _Element, *tags: str) -> Iterator[_Element]:
    """Yield the children with these tags, also those in content controls; a table of contents is passed over."""
    for child in container:
        if child.tag in tags:
            yield child
        elif child.tag in WRAPPERS and not _is_contents(child):
            yield from inside(child, *tags)


def cells(row: _Element) -> Iterator[_Element]:
    """Yield the cells of a row."""
    return inside(row, CELL)


def grid(table: _Element) -> Grid:
    """Return the cells of every row, a merged one in each column and row it covers; None where a row is indented."""
    rows: Grid = []
    above: list[_Element | None] = []
    for row in inside(table, ROW):
        row_cells: list[_Element | None] = [None] * _columns(row.find(f"{W}trPr/{W}gridBefore"), 0)
        for cell in cells(row):
            if _goes_on(cell, "hMerge"):
                row_cells.append(row_cells[-1] if row_cells else cell)
                continue
            at = len(row_cells)
            merged = _goes_on(cell, "vMerge") and at < len(above)
            row_cells += [above[at] if merged else cell] * _columns(cell.find(f"{W}tcPr/{W}gridSpan"), 1)
        above = row_cells[:MOST_COLUMNS]
        rows.append(above)
    return rows


def placed(rows: Grid, text: Callable[[_Element], str]) -> list[_Element] | None:
    """Return the cells of a table that only places text, in reading order; None for a table of data.

    The head of a report and its signature block are typed as tables of two columns, a line a row or all in one row; the
    columns are read one after the other. A table of one cell is a frame around text.
    """
    if not rows:
        return None
    distinct = list(dict.fromkeys(cell for row in rows for cell in row if cell is not None))
    columns = max(map(len, rows))
    if len(rows) > LONGEST_END and columns > 1:
        return None
    if columns == 1:
        framed = len(distinct) == 1 or any(_blocks(cell) >= FRAME_PARAGRAPHS for cell in distinct)
        return distinct if framed else None
    titles = [text(cell) for cell in rows[0] if cell is not None]
    if len(titles) > 2 and all(titles):  # three titled columns or more: data
        return None
    formal = [any(FORMAL.search(text(p).upper()) for cell in row if cell is not None for p in cell.iter(P)) for row in rows]
    opens = next((at for at, is_formal in enumerate(formal) if is_formal), None)
    if opens is None and columns == HEAD_COLUMNS and _dated(distinct, text):
        opens = 0
    if opens is None or opens > 3:
        return None
    if len(rows) > (
        LONGEST_END if any("NHẬN" in text(cell).upper() for cell in rows[opens] if cell is not None) else LONGEST_HEAD
    ):
        return None
    return [cell for band in _bands(rows) for cell in _by_column(band)]


def _dated(distinct: Sequence[_Element], text: Callable[[_Element], str]) -> bool:
    """Say whether one cell has a document's number and another its place and date."""
    paragraphs = [[text(paragraph).upper() for paragraph in cell.iter(P)] for cell in distinct]
    numbered = [at for at, texts in enumerate(paragraphs) if any(map(NUMBER.search, texts))]
    dated = [at for at, texts in enumerate(paragraphs) if any(map(DATE.search, texts))]
    return len(numbered) == len(dated) == 1 and numbered != dated


def _bands(rows: Grid) -> Iterator[Sequence[list[_Element | None]]]:
    """Yield stretches of rows: a row of one cell that runs over all columns stands by itself."""
    band: list[list[_Element | None]] = []
    for row in rows:
        if len(row) > 1 and len(set(row)) == 1:
            if band:
                yield band
            yield [row]
            band = []
        else:
            band.append(row)
    if band:
        yield band


def _by_column(rows: Sequence[list[_Element | None]]) -> list[_Element]:
    """Return the cells column by column, a merged one once."""
    columns = max(map(len, rows))
    met = dict.fromkeys(row[at] for at in range(columns) for row in rows if at < len(row))
    return [cell for cell in met if cell is not None]


def _blocks(cell: _Element) -> int:
    return sum(
        1 for block in inside(cell, P, TABLE, CHUNK) if block.tag != P or any(True for t in block.iter(f"{W}t") if t.text)
    )


def _columns(element: _Element | None, default: int) -> int:
    value = "" if element is None else element.get(VALUE, "")
    return min(int(value), MOST_COLUMNS) if value.isdecimal() else default


def _goes_on(cell: _Element, name: str) -> bool:
    merge = cell.find(f"{W}tcPr/{W}{name}")
    return merge is not None and merge.get(VALUE, "continue") == "continue"


def _is_contents(control: _Element) -> bool:
    if control.tag != CONTROL:
        return False
    gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(VALUE) == "Table of Contents"
