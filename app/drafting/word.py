"""Writes a draft as a Word file in the decree's layout. The only module that makes Word files; reading is ``ingest``'s.

Sizes, margins and looks come from :mod:`app.drafting.layout`. In the file for the drafter blanks are highlighted, every
borrowed sentence carries a comment with its source, and the list of what is missing stands at the end; the final file
has neither.
"""

from __future__ import annotations

from pathlib import Path

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section as WordSection
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run
from lxml.etree import _Element

from app.drafting.draft import sentence_name
from app.drafting.layout import Layout, layout
from app.drafting.model import Annex, Draft, DraftParagraph, DraftText, Section
from app.drafting.outline import roman
from app.drafting.request import BadRequest, Request
from app.wording.blanks import DRAWN
from ingest.typeface import width

ALIGN = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "both": WD_ALIGN_PARAGRAPH.JUSTIFY}
MM_PER_POINT = 25.4 / 72
BOLD_WIDER = 1.06  # Times New Roman's bold against its regular, on capitals and small letters alike
RULE_EIGHTHS = 6  # thickness of the rules, in eighths of a point
SIGNING_LINES = 4  # empty lines between office and name, for signature and seal
AUTHOR, INITIALS = "Trợ lý Báo cáo", "TL"  # of the comments
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


class _Writing:
    """One pass over a draft."""

    def __init__(self, draft: Draft, rules: Layout, final: bool) -> None:
        self.draft = draft
        self.rules = rules
        self.final = final
        self.made: Document = docx.Document()

    def document(self) -> Document:
        """Write everything in order and return the document."""
        self._page()
        self._head(self.draft.request)
        self._title()
        self._body()
        self._closing(self.draft.request)
        for number, annex in enumerate(self.draft.annexes, start=1):
            self._annex(annex, number if len(self.draft.annexes) > 1 else 0)
        if self.draft.missing and not self.final:
            self._missing()
        properties = self.made.core_properties
        properties.author, properties.title, properties.language = "", "", "vi-VN"
        properties.comments = ""
        return self.made

    # Page

    def _page(self) -> None:
        page = self.rules.page
        section = self.made.sections[0]
        section.page_width, section.page_height = Mm(page["width"]), Mm(page["height"])
        section.top_margin, section.bottom_margin = Mm(page["top"]), Mm(page["bottom"])
        section.left_margin, section.right_margin = Mm(page["left"]), Mm(page["right"])
        section.header_distance = Mm(page["header_distance"])
        section.different_first_page_header_footer = True
        self._page_number(section)
        style = self.made.styles["Normal"]
        style.font.size = Pt(self.rules.looks["body"].size)
        _fonts(style.element.get_or_add_rPr(), page["font"])
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.line_spacing = 1.0
        defaults = self.made.styles.element.find(qn("w:docDefaults"))
        for fonts in () if defaults is None else defaults.iter(qn("w:rFonts")):
            _set_fonts(fonts, page["font"])
        for lang in () if defaults is None else defaults.iter(qn("w:lang")):
            lang.set(qn("w:val"), "vi-VN")

    def _page_number(self, section: WordSection) -> None:
        header = section.header
        header.is_linked_to_previous = False
        paragraph = header.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
            run = paragraph.add_run()
            run.font.size = Pt(self.rules.page["number_size"])
            _fonts(run._element.get_or_add_rPr(), self.rules.page["font"])
            mark = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                mark.set(qn("w:fldCharType"), kind)
            else:
                mark.text = text
            run._element.append(mark)

    # Head

    def _head(self, request: Request) -> None:
        rules, texts = self.rules.head, self.rules.texts
        table = self._columns((rules["left"], rules["right"]), rows=2)
        left, right = table.cell(0, 0), table.cell(0, 1)
        lines = [("parent", request.parent_agency.upper())] if request.parent_agency else []
        lines.append(("agency", request.agency.upper()))
        agency: list[str] = []
        for name, text in lines:
            agency = break_lines(text, self.rules.looks[name].size, rules["left"])
            for line in agency:
                self._line(left.add_paragraph(), name, line)
        self._rule(left, _measure(agency[-1], self.rules.looks["agency"].size), rules["agency_rule"], rules["left"])
        self._line(right.add_paragraph(), "country", texts["country"])
        self._line(right.add_paragraph(), "motto", texts["motto"])
        self._rule(right, _measure(texts["motto"], self.rules.looks["motto"].size), 1.0, rules["right"])
        number, date = table.cell(1, 0), table.cell(1, 1)
        self._line(number.add_paragraph(), "number", f"Số: {_number(request.number)}")
        self._line(date.add_paragraph(), "date", f"{request.place}, {_date(request)}")
        for cell in (left, right, number, date):
            _drop_first(cell)

    def _title(self) -> None:
        first = self._line(self.made.add_paragraph(), "type", self.rules.texts["type"])
        first.paragraph_format.space_before = Pt(18)
        self._line(self.made.add_paragraph(), "subject", self.draft.title)
        text_width = self.rules.page["width"] - self.rules.page["left"] - self.rules.page["right"]
        longest = min(_measure(self.draft.title, self.rules.looks["subject"].size), text_width)
        self._rule(self.made, longest, self.rules.head["agency_rule"], text_width)
        addressee = self.draft.request.addressee
        if addressee:
            to = self.rules.texts["to"]
            lines = [f"{to} {addressee[0]}."] if len(addressee) == 1 else [to, *(f"- {one};" for one in addressee)]
            if len(addressee) > 1:
                lines[-1] = lines[-1].rstrip(";") + "."
            for number, line in enumerate(lines):
                paragraph = self._line(self.made.add_paragraph(), "to", line)
                paragraph.paragraph_format.space_before = Pt(12 if number == 0 else 0)

    # Body

    def _body(self) -> None:
        first = self._line(self.made.add_paragraph(), "body", self.draft.opening)
        self._as_body(first)
        first.paragraph_format.space_before = Pt(12)
        for section in self.draft.sections:
            self._heading(section)
            for paragraph in section.paragraphs:
                self._paragraph(paragraph)
        last = self._line(self.made.add_paragraph(), "body", self.draft.closing.rstrip(" .") + self.rules.texts["end"])
        self._as_body(last)
        last.paragraph_format.keep_with_next = True

    def _heading(self, section: Section) -> None:
        if section.head.level == "part":
            mark = self._line(self.made.add_paragraph(), "part", section.mark)
            title = self._line(self.made.add_paragraph(), "part_title", section.title.upper())
            mark.paragraph_format.space_before = Pt(12)
            for line in (mark, title):
                line.paragraph_format.keep_with_next = True
            return
        text = section.title.upper() if section.head.level == "section" else section.title
        line = self._line(self.made.add_paragraph(), section.head.level, f"{section.mark} {text}")
        self._as_body(line)
        line.paragraph_format.keep_with_next = True

    def _paragraph(self, content: DraftParagraph) -> None:
        paragraph = self.made.add_paragraph()
        self._as_body(paragraph)
        if content.item:
            self._run(paragraph, "- ", "body")
        for number, text in enumerate(content.texts):
            if number:
                self._run(paragraph, " ", "body")
            runs = [self._run(paragraph, p.text if p.gap is None else DRAWN, "body", p.gap is not None) for p in text.pieces]
            note = _note(text)
            if note and not self.final:
                self.made.add_comment(runs, note, author=AUTHOR, initials=INITIALS)

    def _as_body(self, paragraph: WordParagraph) -> None:
        rules, form = self.rules.body, paragraph.paragraph_format
        paragraph.alignment = ALIGN[self.rules.looks["body"].align]
        form.first_line_indent = Mm(rules["indent"])
        form.space_before = Pt(rules["before"])
        form.line_spacing = rules["line"]
        form.widow_control = True

    # Closing block

    def _closing(self, request: Request) -> None:
        texts, page = self.rules.texts, self.rules.page
        text_width = page["width"] - page["left"] - page["right"]
        table = self._columns((text_width / 2, text_width / 2), rows=1)
        row = table.rows[0]._tr.get_or_add_trPr()
        row.append(OxmlElement("w:cantSplit"))
        left, right = table.cell(0, 0), table.cell(0, 1)
        self._line(left.add_paragraph(), "recipients", texts["recipients"])
        for line in _recipients(request, texts["file"]):
            self._line(left.add_paragraph(), "recipient", line)
        signer = request.signer
        titles = [("authority", signer.authority or DRAWN)]
        titles += [("office", line) for line in (signer.title or DRAWN).split("\n")]
        for name, text in titles:
            self._line(right.add_paragraph(), name, text.upper())
        for _ in range(SIGNING_LINES):
            self._line(right.add_paragraph(), "signer", "")
        self._line(right.add_paragraph(), "signer", signer.name or DRAWN)
        for cell in (left, right):
            _drop_first(cell)
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = paragraph is not cell.paragraphs[-1]
        left.paragraphs[0].paragraph_format.space_before = right.paragraphs[0].paragraph_format.space_before = Pt(12)

    # Annexes and the list of what is missing

    def _annex(self, annex: Annex, number: int) -> None:
        self._new_part()
        numeral = f" {roman(number)}" if number else ""
        self._line(self.made.add_paragraph(), "annex", f"Phụ lục{numeral}")
        self._line(self.made.add_paragraph(), "annex_title", annex.title.upper())
        request = self.draft.request
        of = f"(Kèm theo Báo cáo số {_number(request.number)} {_date(request)} của {sentence_name(request.agency)})"
        self._line(self.made.add_paragraph(), "annex_of", of)
        self.made.add_paragraph()
        table = self.made.add_table(rows=1 + len(annex.rows), cols=2 + len(annex.columns))
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        heads = ("TT", "Nội dung", *annex.columns)
        lines = (heads, *((str(number), *row) for number, row in enumerate(annex.rows, start=1)))
        for number, (row, texts) in enumerate(
            zip(table._tbl.tr_lst, lines, strict=True)
        ):  # table.cell() lists all cells anew
            for at, (cell, text) in enumerate(zip(row.tc_lst, texts, strict=True)):
                self._cell(_Cell(cell, table), text, bold=not number, left=number > 0 and at == 1)
        _repeat_head(table.rows[0])
        page = self.rules.page
        free = page["width"] - page["left"] - page["right"] - 12 - 60
        _widths(table, (12, 60, *([free / max(1, len(annex.columns))] * len(annex.columns))))

    def _cell(self, cell: _Cell, text: str, *, bold: bool = False, left: bool = False) -> None:
        paragraph = self._line(cell.paragraphs[0], "cell", text)
        for run in paragraph.runs:
            run.bold = bold
        if left:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT

    def _missing(self) -> None:
        self._new_part()
        title = self._line(self.made.add_paragraph(), "subject", NOT_GIVEN)
        title.paragraph_format.space_after = Pt(6)
        for line in self.draft.missing:
            paragraph = self.made.add_paragraph()
            self._as_body(paragraph)
            self._run(paragraph, f"- {line};" if line != self.draft.missing[-1] else f"- {line}.", "body")

    def _new_part(self) -> None:
        """A part with page numbers of its own, the first of them not shown (Phụ lục I, mục III.1.đ)."""
        section = self.made.add_section(WD_SECTION.NEW_PAGE)
        section.different_first_page_header_footer = True
        start = OxmlElement("w:pgNumType")
        start.set(qn("w:start"), "1")
        section._sectPr.append(start)

    # Lines

    def _line(self, paragraph: WordParagraph, look: str, text: str) -> WordParagraph:
        """Write a line in the look of an element; blanks in it are highlighted."""
        rule = self.rules.looks[look]
        paragraph.alignment = ALIGN[rule.align]
        for number, part in enumerate(text.split(DRAWN)):
            if number:
                self._run(paragraph, DRAWN, look, blank=True)
            if part:
                self._run(paragraph, part, look)
        if not text:
            self._run(paragraph, "", look)
        return paragraph

    def _run(self, paragraph: WordParagraph, text: str, look: str, blank: bool = False) -> Run:
        rule = self.rules.looks[look]
        run = paragraph.add_run(text)
        run.font.size, run.bold, run.italic = Pt(rule.size), rule.bold, rule.italic
        _fonts(run._element.get_or_add_rPr(), self.rules.page["font"])
        if blank and not self.final:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
        return run

    def _columns(self, widths: tuple[float, ...], rows: int) -> Table:
        """A table without lines and without padding, each cell with one empty paragraph to drop."""
        table = self.made.add_table(rows=rows, cols=len(widths))
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        properties = table._tbl.tblPr
        margins = OxmlElement("w:tblCellMar")
        for side in ("left", "right"):
            edge = OxmlElement(f"w:{side}")
            edge.set(qn("w:w"), "0")
            edge.set(qn("w:type"), "dxa")
            margins.append(edge)
        properties.append(margins)
        _widths(table, widths)
        return table

    def _rule(self, place: Document | _Cell, text: float, share: float, room: float) -> None:
        """A solid line ``share`` times as long as the text above it, in the middle of ``room`` millimetres."""
        paragraph = place.add_paragraph()
        form = paragraph.paragraph_format
        length = text * share
        form.left_indent = form.right_indent = Mm(max(0.0, (room - length) / 2))
        form.space_before, form.space_after = Pt(2), Pt(0)
        form.line_spacing = Pt(4)
        border = OxmlElement("w:pBdr")
        top = OxmlElement("w:top")
        for name, value in (("val", "single"), ("sz", str(RULE_EIGHTHS)), ("space", "1"), ("color", "000000")):
            top.set(qn(f"w:{name}"), value)
        border.append(top)
        paragraph._p.get_or_add_pPr().insert_element_before(
            border, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )  # fmt: skip
        run = paragraph.add_run("")
        run.font.size = Pt(2)


