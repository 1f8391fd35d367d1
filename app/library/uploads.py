"""Files handed over to the library: kept until they are read, in order, and what came of each.

The queue stands in the office's store and the content in ``DATA_DIR/uploads`` under names of our own, so that a killed app
goes on where it was. A file that was uploaded is known to the library by the path ``uploads/NAME``; the same name again is
the same source with new content. Files of watched folders wait here too; they are read where they lie.
"""

from __future__ import annotations

import datetime
import time
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.library.incoming import Incoming
from app.storage.store import Store
from index.database.model import DatabaseRow
from ingest.language.text import normalize

SOURCE = "uploads"  # the folder in the path that an uploaded report is known by
OVER_THE_PAGE = len(SOURCE) + 1, f"{SOURCE}/"  # how long the beginning of such a path is, and the beginning
KEPT_ROWS = 500  # of what came of files; older ones go first
TRIES = 2  # a file that ended the app so often while it was read is not read again

SCHEMA = """
CREATE TABLE IF NOT EXISTS uploads (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL, path TEXT NOT NULL, held TEXT NOT NULL, stamp TEXT NOT NULL,
    person TEXT NOT NULL, came TEXT NOT NULL, state TEXT NOT NULL, said TEXT NOT NULL DEFAULT '', report TEXT,
    tries INTEGER NOT NULL DEFAULT 0
) STRICT;
"""


class UploadState(StrEnum):
    """Where a file stands."""

    ASKING = "asking"  # other content is known by its name: which one is to stay?
    WAITING = "waiting"
    READING = "reading"
    READ = "read"
    OCR = "ocr"  # read, some pages by OCR
    COPY = "copy"
    SAME = "same"  # the library held it already, under this name
    UNREAD = "unread"


