"""Scanned pages to lines, by the Tesseract program with its Vietnamese model ("vie").

Each page is read a second time by the model of the Vietnamese script, where that is installed (see ``two_readings``).
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
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO
from itertools import groupby
from pathlib import Path

import regex as re
from PIL import Image

from ingest.errors import UnreadableFile
from ingest.language.text import normalize
from ingest.readers.ocr import page_lists
from ingest.readers.ocr.faint import clearer
from ingest.readers.ocr.two_readings import OcrWord, merged
from ingest.readers.page_images import RESOLUTION, cuts, image, is_blank, opened, skew, turned, unturned
from ingest.readers.printed import Box, Piece, PrintedLine
from ingest.reading import Reading
from ingest.typeface import width

PROGRAM, LANGUAGE = "tesseract", "vie"
SCRIPT = ("script/Vietnamese", "Vietnamese")  # names of the second model: as Tesseract has it, as Debian installs it
FORM = "11"  # of what is kept of a page; a new number reads all pages again
DIGITS = 5  # of a word's place as a share of the page: a tenth of a pixel
UPRIGHT = 60  # mean confidence (0-100) below which a page is taken to lie on its side: upright ones reach 85-96
NOISE = 25  # words with less confidence are specks where they hold no letter or figure
SPECK = re.compile(r"[_'`´‘’ˆ^~|°¬¦›»«\\]+")
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
    return None if LANGUAGE in _models() else MISSING.format(what="tesseract-ocr-vie")


@lru_cache(maxsize=1)
def _models() -> frozenset[str]:
    return frozenset(subprocess.run([PROGRAM, "--list-langs"], capture_output=True, text=True, check=False).stdout.split())


def second_model() -> str:
    """Return the name of the second model, empty where it is not installed."""
    return next((name for name in SCRIPT if name in _models()), "")


def read_pages(path: Path, digests: Mapping[int, str], reading: Reading) -> dict[int, list[PrintedLine]]:
    """Return the lines of these pages.

    :param digests: a digest of its content for every page number (from 1) that is to be read.
    :raises UnreadableFile: Tesseract is missing, or a page cannot be rendered.
    """
    if reading.pages is not None:
        page_lists.write(reading.pages, path, [_file(reading.pages, digest).name for digest in digests.values()])
    lines_by_page = {number: recall(reading.pages, digest) for number, digest in digests.items()}
    unread = [number for number, lines in lines_by_page.items() if lines is None]
    if unread and (lacking := missing()):
        raise UnreadableFile(lacking)
    for count, (number, lines) in enumerate(_recognised(path, unread, reading), start=1):
        lines_by_page[number] = lines
        keep(reading.pages, digests[number], lines)
        reading.progress(count / len(unread))
    return {number: lines or [] for number, lines in lines_by_page.items()}


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
            waiting.append((number, pool.submit(read_image, image(document, number), reading.limits.max_seconds)))
        for at, work in waiting:
            yield at, work.result()


def read_image(page: Image.Image, seconds: int) -> list[PrintedLine]:
    """Return the lines of a page's image, which may lie on its side; a blank one gives none.

    :param seconds: how long the program may take each time it runs.
    """
    if is_blank(page):
        return []
    parts = _read(page, seconds)
    if confidence_of(parts) < UPRIGHT and (turn := _turn(page, seconds)):
        upright = _read(page.rotate(-turn, expand=True, fillcolor=255), seconds)
        if confidence_of(upright) > confidence_of(parts):
            lines = _printed(upright, seconds)
            return [replace(line, words=tuple(turn_back(word, turn) for word in line.words)) for line in lines]
    return _printed(parts, seconds)


def read_quickly(page: Image.Image, seconds: int) -> list[OcrWord]:
    """Return the words that stand anywhere on a page's image, read once, as it lies."""
    return [] if is_blank(page) else words_of(run(page, seconds, "--psm", "11", "tsv"))


@dataclass(frozen=True, slots=True)
class Part:
    """A column of a page, levelled: its image, words, box in the levelled page, and by how much that page was turned."""

    image: Image.Image
    words: list[OcrWord]
    cut: tuple[int, int, int, int]
    angle: float
    size: tuple[int, int]


def _read(page: Image.Image, seconds: int) -> list[Part]:
    """Read an upright page; return its parts, two columns one after the other."""
    angle = skew(page)
    level = turned(page, angle)
    pieces = [(level.crop(cut), cut) for cut in cuts(level)]
    return [Part(piece, _words(piece, seconds), cut, angle, page.size) for piece, cut in pieces]


def _words(piece: Image.Image, seconds: int) -> list[OcrWord]:
    words = words_of(run(piece, seconds, "tsv"))
    return clearer(piece, words, lambda line: words_of(run(line, seconds, "--psm", "7", "tsv")))


def confidence_of(parts: Iterable[Part]) -> float:
    """Return the lowest mean confidence of the parts."""
    return min(sum(word.confidence for word in part.words) / len(part.words) if part.words else 0.0 for part in parts)


def _printed(parts: Iterable[Part], seconds: int) -> list[PrintedLine]:
    """Return the lines of all parts, read a second time, with where their words stand on the page."""
    return [
        replace(line, words=tuple(place_on_page(word, part.cut, part.angle, part.size) for word in line.words))
        for part in parts
        for line in lines_of(_read_again(part.image, part.words, seconds))
    ]


def _read_again(piece: Image.Image, words: list[OcrWord], seconds: int) -> list[OcrWord]:
    second = second_model()
    return merged(words, words_of(run(piece, seconds, "tsv", language=second))) if second and words else words


