"""Lines that one pass over a page hardly read, read once more by themselves.

Tesseract sets side by side what stands in two columns at nearly one height, as number and date of a letterhead do; such a
line comes out as garbage of hardly any confidence, and right when it is cut out and read as one line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby

from PIL import Image, ImageOps

from ingest.readers.ocr.two_readings import OcrWord

FAINT = 40  # confidence (0-100) of a word that was hardly read; print is read with 85 and more
FEWEST_FAINT = 2  # words of a line: one is a speck, a stamp's edge, a rare name
CLEAR = 80  # mean confidence of a line that is taken instead
MOST_LINES = 6  # of a page: a seal or a photograph has more, and none of them becomes clear
AROUND, BORDER = 4, 10  # pixels of the page around a line, and of white around those


def clearer(page: Image.Image, words: Sequence[OcrWord], read: Callable[[Image.Image], list[OcrWord]]) -> list[OcrWord]:
    """Return the words of a page, its faint lines as ``read`` gives them from a picture of the line alone.

    A line whose second reading is not clear stays as it was.
    """
    left = MOST_LINES
    kept: list[OcrWord] = []
    for _, group in groupby(words, key=lambda word: word.line):
        line = list(group)
        if left and sum(word.confidence < FAINT and any(map(str.isalnum, word.text)) for word in line) >= FEWEST_FAINT:
            left -= 1
            line = _again(page, line, read)
        kept += line
    return kept


def _again(page: Image.Image, line: list[OcrWord], read: Callable[[Image.Image], list[OcrWord]]) -> list[OcrWord]:
    x0, y0 = max(0, min(w.left for w in line) - AROUND), max(0, min(w.top for w in line) - AROUND)
    x1, y1 = max(w.left + w.width for w in line) + AROUND, max(w.top + w.height for w in line) + AROUND
    cut = page.crop((x0, y0, min(page.width, x1), min(page.height, y1)))
    words = read(ImageOps.expand(cut, border=BORDER, fill=255))
    if not words or sum(word.confidence for word in words) < CLEAR * len(words):
        return line
    return [replace(word, left=word.left + x0 - BORDER, top=word.top + y0 - BORDER, line=line[0].line) for word in words]
