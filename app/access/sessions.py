"""Who is signed in. A session is a random token that only its browser has; the store keeps its hash."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from app.access.person import Person, Role
from app.storage.store import Store
from settings import Settings

TOKEN_BYTES = 32
AHEAD = 60  # seconds; a session from further in the future was opened while the clock was wrong, and would outlive its time
MOST = 50  # open sessions of one account; the one that began first ends, so that signing in again and again fills no disk
TOUCHED = 60  # seconds between two notes of a session's use, so that not every request writes
SCHEMA = """
CREATE TABLE IF NOT EXISTS sessions (
    token BLOB PRIMARY KEY, name TEXT NOT NULL, made REAL NOT NULL, used REAL NOT NULL, address TEXT NOT NULL
) STRICT;
"""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person of a session, and whether they have to choose a password before anything else."""

    person: Person
    must_change: bool


class Outdated(Exception):
    """The password that was to open a session is not the account's any more, or the account is closed."""


class Sessions:
    """The open sessions. One ends when it is not used for a while, and in any case after some hours."""

    def __init__(self, store: Store, settings: Settings, now: Callable[[], float]) -> None:
        self._store, self._now = store, now
        self._idle, self._longest = settings.session_idle_minutes * 60, settings.session_hours * 3600
        store.create(SCHEMA)

    def begin(self, name: str, address: str, kept: str | None = None) -> str:
        """Open a session for an account, forget those that have ended, and return its token.

        :param kept: what was kept of the password that was checked: it may have been reset since.
        :raises Outdated: it was.
        """
        token, now = secrets.token_urlsafe(TOKEN_BYTES), self._now()
        with self._store.changing() as db:
            db.execute(
                "DELETE FROM sessions WHERE used <= ? OR made <= ? OR made > ?",
                (now - self._idle, now - self._longest, now + AHEAD),
            )
            if kept is not None and not db.rows(
                "SELECT 1 FROM people WHERE name = ? AND password = ? AND open = 1", (name, kept)
            ):
                raise Outdated(name)
            db.execute("INSERT INTO sessions VALUES (?, ?, ?, ?, ?)", (_hash(token), name, now, now, address))
            db.execute(
                "DELETE FROM sessions WHERE rowid IN (SELECT rowid FROM sessions WHERE name = ? "
                "ORDER BY rowid DESC LIMIT -1 OFFSET ?)",
                (name, MOST),
            )
        return token

    def of(self, token: str) -> SignedIn | None:
        """Return who holds a token; None: nobody, the session has ended or the account is closed."""
        now = self._now()
        rows = self._store.rows(
            "SELECT p.name, p.shown, p.role, p.must_change, s.used FROM sessions s JOIN people p ON p.name = s.name "
            "WHERE s.token = ? AND p.open = 1 AND s.used > ? AND s.made > ? AND s.made <= ?",
            (_hash(token), now - self._idle, now - self._longest, now + AHEAD),
        )
        if not rows:
            return None
        row = rows[0]
        if abs(now - row["used"]) > TOUCHED:
            with self._store.changing() as db:
                db.execute("UPDATE sessions SET used = ? WHERE token = ?", (now, _hash(token)))
        return SignedIn(Person(row["name"], row["shown"], Role(row["role"])), bool(row["must_change"]))

    def end(self, token: str) -> None:
        """End one session."""
        with self._store.changing() as db:
            db.execute("DELETE FROM sessions WHERE token = ?", (_hash(token),))

    def end_all(self, name: str) -> None:
        """End every session of an account."""
        with self._store.changing() as db:
            db.execute("DELETE FROM sessions WHERE name = ?", (name,))

    def count(self) -> int:
        """Return how many sessions are open."""
        now = self._now()
        rows = self._store.rows(
            "SELECT count(*) AS n FROM sessions WHERE used > ? AND made > ?", (now - self._idle, now - self._longest)
        )
        return int(rows[0]["n"])


def _hash(token: str) -> bytes:
    """A fast hash is enough: a token is as random as the hash is long."""
    return hashlib.sha256(token.encode(errors="replace")).digest()
