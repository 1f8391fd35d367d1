"""The catalogue: reports, passages with their vectors, and the keyword index, in one SQLite file.

It is the truth about the library. A report goes in or out in one transaction, so a killed run leaves the file as it
was before or after that report. The keyword index is FTS5 over terms made by :mod:`index.analysis`: it adds and
deletes rows without rebuilding and takes part in the same transaction. The vector store is derived from this file and
can be rebuilt from it without embedding anything again.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter

from index.analysis import terms
from index.embedding import Vectors
from index.errors import IndexProblem
from ingest.model import Passage, Report

FORMAT = "2"  # of the tables, the analysis and the cutting; a new number asks for a rebuild
CONTEXT_WEIGHT, BODY_WEIGHT = 1.0, 1.0  # of title and heading path against the passage's own words in BM25

SCHEMA = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE reports (id TEXT PRIMARY KEY, file TEXT NOT NULL, data BLOB NOT NULL) STRICT;
CREATE TABLE sources (path TEXT PRIMARY KEY, report TEXT NOT NULL REFERENCES reports (id)) STRICT;
CREATE TABLE passages (
    number INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, report TEXT NOT NULL REFERENCES reports (id),
    data BLOB NOT NULL, vector BLOB NOT NULL
) STRICT;
CREATE INDEX passages_of_report ON passages (report);
CREATE VIRTUAL TABLE keywords USING fts5 (
    context, body, tokenize = "unicode61 remove_diacritics 0 tokenchars '/-.,_&'"
);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (keywords, row);
"""

_REPORT = TypeAdapter(Report)
_PASSAGE = TypeAdapter(Passage)


