"""The tab "Tìm đoạn văn": passages without an answer. Knows Gradio."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from app.access.audit import Action
from app.office import Office
from app.web.handlers.ask import LONGEST, Screen
from app.web.requester import where, who

ID = "search"


class SearchTab:
    """The tab, added to the tabs that are open; ``found`` shows the passages and hears clicks on them."""

    def __init__(self, screen: Screen, office: Office, html: Callable[[str], gr.HTML]) -> None:
        self._screen, self._office = screen, office
        with gr.Tab("Tìm đoạn văn", id=ID):
            with gr.Row(elem_id="find"):
                self._wanted = gr.Textbox(
                    label="Nội dung cần tìm", lines=1, max_lines=3, max_length=LONGEST, elem_id="wanted"
                )
                self._count = gr.Dropdown([5, 10, 20, 50], value=10, label="Số kết quả", elem_id="count", filterable=False)
                self._find = gr.Button("Tìm", variant="primary", elem_id="find-button")
            self.found = html("found")

    def wire(self, tabs: gr.Tabs, elsewhere: tuple[gr.HTML, ...], quiet: dict[str, Any]) -> None:
        """Connect the events; ``elsewhere``: what asks for a search from another tab."""
        given = [self._wanted, self._count]
        gr.on([self._wanted.submit, self._find.click], self._search, given, self.found, concurrency_limit=4, **quiet)
        self.found.submit(self._again, [self._count], self.found, concurrency_limit=4, **quiet)
        for place in elsewhere:
            place.search(self._coming, [self._count], [tabs, self._wanted, self.found], **quiet)

    def _search(self, text: str, count: int, request: gr.Request) -> str:
        if text.strip():
            self._office.audit.record(who(request), Action.SEARCH, text, where(request))
        return self._screen.search(text, count, caller=who(request).name)

    def _again(self, count: int, request: gr.Request, event: gr.EventData) -> str:
        return self._screen.search(str(event.text), count, str(event.keys), who(request).name)

    def _coming(self, count: int, request: gr.Request, event: gr.EventData) -> tuple[gr.Tabs, str, str]:
        found = self._screen.search(str(event.text), count, caller=who(request).name)
        return gr.Tabs(selected=ID), str(event.text), found