OPEN = (UploadState.ASKING, UploadState.WAITING, UploadState.READING)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in the queue. ``path``: what the library knows it by; ``content``: where it lies; ``said``: what came of it.

    ``stamp`` tells one version of a watched file from another; an uploaded file has its digest there.
    """

    number: int
    name: str
    path: str
    content: Path
    stamp: str
    person: str
    state: UploadState
    said: str = ""
    report: str | None = None
    tries: int = 0

    @property
    def uploaded(self) -> bool:
        """Whether it came over the page, not from a watched folder."""
        return self.path.startswith(f"{SOURCE}/")


class Uploads:
    """The queue of one library."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store = store
        self._folder = folder
        store.create(SCHEMA)

    def begin(self, name: str, max_mb: int) -> Incoming:
        """Begin to take a file; :raises BadUpload: by its name it is none that can be read."""
        return Incoming(self._folder, name, max_mb)

    def add(self, incoming: Incoming, person: str, state: UploadState, said: str = "") -> Upload:
        """Put a file that has arrived into the queue."""
        path = f"{SOURCE}/{incoming.name}"
        return self._added(incoming.name, path, incoming.content.name, incoming.identity, person, state, said)

    def add_watched(self, file: Path, stamp: str, person: str) -> Upload:
        """Put a file of a watched folder into the queue."""
        return self._added(normalize(file.name), str(file), "", stamp, person, UploadState.WAITING, "")

    def _added(
        self, name: str, path: str, content: str, stamp: str, person: str, state: UploadState, message: str
    ) -> Upload:
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        with self._store.changing() as db:
            (row,) = db.rows(
                "INSERT INTO uploads (name, path, held, stamp, person, came, state, said) VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
                "RETURNING number",
                (name, path, content, stamp, person, now, state, message),
            )
            ended = f"state NOT IN ({', '.join('?' * len(OPEN))})"
            db.execute(
                f"DELETE FROM uploads WHERE {ended} AND number <= ? - {KEPT_ROWS}",  # noqa: S608
                (*OPEN, row["number"]),
            )
        return self.get(row["number"])

    def get(self, number: int) -> Upload:
        """Return one; :raises KeyError: no such number."""
        rows = self._store.rows("SELECT * FROM uploads WHERE number = ?", (number,))
        if not rows:
            raise KeyError(number)
        return self._upload(rows[0])

    def all(self) -> list[Upload]:
        """Return all, the latest first."""
        return [self._upload(row) for row in self._store.rows("SELECT * FROM uploads ORDER BY number DESC")]

    def next(self) -> Upload | None:
        """Return the one that has waited longest; files that people wait for come before those of watched folders."""
        rows = self._store.rows(
            "SELECT * FROM uploads WHERE state = ? ORDER BY substr(path, 1, ?) <> ?, number LIMIT 1",
            (UploadState.WAITING, *OVER_THE_PAGE),
        )
        return self._upload(rows[0]) if rows else None

    def open_at(self, path: str) -> bool:
        """Say whether a file for this path is in the queue and still open."""
        marks = ", ".join("?" * len(OPEN))
        return bool(self._store.rows(f"SELECT 1 FROM uploads WHERE path = ? AND state IN ({marks})", (path, *OPEN)))  # noqa: S608

    def tried(self, path: str, stamp: str) -> bool:
        """Say whether this version of a watched file is in the queue, whatever came of it."""
        return bool(self._store.rows("SELECT 1 FROM uploads WHERE path = ? AND stamp = ?", (path, stamp)))

    def start(self, upload: Upload) -> None:
        """Record that it is being read."""
        self._set(upload, "state = ?, tries = tries + 1, said = ''", UploadState.READING)

    def wait(self, upload: Upload, said: str) -> None:
        """Record what it waits for while it is being read."""
        self._set(upload, "said = ?", said)

    def postpone(self, upload: Upload, said: str) -> None:
        """Let one that was begun wait again: it was not the file that stopped its reading."""
        self._set(
            upload, "state = ?, said = ?, tries = CASE WHEN tries > 0 THEN tries - 1 ELSE 0 END", UploadState.WAITING, said
        )

    def finish(self, upload: Upload, state: UploadState, said: str, report: str | None = None) -> None:
        """Record what came of it; an uploaded file's content goes, since the library keeps its own copy."""
        self._set(upload, "state = ?, said = ?, report = ?", state, said, report)
        if upload.uploaded:
            upload.content.unlink(missing_ok=True)

    def answer(self, upload: Upload, name: str) -> None:
        """Let a file that was asked about wait under this name."""
        self._set(upload, "state = ?, said = '', name = ?, path = ?", UploadState.WAITING, name, f"{SOURCE}/{name}")

    def drop(self, upload: Upload) -> None:
        """Take one out of the queue, with its content."""
        with self._store.changing() as db:
            db.execute("DELETE FROM uploads WHERE number = ?", (upload.number,))
        if upload.uploaded:
            upload.content.unlink(missing_ok=True)

    def clear(self) -> None:
        """Remove the files that are done with. Watched files that could not be read stay, or they would be tried again."""
        with self._store.changing() as db:
            marks = ", ".join("?" * len(OPEN))
            db.execute(
                f"DELETE FROM uploads WHERE state NOT IN ({marks}) AND NOT (state = ? AND substr(path, 1, ?) <> ?)",  # noqa: S608
                (*OPEN, UploadState.UNREAD, *OVER_THE_PAGE),
            )

    def forget(self, report: str, paths: list[str]) -> None:
        """Remove every mention of a deleted report."""
        with self._store.changing() as db:
            db.execute("DELETE FROM uploads WHERE report = ?", (report,))
            ended = ", ".join("?" * len(OPEN))
            for path in paths:
                db.execute(f"DELETE FROM uploads WHERE path = ? AND state NOT IN ({ended})", (path, *OPEN))  # noqa: S608

    def resume(self, spared: float = 0) -> None:
        """Put the queue right after the app was killed: what was being read waits again, half-sent files go.

        :param spared: seconds for which a file in no queue may still be arriving at another server.
        """
        with self._store.changing() as db:
            db.execute(
                "UPDATE uploads SET state = ?, said = ? WHERE state = ? AND tries >= ?",
                (
                    UploadState.UNREAD,
                    "chương trình bị dừng mỗi lần đọc tệp này; hãy mở bằng Word hoặc trình đọc PDF rồi lưu lại, nạp bản mới",
                    UploadState.READING,
                    TRIES,
                ),
            )
            db.execute("UPDATE uploads SET state = ?, said = '' WHERE state = ?", (UploadState.WAITING, UploadState.READING))
        if self._folder.is_dir():
            needed = {upload.content for upload in self.all() if upload.state in OPEN}
            for file in self._folder.iterdir():
                if file not in needed and _is_older(file, spared):
                    file.unlink(missing_ok=True)

    def _set(self, upload: Upload, what: str, *values: object) -> None:
        with self._store.changing() as db:
            db.execute(f"UPDATE uploads SET {what} WHERE number = ?", (*values, upload.number))  # noqa: S608

    def _upload(self, row: DatabaseRow) -> Upload:
        content = self._folder / row["held"] if row["held"] else Path(row["path"])
        return Upload(
            row["number"], row["name"], row["path"], content, row["stamp"], row["person"], UploadState(row["state"]),
            row["said"], row["report"], row["tries"],
        )  # fmt: skip


def _is_older(file: Path, seconds: float) -> bool:
    try:
        return time.time() - file.stat().st_mtime >= seconds
    except FileNotFoundError:
        return False
