"""The table of how often each index term stands in the library, kept as reports come and go: no question counts anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from index.database.model import Changes, Reader, among

TABLE = """CREATE TABLE IF NOT EXISTS terms (
    term TEXT PRIMARY KEY, passages INTEGER NOT NULL, times INTEGER NOT NULL
) STRICT, WITHOUT ROWID"""
ANY = ""  # no term is empty: this row counts the passages themselves


def add(db: Changes, passages: Iterable[Sequence[str]]) -> None:
    """Count the terms of passages that came in."""
    db.executemany(
        "INSERT INTO terms VALUES (?, ?, ?) ON CONFLICT (term) DO UPDATE "
        "SET passages = terms.passages + excluded.passages, times = terms.times + excluded.times",
        _count(passages),
    )


def take(db: Changes, passages: Iterable[Sequence[str]]) -> None:
    """Take the terms of passages off the counts. A term that stands in no passage loses its row."""
    counted = _count(passages)
    db.executemany(
        "UPDATE terms SET passages = passages - ?, times = times - ? WHERE term = ?",
        [(within, times, term) for term, within, times in counted],
    )
    db.executemany("DELETE FROM terms WHERE term = ? AND passages <= 0", ((term,) for term, _, _ in counted))


def frequencies(db: Reader, looked_up: Iterable[str]) -> tuple[dict[str, int], int]:
    """Return in how many passages each term stands (terms in none are left out), and the number of passages."""
    counted = (*looked_up, ANY)
    rows = db.pairs(*among("SELECT term, passages FROM terms WHERE term", counted))
    size = rows.pop(ANY, 0)
    return {term: rows[term] for term in counted if term in rows}, size


def rows(db: Reader) -> Iterator[tuple[str, int]]:
    """Yield every term with the number of times it stands in the library, in order of the terms."""
    listed = db.each("SELECT term, times FROM terms WHERE term <> ? ORDER BY term", (ANY,))
    yield from ((term, times) for term, times in listed)


def _count(passages: Iterable[Sequence[str]]) -> list[tuple[str, int, int]]:
    """Return (term, passages that hold it, times in all), in order of the terms: neighbours lie on one page of the file."""
    within: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for terms in passages:
        within.update({ANY, *terms})
        times.update(terms)
    return [(term, within[term], times[term]) for term in sorted(within)]
