"""Word (.docx): paragraphs, tables and footnotes in reading order. The only module that knows python-docx."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tc
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph
from lxml.etree import XMLSyntaxError

from ingest.errors import UnreadableFile
from ingest.model import Footnote, Kind, Line, Source, Table
from ingest.text import fold_spaces, normalize

LARGEST_UNPACKED = 200_000_000  # bytes; a report of 1,000 pages unpacks to some 20 MB, an archive bomb to GB
FORMAL = ("CỘNG HÒA XÃ HỘI", "CỘNG HOÀ XÃ HỘI", "NƠI NHẬN")  # a table with one of these is layout, not data


def read(path: Path) -> Source:
    """Return one line a paragraph and one a table row; a footnote follows the paragraph that refers to it.

    Word files have no fixed pages, so ``pages`` is None.

    :raises UnreadableFile: not a Word file, damaged, or larger unpacked than :data:`LARGEST_UNPACKED`.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(item.file_size for item in archive.infolist())
        if unpacked > LARGEST_UNPACKED:
            raise UnreadableFile(
                f"tệp nén bung ra {unpacked // 1_000_000} MB, quá giới hạn {LARGEST_UNPACKED // 1_000_000} MB; "
                "hãy kiểm tra lại tệp gốc"
            )
        document = docx.Document(str(path))
    except (OpcError, zipfile.BadZipFile, KeyError, ValueError, XMLSyntaxError) as error:
        raise UnreadableFile("không phải tệp Word (.docx) hoặc tệp bị hỏng; hãy mở bằng Word rồi lưu lại") from error
    return _Reading(document).source()


class _Reading:
    """One pass over a document; collects lines, tables and footnotes."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.notes = _notes(document)
        self.lines: list[Line] = []
        self.tables: list[Table] = []
        self.footnotes: list[Footnote] = []

    def source(self) -> Source:
        """Walk through the body and return what was found."""
        for block in self.document.iter_inner_content():
            if isinstance(block, WordParagraph):
                self._paragraph(block)
            elif _is_layout(block):
                for cell in _distinct_cells(block):
                    for paragraph in cell:
                        self._paragraph(paragraph)
            else:
                self._table(block)
        if not self.lines:
            raise UnreadableFile("tệp Word không có chữ nào; hãy kiểm tra lại nội dung tệp")
        return Source(tuple(self.lines), None, tuple(self.tables), tuple(self.footnotes))

    def _paragraph(self, paragraph: WordParagraph) -> None:
        text = fold_spaces(normalize(paragraph.text))
        if text:
            self.lines.append(Line(text, whole=True))
        for reference in paragraph._p.iter(qn("w:footnoteReference")):
            note = self.notes.get(reference.get(qn("w:id")))
            if note:
                mark = str(len(self.footnotes) + 1)
                self.footnotes.append(Footnote(mark, note, None))
                self.lines.append(Line(f"[{mark}] {note}", kind=Kind.NOTE, whole=True))

    def _table(self, table: WordTable) -> None:
        rows = []
        first = len(self.lines)
        seen: set[CT_Tc] = set()
        for row in table.rows:
            texts = [fold_spaces(normalize(cell.text)) for cell in row.cells]
            rows.append(tuple(texts))
            # a merged cell is one element met again in every column and row it covers: printed once
            fresh = [text for cell, text in zip(row.cells, texts, strict=True) if _first_time(cell._tc, seen)]
            if line := fold_spaces(" ".join(fresh)):
                self.lines.append(Line(line, kind=Kind.TABLE, whole=True))
        if len(self.lines) > first:
            self.tables.append(Table(tuple(rows), None, first))


def _first_time(key: CT_Tc, seen: set[CT_Tc]) -> bool:
    if key in seen:
        return False
    seen.add(key)
    return True


def _is_layout(table: WordTable) -> bool:
    """The head of a report and its signature block are typed as tables without being any."""
    content = " ".join(cell.text for row in table.rows for cell in row.cells).upper()
    return any(phrase in normalize(content) for phrase in FORMAL)


def _distinct_cells(table: WordTable) -> Iterator[list[WordParagraph]]:
    seen: set[CT_Tc] = set()
    for row in table.rows:
        for cell in row.cells:
            if _first_time(cell._tc, seen):
                yield cell.paragraphs


def _notes(document: Document) -> dict[str | None, str]:
    """Return the text of every footnote by its id; separators (ids below 1) are left out."""
    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.FOOTNOTES:
            root = parse_xml(relation.target_part.blob)
            notes = {}
            for note in root.iter(qn("w:footnote")):
                paragraphs = ("".join(_texts(p)) for p in note.iter(qn("w:p")))
                text = fold_spaces(normalize(" ".join(paragraphs)))
                if text and note.get(qn("w:type")) is None:
                    notes[note.get(qn("w:id"))] = text
            return notes
    return {}


def _texts(paragraph: object) -> Iterator[str]:
    for element in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br")):  # type: ignore[attr-defined]
        yield element.text or "" if element.tag == qn("w:t") else " "
