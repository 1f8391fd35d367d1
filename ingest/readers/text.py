"""Plain text and Markdown, in UTF-8 or UTF-16 with a byte-order mark; form feeds mark pages."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from ingest.errors import UnreadableFile
from ingest.model import Line, Source
from ingest.text import normalize

MARKDOWN_HEADING = re.compile(r"^#{1,6}\s+")


def read(path: Path) -> Source:
    """Return the file's lines; ``pages`` is None unless form feeds separate pages."""
    content = path.read_bytes()
    paged = _decode(content).split("\f")
    if len(paged) > 2 and not paged[-1].strip():  # pdftotext ends every page with a form feed, the last one too
        paged.pop()
    lines: list[Line] = []
    for number, page in enumerate(paged, start=1):
        gap = True
        for raw in page.splitlines():
            text = normalize(raw).rstrip()
            if path.suffix.lower() == ".md":
                text = MARKDOWN_HEADING.sub("", text)
            if text.strip():
                lines.append(Line(text, number if len(paged) > 1 else None, gap=gap))
            gap = not text.strip()
    if not lines:
        raise UnreadableFile("tệp không có chữ nào; hãy kiểm tra lại nội dung tệp")
    return Source(tuple(lines), len(paged) if len(paged) > 1 else None)


def _decode(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif b"\0" in content[:4096]:
        raise UnreadableFile("không phải tệp văn bản; hãy dùng tệp .pdf, .docx, .txt hoặc .md")
    else:
        encoding = "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"chữ không theo bảng mã Unicode (UTF-8), sai từ byte thứ {error.start + 1}; "
            "hãy mở bằng Word hoặc Notepad rồi lưu lại với bảng mã UTF-8"
        ) from error
