"""A chart of a table over reports as a Word file: the picture, its figures as a table, the source of each."""

from __future__ import annotations

import io
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm
from docx.table import _Cell

from app.answer.sources import joined
from app.drafting.table_pages import keep_over_pages
from app.drafting.word_parts import set_page
from app.tabulation.charts import IndicatorChart, png
from app.tabulation.model import TableCell
from ingest.language.text import fold_spaces, xml_text

COLUMNS = (("Báo cáo", 46.0), ("Năm", 16.0), ("Số liệu", 32.0), ("Nguồn", 71.0))  # millimetres of a page of 165
SIZE = 12.0  # points


def write(chart: IndicatorChart, file: Path) -> None:
    """Write the file; :raises OSError: it cannot be written."""
    document: Document = docx.Document()
    set_page(document, SIZE)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run(xml_text(chart.title)).bold = True
    picture = document.add_paragraph()
    picture.alignment = WD_ALIGN_PARAGRAPH.CENTER
    inline = picture.add_run().add_picture(io.BytesIO(png(chart)), width=Mm(160))
    inline._inline.docPr.set("descr", xml_text(f"Biểu đồ: {chart.title}. Số liệu ở bảng bên dưới."))
    points = [(series.name, year, cell) for series in chart.series for year, cell in series.points]
    rows = [(name, str(year or ""), fold_spaces(cell.text), source(cell)) for name, year, cell in points]
    table = document.add_table(rows=1 + len(rows), cols=len(COLUMNS))
    table.style = "Table Grid"
    table.autofit = False
    for column, (_, width) in zip(table.columns, COLUMNS, strict=True):
        column.width = Mm(width)
    texts = [tuple(name for name, _ in COLUMNS), *rows]
    for number, (line, cells) in enumerate(zip(table._tbl.tr_lst, texts, strict=True)):
        for cell, text in zip(line.tc_lst, cells, strict=True):
            _Cell(cell, table).paragraphs[0].add_run(xml_text(text)).bold = number == 0
    keep_over_pages(table._tbl)
    properties = document.core_properties
    properties.author, properties.title, properties.language, properties.comments = "", xml_text(chart.title), "vi-VN", ""
    document.save(str(file))


def source(cell: TableCell) -> str:
    """Return where a value stands: file, section, page and the sentence; that it was typed by hand where it was."""
    if cell.choice is None:
        return "sửa tay"
    passage = cell.choice.passage
    parts = [passage.file, *([f"mục {joined(passage.section)}"] if passage.section else [])]
    parts += [f"trang {cell.page}"] if cell.page is not None else []
    return f"{', '.join(parts)}: “{fold_spaces(cell.choice.quote)}”"
