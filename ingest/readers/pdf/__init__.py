"""PDF: what a person sees on each page, from its letters or, where those do not tell, by OCR.

PDFium gives letters, lines and pictures of the pages; pypdf what is known of the whole file.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pypdfium2
from pypdf import PdfReader
from pypdf.errors import DependencyError

from ingest.errors import UnreadableFile
from ingest.language.text import normalize
from ingest.model import Source
from ingest.readers import encodings
from ingest.readers.ocr.repair import repaired
from ingest.readers.page_images import opened
from ingest.readers.pdf import digests, forms, pages, recognised, scans
from ingest.readers.pdf.damage import DAMAGE, DAMAGED, LOCKED
from ingest.readers.pdf.digests import digest as digest
from ingest.readers.pdf.grids import Grid
from ingest.readers.pdf.layout import lay_out
from ingest.readers.pdf.page import Page, composed
from ingest.readers.pdf.pages import PageText
from ingest.readers.printed import PrintedLine
from ingest.reading import Reading

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings are about repairs it made by itself
logging.getLogger("pypdfium2").setLevel(logging.CRITICAL)  # it tells of XFA, which is refused here

MOST_TOLD = 12  # struck-out words that are told one by one
XFA = "là biểu mẫu XFA, chỉ Adobe Reader hiện được nội dung; hãy mở bằng Adobe Reader, in ra PDF thường rồi nạp lại"


def read(path: Path, reading: Reading) -> Source:
    """Return the lines of every page in reading order; footnotes are told by their smaller print.

    :raises UnreadableFile: not a readable PDF, encrypted, over a limit, without any text, or in need of OCR that is not
        installed.
    """
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFile(LOCKED)
        count = len(reader.pages)
        reading.limits.check("max_pages", count, "số trang")
        layers = forms.has_layers(reader)
        texts = _texts(path, count, layers=layers)
        shell = forms.is_shell(reader, {n: " ".join(w.text for w in page.words) for n, page in texts.items()})
    except DependencyError as error:
        raise UnreadableFile(LOCKED) from error
    except (pypdfium2.PdfiumError, *DAMAGE) as error:
        raise UnreadableFile(DAMAGED) from error
    if not texts:
        raise UnreadableFile(f"{DAMAGED} (không có trang nào)")
    if shell:
        raise UnreadableFile(XFA)
    page_by_number = {number: Page(scans.with_layer(text)) for number, text in texts.items()}
    for page in page_by_number.values():
        page.items = composed(page.text)
    warnings = [*_in_unicode(page_by_number), *tell_void(texts)]
    warnings += recognised.add(path, reader, page_by_number, reading)
    if not any(page.items for page in page_by_number.values()):
        raise UnreadableFile(f"PDF {count} trang không có chữ nào (trang trắng); hãy kiểm tra lại tệp gốc")
    laid, tables = lay_out(page_by_number)
    return Source(
        tuple(laid), count, tables, tuple(warnings), tuple(n for n, page in page_by_number.items() if page.scanned)
    )


def read_picture(path: Path, reading: Reading) -> Source:
    """Return the lines of a photograph, or of a file of several, by OCR.

    :raises UnreadableFile: it cannot be opened, is over a limit, holds no words, or OCR is not installed.
    """
    from ingest.readers.ocr import tesseract  # runs programs that a PDF with text does not need

    with opened(path) as document:
        count = len(document)
    reading.limits.check("max_pages", count, "số trang")
    if lacking := tesseract.missing():
        raise UnreadableFile(f"là ảnh: {lacking}")
    numbers = range(1, count + 1)
    lines_by_page = tesseract.read_pages(path, {number: digests.of_picture(path, number) for number in numbers}, reading)
    mended = repaired({number: lines_ for number, lines_ in lines_by_page.items() if lines_})
    if not mended:
        raise UnreadableFile("là ảnh không có chữ nào đọc được; hãy chụp lại thẳng, đủ sáng, hoặc quét thành tệp PDF")
    page_by_number = {
        n: Page(PageText(0, 0, [], [], [], lambda x, y: (x, y)), list(mended.get(n, [])), scanned=True) for n in numbers
    }
    warnings = ["ảnh: đọc bằng OCR, hãy đối chiếu các số với bản giấy khi dùng"]
    recognised.set_tables(path, page_by_number, reading)
    warnings += recognised.tell_unsure({number: page.unsure for number, page in page_by_number.items()})
    if blank := [number for number in numbers if number not in mended]:
        warnings.append(f"trang {recognised.page_ranges(blank)} không có chữ nào")
    laid, tables = lay_out(page_by_number)
    return Source(tuple(laid), count, tables, tuple(warnings), tuple(mended))


def typed(path: Path) -> str:
    """Return the text layer letter by letter as the file holds it, not normalised; "" where it cannot be read."""
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            return ""
        return "\n".join(page.extract_text() for page in reader.pages)
    except (DependencyError, *DAMAGE):
        return ""


def _texts(path: Path, count: int, *, layers: bool) -> dict[int, PageText]:
    """Return what the letters of every page give; a page that is damaged gives nothing, and is left to OCR."""
    with opened(path) as document:
        document.init_forms()
        return {number: pages.read(document, number, layers=layers) for number in range(1, min(count, len(document)) + 1)}


def _in_unicode(page_by_number: Mapping[int, Page]) -> tuple[str, ...]:
    """Convert what was typed in a code table of the years before Unicode; then compose and clean."""
    as_typed: list[str] = []
    for page in page_by_number.values():
        for item in page.items:
            as_typed += (
                [cell for row in item.rows for cell in row] + [*item.printed] if isinstance(item, Grid) else [item.text]
            )
    texts, code_tables = encodings.to_unicode(as_typed)
    converted = iter(texts)
    for page in page_by_number.values():
        items: list[PrintedLine | Grid] = []
        for item in page.items:
            if isinstance(item, Grid):
                rows = tuple(tuple(normalize(next(converted)) for _ in row) for row in item.rows)
                items.append(replace(item, rows=rows, printed=tuple(normalize(next(converted)) for _ in item.printed)))
            elif text := normalize(next(converted)).rstrip():
                items.append(replace(item, text=text))
        page.items = items
    return encodings.told(code_tables)


def tell_void(given: Mapping[int, PageText]) -> list[str]:
    """Tell of the words that a line strikes out, page by page."""
    struck_out = [(number, normalize(text)) for number, page in given.items() for text in page.void]
    if not struck_out:
        return []
    words = ", ".join(f"“{text}” (trang {number})" for number, text in struck_out[:MOST_TOLD])
    more = f" và {len(struck_out) - MOST_TOLD} chỗ nữa" if len(struck_out) > MOST_TOLD else ""
    return [
        f"bỏ không đọc chữ bị gạch ngang (coi như đã hủy): {words}{more}; chữ nào còn hiệu lực thì hãy bỏ gạch rồi nạp lại"
    ]
