"""The pages of the library's PDFs as they look, kept in a bounded folder, and where on them a quote is printed."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from index.database import disk
from index.originals import original
from index.store.library import Library
from ingest.errors import UnreadableFile
from ingest.facsimile import highlight, pages
from ingest.model import Report
from ingest.readers.printed import Box, Piece
from ingest.reading import Reading
from settings import Settings

MOST_BYTES = 200_000_000  # of kept pictures: about 1,000 pages
FEWER = 0.8  # of that is left once the oldest go
AT_ONCE = 3  # processes that fetch pages, two of one person at most; more would take the processor from answers
KEPT_PAGES = 64  # whose letters stay in memory: those of the citations somebody is going through
HEAD = 1024  # bytes in which a PDF says that it is one
GONE = "Báo cáo này không còn trong thư viện: đã được thay hoặc gỡ ra. Hãy hỏi lại để nhận trích dẫn mới."
NO_COPY = "Thư viện không còn bản gốc của báo cáo này. Hãy nạp lại tệp để xem được trang."
NO_PAGES = "Tệp này không phải PDF nên không có ảnh trang; hãy xem dưới dạng văn bản."
NO_SUCH_PAGE = "Báo cáo có {pages} trang, không có trang {page}."


class NotShown(Exception):
    """Something cannot be shown; the message says why and what to do."""


class Facsimiles:
    """The pages of the library that ``library`` returns, asked anew each time. Safe between threads."""

    def __init__(self, library: Callable[[], Library], settings: Settings) -> None:
        self._library = library
        self._settings = settings
        self._turns = threading.BoundedSemaphore(AT_ONCE)
        self._pieces = lru_cache(maxsize=KEPT_PAGES)(self._read)

    def original(self, report: str) -> tuple[Path, str]:
        """Return the library's copy of a report's file, and the file's own name.

        :raises NotShown: the library does not have it.
        """
        try:
            name = self._library().catalog.file_of(report)
        except KeyError as error:
            raise NotShown(GONE) from error
        copy = original(self._settings.originals_dir, report, name)
        if not copy.is_file():
            raise NotShown(NO_COPY)
        return copy, name

    def has_pages(self, report: str) -> bool:
        """Say whether the pages of a report can be shown as they look."""
        try:
            copy, _ = self.original(report)
            with copy.open("rb") as file:
                return b"%PDF-" in file.read(HEAD)
        except (NotShown, OSError):
            return False

    def picture(self, report: str, page: int) -> Path:
        """Return the picture (WebP) of a page; made where it is not kept.

        :raises NotShown: there is no such page, or it cannot be shown.
        """
        copy = self._pdf(report, page)
        place = self._settings.facsimiles_dir / report / f"{page}.webp"
        if not place.exists():
            with self._turns:
                if not place.exists():  # somebody else may have asked for it meanwhile
                    self._keep(place, self._render(copy, page))
        place.touch()  # the oldest go first
        return place

    def boxes(self, report: str, start: int, end: int, page: int) -> list[Box]:
        """Return the boxes that cover, on a page, what it holds of ``text[start:end]`` of a report.

        :mod:`ingest.facsimile.highlight` says how they are found.

        :raises NotShown: there is no such page, or its letters cannot be read.
        """
        self._pdf(report, page)
        text_report = self._report(report)
        stretches = highlight.parts(text_report, start, end).get(page, ())
        if not stretches:
            return []
        try:
            pieces = self._pieces(report, page)
        except UnreadableFile as error:
            raise NotShown(_sentence(error)) from error
        return [box for a, b in stretches for box in highlight.boxes(pieces, text_report.text, a, b)]

    def forget(self, report: str) -> None:
        """Drop what is kept of a report's pages."""
        shutil.rmtree(self._settings.facsimiles_dir / report, ignore_errors=True)
        self._pieces.cache_clear()

    def _report(self, report: str) -> Report:
        try:
            return self._library().catalog.report(report)
        except KeyError as error:
            raise NotShown(GONE) from error

    def _pdf(self, report: str, page: int) -> Path:
        copy, _ = self.original(report)
        count = self._report(report).pages
        if count is None or not self.has_pages(report):
            raise NotShown(NO_PAGES)
        if not 1 <= page <= count:
            raise NotShown(NO_SUCH_PAGE.format(pages=count, page=page))
        return copy

    def _render(self, copy: Path, page: int) -> bytes:
        try:
            return pages.picture(copy, page, self._settings.limits)
        except UnreadableFile as error:
            raise NotShown(_sentence(error)) from error

    def _read(self, report: str, page: int) -> list[Piece]:
        reading = Reading(self._settings.limits, self._settings.pages_dir)
        with self._turns:
            return pages.pieces(self.original(report)[0], page, reading, ocr=page in self._report(report).ocr)

    def _keep(self, place: Path, picture: bytes) -> None:
        """Put a picture in its place; what is kept of reports that are gone, and the oldest beyond the bound, go."""
        for folder in (self._settings.facsimiles_dir, place.parent):
            disk.make_folder(folder)
        with tempfile.NamedTemporaryFile(dir=place.parent, suffix=".new", delete=False) as unfinished:
            unfinished.write(picture)
        Path(unfinished.name).rename(place)
        reports = set(self._library().catalog.report_ids())
        for folder in self._settings.facsimiles_dir.iterdir():
            if folder.name not in reports:
                shutil.rmtree(folder, ignore_errors=True)
        self._trim(place)

    def _trim(self, newest: Path) -> None:
        pictures = sorted(
            (f.stat().st_mtime_ns, f.stat().st_size, f) for f in self._settings.facsimiles_dir.glob("*/*.webp")
        )
        total = sum(size for _, size, _ in pictures)
        if total <= MOST_BYTES:
            return
        for _, size, file in pictures:
            if total <= MOST_BYTES * FEWER or file == newest:
                break
            file.unlink(missing_ok=True)
            total -= size


def _sentence(error: UnreadableFile) -> str:
    text = str(error)
    return f"{text[0].upper()}{text[1:]}."
