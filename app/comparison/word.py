"""A comparison as a Word file: a readable table for every section."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from app.comparison.model import NAMES, ReportChange, ReportPlace
from app.comparison.output import by_places, by_section, summary, where
from app.drafting.word_parts import set_page
from ingest.language.text import capitalized, xml_text

COLUMNS = (("Báo cáo trước", 85.0), ("Báo cáo này", 85.0), ("Nhận xét", 77.0))  # millimetres, on A4 across
SIZE = 11.0  # points: three columns of whole sentences stand on a page


def write(changes: Sequence[ReportChange], old: str, new: str, file: Path) -> None:
    """Write the changes as a Word file.

    :param old: what last year's report is called, ``new``: what this year's is.
    :raises OSError: the file cannot be written.
    """
    document: Document = docx.Document()
    set_page(document, SIZE, landscape=True)
    _line(document, "SO SÁNH HAI BÁO CÁO", bold=True).alignment = WD_ALIGN_PARAGRAPH.CENTER
    _line(document, f"Báo cáo trước: {old}")
    _line(document, f"Báo cáo này: {new}")
    _line(document, summary(changes), italic=True)
    for heading, group in by_section(changes):
        head = _line(document, heading, bold=True)
        head.paragraph_format.keep_with_next = True
        _table(document, group)
    properties = document.core_properties
    properties.author, properties.title, properties.language, properties.comments = "", "So sánh hai báo cáo", "vi-VN", ""
    document.save(str(file))


def _table(document: Document, changes: Sequence[ReportChange]) -> None:
    groups = by_places(changes)
    table: Table = document.add_table(rows=1 + len(groups), cols=len(COLUMNS))
    table.style = "Table Grid"
    table.autofit = False
    for column, (_, width) in zip(table.columns, COLUMNS, strict=True):
        column.width = Mm(width)
    rows: list[list[str]] = [[name for name, _ in COLUMNS]]
    rows += [[_quote(group[0].old), _quote(group[0].new), ""] for group in groups]
    for number, (line, texts) in enumerate(zip(table._tbl.tr_lst, rows, strict=True)):  # table.cell() lists all cells anew
        cells = [_Cell(cell, table) for cell in line.tc_lst]
        for cell, text in zip(cells, texts, strict=True):
            cell.paragraphs[0].add_run(xml_text(text)).bold = number == 0
        for at, change in enumerate(groups[number - 1] if number else ()):
            remark = cells[-1].add_paragraph() if at else cells[-1].paragraphs[0]
            remark.add_run(f"{capitalized(NAMES[change.kind])}. ").bold = True
            remark.add_run(xml_text(change.message))
        line.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph()


def _quote(place: ReportPlace | None) -> str:
    if place is None:
        return "–"
    at = where(place)
    return f"“{place.quote}”" + (f" ({at})" if at else "")


def _line(document: Document, text: str, *, bold: bool = False, italic: bool = False) -> Paragraph:
    paragraph: Paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(6)
    run = paragraph.add_run(xml_text(text))
    run.bold, run.italic = bold, italic
    return paragraph
