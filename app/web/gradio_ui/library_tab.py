"""The tab "Kho báo cáo". Like ``app.web.gradio_ui.page`` it knows Gradio; ``tab`` is its one door."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from app.library.ingestion import Shelving
from app.office import Office
from app.web.handlers.library import LibraryDesk, LibraryView, ViewState, right_for
from app.web.requester import where, who

SCRIPT = (Path(__file__).parent.parent / "assets" / "library.js").read_text(encoding="utf-8")


def tab(shelving: Shelving, office: Office, page: gr.Blocks) -> gr.HTML:
    """Add the tab to the tabs that are open, and return its shelf.

    It fires "click" where a section is to be opened in the side panel, and "submit" (``report``) where a report is asked.
    """
    desk = LibraryDesk(shelving, office.audit)
    with gr.Tab("Kho báo cáo", id="library") as opened:
        sight = gr.State(ViewState())
        drop, queue, shelf, folders = (_html(name) for name in ("drop", "queue", "shelf", "folders"))
    shown = [sight, drop, queue, shelf, folders]

    def view(request: gr.Request) -> list[Any]:
        return _out(desk.view(who(request)))

    def tick(sight: ViewState, request: gr.Request) -> list[Any]:
        return _out(desk.tick(sight, who(request)))

    def act(sight: ViewState, request: gr.Request, event: gr.EventData) -> list[Any]:
        return _out(desk.act(sight, who(request), event._data or {}, where(request)))

    act.needs_of = right_for  # type: ignore[attr-defined]  # asked by the door before Gradio
    quiet = {"show_progress": "hidden", "api_visibility": "private", "queue": False}
    page.load(view, None, shown, **quiet)
    opened.select(view, None, shown, **quiet)
    gr.on([drop.upload, queue.tick], tick, [sight], shown, **quiet)
    gr.on([place.select for place in (queue, shelf, folders)], act, [sight], shown, **quiet)
    return shelf


def lead_to_questions(
    shelf: gr.HTML, tabs: gr.Tabs, chosen: gr.State, within: gr.HTML, limit: Callable[[Sequence[str]], str]
) -> None:
    """Let "Hỏi trong báo cáo này" lead to the questions (tab "ask"), with the report ``chosen`` and ``within`` saying so.

    :param limit: what ``within`` then shows; it is taken off there.
    """

    def ask_in(event: gr.EventData) -> tuple[gr.Tabs, tuple[str, ...], str]:
        reports = (str(event.report),)
        return gr.Tabs(selected="ask"), reports, limit(reports)

    quiet = {"show_progress": "hidden", "api_visibility": "private"}
    shelf.submit(ask_in, None, [tabs, chosen, within], **quiet)
    within.clear(lambda: ((), ""), None, [chosen, within], **quiet)


def _html(identity: str) -> gr.HTML:
    return gr.HTML("", elem_id=identity, elem_classes=["kho"], js_on_load=SCRIPT, apply_default_css=False)


def _out(shown: LibraryView) -> list[Any]:
    parts = (shown.drop, shown.queue, shown.shelf, shown.folders)
    return [shown.sight, *(gr.skip() if part is None else part for part in parts)]
