"""The glossary of the office, kept: what is said there, what it means. Questions take it up at once."""

from __future__ import annotations

import time
from dataclasses import dataclass

from app.field_text import BadText, line
from app.storage.store import Store
from index.query.office_words import OfficeWords, take_up
from ingest.language.terms import fold, tokens
from ingest.language.text import fold_spaces, normalize

MOST = 1000  # entries; each costs every question a look
MOST_WORDS = 6  # of what is said: questions are searched for phrases so long (index.query.glossary)
BETWEEN = ";"  # several meanings

SCHEMA = """
CREATE TABLE IF NOT EXISTS office_glossary (
    folded TEXT PRIMARY KEY, said TEXT NOT NULL, meant TEXT NOT NULL, person TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;
"""


class BadEntry(Exception):
    """An entry that cannot be; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """What is said in the office ("TTPVHCC") and what it means, one phrase or more."""

    said: str
    meant: tuple[str, ...]


class OfficeGlossary:
    """The entries of an office. This process takes them up when they are opened or changed (:func:`take_up`)."""

    def __init__(self, store: Store) -> None:
        self._store = store
        store.create(SCHEMA)
        self._take_up()

    def entries(self) -> list[GlossaryEntry]:
        """Return all entries, ordered by what is said."""
        rows = self._store.rows("SELECT said, meant FROM office_glossary ORDER BY folded")
        return [GlossaryEntry(row["said"], tuple(row["meant"].split("\n"))) for row in rows]

    def put(self, said: str, meant: str, person: str) -> GlossaryEntry:
        """Write an entry down, in the place of the one for the same words; several meanings are parted by semicolons.

        :raises BadEntry: it is empty, too long, means itself, or there are too many.
        """
        entry = _read(said, meant)
        with self._store.changing() as db:
            others = db.rows("SELECT 1 FROM office_glossary WHERE folded <> ?", (fold(entry.said),))
            if len(others) >= MOST:
                raise BadEntry(f"Từ điển đã đủ {MOST} mục. Hãy xóa bớt mục không dùng rồi thêm lại.")
            db.execute(
                "INSERT INTO office_glossary VALUES (?, ?, ?, ?, ?) ON CONFLICT (folded) DO UPDATE SET "
                "said = excluded.said, meant = excluded.meant, person = excluded.person, at = excluded.at",
                (fold(entry.said), entry.said, "\n".join(entry.meant), person, int(time.time())),
            )
        self._take_up()
        return entry

    def drop(self, said: str) -> bool:
        """Take an entry out; say whether there was one."""
        with self._store.changing() as db:
            dropped = db.execute("DELETE FROM office_glossary WHERE folded = ?", (fold(said),)) > 0
        self._take_up()
        return dropped

    def refresh(self) -> None:
        """Take up what another server has changed."""
        if self.entries() != self._taken_up:
            self._take_up()

    def _take_up(self) -> None:
        self._taken_up = self.entries()
        take_up(OfficeWords.of((entry.said, entry.meant) for entry in self._taken_up))


def _read(said: str, meant: str) -> GlossaryEntry:
    try:
        own = fold_spaces(normalize(line(said, "Viết tắt, cách gọi")))
        forms = [fold_spaces(normalize(part)) for part in line(meant, "Nghĩa là").split(BETWEEN)]
    except BadText as error:
        raise BadEntry(f"{error}.") from error
    meanings = tuple(dict.fromkeys(form for form in forms if tokens(form)))
    if not tokens(own) or not meanings:
        raise BadEntry("Hãy điền cả hai ô: viết tắt hoặc cách gọi, và nghĩa đầy đủ.")
    if len(tokens(own)) > MOST_WORDS:
        raise BadEntry(f"“{own}” dài quá {MOST_WORDS} chữ. Hãy ghi cách gọi ngắn hơn, như người ta gõ khi hỏi.")
    if any(fold(form) == fold(own) for form in meanings):
        raise BadEntry(f"“{own}” có nghĩa là chính nó. Hãy ghi tên đầy đủ hoặc chữ mà báo cáo dùng.")
    return GlossaryEntry(own, meanings)
