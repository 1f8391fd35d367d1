"""Tables that go on over pages: their head stands on every page, and no row is parted between two."""

from __future__ import annotations

import regex as re
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row
from lxml.etree import _Element

FEWEST = 3  # rows; what is smaller, like a report's head, goes over no pages
MOST_HEADS = 4  # rows of a head
COLUMN_NUMBER = re.compile(r"\(?(?:[A-ZĐ]|\d{1,2})(?:\s?=.{0,20})?\)?")  # "(1)", "3=2/1"


def keep_over_pages(table: _Element) -> None:
    """Mark the rows of a table: those of its head, where none is marked, and all of them as not to be parted."""
    rows = [row for row in table if isinstance(row, CT_Row)]
    if len(rows) < FEWEST:
        return
    for row in rows:
        _mark(row, "w:cantSplit")
    if not any(row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows):
        for row in rows[: _heads(rows)]:
            _mark(row, "w:tblHeader")


def _heads(rows: list[CT_Row]) -> int:
    """Return how many rows a head has: the first, those that its cells reach down to or stand over, that of numbers."""
    count = 1
    while count < min(MOST_HEADS, len(rows) - 1) and (_goes_on(rows[count]) or (count == 1 and _stands_over(rows[0]))):
        count += 1
    texts = ["".join(part.text or "" for part in cell.iter(qn("w:t"))).strip() for cell in rows[count].tc_lst]
    numbered = len(texts) > 1 and all(COLUMN_NUMBER.fullmatch(text) for text in texts)
    return count + 1 if numbered and count + 1 < len(rows) else count


def _goes_on(row: CT_Row) -> bool:
    """Say whether a cell of the row above reaches down into a row."""
    return any(merge.get(qn("w:val"), "continue") == "continue" for merge in row.iter(qn("w:vMerge")))


def _stands_over(row: CT_Row) -> bool:
    """Say whether a cell of a row stands over several columns, but is no title of the whole table."""
    return len(row.tc_lst) > 1 and row.find(f".//{qn('w:gridSpan')}") is not None


def _mark(row: CT_Row, name: str) -> None:
    properties = row.get_or_add_trPr()
    mark = properties.find(qn(name))
    if mark is None:
        mark = OxmlElement(name)
        properties.append(mark)
    mark.set(qn("w:val"), "true")
