"""How much a report holds, told without reading all of it."""

from __future__ import annotations

from dataclasses import dataclass

from index.database.model import Reader


@dataclass(frozen=True, slots=True)
class Extent:
    """How much a report holds: pages (None if its format has none), sections, the reader's warnings, pages read by OCR."""

    pages: int | None
    sections: int
    warnings: int
    ocr: int


def extent(db: Reader, identity: str) -> Extent:
    """Return how much a report holds; :raises KeyError: no such report."""
    row = db.row(
        """SELECT json_extract(text, '$.pages'), json_array_length(text, '$.headings'),
            json_array_length(text, '$.warnings'), json_array_length(text, '$.ocr')
            FROM (SELECT CAST(data AS TEXT) AS text FROM reports WHERE id = ?) AS report""",
        (identity,),
    )
    if row is None:
        raise KeyError(identity)
    return Extent(*row)
