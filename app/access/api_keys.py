"""Keys of the API: how another system of the office shows who it is, since it cannot sign in.

A key is a long random word, shown once when it is made; the store keeps only its SHA-256, which no dictionary turns back
(the word has 256 random bits, so a slow password hash would only slow every call down).
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import regex as re

from app.access.person import Person, Role
from app.storage.store import Store
from index.database.model import ConstraintBroken

PREFIX = "tlbc_"  # tells our keys from others where one turns up in a file
ROLES = (Role.READER, Role.DRAFTER)  # a program manages neither people nor reports
NAME = re.compile(r"\p{L}[\p{L}\p{N} ._-]{0,59}")
NOTED = timedelta(minutes=1)  # the last use is written at most so often: a call reads far oftener than it writes

SCHEMA = """
CREATE TABLE IF NOT EXISTS api_keys (
    name TEXT PRIMARY KEY, role TEXT NOT NULL, hash TEXT NOT NULL UNIQUE, made TEXT NOT NULL, used TEXT
) STRICT
"""


class KeyProblem(Exception):
    """A key cannot be made as asked; the message says why and what to do, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key as the administrator sees it; ``made`` and ``used`` (None: never) are times of this machine's clock, UTC."""

    name: str
    role: Role
    made: datetime
    used: datetime | None


class Keys:
    """The keys of one office."""

    def __init__(self, store: Store) -> None:
        self._store = store
        store.create(SCHEMA)

    def add(self, name: str, role: Role) -> str:
        """Make a key and return it; it cannot be had a second time.

        :raises KeyProblem: the name is taken or none, or programs do not get the role.
        """
        name = name.strip()
        if not NAME.fullmatch(name):
            raise KeyProblem(
                f"“{name}” không dùng làm tên khóa được. Hãy đặt tên hệ thống sẽ dùng khóa: bắt đầu bằng chữ, gồm chữ, số, "
                "dấu cách, dấu chấm hoặc gạch, không quá 60 ký tự; ví dụ: phan-mem-van-thu"
            )
        if role not in ROLES:
            raise KeyProblem(
                f"Khóa không nhận vai trò “{role}”. Hãy chọn reader (hỏi, tìm) hoặc drafter (thêm soạn, soát báo cáo)"
            )
        token = PREFIX + secrets.token_urlsafe(32)
        try:
            with self._store.changing() as db:
                db.execute(
                    "INSERT INTO api_keys VALUES (?, ?, ?, ?, NULL)", (name, role, _hashed(token), _now().isoformat())
                )
        except ConstraintBroken as error:
            raise KeyProblem(f"Đã có khóa tên “{name}”. Hãy chọn tên khác, hoặc thu hồi khóa cũ trước") from error
        return token

    def all(self) -> list[Key]:
        """Return the keys, ordered by name."""
        rows = self._store.rows("SELECT name, role, made, used FROM api_keys ORDER BY name")
        return [Key(row["name"], Role(row["role"]), _time(row["made"]), _time(row["used"])) for row in rows]  # type: ignore[arg-type]

    def revoke(self, name: str) -> bool:
        """Take a key out, from the next call on; say whether there was one of this name."""
        with self._store.changing() as db:
            return db.execute("DELETE FROM api_keys WHERE name = ?", (name.strip(),)) > 0

    def bearer(self, token: str) -> Person | None:
        """Return who holds a key, and note that it was used; None where there is no such key."""
        # Looked up by its hash, so how long it takes says nothing about the word.
        rows = self._store.rows("SELECT name, role, used FROM api_keys WHERE hash = ?", (_hashed(token),))
        if not rows:
            return None
        name, used, now = rows[0]["name"], _time(rows[0]["used"]), _now()
        if used is None or now - used >= NOTED:
            with self._store.changing() as db:
                db.execute("UPDATE api_keys SET used = ? WHERE name = ?", (now.isoformat(), name))
        return Person(f"key:{name}", name, Role(rows[0]["role"]))


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _now() -> datetime:
    return datetime.now(UTC)


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
