"""Parts of a Word file in the decree's looks: lines, runs, tables without lines, rules under them; fonts and widths."""

from __future__ import annotations

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run
from lxml.etree import _Element

from app.drafting.layout import Layout, layout
from app.wording.blanks import DRAWN

AUTHOR, INITIALS = "Trợ lý Báo cáo", "TL"  # of the comments
ALIGN = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "both": WD_ALIGN_PARAGRAPH.JUSTIFY}
RULE_EIGHTHS = 6  # thickness of the rules, in eighths of a point


class WordParts:
    """What a Word file is put together from, in the looks of ``rules``.

    :param final: blanks are not highlighted.
    :param document: the document to write into; None: a new one.
    """

    def __init__(self, rules: Layout, final: bool, document: Document | None = None) -> None:
        self.rules = rules
        self.final = final
        self.word: Document = docx.Document() if document is None else document

    def line(self, paragraph: WordParagraph, look: str, text: str) -> WordParagraph:
        """Write a line in the look of an element; blanks in it are highlighted."""
        rule = self.rules.looks[look]
        paragraph.alignment = ALIGN[rule.align]
        for number, part in enumerate(text.split(DRAWN)):
            if number:
                self.run(paragraph, DRAWN, look, blank=True)
            if part:
                self.run(paragraph, part, look)
        if not text:
            self.run(paragraph, "", look)
        return paragraph

    def run(self, paragraph: WordParagraph, text: str, look: str, blank: bool = False) -> Run:
        """Add text to a paragraph in the look of an element; a blank is highlighted but in the final file."""
        rule = self.rules.looks[look]
        run = paragraph.add_run(text)
        run.font.size, run.bold, run.italic = Pt(rule.size), rule.bold, rule.italic
        use_font(run._element.get_or_add_rPr(), self.rules.page["font"])
        if blank and not self.final:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
        return run

    def columns(self, widths: tuple[float, ...], rows: int) -> Table:
        """Return a table without lines and without padding, each cell with one empty paragraph to drop."""
        table = self.word.add_table(rows=rows, cols=len(widths))
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
        set_widths(table, widths)
        return table

    def rule(self, place: Document | _Cell, text: float, share: float, room: float) -> None:
        """Draw a solid line ``share`` times as long as the text above it, in the middle of ``room`` millimetres."""
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

    def as_body(self, paragraph: WordParagraph) -> None:
        """Give a paragraph the indent, spacing and alignment of the body."""
        rules, form = self.rules.body, paragraph.paragraph_format
        paragraph.alignment = ALIGN[self.rules.looks["body"].align]
        form.first_line_indent = Mm(rules["indent"])
        form.space_before = Pt(rules["before"])
        form.line_spacing = rules["line"]
        form.widow_control = True


def set_page(document: Document, size: float, *, landscape: bool = False) -> None:
    """Give a document the decree's paper, margins and font, in so many points; across where it is ``landscape``."""
    page, section = layout().page, document.sections[0]
    sides = page["width"], page["height"]
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        sides = sides[::-1]
    section.page_width, section.page_height = map(Mm, sides)
    set_margins(section)
    style = document.styles["Normal"]
    style.font.size = Pt(size)
    use_font(style.element.get_or_add_rPr(), page["font"])


def set_margins(section: Section) -> None:
    """Give a part of a document the decree's margins."""
    page = layout().page
    section.top_margin, section.bottom_margin = Mm(page["top"]), Mm(page["bottom"])
    section.left_margin, section.right_margin = Mm(page["left"]), Mm(page["right"])


def use_font(properties: _Element, font: str) -> None:
    """Name the font in the properties of a run or a style."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    name_font(fonts, font)


def name_font(fonts: _Element, font: str) -> None:
    """Name the font for every script; a theme's font would win over it."""
    for name in list(fonts.attrib):
        if str(name).endswith("Theme"):
            del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), font)


def set_widths(table: Table, widths: tuple[float, ...]) -> None:
    """Make the columns of a table so wide, in millimetres."""
    for column, size in zip(table.columns, widths, strict=True):
        column.width = Mm(size)
    for row in table._tbl.tr_lst:  # column.cells lists all cells anew for each column
        for cell, size in zip(row.tc_lst, widths, strict=True):
            cell.width = Mm(size)


def repeat_head(row: _Row) -> None:
    """Let a row stand at the head of every page that its table goes on to."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def drop_first(cell: _Cell) -> None:
    """Take out the empty paragraph that every new cell has."""
    first = cell.paragraphs[0]._p
    first.getparent().remove(first)
