"""What happens in the tab "Tổng hợp": what is chosen, typed and clicked in, HTML out, no widgets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app import field_text
from app.access.fair_queue import QueueFull, Turnstile
from app.access.person import Person
from app.assistant import Assistant
from app.drafting import table_word
from app.library.register import Register, RegisterEntry
from app.records.tables import LONGEST_NAME, KeptTables, Selection, TableGone, TableSpec, TableTooLarge
from app.tabulation import charts, export
from app.tabulation.charts import ChartKind, IndicatorChart
from app.tabulation.model import IndicatorTable, Slot, TableRequest
from app.tabulation.request import BadTable, request_of, years_of
from app.tabulation.table import build_table, suggest_indicators
from app.web.handlers.ask import explained
from app.web.html import tabulation as views
from app.web.html import tabulation_cell, tabulation_chart
from app.web.html.messages import notice, problem
from ingest.language.terms import fold

SUGGESTED = 24  # indicators offered: three lines of buttons on a screen of 1366 pixels
NO_REPORT = "Không có báo cáo nào hợp điều kiện đã chọn. Hãy bỏ bớt điều kiện."
MOST_REPORTS = 500  # rows: more are no table that anybody reads
KEPT = "Đã lưu bảng. Chỗ sửa và số đã chọn được giữ; mở lại từ “Bảng đã lưu”, số liệu được đọc lại từ Kho."
TOLD = (BadTable, field_text.BadText, TableGone, TableTooLarge, QueueFull)


@dataclass(frozen=True, slots=True)
class TabulationDesk:
    """What somebody has before them: the table asked for, and the number of the kept table that it is, 0 for none."""

    spec: TableSpec = field(default_factory=TableSpec)
    kept_as: int = 0


@dataclass(frozen=True, slots=True)
class TabView:
    """What the tab shows now; None: as before."""

    desk: TabulationDesk
    table: str | None = None
    editor: str | None = None
    listing: str | None = None
    chart: str | None = None
    fields: bool = False  # whether the fields are to show what the desk holds


class Tabulating:
    """The handlers of the tab. Whatever goes wrong is told in a sentence; none of them raises, but for :meth:`write`."""

    def __init__(self, assistant: Assistant, kept_tables: KeptTables, turnstile: Turnstile) -> None:
        self._assistant, self._kept, self._turnstile = assistant, kept_tables, turnstile
        self._register = Register(lambda: assistant.library)

    # What can be chosen

    def choices(self) -> dict[str, list[tuple[str, str]]]:
        """Return what reports can be chosen by: kinds, issuers, places, and the reports themselves, each (shown, value)."""
        entries = self._register.entries()
        columns = {
            "kinds": [entry.kind for entry in entries],
            "issuers": [entry.facts.issuer or "" for entry in entries],
            "places": [entry.facts.place or "" for entry in entries],
        }
        columns_shown = {name: [(value, value) for value in _distinct(values)] for name, values in columns.items()}
        return {**columns_shown, "reports": [(f"{entry.title} ({entry.files[0]})", entry.report) for entry in entries]}

    def selected(self, selection: Selection) -> list[RegisterEntry]:
        """Return the reports that fit a selection, ordered by file name.

        :raises BadTable: the period is none.
        """
        years = years_of(selection.period)
        lists = (selection.kinds, selection.issuers, selection.places, selection.reports)
        if any(len(chosen) > MOST_REPORTS for chosen in lists):
            raise BadTable(f"Đã chọn quá {MOST_REPORTS} mục ở một danh sách. Hãy bỏ bớt, hoặc để trống để lấy tất cả")
        chosen_values = [
            {fold(value[: field_text.LONGEST_LINE]) for value in chosen}
            for chosen in (selection.kinds, selection.issuers, selection.places)
        ]
        entries = []
        for entry in self._register.entries():
            has = (entry.kind, entry.facts.issuer or "", entry.facts.place or "")
            fits = all(not chosen or fold(value) in chosen for chosen, value in zip(chosen_values, has, strict=True))
            if fits and _covers(entry, years) and (not selection.reports or entry.report in selection.reports):
                entries.append(entry)
        return entries

    def count(self, selection: Selection) -> str:
        """Return how many of all reports fit a selection: "5/17"."""
        try:
            return f"{len(self.selected(selection))}/{len(self._register.entries())}"
        except BadTable:
            return "0"

    def suggestions(self, selection: Selection) -> str:
        """Return the indicators that most of the reports selected have."""
        try:
            reports = [entry.report for entry in self.selected(selection)]
            library, reader = self._assistant.library, self._assistant.retriever.reader
            return views.suggestions(suggest_indicators(library, reader, reports, SUGGESTED), len(reports))
        except TOLD as error:
            return problem(str(error))
        except Exception as error:  # noqa: BLE001 - nothing may reach the reader as a traceback
            return problem(explained(error))

    def listing(self, person: Person, message: str = "") -> str:
        """Return the tables that a person keeps."""
        try:
            return views.kept_tables(self._kept.of(person), message)
        except Exception as error:  # noqa: BLE001 - nothing may reach the reader as a traceback
            return problem(explained(error))

    # A table

    def make(self, desk: TabulationDesk, person: Person, spec: TableSpec) -> TabView:
        """Show the table asked for; what was taken and typed stays while the indicators are the same."""
        same = desk.spec.indicators == spec.indicators
        spec = replace(spec, choices=desk.spec.choices, corrections=desk.spec.corrections) if same else spec
        return self._tried(desk, lambda: self._view(TabulationDesk(spec, desk.kept_as if same else 0), person))

    def act(self, desk: TabulationDesk, person: Person, data: Mapping[str, object]) -> TabView:
        """Do what was clicked; ``data["do"]`` names it. What the tab does not know does nothing."""
        acts: dict[str, Callable[[TabulationDesk, Person, Mapping[str, object]], TabView]] = {
            "cell": self._cell, "chart": self._chart, "close": lambda desk, *_: TabView(desk, editor=""), "take": self._take,
            "correct": self._correct, "reset": self._reset, "keep": self._keep, "open": self._open,
            "delete": self._delete, "refresh": lambda desk, person, _: self._view(desk, person),
        }  # fmt: skip
        act = acts.get(str(data.get("do", "")))
        return self._tried(desk, lambda: act(desk, person, data)) if act is not None else TabView(desk)

    def write(self, desk: TabulationDesk, person: Person, file: Path) -> None:
        """Write the table as a workbook.

        :raises BadTable: nothing is asked for, or no report fits.
        :raises QueueFull: too many are waiting.
        :raises OSError: the file cannot be written.
        """
        export.write(self.table(desk, person), file)

    def write_chart(self, desk: TabulationDesk, person: Person, data: Mapping[str, object], file: Path) -> None:
        """Write a chart of the table as Word; raises what :meth:`write` does, KeyError for a column that is not there."""
        table_word.write(self._drawn(desk, person, data), file)

    def table(self, desk: TabulationDesk, person: Person) -> IndicatorTable:
        """Return the table of a desk, read anew from the library; raises what :meth:`write` does."""
        request = self._request(desk.spec)
        with self._turnstile.turn(person.name):
            retriever = self._assistant.retriever
            return build_table(self._assistant.library, retriever.reader, request, retriever.embedder)

    def _request(self, spec: TableSpec) -> TableRequest:
        request = request_of(self._assistant.library, spec.indicators, (), spec.years)
        entries = self.selected(spec.selection)
        if not entries:
            raise BadTable(NO_REPORT)
        if len(entries) > MOST_REPORTS:
            raise BadTable(
                f"Có {len(entries)} báo cáo; mỗi bảng nhận nhiều nhất {MOST_REPORTS}. Hãy chọn theo loại, kỳ hoặc địa phương"
            )
        reports = tuple(entry.report for entry in entries)
        return replace(request, reports=reports, choices=spec.choices, corrections=spec.corrections)

    def _view(self, desk: TabulationDesk, person: Person, message: str = "", *, fields: bool = False) -> TabView:
        table = self.table(desk, person)
        reports = {entry.report for entry in self._register.entries()}
        missing = [report for report in desk.spec.selection.reports if report not in reports]
        notes = [f"{len(missing)} báo cáo đã chọn không còn trong Kho."] if missing else []
        html = message + views.table(table, is_kept=bool(desk.kept_as), notes=notes)
        return TabView(desk, html, "", self.listing(person), "", fields)

    def _tried(self, desk: TabulationDesk, action: Callable[[], TabView]) -> TabView:
        try:
            return action()
        except TOLD as error:
            return TabView(desk, editor=problem(str(error)))
        except KeyError:
            return TabView(desk, editor=problem("Báo cáo của ô này không còn trong Kho. Hãy bấm “Đọc lại từ Kho”."))
        except Exception as error:  # noqa: BLE001 - nothing may reach the reader as a traceback
            return TabView(desk, editor=problem(explained(error)))

    # A cell

    def _cell(self, desk: TabulationDesk, person: Person, data: Mapping[str, object], message: str = "") -> TabView:
        table = self.table(desk, person)
        slot, number = _slot(table, data)
        row = next(row for row in table.rows if row.report == slot.report)
        touched = slot in desk.spec.choices or slot in desk.spec.corrections
        return TabView(desk, editor=tabulation_cell.editor(row, slot, number, touched=touched, message=message))

    def _take(self, desk: TabulationDesk, person: Person, data: Mapping[str, object]) -> TabView:
        slot, _ = _slot(self.table(desk, person), data)
        return self._changed(desk, person, desk.spec.taking(slot, field_text.line(data["key"], "Số đã chọn")))

    def _correct(self, desk: TabulationDesk, person: Person, data: Mapping[str, object]) -> TabView:
        slot, _ = _slot(self.table(desk, person), data)
        try:
            text = field_text.line(data.get("text"), "Nhập tay")
            return self._changed(desk, person, desk.spec.correcting(slot, text))
        except (BadTable, field_text.BadText) as error:
            return self._cell(desk, person, data, problem(str(error)))

    def _reset(self, desk: TabulationDesk, person: Person, data: Mapping[str, object]) -> TabView:
        slot, _ = _slot(self.table(desk, person), data)
        return self._changed(desk, person, desk.spec.without(slot))

    def _changed(self, desk: TabulationDesk, person: Person, spec: TableSpec) -> TabView:
        """Show a table with another cell; it is kept from now on, so that no correction is lost."""
        view = self._view(TabulationDesk(spec, desk.kept_as), person)  # first: what cannot be read is not kept
        if desk.kept_as:
            self._kept.change(person, desk.kept_as, spec)
            return replace(view, listing=self.listing(person))
        return self._keep(TabulationDesk(spec), person, {})

    # A chart

    def _chart(self, desk: TabulationDesk, person: Person, data: Mapping[str, object]) -> TabView:
        posted = data.get("fields")
        fields = posted if isinstance(posted, Mapping) else {}
        try:
            chart = self._drawn(desk, person, fields)
        except BadTable as error:
            return TabView(desk, chart=problem(str(error)))
        return TabView(desk, chart=tabulation_chart.chart(chart, charts.png(chart), str(fields.get("column", ""))))

    def _drawn(self, desk: TabulationDesk, person: Person, data: Mapping[str, object]) -> IndicatorChart:
        table = self.table(desk, person)
        number, _, year = str(data.get("column", "")).partition(":")
        indicator, shown_year = table.indicators[_column(table, number)], _year(year)
        kind = ChartKind.LINES if data.get("kind") == ChartKind.LINES else ChartKind.BARS
        return charts.chart(table, indicator, shown_year, kind)

    # Kept tables

    def _keep(self, desk: TabulationDesk, person: Person, _: Mapping[str, object]) -> TabView:
        name = "; ".join(part.strip() for part in desk.spec.indicators.replace("\n", ";").split(";") if part.strip())
        short_name = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
        kept_desk = TabulationDesk(desk.spec, self._kept.add(person, short_name, desk.spec))
        return self._view(kept_desk, person, notice(KEPT))

    def _open(self, _: TabulationDesk, person: Person, data: Mapping[str, object]) -> TabView:
        table = self._kept.get(person, _number(data.get("id")))
        opened = TabulationDesk(table.spec, table.id)
        try:
            return self._view(opened, person, fields=True)
        except BadTable as error:  # its reports are gone: the fields tell what it was
            return TabView(opened, problem(str(error)), "", None, "", fields=True)

    def _delete(self, desk: TabulationDesk, person: Person, data: Mapping[str, object]) -> TabView:
        number = _number(data.get("id"))
        self._kept.delete(person, number)
        left = replace(desk, kept_as=0) if desk.kept_as == number else desk
        return TabView(left, listing=self.listing(person, notice("Đã xóa bảng.")))


def _distinct(values: Sequence[str]) -> list[str]:
    """Return each value once, as first written; case and the place of a tone mark make no difference."""
    by_fold: dict[str, str] = {}
    for value in values:
        if value:
            by_fold.setdefault(fold(value), value)
    return sorted(by_fold.values(), key=fold)


def _covers(entry: RegisterEntry, years: Sequence[int] | None) -> bool:
    if years is None:
        return True
    first, last = entry.facts.period_from, entry.facts.period_to
    ends = [year for year in (first, last) if year is not None]
    return bool(ends) and any(min(ends) <= year <= max(ends) for year in years)


def _slot(table: IndicatorTable, data: Mapping[str, object]) -> tuple[Slot, int]:
    """Return the cell that was clicked and its indicator's number; :raises KeyError: the table has no such one."""
    number, report = _column(table, data.get("column")), str(data.get("report", ""))
    if all(row.report != report for row in table.rows):
        raise KeyError(report)
    return Slot(report, table.indicators[number], _year(data.get("year"))), number


def _column(table: IndicatorTable, value: object) -> int:
    """Return the number of an indicator; :raises KeyError: the table has no such one."""
    number = _number(value)
    if not 0 <= number < len(table.indicators):
        raise KeyError(number)
    return number


def _year(value: object) -> int | None:
    """Return a year; None where none is given, or one that no table has."""
    number = _number(value)
    return number if 0 <= number < 10_000 else None


def _number(value: object) -> int:
    text = str(value if value is not None else "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1
