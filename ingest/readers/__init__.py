"""Readers: one module a format, each with ``read(path) -> Source``. The format is told from the content."""

from __future__ import annotations

import zipfile
from pathlib import Path

from ingest.errors import UnreadableFile
from ingest.model import Source
from ingest.readers import docx, pdf, text

SUFFIXES = frozenset({".pdf", ".docx", ".txt", ".md"})  # what is picked up from a folder
LEGACY_WORD = b"\xd0\xcf\x11\xe0"  # OLE container: Word 97-2003, or an encrypted .docx


def read(path: Path) -> Source:
    """Read a file of any known format.

    :raises UnreadableFile: with the reason, in Vietnamese.
    """
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise UnreadableFile(f"không mở được tệp ({error.strerror}); hãy kiểm tra quyền đọc tệp") from error
    if not head:
        raise UnreadableFile("tệp rỗng (0 byte); hãy chép lại tệp gốc")
    if b"%PDF-" in head[:1024]:
        return pdf.read(path)
    if zipfile.is_zipfile(path):
        return docx.read(path)
    if head.startswith(LEGACY_WORD):
        raise UnreadableFile("tệp Word đời cũ (.doc) hoặc có mật khẩu; hãy mở bằng Word rồi lưu thành .docx")
    if path.suffix.lower() == ".pdf":
        raise UnreadableFile("không phải tệp PDF dù có đuôi .pdf; hãy tải hoặc quét lại tệp gốc")
    return text.read(path)
