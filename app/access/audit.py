"""The audit log: who did what, when and from where. Passwords never go in, and entries go after ``AUDIT_DAYS``."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice

import regex as re

from app.access.person import Person
from app.field_text import LONGEST_LINE, printable
from app.storage.store import Store
from index.database.model import DatabaseRow
from settings import Settings

DAY = 86400.0  # seconds
MOST = 500_000  # entries of a kind (:data:`TALK`, or others); about 100 MB, so that nobody can fill the disk
LONGEST = 2000  # characters of a detail: as long as a question may be
PRUNED_EVERY = 200  # entries
PAGE = 2000  # entries read at once
# With which a spreadsheet would take a word for a formula; in East Asian settings the signs of full width too.
_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
FORMULA = (*_SIGNS, "\t", "\r")
PARTED = re.compile(rf"([;,\t]\s{{0,9}})([{re.escape(''.join(_SIGNS))}])")  # whatever sign a spreadsheet parts cells at
BREAK = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
SCHEMA = """
CREATE TABLE IF NOT EXISTS audit (
    number INTEGER PRIMARY KEY, at REAL NOT NULL, name TEXT NOT NULL, action TEXT NOT NULL, detail TEXT NOT NULL,
    address TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS audit_by_time ON audit (at);
"""


class Action(StrEnum):
    """What is recorded."""

    QUESTION = "question"
    SEARCH = "search"
    DRAFT = "draft"
    UPLOAD = "upload"
    DELETE = "delete"
    EXPORT = "export"
    REINDEX = "reindex"
    SIGN_IN = "sign-in"
    SIGN_IN_FAILED = "sign-in-failed"
    SIGN_OUT = "sign-out"
    PASSWORD = "password"  # noqa: S105 - changed by its owner
    PEOPLE = "people"  # added, role changed, reset, closed, reopened
    SETTINGS = "settings"
    EDIT = "edit"  # what the library says of a report, or which file it is


# What somebody can do by the thousand: its entries push out none of the others, as who hides a deletion would like.
TALK = (Action.QUESTION, Action.SEARCH, Action.EXPORT, Action.SIGN_IN, Action.SIGN_IN_FAILED, Action.SIGN_OUT)
NAMES = {
    Action.QUESTION: "Hỏi",
    Action.SEARCH: "Tìm",
    Action.DRAFT: "Soạn, soát",
    Action.UPLOAD: "Nạp báo cáo",
    Action.DELETE: "Xóa",
    Action.EXPORT: "Xuất dữ liệu",
    Action.REINDEX: "Tạo lại chỉ mục",
    Action.SIGN_IN: "Đăng nhập",
    Action.SIGN_IN_FAILED: "Đăng nhập sai",
    Action.SIGN_OUT: "Đăng xuất",
    Action.PASSWORD: "Đổi mật khẩu",
    Action.PEOPLE: "Tài khoản",
    Action.SETTINGS: "Cài đặt",
    Action.EDIT: "Sửa, thay báo cáo",
}


def called(action: str) -> str:
    """Return what people call an action; one that an older or newer version recorded keeps its own word."""
    return next((name for kind, name in NAMES.items() if kind.value == action), action)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One thing that was done; ``at`` in seconds since 1970, ``name`` of the account, ``address`` of the machine."""

    at: float
    name: str
    action: str
    detail: str
    address: str


class Audit:
    """The log of one office. Safe to share between threads."""

    def __init__(self, store: Store, settings: Settings, now: Callable[[], float] = time.time) -> None:
        self._store, self._now, self._kept = store, now, settings.audit_days * DAY
        store.create(SCHEMA)
        self._prune()

    def record(self, person: Person | str, action: Action, detail: str = "", address: str = "") -> None:
        """Note what somebody did; a name where there is no account, such as at a failed sign-in."""
        name = person if isinstance(person, str) else person.name
        with self._store.changing() as db:
            (row,) = db.rows(
                "INSERT INTO audit (at, name, action, detail, address) VALUES (?, ?, ?, ?, ?) RETURNING number",
                (
                    self._now(),
                    _line(name),
                    action.value,
                    printable(detail[:LONGEST]),
                    _line(address),
                ),
            )
        if row["number"] % PRUNED_EVERY == 0:
            self._prune()

    def entries(self, words: str = "", action: str = "", limit: int = 200) -> list[AuditEntry]:
        """Return entries, newest first, that hold all ``words`` in name, detail or address, and are of this kind.

        Case makes no difference, marks do.
        """
        sought = words.casefold().split()
        matching = (row for row in self._rows(action) if all(word in _searched(row) for word in sought))
        return [AuditEntry(r["at"], r["name"], r["action"], r["detail"], r["address"]) for r in islice(matching, limit)]

    def as_csv(self, words: str = "", action: str = "") -> str:
        """Return the entries of :meth:`entries`, all of them, as a table that spreadsheets open, a line each.

        Cells are parted by semicolons, as spreadsheets want it where a comma stands before decimals.
        """
        out = io.StringIO()
        table = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL)
        table.writerow(["thời gian", "tài khoản", "việc", "nội dung", "địa chỉ"])
        for entry in self.entries(words, action, MOST):
            at = datetime.fromtimestamp(entry.at).astimezone().isoformat(timespec="seconds")
            table.writerow(
                [at, *(_harmless(word) for word in (entry.name, called(entry.action), entry.detail, entry.address))]
            )
        return out.getvalue()

    def _rows(self, action: str) -> Iterator[DatabaseRow]:
        """Yield what is kept, newest first, read a page at a time, since there may be much."""
        before, since = 2**63 - 1, self._now() - self._kept
        while page := self._store.rows(
            "SELECT * FROM audit WHERE number < ? AND at > ? AND (? = '' OR action = ?) ORDER BY number DESC LIMIT ?",
            (before, since, action, action, PAGE),
        ):
            yield from page
            before = page[-1]["number"]

    def _prune(self) -> None:
        with self._store.changing() as db:
            db.execute("DELETE FROM audit WHERE at <= ?", (self._now() - self._kept,))
            talk = ", ".join(f"'{action.value}'" for action in TALK)
            for kind in (f"action IN ({talk})", f"action NOT IN ({talk})"):
                db.execute(
                    f"DELETE FROM audit WHERE number IN (SELECT number FROM audit WHERE {kind} "  # noqa: S608 - our words
                    "ORDER BY number DESC LIMIT -1 OFFSET ?)",
                    (MOST,),
                )


def _searched(row: DatabaseRow) -> str:
    return f"{row['name']}\n{row['detail']}\n{row['address']}".casefold()


def _line(text: str) -> str:
    """Return a name or an address as one line of no more than a form takes."""
    return " ".join(printable(text[:LONGEST_LINE]).split())


def _harmless(word: str) -> str:
    """Return a word in which no spreadsheet sees a formula, wherever it parts cells, and no reader a further line."""
    line = BREAK.sub(" ⏎ ", f"'{word}" if word.startswith(FORMULA) or word.lstrip().startswith(FORMULA) else word)
    return PARTED.sub(r"\1'\2", line)
