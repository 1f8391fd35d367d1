"""The catalogue: reports, passages with their vectors and their index terms, in one database.

It is the truth about the library. A report goes in or out in one transaction, so a killed run leaves the catalogue as it
was before or after that report. The keyword index and the vector store are derived from it and can be rebuilt from it
without reading or embedding anything again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter

from index.database.model import Database, among
from index.embedding.embedder import Vectors
from index.store import change_log, extents, fact_table, passage_rows, source_rows, spellings, term_counts
from index.store.database import CatalogDatabase
from index.store.extents import Extent
from index.store.source_rows import NOTE
from ingest.facts.model import Fact
from ingest.language.abbreviations import Spelling
from ingest.model import Metadata, Passage, Report

logger = logging.getLogger(__name__)

FORMAT = "12"  # of the tables, the analysis and the cutting; a new number asks for a rebuild

SCHEMA = f"""
CREATE TABLE IF NOT EXISTS about (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS reports (id TEXT PRIMARY KEY, file TEXT NOT NULL, facts BLOB NOT NULL, data BLOB NOT NULL) STRICT;
{source_rows.TABLE};
CREATE TABLE IF NOT EXISTS passages (
    number INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, report TEXT NOT NULL REFERENCES reports (id),
    data BLOB NOT NULL, vector BLOB NOT NULL, terms BLOB NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS passages_of_report ON passages (report);
CREATE TABLE IF NOT EXISTS facts (report TEXT PRIMARY KEY REFERENCES reports (id), data BLOB NOT NULL) STRICT;
{term_counts.TABLE};
"""
NAMES = "CREATE INDEX IF NOT EXISTS reports_of_file ON reports (file, id)"
# Tables and indexes that a catalogue of this format may lack, made before they were kept.
ADDED = f"{source_rows.GONE};\n{spellings.TABLE};\n{change_log.TABLE};\n{source_rows.INDEX};\n{NAMES}"

_REPORT = TypeAdapter(Report)
_FACTS = TypeAdapter(Metadata)


class Catalog(CatalogDatabase):
    """An open catalogue. Safe to share between threads: every thread gets a connection of its own."""

    @classmethod
    def create(cls, database: Database, folder: Path, about: dict[str, str]) -> Catalog:
        """Make an empty catalogue that records ``about`` (model, dimension, format)."""
        database.define(f"{SCHEMA}{ADDED}")
        catalog = cls(database, folder)
        with catalog._transaction() as db:
            db.executemany("INSERT INTO about VALUES (?, ?)", {**about, "revision": "0"}.items())
        return catalog

    def complete(self) -> Catalog:
        """Make the tables and indexes that an older catalogue lacks; return it."""
        if not {"gone", "spellings", "changes"} <= set(self.database.tables()) or not self.database.has_index(
            "reports_of_file"
        ):
            self.database.define(ADDED)
        return self

    def about(self) -> dict[str, str]:
        """Return what the catalogue records of how it was made; ``revision`` grows with every change."""
        return self.database.pairs("SELECT key, value FROM about")

    def revision(self) -> int:
        """Return the number that grows with every change."""
        return int(self.about()["revision"])

    def changed_since(self, revision: int) -> list[str]:
        """Return the reports that came or changed after a revision (:mod:`index.store.change_log`)."""
        return change_log.since(self.database, revision)

    # Reports

    def add(self, report: Report, passages: Sequence[Passage], vectors: Vectors, path: str) -> None:
        """Put a report in, with its passages, vectors (one a passage, same order) and the path it came from."""
        with self._transaction() as db:
            db.execute(
                "INSERT INTO reports VALUES (?, ?, ?, ?)",
                (report.id, report.file, _FACTS.dump_json(report.metadata), _REPORT.dump_json(report)),
            )
            passage_rows.add(db, passages, vectors)
            spellings.keep(db, report)
            fact_table.keep(db, report, passages)
            change_log.note(db, [report.id])
            source_rows.point(self.database, db, path, report.id)

    def update(self, report: Report, passages: Sequence[Passage], vectors: Vectors) -> None:
        """Put a report, passages and vectors in place of those that the report had; its paths stay."""
        with self._transaction() as db:
            facts, data = _FACTS.dump_json(report.metadata), _REPORT.dump_json(report)
            db.execute("UPDATE reports SET facts = ?, data = ? WHERE id = ?", (facts, data, report.id))
            passage_rows.drop(self.database, db, report.id)
            passage_rows.add(db, passages, vectors)
            spellings.keep(db, report)
            fact_table.keep(db, report, passages)
            change_log.note(db, [report.id])

    def point(self, path: str, report: str) -> None:
        """Record that ``path`` holds the report; the report it held before goes if no other path holds it."""
        with self._transaction() as db:
            source_rows.point(self.database, db, path, report)

    def forget(self, path: str) -> None:
        """Take a path out, and its report if no other path holds it."""
        with self._transaction() as db:
            source_rows.forget(self.database, db, path)

    def sources(self) -> dict[str, str]:
        """Return the report's id for every path ever brought in and not forgotten."""
        return self.database.pairs("SELECT path, report FROM sources ORDER BY path")

    def report_at(self, path: str) -> str | None:
        """Return the id of the report that a path holds; None for a path that was never brought in, or is forgotten."""
        return source_rows.report_at(self.database, path)

    def paths_of(self, report: str) -> list[str]:
        """Return the paths that hold a report, in their order."""
        return [row[0] for row in self.database.rows("SELECT path FROM sources WHERE report = ? ORDER BY path", (report,))]

    def spellings(self) -> list[list[Spelling]]:
        """Return the abbreviations that each report spells out (:mod:`index.store.spellings`)."""
        return [self._read(spellings.SPELLINGS, row) for row in spellings.rows(self.database)]

    def facts_of(self, report: str) -> tuple[Fact, ...]:
        """Return the facts of a report in reading order; :raises KeyError: no such report."""
        return self._read(fact_table.FACTS, fact_table.row(self.database, report))

    def report_ids(self) -> list[str]:
        """Return the ids of all reports, ordered by file name."""
        return [row[0] for row in self.database.rows("SELECT id FROM reports ORDER BY file, id")]

    def report(self, identity: str) -> Report:
        """Return one report.

        :raises KeyError: no such report.
        """
        row = self.database.row("SELECT data FROM reports WHERE id = ?", (identity,))
        if row is None:
            raise KeyError(identity)
        return self._read(_REPORT, row[0])

    def facts(self) -> dict[str, Metadata]:
        """Return what every report says of itself, by id, ordered by file name; cheap beside reading whole reports."""
        rows = self.database.rows("SELECT id, facts FROM reports ORDER BY file, id")
        return {identity: self._read(_FACTS, data) for identity, data in rows}

    def holds(self, identity: str) -> bool:
        """Say whether a report is in the library."""
        return self.database.row("SELECT 1 FROM reports WHERE id = ?", (identity,)) is not None

    def file_of(self, identity: str) -> str:
        """Return the file name of a report; :raises KeyError: no such report."""
        row = self.database.row("SELECT file FROM reports WHERE id = ?", (identity,))
        if row is None:
            raise KeyError(identity)
        return str(row[0])

    def has_namesake(self, file: str, identity: str) -> bool:
        """Say whether another report has this file name."""
        return self.database.row("SELECT 1 FROM reports WHERE file = ? AND id <> ? LIMIT 1", (file, identity)) is not None

    def extent(self, identity: str) -> Extent:
        """Return how much a report holds, without reading all of it; :raises KeyError: no such report."""
        return extents.extent(self.database, identity)

    def reports(self) -> Iterator[Report]:
        """Yield all reports, ordered by file name."""
        for identity in self.report_ids():
            yield self.report(identity)

    # Passages

    def passages(self, ids: Iterable[str]) -> dict[str, Passage]:
        """Return the passages with these ids; unknown ids are left out."""
        identities = list(ids)
        rows = self.database.pairs(*among("SELECT id, data FROM passages WHERE id", identities)) if identities else {}
        return {identity: self._read(passage_rows.PASSAGE, rows[identity]) for identity in identities if identity in rows}

    def before(self, passage: Passage) -> Passage | None:
        """Return the passage before this one in its section; None for the first of a section."""
        row = self.database.row(
            "SELECT data FROM passages WHERE report = ? AND number = (SELECT number FROM passages WHERE id = ?) - 1",
            (passage.report, passage.id),
        )
        previous = self._read(passage_rows.PASSAGE, row[0]) if row else None
        return previous if previous and previous.section == passage.section else None

    def passages_of(self, report: str) -> list[Passage]:
        """Return a report's passages in reading order."""
        rows = self.database.rows("SELECT data FROM passages WHERE report = ? ORDER BY number", (report,))
        return [self._read(passage_rows.PASSAGE, row[0]) for row in rows]

    def vectors(self, ids: Sequence[str] | None = None) -> dict[str, Vectors]:
        """Return the vectors of these passages, or of all."""
        if ids is None:
            rows = self.database.rows("SELECT id, vector FROM passages ORDER BY number")
        else:
            rows = self.database.rows(*among("SELECT id, vector FROM passages WHERE id", ids)) if ids else []
        return {identity: np.frombuffer(blob, dtype="<f4") for identity, blob in rows}

    def vectors_of(self, reports: Sequence[str]) -> dict[str, Vectors]:
        """Return the vectors of all passages of these reports."""
        if not reports:
            return {}
        query, parameters = among("SELECT id, vector FROM passages WHERE report", reports)
        rows = self.database.rows(f"{query} ORDER BY number", parameters)
        return {identity: np.frombuffer(blob, dtype="<f4") for identity, blob in rows}

    def owners(self) -> dict[str, str]:
        """Return the report's id for every passage id."""
        return self.database.pairs("SELECT id, report FROM passages ORDER BY number")

    def terms_of(self, reports: Iterable[str] | None = None) -> Iterator[tuple[str, str, str]]:
        """Yield (passage id, report id, index terms with a space between) for the passages of these reports, or of all.

        The terms of title and heading path come first, then those of the passage's own words.
        """
        if reports is None:
            yield from self._terms("ORDER BY number")
            return
        for report in reports:
            yield from self._terms("WHERE report = ? ORDER BY number", report)

    def _terms(self, which: str, *parameters: str) -> Iterator[tuple[str, str, str]]:
        for identity, report, packed in self.database.each(f"SELECT id, report, terms FROM passages {which}", parameters):  # noqa: S608
            yield identity, report, " ".join(passage_rows.unpack(self.database, packed))

    def passage_counts(self) -> dict[str, int]:
        """Return the number of passages of every report that has any."""
        return self.database.pairs("SELECT report, count(*) FROM passages GROUP BY report")

    def terms_in(self, looked_up: Iterable[str], reports: Sequence[str]) -> set[str]:
        """Return those of the terms that stand in a passage of these reports, headings included."""
        present = {term for _, _, joined in self.terms_of(reports) for term in joined.split()}
        return present.intersection(looked_up)

    def term_counts(self) -> Iterator[tuple[str, int]]:
        """Yield every index term with the number of times it stands in the library, in order of the terms."""
        return term_counts.rows(self.database)

    def size(self) -> int:
        """Return the number of passages; it is kept, not counted."""
        return term_counts.frequencies(self.database, ())[1]

    def document_frequencies(self, looked_up: Iterable[str]) -> tuple[dict[str, int], int]:
        """Return in how many passages each term stands (terms in none are left out), and the number of passages."""
        return term_counts.frequencies(self.database, looked_up)

    # What deleted reports leave behind

    def deleted_reports(self) -> list[str]:
        """Return the ids of deleted reports of which files remain to be removed."""
        return [row[0] for row in self.database.rows("SELECT report FROM gone ORDER BY report")]

    def scrub(self) -> None:
        """Remove the words of deleted reports from the database's files, and forget the list of deleted reports.

        Rows are overwritten as they are deleted (secure_delete); the log (WAL) holds old pages until it is folded into
        the file.
        """
        if not self.database.flush():  # a search is reading an old page; the next clean-up goes on from here
            logger.warning("the log of %s is still being read", self.database.name)
            return
        with self.database.changing() as db:
            db.execute("DELETE FROM gone")
        self.database.flush()

    def note(self, key: str, value: str) -> None:
        """Record something in what :meth:`about` returns."""
        with self._transaction() as db:
            db.execute(NOTE, (key, value))
