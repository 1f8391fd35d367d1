"""Web pages saved as one file (MHTML), as browsers and Word save them, often with the ending .doc."""

from __future__ import annotations

import email
import email.policy
from email.message import Message
from pathlib import Path

from ingest.errors import UnreadableFile
from ingest.model import Source
from ingest.readers import html
from ingest.readers.text import decoded
from ingest.reading import Reading


def read(path: Path, reading: Reading) -> Source:  # noqa: ARG001 - every reader is called the same way
    """Return the lines of the page that such a file holds.

    :raises UnreadableFile: it holds none, or nothing in it can be read.
    """
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.compat32)
    page = next((part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")), None)
    content = None if page is None else page.get_payload(decode=True)
    if not isinstance(content, bytes) or not content.strip():
        raise UnreadableFile("tệp MHTML (trang web một tệp) không có trang nào; hãy mở bằng trình duyệt rồi lưu lại")
    text, warnings = decoded(content)
    source = html.of_text(text, warnings)
    pictures = sum(_is_picture(part) for part in message.walk())
    if pictures:
        warning = f"{pictures} ảnh trong trang web không được đọc chữ; hãy xem tệp gốc"
        return Source(source.lines, None, source.tables, (*source.warnings, warning))
    return source


def _is_picture(part: Message) -> bool:
    return part.get_content_maintype() == "image"
