"""How often somebody may try to sign in. Kept in the store, so that a restart gives no new tries."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Callable

from app.office.store import Store

WINDOW = 15 * 60  # seconds in which failures count
PER_NAME = 5  # failures of one name: at 20 an hour a one-time password is safe for longer than the earth
PER_ADDRESS = 50  # of one address, behind which a whole office may sit
SCHEMA = """
CREATE TABLE IF NOT EXISTS attempts (key TEXT NOT NULL, at REAL NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS attempts_of_key ON attempts (key, at);
"""


class Attempts:
    """Failed sign-ins of the last quarter of an hour, by name and by address."""

    def __init__(self, store: Store, now: Callable[[], float]) -> None:
        self._store, self._now = store, now
        store.create(SCHEMA)

    def take(self, name: str, address: str) -> int:
        """Take a try, which counts as failed until :meth:`succeeded`, so that many at once are no way around the limit.

        Return 0, or how many minutes to wait before there is another one.
        """
        now = self._now()
        with self._store.changing() as db:
            db.execute("DELETE FROM attempts WHERE at <= ?", (now - WINDOW,))
            ends = [_end(db, _of_name(name), PER_NAME), _end(db, _of_address(address), PER_ADDRESS)]
            left = max(ends) - now
            if left > 0:
                return math.ceil(left / 60)
            db.executemany("INSERT INTO attempts VALUES (?, ?)", [(_of_name(name), now), (_of_address(address), now)])
        return 0

    def succeeded(self, name: str, address: str) -> None:
        """Give the try back to the address, and forget the failures of the name."""
        self.clear(name)
        with self._store.changing() as db:
            db.execute(
                "DELETE FROM attempts WHERE rowid = (SELECT max(rowid) FROM attempts WHERE key = ?)", (_of_address(address),)
            )

    def clear(self, name: str) -> None:
        """Forget the failures of a name."""
        with self._store.changing() as db:
            db.execute("DELETE FROM attempts WHERE key = ?", (_of_name(name),))


def _of_name(name: str) -> str:
    return f"name:{name}"


def _of_address(address: str) -> str:
    return f"address:{address}"


def _end(db: sqlite3.Connection, key: str, most: int) -> float:
    """Return when the next try is free: when the oldest of the last ``most`` failures counts no more."""
    rows = db.execute("SELECT at FROM attempts WHERE key = ? ORDER BY at DESC LIMIT ?", (key, most)).fetchall()
    return float(rows[-1]["at"]) + WINDOW if len(rows) == most else 0.0
