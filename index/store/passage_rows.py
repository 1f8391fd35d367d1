"""Passages as rows of the catalogue: the passage as JSON, its vector, its index terms compressed."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from pydantic import TypeAdapter

from index.database.model import Changes, Database
from index.embedding.embedder import Vectors
from index.store import term_counts
from ingest.language.terms import terms
from ingest.model import Passage

PASSAGE = TypeAdapter(Passage)


def unpack(database: Database, packed: bytes) -> list[str]:
    """Return the index terms of a passage as stored in a catalogue."""
    try:
        return zlib.decompress(packed).decode().split()
    except (zlib.error, ValueError) as error:
        raise database.damaged("từ của một đoạn không đọc được") from error


def add(db: Changes, passages: Sequence[Passage], vectors: Vectors) -> None:
    """Put passages in, each with its vector and its index terms."""
    searched = [[*terms(passage.context), *terms(passage.searched)] for passage in passages]
    term_counts.add(db, searched)
    for passage, vector, passage_terms in zip(passages, vectors, searched, strict=True):
        packed = zlib.compress(" ".join(passage_terms).encode())
        db.execute(
            "INSERT INTO passages (id, report, data, vector, terms) VALUES (?, ?, ?, ?, ?)",
            (passage.id, passage.report, PASSAGE.dump_json(passage), vector.astype("<f4").tobytes(), packed),
        )


def drop(database: Database, db: Changes, report: str) -> None:
    """Take out the passages of a report, with their terms; :raises StorageProblem: their terms cannot be read."""
    packed = db.rows("SELECT terms FROM passages WHERE report = ?", (report,))
    term_counts.take(db, [unpack(database, row[0]) for row in packed])
    db.execute("DELETE FROM passages WHERE report = ?", (report,))
