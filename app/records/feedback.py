"""What readers say of answers, kept for the administrator, and handed on as gold questions for ``eval``.

A remark holds its own copy of question and answer: it outlives the conversation, and goes when it is cleared.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.answer.citations import MARKER
from app.answer.model import Answer
from app.records.stored_answers import of_json, slim, to_json, without_report
from app.storage.store import Store
from index.constraints import ConstraintKind
from index.database.model import DatabaseRow
from ingest.language.text import fold_spaces

REASONS = {"missing": "thiếu", "figure": "sai số", "source": "sai nguồn", "beside": "không liên quan"}
COMMENT_LONGEST = 1000  # characters
OUTSIDE = "mở đầu"  # what gold questions call the section before the first heading

SCHEMA = """
CREATE TABLE IF NOT EXISTS feedback (
    conversation TEXT NOT NULL, number INTEGER NOT NULL, person TEXT NOT NULL, correct INTEGER NOT NULL,
    reasons TEXT NOT NULL, comment TEXT NOT NULL, questions TEXT NOT NULL, without TEXT NOT NULL, answer TEXT NOT NULL,
    asked INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (conversation, number, asked)
) STRICT;
"""


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reader said of an answer.

    ``questions``: those of the conversation, the one answered last. ``reasons``: keys of :data:`REASONS`. ``without``:
    what was taken off the question. ``asked``, ``at``: when it was answered and remarked on, in seconds since 1970.
    """

    person: str
    conversation: str
    number: int
    correct: bool
    questions: tuple[str, ...]
    answer: Answer
    reasons: tuple[str, ...] = ()
    comment: str = ""
    without: tuple[str, ...] = ()
    asked: int = 0
    at: int = 0


class Feedback:
    """All remarks of an office: the last of a person on an answer counts."""

    def __init__(self, store: Store) -> None:
        self._store = store
        store.create(SCHEMA)

    def keep(self, remark: Remark) -> None:
        """Keep a remark in the place of an earlier one on the same answer; unknown reasons are left out."""
        reasons = [reason for reason in remark.reasons if reason in REASONS]
        row = (
            remark.conversation, remark.number, remark.person, int(remark.correct), json.dumps(reasons),
            fold_spaces(remark.comment)[:COMMENT_LONGEST], json.dumps(remark.questions, ensure_ascii=False),
            json.dumps(remark.without, ensure_ascii=False), to_json(slim(remark.answer)), remark.asked,
            int(time.time()),
        )  # fmt: skip
        with self._store.changing() as db:
            db.execute("DELETE FROM feedback WHERE conversation = ? AND number = ? AND asked = ?", (row[0], row[1], row[9]))
            db.execute("INSERT INTO feedback VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def said(self, person: str, conversation: str) -> dict[tuple[int, int], bool]:
        """Return whether a person called an answer right, by number of the turn and when it was answered."""
        rows = self._store.rows(
            "SELECT number, asked, correct FROM feedback WHERE person = ? AND conversation = ?", (person, conversation)
        )
        return {(row["number"], row["asked"]): bool(row["correct"]) for row in rows}

    def all(self) -> list[Remark]:
        """Return all remarks, the oldest first."""
        return [_remark(row) for row in self._store.rows("SELECT * FROM feedback ORDER BY at, rowid")]

    def counts(self) -> tuple[int, int]:
        """Return how many answers were called right, and how many not."""
        row = self._store.rows("SELECT count(*) AS every, count(nullif(correct, 0)) AS good FROM feedback")[0]
        return row["good"], row["every"] - row["good"]

    def clear(self) -> None:
        """Delete all remarks."""
        with self._store.changing() as db:
            db.execute("DELETE FROM feedback")
        self._store.flush()

    def forget_report(self, report: str) -> int:
        """Take what was drawn from a report out of the answers remarked on; return how many had it."""
        with self._store.changing() as db:
            rows = db.rows("SELECT rowid, answer FROM feedback WHERE instr(answer, ?) > 0", (report,))
            for row in rows:
                answer = to_json(without_report(of_json(row["answer"]), report))
                db.execute("UPDATE feedback SET answer = ? WHERE rowid = ?", (answer, row["rowid"]))
        self._store.flush()
        return len(rows)


def gold_lines(remarks: Sequence[Remark]) -> str:
    """Return remarks as gold questions (:mod:`eval.questions`), one JSON object a line."""
    return "".join(json.dumps(gold(remark, n), ensure_ascii=False) + "\n" for n, remark in enumerate(remarks, start=1))


def gold(remark: Remark, number: int) -> dict[str, Any]:
    """Return a remark as a gold question.

    An answer called right gives its quotes as evidence, a refusal called right an unanswerable question. Any other
    has "todo", which says what is to be filled in by hand; ``eval`` leaves such lines out.
    """
    answer = remark.answer
    gold_question: dict[str, Any] = {"id": f"y-kien-{number:03}", "type": "todo"}
    leans = any(constraint.key == ConstraintKind.CONTEXT for constraint in answer.understood)
    gold_question |= {"turns": list(remark.questions)} if leans else {"question": remark.questions[-1]}
    gold_question |= {"docs": [], "sections": [], "heading": "", "evidence": [], "keys": [], "answer": ""}
    text = fold_spaces(MARKER.sub("", answer.text))
    off = f"Người dùng đã bỏ phần hiểu: {', '.join(remark.without)}. " if remark.without else ""
    if remark.correct and answer.refused:
        return gold_question | {
            "type": "unanswerable",
            "answer": text,
            "notes": f"{off}Người dùng xác nhận từ chối là đúng.",
        }
    if remark.correct and answer.citations:
        return (
            gold_question
            | _evidence(answer)
            | {"type": "confirmed", "answer": text, "notes": f"{off}Người dùng xác nhận đúng."}
        )
    if remark.correct:
        why = "Nguồn của câu trả lời đã bị xóa khỏi thư viện"
    else:
        reasons = ", ".join(REASONS[reason] for reason in remark.reasons)
        why = ". ".join(filter(None, (f"Người dùng cho là chưa đúng: {reasons or 'không nêu lý do'}", remark.comment)))
    return gold_question | {
        "todo": "Cần điền tay: type, docs, sections, evidence, keys, answer; điền xong thì bỏ mục todo này.",
        "notes": f"{off}{why}. Câu trả lời lúc đó: {text}",
    }


def write(remarks: Sequence[Remark], file: Path) -> int:
    """Write remarks as gold questions; return how many are to be completed by hand.

    :raises OSError: the file cannot be written.
    """
    file.write_text(gold_lines(remarks), encoding="utf-8")
    return sum("todo" in gold(remark, 0) for remark in remarks)


def _evidence(answer: Answer) -> dict[str, Any]:
    passages = [citation.passage for citation in answer.citations]
    sections = [" > ".join(citation.section) or OUTSIDE for citation in answer.citations]
    return {
        "docs": list(dict.fromkeys(Path(passage.file).stem for passage in passages)),
        "sections": list(dict.fromkeys(sections)),
        "heading": passages[0].heading,
        "evidence": [{"doc": Path(c.passage.file).stem, "quote": c.quote} for c in answer.citations],
    }


def _remark(row: DatabaseRow) -> Remark:
    questions, reasons, without = (tuple(json.loads(row[name])) for name in ("questions", "reasons", "without"))
    return Remark(
        row["person"], row["conversation"], row["number"], bool(row["correct"]), questions, of_json(row["answer"]),
        reasons, row["comment"], without, row["asked"], row["at"],
    )  # fmt: skip
