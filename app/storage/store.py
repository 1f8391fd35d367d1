"""The office's own state in one SQLite file beside the index: a rebuild of the index leaves it as it is.

Every module of this package keeps its own tables here and creates them when it is first opened.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from index.store import disk
from settings import Settings

FILE = "office.sqlite"
BUSY_SECONDS = 20  # a writer waits so long for another one


class Store:
    """An open store. Safe to share between threads: every thread gets a connection of its own."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._local = threading.local()

    @classmethod
    def open(cls, settings: Settings) -> Store:
        """Open the store of ``settings.data_dir``; made where there is none.

        :raises StorageProblem: the folder cannot be written.
        """
        try:
            settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise disk.disk_problem(error, settings.data_dir) or error from error
        file = settings.data_dir / FILE
        with suppress(OSError):  # SQLite tells what is wrong with the disk
            file.touch(mode=0o600)  # SQLite gives the files beside it the same mode
        for own in settings.data_dir.glob(f"{FILE}*"):
            disk.take_from_others(own)
        return cls(file)

    def create(self, schema: str) -> None:
        """Run the statements of ``schema`` (``CREATE TABLE IF NOT EXISTS …``, parted by semicolons) as one transaction."""
        with self.changing() as db:
            for statement in filter(str.strip, schema.split(";")):
                db.execute(statement)

    def rows(self, query: str, parameters: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """Return what a query selects; columns are had by name."""
        return self._db.execute(query, parameters).fetchall()

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """Hold a transaction: all of it is kept, or on an error none."""
        db = self._db
        db.execute("BEGIN IMMEDIATE")
        try:
            yield db
        except BaseException:
            if db.in_transaction:  # SQLite rolls back by itself where the disk is full
                db.execute("ROLLBACK")
            raise
        db.execute("COMMIT")

    def flush(self) -> None:
        """Write the log into the file and empty it, so that what was deleted stands in neither.

        Where others are reading just now, SQLite does it with a later write.
        """
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    @property
    def _db(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "db", None)
        if connection is None:
            connection = disk.connect(self.file, BUSY_SECONDS)
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")  # what is deleted leaves no words in the file
            self._local.db = connection
        return connection
