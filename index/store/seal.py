"""A seal on the files of an embedded vector store: whether they are as they were when the last write ended.

Chroma does not check its graph files; one flipped byte in them may end the whole process when it is searched. The seal holds
size and CRC-32 of each graph file. SQLite's file changes with every opening and checks itself, so it is asked instead.
While a write goes on the seal says so: a killed write is told from damage by who holds the library's lock.
"""

from __future__ import annotations

import json
import uuid
import zlib
from pathlib import Path

from index.database import sqlite

FILE = "seal.json"
DATABASE = "chroma.sqlite3"
PART = 1 << 20  # bytes read at once
INDEX = "index_metadata.pickle"  # stands beside a graph that is stored; one that is not is laid out anew by each reader
WRITING = "writing"


class Seal:
    """The seal of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._file = folder, folder / FILE
        self._known: dict[str, tuple[int, int, int]] = {}  # name: size, time of change, CRC-32; of this process's writes

    def stamp(self) -> str:
        """Return the seal, which tells the last write from others; an empty text where there is none."""
        try:
            return self._file.read_text(encoding="utf-8")
        except (OSError, ValueError):
            return ""

    def open(self) -> None:
        """Record that a write has begun; :raises OSError: the disk does not take it."""
        if self.stamp() != WRITING:
            self._put(WRITING)

    def close(self) -> None:
        """Record the files as they are; :raises OSError: the disk does not take it."""
        self._put(json.dumps({"graph": self._marks(trusting=True), "write": uuid.uuid4().hex}, sort_keys=True))

    def problem(self) -> str:
        """Return what differs from the seal, in Vietnamese. The text is empty for no difference and for no seal.

        A write that has begun and not ended counts as a difference.
        """
        sealed = self.stamp()
        if sealed == WRITING:
            return "lượt ghi trước bị ngắt giữa chừng"
        if sealed:
            try:
                if json.loads(sealed)["graph"] != self._marks(trusting=False):
                    return "tệp đồ thị khác với lúc ghi"
            except (OSError, ValueError, TypeError, KeyError) as error:
                return f"không đọc được ({' '.join(str(error).split())[:100]})"
        return self._database_problem()

    def _put(self, content: str) -> None:
        unfinished = self._file.with_suffix(".new")
        unfinished.write_text(content, encoding="utf-8")
        unfinished.replace(self._file)

    def _marks(self, *, trusting: bool) -> dict[str, list[int]]:
        marks = {}
        stored = [index.parent for index in sorted(self._folder.glob(f"*/{INDEX}"))]
        for file in (file for folder in stored for file in sorted(folder.iterdir())):
            name, about = str(file.relative_to(self._folder)), file.stat()
            size, changed, check = self._known.get(name, (-1, -1, 0))
            if not trusting or (size, changed) != (about.st_size, about.st_mtime_ns):
                check = _check(file)
            self._known[name] = (about.st_size, about.st_mtime_ns, check)
            marks[name] = [about.st_size, check]
        return marks

    def _database_problem(self) -> str:
        file = self._folder / DATABASE
        if not file.exists():
            return "thiếu tệp chính" if self.stamp() else ""
        verdict = sqlite.verdict(file)
        return "" if verdict in ("", "ok") else f"tệp chính hỏng ({' '.join(verdict.split())[:100]})"


def _check(file: Path) -> int:
    check = 0
    with file.open("rb") as content:
        while part := content.read(PART):
            check = zlib.crc32(part, check)
    return check
