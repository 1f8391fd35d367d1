"""Puts a renewed file into the decree's layout: new head, title and closing block, paper, fonts, headings and paragraphs.

Tables, pictures, centred lines and words set bold or italic stay as they are. A report without a head of the State's form
(the Party has its own) is left as it is laid out.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence

import regex as re
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml.etree import _Element

from app.drafting.layout import layout
from app.drafting.request import Request
from app.drafting.word_head import WordHead
from app.drafting.word_parts import set_margins, use_font
from app.renewal.model import Renewal
from app.renewal.paragraph_text import PARAGRAPH, RUN, TEXT, ParagraphText
from app.renewal.word_file import RenewedFile

TITLES = ("part_title",)
ANNEX = re.compile(r"phụ lục(?:\s(?:số\s)?[\dIVX]{1,4})?[.:]?", re.IGNORECASE)
OF = "(Kèm theo"
TITLE_WORDS = 24  # of a heading at most
END = "./."
SENTENCE_ENDS = ".;:!?…”)]"  # a caption ends with none of these


def put_on(file: RenewedFile, elements: Sequence[_Element], renewal: Renewal, request: Request, *, final: bool) -> None:
    """Lay the file out and write its head and closing block; nothing where last year's head is not told from its text."""
    frame = renewal.frame
    if not frame.head.is_rewritten:
        return
    writer = WordHead(layout(), final, file.document)
    looks = {id(elements[at]): look for at, look in frame.headings}
    closing_at = file.blocks()[frame.head.closing_at] if frame.head.closing_at < len(file.blocks()) else None
    _paragraphs(writer, file, looks, closing_at, signed=frame.head.signed)
    before = file.blocks()
    writer.page()
    if frame.head.signed:
        writer.closing(request)
        _move(file, before, closing_at)
        if closing_at is not None:
            _part_off(file, closing_at)
            _annexes(writer, file, closing_at)
    before = file.blocks()
    writer.head(request)
    writer.title(renewal.subject, request)
    _move(file, before, before[0] if before else None)


def _move(file: RenewedFile, before: Sequence[_Element], ahead_of: _Element | None) -> None:
    """Put what was written last ahead of a part of the body; None: it stays at the end."""
    ids = set(before)
    for block in [block for block in file.blocks() if block not in ids] if ahead_of is not None else ():
        ahead_of.addprevious(block)  # type: ignore[union-attr]


def _part_off(file: RenewedFile, first: _Element) -> None:
    """Let the annexes below the closing block begin on a page of their own, counted anew (Phụ lục I, mục III.1.đ)."""
    own = file.body.sectPr  # type: ignore[attr-defined]
    parted = file.document.element.body.add_p()
    for section in list(file.document.sections)[1:]:
        if section.orientation != WD_ORIENT.LANDSCAPE:
            set_margins(section)
    first.addprevious(parted)
    parted.get_or_add_pPr().append(copy.deepcopy(own))
    number = own.find(qn("w:pgNumType"))
    if number is None:
        number = OxmlElement("w:pgNumType")
        own.append(number)
    number.set(qn("w:start"), "1")


def _annexes(writer: WordHead, file: RenewedFile, first: _Element) -> None:
    """Set the names of the annexes below the closing block as the decree does; the rest of them stays as it is laid out."""
    titled = False
    reached = False
    for block in file.blocks():
        reached = reached or block is first
        text = ParagraphText(block).text.strip() if block.tag == PARAGRAPH else ""
        if not reached or not text:
            titled = titled and not text and block.tag == PARAGRAPH
            continue
        look = "annex" if ANNEX.fullmatch(text) else "annex_of" if text.startswith(OF) else "annex_title" if titled else ""
        titled = look == "annex"
        if look:
            _set(writer, Paragraph(block, file.document._body), look)
            Paragraph(block, file.document._body).alignment = WD_ALIGN_PARAGRAPH.CENTER


def _paragraphs(writer: WordHead, file: RenewedFile, looks: dict[int, str], until: _Element | None, *, signed: bool) -> None:
    """Lay out the paragraphs of the text; those of annexes keep their alignment."""
    parted = False
    last: Paragraph | None = None
    for block in file.blocks():
        if signed and block is until:
            break
        if block.tag != PARAGRAPH:
            continue
        paragraph = Paragraph(block, file.document._body)
        text = ParagraphText(block).text.strip()
        if not text:
            if not _holds_more(block):
                file.body.remove(block)  # the distance is the paragraphs' own
            continue
        centred = paragraph.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER
        look = looks.get(id(block), "body")
        if look in ("clause", "point") and len(text.split()) > TITLE_WORDS:
            look = "body"  # a numbered paragraph that goes on behind its title
        if parted and (centred or text.isupper()):
            look = "part_title"
        parted = look == "part"
        _lay_out(writer, paragraph, look, centred=centred)
        last = paragraph if text[-1] in SENTENCE_ENDS and not centred else last
    if last is not None and signed:
        _end(last)


def _lay_out(writer: WordHead, paragraph: Paragraph, look: str, *, centred: bool) -> None:
    _set(writer, paragraph, look)
    form = paragraph.paragraph_format
    if look in ("part", *TITLES) or (look == "body" and centred):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        form.first_line_indent = form.left_indent = Mm(0)
        form.space_before = Pt(writer.rules.body["before"] * (2 if look == "part" else 1))
    else:
        form.left_indent = form.right_indent = Mm(0)
        writer.as_body(paragraph)
        form.space_after = Pt(0)
    form.keep_with_next = True if look != "body" or centred else form.keep_with_next


def _set(writer: WordHead, paragraph: Paragraph, look: str) -> None:
    """Give the letters of a paragraph the font and size of an element, and those of a title its style."""
    rule = writer.rules.looks[look]
    for run in paragraph._p.iter(RUN):
        letters = Run(run, paragraph)
        use_font(run.get_or_add_rPr(), writer.rules.page["font"])
        if letters.font.superscript:
            continue
        letters.font.size = Pt(rule.size)
        if look != "body":
            letters.bold, letters.italic = rule.bold, rule.italic
        for node in run.iter(TEXT) if rule.upper else ():
            node.text = (node.text or "").upper()


def _end(paragraph: Paragraph) -> None:
    """End the text as the decree does, and keep its last paragraph with the signature."""
    paragraph.paragraph_format.keep_with_next = True
    writable = ParagraphText(paragraph._p)
    text = writable.text.rstrip()
    if text.endswith(END):
        return
    bare = text.rstrip(" ./")
    if bare:
        writable.replace(len(bare) - 1, len(writable.text), bare[-1] + END)


def _holds_more(block: _Element) -> bool:
    """Say whether a paragraph without words holds a picture, a break or the end of a section."""
    return any(
        child.tag in (qn("w:drawing"), qn("w:pict"), qn("w:sectPr"), qn("w:br"), qn("w:object")) for child in block.iter()
    )
