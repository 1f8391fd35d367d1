"""The SQLite file of a catalogue: a connection a thread, transactions, rows read without a traceback."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from index.store import disk, spellings

BUSY_SECONDS = 30  # a writer waits so long for another one
# Deleted reports of which files remain to be removed: the copy of the file, pages read, index segments.
GONE = "CREATE TABLE IF NOT EXISTS gone (report TEXT PRIMARY KEY) STRICT"

T = TypeVar("T")


class CatalogDatabase:
    """An open catalogue's file. Safe to share between threads: every thread gets a connection of its own."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._local = threading.local()

    def close(self) -> None:
        """Close this thread's connection and fold its log into the file."""
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._db.close()
        del self._local.db

    def _read(self, kind: TypeAdapter[T], data: bytes) -> T:
        """Return what a row holds; :raises StorageProblem: its bytes were damaged on disk."""
        try:
            return kind.validate_json(data)
        except ValueError as error:
            raise disk.StorageProblem(disk.damaged(self.file, "nội dung một dòng không đọc được")) from error

    @property
    def _db(self) -> sqlite3.Connection:
        db = getattr(self._local, "db", None)
        if db is None:
            db = disk.connect(self.file, BUSY_SECONDS)
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA foreign_keys = ON")
            db.execute("PRAGMA secure_delete = ON")
            db.execute(GONE)
            db.execute(spellings.TABLE)
            self._local.db = db
        return db

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        db = self._db
        try:
            db.execute("BEGIN IMMEDIATE")
            yield db
            db.execute("UPDATE about SET value = CAST(value AS INTEGER) + 1 WHERE key = 'revision'")
            db.execute("COMMIT")
        except BaseException as error:
            if db.in_transaction:  # SQLite rolls back by itself where the disk is full
                db.execute("ROLLBACK")
            if isinstance(error, sqlite3.IntegrityError):
                raise disk.problem(self.file, error) from error
            raise