def _note(text: DraftText) -> str:
    """Return what the drafter is told beside a sentence: its source, and figures typed that the input does not hold."""
    typed = ", ".join(dict.fromkeys(piece.text for piece in text.pieces if piece.typed))
    return " ".join(filter(None, (text.source, typed and f"Số liệu do người soạn tự gõ, hãy kiểm tra: {typed}.")))


def _fonts(properties: _Element, font: str) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    _set_fonts(fonts, font)


def _set_fonts(fonts: _Element, font: str) -> None:
    """Name the font for every script; a theme's font would win over it."""
    for name in list(fonts.attrib):
        if str(name).endswith("Theme"):
            del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), font)


def _widths(table: Table, widths: tuple[float, ...]) -> None:
    for column, size in zip(table.columns, widths, strict=True):
        column.width = Mm(size)
    for row in table._tbl.tr_lst:  # column.cells lists all cells anew for each column
        for cell, size in zip(row.tc_lst, widths, strict=True):
            cell.width = Mm(size)


def _repeat_head(row: _Row) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _drop_first(cell: _Cell) -> None:
    """Take out the empty paragraph that every new cell has."""
    first = cell.paragraphs[0]._p
    first.getparent().remove(first)


def _measure(text: str, size: float) -> float:
    """Return how long a bold line is, in millimetres."""
    return width(text) / 1000 * size * MM_PER_POINT * BOLD_WIDER


