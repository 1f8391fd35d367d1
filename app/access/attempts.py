"""How often somebody may try to sign in. Kept in the store, so that a restart gives no new tries.

Wrong passwords make the next try wait, ever longer, and never keep anybody out. Failures are counted by name and address
together, so a stranger slows down only where the stranger sits. A device on which the name has signed in before is counted
by itself, so nobody else's tries count there (the device cookies of OWASP's sheet on authentication).
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from app.storage.store import Store
from index.database.model import Reader

WINDOW = 15 * 60  # seconds in which failures count
PER_NAME = 5  # failures of one name from one address, or on one known device, before tries have to wait
PER_ADDRESS = 50  # of one address, behind which a whole office may sit
LONGEST_PAUSE = (
    30  # seconds between two tries: at 120 an hour a password of ten letters is safe for longer than the building
)
MOST_DEVICES = 50  # of one name that are known, the latest
TOLD_FROM = 5  # failures elsewhere from which their owner is told
LATER = 5.0  # seconds that a note may lie ahead of the clock; further ahead, the clock was wrong when it was written
SCHEMA = """
CREATE TABLE IF NOT EXISTS attempts (key TEXT NOT NULL, at REAL NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS attempts_of_key ON attempts (key, at);
CREATE TABLE IF NOT EXISTS strange_attempts (
    name TEXT PRIMARY KEY, failures INTEGER NOT NULL, last REAL NOT NULL, address TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS devices (name TEXT NOT NULL, device BLOB NOT NULL, PRIMARY KEY (name, device)) STRICT;
"""


@dataclass(frozen=True, slots=True)
class Strange:
    """Failed tries of a name since its owner last heard of them: how many, when the last was, and from where."""

    failures: int
    last: float
    address: str


class Attempts:
    """Failed sign-ins of the last quarter of an hour, and the devices on which names have signed in."""

    def __init__(self, store: Store, now: Callable[[], float]) -> None:
        self._store, self._now = store, now
        store.create(SCHEMA)

    def take(self, name: str, address: str, device: str = "") -> int:
        """Take a try, which counts as failed until :meth:`succeeded`, so that many at once are no way around the pause.

        Return 0, or how many seconds to wait before there is another one; a try that has to wait counts for nothing.
        """
        now = self._now()
        is_known = self.knows(name, device)
        keys = self._keys(name, address, device, is_known)
        with self._store.changing() as db:
            db.execute("DELETE FROM attempts WHERE at <= ? OR at > ?", (now - WINDOW, now + LATER))
            left = max(_end(db, key, free) for key, free in keys.items()) - now
            if left > 0:
                return math.ceil(left)
            db.executemany("INSERT INTO attempts VALUES (?, ?)", [(key, now) for key in keys])
        return 0

    def failed(self, name: str, address: str, device: str = "") -> None:
        """Note for the owner of a name that somebody tried it and did not get in, unless it was on a device of theirs."""
        if self.knows(name, device):
            return
        with self._store.changing() as db:
            db.execute(
                "INSERT INTO strange_attempts VALUES (?, 1, ?, ?) ON CONFLICT (name) DO UPDATE SET "
                "failures = strange_attempts.failures + 1, last = excluded.last, address = excluded.address",
                (name, self._now(), address),
            )

    def succeeded(self, name: str, address: str, device: str = "") -> None:
        """Forget the failures of the name here, give the try back to the address, and know the device from now on."""
        with self._store.changing() as db:
            for key in (_of_place(name, address), _of_device(name, device)):
                db.execute("DELETE FROM attempts WHERE key = ?", (key,))
            db.execute(
                "DELETE FROM attempts WHERE rowid = (SELECT max(rowid) FROM attempts WHERE key = ?)", (_of_address(address),)
            )
            if device:
                db.execute("DELETE FROM devices WHERE name = ? AND device = ?", (name, _hash(device)))
                db.execute("INSERT INTO devices VALUES (?, ?)", (name, _hash(device)))  # it is the latest now
                db.execute(
                    "DELETE FROM devices WHERE rowid IN (SELECT rowid FROM devices WHERE name = ? "
                    "ORDER BY rowid DESC LIMIT -1 OFFSET ?)",
                    (name, MOST_DEVICES),
                )

    def strange(self, name: str) -> Strange | None:
        """Return what the owner of a name has to be told; None where nothing worth it has happened."""
        rows = self._store.rows(
            "SELECT failures, last, address FROM strange_attempts WHERE name = ? AND failures >= ?", (name, TOLD_FROM)
        )
        return Strange(rows[0]["failures"], rows[0]["last"], rows[0]["address"]) if rows else None

    def heard(self, name: str) -> None:
        """Forget what the owner of a name has been told."""
        with self._store.changing() as db:
            db.execute("DELETE FROM strange_attempts WHERE name = ?", (name,))

    def clear(self, name: str) -> None:
        """Forget failures and devices of a name: it gets a new password."""
        with self._store.changing() as db:
            beginning = f"name:{name}:"
            db.execute("DELETE FROM attempts WHERE substr(key, 1, ?) = ?", (len(beginning), beginning))
            db.execute("DELETE FROM devices WHERE name = ?", (name,))

    def knows(self, name: str, device: str) -> bool:
        """Say whether a name has signed in on a device before."""
        values = (name, _hash(device))
        return bool(device) and bool(self._store.rows("SELECT 1 FROM devices WHERE name = ? AND device = ?", values))

    def _keys(self, name: str, address: str, device: str, is_known: bool) -> dict[str, int]:
        """Return what a try counts for, with how many of each are free of a pause."""
        if is_known:
            return {_of_device(name, device): PER_NAME}
        return {_of_place(name, address): PER_NAME, _of_address(address): PER_ADDRESS}


def _of_place(name: str, address: str) -> str:
    return f"name:{name}:{_network(address)}"


def _of_device(name: str, device: str) -> str:
    return f"name:{name}:device:{_hash(device).hex()}"


def _of_address(address: str) -> str:
    return f"address:{_network(address)}"


def _network(address: str) -> str:
    """Return what an address belongs to: one machine has as many IPv6 addresses as it likes, all with one beginning."""
    try:
        number = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((number, 64), strict=False)) if isinstance(number, IPv6Address) else address


def _end(db: Reader, key: str, free: int) -> float:
    """Return when the next try may be: after ``free`` failures a second after the last, then two seconds, then four."""
    ((count, last),) = db.rows("SELECT count(*), max(at) FROM attempts WHERE key = ?", (key,))
    if count < free:
        return 0.0
    pause = min(2.0 ** min(int(count) - free, 10), LONGEST_PAUSE)
    return float(last) + float(pause)


def _hash(device: str) -> bytes:
    """A fast hash is enough: the word of a device is as random as the hash is long."""
    return hashlib.sha256(device.encode(errors="replace")).digest()
