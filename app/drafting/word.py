"""Writes a draft as a Word file in the decree's layout.

Sizes, margins and looks come from :mod:`app.drafting.layout`. In the file for the drafter blanks are highlighted, every
borrowed sentence carries a comment with its source, and the list of what is missing stands at the end; the final file
has neither.
"""

from __future__ import annotations

from pathlib import Path

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx.table import _Cell

from app.drafting.columns import column_widths
from app.drafting.draft import sentence_name
from app.drafting.layout import Layout, layout
from app.drafting.lines import date_line, number_line
from app.drafting.model import Annex, Draft, DraftParagraph, DraftText, Section
from app.drafting.outline import roman
from app.drafting.request import BadRequest
from app.drafting.table_pages import keep_over_pages
from app.drafting.word_head import WordHead
from app.drafting.word_parts import AUTHOR, INITIALS, repeat_head, set_widths
from app.wording.blanks import DRAWN

NOT_GIVEN = "Thông tin, số liệu còn thiếu (xóa trang này trước khi trình)"


def write(draft: Draft, file: Path, *, final: bool = False) -> None:
    """Write the draft to ``file``.

    :param final: without comments, highlights and the list of what is missing.
    :raises BadRequest: the file cannot be written.
    """
    document = _Writing(draft, layout(), final).document()
    try:
        document.save(str(file))
    except OSError as error:
        raise BadRequest(f"Không ghi được {file}: {error.strerror}. Hãy kiểm tra đường dẫn và quyền ghi") from error


class _Writing(WordHead):
    """One pass over a draft."""

    def __init__(self, draft: Draft, rules: Layout, final: bool) -> None:
        super().__init__(rules, final)
        self.draft = draft

    def document(self) -> Document:
        """Write everything in order and return the document."""
        self.page()
        self.head(self.draft.request)
        self.title(self.draft.title, self.draft.request)
        self._body()
        self.closing(self.draft.request)
        for number, annex in enumerate(self.draft.annexes, start=1):
            self._annex(annex, number if len(self.draft.annexes) > 1 else 0)
        if self.draft.missing and not self.final:
            self._missing()
        properties = self.word.core_properties
        properties.author, properties.title, properties.language = "", "", "vi-VN"
        properties.comments = ""
        return self.word

    # Body

    def _body(self) -> None:
        first = self.line(self.word.add_paragraph(), "body", self.draft.opening)
        self.as_body(first)
        first.paragraph_format.space_before = Pt(12)
        for section in self.draft.sections:
            self._heading(section)
            for paragraph in section.paragraphs:
                self._paragraph(paragraph, _expected(section))
        last = self.line(self.word.add_paragraph(), "body", self.draft.closing.rstrip(" .") + self.rules.texts["end"])
        self.as_body(last)
        last.paragraph_format.keep_with_next = True

    def _heading(self, section: Section) -> None:
        if section.head.level == "part":
            mark = self.line(self.word.add_paragraph(), "part", section.mark)
            title = self.line(self.word.add_paragraph(), "part_title", section.title.upper())
            mark.paragraph_format.space_before = Pt(12)
            for line in (mark, title):
                line.paragraph_format.keep_with_next = True
            return
        text = section.title.upper() if section.head.level == "section" else section.title
        line = self.line(self.word.add_paragraph(), section.head.level, f"{section.mark} {text}")
        self.as_body(line)
        line.paragraph_format.keep_with_next = True

    def _paragraph(self, content: DraftParagraph, expected: str) -> None:
        paragraph = self.word.add_paragraph()
        self.as_body(paragraph)
        if content.item:
            self.run(paragraph, "- ", "body")
        for number, text in enumerate(content.texts):
            if number:
                self.run(paragraph, " ", "body")
            runs = [self.run(paragraph, p.text if p.gap is None else DRAWN, "body", p.gap is not None) for p in text.pieces]
            note = _note(text) or expected
            if note and not self.final:
                self.word.add_comment(runs, note, author=AUTHOR, initials=INITIALS)

    # Annexes and the list of what is missing

    def _annex(self, annex: Annex, number: int) -> None:
        self.new_part()
        numeral = f" {roman(number)}" if number else ""
        self.line(self.word.add_paragraph(), "annex", f"Phụ lục{numeral}")
        self.line(self.word.add_paragraph(), "annex_title", annex.title.upper())
        request = self.draft.request
        of = f"(Kèm theo Báo cáo số {number_line(request.number)} {date_line(request)} của {sentence_name(request.agency)})"
        self.line(self.word.add_paragraph(), "annex_of", of)
        self.word.add_paragraph()
        table = self.word.add_table(rows=1 + len(annex.rows), cols=2 + len(annex.columns))
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        heads = ("TT", "Nội dung", *annex.columns)
        lines = [heads, *((str(number), *row) for number, row in enumerate(annex.rows, start=1))]
        for number, (row, texts) in enumerate(
            zip(table._tbl.tr_lst, lines, strict=True)
        ):  # table.cell() lists all cells anew
            for at, (cell, text) in enumerate(zip(row.tc_lst, texts, strict=True)):
                self._cell(_Cell(cell, table), text, bold=not number, left=number > 0 and at == 1)
        keep_over_pages(table._tbl)
        repeat_head(table.rows[0])
        page = self.rules.page
        free = page["width"] - page["left"] - page["right"]
        set_widths(table, column_widths(lines, self.rules.looks["cell"].size, free))

    def _cell(self, cell: _Cell, text: str, *, bold: bool = False, left: bool = False) -> None:
        paragraph = self.line(cell.paragraphs[0], "cell", text)
        for run in paragraph.runs:
            run.bold = bold
        if left:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT

    def _missing(self) -> None:
        self.new_part()
        title = self.line(self.word.add_paragraph(), "subject", NOT_GIVEN)
        title.paragraph_format.space_after = Pt(6)
        for line in self.draft.missing:
            paragraph = self.word.add_paragraph()
            self.as_body(paragraph)
            self.run(paragraph, f"- {line};" if line != self.draft.missing[-1] else f"- {line}.", "body")


def _expected(section: Section) -> str:
    """Return what a section for which nothing is known is expected to tell, "" for any other."""
    matters = section.head.figures or section.head.search
    return f"Chưa có gì để viết mục này. Mục thường nêu: {'; '.join(matters)}." if section.blank and matters else ""


def _note(text: DraftText) -> str:
    """Return what the drafter is told beside a sentence: its source, and figures typed that the input does not hold."""
    typed = ", ".join(dict.fromkeys(piece.text for piece in text.pieces if piece.typed))
    return " ".join(filter(None, (text.source, typed and f"Số liệu do người soạn tự gõ, hãy kiểm tra: {typed}.")))
