"""Pages as they look, and the pieces they are made of, each fetched by a process of its own.

PDFium is not safe between threads, and a broken file can crash it: a process a page bounds time and memory, and what goes
wrong in it touches nothing else. It takes the processor only when nobody else wants it.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from ingest.errors import UnreadableFile
from ingest.limits import Limits
from ingest.readers import encodings
from ingest.readers.printed import Box, Piece
from ingest.reading import Reading

ROOT = Path(__file__).resolve().parents[2]
REFUSED = 3  # exit status of the process; the reason is on its standard error
GENTLE = 5  # added to the process's niceness: answers go first
MEGABYTE = 1024 * 1024
QUALITY = 75  # of WebP (0-100): letters stay sharp, a page takes 150-250 KB
CRASHED = "không dựng được ảnh trang {page}: tệp làm chương trình đọc dừng đột ngột; hãy tải bản gốc để xem"
SLOW = "trang {page} dựng chưa xong sau {seconds} giây; hãy tải bản gốc để xem"


def picture(file: Path, page: int, limits: Limits) -> bytes:
    """Return page ``page`` (from 1) of a PDF as it looks, as WebP.

    :raises UnreadableFile: it cannot be shown, with the reason in Vietnamese.
    """
    return fetch(limits, "picture", file, page)


def pieces(file: Path, page: int, reading: Reading, *, ocr: bool) -> list[Piece]:
    """Return the letters of a page's text layer, or with ``ocr`` the words that OCR reads on it.

    Line ends and spaces are pieces too. A line typed in a code table of the years before Unicode comes as words in Unicode.
    What OCR gave before is taken from ``reading.pages``.

    :raises UnreadableFile: the page cannot be read, with the reason in Vietnamese.
    """
    folder = [] if reading.pages is None else [str(reading.pages.absolute())]
    rows = json.loads(fetch(reading.limits, "words" if ocr else "letters", file, page, *folder))
    return [Piece(text, Box(*box)) for text, *box in rows]


def fetch(limits: Limits, what: str, file: Path, page: int, *more: str) -> bytes:
    """Run this module as a program, bounded by the limits, and return what it writes."""
    bounds = (str(limits.max_memory_mb), str(limits.max_seconds))
    command = [sys.executable, "-m", "ingest.facsimile.pages", *bounds, what, str(file.absolute()), str(page), *more]
    # A session of its own, so that programs it has started are stopped with it.
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        try:
            output, errors = process.communicate(timeout=limits.max_seconds)
        except subprocess.TimeoutExpired as error:
            raise UnreadableFile(SLOW.format(page=page, seconds=limits.max_seconds)) from error
        finally:
            if process.poll() is None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
    if process.returncode == REFUSED:
        raise UnreadableFile(errors.decode("utf-8", errors="replace").strip())
    if process.returncode:
        raise UnreadableFile(CRASHED.format(page=page))
    return output


def _letters(file: Path, page: int) -> list[Piece]:
    from ingest.readers import page_images

    with page_images.opened(file) as document:
        return to_unicode(page_images.letters(document, page))


def to_unicode(letters: Sequence[Piece]) -> list[Piece]:
    """Return the letters; a line typed before Unicode as words, since its letters are not one to one."""
    lines: list[list[Piece]] = [[]]
    for letter in letters:
        lines[-1].append(letter)
        if letter.text == "\n":
            lines.append([])
    typed = ["".join(letter.text for letter in line) for line in lines]
    converted, _ = encodings.to_unicode([line.strip("\n") for line in typed])
    words: list[Piece] = []
    for line, before, after in zip(lines, typed, converted, strict=True):
        words += line if after == before.strip("\n") else _words(line, after.split())
    return words


def _words(line: Sequence[Piece], converted: Sequence[str]) -> list[Piece]:
    """Return the words of a line with their boxes; ``converted``: the words as they are to be read."""
    boxes: list[Box] = []
    inside = False
    for letter in line:
        if not letter.text.isspace() and letter.text != "\u00a0":
            boxes = [*boxes[:-1], boxes[-1].around(letter.box)] if inside else [*boxes, letter.box]
        inside = not letter.text.isspace()
    if len(boxes) != len(converted):
        return list(line)
    return [piece for text, box in zip(converted, boxes, strict=True) for piece in (Piece(text, box), Piece(" ", box))]


def _read_by_ocr(file: Path, page: int, reading: Reading) -> list[Piece]:
    from ingest.readers import pdf
    from ingest.readers.ocr import tesseract as ocr

    lines = ocr.read_pages(file, {page: pdf.digest(file, page)}, reading)[page]
    return [piece for line in lines for word in line.words for piece in (word, Piece(" ", word.box))]


def _picture(file: Path, page: int) -> bytes:
    from ingest.readers import page_images

    with page_images.opened(file) as document:
        buffer = io.BytesIO()
        page_images.shown(document, page).save(buffer, "WEBP", quality=QUALITY, method=2)
        return buffer.getvalue()


def _letters_as_json(letters: Sequence[Piece]) -> bytes:
    return json.dumps([(p.text, p.box.left, p.box.top, p.box.right, p.box.bottom) for p in letters]).encode()


def main(arguments: Sequence[str]) -> int:
    """Write one page to standard output: ``MEMORY_MB SECONDS picture|letters|words FILE PAGE [FOLDER_OF_READ_PAGES]``."""
    memory, seconds, what, file, page, *folder = arguments
    limits = Limits(max_memory_mb=int(memory), max_seconds=int(seconds))
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (limits.max_memory_mb * MEGABYTE, most))
    os.nice(GENTLE)
    try:
        if what == "picture":
            output = _picture(Path(file), int(page))
        elif what == "words":
            output = _letters_as_json(
                _read_by_ocr(Path(file), int(page), Reading(limits, Path(folder[0]) if folder else None))
            )
        else:
            output = _letters_as_json(_letters(Path(file), int(page)))
    except UnreadableFile as error:
        sys.stderr.write(str(error))
        return REFUSED
    sys.stdout.buffer.write(output)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
