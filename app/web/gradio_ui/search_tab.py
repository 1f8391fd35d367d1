"""The tab "Tìm đoạn văn": passages without an answer. Knows Gradio."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from app.access.audit import Action
from app.office import Office
from app.web.gradio_ui import library_tab
from app.web.handlers.ask import Screen
from app.web.requester import where, who

ID = "search"
Chosen = tuple[str, ...]  # ids of reports


class SearchTab:
    """The tab, added to the tabs that are open; ``found`` shows the passages and hears clicks on them."""

    def __init__(self, screen: Screen, office: Office, html: Callable[..., gr.HTML]) -> None:
        self._screen, self._office = screen, office
        with gr.Tab("Tìm đoạn văn", id=ID):
            with gr.Row(elem_id="find"):
                self._wanted = gr.Textbox(label="Nội dung cần tìm", lines=1, max_lines=3, elem_id="wanted")
                self._count = gr.Dropdown([5, 10, 20, 50], value=10, label="Số kết quả", elem_id="count", filterable=False)
                self._find = gr.Button("Tìm", variant="primary", elem_id="find-button")
            self.within = html("within-search", script=library_tab.SCRIPT)
            self.found = html("found")

    def wire(self, tabs: gr.Tabs, elsewhere: tuple[gr.HTML, ...], chosen: gr.State, quiet: dict[str, Any]) -> None:
        """Connect the events; ``elsewhere``: what asks for a search from another tab; ``chosen``: reports searched alone."""
        inputs = [self._wanted, self._count, chosen]
        gr.on([self._wanted.submit, self._find.click], self._search, inputs, self.found, concurrency_limit=4, **quiet)
        self.found.apply(self._narrowed, inputs[1:], self.found, concurrency_limit=4, **quiet)
        self.found.submit(self._again, [self._count, chosen], self.found, concurrency_limit=4, **quiet)
        for place in elsewhere:
            place.search(self._coming, [self._count, chosen], [tabs, self._wanted, self.found], **quiet)

    def _search(self, text: str, count: int, chosen: Chosen, request: gr.Request) -> str:
        return self._looked(text, count, "[]", chosen, request)

    def _again(self, count: int, chosen: Chosen, request: gr.Request, event: gr.EventData) -> str:
        return self._looked(str(event.text), count, str(event.keys), chosen, request)

    def _narrowed(self, count: int, chosen: Chosen, request: gr.Request, event: gr.EventData) -> str:
        return self._looked(str(event.text), count, "[]", chosen, request, str(event.narrowed))

    def _coming(self, count: int, chosen: Chosen, request: gr.Request, event: gr.EventData) -> tuple[gr.Tabs, str, str]:
        results = self._looked(str(event.text), count, "[]", chosen, request)
        return gr.Tabs(selected=ID), str(event.text), results

    def _looked(self, text: str, count: int, keys: str, chosen: Chosen, request: gr.Request, narrowed: str = "[]") -> str:
        if text.strip():  # narrowed or asked again, too: what a browser sends as its words may be any
            self._office.audit.record(who(request), Action.SEARCH, text, where(request))
        person = who(request).name
        name = self._office.sets.name_of(person, chosen) if chosen else ""
        return self._screen.search(text, count, keys, person, chosen, name, narrowed)