class Catalog:
    """An open catalogue. Safe to share between threads: every thread gets a connection of its own."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._local = threading.local()

    @classmethod
    def create(cls, file: Path, about: dict[str, str]) -> Catalog:
        """Make an empty catalogue that records ``about`` (model, dimension, format)."""
        file.parent.mkdir(parents=True, exist_ok=True)
        made = cls(file)
        with made._transaction() as db:
            for statement in SCHEMA.split(";\n"):
                db.execute(statement)
            db.executemany("INSERT INTO about VALUES (?, ?)", {**about, "revision": "0"}.items())
        return made

    def about(self) -> dict[str, str]:
        """Return what the catalogue records of how it was made; ``revision`` grows with every change."""
        try:
            return dict(self._db.execute("SELECT key, value FROM about"))
        except sqlite3.Error as error:
            raise IndexProblem(
                f"Chỉ mục {self.file} bị hỏng ({error}). Hãy xóa thư mục {self.file.parent} rồi nạp lại các báo cáo"
            ) from error

    # Reports

    def add(self, report: Report, passages: Sequence[Passage], vectors: Vectors, path: str) -> None:
        """Put a report in, with its passages, vectors (one a passage, same order) and the path it came from."""
        with self._transaction() as db:
            db.execute("INSERT INTO reports VALUES (?, ?, ?)", (report.id, report.file, _REPORT.dump_json(report)))
            for passage, vector in zip(passages, vectors, strict=True):
                row = db.execute(
                    "INSERT INTO passages (id, report, data, vector) VALUES (?, ?, ?, ?)",
                    (passage.id, report.id, _PASSAGE.dump_json(passage), vector.astype("<f4").tobytes()),
                )
                db.execute(
                    "INSERT INTO keywords (rowid, context, body) VALUES (?, ?, ?)",
                    (row.lastrowid, " ".join(terms(passage.context)), " ".join(terms(passage.searched))),
                )
            self._point(db, path, report.id)

    def point(self, path: str, report: str) -> None:
        """Record that ``path`` holds the report; the report it held before goes if no other path holds it."""
        with self._transaction() as db:
            self._point(db, path, report)

    def forget(self, path: str) -> None:
        """Take a path out, and its report if no other path holds it."""
        with self._transaction() as db:
            db.execute("DELETE FROM sources WHERE path = ?", (path,))
            _drop_orphans(db)

    def sources(self) -> dict[str, str]:
        """Return the report's id for every path ever brought in and not forgotten."""
        return dict(self._db.execute("SELECT path, report FROM sources ORDER BY path"))

    def report_ids(self) -> list[str]:
        """Return the ids of all reports, ordered by file name."""
        return [row[0] for row in self._db.execute("SELECT id FROM reports ORDER BY file, id")]

    def report(self, identity: str) -> Report:
        """Return one report.

        :raises KeyError: no such report.
        """
        row = self._db.execute("SELECT data FROM reports WHERE id = ?", (identity,)).fetchone()
        if row is None:
            raise KeyError(identity)
        return _REPORT.validate_json(row[0])

    def file_of(self, identity: str) -> str:
        """Return the file name of a report; :raises KeyError: no such report."""
        row = self._db.execute("SELECT file FROM reports WHERE id = ?", (identity,)).fetchone()
        if row is None:
            raise KeyError(identity)
        return str(row[0])

    def reports(self) -> Iterator[Report]:
        """Yield all reports, ordered by file name."""
        for identity in self.report_ids():
            yield self.report(identity)

    # Passages

    def passages(self, ids: Iterable[str]) -> dict[str, Passage]:
        """Return the passages with these ids; unknown ids are left out."""
        return {
            identity: _PASSAGE.validate_json(row[0])
            for identity in ids
            if (row := self._db.execute("SELECT data FROM passages WHERE id = ?", (identity,)).fetchone())
        }

    def passages_of(self, report: str) -> list[Passage]:
        """Return a report's passages in reading order."""
        rows = self._db.execute("SELECT data FROM passages WHERE report = ? ORDER BY number", (report,))
        return [_PASSAGE.validate_json(row[0]) for row in rows]

    def vectors(self, ids: Sequence[str] | None = None) -> dict[str, Vectors]:
        """Return the vectors of these passages, or of all."""
        if ids is None:
            rows = self._db.execute("SELECT id, vector FROM passages ORDER BY number").fetchall()
        else:
            marks = ",".join("?" * len(ids))
            rows = self._db.execute(f"SELECT id, vector FROM passages WHERE id IN ({marks})", list(ids)).fetchall()  # noqa: S608
        return {identity: np.frombuffer(blob, dtype="<f4") for identity, blob in rows}

    def owners(self) -> dict[str, str]:
        """Return the report's id for every passage id."""
        return dict(self._db.execute("SELECT id, report FROM passages ORDER BY number"))

    def keyword_scores(self, wanted: Sequence[str], limit: int, reports: Sequence[str] | None) -> list[tuple[str, float]]:
        """Return passages that hold any of the terms, as (id, BM25 score), best first; ties by id.

        No terms: an empty list. ``reports`` restricts the search to these reports.
        """
        if not wanted:
            return []
        query = " OR ".join('"' + term.replace('"', "") + '"' for term in dict.fromkeys(wanted))
        scope = ""
        if reports is not None:
            scope = f"AND p.report IN ({','.join('?' * len(reports))})"
        rows = self._db.execute(
            f"""SELECT p.id, -bm25(keywords, {CONTEXT_WEIGHT}, {BODY_WEIGHT}) AS score
                FROM keywords JOIN passages p ON p.number = keywords.rowid
                WHERE keywords MATCH ? {scope} ORDER BY score DESC, p.id LIMIT ?""",  # noqa: S608
            (query, *(reports or ()), limit),
        )
        return [(identity, float(score)) for identity, score in rows]

    def held(self, wanted: Iterable[str], reports: Sequence[str]) -> set[str]:
        """Return those of the terms that stand in a passage of these reports, headings included."""
        marks = ",".join("?" * len(reports))
        statement = f"""SELECT 1 FROM keywords JOIN passages p ON p.number = keywords.rowid
            WHERE keywords MATCH ? AND p.report IN ({marks}) LIMIT 1"""  # noqa: S608
        return {
            term for term in wanted if self._db.execute(statement, ('"' + term.replace('"', "") + '"', *reports)).fetchone()
        }

    def term_counts(self) -> Iterator[tuple[str, int]]:
        """Yield every term of the keyword index with the number of times it stands in it."""
        yield from self._db.execute("SELECT term, cnt FROM vocabulary")

    def document_frequencies(self, wanted: Iterable[str]) -> tuple[dict[str, int], int]:
        """Return in how many passages each term stands (terms in none are left out), and the number of passages."""
        counts = {}
        for term in wanted:
            row = self._db.execute("SELECT doc FROM vocabulary WHERE term = ?", (term,)).fetchone()
            if row:
                counts[term] = int(row[0])
        return counts, int(self._db.execute("SELECT count(*) FROM passages").fetchone()[0])

    def close(self) -> None:
        """Close this thread's connection and fold its log into the file."""
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._db.close()
        del self._local.db

    # Plumbing

    @property
    def _db(self) -> sqlite3.Connection:
        db = getattr(self._local, "db", None)
        if db is None:
            try:
                db = sqlite3.connect(self.file, timeout=30, isolation_level=None)
                db.execute("PRAGMA journal_mode = WAL")
                db.execute("PRAGMA foreign_keys = ON")
            except sqlite3.Error as error:
                raise IndexProblem(
                    f"Không mở được chỉ mục {self.file} ({error}). Hãy kiểm tra quyền ghi và dung lượng đĩa của DATA_DIR"
                ) from error
            self._local.db = db
        return db

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        db = self._db
        try:
            db.execute("BEGIN IMMEDIATE")
            yield db
            db.execute("UPDATE about SET value = CAST(value AS INTEGER) + 1 WHERE key = 'revision'")
            db.execute("COMMIT")
        except BaseException as error:
            if db.in_transaction:
                db.execute("ROLLBACK")
            if isinstance(error, sqlite3.Error):
                raise IndexProblem(
                    f"Không ghi được chỉ mục {self.file} ({error}). Hãy kiểm tra quyền ghi và dung lượng đĩa của DATA_DIR"
                ) from error
            raise

    @staticmethod
    def _point(db: sqlite3.Connection, path: str, report: str) -> None:
        db.execute(
            "INSERT INTO sources VALUES (?, ?) ON CONFLICT (path) DO UPDATE SET report = excluded.report", (path, report)
        )
        _drop_orphans(db)


def _drop_orphans(db: sqlite3.Connection) -> None:
    """Delete reports that no path holds any more, with passages and keywords."""
    orphans = "SELECT id FROM reports WHERE id NOT IN (SELECT report FROM sources)"
    db.execute(f"DELETE FROM keywords WHERE rowid IN (SELECT number FROM passages WHERE report IN ({orphans}))")  # noqa: S608
    db.execute(f"DELETE FROM passages WHERE report IN ({orphans})")  # noqa: S608
    db.execute(f"DELETE FROM reports WHERE id IN ({orphans})")  # noqa: S608
