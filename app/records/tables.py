"""Tables over reports that people keep: what was asked for, taken and put right; figures are read anew each time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.access.person import Person
from app.storage.store import Store, now_written
from app.tabulation.model import Slot
from index.database.model import DatabaseRow

MOST = 200  # kept tables of one person; the oldest go first
LONGEST_NAME = 120  # characters
LONGEST = 200_000  # characters of what is kept of one table: a hundred reports with fifty corrected cells each have less
SCHEMA = """
CREATE TABLE IF NOT EXISTS kept_tables (
    id INTEGER PRIMARY KEY,
    person TEXT NOT NULL,
    name TEXT NOT NULL,
    spec TEXT NOT NULL,
    changed TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS kept_tables_by_person ON kept_tables (person, changed)
"""


class TableGone(Exception):
    """No table of this person has this number; the message says it to the reader."""

    def __init__(self) -> None:
        super().__init__("Bảng này không còn nữa. Hãy lập bảng mới.")


class TableTooLarge(ValueError):
    """More is asked for, taken or typed than is kept; the message says it to the reader."""

    def __init__(self) -> None:
        super().__init__("Bảng này có quá nhiều điều kiện và chỗ sửa nên không lưu được. Hãy chia thành nhiều bảng.")


@dataclass(frozen=True, slots=True)
class Selection:
    """Which reports a table is over: all that fit what is not empty. ``period``: years as typed; ``reports``: ids."""

    kinds: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    period: str = ""
    reports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableSpec:
    """What a person asked a table for, as typed; ``choices`` and ``corrections`` as in a table's request."""

    indicators: str = ""
    years: str = ""
    selection: Selection = field(default_factory=Selection)
    choices: Mapping[Slot, str] = field(default_factory=dict)
    corrections: Mapping[Slot, str] = field(default_factory=dict)

    def without(self, slot: Slot) -> TableSpec:
        """Return it without what was taken or typed for a slot."""
        choices, corrections = (
            {a: b for a, b in values.items() if a != slot} for values in (self.choices, self.corrections)
        )
        return replace(self, choices=choices, corrections=corrections)

    def taking(self, slot: Slot, key: str) -> TableSpec:
        """Return it with the fact of this key in a slot."""
        plain = self.without(slot)
        return replace(plain, choices={**plain.choices, slot: key})

    def correcting(self, slot: Slot, text: str) -> TableSpec:
        """Return it with a typed value in a slot."""
        plain = self.without(slot)
        return replace(plain, corrections={**plain.corrections, slot: text})

    def forgetting(self, report: str) -> TableSpec:
        """Return it without anything of a report."""
        choices, corrections = (
            {slot: text for slot, text in values.items() if slot.report != report}
            for values in (self.choices, self.corrections)
        )
        reports = tuple(identity for identity in self.selection.reports if identity != report)
        return replace(self, selection=replace(self.selection, reports=reports), choices=choices, corrections=corrections)


@dataclass(frozen=True, slots=True)
class KeptTable:
    """A table that is kept. ``changed``: when it was, UTC, "2025-12-01 08:30:00"."""

    id: int
    name: str
    spec: TableSpec
    changed: str


class KeptTables:
    """The tables that people keep, each their own."""

    def __init__(self, store: Store) -> None:
        self._store = store
        store.create(SCHEMA)

    def of(self, person: Person) -> list[KeptTable]:
        """Return a person's tables, the last changed first."""
        query = "SELECT * FROM kept_tables WHERE person = ? ORDER BY changed DESC, id DESC"
        return [_kept_table(row) for row in self._store.rows(query, (person.name,))]

    def get(self, person: Person, identity: int) -> KeptTable:
        """Return one table of a person; :raises TableGone: there is none."""
        rows = self._store.rows("SELECT * FROM kept_tables WHERE id = ? AND person = ?", (identity, person.name))
        if not rows:
            raise TableGone
        return _kept_table(rows[0])

    def add(self, person: Person, name: str, spec: TableSpec) -> int:
        """Keep a table and return its number; the oldest beyond :data:`MOST` goes; :raises TableTooLarge: it is."""
        with self._store.changing() as db:
            (row,) = db.rows(
                "INSERT INTO kept_tables (person, name, spec, changed) VALUES (?, ?, ?, ?) RETURNING id",
                (person.name, name[:LONGEST_NAME], _text(spec), now_written()),
            )
            db.execute(
                "DELETE FROM kept_tables WHERE person = ? AND id NOT IN "
                "(SELECT id FROM kept_tables WHERE person = ? ORDER BY changed DESC, id DESC LIMIT ?)",
                (person.name, person.name, MOST),
            )
        return int(row["id"])

    def change(self, person: Person, identity: int, spec: TableSpec) -> None:
        """Put another table in place of a kept one; :raises TableGone: there is none.

        :raises TableTooLarge: it is.
        """
        with self._store.changing() as db:
            changed = db.execute(
                "UPDATE kept_tables SET spec = ?, changed = ? WHERE id = ? AND person = ?",
                (_text(spec), now_written(), identity, person.name),
            )
            if not changed:
                raise TableGone

    def delete(self, person: Person, identity: int) -> None:
        """Delete a table of a person; one that is gone already does no harm."""
        with self._store.changing() as db:
            db.execute("DELETE FROM kept_tables WHERE id = ? AND person = ?", (identity, person.name))
        self._store.flush()

    def forget_report(self, report: str) -> None:
        """Take what was taken from a report, or typed for it, out of all tables; called when it is deleted."""
        with self._store.changing() as db:
            for row in db.rows("SELECT id, spec FROM kept_tables WHERE instr(spec, ?) > 0", (report,)):
                spec = _text(_spec(row["spec"]).forgetting(report))
                db.execute("UPDATE kept_tables SET spec = ? WHERE id = ?", (spec, row["id"]))
        self._store.flush()


def _kept_table(row: DatabaseRow) -> KeptTable:
    return KeptTable(row["id"], row["name"], _spec(row["spec"]), row["changed"])


def _text(spec: TableSpec) -> str:
    chosen = spec.selection
    text = json.dumps(
        {
            "indicators": spec.indicators,
            "years": spec.years,
            "selection": {
                "kinds": chosen.kinds,
                "issuers": chosen.issuers,
                "places": chosen.places,
                "period": chosen.period,
                "reports": chosen.reports,
            },
            "choices": [[slot.report, slot.indicator, slot.year, text] for slot, text in spec.choices.items()],
            "corrections": [[slot.report, slot.indicator, slot.year, text] for slot, text in spec.corrections.items()],
        },
        ensure_ascii=False,
    )
    if len(text) > LONGEST:
        raise TableTooLarge
    return text


def _spec(text: str) -> TableSpec:
    fields = json.loads(text)
    chosen = fields["selection"]
    kinds, issuers, places, reports = (tuple(chosen[name]) for name in ("kinds", "issuers", "places", "reports"))
    selection = Selection(kinds, issuers, places, chosen["period"], reports)
    choices, corrections = ({Slot(*slot): text for *slot, text in fields[name]} for name in ("choices", "corrections"))
    return TableSpec(fields["indicators"], fields["years"], selection, choices, corrections)
