"""The people of an office: who they are, what they may do, and how they show that it is they.

An account is local, with a password, or was first seen by name from a trusted proxy and has none. Names are kept in one
spelling (:func:`spelt`). Nobody is deleted, so that the audit log stays readable; an account is closed instead.
"""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace

from app.access import passwords
from app.access.attempts import Attempts
from app.access.person import Person, Role
from app.access.sessions import Outdated, Sessions
from app.field_text import BadText, line, printable
from app.field_text import shown as in_words
from app.storage.store import Store
from index.database.model import ConstraintBroken, DatabaseRow
from settings import Settings

FIRST = "quantri"  # name of the first administrator
LONGEST_NAME = 64  # characters
HERE = 3600  # seconds after which somebody whom a proxy names counts as come anew
RESET_MEANWHILE = "Mật khẩu vừa được đặt lại. Hãy đăng nhập bằng mật khẩu quản trị viên đưa."
SCHEMA = """
CREATE TABLE IF NOT EXISTS people (
    name TEXT PRIMARY KEY, shown TEXT NOT NULL, role TEXT NOT NULL, password TEXT, must_change INTEGER NOT NULL,
    open INTEGER NOT NULL, made REAL NOT NULL, seen REAL
) STRICT;
"""


class AccountProblem(Exception):
    """Something about people cannot be done; the message, in Vietnamese, says why and what to do."""


class NotSignedIn(AccountProblem):
    """Name and password do not open the door."""


class TooSoon(NotSignedIn):
    """A try that was not looked at, since the ones before it were wrong; it has to wait some seconds."""


class NameTaken(AccountProblem):
    """There is an account of that name."""


@dataclass(frozen=True, slots=True)
class Account:
    """One account as kept. ``local``: it has a password; ``seen``: last sign-in, in seconds since 1970.

    ``kept``: of its password, by which it is known whether that is still the one that was checked.
    """

    person: Person
    local: bool
    must_change: bool
    open: bool
    made: float
    seen: float | None
    kept: str | None = field(default=None, repr=False)


