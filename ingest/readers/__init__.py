"""Readers: one module a format, each with ``read(path, reading) -> Source``. The format is told from the content."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import regex as re

from ingest.errors import UnreadableFile
from ingest.model import Source
from ingest.readers.picture_formats import SUFFIXES as PICTURES
from ingest.reading import Reading

# What is picked up from a folder. A file named on the command line is read whatever it is called.
SUFFIXES = (
    frozenset(
        ".pdf .docx .docm .dotx .doc .dot .odt .fodt .rtf .txt .md .markdown .html .htm .xhtml .mht .mhtml .csv .tsv"
        " .xlsx .xlsm .xls .pptx .eml .msg .zip".split()
    )
    | PICTURES
)
HEAD = 4096  # bytes in which a format shows itself
LEGACY_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # OLE container: Word 97-2003, or an encrypted .docx
HOLDERS = (b"PK\x03\x04", LEGACY_WORD)
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # a stream of the container that holds a locked .docx
HTML = re.compile(
    rb"^[^\w<]*+(?:<\?xml[^>]*+>\s*+)?+(?:<!--(?:[^-]|-(?!->))*+-->\s*+)*+<(?:!doctype\s++html|html|head|body|title|meta|article"
    rb"|section|div|p|table|ul|ol|h[1-6]|center|span|b|strong)(?=[\s>/])",
    re.IGNORECASE,
)
XML = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<\?xml\b|^(?:\xef\xbb\xbf)?\s*<[\w.-]+:[\w.-]+[^>]*\sxmlns:")
FLAT_WORD, FLAT_ODT = b"http://schemas.microsoft.com/office/2006/xmlPackage", b"urn:oasis:names:tc:opendocument"
WORD_2003 = b"http://schemas.microsoft.com/office/word/2003/wordml"
MHTML = re.compile(rb"^(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/related", re.IGNORECASE)
LETTER = re.compile(rb"^(?:to|cc|bcc|delivered-to|received):", re.IGNORECASE | re.MULTILINE)  # heads that only mail has
EXCEL = ("Workbook".encode("utf-16-le"), "Book\0".encode("utf-16-le"))
NOT_OFFICE = "tệp Office đời cũ nhưng không phải văn bản Word, bảng Excel hay thư; hãy lưu thành .docx hoặc PDF rồi nạp lại"
MARKDOWN, TABLES = frozenset({".md", ".markdown"}), frozenset({".csv", ".tsv"})
NOT_WORD = "là tệp XML của chương trình khác, không phải văn bản; hãy mở bằng chương trình đó rồi lưu thành .docx hoặc PDF"


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
    from ingest.readers import bundles, csv_table, docx, html, mail, markdown, mhtml, office, pdf, photographs, text

    if b"%PDF-" in head[:1024] and not head.startswith(HOLDERS):  # a PDF may lie unpacked at the start of an archive
        return bundles.read_pdf(path, reading) if reading.whole and bundles.may_hold_files(path) else pdf.read(path, reading)
    if head.startswith(b"{\\rtf"):
        return office.read(path, reading, ".rtf")
    if head.startswith(LEGACY_WORD):
        return _container(path, reading)
    if head.startswith(b"PK") and zipfile.is_zipfile(path):
        docx.check_unpacked(path, reading)
        if (other := _other_archive(path)) is not None:
            return other(path, reading)
        return office.read(path, reading, ".odt") if b"opendocument.text" in head[:200] else docx.read(path, reading)
    if path.suffix.lower() == ".pdf":
        raise UnreadableFile("không phải tệp PDF dù có đuôi .pdf; hãy tải hoặc quét lại tệp gốc")
    if photographs.is_picture(path):
        return pdf.read_picture(path, reading)
    if HTML.match(head.replace(b"\0", b"")):  # UTF-16 has a zero beside every letter of a tag
        return html.read(path, reading)
    if mail.is_letter(head):
        return bundles.read(path, reading)
    plain = head.replace(b"\r", b"")
    if MHTML.match(plain) and not LETTER.search(plain.partition(b"\n\n")[0]):
        return mhtml.read(path, reading)
    if XML.match(head.replace(b"\0", b"")):
        return _xml(path, head.replace(b"\0", b""), reading)
    if path.suffix.lower() in (".docx", ".odt"):
        raise UnreadableFile(
            f"không phải tệp {path.suffix.lower()} dù có đuôi đó, hoặc tệp bị cắt cụt; hãy chép lại tệp gốc"
        )
    if path.suffix.lower() in TABLES:
        return csv_table.read(path, reading)
    return markdown.read(path, reading) if path.suffix.lower() in MARKDOWN else text.read(path, reading)


def _xml(path: Path, head: bytes, reading: Reading) -> Source:
    """Read the kinds of XML that are a text document; any other is refused, its tags are no report."""
    from ingest.readers import docx, office

    if FLAT_ODT in head:
        return office.read(path, reading, ".fodt")
    if WORD_2003 in head or FLAT_WORD in head:
        return docx.read_flat(path, reading)
    raise UnreadableFile(NOT_WORD)


def _other_archive(path: Path) -> Callable[[Path, Reading], Source] | None:
    """Return the reader of a zip that is a workbook, slides or an archive of files, None for Word's and OpenDocument's."""
    from ingest.readers import bundles, slides, workbook

    with zipfile.ZipFile(path) as archive:
        names = {name.replace("\\", "/").lower() for name in archive.namelist()}
    if "xl/workbook.xml" in names:
        return workbook.read
    if "ppt/presentation.xml" in names:
        return slides.read
    return bundles.read if path.suffix.lower() == ".zip" and bundles.is_archive(path) else None


def _container(path: Path, reading: Reading) -> Source:
    from ingest.readers import bundles, mail, office, workbook

    content = path.read_bytes()
    if ENCRYPTED in content:
        raise UnreadableFile("tệp Word có mật khẩu; hãy mở bằng Word, bỏ mật khẩu rồi nạp lại")
    if mail.OUTLOOK_STREAM in content:
        return bundles.read(path, reading)
    if "WordDocument".encode("utf-16-le") not in content:
        if any(name in content for name in EXCEL):
            return workbook.read(path, reading)
        raise UnreadableFile(NOT_OFFICE)
    return office.read(path, reading, ".doc")
