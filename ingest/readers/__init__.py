"""Readers: one module a format, each with ``read(path, reading) -> Source``. The format is told from the content."""

from __future__ import annotations

import zipfile
from pathlib import Path

import regex as re

from ingest.errors import UnreadableFile
from ingest.model import Source
from ingest.readers.picture_formats import SUFFIXES as PICTURES
from ingest.reading import Reading

# What is picked up from a folder. A file named on the command line is read whatever it is called.
SUFFIXES = frozenset({".pdf", ".docx", ".doc", ".odt", ".rtf", ".txt", ".md", ".html", ".htm"}) | PICTURES
HEAD = 4096  # bytes in which a format shows itself
LEGACY_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # OLE container: Word 97-2003, or an encrypted .docx
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # a stream of the container that holds a locked .docx
HTML = re.compile(
    rb"^\W*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)


def read(path: Path, reading: Reading | None = None) -> Source:
    """Read a file of any known format.

    :raises UnreadableFile: with the reason, in Vietnamese.
    """
    reading = reading or Reading()
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise UnreadableFile(f"không mở được tệp ({error.strerror}); hãy kiểm tra quyền đọc tệp") from error
    if not head:
        raise UnreadableFile("tệp rỗng (0 byte); hãy chép lại tệp gốc")
    reading.limits.check("max_file_mb", size / 1_000_000, "dung lượng tệp (MB)")
    return _read(path, head, reading)


def _read(path: Path, head: bytes, reading: Reading) -> Source:
    # Each reader draws in a library of its own; one is loaded when its format is met.
    from ingest.readers import docx, html, office, pdf, photographs, text

    if b"%PDF-" in head[:1024]:
        return pdf.read(path, reading)
    if head.startswith(b"{\\rtf"):
        return office.read(path, reading, ".rtf")
    if head.startswith(LEGACY_WORD):
        return _container(path, reading)
    if head.startswith(b"PK") and zipfile.is_zipfile(path):
        docx.check_unpacked(path, reading)
        return office.read(path, reading, ".odt") if b"opendocument.text" in head[:200] else docx.read(path, reading)
    if path.suffix.lower() == ".pdf":
        raise UnreadableFile("không phải tệp PDF dù có đuôi .pdf; hãy tải hoặc quét lại tệp gốc")
    if photographs.is_picture(path):
        return pdf.read_picture(path, reading)
    if HTML.match(head.replace(b"\0", b"")):  # UTF-16 has a zero beside every letter of a tag
        return html.read(path, reading)
    if path.suffix.lower() in (".docx", ".odt"):
        raise UnreadableFile(
            f"không phải tệp {path.suffix.lower()} dù có đuôi đó, hoặc tệp bị cắt cụt; hãy chép lại tệp gốc"
        )
    return text.read(path, reading)


def _container(path: Path, reading: Reading) -> Source:
    from ingest.readers import office

    content = path.read_bytes()
    if ENCRYPTED in content:
        raise UnreadableFile("tệp Word có mật khẩu; hãy mở bằng Word, bỏ mật khẩu rồi nạp lại")
    if "WordDocument".encode("utf-16-le") not in content:
        raise UnreadableFile("tệp Office đời cũ nhưng không phải văn bản Word; hãy dùng tệp .pdf, .docx hoặc .doc")
    return office.read(path, reading, ".doc")
