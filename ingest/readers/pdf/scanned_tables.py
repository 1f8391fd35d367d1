"""Tables of scanned pages and photographs: cells between the rules of the picture, with the words that OCR read in them.

A cell with ink in which nothing was read, one that is no figure in a column of figures, and a figure that is written as none
or that two readings differ in, is read once more by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import regex as re
from PIL import Image

from ingest.language.text import normalize
from ingest.readers.ocr import ruled, small_pictures, tesseract
from ingest.readers.page_images import INCH, RESOLUTION, skew, turned, unturned
from ingest.readers.pdf import grids
from ingest.readers.pdf.grids import Grid
from ingest.readers.pdf.places import Cell, Edge, Rectangle, bounds
from ingest.readers.pdf.words import FIGURE, Word
from ingest.readers.printed import Box, PrintedLine

FEWEST_RULES = 2  # on either side of a cell
MOST_READ_AGAIN = 60  # cells of a page
INSIDE = 5  # pixels of a cell beside its rules
LEAST_INK = 20  # pixels: a comma
INK = 140  # of 255
MOST_FIGURES = 0.5  # of a column's other cells, from which one with few letters is a misread figure
# "6.1726", "9.71", "1,150.": no figure is written so; a point stands before three digits, or in a day ("1.7.2025", "05.12").
MISWRITTEN = re.compile(
    r"(?<![\d.])(?:\d{1,9}\.\d{4,9}|\d{3,9}\.\d{1,2}|\d{1,2}\.(?:\d|1[3-9]|[2-9]\d))(?![\d.])|\d[.,]\D|[.,]$"
)
LONGEST_FIGURE = 6  # signs beside digits that a figure is misread as
POINTS = INCH / RESOLUTION
UNREAD = "ô có chữ mà không đọc được"

Item = PrintedLine | Grid


def with_tables(read: Sequence[PrintedLine], page: Image.Image, seconds: int) -> tuple[list[Item], list[str]]:
    """Return the lines of a page with its ruled tables in their places, and the cells whose reading is to be checked.

    :param page: the picture that was read. :param seconds: how long the program may take for a cell.
    """
    turn = _turn(read)
    upright = page.rotate(-turn, expand=True, fillcolor=255) if turn else page
    angle = skew(upright)
    level = turned(upright, angle)
    across, down = ruled.rules(level)
    if min(len(across), len(down)) < FEWEST_RULES:
        return list(read), []
    edges = [Edge.across(rule.at * POINTS, rule.start * POINTS, rule.end * POINTS) for rule in across]
    edges += [Edge.down(rule.at * POINTS, rule.start * POINTS, rule.end * POINTS) for rule in down]
    rows = [list(_words(line, turn, angle, upright.size)) for line in read]
    doubted = frozenset(word for line in read for word in line.unsure)
    words, unsure = _read_again(level, grids.cells_of(edges), [word for row in rows for word in row], doubted, seconds)
    tables, rest = grids.find(edges, words)
    return (_placed(read, rows, tables, {id(word) for word in rest}), unsure) if tables else (list(read), [])


def _turn(read: Sequence[PrintedLine]) -> int:
    """Return by how many degrees clockwise a page must be turned to stand upright, by the order of its lines' words."""
    votes = {0: 0, 90: 0, 180: 0, 270: 0}
    for line in read:
        for before, after in pairwise(line.words):
            dx, dy = after.box.left - before.box.left, after.box.top - before.box.top
            votes[(0 if dx > 0 else 180) if abs(dx) > abs(dy) else (90 if dy < 0 else 270)] += 1
    return max(votes, key=lambda turn: votes[turn])


def _words(line: PrintedLine, turn: int, angle: float, size: tuple[int, int]) -> Iterator[Word]:
    """Yield the words of a line with their places in points of the upright, levelled page."""
    mended = line.text.split()
    texts = mended if len(mended) == len(line.words) else [normalize(word.text) for word in line.words]
    for piece, text in zip(line.words, texts, strict=True):
        place = _levelled(tesseract.turn_back(piece, (360 - turn) % 360).box, angle, size)
        yield Word(text, place, place.bottom, line.size * POINTS, spaced=True)


def _levelled(box: Box, angle: float, size: tuple[int, int]) -> Rectangle:
    wide, high = size
    places = [(x * wide, y * high) for x in (box.left, box.right) for y in (box.top, box.bottom)]
    corners = [unturned(x, y, -angle, wide, high) for x, y in places]
    xs, ys = sorted(x * POINTS for x, _ in corners), sorted(y * POINTS for _, y in corners)
    # the corners of a box around a slanted word lie beyond it
    return Rectangle((xs[0] + xs[1]) / 2, (ys[0] + ys[1]) / 2, (xs[2] + xs[3]) / 2, (ys[2] + ys[3]) / 2)


