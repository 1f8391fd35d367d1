"""PDF with a text layer. The only module that knows pypdf."""

from __future__ import annotations

import logging
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from ingest.errors import UnreadableFile
from ingest.model import Line, Source
from ingest.text import normalize

logging.getLogger("pypdf").setLevel(logging.ERROR)  # its warnings are about repairs it made by itself

FEWEST_LETTERS = 20  # a page with fewer has no text layer worth the name


def read(path: Path) -> Source:
    """Return the lines of every page, in pypdf's reading order.

    :raises UnreadableFile: not a readable PDF, encrypted, or without any text.
    """
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFile("tệp PDF có mật khẩu; hãy bỏ mật khẩu rồi nạp lại")
        texts = [page.extract_text() for page in reader.pages]
    except UnreadableFile:
        raise
    except (PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, OSError, RecursionError) as error:
        # pypdf lets these through on damaged objects
        raise UnreadableFile("tệp PDF hỏng hoặc bị cắt cụt; hãy tải hoặc quét lại tệp gốc") from error
    if not texts:
        raise UnreadableFile("tệp PDF hỏng hoặc bị cắt cụt (không có trang nào); hãy tải hoặc quét lại tệp gốc")
    lines = tuple(
        Line(text, number)
        for number, page in enumerate(texts, start=1)
        for raw in page.splitlines()
        if (text := normalize(raw).rstrip()).strip()
    )
    silent = [number for number, page in enumerate(texts, start=1) if sum(c.isalpha() for c in page) < FEWEST_LETTERS]
    if len(silent) == len(texts):
        raise UnreadableFile(
            f"PDF {len(texts)} trang không có lớp chữ (trang trắng hoặc ảnh quét); "
            "hãy dùng bản gốc Word hoặc bản PDF đã nhận dạng chữ"
        )
    return Source(lines, len(texts), warnings=tuple(f"trang {n} không có lớp chữ: không đọc được" for n in silent))
