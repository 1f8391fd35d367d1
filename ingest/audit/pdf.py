"""The figures that a person sees on the pages of a PDF, by PDFium's own lines and a picture of the page."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2
import pypdfium2.raw as c
import regex as re

from ingest.audit import picture
from ingest.audit.model import Doubt, SeenFigures
from ingest.language.text import fold_spaces
from ingest.readers.page_images import LARGEST

EDGE = 0.12  # of a page's height from its upper and lower edge, where page numbers stand
TOP = 0.35  # of a page's height, in which a table's head is repeated
RAISED = 0.8  # of the size before it that the mark of a note has
LONGEST_MARK = 2
FEWEST_PAGES = 2  # that are numbered alike, of a report bound with others
CONTRAST = 24  # of 255 between the lightest and the darkest point of a letter that is seen
PAGE = re.compile(r"^\W*+(?:trang\s*+)?+(\d{1,4}+)(?:\s*+/\s*+\d{1,4}+)?+\W*+", re.IGNORECASE)
CONTENTS = re.compile(r"(?<![.…])(?<!\.\s)(?:\.\s?+|…){4,}+\s*+\d{1,4}+\s*+$")  # a line of a contents page
# What browsers print above and below a page of the web: time and title, address and page number.
BROWSER = re.compile(
    r"^(?:(?:file|https?)://\S++\s++\d{1,4}/\d{1,4}\s*+$|"
    r"\d{1,2}/\d{1,2}/\d{2,4},? \d{1,2}:\d\d|\d{1,2}:\d\d,? \d{1,2}/\d{1,2}/\d{2,4})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of PDFium's: its text, how far down the page it stands (0-1), whether its figures leave a trace."""

    text: str
    down: float
    page: int


def seen(path: Path, ocr: Collection[int], doubt: Doubt) -> list[SeenFigures]:
    """Return the lines with figures in ``doubt``, page by page, but for page numbers, heads printed again, contents pages.

    Damaged files and pages, and those read by OCR, give nothing.
    """
    lines: list[_Line] = []
    pictured: list[SeenFigures] = []
    try:
        with pypdfium2.PdfDocument(path) as document:
            pages = {number: document[number - 1] for number in range(1, len(document) + 1) if number not in ocr}
            layers = {number: page.get_textpage() for number, page in pages.items()}
            rough = {number: layer.get_text_range() for number, layer in layers.items()}
            typed = [(number, text) for number, page in pages.items() for text in picture.typed_over(page)]
            doubt.weigh([*rough.values(), *(text for _, text in typed)])
            for number, text in rough.items():
                if not doubt.passes(text):
                    lines += _lines(pages[number], layers[number], number, doubt)
            pictured = picture.seen(list(pages), document, doubt.figures)
            pictured += [SeenFigures(text, number) for number, text in typed if not doubt.passes(text)]
    except pypdfium2.PdfiumError:
        return []
    listed = _listed(rough)
    lines = [line for line in lines if (line.page, line.text.strip()) not in listed]
    again = _printed_again(lines, rough)
    steps = _numbering(lines)
    return [*(SeenFigures(line.text, line.page) for line in lines if not _is_furniture(line, again, steps)), *pictured]


def _listed(rough: Mapping[int, str]) -> frozenset[tuple[int, str]]:
    """Return the lines of contents pages without dots, with their pages: titles that are printed again, then a number."""
    contents = [number for number, text in rough.items() if "mục lục" in text.casefold()]
    if not contents:
        return frozenset()
    printed = {line.strip() for text in rough.values() for line in text.splitlines()}
    candidates = ((number, line.strip()) for number in contents for line in rough[number].splitlines())
    return frozenset(
        (number, line)
        for number, line in candidates
        if line.rstrip("0123456789").strip(" .…\t") in printed and line[-1:].isdigit()
    )


def _printed_again(lines: Sequence[_Line], rough: Mapping[int, str]) -> Counter[str]:
    """Return on how many pages each line stands, also on those whose text was read; without ``lines`` nothing is counted."""
    if not lines:
        return Counter()
    others = {(_unpaged(_Line(text, 0, page)), page) for page, own in rough.items() for text in own.splitlines()}
    return Counter(text for text, _ in others | {(_unpaged(line), line.page) for line in lines})


def _is_furniture(line: _Line, again: Counter[str], steps: Collection[int]) -> bool:
    if CONTENTS.search(line.text) or (_at_edge(line) and BROWSER.match(line.text.strip())):
        return True
    if again[_unpaged(line)] > 1 and (line.down < TOP or line.down > 1 - EDGE):
        return True
    number = PAGE.fullmatch(line.text.strip())
    return number is not None and _at_edge(line) and int(number[1]) - line.page in steps


