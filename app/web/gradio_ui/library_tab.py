"""The tab "Kho báo cáo". Like ``app.web.gradio_ui.page`` it knows Gradio; ``tab`` is its one door."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from app.access.audit import Action
from app.access.fair_queue import QueueFull
from app.library.ingestion import Shelving
from app.office import Office
from app.storage.transit import Transit
from app.web.gradio_ui.tabulation_tab import TabulationTab
from app.web.handlers.ask import explained
from app.web.handlers.chosen_reports import ChosenReports
from app.web.handlers.library import GONE, LibraryDesk
from app.web.handlers.library_clicks import LibraryView, ViewState, right_for
from app.web.requester import owner_of, where, who
from ingest.errors import UnreadableFile

FILE = "so-sanh-bao-cao.docx"
TAKE = "() => setTimeout(() => document.querySelector('#compared-file').click(), 200)"
ASK_NEXT = "() => window.askNext_?.()"  # library.js
SCRIPT = (Path(__file__).parent.parent / "assets" / "library.js").read_text(encoding="utf-8")


def tab(shelving: Shelving, office: Office, page: gr.Blocks, transit: Transit) -> gr.HTML:
    """Add the tab to the tabs that are open, and return its shelf.

    It fires "click" where a section is to be opened in the side panel, and "submit" (``report``) where a report is asked.
    """
    desk = LibraryDesk(shelving, office.audit, office.workshop, office.sets, office.dismissals)
    with gr.Tab("Kho báo cáo", id="library") as opened:
        sight = gr.State(ViewState())
        drop, queue, shelf, folders = (_html(name) for name in ("drop", "queue", "shelf", "folders"))
        file = gr.DownloadButton("", elem_id="compared-file", visible="hidden")
    outputs = [sight, drop, queue, shelf, folders]

    def view(request: gr.Request) -> list[Any]:
        return _out(desk.view(who(request)))

    def tick(sight: ViewState, request: gr.Request) -> list[Any]:
        return _out(desk.tick(sight, who(request)))

    def act(sight: ViewState, request: gr.Request, event: gr.EventData) -> list[Any]:
        return _out(desk.act(sight, who(request), event._data or {}, where(request)))

    def write_comparison(request: gr.Request, event: gr.EventData) -> gr.DownloadButton:
        path = transit.place(owner_of(request), FILE)
        try:
            desk.comparing.write(who(request), str(event.report), str(event.old), path)
            office.audit.record(who(request), Action.EXPORT, f"so sánh báo cáo {event.report}", where(request))
        except (KeyError, QueueFull, UnreadableFile, OSError) as error:
            message = GONE if isinstance(error, KeyError) else explained(error) if isinstance(error, OSError) else str(error)
            raise gr.Error(message, title="Thông báo", print_exception=False) from error
        return gr.DownloadButton(value=str(path))

    act.needs_of = right_for  # type: ignore[attr-defined]  # asked by the door before Gradio
    quiet = {"show_progress": "hidden", "api_visibility": "private", "queue": False}
    page.load(view, None, outputs, **quiet)
    opened.select(view, None, outputs, **quiet)
    gr.on([drop.upload, queue.tick], tick, [sight], outputs, **quiet)
    gr.on([place.select for place in (queue, shelf, folders)], act, [sight], outputs, **quiet)
    quiet["queue"] = True
    shelf.download(write_comparison, None, file, **quiet).success(None, None, None, js=TAKE)
    return shelf


def lead(
    shelf: gr.HTML,
    tabs: gr.Tabs,
    chosen: gr.State,
    withins: Sequence[gr.HTML],
    tabulation: TabulationTab,
    called: ChosenReports,
) -> None:
    """Let reports of the shelf be asked, searched, tabulated alone: one report, those ticked, a kept set.

    :param withins: what says so in each tab, and lets it be taken off.
    """

    def ask_in(request: gr.Request, event: gr.EventData) -> list[Any]:
        reports = called.in_library(_reports(event))
        return [gr.Tabs(selected="ask"), reports, *[called.line(who(request), reports)] * len(withins)]

    def tabulate(request: gr.Request, event: gr.EventData) -> list[Any]:
        reports = called.in_library(_reports(event))
        labels = [called.line(who(request), reports)] * len(withins)
        return [gr.Tabs(selected=tabulation.identity), reports, *labels, *tabulation.choosing(reports)]

    quiet = {"show_progress": "hidden", "api_visibility": "private"}
    outputs = [tabs, chosen, *withins]
    shelf.submit(ask_in, None, outputs, **quiet).success(None, None, None, js=ASK_NEXT)
    shelf.apply(tabulate, None, [*outputs, *tabulation.chosen], **quiet)
    clears = [within.clear for within in withins]
    gr.on(clears, lambda: ((), *[""] * len(withins)), None, [chosen, *withins], **quiet)


def _reports(event: gr.EventData) -> tuple[str, ...]:
    data = event._data or {}
    several = data.get("reports")
    return tuple(map(str, several)) if isinstance(several, list) else (str(data["report"]),)


def _html(identity: str) -> gr.HTML:
    return gr.HTML("", elem_id=identity, elem_classes=["kho"], js_on_load=SCRIPT, apply_default_css=False)


def _out(view: LibraryView) -> list[Any]:
    parts = (view.drop, view.queue, view.shelf, view.folders)
    return [view.sight, *(gr.skip() if part is None else part for part in parts)]