class Accounts:
    """The accounts of one office with their sessions. Safe to share between threads."""

    def __init__(self, store: Store, settings: Settings, now: Callable[[], float] = time.time) -> None:
        self.on = settings.accounts_on()
        self._proxy_names_local = settings.user_header_local == "on"
        self._store, self._now = store, now
        store.create(SCHEMA)
        self.sessions = Sessions(store, settings, now)
        self.attempts = Attempts(store, now)

    # Reading

    def all(self) -> list[Account]:
        """Return every account, ordered by name."""
        return [_account(row) for row in self._store.rows("SELECT * FROM people ORDER BY name")]

    def find(self, name: str) -> Account | None:
        """Return the account of this name, in whatever spelling."""
        rows = self._store.rows("SELECT * FROM people WHERE name = ?", (spelt(name),))
        return _account(rows[0]) if rows else None

    # The door

    def check(self, name: str, password: str, address: str, device: str = "") -> Account:
        """Return the account that name and password open; ``device``: the word by which the browser is known again.

        :raises TooSoon: there were wrong tries, and the next one has to wait.
        :raises NotSignedIn: they open none; it is not said whether there is such a name.
        """
        key = spelt(name)[:LONGEST_NAME]
        wait = self.attempts.take(key, address, device)
        if wait:
            raise TooSoon(f"Đã thử sai nhiều lần. Hãy đợi {wait} giây rồi thử lại, hoặc nhờ quản trị viên đặt lại mật khẩu.")
        rows = self._store.rows("SELECT * FROM people WHERE name = ? AND open = 1 AND password IS NOT NULL", (key,))
        stored = rows[0]["password"] if rows else passwords.NOBODYS
        if not passwords.fits(password[: passwords.LONGEST + 1], stored):
            if rows:
                self.attempts.failed(key, address, device)
            raise NotSignedIn(
                "Tên đăng nhập hoặc mật khẩu không đúng. Hãy thử lại, hoặc nhờ quản trị viên đặt lại mật khẩu."
            )
        self.attempts.succeeded(key, address, device)
        anew = passwords.hashed(password) if passwords.aged(stored) else stored
        with self._store.changing() as db:
            db.execute("UPDATE people SET seen = ? WHERE name = ?", (self._now(), key))
            db.execute("UPDATE people SET password = ? WHERE name = ? AND password = ?", (anew, key, stored))
        return replace(_account(rows[0]), kept=anew)

    def enter(self, account: Account, address: str) -> str:
        """Open a session for an account of :meth:`check` or :meth:`change`; return its token.

        :raises NotSignedIn: its password was reset, or it was closed, since it was checked.
        """
        try:
            return self.sessions.begin(account.person.name, address, account.kept)
        except Outdated as error:
            raise NotSignedIn(RESET_MEANWHILE) from error

    def change(self, name: str, old: str, new: str, address: str, device: str = "") -> Account:
        """Put a new password in the place of the old one, end the sessions that the old one opened; return the account.

        :raises AccountProblem: the old one is wrong, or was reset meanwhile, or the new one is not accepted.
        """
        account = self.check(name, old, address, device)
        weak = passwords.weakness(new, account.person.name)
        if weak or new == old:
            raise AccountProblem(weak or "Mật khẩu mới trùng mật khẩu đang dùng; hãy chọn mật khẩu khác.")
        anew = passwords.hashed(new)
        with self._store.changing() as db:  # a second after the check, in which an administrator may have reset it
            changed = db.execute(
                "UPDATE people SET password = ?, must_change = 0 WHERE name = ? AND password = ? AND open = 1",
                (anew, account.person.name, account.kept),
            )
        if not changed:
            raise NotSignedIn(RESET_MEANWHILE)
        self.sessions.end_all(account.person.name)
        return replace(account, must_change=False, kept=anew)

    def vouched(self, name: str) -> tuple[Person, bool]:
        """Return the person whom a trusted proxy names, a reader when first seen, and whether they have just come.

        :raises AccountProblem: the name cannot be one, its account is closed, or it is that of somebody with a password
            here: two directories may well have the same name for two people.
        """
        account = self.find(name)
        if account is None:
            with suppress(NameTaken):  # two first requests may come at once
                self._insert(_checked_name(name), name.strip(), Role.READER, None)
            account = self._known(name)
        if not account.open:
            raise AccountProblem(f"Tài khoản “{account.person.name}” đã bị khóa. Hãy hỏi quản trị viên.")
        if account.local and not self._proxy_names_local:
            raise AccountProblem(
                f"Máy chủ đăng nhập chung gửi đến tên “{account.person.name}”, trùng tên một tài khoản có mật khẩu ở đây; "
                "có thể là hai người khác nhau nên ứng dụng không cho vào. Quản trị viên hãy đổi tên ở một nơi, hoặc nếu "
                "chắc chắn tên trùng là cùng một người thì đặt USER_HEADER_LOCAL=on."
            )
        now = self._now()
        fresh = account.seen is None or abs(now - account.seen) > HERE  # the clock may once have been ahead
        if fresh:
            with self._store.changing() as db:
                db.execute("UPDATE people SET seen = ? WHERE name = ?", (now, account.person.name))
        return account.person, fresh

    # Managing

    def first(self) -> tuple[str, str] | None:
        """Return name and one-time password of the first administrator until somebody has signed in with it.

        None where an administrator has been there. Every call until then gives a new password in place of the last.
        """
        rulers = [account for account in self.all() if account.person.role is Role.ADMINISTRATOR and account.open]
        if not rulers:
            is_taken = self.find(FIRST) is not None
            name = FIRST if not is_taken else f"{FIRST}-{len(self.all())}"
            return name, self.add(name, name, Role.ADMINISTRATOR)
        if len(rulers) == 1 and rulers[0].must_change and rulers[0].seen is None:
            return rulers[0].person.name, self.reset(rulers[0].person.name)
        return None

    def add(self, name: str, shown: str, role: Role) -> str:
        """Make an account and return its one-time password.

        :raises AccountProblem: the name is taken or cannot be one.
        """
        checked, once = _checked_name(name), passwords.one_time()
        try:
            called = line(shown, "Họ tên", LONGEST_NAME) or name.strip()
        except BadText as error:
            raise AccountProblem(f"{error}.") from error
        self._insert(checked, called, role, passwords.hashed(once))
        return once

    def reset(self, name: str) -> str:
        """Give an account a new one-time password, end its sessions, and forget failed attempts; return the password.

        :raises AccountProblem: no such account.
        """
        account, once = self._known(name), passwords.one_time()
        if not account.local:
            raise AccountProblem(
                f"“{account.person.name}” đăng nhập qua máy chủ đăng nhập chung nên không có mật khẩu ở đây; hãy đặt "
                "lại mật khẩu ở máy chủ đó."
            )
        key = account.person.name
        with self._store.changing() as db:
            db.execute("UPDATE people SET password = ?, must_change = 1 WHERE name = ?", (passwords.hashed(once), key))
        self.sessions.end_all(key)
        self.attempts.clear(key)
        return once

    def set_role(self, name: str, role: Role) -> None:
        """Change what somebody may do; it holds from their next click.

        :raises AccountProblem: no such account, or the last administrator.
        """
        self._change(name, "role", role.value, safe=role is Role.ADMINISTRATOR)

    def close(self, name: str) -> None:
        """Let nobody in with this account any more, and end its sessions.

        :raises AccountProblem: no such account, or the last administrator.
        """
        self._change(name, "open", 0, safe=False)
        self.sessions.end_all(spelt(name))

    def reopen(self, name: str) -> None:
        """Undo :meth:`close`; the password is the old one.

        :raises AccountProblem: no such account.
        """
        self._change(name, "open", 1, safe=True)

    def _change(self, name: str, column: str, value: object, *, safe: bool) -> None:
        key = self._known(name).person.name
        with self._store.changing() as db:  # counted in the transaction: two administrators may close each other at once
            others = db.rows(
                "SELECT 1 FROM people WHERE role = ? AND open = 1 AND name <> ?", (Role.ADMINISTRATOR.value, key)
            )
            (mine,) = db.rows("SELECT role, open FROM people WHERE name = ?", (key,))
            if not safe and not others and mine["open"] and mine["role"] == Role.ADMINISTRATOR.value:
                raise AccountProblem(f"“{key}” là quản trị viên cuối cùng; hãy giao quyền quản trị cho người khác trước.")
            db.execute(f"UPDATE people SET {column} = ? WHERE name = ?", (value, key))  # noqa: S608 - our own word

    def _known(self, name: str) -> Account:
        account = self.find(name)
        if account is None:
            raise AccountProblem(f"Không có tài khoản “{in_words(name)}”. Hãy xem lại danh sách tài khoản.")
        return account

    def _insert(self, name: str, shown: str, role: Role, password: str | None) -> None:
        try:
            with self._store.changing() as db:
                db.execute(
                    "INSERT INTO people VALUES (?, ?, ?, ?, ?, 1, ?, NULL)",
                    (name, shown[:LONGEST_NAME], role.value, password, int(password is not None), self._now()),
                )
        except ConstraintBroken as error:
            raise NameTaken(f"Đã có tài khoản “{name}”; hãy chọn tên đăng nhập khác.") from error


def spelt(name: str) -> str:
    """Return the one spelling in which a name is kept: without blanks around it, small letters, composed."""
    return unicodedata.normalize("NFKC", printable(name)).strip().casefold()


def _checked_name(name: str) -> str:
    key = spelt(name)
    if not key or len(key) > LONGEST_NAME or printable(name) != name or any(c.isspace() or not c.isprintable() for c in key):
        raise AccountProblem(
            f"Tên đăng nhập “{key[:LONGEST_NAME]}” không dùng được: cần 1 đến {LONGEST_NAME} ký tự, không có khoảng trắng, "
            "ví dụ nguyen.an"
        )
    return key


def _account(row: DatabaseRow) -> Account:
    return Account(
        Person(row["name"], row["shown"], Role(row["role"])),
        row["password"] is not None,
        bool(row["must_change"]),
        bool(row["open"]),
        row["made"],
        row["seen"],
        row["password"],
    )
