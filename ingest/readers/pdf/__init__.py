"""PDF: each page from its text layer or, where that is missing or garbled, by OCR. The only module that knows pypdf."""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import regex as re
from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from ingest import encodings
from ingest.errors import UnreadableFile
from ingest.model import Kind, Line, Source, Table
from ingest.readers.ocr_repair import repaired
from ingest.readers.printed import PrintedLine
from ingest.reading import Reading
from ingest.syllables import is_syllable
from ingest.text import normalize
from ingest.typeface import width

if TYPE_CHECKING:
    from ingest.readers.pdf_tables import Ruled

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings are about repairs it made by itself

FEWEST_LETTERS = 20  # a page with fewer has no text layer worth the name
NOTE_SIZE = 0.86  # of the body's size: footnotes are set in 10-12 points under a body of 13-14
SAME_SIZE = 0.04  # of the letters' size: what OCR reckons of one size of print varies by half of it
MOST_GARBLED = 0.4  # of a page's marked words that are no Vietnamese syllables; good pages have under .1
FEWEST_MARKED = 0.15  # of a page's words that bear Vietnamese marks; .7 is usual
LEAST_MARKED = 0.4  # of the words of a page that is Vietnamese without doubt
MOST_BARE = 0.8  # of a page's words that are Vietnamese syllables without marks: the marks were lost
MOST_UNSURE = 12  # figures read in two ways that are told one by one
JUDGED_WORDS = 30  # a page with fewer words is not judged
TURN_BACK = 5.0  # of the letters' size that text begins left of where the text before ended: a new line
COLUMN_GAP = 2.5  # of the letters' size between two words of one line: what stands left and right are columns
GAP = "    "
RIGHT_HALF = 0.4  # of the text's width; a line that begins further right belongs to a right column, or is a short title
RIGHT_COLUMN = " " * 16
WORD = re.compile(r"\p{L}+")
RULINGS = re.compile(rb"(?<![\w.])(?:re|l)(?=\s)")  # operators that draw rectangles and lines
FEWEST_RULINGS = 6  # a table of two rows and columns has six lines
CAPITALS_FONT = re.compile(r"\.?Vn\w*H$|\.?Vn\w+H[,-]")  # .VnTimeH draws small letters as capitals

LOCKED = "tệp PDF có mật khẩu; hãy bỏ mật khẩu rồi nạp lại"
DAMAGED = "tệp PDF hỏng hoặc bị cắt cụt; hãy tải hoặc quét lại tệp gốc"
# what pypdf lets through on damaged objects
DAMAGE = (PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, OSError, RecursionError, AssertionError,
          ArithmeticError, NotImplementedError)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Page:
    lines: list[PrintedLine]
    ruled: bool


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
        pages = {number: _page(page) for number, page in enumerate(reader.pages, start=1)}
    except DependencyError as error:
        raise UnreadableFile(LOCKED) from error
    except DAMAGE as error:
        raise UnreadableFile(DAMAGED) from error
    if not pages:
        raise UnreadableFile(f"{DAMAGED} (không có trang nào)")
    pages, warnings = _in_unicode(pages)
    pages, by_ocr, told = _without_silent_pages(path, reader, pages, reading)
    lines, tables = _laid_out(path, pages, by_ocr)
    return Source(tuple(lines), count, tables, (*warnings, *told), tuple(sorted(by_ocr)))


def typed(path: Path) -> str:
    """Return the text layer letter by letter as the file holds it, not normalised; "" where it cannot be read."""
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            return ""
        return "\n".join(page.extract_text() for page in reader.pages)
    except (DependencyError, *DAMAGE):
        return ""


# The text layer


def _page(page: PageObject) -> _Page:
    pieces: list[tuple[str, float, float, float]] = []

    def visit(text: str, cm: Sequence[float], tm: Sequence[float], font: DictionaryObject | None, size: float) -> None:
        if font and CAPITALS_FONT.search(str(font.get("/BaseFont", ""))):
            text = encodings.raised(text)
        x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        pieces.append((text, abs(size * (tm[3] or 1) * (cm[3] or 1)), x, y))

    page.extract_text(visitor_text=visit)
    contents = page.get_contents()
    ruled = contents is not None and len(RULINGS.findall(contents.get_data())) >= FEWEST_RULINGS
    return _Page(_lines(pieces), ruled)


