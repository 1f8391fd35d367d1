"""Pages of a PDF that are read by OCR: those without letters, those whose letters are garbled, and pictures on a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import regex as re
from pypdf import PdfReader

from ingest.errors import UnreadableFile
from ingest.language.syllables import is_syllable
from ingest.language.text import normalize
from ingest.readers import encodings
from ingest.readers.ocr.repair import in_sequence, repaired
from ingest.readers.page_images import image, opened
from ingest.readers.pdf import digests, lines, scans
from ingest.readers.pdf.grids import Grid
from ingest.readers.pdf.page import Page, composed
from ingest.readers.pdf.places import Rectangle
from ingest.readers.printed import PrintedLine
from ingest.reading import Reading

MOST_GARBLED = 0.4  # of a page's marked words that are no Vietnamese syllables; good pages have under .1
FEWEST_MARKED = 0.15  # of a page's words that bear Vietnamese marks; .7 is usual
LEAST_MARKED = 0.4  # of the words of a page that is Vietnamese without doubt
MOST_BARE = 0.8  # of a page's words that are Vietnamese syllables without marks: the marks were lost
MOST_STRANGE = 0.5  # of a page's letters that may be of fonts without a map: their places alone are read, else all
MOST_UNSURE = 12  # figures read in two ways that are told one by one
JUDGED_WORDS = 30  # a page with fewer words is not judged
WORD = re.compile(r"\p{L}+")


def add(path: Path, reader: PdfReader, page_by_number: Mapping[int, Page], reading: Reading) -> list[str]:
    """Read by OCR what the letters of pages do not tell; return what the user should know.

    :raises UnreadableFile: OCR is not installed, and no page has letters.
    """
    scanned = [n for n, page in page_by_number.items() if page.text.is_scan]
    empty = [n for n, page in page_by_number.items() if n not in scanned and not page.items and not page.text.places]
    others = {n: page for n, page in page_by_number.items() if n not in scanned and n not in empty}
    garbled = [n for n, page in others.items() if page.text.strange > MOST_STRANGE or is_garbled(page)]
    pictured = [n for n, page in page_by_number.items() if page.text.places and n not in {*scanned, *garbled}]
    numbers_read = sorted({*scanned, *empty, *garbled, *pictured})
    if not numbers_read:
        return []
    from ingest.readers.ocr import tesseract  # runs programs that a PDF with text does not need

    if lacking := tesseract.missing():
        if not any(page.items for page in page_by_number.values()):
            raise UnreadableFile(f"PDF {len(page_by_number)} trang không có lớp chữ (trang trắng hoặc ảnh quét): {lacking}")
        reasons = [(scanned, "là ảnh quét"), (empty, "không có lớp chữ"), (garbled, "có lớp chữ hỏng")]
        return [f"trang {page_ranges(n)} {why}: {lacking}" for n, why in reasons if n] + [
            f"{_pictures(page_by_number[n], n, page_by_number[n].text.places)}: {lacking}" for n in pictured
        ]
    lines_by_page = tesseract.read_pages(
        path, {number: digests.of_page(reader.pages[number - 1]) for number in numbers_read}, reading
    )
    mended = repaired(
        {number: lines_by_page[number] for number in numbers_read if lines_by_page[number] and number not in pictured}
    )
    warnings: list[str] = []
    read_: dict[str, list[int]] = {"không có lớp chữ": [], "có lớp chữ hỏng": []}
    for number in numbers_read:
        page = page_by_number[number]
        if number in pictured:
            warnings += _with_pictures(page, number, lines_by_page[number])
        elif number in garbled:
            # where OCR finds no Vietnamese either, the text layer is what is printed: typed without marks, or in another
            # language
            if number in mended and _is_vietnamese(mended[number]):
                page.items, page.scanned = list(mended[number]), True
                read_["có lớp chữ hỏng"].append(number)
        elif number in mended:
            page.items, page.scanned = list(_beside(page, mended[number])), True
            read_["không có lớp chữ"].append(number)
    warnings = [
        f"trang {page_ranges(numbers)} {why}: đọc bằng OCR, hãy đối chiếu các số với bản giấy khi dùng"
        for why, numbers in read_.items()
        if numbers
    ] + warnings
    set_tables(path, page_by_number, reading)
    warnings += tell_unsure({number: page.unsure for number, page in page_by_number.items()})
    if blank := [n for n in numbers_read if not page_by_number[n].items]:
        warnings.append(f"trang {page_ranges(blank)} không có chữ nào")
    return warnings


def _beside(page: Page, read: list[PrintedLine]) -> list[PrintedLine]:
    """Return OCR's lines of a scan with the page's own letters: a signature's, a number stamped on it."""
    if not page.text.words:
        return read
    own = lines.lines(page.text.words)
    return scans.beside(page.text, own, read, [normalize(lines.text(line)) for line in own])


