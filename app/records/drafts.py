"""What each person has on their drafting desk, so that a reload of the page or a new day loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.access.person import Person
from app.storage.store import Store, now_written

SCHEMA = """
CREATE TABLE IF NOT EXISTS drafts (
    person TEXT PRIMARY KEY,
    desk TEXT NOT NULL,
    changed TEXT NOT NULL
)
"""


@dataclass(frozen=True, slots=True)
class Drafts:
    """Every person's desk, kept as the text that the web app makes of it."""

    store: Store

    @classmethod
    def open(cls, store: Store) -> Drafts:
        """Open them in a store; the table is made where there is none."""
        store.create(SCHEMA)
        return cls(store)

    def keep(self, person: Person, desk: str) -> None:
        """Keep a person's desk in place of the one before."""
        with self.store.changing() as db:
            db.execute(
                "INSERT INTO drafts (person, desk, changed) VALUES (?, ?, ?) "
                "ON CONFLICT (person) DO UPDATE SET desk = excluded.desk, changed = excluded.changed",
                (person.name, desk, now_written()),
            )

    def of(self, person: Person) -> str | None:
        """Return a person's desk; None where there is none."""
        rows = self.store.rows("SELECT desk FROM drafts WHERE person = ?", (person.name,))
        return str(rows[0]["desk"]) if rows else None

    def change_all(self, change: Callable[[str], str]) -> None:
        """Replace every desk by ``change`` of it. A deleted report takes what was drawn from it along."""
        with self.store.changing() as db:
            for row in db.rows("SELECT person, desk FROM drafts"):
                changed = change(row["desk"])
                if changed != row["desk"]:
                    db.execute("UPDATE drafts SET desk = ? WHERE person = ?", (changed, row["person"]))
        self.store.flush()
