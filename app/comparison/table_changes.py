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
from ingest.sections import section_at

Pairs = Sequence[tuple[RowCell, RowCell]]


def table_changes(old: Report, new: Report, years: Years, sections: dict[int, int]) -> Iterator[ReportChange]:
    """Yield what changed in the tables of two reports, table by table, row by row."""
    mine = tables(old, years.old, _sections(old)), tables(new, years.new, _sections(new))
    pairs = pair_tables(*mine, sections)
    for before, now in pairs:
        yield from _Tables(old, new, years, before, now).changes()
    paired_starts = {table_old.start for table_old, _ in pairs}, {other.start for _, other in pairs}
    for table in mine[1]:
        if table.start not in paired_starts[1]:
            yield ReportChange(ChangeKind.NEW, "Bảng mới, báo cáo trước không có.", None, place(new, table.start, table.end))
    for table in mine[0]:
        if table.start not in paired_starts[0]:
            message = "Bảng của báo cáo trước không còn trong báo cáo này."
            yield ReportChange(ChangeKind.GONE, message, place(old, table.start, table.end), None)


def _sections(report: Report) -> dict[int, int | None]:
    return {row.start: section_at(report, row.start) for row in report.rows}


class _Tables:
    """Two tables that are the same one in both reports."""

    def __init__(self, old: Report, new: Report, years: Years, before: ComparedTable, now: ComparedTable) -> None:
        self.old, self.new, self.years = old, new, years
        self.one, self.other = before, now
        self.titles_stand = before.years == now.years and not years.same

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
        for old_row, new_row in rows:
            yield from self._row(old_row, new_row)
        paired_starts = {row_old.start for row_old, _ in rows}, {other.start for _, other in rows}
        for row in self.other.rows:
            if row.start not in paired_starts[1] and row.cells:
                message = f"Dòng mới trong bảng: {row.label or fold_spaces(row.text)}."
                yield ReportChange(ChangeKind.NEW, message, None, place(self.new, row.start, row.end))
        for row in self.one.rows:
            if row.start not in paired_starts[0] and row.cells:
                message = f"Dòng không còn trong bảng: {row.label or fold_spaces(row.text)}."
                yield ReportChange(ChangeKind.GONE, message, place(self.old, row.start, row.end), None)

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
        years_printed = ", ".join(dict.fromkeys(self.other.years))
        message = f"Tên cột của bảng vẫn ghi năm {years_printed} như báo cáo trước; hãy xem có cần cập nhật."
        yield ReportChange(ChangeKind.STALE, message, before, now)

    def _row(self, before: ComparedRow, now: ComparedRow) -> Iterator[ReportChange]:
        pairs = list(pair_cells(before, now, titles_stand=self.titles_stand))
        moved = [(a, b) for a, b in pairs if a.quantity.value != b.quantity.value and not (a.of_the_past and b.of_the_past)]
        stale = [] if self.years.same else [(a, b) for a, b in pairs if self._stands(a, b, before, moved)]
        where = place(self.old, before.start, before.end), place(self.new, now.start, now.end)
        label = now.label or "Dòng của bảng"
        if moved:
            values = "; ".join(self._describe(a, b, now.unit or before.unit) for a, b in moved)
            yield ReportChange(ChangeKind.MOVED, f"{label} – {values}.", *where)
        if stale:
            values = "; ".join(f"cột “{b.title}” vẫn là {b.text}" if b.title else f"vẫn là {b.text}" for _, b in stale)
            yield ReportChange(ChangeKind.STALE, f"{label}: {values} như báo cáo trước.", *where)

    def _stands(self, a: RowCell, b: RowCell, row: ComparedRow, moved: Pairs) -> bool:
        if a.quantity.value != b.quantity.value or Figure(b.quantity, frozenset(), 0).lasts or (b.plan and moved):
            return False
        if not (a.of_the_past and b.of_the_past):
            return True
        # last year's own figure belongs into this year's column of the past: the same as there is right by chance only
        return any(cell.year == 0 and cell.quantity.value != b.quantity.value for cell in row.cells)

    def _describe(self, a: RowCell, b: RowCell, unit: str) -> str:
        gap = difference(a.quantity, b.quantity, _unit(b.title) or unit.lower())
        column = f"{b.title}: " if b.title else ""
        return f"{column}{a.text} → {b.text}{f' ({gap})' if gap else ''}"


def _unit(title: str) -> str:
    """Return the unit that a column's title ends in: "Tỷ lệ (%)", "So với kế hoạch %"."""
    return "%" if title.rstrip(" )").endswith("%") else ""
