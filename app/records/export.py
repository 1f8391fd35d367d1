"""A conversation, or one answer of it, as a Word file: citations are footnotes, so that they stay when it is edited."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

import docx
import regex as re
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from app.answer.citations import MARKER
from app.answer.model import Answer, Citation
from app.answer.sources import source_line
from app.drafting.layout import layout
from app.records.conversations import KeptTurn
from app.records.word_footnotes import Footnotes

SIZE, NOTE_SIZE = 14.0, 11.0  # points of text and footnotes: what offices set, and what they set below the line
INDENT = 10.0  # millimetres of a paragraph's first line
NOT_XML = re.compile(r"[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
FROM = "Trích từ báo cáo trong thư viện bằng Trợ lý Báo cáo, ngày {day:%d/%m/%Y}. Nguồn của từng câu ở chú thích."


def word(name: str, turns: Sequence[KeptTurn], day: date) -> bytes:
    """Return the Word file: the name, the day, then every question with its answer."""
    made: Document = docx.Document()
    _page(made)
    notes = Footnotes(made, NOTE_SIZE)
    title = _line(made, name, bold=True)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _line(made, FROM.format(day=day), italic=True).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for turn in turns:
        if len(turns) > 1 or turn.question != name:  # a single answer is named by its question
            head = _line(made, turn.question, bold=True)
            head.paragraph_format.space_before, head.paragraph_format.keep_with_next = Pt(12), True
        _answer(made, turn.answer, notes)
    notes.finish()
    made.core_properties.author, made.core_properties.title, made.core_properties.language = "", _clean(name), "vi-VN"
    made.core_properties.comments = ""
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _answer(made: Document, answer: Answer, notes: Footnotes) -> None:
    for note in answer.notes:
        _line(made, f"Lưu ý: {note}", italic=True)
    citations = {citation.n: citation for citation in answer.citations}
    numbers: dict[int, int] = {}  # of the footnote that a citation of this answer has
    for line in filter(str.strip, answer.text.split("\n")):
        _cited(_line(made, ""), line, citations, numbers, notes)


def _cited(
    paragraph: Paragraph, line: str, citations: dict[int, Citation], numbers: dict[int, int], notes: Footnotes
) -> None:
    """Write a line of an answer; each [n] that has a citation becomes a footnote, or refers to the one it has."""
    done = 0
    for match in MARKER.finditer(line):
        citation = citations.get(int(match[1]))
        if citation is None:
            continue
        paragraph.add_run(_clean(line[done : match.start()].rstrip()))
        done = match.end()
        if citation.n in numbers:
            notes.again(paragraph, numbers[citation.n])
        else:
            source = f"{source_line(citation)} ({citation.passage.file}): “{citation.quote}”"
            numbers[citation.n] = notes.refer(paragraph, _clean(source))
    if line[done:]:
        paragraph.add_run(_clean(line[done:]))


def _line(made: Document, text: str, *, bold: bool = False, italic: bool = False) -> Paragraph:
    paragraph: Paragraph = made.add_paragraph()
    form = paragraph.paragraph_format
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    form.first_line_indent = Mm(0 if bold or italic else INDENT)
    form.space_after = Pt(6)
    if text:
        run = paragraph.add_run(_clean(text))
        run.bold, run.italic = bold, italic
    return paragraph


def _page(made: Document) -> None:
    page = layout().page
    section = made.sections[0]
    section.page_width, section.page_height = Mm(page["width"]), Mm(page["height"])
    section.top_margin, section.bottom_margin = Mm(page["top"]), Mm(page["bottom"])
    section.left_margin, section.right_margin = Mm(page["left"]), Mm(page["right"])
    style = made.styles["Normal"]
    style.font.name, style.font.size = page["font"], Pt(SIZE)
    fonts = style.element.rPr.rFonts
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), page["font"])


def _clean(text: str) -> str:
    """Return a text without the characters that a Word file cannot hold."""
    return NOT_XML.sub("", text)
