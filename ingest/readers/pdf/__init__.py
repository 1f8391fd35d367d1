"""PDF: what a person sees on each page, from its letters or, where those do not tell, by OCR.

PDFium gives letters, lines and pictures of the pages; pypdf what is known of the whole file.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from pathlib import Path

import pypdfium2
import regex as re
from pypdf import PdfReader
from pypdf.errors import DependencyError

from ingest.errors import UnreadableFile
from ingest.language.syllables import is_syllable
from ingest.language.text import normalize
from ingest.model import Kind, Line, Source, Table
from ingest.readers import encodings
from ingest.readers.ocr.repair import repaired
from ingest.readers.page_images import opened
from ingest.readers.pdf import digests, endnotes, forms, joined, lines, pages, scans
from ingest.readers.pdf.damage import DAMAGE, DAMAGED, LOCKED
from ingest.readers.pdf.digests import digest as digest
from ingest.readers.pdf.endnotes import NotedPage
from ingest.readers.pdf.grids import Grid
from ingest.readers.pdf.lines import TextLine
from ingest.readers.pdf.pages import PageText
from ingest.readers.pdf.places import Rectangle
from ingest.readers.printed import PrintedLine
from ingest.reading import Reading
from ingest.typeface import width

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings are about repairs it made by itself
logging.getLogger("pypdfium2").setLevel(logging.CRITICAL)  # it tells of XFA, which is refused here

NOTE_SIZE = 0.86  # of the body's size: footnotes are set in 10-12 points under a body of 13-14
SAME_SIZE = 0.04  # of the letters' size: what OCR reckons of one size of print varies by half of it
MOST_GARBLED = 0.4  # of a page's marked words that are no Vietnamese syllables; good pages have under .1
FEWEST_MARKED = 0.15  # of a page's words that bear Vietnamese marks; .7 is usual
LEAST_MARKED = 0.4  # of the words of a page that is Vietnamese without doubt
MOST_BARE = 0.8  # of a page's words that are Vietnamese syllables without marks: the marks were lost
MOST_UNSURE = 12  # figures read in two ways that are told one by one
JUDGED_WORDS = 30  # a page with fewer words is not judged
RIGHT_HALF = 0.4  # of the text's width; a line that begins further right belongs to a right column, or is a short title
RIGHT_COLUMN = " " * 16
WORD = re.compile(r"\p{L}+")

XFA = "là biểu mẫu XFA, chỉ Adobe Reader hiện được nội dung; hãy mở bằng Adobe Reader, in ra PDF thường rồi nạp lại"


@dataclass(slots=True)
class Page:
    """A page on its way: what its letters give, lines and tables in order, and whether lines are of OCR."""

    text: PageText
    items: list[PrintedLine | Grid] = field(default_factory=list)
    scanned: bool = False

    @property
    def lines(self) -> list[PrintedLine]:
        """What of it is lines, in order."""
        return [item for item in self.items if isinstance(item, PrintedLine)]


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
        warnings = list(forms.attached(reader))
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
        page.items = _composed(page.text)
    warnings = [*_in_unicode(page_by_number), *tell_void(texts), *warnings]
    warnings += _with_ocr(path, reader, page_by_number, reading)
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
    warnings += tell_unsure({number: page.lines for number, page in page_by_number.items()})
    warnings += [
        f"trang {page_ranges(blank)} không có chữ nào" for blank in [[n for n in numbers if n not in mended]] if blank
    ]
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


def _composed(page: PageText) -> list[PrintedLine | Grid]:
    return [item if isinstance(item, Grid) else _printed(item, page.height) for item in pages.composed(page)]


def _printed(line: TextLine, height: float) -> PrintedLine:
    bold = sum(c.isalnum() for word in takewhile(lambda word: word.bold, line.words) for c in word.text)
    return PrintedLine(lines.text(line), line.size, line.place.left, height - line.y, bold=bold)


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


# Pages to be read by OCR


def _with_ocr(path: Path, reader: PdfReader, page_by_number: Mapping[int, Page], reading: Reading) -> list[str]:
    """Read by OCR what the letters do not tell: pages without them, garbled ones, pictures.

    Return what the user should know.
    """
    scanned = [n for n, page in page_by_number.items() if page.text.is_scan]
    empty = [n for n, page in page_by_number.items() if n not in scanned and not page.items and not page.text.places]
    garbled = [n for n, page in page_by_number.items() if n not in scanned and n not in empty and is_garbled(page)]
    pictured = [n for n, page in page_by_number.items() if page.text.places and n not in {*scanned, *garbled}]
    wanted = sorted({*scanned, *empty, *garbled, *pictured})
    if not wanted:
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
        path, {number: digests.of_page(reader.pages[number - 1]) for number in wanted}, reading
    )
    mended = repaired(
        {number: lines_by_page[number] for number in wanted if lines_by_page[number] and number not in pictured}
    )
    warnings: list[str] = []
    read_: dict[str, list[int]] = {"không có lớp chữ": [], "có lớp chữ hỏng": []}
    for number in wanted:
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
    warnings += tell_unsure({number: page.lines for number, page in page_by_number.items() if page.scanned})
    if blank := [n for n in wanted if not page_by_number[n].items]:
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
        for item in _composed(page.text)
    ]
    return [f"{_pictures(page, number, places)}: đọc bằng OCR, hãy đối chiếu với bản gốc khi dùng"]


def _pictures(page: Page, number: int, places: Sequence[Rectangle]) -> str:
    where = ", ".join(dict.fromkeys(scans.where(place, page.text) for place in places))
    return f"trang {number} có chữ trong hình ({where})"


def tell_void(given: Mapping[int, PageText]) -> list[str]:
    """Tell of the words that a line strikes out, page by page."""
    struck_out = [(number, normalize(text)) for number, page in given.items() for text in page.void]
    if not struck_out:
        return []
    words = ", ".join(f"“{text}” (trang {number})" for number, text in struck_out[:MOST_UNSURE])
    more = f" và {len(struck_out) - MOST_UNSURE} chỗ nữa" if len(struck_out) > MOST_UNSURE else ""
    return [
        f"bỏ không đọc chữ bị gạch ngang (coi như đã hủy): {words}{more}; chữ nào còn hiệu lực thì hãy bỏ gạch rồi nạp lại"
    ]


def tell_unsure(given: Mapping[int, Sequence[PrintedLine]]) -> list[str]:
    """Tell of the figures that two readings differ in, page by page; they are what a reader should check on paper."""
    unsure_words = [(number, word) for number, own in given.items() for line in own for word in line.unsure]
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


# Lines, notes and tables


def lay_out(given: Mapping[int, Page]) -> tuple[list[Line], tuple[Table, ...]]:
    """Return the lines of all pages with their kinds; tables as rows in their place."""
    body = _body_size(page.lines for page in given.values() if not page.scanned)
    scanned = _body_size(page.lines for page in given.values() if page.scanned)
    laid: list[Line] = []
    tables: list[Table] = []
    last: Grid | None = None
    noted = endnotes.at_end({n: _noted(page, scanned if page.scanned else body) for n, page in given.items()})
    for number, page in given.items():
        kinds, notes = iter(noted[number].kinds), noted[number].notes
        indented = _right_half(page.lines)
        for item in page.items:
            if isinstance(item, Grid):
                joined.add(_without_marks(item, notes), number, laid, tables, last)
                last = item
                continue
            text, marks = lines.marked(item.text, notes)
            ahead = RIGHT_COLUMN if item.x > indented else ""
            marks = tuple((at + len(ahead), mark) for at, mark in marks)
            laid.append(Line(f"{ahead}{text}", number, next(kinds), marks=marks, bold=item.bold))
    return laid, tuple(tables)


def _noted(page: Page, body: float) -> NotedPage:
    """Return a page's lines with their kinds; a page may be scanned at another scale than the rest.

    But one that is mostly footnotes has some lines of the body still.
    """
    if page.scanned and not any(abs(line.size - body) < SAME_SIZE * body for line in page.lines):
        body = _body_size([page.lines])
    small = all(line.size < NOTE_SIZE * body for line in page.lines)
    return endnotes.noted(page.items, _kinds(page.lines, body), all_small=small)


def _without_marks(grid: Grid, notes: frozenset[str]) -> Grid:
    rows = tuple(tuple(lines.marked(cell, notes)[0] for cell in row) for row in grid.rows)
    return replace(grid, rows=rows, printed=tuple(lines.marked(row, notes)[0] for row in grid.printed))


def _right_half(printed: Sequence[PrintedLine]) -> float:
    """Return from where on a line begins in the right half of a page."""
    left = min((line.x for line in printed), default=0.0)
    right = max((line.x + width(line.text) * line.size / 1000 for line in printed), default=0.0)
    return left + RIGHT_HALF * (right - left)


def _body_size(lines_of_pages: Iterable[Sequence[PrintedLine]]) -> float:
    sizes: Counter[float] = Counter()
    for page in lines_of_pages:
        for line in page:
            sizes[round(line.size)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _kinds(page: Sequence[PrintedLine], body: float) -> list[Kind]:
    """Tell the small print at the foot of a page, its footnotes, from the rest."""
    foot = len(page)
    while foot and page[foot - 1].size < NOTE_SIZE * body:
        foot -= 1
    if foot == 0:  # a page all in small print is an annex
        foot = len(page)
    return [Kind.TEXT if at < foot else Kind.NOTE for at in range(len(page))]
