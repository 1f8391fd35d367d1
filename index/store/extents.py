"""How much a report holds, told without reading all of it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Extent:
    """How much a report holds: pages (None if its format has none), sections, the reader's warnings, pages read by OCR."""

    pages: int | None
    sections: int
    warnings: int
    ocr: int


def extent(db: sqlite3.Connection, identity: str) -> Extent:
    """Return how much a report holds; :raises KeyError: no such report."""
    row = db.execute(
        """SELECT json_extract(text, '$.pages'), json_array_length(text, '$.headings'),
            json_array_length(text, '$.warnings'), json_array_length(text, '$.ocr')
            FROM (SELECT CAST(data AS TEXT) AS text FROM reports WHERE id = ?)""",
        (identity,),
    ).fetchone()
    if row is None:
        raise KeyError(identity)
    return Extent(*row)