# Cells read again


def _read_again(
    page: Image.Image, tables: Iterable[Sequence[Cell]], words: Sequence[Word], doubted: Collection[str], seconds: int
) -> tuple[list[Word], list[str]]:
    """Return the words, those of doubtful cells put anew, and what these cells are now taken to hold."""
    inside = {cell: [word for word in words if _holds(cell, word)] for cells in tables for cell in cells}
    doubtful = list(_doubtful(page, inside, doubted))[:MOST_READ_AGAIN]
    if not doubtful or not any(inside.values()):
        return list(words), []
    size = float(np.median([word.size for own in inside.values() for word in own]))
    misread: set[int] = set()  # words that were misread
    more: list[Word] = []
    unsure: list[str] = []
    forms = list(zip(*(_pictures(page, cell) for cell in doubtful), strict=True))
    for cell, text in zip(doubtful, small_pictures.read_lines(forms, seconds), strict=True):
        before = " ".join(word.text for word in inside[cell])
        if not text or (before and not FIGURE.fullmatch(text)):
            unsure += [before or UNREAD] if text != before or not before else []
            continue
        misread.update(map(id, inside[cell]))
        place = bounds(word.place for word in inside[cell]) if inside[cell] else Rectangle(*cell).wider(-INSIDE * POINTS)
        more.append(Word(text, place, place.bottom, size, spaced=True))
        unsure.append(text)
    return [*(word for word in words if id(word) not in misread), *more], unsure


def _holds(cell: Cell, word: Word) -> bool:
    return Rectangle(*cell).holds(*word.middle)


def _doubtful(page: Image.Image, inside: dict[Cell, list[Word]], doubted: Collection[str]) -> Iterator[Cell]:
    """Yield the cells to be read again: with ink and no word, no figure among figures, one miswritten or ``doubted``."""
    columns: dict[tuple[float, float], list[Cell]] = defaultdict(list)
    for cell in inside:
        columns[round(cell[0]), round(cell[2])].append(cell)
    for cell, words in inside.items():
        column = columns[round(cell[0]), round(cell[2])]
        text = " ".join(word.text for word in words)
        if not text:
            if (np.asarray(_cut_out(page, cell)) < INK).sum() >= LEAST_INK:
                yield cell
            continue
        if FIGURE.fullmatch(text) and (MISWRITTEN.search(text) or any(word.text in doubted for word in words)):
            yield cell
            continue
        heads = cell[1] == min(other[1] for other in column)
        letters = sum(not sign.isdigit() for sign in text)
        if heads or FIGURE.fullmatch(text) or letters > LONGEST_FIGURE:
            continue
        others = [inside[other] for other in column if other != cell and inside[other]]
        figures = sum(FIGURE.fullmatch(" ".join(word.text for word in own)) is not None for own in others)
        if figures > MOST_FIGURES * len(others):
            yield cell


def _pictures(page: Image.Image, cell: Cell) -> list[Image.Image]:
    """Return a cell in three forms: enlarged, more so, and its ink alone."""
    piece = _cut_out(page, cell)
    ink = np.asarray(piece) < INK
    down, across = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    inked = piece
    if len(down):
        inked = piece.crop((int(across[0]) - 2, int(down[0]) - 2, int(across[-1]) + 3, int(down[-1]) + 3))
    return [_enlarged(piece, 2), _enlarged(piece, 3), _enlarged(inked, 3)]


def _enlarged(piece: Image.Image, times: int) -> Image.Image:
    return piece.resize((piece.width * times, piece.height * times), Image.Resampling.BICUBIC)


def _cut_out(page: Image.Image, cell: Cell) -> Image.Image:
    left, top, right, bottom = (round(value / POINTS) for value in cell)
    return page.crop(
        (left + INSIDE, top + INSIDE, max(left + INSIDE + 1, right - INSIDE), max(top + INSIDE + 1, bottom - INSIDE))
    )


# Tables among lines


def _placed(
    read: Sequence[PrintedLine], rows: Sequence[Sequence[Word]], found: Sequence[Grid], rest: set[int]
) -> list[Item]:
    """Return the lines without the words that are in tables, and each table where its first line stood."""
    items: list[Item] = []
    waiting = list(found)
    for line, words in zip(read, rows, strict=True):
        outside = [piece for piece, word in zip(line.words, words, strict=True) if id(word) in rest]
        for grid in [grid for grid in waiting if any(grid.place.holds(*word.middle) for word in words)]:
            items.append(grid)
            waiting.remove(grid)
        if len(outside) == len(words):
            items.append(line)
        elif outside:
            items.append(replace(line, text=normalize(" ".join(piece.text for piece in outside)), words=tuple(outside)))
    return [*items, *waiting]
