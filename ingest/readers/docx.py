"""Word (.docx): paragraphs, tables, text boxes, footnotes and endnotes in reading order.

Read from the XML itself: python-docx, which opens the package, passes over tracked insertions, content controls and
automatic numbers. Only this module and the two beside it, ``numbering`` and ``legacy_fonts``, know of Word.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import docx
import regex as re
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml.etree import LxmlError, _Element

from ingest import encodings
from ingest.errors import UnreadableFile
from ingest.model import Kind, Line, Source, Table
from ingest.readers.legacy_fonts import to_unicode
from ingest.readers.numbering import Numbering, written
from ingest.reading import Reading
from ingest.text import fold_spaces, normalize

Reference = tuple[str, str | None]  # tag of what refers to a note, id of the note
MOST_COLUMNS = 63  # of a table in Word
LONGEST_LAYOUT = 4  # rows of a table that only places the head of a report or its signature block
FORMAL = re.compile(r"CỘNG H(?:ÒA|OÀ) XÃ HỘI|^\W*NƠI NHẬN\W*(?:$|[-–:])")
# what zipfile, lxml and python-docx let through on damaged or encrypted packages
DAMAGE = (OpcError, zipfile.BadZipFile, zlib.error, struct.error, LxmlError, LookupError, ValueError, TypeError,
          AttributeError, RuntimeError, AssertionError, EOFError, OSError)  # fmt: skip

DAMAGED = "không phải tệp Word (.docx) hoặc tệp bị hỏng; hãy mở bằng Word rồi lưu lại"

P, TABLE, ROW, CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
CONTROL, CONTENT = qn("w:sdt"), qn("w:sdtContent")
FOOTNOTE, ENDNOTE = qn("w:footnoteReference"), qn("w:endnoteReference")
WRAPPERS = {CONTROL, CONTENT, qn("w:customXml"), qn("w:smartTag"), qn("w:ins"), qn("w:moveTo")}
MARKUP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
FALLBACK, TEXT_BOX = f"{MARKUP}Fallback", qn("w:txbxContent")
DRAWN = {qn("w:drawing"), qn("w:pict"), qn("w:object"), f"{MARKUP}AlternateContent"}
LEFT_OUT = DRAWN | {qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), qn("w:sdtPr")}
PRINTED = {**dict.fromkeys((qn("w:tab"), qn("w:ptab"), qn("w:br"), qn("w:cr")), " "), qn("w:noBreakHyphen"): "-"}


def read(path: Path, reading: Reading) -> Source:
    """Return one line a paragraph and one a table row; footnotes follow the paragraph or table that refers to them.

    Word files have no fixed pages, so ``pages`` is None.

    :raises UnreadableFile: not a Word file, damaged, or larger unpacked than the limit.
    """
    check_unpacked(path, reading)
    try:
        source = _Reading(docx.Document(str(path))).source()
    except DAMAGE as error:
        raise UnreadableFile(DAMAGED) from error
    if not source.lines:
        raise UnreadableFile("tệp Word không có chữ nào; hãy kiểm tra lại nội dung tệp")
    return source


def check_unpacked(path: Path, reading: Reading) -> None:
    """Refuse an archive that would unpack to more than the limit, from what its directory says of it.

    :raises UnreadableFile: it would, or it is damaged.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(item.file_size for item in archive.infolist())
    except DAMAGE as error:
        raise UnreadableFile(DAMAGED) from error
    reading.limits.check("max_unpacked_mb", unpacked / 1_000_000, "dung lượng tệp nén khi bung ra (MB)")


