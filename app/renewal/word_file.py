"""A Word file that is renewed: opened, its paragraphs numbered, saved. Footnotes count behind the body."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.opc.part import Part
from docx.oxml import parse_xml
from lxml import etree
from lxml.etree import _Element

from app.checks.outside_links import unlink
from app.renewal.paragraph_text import clean, paragraphs

NOTES = ("/word/footnotes.xml", "/word/endnotes.xml")
COMMENTS = "/word/comments.xml"


class RenewedFile:
    """An open Word file; what is changed in its elements is saved by :meth:`saved`."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.body: _Element = document.element.body
        self._notes: list[tuple[Part, _Element]] = []
        for part in document.part.package.iter_parts():
            if str(part.partname) in NOTES:
                self._notes.append((part, parse_xml(part.blob)))

    @classmethod
    def of(cls, word: bytes) -> RenewedFile:
        """Open the bytes of a Word file that was opened before."""
        return cls(docx.Document(io.BytesIO(word)))

    @classmethod
    def opened(cls, path: Path) -> RenewedFile | None:
        """Open a file and take out of it what nobody sees; None where it is no Word file that can be written again."""
        if not zipfile.is_zipfile(path):
            return None
        try:
            file = cls(docx.Document(str(path)))
        except (OpcError, KeyError, ValueError, zipfile.BadZipFile, etree.LxmlError):
            return None  # a sheet, slides, a strict or damaged file
        for root in file.roots:
            clean(root)
        unlink(file.document.part.package.iter_parts(), dict(file._notes))
        for part in file.document.part.package.iter_parts():
            if str(part.partname) == COMMENTS:
                for comment in list(part.element):  # type: ignore[attr-defined]
                    part.element.remove(comment)  # type: ignore[attr-defined]
        return file

    @property
    def roots(self) -> list[_Element]:
        """The body and the notes."""
        return [self.body, *(root for _, root in self._notes)]

    def paragraphs(self) -> list[_Element]:
        """Return all paragraphs in their order."""
        return [paragraph for root in self.roots for paragraph in paragraphs(root)]

    def blocks(self) -> list[_Element]:
        """Return the parts of the body on its outermost level, its properties left out."""
        return [child for child in self.body if not str(child.tag).endswith("}sectPr")]

    def saved(self) -> bytes:
        """Return the file as it is now."""
        for part, root in self._notes:
            part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()
