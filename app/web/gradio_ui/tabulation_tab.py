"""The tab "Tổng hợp": one table over many reports. It knows Gradio."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from app.access.audit import Action
from app.access.fair_queue import QueueFull
from app.assistant import Assistant
from app.office import Office
from app.records.tables import Selection, TableSpec
from app.storage.transit import Transit
from app.tabulation.request import BadTable
from app.web.handlers.ask import LONGEST, explained
from app.web.handlers.tabulation import Tabulating, TabulationDesk, TabView
from app.web.html import tabulation as views
from app.web.requester import owner_of, where, who

ID = "tabulation"
FILE, CHART = "tong-hop.xlsx", "bieu-do.docx"
ALL, SOME = "Chọn báo cáo (đang lấy tất cả)", "Chọn báo cáo (đang lấy {count})"
SCRIPT = (Path(__file__).parent.parent / "assets" / "tabulation.js").read_text(encoding="utf-8")
TAKE = "() => setTimeout(() => document.querySelector('#table-file').click(), 200)"
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
BUSY: dict[str, Any] = {"api_visibility": "private", "concurrency_limit": 2}

Many = list[str] | None  # what is chosen in a list of many


class TabulationTab:
    """The tab, added to the tabs that are open; ``places``: where figures stand, and hear clicks on them."""

    def __init__(self, assistant: Assistant, office: Office, transit: Transit) -> None:
        self._tabulating = Tabulating(assistant, office.tables, office.turnstile)
        self._office, self._transit = office, transit
        with gr.Tab("Tổng hợp", id=ID) as opened:
            self._desk = gr.State(TabulationDesk())
            self._list = _html("kept-tables")
            with gr.Accordion(ALL, open=False, elem_id="table-selection") as self._selection:
                with gr.Row():
                    self._kinds, self._issuers, self._places = map(_many, ("Loại báo cáo", "Cơ quan", "Địa phương"))
                    self._period = gr.Textbox(
                        label="Kỳ báo cáo", placeholder="2023-2025", max_length=60, elem_classes=["one-line"], min_width=110
                    )
                self._reports = _many("Chỉ những báo cáo này (để trống: mọi báo cáo hợp điều kiện trên)")
            self._suggested = _html("suggested")
            with gr.Row(elem_id="table-wanted"):
                self._indicators = gr.Textbox(
                    label="Chỉ tiêu, cách nhau bằng dấu chấm phẩy",
                    placeholder="hộ nghèo; giấy khen cho cá nhân",
                    lines=1,
                    max_lines=4,
                    elem_id="indicators",
                    scale=6,
                )
                self._years = gr.Textbox(
                    label="Năm của số liệu",
                    placeholder="theo kỳ báo cáo",
                    max_length=60,
                    elem_classes=["one-line"],
                    min_width=110,
                    scale=1,
                )
                self._make = gr.Button("Lập bảng", variant="primary", elem_id="make-table", scale=1)
            self._editor, self._table, self._chart = _html("table-editor"), _html("table", views.START), _html("table-chart")
            self._file = gr.DownloadButton("", elem_id="table-file", visible="hidden")
        self.places = (self._table, self._editor, self._chart)
        self._wire(opened)

    identity = ID

    @property
    def chosen(self) -> list[gr.Dropdown | gr.Accordion]:
        """What shows the reports that a table is over; see :meth:`choosing`."""
        return [self._reports, self._selection]

    def choosing(self, reports: Sequence[str]) -> list[gr.Dropdown | gr.Accordion]:
        """Return :attr:`chosen` with these reports, as far as the library has them."""
        choices = self._tabulating.choices()["reports"]
        values = {value for _, value in choices}
        kept_reports = [report for report in reports if report in values]
        label = SOME.format(count=self._tabulating.count(Selection(reports=tuple(kept_reports))))
        return [gr.Dropdown(choices=choices, value=kept_reports), gr.Accordion(label=label)]

    def _wire(self, opened: gr.Tab) -> None:
        selection = [self._kinds, self._issuers, self._places, self._period, self._reports]
        fields = [*selection, self._indicators, self._years]
        outputs = [self._desk, self._table, self._editor, self._list, self._chart, *fields]
        choices = [self._kinds, self._issuers, self._places, self._reports, self._suggested, self._list]
        opened.select(self._opened, selection, choices, **QUIET)
        changes = [field.input for field in selection]
        gr.on(changes, self._suggest, selection, [self._suggested, self._selection], **QUIET)
        events = [self._make.click, self._indicators.submit, self._years.submit]
        gr.on(events, self._make_table, [self._desk, *fields], outputs, **BUSY)
        clicked = [place.select for place in (self._table, self._editor, self._list)]
        gr.on(clicked, self._acted, [self._desk], outputs, **QUIET)
        self._suggested.select(self._added, self._indicators, self._indicators, **QUIET)
        table_file = self._table.download(self._write_table, self._desk, self._file, **QUIET)
        drawn = self._chart.download(self._write_chart, self._desk, self._file, **QUIET)
        for event in (table_file, drawn):
            event.success(None, None, None, js=TAKE)

    # What happens

    def _opened(
        self, kinds: Many, issuers: Many, places: Many, period: str, reports: Many, request: gr.Request
    ) -> list[Any]:
        chosen = _selection(kinds, issuers, places, period, reports)
        choices = self._tabulating.choices()
        names = ("kinds", "issuers", "places", "reports")
        lists = [gr.Dropdown(choices=choices[name]) for name in names]
        return [*lists, self._tabulating.suggestions(chosen), self._tabulating.listing(who(request))]

    def _suggest(self, kinds: Many, issuers: Many, places: Many, period: str, reports: Many) -> tuple[str, gr.Accordion]:
        chosen = _selection(kinds, issuers, places, period, reports)
        label = ALL if chosen == Selection() else SOME.format(count=self._tabulating.count(chosen))
        return self._tabulating.suggestions(chosen), gr.Accordion(label=label)

    def _added(self, typed: str, event: gr.EventData) -> str:
        """Add an indicator to those typed, unless it is among them."""
        names = [part.strip() for part in (typed or "").replace("\n", ";").split(";") if part.strip()]
        name = str(event.name)
        return "; ".join(names if name in names else [*names, name])[:LONGEST]

    def _make_table(
        self, desk: TabulationDesk, kinds: Many, issuers: Many, places: Many, period: str, reports: Many, indicators: str,
        years: str, request: gr.Request,
    ) -> list[Any]:  # fmt: skip
        self._office.audit.record(who(request), Action.SEARCH, f"tổng hợp: {indicators}", where(request))
        spec = TableSpec(indicators or "", years or "", _selection(kinds, issuers, places, period, reports))
        return self._out(self._tabulating.make(desk, who(request), spec))

    def _acted(self, desk: TabulationDesk, request: gr.Request, event: gr.EventData) -> list[Any]:
        return self._out(self._tabulating.act(desk, who(request), event._data or {}))

    def _write_table(self, desk: TabulationDesk, request: gr.Request) -> gr.DownloadButton:
        return self._hand_over(request, FILE, lambda path: self._tabulating.write(desk, who(request), path))

    def _write_chart(self, desk: TabulationDesk, request: gr.Request, event: gr.EventData) -> gr.DownloadButton:
        data = event._data or {}
        return self._hand_over(request, CHART, lambda path: self._tabulating.write_chart(desk, who(request), data, path))

    def _hand_over(self, request: gr.Request, name: str, write: Callable[[Path], None]) -> gr.DownloadButton:
        path = self._transit.place(owner_of(request), name)
        try:
            write(path)
            self._office.audit.record(who(request), Action.EXPORT, f"bảng, biểu đồ: {name}", where(request))
        except (BadTable, QueueFull, KeyError, OSError) as error:
            message = str(error) if isinstance(error, BadTable | QueueFull) else explained(error)
            raise gr.Error(message, title="Thông báo", print_exception=False) from error
        return gr.DownloadButton(value=str(path))

    def _out(self, view: TabView) -> list[Any]:
        parts = [gr.skip() if part is None else part for part in (view.table, view.editor, view.listing, view.chart)]
        spec, chosen = view.desk.spec, view.desk.spec.selection
        options_by_name = (
            {name: {value for _, value in options} for name, options in self._tabulating.choices().items()}
            if view.fields
            else {}
        )
        fields: list[Any] = [gr.skip()] * 7
        if view.fields:
            lists = {"kinds": chosen.kinds, "issuers": chosen.issuers, "places": chosen.places, "reports": chosen.reports}
            still_known = {
                name: [value for value in values if value in options_by_name[name]] for name, values in lists.items()
            }
            fields = [
                still_known["kinds"],
                still_known["issuers"],
                still_known["places"],
                chosen.period,
                still_known["reports"],
            ]
            fields += [spec.indicators, spec.years]
        return [view.desk, *parts, *fields]


def _selection(kinds: Many, issuers: Many, places: Many, period: str | None, reports: Many) -> Selection:
    chosen = [tuple(map(str, values or ())) for values in (kinds, issuers, places, reports)]
    return Selection(chosen[0], chosen[1], chosen[2], str(period or "").strip(), chosen[3])


def _many(label: str) -> gr.Dropdown:
    return gr.Dropdown([], value=[], label=label, multiselect=True, min_width=150)


def _html(identity: str, content: str = "") -> gr.HTML:
    return gr.HTML(content, elem_id=identity, elem_classes=["kho"], js_on_load=SCRIPT, apply_default_css=False)
