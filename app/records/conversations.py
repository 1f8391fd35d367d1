"""Conversations, each of one person: kept as they were, found again, renamed, deleted, and gone after a while."""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import dataclass

import regex as re

from app.answer.citations import MARKER
from app.answer.model import Answer
from app.field_text import BadText, check
from app.records.stored_answers import of_json, slim, to_json, without_report
from app.storage.store import Store
from index.database.model import Changes, DatabaseRow, Reader
from ingest.language.text import fold_spaces, normalize, strip_marks

NAME_LONGEST = 120  # characters of a conversation's name
WORD = re.compile(r"[\p{L}\p{N}][\p{L}\p{N}.,/%-]*")  # figures and document numbers stay whole
MOST_OF_ONE = 500  # turns of a conversation; the next one begins another, so that opening one stays quick
MOST = 20_000  # turns of a person, some 40 MB; beyond, the conversations that nobody has added to for longest go
DAY = 24 * 60 * 60  # seconds

SCHEMA = """
CREATE TABLE IF NOT EXISTS conversations (
    id TEXT PRIMARY KEY, person TEXT NOT NULL, name TEXT NOT NULL, words TEXT NOT NULL, changed INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS conversations_of_person ON conversations (person, changed);
CREATE INDEX IF NOT EXISTS conversations_by_age ON conversations (changed);
CREATE TABLE IF NOT EXISTS turns (
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE, number INTEGER NOT NULL,
    question TEXT NOT NULL, without TEXT NOT NULL, answer TEXT NOT NULL, words TEXT NOT NULL, at INTEGER NOT NULL,
    reports TEXT NOT NULL DEFAULT '[]', PRIMARY KEY (conversation, number)
) STRICT;
"""


class NotFound(Exception):
    """No conversation of this person has this id; the message says it to the reader."""

    def __init__(self) -> None:
        super().__init__("Không tìm thấy cuộc trò chuyện này. Có thể đã bị xóa; hãy chọn cuộc khác trong danh sách.")


class BadName(Exception):
    """A conversation cannot have this name; the message says why."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation as a list shows it; ``changed`` in seconds since 1970, ``turns`` is how many it has."""

    id: str
    name: str
    changed: int
    turns: int


@dataclass(frozen=True, slots=True)
class KeptTurn:
    """A question and its answer as it is kept, what was taken off the question, and when it was asked.

    :mod:`app.records.stored_answers` says what of an answer is kept. ``reports`` holds the ids of the reports that
    the question was restricted to; it is empty where all were asked.
    """

    number: int
    question: str
    answer: Answer
    without: tuple[str, ...] = ()
    at: int = 0
    reports: tuple[str, ...] = ()