def break_lines(text: str, size: float, room: float) -> list[str]:
    """Break a name over lines of about one length, where it does not fit on one; before its unit where it has one."""
    if _measure(text, size) <= room:
        return [text]
    words = text.split()
    if len(words) < 2:
        return [text]
    units = [
        at for at, w in enumerate(words) if w in ("TỈNH", "HUYỆN", "XÃ", "PHƯỜNG", "QUẬN", "THÀNH", "THỊ", "ĐẶC") and at > 1
    ]
    at = units[0] if units else min(range(1, len(words)), key=lambda n: abs(len(" ".join(words[:n])) - len(text) / 2))
    return [" ".join(words[:at]), *break_lines(" ".join(words[at:]), size, room)]


def _number(number: str) -> str:
    """Return the number and symbol without spaces, below ten with a leading 0; a blank where it is not given."""
    plain = "".join(number.split())
    head, slash, rest = plain.partition("/")
    if head.isdigit() and len(head) == 1:
        head = f"0{head}"
    return f"{head or DRAWN}{slash}{rest}" if plain else f"{DRAWN}"


def _date(request: Request) -> str:
    """Return "ngày 08 tháng 12 năm 2025": leading 0 for days below 10 and for months 1 and 2 only."""
    date = request.date
    if date is None:
        return f"ngày {DRAWN} tháng {DRAWN} năm {DRAWN}"
    month = f"{date.month:02}" if date.month < 3 else str(date.month)
    return f"ngày {date.day:02} tháng {month} năm {date.year}"


def _recipients(request: Request, filed: str) -> list[str]:
    """Each with a dash and a semicolon; the last says where it is filed and ends with a full stop."""
    given = [one.strip(" -;.") for one in request.recipients] or [DRAWN]
    own = [one for one in given if one.casefold().startswith("lưu")]
    lines = [f"- {one};" for one in given if one not in own]
    return [*lines, f"- {own[-1]}." if own else filed]
