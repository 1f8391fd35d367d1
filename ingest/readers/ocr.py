"""Scanned pages to lines, by the Tesseract program with its Vietnamese model ("vie").

Pages are read side by side, one processor core each; what a page gave is kept under the digest of its content, so that
no page is read twice.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from itertools import groupby
from pathlib import Path

from PIL import Image

from ingest.errors import UnreadableFile
from ingest.readers import page_lists
from ingest.readers.page_images import RESOLUTION, cuts, image, is_blank, opened, skew, turned, unturned
from ingest.readers.printed import Box, Piece, PrintedLine
from ingest.reading import Reading
from ingest.text import normalize
from ingest.typeface import width

PROGRAM, LANGUAGE = "tesseract", "vie"
FORM = "6"  # of what is kept of a page; a new number reads all pages again
DIGITS = 5  # of a word's place as a share of the page: a tenth of a pixel
UPRIGHT = 60  # mean confidence (0-100) below which a page is taken to lie on its side: upright ones reach 85-96
NOISE = 25  # words with less confidence are specks where they hold no letter or figure
COLUMN_GAP = 2.5  # of the letters' size between two words of one line: what stands left and right are columns
GAP = "    "
MISSING = (
    "cần nhận dạng chữ (OCR) nhưng máy chưa cài {what}; hãy cài bằng lệnh make system-packages rồi nạp lại, "
    "hoặc dùng bản gốc Word"
)


@lru_cache(maxsize=1)
def missing() -> str | None:
    """Return what the machine lacks for OCR, as a line for the user; None where nothing is missing."""
    if shutil.which(PROGRAM) is None:
        return MISSING.format(what="tesseract-ocr")
    listed = subprocess.run([PROGRAM, "--list-langs"], capture_output=True, text=True, check=False).stdout
    return None if LANGUAGE in listed.split() else MISSING.format(what="tesseract-ocr-vie")


def read_pages(path: Path, digests: Mapping[int, str], reading: Reading) -> dict[int, list[PrintedLine]]:
    """Return the lines of these pages.

    :param digests: a digest of its content for every page number (from 1) that is to be read.
    :raises UnreadableFile: Tesseract is missing, or a page cannot be rendered.
    """
    if reading.pages is not None:
        page_lists.write(reading.pages, path, [_file(reading.pages, digest).name for digest in digests.values()])
    made = {number: _kept(reading.pages, digest) for number, digest in digests.items()}
    wanted = [number for number, lines in made.items() if lines is None]
    if wanted and (lacking := missing()):
        raise UnreadableFile(lacking)
    for done, (number, lines) in enumerate(_recognised(path, wanted, reading), start=1):
        made[number] = lines
        _keep(reading.pages, digests[number], lines)
        reading.progress(done / len(wanted))
    return {number: lines or [] for number, lines in made.items()}


def _recognised(path: Path, numbers: list[int], reading: Reading) -> Iterator[tuple[int, list[PrintedLine]]]:
    """Yield (page, its lines) in order; images are made as they are needed, since each takes megabytes."""
    if not numbers:
        return
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    waiting: deque[tuple[int, Future[list[PrintedLine]]]] = deque()
    with opened(path) as document, ThreadPoolExecutor(cores) as pool:
        for number in numbers:
            if len(waiting) > cores:
                at, work = waiting.popleft()
                yield at, work.result()
            waiting.append((number, pool.submit(_of_image, image(document, number), reading.limits.max_seconds)))
        for at, work in waiting:
            yield at, work.result()


def _of_image(page: Image.Image, seconds: int) -> list[PrintedLine]:
    if is_blank(page):
        return []
    lines, confidence = _read(page, seconds)
    if confidence < UPRIGHT and (turn := _turn(page, seconds)):
        upright, certainty = _read(page.rotate(-turn, expand=True, fillcolor=255), seconds)
        if certainty > confidence:
            return [replace(line, words=tuple(_turned_back(word, turn) for word in line.words)) for line in upright]
    return lines


def _read(page: Image.Image, seconds: int) -> tuple[list[PrintedLine], float]:
    """Read an upright page, two columns one after the other; return its lines and the lowest mean confidence."""
    angle = skew(page)
    level = turned(page, angle)
    lines: list[PrintedLine] = []
    least = 100.0
    for cut in cuts(level):
        read, confidence = _lines(_tesseract(level.crop(cut), seconds, "tsv"))
        least = min(least, confidence)
        for line in read:
            lines.append(replace(line, words=tuple(_on_page(word, cut, angle, page.size) for word in line.words)))
    return lines, least


def _on_page(word: Piece, cut: tuple[int, int, int, int], angle: float, size: tuple[int, int]) -> Piece:
    """Return a word whose box is in pixels of a cut of the levelled page, with its box in shares of the page."""
    box = word.box
    corners = [unturned(x + cut[0], y + cut[1], angle, *size) for x in (box.left, box.right) for y in (box.top, box.bottom)]
    across, down = [round(x / size[0], DIGITS) for x, _ in corners], [round(y / size[1], DIGITS) for _, y in corners]
    return Piece(word.text, Box(min(across), min(down), max(across), max(down)))


def _turned_back(word: Piece, turn: int) -> Piece:
    """Return a word of a page that was turned clockwise by 90, 180 or 270 degrees, with its box on the page before."""
    box = word.box
    back = {
        90: Box(box.top, 1 - box.right, box.bottom, 1 - box.left),
        180: Box(1 - box.right, 1 - box.bottom, 1 - box.left, 1 - box.top),
        270: Box(1 - box.bottom, box.left, 1 - box.top, box.right),
    }
    return Piece(word.text, back.get(turn, box))


def _turn(page: Image.Image, seconds: int) -> int:
    """Return by how many degrees clockwise the page must be turned to stand upright, as far as Tesseract can tell."""
    told = _tesseract(page, seconds, "--psm", "0", language="osd")
    found = [line.split(":")[1] for line in told.splitlines() if line.startswith("Rotate:")]
    return int(found[0]) if found else 0


def _tesseract(page: Image.Image, seconds: int, *options: str, language: str = LANGUAGE) -> str:
    """Run the program on one image; empty where it finds nothing, fails or takes too long."""
    picture = BytesIO()
    page.save(picture, "PPM")
    command = [PROGRAM, "-", "-", "-l", language, "--dpi", str(RESOLUTION), *options]
    try:
        done = subprocess.run(
            command,
            input=picture.getvalue(),
            capture_output=True,
            timeout=seconds,
            check=False,
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},  # pages run side by side; threads within one only wait
        )
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.decode("utf-8", errors="replace")


def _lines(table: str) -> tuple[list[PrintedLine], float]:
    """Return the lines of Tesseract's table (TSV) and the mean confidence of its words."""
    cells = [row.split("\t") for row in table.splitlines()[1:]]
    words = [c for c in cells if len(c) == 12 and c[0] == "5" and c[11].strip()]
    words = [c for c in words if float(c[10]) >= NOISE or any(letter.isalnum() for letter in c[11])]
    lines = [_line([_word(c) for c in line]) for _, line in groupby(words, key=lambda c: c[2:5])]
    confidence = sum(float(c[10]) for c in words) / len(words) if words else 0.0
    return [line for line in lines if any(c.isalnum() for c in line.text)], confidence