class _Reading:
    """One pass over a document; collects lines and tables."""

    def __init__(self, document: Document) -> None:
        self.body: _Element = document.element.body
        styles = document.styles.element
        foot, end = _part(document, RELATIONSHIP_TYPE.FOOTNOTES), _part(document, RELATIONSHIP_TYPE.ENDNOTES)
        self.encodings = to_unicode([self.body, *(part for part in (foot, end) if part is not None)], styles)
        self.numbering = Numbering(_part(document, RELATIONSHIP_TYPE.NUMBERING), styles)
        self.notes = _notes(foot, "w:footnote", FOOTNOTE) | _notes(end, "w:endnote", ENDNOTE)
        self.lines: list[Line] = []
        self.tables: list[Table] = []
        self.marks: dict[Reference, str] = {}  # of the notes, numbered as they are met
        self.forms = {
            FOOTNOTE: _form(document, "w:footnotePr", "decimal"),
            ENDNOTE: _form(document, "w:endnotePr", "lowerRoman"),
        }

    def source(self) -> Source:
        """Walk through the body and return what was found."""
        self._walk(self.body)
        return Source(tuple(self.lines), None, tuple(self.tables), encodings.told(self.encodings))

    def _walk(self, container: _Element) -> None:
        for block in _inside(container, P, TABLE):
            if block.tag == P:
                self._paragraph(block)
            elif _is_layout(block):
                for row in _inside(block, ROW):
                    for cell in _inside(row, CELL):
                        self._walk(cell)
            else:
                self._table(block)

    def _paragraph(self, block: _Element) -> None:
        number, text = self.numbering.number(block), _text(block)
        if text:
            ahead = len(number) + 1 if number else 0
            marks = tuple((ahead + offset, mark) for offset, mark in self._marks(block))
            self.lines.append(Line(f"{number} {text}".strip(), whole=True, marks=marks))
        self._footnotes(block)
        self._boxes(block)

    def _marks(self, block: _Element) -> Iterator[tuple[int, str]]:
        """Yield the footnotes that a paragraph refers to, as (offset of the mark in its text, mark)."""
        leaves = list(_leaves(block))
        for at, leaf in enumerate(leaves):
            if self.notes.get(reference := _reference(leaf)):
                yield len(_joined(leaves[:at])), self._mark(reference)

    def _mark(self, reference: Reference) -> str:
        """Return the mark of a note: footnotes and endnotes count each by themselves, from 1 on."""
        if reference not in self.marks:
            number = 1 + sum(kind == reference[0] for kind, _ in self.marks)
            self.marks[reference] = written(number, self.forms[reference[0]]) or str(number)
        return self.marks[reference]

    def _footnotes(self, block: _Element) -> None:
        for reference in map(_reference, _leaves(block)):
            if note := self.notes.pop(reference, ""):
                self.lines.append(Line(note, kind=Kind.NOTE, whole=True, mark=self._mark(reference)))

    def _boxes(self, block: _Element) -> None:
        """Read the text boxes that hang on a paragraph; Word keeps each twice, the second time for old programs."""
        boxes = [box for box in block.iter(TEXT_BOX) if next(box.iterancestors(P), None) is block]
        current = [box for box in boxes if next(box.iterancestors(FALLBACK), None) is None]
        for box in current or boxes:
            self._walk(box)

    def _table(self, table: _Element) -> None:
        rows = []
        made: list[Line] = []
        texts: dict[_Element | None, str] = {None: ""}
        for number, row in enumerate(_grid(table)):
            fresh: list[str] = []
            marks: list[tuple[int, str]] = []
            for cell in row:
                # a merged cell is one element met again in every column and row it covers: printed once
                if cell is not None and cell not in texts:
                    texts[cell] = fold_spaces(" ".join(f"{self.numbering.number(p)} {_text(p)}" for p in _paragraphs(cell)))
                    ahead = len(fold_spaces(" ".join(fresh)))
                    marks += [(ahead + len(texts[cell]), mark) for p in _paragraphs(cell) for _, mark in self._marks(p)]
                    fresh.append(texts[cell])
            rows.append(tuple(texts[cell] for cell in row))
            if line := fold_spaces(" ".join(fresh)):
                made.append(Line(line, kind=Kind.TABLE, whole=True, row=(len(self.tables), number), marks=tuple(marks)))
        if made:
            self.lines += made
            self.tables.append(Table(tuple(rows), None))
        self._footnotes(table)
        for paragraph in table.iter(P):
            if next(paragraph.iterancestors(TEXT_BOX), None) is None:
                self._boxes(paragraph)


