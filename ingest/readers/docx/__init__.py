"""Word files (.docx, .docm, .dotx, Strict, one flat XML): paragraphs, tables, boxes, drawings, notes in reading order.

Read from the XML itself, part by part (``package``). First a part is cleaned of what nobody sees (``unseen``), its fields
and signs become text (``fields``, ``symbols``); then one pass (``document``) goes through blocks and drawings. Only this
package and the two modules beside it, ``numbering`` and ``legacy_fonts``, know of Word.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path

from lxml.etree import LxmlError

from ingest.errors import UnreadableFile
from ingest.model import Source
from ingest.readers.docx import wordml
from ingest.readers.docx.package import Package, ZipParts, flat
from ingest.reading import Reading

# what zipfile, lxml and the walk let through on damaged or encrypted packages
DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, LxmlError, LookupError, ValueError, TypeError, AttributeError,
          RuntimeError, NotImplementedError, EOFError, OSError)  # fmt: skip

DAMAGED = "không phải tệp Word (.docx) hoặc tệp bị hỏng; hãy mở bằng Word rồi lưu lại"
EMPTY = "tệp Word không có chữ nào; hãy kiểm tra lại nội dung tệp"
ONLY_PICTURES = "tệp Word chỉ có ảnh, không có chữ gõ: {why}"
# Other files in the same kind of archive, by a part that tells them.
OTHERS = (
    (
        "xl/workbook.xml",
        "là bảng tính Excel, không phải văn bản Word; hãy lưu thành PDF hoặc chép bảng vào Word rồi nạp lại",
    ),
    ("ppt/presentation.xml", "là tệp trình chiếu PowerPoint, không phải văn bản Word; hãy lưu thành PDF rồi nạp lại"),
    ("meta-inf/container.xml", "là sách điện tử EPUB, không phải văn bản Word; hãy chuyển sang PDF hoặc Word rồi nạp lại"),
)
EPUB = b"application/epub+zip"


def read(path: Path, reading: Reading) -> Source:
    """Return one line a paragraph and one a table row; footnotes follow the paragraph or table that refers to them.

    Word files have no fixed pages, so ``pages`` is None.

    :raises UnreadableFile: not a Word file, damaged, or larger unpacked than the limit.
    """
    check_unpacked(path, reading)
    try:
        with path.open("rb") as file:
            package = Package(ZipParts(file))
            _check_kind(package)
            return _read(package, reading)
    except DAMAGE as error:
        raise UnreadableFile(DAMAGED) from error


def read_flat(path: Path, reading: Reading) -> Source:
    """Return the same of a Word file kept as one XML ("Word XML document").

    :raises UnreadableFile: it is none, or damaged.
    """
    try:
        content = path.read_bytes()
        package = wordml.package(content) if wordml.NAMESPACE in content else flat(content)
        if package is None:
            raise UnreadableFile("tệp XML không phải văn bản Word; hãy mở bằng Word rồi lưu thành .docx")
        return _read(package, reading)
    except DAMAGE as error:
        raise UnreadableFile(DAMAGED) from error


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


def _read(package: Package, reading: Reading) -> Source:
    from ingest.readers.docx.document import Document  # draws in image libraries

    document = Document(package, reading)
    source = document.source()
    if not source.lines:
        if document.pictures.unread:
            raise UnreadableFile(ONLY_PICTURES.format(why=document.pictures.unread[0]))
        raise UnreadableFile(EMPTY)
    return source


def _check_kind(package: Package) -> None:
    """Refuse by their true name the files of other programs that come in the same kind of archive."""
    if "mimetype" in package.names and package.read("mimetype").strip() == EPUB:
        raise UnreadableFile(OTHERS[-1][1])
    if reason := next((reason for part, reason in OTHERS if part in package.names), None):
        raise UnreadableFile(reason)
