"""Changes in tables: one a row and kind, its cells named by their columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.comparison.figures import Figure, difference
from app.comparison.model import ChangeKind, ReportChange, Years, place
from app.comparison.table_rows import (
    ComparedRow,
    ComparedTable,
    RowCell,
    pair_cells,
    pair_rows,
    pair_tables,
    tables,
)
from ingest.language.text import fold_spaces
from ingest.model import Report
from ingest.report import section_at

Pairs = Sequence[tuple[RowCell, RowCell]]


def table_changes(old: Report, new: Report, years: Years, sections: dict[int, int]) -> Iterator[ReportChange]:
    """Yield what changed in the tables of two reports, table by table, row by row."""
    mine = tables(old, years.old, _sections(old)), tables(new, years.new, _sections(new))
    pairs = pair_tables(*mine, sections)
    for one, other in pairs:
        yield from _Tables(old, new, years, one, other).changes()
    kept = {one.start for one, _ in pairs}, {other.start for _, other in pairs}
    for table in mine[1]:
        if table.start not in kept[1]:
            yield ReportChange(ChangeKind.NEW, "Bảng mới, báo cáo trước không có.", None, place(new, table.start, table.end))
    for table in mine[0]:
        if table.start not in kept[0]:
            said = "Bảng của báo cáo trước không còn trong báo cáo này."
            yield ReportChange(ChangeKind.GONE, said, place(old, table.start, table.end), None)


def _sections(report: Report) -> dict[int, int | None]:
    return {row.start: section_at(report, row.start) for row in report.rows}


class _Tables:
    """Two tables that are the same one in both reports."""

    def __init__(self, old: Report, new: Report, years: Years, one: ComparedTable, other: ComparedTable) -> None:
        self.old, self.new, self.years = old, new, years
        self.one, self.other = one, other
        self.titles_stand = one.years == other.years and not years.same

    def changes(self) -> Iterator[ReportChange]:
        """Yield the changes of titles and rows."""
        rows = pair_rows(self.one, self.other)
        if self.one.titles == self.other.titles and [fold_spaces(r.text) for r in self.one.rows] == [
            fold_spaces(r.text) for r in self.other.rows
        ]:
            before, now = (place(self.old, self.one.start, self.one.end), place(self.new, self.other.start, self.other.end))
            yield ReportChange(ChangeKind.COPIED, "Bảng giống hệt báo cáo trước, kể cả số liệu.", before, now)
            return
        yield from self._heads()
        for one, other in rows:
            yield from self._row(one, other)
        kept = {one.start for one, _ in rows}, {other.start for _, other in rows}
        for row in self.other.rows:
            if row.start not in kept[1] and row.cells:
                said = f"Dòng mới trong bảng: {row.label or fold_spaces(row.text)}."
                yield ReportChange(ChangeKind.NEW, said, None, place(self.new, row.start, row.end))
        for row in self.one.rows:
            if row.start not in kept[0] and row.cells:
                said = f"Dòng không còn trong bảng: {row.label or fold_spaces(row.text)}."
                yield ReportChange(ChangeKind.GONE, said, place(self.old, row.start, row.end), None)

    def _heads(self) -> Iterator[ReportChange]:
        last = self.years.old
        if not self.titles_stand or last is None or str(last) not in self.one.years or not self.one.heads:
            return
        heads = (self.one.heads, self.other.heads)
        if not heads[1]:
            return
        before, now = (
            place(report, min(r.start for r in rows), max(r.end for r in rows))
            for report, rows in zip((self.old, self.new), heads, strict=True)
        )
        shown = ", ".join(dict.fromkeys(self.other.years))
        said = f"Tên cột của bảng vẫn ghi năm {shown} như báo cáo trước; hãy xem có cần cập nhật."
        yield ReportChange(ChangeKind.STALE, said, before, now)

    def _row(self, one: ComparedRow, other: ComparedRow) -> Iterator[ReportChange]:
        pairs = list(pair_cells(one, other, titles_stand=self.titles_stand))
        moved = [(a, b) for a, b in pairs if a.quantity.value != b.quantity.value and not (a.of_the_past and b.of_the_past)]
        stale = [] if self.years.same else [(a, b) for a, b in pairs if self._stands(a, b, one, moved)]
        where = place(self.old, one.start, one.end), place(self.new, other.start, other.end)
        label = other.label or "Dòng của bảng"
        if moved:
            told = "; ".join(self._told(a, b, other.unit or one.unit) for a, b in moved)
            yield ReportChange(ChangeKind.MOVED, f"{label} – {told}.", *where)
        if stale:
            told = "; ".join(f"cột “{b.title}” vẫn là {b.text}" if b.title else f"vẫn là {b.text}" for _, b in stale)
            yield ReportChange(ChangeKind.STALE, f"{label}: {told} như báo cáo trước.", *where)

    def _stands(self, a: RowCell, b: RowCell, row: ComparedRow, moved: Pairs) -> bool:
        if a.quantity.value != b.quantity.value or Figure(b.quantity, frozenset(), 0).lasts or (b.plan and moved):
            return False
        if not (a.of_the_past and b.of_the_past):
            return True
        # last year's own figure belongs into this year's column of the past: the same as there is right by chance only
        return any(cell.year == 0 and cell.quantity.value != b.quantity.value for cell in row.cells)

    def _told(self, a: RowCell, b: RowCell, unit: str) -> str:
        gap = difference(a.quantity, b.quantity, _unit(b.title) or unit.lower())
        column = f"{b.title}: " if b.title else ""
        return f"{column}{a.text} → {b.text}{f' ({gap})' if gap else ''}"


def _unit(title: str) -> str:
    """Return the unit that a column's title ends in: "Tỷ lệ (%)", "So với kế hoạch %"."""
    return "%" if title.rstrip(" )").endswith("%") else ""
