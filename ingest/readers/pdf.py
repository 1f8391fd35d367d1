"""PDF with a text layer. The only module that knows pypdf."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import regex as re
from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, PyPdfError

from ingest.errors import UnreadableFile
from ingest.model import Footnote, Kind, Line, Source
from ingest.text import fold_spaces, normalize

logging.getLogger("pypdf").setLevel(logging.ERROR)  # its warnings are about repairs it made by itself

FEWEST_LETTERS = 20  # a page with fewer has no text layer worth the name
NOTE_SIZE = 0.86  # of the body's size: footnotes are set in 10-12 points under a body of 13-14
MARK = re.compile(r"(\d{1,2})\s*(?=\p{L})")

LOCKED = "tệp PDF có mật khẩu; hãy bỏ mật khẩu rồi nạp lại"

SizedLine = tuple[str, float]  # text, size of most of its letters in points


def read(path: Path) -> Source:
    """Return the lines of every page, in pypdf's reading order; footnotes are told by their smaller print.

    :raises UnreadableFile: not a readable PDF, encrypted, or without any text.
    """
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFile(LOCKED)
        pages = [_lines(page) for page in reader.pages]
    except DependencyError as error:  # AES, for which pypdf needs a package of its own
        raise UnreadableFile(LOCKED) from error
    except (PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, OSError, RecursionError) as error:
        # pypdf lets these through on damaged objects
        raise UnreadableFile("tệp PDF hỏng hoặc bị cắt cụt; hãy tải hoặc quét lại tệp gốc") from error
    if not pages:
        raise UnreadableFile("tệp PDF hỏng hoặc bị cắt cụt (không có trang nào); hãy tải hoặc quét lại tệp gốc")
    silent = [
        n for n, page in enumerate(pages, start=1) if sum(c.isalpha() for text, _ in page for c in text) < FEWEST_LETTERS
    ]
    if len(silent) == len(pages):
        raise UnreadableFile(
            f"PDF {len(pages)} trang không có lớp chữ (trang trắng hoặc ảnh quét); "
            "hãy dùng bản gốc Word hoặc bản PDF đã nhận dạng chữ"
        )
    body = _body_size(pages)
    lines = [line for number, page in enumerate(pages, start=1) for line in _of_page(page, number, body)]
    warnings = tuple(f"trang {n} không có lớp chữ: không đọc được" for n in silent)
    return Source(tuple(lines), len(pages), footnotes=_footnotes(lines), warnings=warnings)


def _lines(page: PageObject) -> list[SizedLine]:
    pieces: list[SizedLine] = []
    page.extract_text(
        visitor_text=lambda text, cm, tm, font, size: pieces.append((text, abs(size * (tm[3] or 1) * (cm[3] or 1))))
    )
    lines: list[SizedLine] = []
    text, sizes = "", Counter[float]()
    for piece, size in [*pieces, ("\n", 0.0)]:
        for index, part in enumerate(piece.split("\n")):
            if index:
                if text.strip():
                    lines.append((normalize(text).rstrip(), sizes.most_common(1)[0][0]))
                text, sizes = "", Counter()
            text += part
            sizes[round(size, 1)] += len(part.strip())
    return lines


def _body_size(pages: Sequence[Sequence[SizedLine]]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for text, size in page:
            sizes[size] += len(text)
    return sizes.most_common(1)[0][0]


def _of_page(page: Sequence[SizedLine], number: int, body: float) -> list[Line]:
    """Return a page's lines; the small print at its foot is footnotes."""
    foot = len(page)
    while foot and page[foot - 1][1] < NOTE_SIZE * body:
        foot -= 1
    if foot == 0:  # a page all in small print is an annex
        foot = len(page)
    kinds = (Kind.TEXT if at < foot else Kind.NOTE for at in range(len(page)))
    return [Line(text, number, kind) for (text, _), kind in zip(page, kinds, strict=True)]


def _footnotes(lines: Sequence[Line]) -> tuple[Footnote, ...]:
    found: list[Footnote] = []
    for line in lines:
        if line.kind is not Kind.NOTE:
            continue
        text = fold_spaces(line.text)
        if mark := MARK.match(text):
            found.append(Footnote(mark[1], text[mark.end() :], line.page))
        elif found:
            last = found[-1]
            found[-1] = Footnote(last.mark, f"{last.text} {text}", last.page)
    return tuple(found)
