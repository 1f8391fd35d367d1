"""What a library needs between two files: derived stores repaired, deleted words taken off the disk.

Each action takes the library's lock only if there is something to do, and returns whether there was.
"""

from __future__ import annotations

from collections.abc import Callable

from app.storage.running_work import Work
from index.store.library import Library
from index.store.locks import write_lock


class Upkeep:
    """Keeps the library that ``library`` returns in order; what takes long is shown as running work.

    Every action raises :class:`index.errors.LibraryBusy` where another run is writing.
    """

    def __init__(self, library: Callable[[], Library], work: Work) -> None:
        self._library, self._work = library, work

    def rebuild_vectors(self) -> bool:
        """Build a damaged store of vectors anew."""
        library = self._library()
        if not library.vectors.damage:
            return False
        with write_lock(library.settings), self._work.running("Dựng lại kho véc-tơ", ""):
            library.repair()
        return True

    def repair_keywords(self) -> bool:
        """Bring the index of keywords up to the catalogue."""
        library = self._library()
        if not library.keywords.is_behind():
            return False
        with write_lock(library.settings), self._work.running("Sửa chỉ mục từ khóa", ""):
            library.keywords.repair()
        return True

    def clean(self) -> bool:
        """Remove what deleted reports left."""
        library = self._library()
        if not library.catalog.deleted_reports():
            return False
        with write_lock(library.settings):
            library.clean()
        return True

    def compact(self) -> bool:
        """Give the room of deleted vectors back to the disk."""
        library = self._library()
        if not library.is_loose():
            return False
        with write_lock(library.settings):
            library.compact()
        return True
