"""Files that lie in a Word file: sheets and documents that are embedded, files that Word shows in the text (altChunk)."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from ingest.errors import UnreadableFile
from ingest.model import Source, Table
from ingest.readers import spreadsheet
from ingest.readers.docx import pictures
from ingest.readers.docx.package import Package, ZipParts
from ingest.reading import Reading

ZIP = b"PK\x03\x04"

ReadDocument = Callable[[Package, Reading, int], Source]


def content(stored: bytes, reading: Reading, depth: int, document: ReadDocument) -> Source | None:
    """Return what an embedded object shows: the rows of its sheet, or its text; None for what cannot be read.

    :param depth: how many files it lies in. :param document: reads a Word file within a Word file.
    """
    if not stored.startswith(ZIP):
        return None
    package = Package(ZipParts(BytesIO(stored)))
    if "xl/workbook.xml" in package.names:
        rows = spreadsheet.active_rows(stored)
        if not rows:
            return None
        table = Table(tuple(rows), None)
        return Source(tuple(pictures.as_rows(table, 0)), None, (table,))
    return document(package, reading, depth) if "word/document.xml" in package.names else None


def chunk(name: str, stored: bytes, reading: Reading, depth: int, document: ReadDocument) -> Source | None:
    """Return the text of a file that stands for a part of the body, whatever its format; None for what cannot be read."""
    if stored.startswith(ZIP):
        return content(stored, reading, depth, document)
    from ingest import readers  # the formats know this one

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"chunk{Path(name).suffix}"
        file.write_bytes(stored)
        try:
            return readers.read(file, reading)
        except UnreadableFile:
            return None