def place_on_page(word: Piece, cut: tuple[int, int, int, int], angle: float, size: tuple[int, int]) -> Piece:
    """Return a word whose box is in pixels of a cut of the levelled page, with its box in shares of the page."""
    box = word.box
    corners = [unturned(x + cut[0], y + cut[1], angle, *size) for x in (box.left, box.right) for y in (box.top, box.bottom)]
    across, down = [round(x / size[0], DIGITS) for x, _ in corners], [round(y / size[1], DIGITS) for _, y in corners]
    return Piece(word.text, Box(min(across), min(down), max(across), max(down)))


def turn_back(word: Piece, turn: int) -> Piece:
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
    output = run(page, seconds, "--psm", "0", language="osd")
    degrees = [line.split(":")[1] for line in output.splitlines() if line.startswith("Rotate:")]
    return int(degrees[0]) if degrees else 0


def run(page: Image.Image, seconds: int, *options: str, language: str = LANGUAGE) -> str:
    """Run the program on one image; empty where it finds nothing, fails or takes too long."""
    picture = BytesIO()
    page.save(picture, "PPM")
    command = [PROGRAM, "-", "-", "-l", language, "--dpi", str(RESOLUTION), *options]
    try:
        process = subprocess.run(
            command,
            input=picture.getvalue(),
            capture_output=True,
            timeout=seconds,
            check=False,
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},  # pages run side by side; threads within one only wait
        )
    except subprocess.TimeoutExpired:
        return ""
    return process.stdout.decode("utf-8", errors="replace")


def words_of(table: str) -> list[OcrWord]:
    """Return the words of Tesseract's table (TSV), without specks."""
    cells = [row.split("\t") for row in table.splitlines()[1:]]
    words = [
        OcrWord(c[11], float(c[10]), int(c[6]), int(c[8]), tuple(c[2:5]), top=int(c[7]), height=int(c[9]))
        for c in cells
        if len(c) == 12 and c[0] == "5"
    ]
    return [w for w in words if w.text.strip() and (w.confidence >= NOISE or any(map(str.isalnum, w.text)))]


def lines_of(words: Iterable[OcrWord]) -> list[PrintedLine]:
    """Return the lines that the words of a page make, in order; a line without any letter or figure is left out."""
    lines = [_line(_without_specks(list(line))) for _, line in groupby(words, key=lambda word: word.line)]
    return [line for line in lines if any(c.isalnum() for c in line.text)]


def _without_specks(line: list[OcrWord]) -> list[OcrWord]:
    """Drop signs that nobody types by themselves; at a line's start they may be what is left of a footnote's mark."""
    return line[:1] + [word for word in line[1:] if not SPECK.fullmatch(word.text)]


def _line(words: list[OcrWord]) -> PrintedLine:
    """Join the words of a line, their boxes in pixels; wide gaps stay as wide as a column's."""
    size = 1000 * sum(word.width for word in words) / max(1, sum(width(word.text) for word in words))
    text, end = "", words[0].left
    for word in words:
        text += (GAP if word.left - end > COLUMN_GAP * size else " " if text else "") + word.text
        end = word.left + word.width
    unsure = tuple(normalize(word.text) for word in words if word.unsure)
    pieces = tuple(Piece(w.text, Box(w.left, w.top, w.left + w.width, w.top + w.height)) for w in words)
    return PrintedLine(normalize(text).strip(), size, words[0].left, words=pieces, unsure=unsure)


def _file(folder: Path, digest: str) -> Path:
    key = hashlib.sha256(f"{FORM} {LANGUAGE} {second_model()} {RESOLUTION} {digest}".encode()).hexdigest()
    return folder / f"{key}.json"


def recall(folder: Path | None, digest: str) -> list[PrintedLine] | None:
    """Return what :func:`keep` kept under a digest; None: nothing, or it was cut short."""
    if folder is None:
        return None
    try:
        rows = json.loads(_file(folder, digest).read_text(encoding="utf-8"))
        return [
            PrintedLine(text, size, x, words=tuple(Piece(word, Box(*box)) for word, *box in words), unsure=tuple(unsure))
            for text, size, x, words, unsure in rows
        ]
    except (OSError, ValueError):  # not read yet, or cut short
        return None


def keep(folder: Path | None, digest: str, lines: list[PrintedLine]) -> None:
    """Keep the lines of a page under the digest of its content; without a folder nothing is kept."""
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=folder, suffix=".new", delete=False, encoding="utf-8") as unfinished:
        json.dump(
            [(line.text, line.size, line.x, _boxed(line), line.unsure) for line in lines], unfinished, ensure_ascii=False
        )
    Path(unfinished.name).rename(_file(folder, digest))


def _boxed(line: PrintedLine) -> list[tuple[str | float, ...]]:
    sides = ("left", "top", "right", "bottom")
    return [(word.text, *(getattr(word.box, side) for side in sides)) for word in line.words]


def read_picture(picture: Image.Image, reading: Reading) -> list[PrintedLine]:
    """Return the lines of a picture that is no page of a PDF, in grey; those read before are taken from ``reading.pages``.

    Ask :func:`missing` first. A picture without text, and one that Tesseract fails on, gives an empty list.
    """
    digest = hashlib.sha256(f"{picture.size}".encode() + picture.tobytes()).hexdigest()
    lines = recall(reading.pages, digest)
    if lines is None:
        lines = read_image(picture, reading.limits.max_seconds)
        keep(reading.pages, digest, lines)
        reading.progress(0.0)  # the time for the next picture counts anew
    return lines