def _unpaged(line: _Line) -> str:
    """Return a line without the number of its page: "Trang 2" is the foot that "Trang 1" was."""
    return re.sub(rf"(?<![\d.,/]){line.page}(?!\d|[.,/]\d)", "#", fold_spaces(line.text))


def _numbering(lines: Sequence[_Line]) -> frozenset[int]:
    """Return by how much the printed page numbers are ahead of the pages; several where reports are bound together."""
    steps = Counter(
        int(number[1]) - line.page for line in lines if _at_edge(line) and (number := PAGE.fullmatch(line.text.strip()))
    )
    most = steps.most_common(1)[0][0] if steps else 0
    return frozenset(step for step, count in steps.items() if count >= FEWEST_PAGES or step == most)


def _at_edge(line: _Line) -> bool:
    return line.down < EDGE or line.down > 1 - EDGE


def _lines(page: pypdfium2.PdfPage, layer: pypdfium2.PdfTextPage, number: int, doubt: Doubt) -> Iterator[_Line]:
    raw, count, high = layer.raw, layer.count_chars(), page.get_height()
    codes = [c.FPDFText_GetUnicode(raw, at) for at in range(count)]
    picture = _Picture(page)
    start = 0
    for at in range(count + 1):
        if at < count and codes[at] not in (10, 13):
            continue
        if any(48 <= code <= 57 for code in codes[start:at]) and not doubt.passes(_plain(codes[start:at])):
            text = _shown(raw, codes, start, at, picture)
            if re.search(r"\d", text):
                first = next(n for n in range(start, at) if 48 <= codes[n] <= 57)
                yield _Line(text, picture.place(raw, first)[1] / high, number)
        start = at + 1


def _plain(codes: Sequence[int]) -> str:
    return "".join(chr(code) if 32 <= code < 0xD800 or code > 0xDFFF else "" for code in codes)


def _shown(raw: object, codes: Sequence[int], start: int, end: int, picture: _Picture) -> str:
    """Return a line without the figures that leave no trace on the page, and without raised marks of notes."""
    text = ""
    at = start
    while at < end:
        code = codes[at]
        if not 48 <= code <= 57:
            text += _plain([code])
            at += 1
            continue
        stop = at + 1
        size = c.FPDFText_GetFontSize(raw, at)
        while stop < end and 48 <= codes[stop] <= 57 and _is_as_large(raw, stop, size):
            stop += 1
        has_map = not any(c.FPDFText_HasUnicodeMapError(raw, n) for n in range(at, stop))
        if not has_map or _is_mark(raw, codes, at, stop, start) or not picture.shows(raw, at, stop):
            text += " "
        else:
            text += "".join(map(chr, codes[at:stop]))
        at = stop
    return text


def _is_as_large(raw: object, at: int, size: float) -> bool:
    """Say whether a figure goes on with the one before it, and is no raised mark behind it."""
    return bool(RAISED * size < c.FPDFText_GetFontSize(raw, at) < size / RAISED)


def _is_mark(raw: object, codes: Sequence[int], at: int, stop: int, start: int) -> bool:
    if stop - at > LONGEST_MARK or at == start:
        return False
    before = at - 1
    if codes[before] <= 32 and before > start:
        before -= 1
    return bool(0 < c.FPDFText_GetFontSize(raw, at) <= RAISED * c.FPDFText_GetFontSize(raw, before))


class _Picture:
    """A page's picture, drawn when it is first needed: a letter that leaves no trace in it is not seen."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._page, self._grey = page, np.zeros((0, 0), dtype=np.uint8)
        self._to = pypdfium2.PdfPosConv(page, (0, 0, int(page.get_width()), int(page.get_height()), 0)).to_bitmap

    def place(self, raw: object, at: int) -> tuple[int, int, int, int]:
        """Return where a letter stands, in points from the upper left corner: left, top, right, bottom."""
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        c.FPDFText_GetCharBox(raw, at, left, right, bottom, top)
        x0, y0 = self._to(left.value, top.value)
        x1, y1 = self._to(right.value, bottom.value)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def shows(self, raw: object, first: int, stop: int) -> bool:
        """Say whether most of some letters leave a trace; on a page too large to be drawn every letter does."""
        if self._page.get_width() * self._page.get_height() > LARGEST:
            return True
        if not self._grey.size:
            grey = np.asarray(self._page.render(scale=1.0, grayscale=True).to_numpy())
            self._grey = grey.reshape(grey.shape[0], grey.shape[1])
        traced = 0
        for at in range(first, stop):
            x0, y0, x1, y1 = self.place(raw, at)
            part = self._grey[max(0, y0) : max(0, y1 + 1), max(0, x0) : max(0, x1 + 1)]  # what is off the page has no part
            traced += bool(part.size) and int(part.max()) - int(part.min()) > CONTRAST
        return 2 * traced > stop - first
