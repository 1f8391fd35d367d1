"""Files that lie in a Word file: sheets and documents that are embedded, files that Word shows in the text (altChunk)."""

from __future__ import annotations

import tempfile
from io import BytesIO
from pathlib import Path

from ingest.errors import UnreadableFile
from ingest.model import Source, Table
from ingest.readers import spreadsheet
from ingest.readers.docx import pictures
from ingest.readers.docx.package import Package, ZipParts
from ingest.reading import Reading

ZIP = b"PK\x03\x04"


def content(found: bytes, reading: Reading, depth: int) -> Source | None:
    """Return what an embedded object shows: the rows of its sheet, or its text; None for what cannot be read."""
    if not found.startswith(ZIP):
        return None
    package = Package(ZipParts(BytesIO(found)))
    if "xl/workbook.xml" in package.names:
        rows = spreadsheet.active_rows(found)
        if not rows:
            return None
        table = Table(tuple(rows), None)
        return Source(tuple(pictures.as_rows(table, 0)), None, (table,))
    return _document(package, reading, depth) if "word/document.xml" in package.names else None


def chunk(name: str, found: bytes, reading: Reading, depth: int) -> Source | None:
    """Return the text of a file that stands for a part of the body, whatever its format; None for what cannot be read."""
    if found.startswith(ZIP):
        return content(found, reading, depth)
    from ingest import readers  # the formats know this one

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"chunk{Path(name).suffix}"
        file.write_bytes(found)
        try:
            return readers.read(file, reading)
        except UnreadableFile:
            return None


def _document(package: Package, reading: Reading, depth: int) -> Source:
    from ingest.readers.docx.document import Document  # which reads what is embedded in it

    return Document(package, reading, depth).source()