def _lines(pieces: Iterable[tuple[str, float, float, float]]) -> list[PrintedLine]:
    """Join pieces of text (text, size, x, y) into lines; wide gaps stay as wide as a column's."""
    lines: list[PrintedLine] = []
    text, sizes, start, end = "", Counter[float](), (0.0, 0.0), 0.0
    for piece, size, x, y in [*pieces, ("\n", 0.0, 0.0, 0.0)]:
        for index, part in enumerate(piece.split("\n")):
            if index:
                if text.strip():
                    lines.append(PrintedLine(text.rstrip(), sizes.most_common(1)[0][0], *start))
                text, sizes = "", Counter()
            if not part.strip():
                text += part
                continue
            if index == 0 and text.strip() and x < end - TURN_BACK * size:
                lines.append(PrintedLine(text.rstrip(), sizes.most_common(1)[0][0], *start))
                text, sizes = "", Counter()
            if not text.strip():
                start = (x, y)
            elif index == 0 and x - end > COLUMN_GAP * size:
                text = text.rstrip() + GAP
            text += part
            end = (x if index == 0 else start[0]) + width(part.strip()) * size / 1000
            sizes[round(size, 1)] += len(part.strip())
    return lines


def _in_unicode(pages: Mapping[int, _Page]) -> tuple[dict[int, _Page], tuple[str, ...]]:
    """Convert what was typed in a code table of the years before Unicode; then compose and clean."""
    texts, found = encodings.to_unicode([line.text for page in pages.values() for line in page.lines])
    converted = iter(texts)
    made = {
        number: _Page(
            [
                PrintedLine(text, line.size, line.x, line.y)
                for line in page.lines
                if (text := normalize(next(converted)).rstrip())
            ],
            page.ruled,
        )
        for number, page in pages.items()
    }
    return made, encodings.told(found)


# Pages to be read by OCR


def _without_silent_pages(
    path: Path, reader: PdfReader, pages: dict[int, _Page], reading: Reading
) -> tuple[dict[int, _Page], set[int], tuple[str, ...]]:
    """Read by OCR the pages that have no text layer or a garbled one.

    Returns all pages, the numbers of those that OCR gave words for, and what the user should know.
    """
    silent = [n for n, page in pages.items() if sum(c.isalpha() for line in page.lines for c in line.text) < FEWEST_LETTERS]
    garbled = [n for n, page in pages.items() if n not in silent and _garbled(page)]
    if not silent and not garbled:
        return pages, set(), ()
    from ingest.readers import ocr  # draws in image libraries that a PDF with text does not need

    reasons = [(silent, "không có lớp chữ"), (garbled, "có lớp chữ hỏng")]
    if lacking := ocr.missing():
        if len(silent) == len(pages):
            raise UnreadableFile(f"PDF {len(pages)} trang không có lớp chữ (trang trắng hoặc ảnh quét): {lacking}")
        return pages, set(), tuple(f"trang {_ranges(n)} {why}: {lacking}" for n, why in reasons if n)
    digests = {number: _digest(reader.pages[number - 1]) for number in sorted(silent + garbled)}
    found = ocr.read_pages(path, digests, reading)
    mended = repaired({number: lines for number, lines in found.items() if lines})
    # where OCR finds no Vietnamese either, the text layer is what is printed: typed without marks, or in another language
    read_ = {n for n, lines in mended.items() if n in silent or _is_vietnamese(lines)}
    pages |= {number: _Page(mended[number], ruled=False) for number in read_}
    if not any(page.lines for page in pages.values()):
        raise UnreadableFile(f"PDF {len(pages)} trang không có chữ nào (trang trắng); hãy kiểm tra lại tệp gốc")
    told = [f"trang {_ranges(read_.intersection(n))} {why}: đọc bằng OCR" for n, why in reasons if read_.intersection(n)]
    told += _unsure({number: mended[number] for number in sorted(read_)})
    if blank := set(silent) - read_:
        told.append(f"trang {_ranges(blank)} không có chữ nào")
    return pages, read_, tuple(told)


def _unsure(pages: Mapping[int, Sequence[PrintedLine]]) -> list[str]:
    """Tell of the figures that two readings differ in, page by page; they are what a reader should check on paper."""
    found = [(number, word) for number, lines in pages.items() for line in lines for word in line.unsure]
    if not found:
        return []
    words = ", ".join(f"“{word}” (trang {number})" for number, word in found[:MOST_UNSURE])
    more = f" và {len(found) - MOST_UNSURE} chỗ nữa" if len(found) > MOST_UNSURE else ""
    return [f"hai lượt OCR đọc khác nhau ở các số {words}{more}: hãy đối chiếu với bản giấy khi dùng"]


