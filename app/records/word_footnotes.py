"""Real footnotes of Word, for which python-docx has no calls: their part of the file, their marks, their styles."""

from __future__ import annotations

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from lxml import etree

TEXT, MARK = "FootnoteText", "FootnoteReference"  # ids of the styles, as Word names them
SEPARATORS = {-1: "separator", 0: "continuationSeparator"}  # the line above footnotes, and above those that run on
BOOKMARK = "_RefChuThich{}"  # Word hides bookmarks that begin with an underscore


class Footnotes:
    """The footnotes of one document, numbered from 1 in the order in which they are first referred to."""

    def __init__(self, document: Document, size: float) -> None:
        """Begin them; ``size`` of their text in points."""
        self._document = document
        self._texts: list[str] = []
        styles = document.styles
        text = styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
        text.base_style, text.font.size = styles["Normal"], Pt(size)
        text.paragraph_format.space_after = Pt(2)
        mark = styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
        mark.font.superscript = True
        for style, identity in ((text, TEXT), (mark, MARK)):
            style.element.set(qn("w:styleId"), identity)

    def refer(self, paragraph: Paragraph, text: str) -> int:
        """Add a footnote with its mark at the end of a paragraph; return its number."""
        self._texts.append(text)
        number = len(self._texts)
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for mark in (start, end):
            mark.set(qn("w:id"), str(number))
        start.set(qn("w:name"), BOOKMARK.format(number))
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(number))
        run = paragraph.add_run()
        run.style = "footnote reference"
        run._element.append(reference)
        run._element.addprevious(start)
        run._element.addnext(end)
        return number

    def again(self, paragraph: Paragraph, number: int) -> None:
        """Refer to a footnote that is there, by a field that follows its number."""
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), f" NOTEREF {BOOKMARK.format(number)} \\f \\h ")
        run = paragraph.add_run(str(number))
        run.style = "footnote reference"
        run._element.addprevious(field)
        field.append(run._element)

    def finish(self) -> None:
        """Put the footnotes into the file; without any nothing is added."""
        if not self._texts:
            return
        root = etree.fromstring(f"<w:footnotes {nsdecls('w')}/>")
        for identity, kind in SEPARATORS.items():
            root.append(_note(identity, etree.Element(qn(f"w:{kind}")), kind))
        for number, text in enumerate(self._texts, start=1):
            root.append(_note(number, etree.Element(qn("w:footnoteRef")), text=f" {text}"))
        package = self._document.part.package
        blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, blob, package)
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        self._document.settings.element.find(qn("w:compat")).addprevious(_separators())


def _note(identity: int, mark: etree._Element, kind: str = "", text: str = "") -> etree._Element:
    note = etree.Element(qn("w:footnote"), {qn("w:id"): str(identity)})
    if kind:
        note.set(qn("w:type"), kind)
    paragraph = etree.SubElement(note, qn("w:p"))
    if text:
        properties = etree.SubElement(paragraph, qn("w:pPr"))
        etree.SubElement(properties, qn("w:pStyle"), {qn("w:val"): TEXT})
    first = etree.SubElement(paragraph, qn("w:r"))
    if text:
        look = etree.SubElement(first, qn("w:rPr"))
        etree.SubElement(look, qn("w:rStyle"), {qn("w:val"): MARK})
    first.append(mark)
    if text:
        words = etree.SubElement(etree.SubElement(paragraph, qn("w:r")), qn("w:t"))
        words.text = text
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return note


def _separators() -> etree._Element:
    """Return the entry of the settings that names the separators."""
    properties: etree._Element = OxmlElement("w:footnotePr")
    for identity in SEPARATORS:
        note = OxmlElement("w:footnote")
        note.set(qn("w:id"), str(identity))
        properties.append(note)
    return properties
