"""A conversation, or one answer of it, as a Word file: citations are footnotes, so that they stay when it is edited."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from app.answer.citations import MARKER
from app.answer.model import Answer, Citation
from app.answer.quoted_rows import QuotedRow, WantedCell, quoted_row, side_by_side
from app.answer.sources import official_line
from app.drafting.word_parts import set_page
from app.records.conversations import KeptTurn
from app.records.word_footnotes import Footnotes
from ingest.language.text import xml_text

SIZE, NOTE_SIZE = 14.0, 11.0  # points of text and footnotes: what offices set, and what they set below the line
INDENT = 10.0  # millimetres of a paragraph's first line
END = "\0"  # a line that no answer has, behind its last
FROM = "Trích từ báo cáo trong thư viện bằng Trợ lý Báo cáo, ngày {day:%d/%m/%Y}. Nguồn của từng câu ở chú thích."


def word(name: str, turns: Sequence[KeptTurn], day: date) -> bytes:
    """Return the Word file: the name, the day, then every question with its answer."""
    document: Document = docx.Document()
    set_page(document, SIZE)
    notes = Footnotes(document, NOTE_SIZE)
    title = _line(document, name, bold=True)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _line(document, FROM.format(day=day), italic=True).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for turn in turns:
        if len(turns) > 1 or turn.question != name:  # a single answer is named by its question
            head = _line(document, turn.question, bold=True)
            head.paragraph_format.space_before, head.paragraph_format.keep_with_next = Pt(12), True
        _answer(document, turn.question, turn.answer, notes)
    notes.finish()
    document.core_properties.author, document.core_properties.title, document.core_properties.language = (
        "",
        xml_text(name),
        "vi-VN",
    )
    document.core_properties.comments = ""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _answer(document: Document, question: str, answer: Answer, notes: Footnotes) -> None:
    for note in answer.notes:
        _line(document, f"Lưu ý: {note}", italic=True)
    citations = {citation.n: citation for citation in answer.citations}
    numbers: dict[int, int] = {}  # of the footnote that a citation of this answer has
    if answer.short and answer.short not in answer.text.split("\n")[0]:
        _line(document, answer.short, bold=True)
    rows: list[QuotedRow] = []
    for line in filter(str.strip, [*answer.text.split("\n"), END]):
        row = quoted_row(line.removeprefix("- "), answer.citations, WantedCell.of(answer, question))
        if row is not None:
            rows.append(row)
            continue
        for group in side_by_side(rows):
            _table(document, group, lambda paragraph, text: _write_cited(paragraph, text, citations, numbers, notes))
        rows = []
        if line != END:
            _write_cited(_line(document, ""), line, citations, numbers, notes)


def _table(document: Document, rows: Sequence[QuotedRow], cited: Callable[[Paragraph, str], None]) -> None:
    """Write rows of a report as a table with their titles, the cell that answers in bold."""
    if rows[0].before.strip():
        cited(_line(document, ""), rows[0].before.strip())
    table = document.add_table(len(rows) + 1, len(rows[0].titles) + 1, "Table Grid")
    for at, title in enumerate(rows[0].titles, start=1):
        table.cell(0, at).paragraphs[0].add_run(xml_text(title)).bold = True
    for below, row in enumerate(rows, start=1):
        cited(table.cell(below, 0).paragraphs[0], f"{row.label}{row.markers}")
        for at, (_, value) in enumerate(row.cells):
            table.cell(below, at + 1).paragraphs[0].add_run(xml_text(value)).bold = at == row.marked
    document.add_paragraph().paragraph_format.space_after = Pt(0)  # else two tables in a row would be one


def _write_cited(
    paragraph: Paragraph, line: str, citations: dict[int, Citation], numbers: dict[int, int], notes: Footnotes
) -> None:
    """Write a line of an answer; each [n] that has a citation becomes a footnote, or refers to the one it has."""
    cut = 0
    for match in MARKER.finditer(line):
        citation = citations.get(int(match[1]))
        if citation is None:
            continue
        paragraph.add_run(xml_text(line[cut : match.start()].rstrip()))
        cut = match.end()
        if citation.n in numbers:
            notes.again(paragraph, numbers[citation.n])
        else:
            source = f"{official_line(citation)[1:-1]} ({citation.passage.file}): “{citation.quote}”"
            numbers[citation.n] = notes.refer(paragraph, xml_text(source))
    if line[cut:]:
        paragraph.add_run(xml_text(line[cut:]))


def _line(document: Document, text: str, *, bold: bool = False, italic: bool = False) -> Paragraph:
    paragraph: Paragraph = document.add_paragraph()
    form = paragraph.paragraph_format
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    form.first_line_indent = Mm(0 if bold or italic else INDENT)
    form.space_after = Pt(6)
    if text:
        run = paragraph.add_run(xml_text(text))
        run.bold, run.italic = bold, italic
    return paragraph