class Conversations:
    """All conversations of an office. Nobody finds another person's conversation."""

    def __init__(self, store: Store, days: int) -> None:
        """Open them; those that nobody has added to for ``days`` are deleted, now and with every turn kept."""
        self._store = store
        self._days = days
        store.create(SCHEMA)
        complete(store)
        with store.changing() as db:
            self._drop_old(db)

    def keep(self, person: str, conversation: str, turn: KeptTurn) -> str:
        """Keep a turn, in the place of the one with its number if there is one; return the conversation's id.

        An id that is not (or no longer) one of this person's begins a new conversation, named by the question.
        """
        now = int(time.time())
        answer = slim(turn.answer)
        words = fold_for_search(
            f"{turn.question} {MARKER.sub(' ', answer.text)} {' '.join(c.quote for c in answer.citations)}"
        )
        with self._store.changing() as db:
            self._drop_old(db)
            if not _owns(db, person, conversation) or _is_full(db, conversation, turn.number):
                conversation = secrets.token_urlsafe(12)
                name = _shorten(turn.question)
                db.execute(
                    "INSERT INTO conversations VALUES (?, ?, ?, ?, ?)",
                    (conversation, person, name, fold_for_search(name), now),
                )
            db.execute(
                "INSERT INTO turns (conversation, number, question, without, reports, answer, words, at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (conversation, number) DO UPDATE SET "
                "question = excluded.question, without = excluded.without, reports = excluded.reports, "
                "answer = excluded.answer, words = excluded.words, at = excluded.at",
                (
                    conversation,
                    turn.number,
                    turn.question,
                    json.dumps(turn.without),
                    json.dumps(turn.reports),
                    to_json(answer),
                    words,
                    now,
                ),
            )
            db.execute("UPDATE conversations SET changed = ? WHERE id = ?", (now, conversation))
            _drop_beyond(db, person)
        return conversation

    def next_number(self, person: str, conversation: str) -> int:
        """Return the number of the next turn. Several open pages each add their own turns."""
        rows = self._store.rows(
            """SELECT max(number) AS last FROM turns JOIN conversations c ON c.id = conversation
            WHERE c.id = ? AND person = ?""",
            (conversation, person),
        )
        return (rows[0]["last"] or 0) + 1

    def listed(self, person: str, typed: str = "", limit: int = 50) -> list[Conversation]:
        """Return a person's conversations, the last changed first.

        :param typed: beginnings of words, with or without marks, all of which stand in the name or in one turn. Without
            any, all conversations are listed.
        """
        words = [f" {word}" for word in fold_for_search(typed).split()]
        in_name = " AND ".join(["instr(c.words, ?) > 0"] * len(words)) or "1 = 1"
        in_turn = " AND ".join(["instr(t.words, ?) > 0"] * len(words)) or "1 = 1"
        rows = self._store.rows(
            f"""SELECT id, name, changed, (SELECT count(*) FROM turns WHERE conversation = c.id) AS turns
            FROM conversations c WHERE person = ? AND (
                ({in_name}) OR EXISTS (SELECT 1 FROM turns t WHERE t.conversation = c.id AND {in_turn})
            ) ORDER BY changed DESC, rowid DESC LIMIT ?""",  # noqa: S608
            (person, *words, *words, limit),
        )
        return [Conversation(row["id"], row["name"], row["changed"], row["turns"]) for row in rows]

    def one(self, person: str, conversation: str) -> tuple[str, list[KeptTurn]]:
        """Return a conversation's name and turns, in order; :raises NotFound: it is not one of this person's."""
        rows = self._store.rows("SELECT name FROM conversations WHERE id = ? AND person = ?", (conversation, person))
        if not rows:
            raise NotFound
        turns = self._store.rows("SELECT * FROM turns WHERE conversation = ? ORDER BY number", (conversation,))
        return rows[0]["name"], [_turn(row) for row in turns]

    def rename(self, person: str, conversation: str, name: str) -> None:
        """Give a conversation another name.

        :raises BadName: it is empty or too long. :raises NotFound: see :meth:`one`.
        """
        try:
            check(name, "Tên")
        except BadText as error:
            raise BadName(str(error)) from error
        name = fold_spaces(normalize(name))
        if not name:
            raise BadName("Tên còn trống. Hãy gõ tên mới rồi bấm “Đổi tên”.")
        if len(name) > NAME_LONGEST:
            raise BadName(f"Tên dài {len(name)} ký tự; hãy rút gọn còn nhiều nhất {NAME_LONGEST} ký tự.")
        with self._store.changing() as db:
            if not _owns(db, person, conversation):
                raise NotFound
            db.execute(
                "UPDATE conversations SET name = ?, words = ? WHERE id = ?", (name, fold_for_search(name), conversation)
            )

    def delete(self, person: str, conversation: str) -> None:
        """Delete a conversation with its turns; :raises NotFound: see :meth:`one`."""
        with self._store.changing() as db:
            if not _owns(db, person, conversation):
                raise NotFound
            db.execute("DELETE FROM conversations WHERE id = ?", (conversation,))
        self._store.flush()

    def forget_person(self, person: str) -> None:
        """Delete all conversations of a person."""
        with self._store.changing() as db:
            db.execute("DELETE FROM conversations WHERE person = ?", (person,))
        self._store.flush()

    def forget_report(self, report: str) -> int:
        """Take what was drawn from a report out of all kept answers (:func:`without_report`); return how many had it."""
        with self._store.changing() as db:
            rows = db.rows("SELECT * FROM turns WHERE instr(answer, ?) > 0", (report,))
            for row in rows:
                answer = without_report(of_json(row["answer"]), report)
                words = fold_for_search(f"{row['question']} {MARKER.sub(' ', answer.text)}")
                db.execute(
                    "UPDATE turns SET answer = ?, words = ? WHERE conversation = ? AND number = ?",
                    (to_json(answer), words, row["conversation"], row["number"]),
                )
        self._store.flush()
        return len(rows)

    def _drop_old(self, db: Changes) -> None:
        db.execute("DELETE FROM conversations WHERE changed < ?", (int(time.time()) - self._days * DAY,))


def complete(store: Store) -> None:
    """Add the column that a table made by an earlier version lacks."""
    if "reports" not in store.database.columns("turns"):
        store.create("ALTER TABLE turns ADD COLUMN reports TEXT NOT NULL DEFAULT '[]'")


def fold_for_search(text: str) -> str:
    """Return the form in which kept words are looked for: small letters, no marks, a space before each word."""
    words = WORD.findall(strip_marks(normalize(text)).casefold())
    return "".join(f" {word.rstrip('.,/-')}" for word in words)


def _owns(db: Reader, person: str, conversation: str) -> bool:
    return db.row("SELECT 1 FROM conversations WHERE id = ? AND person = ?", (conversation, person)) is not None


def _is_full(db: Reader, conversation: str, number: int) -> bool:
    """Say whether a conversation has no room for one more turn; one asked again takes the place of the first."""
    own = "SELECT count(*), max(CASE WHEN number = ? THEN 1 ELSE 0 END) FROM turns WHERE conversation = ?"
    ((count, again),) = db.rows(own, (number, conversation))
    return int(count) >= MOST_OF_ONE and not again


def _drop_beyond(db: Changes, person: str) -> None:
    """Delete the conversations of a person that are beyond :data:`MOST` turns, counted from the last changed one on."""
    db.execute(
        """DELETE FROM conversations WHERE id IN (SELECT id FROM (
            SELECT c.id, sum(count(*)) OVER (ORDER BY c.changed DESC, c.rowid DESC) AS so_far, count(*) AS own
            FROM conversations c JOIN turns t ON t.conversation = c.id WHERE c.person = ? GROUP BY c.id
        ) AS counted WHERE so_far - own >= ?)""",
        (person, MOST),
    )


def _shorten(question: str) -> str:
    name = fold_spaces(normalize(question))
    return name if len(name) <= NAME_LONGEST else name[: NAME_LONGEST - 1].rsplit(" ", 1)[0] + "…"


def _turn(row: DatabaseRow) -> KeptTurn:
    without, reports = (tuple(json.loads(row[name])) for name in ("without", "reports"))
    return KeptTurn(row["number"], row["question"], of_json(row["answer"]), without, row["at"], reports)