def _with_pictures(page: Page, number: int, read: list[PrintedLine]) -> list[str]:
    """Add what OCR reads in a page's pictures, and say so; of a picture without words nothing is said."""
    words, places = scans.words_in(page.text, read, page.text.places)
    if not words:
        return []
    page.text.words += words
    page.items = [
        replace(item, text=normalize(item.text).rstrip()) if isinstance(item, PrintedLine) else item
        for item in composed(page.text)
    ]
    if page.text.bare:  # a scan, whose own text layer was read by OCR too
        texts = iter(in_sequence([item.text for item in page.items if isinstance(item, PrintedLine)]))
        page.items = [replace(item, text=next(texts)) if isinstance(item, PrintedLine) else item for item in page.items]
    return [f"{_pictures(page, number, places)}: đọc bằng OCR, hãy đối chiếu với bản gốc khi dùng"]


def _pictures(page: Page, number: int, places: Sequence[Rectangle]) -> str:
    where = ", ".join(dict.fromkeys(scans.where(place, page.text) for place in places))
    return f"trang {number} có chữ trong hình ({where})"


def set_tables(path: Path, page_by_number: Mapping[int, Page], reading: Reading) -> None:
    """Put the ruled tables of the pages read by OCR in their places, and note what of these pages is to be checked."""
    scanned = {number: page for number, page in page_by_number.items() if page.scanned}
    if not scanned:
        return
    from ingest.readers.pdf import scanned_tables  # runs programs that a PDF with text does not need

    with opened(path) as document:
        for number, page in scanned.items():
            unsure = [word for line in page.lines for word in line.unsure]
            items, again = scanned_tables.with_tables(page.lines, image(document, number), reading.limits.max_seconds)
            page.items, page.unsure = list(items), list(dict.fromkeys([*unsure, *again]))
            reading.progress(1.0)  # all pages are read; the time for the next one counts anew


def tell_unsure(given: Mapping[int, Sequence[str]]) -> list[str]:
    """Tell of the figures that two readings differ in, page by page; they are what a reader should check on paper."""
    unsure_words = [(number, word) for number, own in given.items() for word in own]
    if not unsure_words:
        return []
    words = ", ".join(f"“{word}” (trang {number})" for number, word in unsure_words[:MOST_UNSURE])
    more = f" và {len(unsure_words) - MOST_UNSURE} chỗ nữa" if len(unsure_words) > MOST_UNSURE else ""
    return [f"hai lượt OCR đọc khác nhau ở các số {words}{more}: hãy đối chiếu với bản giấy khi dùng"]


def is_garbled(page: Page) -> bool:
    """Say whether the letters of a page cannot be what is printed on it: a font without a map of its letters.

    Judged by the share of marked words that are syllables; text that lost all its marks is judged by their lack.
    """
    text = " ".join(" ".join(item.printed) if isinstance(item, Grid) else item.text for item in page.items)
    words = len(text.split())
    if words < JUDGED_WORDS:
        return False
    marked, right = encodings.marked_words(text)
    if marked >= JUDGED_WORDS / 2:
        return right < (1 - MOST_GARBLED) * marked
    plain = [word.lower() for word in WORD.findall(text)]
    if marked < FEWEST_MARKED * len(plain) and sum(map(is_syllable, plain)) > MOST_BARE * len(plain):
        return True
    letters = sum(c.isalpha() for c in text)
    lost = sum(c == "\ufffd" or "\ue000" <= c <= "\uf79f" for c in text) + text.count("(cid:")
    return lost > MOST_GARBLED * (letters + lost) / 2


def _is_vietnamese(read_lines: Sequence[PrintedLine]) -> bool:
    text = " ".join(line.text for line in read_lines)
    marked, right = encodings.marked_words(text)
    return marked > LEAST_MARKED * len(WORD.findall(text)) and right > (1 - MOST_GARBLED) * marked


def page_ranges(numbers: Iterable[int]) -> str:
    """Return "1-3, 7" for page numbers."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