def _word(cells: list[str]) -> Piece:
    left, top, wide, high = (int(cell) for cell in cells[6:10])
    return Piece(cells[11], Box(left, top, left + wide, top + high))


def _line(words: list[Piece]) -> PrintedLine:
    """Join the words of a line, their boxes in pixels; wide gaps stay as wide as a column's."""
    size = 1000 * sum(word.box.right - word.box.left for word in words) / max(1, sum(width(word.text) for word in words))
    text, end = "", words[0].box.left
    for word in words:
        text += (GAP if word.box.left - end > COLUMN_GAP * size else " " if text else "") + word.text
        end = word.box.right
    return PrintedLine(normalize(text).strip(), size, words[0].box.left, words=tuple(words))


def _file(folder: Path, digest: str) -> Path:
    key = hashlib.sha256(f"{FORM} {LANGUAGE} {RESOLUTION} {digest}".encode()).hexdigest()
    return folder / f"{key}.json"


def _kept(folder: Path | None, digest: str) -> list[PrintedLine] | None:
    if folder is None:
        return None
    try:
        kept = json.loads(_file(folder, digest).read_text(encoding="utf-8"))
        return [
            PrintedLine(text, size, x, words=tuple(Piece(word, Box(*box)) for word, *box in words))
            for text, size, x, words in kept
        ]
    except (OSError, ValueError):  # not read yet, or cut short
        return None


def _keep(folder: Path | None, digest: str, lines: list[PrintedLine]) -> None:
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=folder, suffix=".new", delete=False, encoding="utf-8") as unfinished:
        json.dump([(line.text, line.size, line.x, _boxed(line)) for line in lines], unfinished, ensure_ascii=False)
    Path(unfinished.name).rename(_file(folder, digest))


def _boxed(line: PrintedLine) -> list[tuple[str | float, ...]]:
    sides = ("left", "top", "right", "bottom")
    return [(word.text, *(getattr(word.box, side) for side in sides)) for word in line.words]
