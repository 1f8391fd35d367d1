"""Answers that somebody shared with the office by a link: a copy, which others who may read the reports can open.

It holds question and answer as they were, goes with the report it is drawn from, and after a while like a conversation.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from app.access.person import Person
from app.answer.model import Answer
from app.records.conversations import DAY, KeptTurn
from app.records.stored_answers import of_json, slim, to_json, without_report
from app.storage.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS shared_answers (
    id TEXT PRIMARY KEY, person TEXT NOT NULL, shown TEXT NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
"""


class LinkGone(Exception):
    """No answer is shared under a link; the message says it to the reader."""

    def __init__(self) -> None:
        super().__init__("Đường dẫn này không còn mở được: câu trả lời đã quá hạn lưu. Hãy hỏi lại câu đó ở ô bên dưới.")


@dataclass(frozen=True, slots=True)
class SharedAnswer:
    """A question with its answer, what its sharer is called, and when it was shared (seconds since 1970)."""

    question: str
    answer: Answer
    shown: str
    at: int


class SharedAnswers:
    """All shared answers of an office."""

    def __init__(self, store: Store, days: int) -> None:
        """Open them; those shared more than ``days`` ago are deleted, now and whenever one is added."""
        self._store, self._days = store, days
        store.create(SCHEMA)

    def share(self, person: Person, turn: KeptTurn) -> str:
        """Keep a copy of a turn and return the word that its link ends with; the same answer keeps its word."""
        now, answer = int(time.time()), to_json(slim(turn.answer))
        with self._store.changing() as db:
            db.execute("DELETE FROM shared_answers WHERE at < ?", (now - self._days * DAY,))
            same = db.row(
                "SELECT id FROM shared_answers WHERE person = ? AND question = ? AND answer = ?",
                (person.name, turn.question, answer),
            )
            if same is not None:
                return str(same["id"])
            word = secrets.token_urlsafe(12)
            db.execute(
                "INSERT INTO shared_answers VALUES (?, ?, ?, ?, ?, ?)",
                (word, person.name, person.shown, turn.question, answer, now),
            )
        return word

    def one(self, word: str) -> SharedAnswer:
        """Return what is shared under a word; :raises LinkGone: nothing is, or no more."""
        rows = self._store.rows(
            "SELECT * FROM shared_answers WHERE id = ? AND at >= ?", (word, int(time.time()) - self._days * DAY)
        )
        if not rows:
            raise LinkGone
        return SharedAnswer(rows[0]["question"], of_json(rows[0]["answer"]), rows[0]["shown"], rows[0]["at"])

    def forget_report(self, report: str) -> None:
        """Take what was drawn from a report out of all shared answers (:func:`without_report`)."""
        with self._store.changing() as db:
            for row in db.rows("SELECT id, answer FROM shared_answers WHERE instr(answer, ?) > 0", (report,)):
                answer = without_report(of_json(row["answer"]), report)
                db.execute("UPDATE shared_answers SET answer = ? WHERE id = ?", (to_json(answer), row["id"]))
        self._store.flush()
