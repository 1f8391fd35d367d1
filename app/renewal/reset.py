"""Last year's report set anew as a Word file, where its own file is none: paragraphs, headings and tables of its text."""

from __future__ import annotations

from collections.abc import Iterator

from docx.document import Document

from app.drafting.columns import column_widths
from app.drafting.layout import layout
from app.drafting.outline import looks_of
from app.drafting.word_parts import WordParts, set_page, set_widths
from ingest.language.text import xml_text
from ingest.model import Kind, Report, Span, Table


def as_document(report: Report) -> Document:
    """Return a report as a document, head and closing block as plain lines."""
    return _Setting(report).document()


class _Setting(WordParts):
    def __init__(self, report: Report) -> None:
        super().__init__(layout(), final=True)
        self.report = report
        self.looks = {heading.span.start: look for heading, look in zip(report.headings, looks_of(report), strict=True)}

    def document(self) -> Document:
        """Write the paragraphs and tables in order."""
        set_page(self.word, self.rules.looks["body"].size)
        report = self.report
        spans = list(zip(report.paragraphs, report.kinds, strict=True))
        firsts = {row.start: row.table for row in report.rows if row.number == min(_numbers(report, row.table))}
        rows = {row.start for row in report.rows}
        for span, kind in spans:
            if span.start in firsts:
                self._table(report.tables[firsts[span.start]][0])
            elif span.start not in rows and kind is not Kind.TABLE:
                self._paragraph(span)
        return self.word

    def _paragraph(self, span: Span) -> None:
        text = xml_text(self.report.text[span.start : span.end])
        look = self.looks.get(span.start, "body")
        paragraph = self.line(self.word.add_paragraph(), look, text)
        if look != "part":
            self.as_body(paragraph)

    def _table(self, table: Table) -> None:
        size = max((len(row) for row in table.rows), default=0)
        if not size:
            return
        grid = self.word.add_table(rows=len(table.rows), cols=size)
        grid.style = "Table Grid"
        page = self.rules.page
        rows = [tuple(map(xml_text, cells)) for cells in _filled(table, size)]
        free = page["width"] - page["left"] - page["right"]
        set_widths(grid, column_widths(rows, self.rules.looks["cell"].size, free))
        for row, cells in zip(grid.rows, rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                self.line(cell.paragraphs[0], "cell", text)


def _numbers(report: Report, table: int) -> list[int]:
    return [row.number for row in report.rows if row.table == table]


def _filled(table: Table, size: int) -> Iterator[tuple[str, ...]]:
    for row in table.rows:
        yield (*row, *[""] * (size - len(row)))
