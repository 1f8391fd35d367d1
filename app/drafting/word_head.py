"""Head, title and closing block of a report as the decree sets them, at the end of the document that is written."""

from __future__ import annotations

from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section as WordSection
from docx.shared import Mm, Pt

from app.drafting.lines import break_lines, date_line, line_length, number_line, recipients
from app.drafting.request import Request
from app.drafting.word_parts import WordParts, drop_first, name_font, set_page, use_font
from app.wording.blanks import DRAWN

SIGNING_LINES = 4  # empty lines between office and name, for signature and seal


class WordHead(WordParts):
    """What stands above and below the text of a report."""

    # Page

    def page(self) -> None:
        """Give the document paper, margins, fonts and the numbers of its pages."""
        page = self.rules.page
        set_page(self.word, self.rules.looks["body"].size)
        section = self.word.sections[0]
        section.header_distance = Mm(page["header_distance"])
        section.different_first_page_header_footer = True
        self._page_number(section)
        style = self.word.styles["Normal"]
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.line_spacing = 1.0
        defaults = self.word.styles.element.find(qn("w:docDefaults"))
        for fonts in () if defaults is None else defaults.iter(qn("w:rFonts")):
            name_font(fonts, page["font"])
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
            use_font(run._element.get_or_add_rPr(), self.rules.page["font"])
            mark = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                mark.set(qn("w:fldCharType"), kind)
            else:
                mark.text = text
            run._element.append(mark)

    # Head

    def head(self, request: Request) -> None:
        """Write the bodies, national name and motto, number and date."""
        rules, texts = self.rules.head, self.rules.texts
        table = self.columns((rules["left"], rules["right"]), rows=2)
        left, right = table.cell(0, 0), table.cell(0, 1)
        lines = [("parent", request.parent_agency.upper())] if request.parent_agency else []
        lines.append(("agency", request.agency.upper()))
        agency: list[str] = []
        for name, text in lines:
            agency = break_lines(text, self.rules.looks[name].size, rules["left"])
            for line in agency:
                self.line(left.add_paragraph(), name, line)
        self.rule(left, line_length(agency[-1], self.rules.looks["agency"].size), rules["agency_rule"], rules["left"])
        self.line(right.add_paragraph(), "country", texts["country"])
        self.line(right.add_paragraph(), "motto", texts["motto"])
        self.rule(right, line_length(texts["motto"], self.rules.looks["motto"].size), 1.0, rules["right"])
        number, date = table.cell(1, 0), table.cell(1, 1)
        self.line(number.add_paragraph(), "number", f"Số: {number_line(request.number)}")
        self.line(date.add_paragraph(), "date", f"{request.place}, {date_line(request)}")
        for cell in (left, right, number, date):
            drop_first(cell)

    def title(self, subject: str, request: Request) -> None:
        """Write the kind of document, its subject, and whom it goes to where that is given."""
        first = self.line(self.word.add_paragraph(), "type", self.rules.texts["type"])
        first.paragraph_format.space_before = Pt(18)
        self.line(self.word.add_paragraph(), "subject", subject)
        text_width = self.rules.page["width"] - self.rules.page["left"] - self.rules.page["right"]
        longest = min(line_length(subject, self.rules.looks["subject"].size), text_width)
        self.rule(self.word, longest, self.rules.head["agency_rule"], text_width)
        addressee = request.addressee
        if addressee:
            to = self.rules.texts["to"]
            lines = [f"{to} {addressee[0]}."] if len(addressee) == 1 else [to, *(f"- {name};" for name in addressee)]
            if len(addressee) > 1:
                lines[-1] = lines[-1].rstrip(";") + "."
            for number, line in enumerate(lines):
                paragraph = self.line(self.word.add_paragraph(), "to", line)
                paragraph.paragraph_format.space_before = Pt(12 if number == 0 else 0)

    # Closing block

    def closing(self, request: Request) -> None:
        """Write recipients and signature."""
        texts, page = self.rules.texts, self.rules.page
        text_width = page["width"] - page["left"] - page["right"]
        table = self.columns((text_width / 2, text_width / 2), rows=1)
        row = table.rows[0]._tr.get_or_add_trPr()
        row.append(OxmlElement("w:cantSplit"))
        left, right = table.cell(0, 0), table.cell(0, 1)
        self.line(left.add_paragraph(), "recipients", texts["recipients"])
        for line in recipients(request, texts["file"]):
            self.line(left.add_paragraph(), "recipient", line)
        signer = request.signer
        # the head of a body signs by office alone: "GIÁM ĐỐC"
        titles = [("authority", signer.authority or DRAWN)] if signer.authority or not signer.title else []
        titles += [("office", line) for line in (signer.title or DRAWN).split("\n")]
        for name, text in titles:
            self.line(right.add_paragraph(), name, text.upper())
        for _ in range(SIGNING_LINES):
            self.line(right.add_paragraph(), "signer", "")
        self.line(right.add_paragraph(), "signer", signer.name or DRAWN)
        for cell in (left, right):
            drop_first(cell)
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = paragraph is not cell.paragraphs[-1]
        left.paragraphs[0].paragraph_format.space_before = right.paragraphs[0].paragraph_format.space_before = Pt(12)

    def new_part(self) -> None:
        """A part with page numbers of its own, the first of them not shown (Phụ lục I, mục III.1.đ)."""
        section = self.word.add_section(WD_SECTION.NEW_PAGE)
        section.different_first_page_header_footer = True
        start = OxmlElement("w:pgNumType")
        start.set(qn("w:start"), "1")
        section._sectPr.append(start)
