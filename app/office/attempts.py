"""How often somebody may try to sign in. Kept in the store, so that a restart gives no new tries."""

from __future__ import annotations

import math
from collections.abc import Callable

from app.office.store import Store

WINDOW = 15 * 60  # seconds in which failures count
PER_NAME = 5  # failures of one name: at 20 an hour a one-time password is safe for longer than the earth
PER_ADDRESS = 30  # of one address, behind which a whole office may sit
SCHEMA = """
CREATE TABLE IF NOT EXISTS attempts (key TEXT NOT NULL, at REAL NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS attempts_of_key ON attempts (key, at);
"""


class Attempts:
    """Failed sign-ins of the last quarter of an hour, by name and by address."""

    def __init__(self, store: Store, now: Callable[[], float]) -> None:
        self._store, self._now = store, now
        store.create(SCHEMA)

    def wait(self, name: str, address: str) -> int:
        """Return how many minutes to wait before the next try; 0: none."""
        ends = [self._end(f"name:{name}", PER_NAME), self._end(f"address:{address}", PER_ADDRESS)]
        left = max(ends) - self._now()
        return math.ceil(left / 60) if left > 0 else 0

    def failed(self, name: str, address: str) -> None:
        """Count a failure, and forget those that count no more."""
        now = self._now()
        with self._store.changing() as db:
            db.execute("DELETE FROM attempts WHERE at <= ?", (now - WINDOW,))
            db.executemany("INSERT INTO attempts VALUES (?, ?)", [(f"name:{name}", now), (f"address:{address}", now)])

    def clear(self, name: str) -> None:
        """Forget the failures of a name."""
        with self._store.changing() as db:
            db.execute("DELETE FROM attempts WHERE key = ?", (f"name:{name}",))

    def _end(self, key: str, most: int) -> float:
        """Return when the next try is free: when the oldest of the last ``most`` failures counts no more."""
        rows = self._store.rows("SELECT at FROM attempts WHERE key = ? ORDER BY at DESC LIMIT ?", (key, most))
        return float(rows[-1]["at"]) + WINDOW if len(rows) == most else 0.0