def _inside(container: _Element, *tags: str) -> Iterator[_Element]:
    """Yield the children with these tags, also those in content controls; a table of contents is passed over."""
    for child in container:
        if child.tag in tags:
            yield child
        elif child.tag in WRAPPERS and not _is_contents(child):
            yield from _inside(child, *tags)


def _is_contents(control: _Element) -> bool:
    gallery = control.find(f"{qn('w:sdtPr')}/{qn('w:docPartObj')}/{qn('w:docPartGallery')}")
    return gallery is not None and gallery.get(qn("w:val")) == "Table of Contents"


def _paragraphs(cell: _Element) -> Iterator[_Element]:
    """Yield the paragraphs of a cell, those of tables within it too."""
    for block in _inside(cell, P, TABLE):
        if block.tag == P:
            yield block
        else:
            for row in _inside(block, ROW):
                for inner in _inside(row, CELL):
                    yield from _paragraphs(inner)


def _grid(table: _Element) -> Iterator[list[_Element | None]]:
    """Yield the cells of every row, a merged one in each column and row it covers; None where a row is indented."""
    above: list[_Element | None] = []
    for row in _inside(table, ROW):
        cells: list[_Element | None] = [None] * _columns(row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}"), 0)
        for own in _inside(row, CELL):
            merged = own.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            goes_on = merged is not None and merged.get(qn("w:val")) != "restart" and len(cells) < len(above)
            cell = above[len(cells)] if goes_on else own
            cells += [cell] * _columns(own.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}"), 1)
        yield cells
        above = cells


def _columns(element: _Element | None, default: int) -> int:
    return default if element is None else min(int(element.get(qn("w:val"), default)), MOST_COLUMNS)


def _is_layout(table: _Element) -> bool:
    """The head of a report and its signature block are typed as small tables without being any."""
    rows = list(_grid(table))
    if len(rows) > LONGEST_LAYOUT or not rows:
        return False
    titles = [_text(cell) for cell in rows[0] if cell is not None]
    columns = len(titles) > 2 and all(titles)  # three titled columns or more: data
    return not columns and any(FORMAL.search(_text(paragraph).upper()) for paragraph in table.iter(P))


def _text(element: _Element) -> str:
    return _joined(_leaves(element))


def _joined(leaves: Iterable[_Element]) -> str:
    texts = (leaf.text or "" if leaf.tag == qn("w:t") else PRINTED.get(leaf.tag, "") for leaf in leaves)
    return fold_spaces(normalize("".join(texts)))


def _leaves(element: _Element) -> Iterator[_Element]:
    """Yield the innermost elements in reading order, without what is deleted or drawn."""
    for child in element:
        if child.tag in LEFT_OUT:
            continue
        if len(child):
            yield from _leaves(child)
        else:
            yield child


def _part(document: Document, kind: str) -> _Element | None:
    parts = (relation.target_part for relation in document.part.rels.values() if relation.reltype == kind)
    return next((parse_xml(part.blob) for part in parts), None)


def _reference(leaf: _Element) -> Reference:
    return leaf.tag, leaf.get(qn("w:id"))


def _notes(part: _Element | None, tag: str, kind: str) -> dict[Reference, str]:
    """Return the text of every note by what refers to it; separators, which have a type, are left out."""
    notes = () if part is None else part.iter(qn(tag))
    return {
        (kind, note.get(qn("w:id"))): fold_spaces(" ".join(map(_text, note.iter(P))))
        for note in notes
        if note.get(qn("w:type")) is None
    }


def _form(document: Document, tag: str, usual: str) -> str:
    """Return how the marks of notes are written, as the document's settings or its last section say."""
    for holder in (document.element.body.find(qn("w:sectPr")), document.settings.element):
        form = None if holder is None else holder.find(f"{qn(tag)}/{qn('w:numFmt')}")
        if form is not None:
            return str(form.get(qn("w:val"), usual))
    return usual
