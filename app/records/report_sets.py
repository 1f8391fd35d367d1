"""Sets of reports that people keep under a name ("bộ hồ sơ"), to ask, search and tabulate the same reports again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from app.field_text import BadText, line
from app.storage.store import Store
from index.database.model import DatabaseRow
from ingest.language.text import fold_spaces, normalize

MOST = 100  # sets of one person
MOST_REPORTS = 500  # of one set
NAME_LONGEST = 80  # characters
ID_LONGEST = 64  # characters: a report is called by the SHA-256 of its file

SCHEMA = """
CREATE TABLE IF NOT EXISTS report_sets (
    id INTEGER PRIMARY KEY, person TEXT NOT NULL, name TEXT NOT NULL, reports TEXT NOT NULL, UNIQUE (person, name)
) STRICT;
"""


class BadSet(Exception):
    """A set that cannot be kept; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class ReportSet:
    """A set of reports (ids, in the order in which they were ticked) with its name."""

    id: int
    name: str
    reports: tuple[str, ...]


class ReportSets:
    """All sets of an office. Nobody finds another person's set."""

    def __init__(self, store: Store) -> None:
        self._store = store
        store.create(SCHEMA)

    def of(self, person: str) -> list[ReportSet]:
        """Return a person's sets, ordered by name."""
        rows = self._store.rows("SELECT * FROM report_sets WHERE person = ? ORDER BY name", (person,))
        return [_set_of(row) for row in rows]

    def keep(self, person: str, name: str, reports: Sequence[str]) -> ReportSet:
        """Keep a set, in the place of the one of that name; what is longer than an id is of no report and left out.

        :raises BadSet: it has no name or no report, or there are too many.
        """
        try:
            name = fold_spaces(normalize(line(name, "Tên bộ hồ sơ", NAME_LONGEST)))
        except BadText as error:
            raise BadSet(f"{error}.") from error
        reports = tuple(dict.fromkeys(report for report in reports if len(report) <= ID_LONGEST))
        if not name:
            raise BadSet("Hãy đặt tên cho bộ hồ sơ rồi bấm “Lưu thành bộ hồ sơ”.")
        if not reports:
            raise BadSet("Hãy đánh dấu ít nhất một báo cáo rồi lưu.")
        if len(reports) > MOST_REPORTS:
            raise BadSet(f"Một bộ hồ sơ có nhiều nhất {MOST_REPORTS} báo cáo; hãy chia thành nhiều bộ.")
        if len([other for other in self.of(person) if other.name != name]) >= MOST:
            raise BadSet(f"Đã có {MOST} bộ hồ sơ. Hãy xóa bớt bộ không dùng rồi lưu lại.")
        with self._store.changing() as db:
            db.execute(
                "INSERT INTO report_sets (person, name, reports) VALUES (?, ?, ?) "
                "ON CONFLICT (person, name) DO UPDATE SET reports = excluded.reports",
                (person, name, json.dumps(reports)),
            )
        return next(report_set for report_set in self.of(person) if report_set.name == name)

    def drop(self, person: str, number: int) -> None:
        """Delete a set; the reports stay. One that is not this person's stays too."""
        with self._store.changing() as db:
            db.execute("DELETE FROM report_sets WHERE id = ? AND person = ?", (number, person))

    def name_of(self, person: str, reports: Sequence[str]) -> str:
        """Return the name of the person's set of these reports, "" where there is none."""
        identities = set(reports)
        return next((report_set.name for report_set in self.of(person) if set(report_set.reports) == identities), "")

    def forget_report(self, report: str) -> None:
        """Take a report out of all sets. A set that becomes empty is deleted."""
        with self._store.changing() as db:
            for row in db.rows("SELECT * FROM report_sets WHERE instr(reports, ?) > 0", (report,)):
                left = [identity for identity in _set_of(row).reports if identity != report]
                if left:
                    db.execute("UPDATE report_sets SET reports = ? WHERE id = ?", (json.dumps(left), row["id"]))
                else:
                    db.execute("DELETE FROM report_sets WHERE id = ?", (row["id"],))


def _set_of(row: DatabaseRow) -> ReportSet:
    return ReportSet(row["id"], row["name"], tuple(json.loads(row["reports"])))