def _garbled(page: _Page) -> bool:
    """Say whether the letters of a page cannot be what is printed on it: a font without a map of its letters.

    Judged by the share of marked words that are syllables; text that lost all its marks is judged by their lack.
    """
    text = " ".join(line.text for line in page.lines)
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
    lost = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" for c in text) + text.count("(cid:")
    return lost > MOST_GARBLED * (letters + lost) / 2


def _is_vietnamese(lines: Sequence[PrintedLine]) -> bool:
    text = " ".join(line.text for line in lines)
    marked, right = encodings.marked_words(text)
    return marked > LEAST_MARKED * len(WORD.findall(text)) and right > (1 - MOST_GARBLED) * marked


def digest(path: Path, number: int) -> str:
    """Return the digest of page ``number`` (from 1) under which what OCR gave of it is kept.

    :raises UnreadableFile: the file is damaged or locked, or has no such page.
    """
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFile(LOCKED)
        return _digest(reader.pages[number - 1])
    except DependencyError as error:
        raise UnreadableFile(LOCKED) from error
    except DAMAGE as error:
        raise UnreadableFile(DAMAGED) from error


def _digest(page: PageObject) -> str:
    """Return a digest of everything that makes up how a page looks, as it is stored."""
    made = hashlib.sha256()
    seen: set[tuple[int, int]] = set()

    def add(value: object) -> None:
        if isinstance(value, IndirectObject):
            if (value.idnum, value.generation) in seen:
                return
            seen.add((value.idnum, value.generation))
            value = value.get_object()
        if isinstance(value, StreamObject):
            made.update(value._data if isinstance(value._data, bytes) else str(value._data).encode())
        if isinstance(value, DictionaryObject):
            for key in sorted(value.keys() - {"/Parent"}):
                made.update(key.encode())
                add(value.raw_get(key))
        elif isinstance(value, ArrayObject):
            for index in range(len(value)):
                add(list.__getitem__(value, index))
        else:
            made.update(repr(value).encode())

    for key in ("/Contents", "/Resources", "/MediaBox", "/CropBox", "/Rotate"):
        try:
            add(page.get(key))
        except DAMAGE:
            made.update(b"damaged")
    return made.hexdigest()


def _ranges(numbers: Iterable[int]) -> str:
    """Return "1-3, 7" for page numbers."""
    made: list[list[int]] = []
    for number in sorted(numbers):
        if made and made[-1][-1] == number - 1:
            made[-1].append(number)
        else:
            made.append([number])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in made)


# Lines, notes and tables


def _laid_out(path: Path, pages: Mapping[int, _Page], by_ocr: set[int]) -> tuple[list[Line], tuple[Table, ...]]:
    """Return the lines of all pages with their kinds; ruled tables as rows in their place."""
    body = _body_size(page for number, page in pages.items() if number not in by_ocr)
    scanned = _body_size(pages[number] for number in by_ocr)
    ruled = _ruled_tables(path, [number for number, page in pages.items() if page.ruled])
    lines: list[Line] = []
    tables: list[Table] = []
    for number, page in pages.items():
        # a page may be scanned at another scale; but one that is mostly footnotes has some lines of the body still
        own = scanned if any(abs(line.size - scanned) < SAME_SIZE * scanned for line in page.lines) else _body_size([page])
        kinds = _kinds(page.lines, own if number in by_ocr else body)
        indented = _right_half(page.lines)
        placed: set[int] = set()  # tables of the page that are in
        for line, kind in zip(page.lines, kinds, strict=True):
            at = next((i for i, t in enumerate(ruled.get(number, ())) if _within(line, t.box)), None)
            if at is None:
                text = f"{RIGHT_COLUMN}{line.text}" if line.x > indented else line.text
                lines.append(Line(text, number, kind))
            elif at not in placed:
                placed.add(at)
                _add_table(ruled[number][at], number, lines, tables)
    return lines, tuple(tables)


def _ruled_tables(path: Path, pages: Sequence[int]) -> Mapping[int, list[Ruled]]:
    if not pages:
        return {}
    from ingest.readers import pdf_tables  # draws in libraries that a PDF without rulings does not need

    return pdf_tables.find(path, pages)


def _add_table(table: Ruled, page: int, lines: list[Line], tables: list[Table]) -> None:
    """Add a table's rows; one that goes on from the page before is added to that one's."""
    above = next((line for line in reversed(lines) if not line.text.strip().isdecimal()), None)  # but for page numbers
    goes_on = (
        above is not None
        and above.row is not None
        and above.row[0] == len(tables) - 1
        and above.page == page - 1
        and len(tables[-1].rows[0]) == len(table.rows[0])
    )
    before = tables.pop() if goes_on else Table((), page)
    repeated = before.rows[:1] == table.rows[:1]  # the heading, printed again
    number, first = len(tables), len(before.rows)
    tables.append(Table((*before.rows, *table.rows[repeated:]), before.page))
    printed = enumerate(table.printed[repeated:], start=first)
    lines += [Line(row, page, Kind.TABLE, row=(number, r)) for r, row in printed if row]


def _right_half(lines: Sequence[PrintedLine]) -> float:
    """Return from where on a line begins in the right half of a page."""
    left = min((line.x for line in lines), default=0.0)
    right = max((line.x + width(line.text) * line.size / 1000 for line in lines), default=0.0)
    return left + RIGHT_HALF * (right - left)


def _within(line: PrintedLine, box: tuple[float, float, float, float]) -> bool:
    left, bottom, right, top = box
    return left - 1 <= line.x <= right + 1 and bottom - 1 <= line.y + line.size / 4 <= top + 1


def _body_size(pages: Iterable[_Page]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
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
