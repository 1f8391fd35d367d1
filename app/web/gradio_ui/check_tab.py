"""The tab "Soát báo cáo". It knows Gradio."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from app.library.ingestion import Shelving
from app.office import Office
from app.storage.transit import Transit
from app.web.handlers.checking import CheckDesk, Checking, CheckView
from app.web.html import checks
from app.web.requester import owner_of, where, who
from app.workers.pool import PLACES

SCANS = 4  # people who watch the library being checked at one time; a run goes on without them


class CheckTab:
    """The tab with its events.

    :param transit: where the checked file lies until it is taken away.
    :param bridge: the script that turns clicks into events.
    """

    def __init__(self, office: Office, shelving: Shelving, transit: Transit, bridge: str) -> None:
        self._checking, self._transit = Checking(office, shelving), transit
        with gr.Tab("Soát báo cáo", id="check"):
            self._desk = gr.State(CheckDesk())
            with gr.Row(elem_id="check-ways"):
                self._file = gr.UploadButton(
                    "Chọn báo cáo cần soát (.docx, .pdf, .txt…)", type="filepath", variant="primary",
                    elem_id="to-check", size="md",
                )  # fmt: skip
                self._library = gr.Button("Soát toàn kho", elem_id="check-library", size="md")
            self._found = gr.HTML(checks.START, elem_id="checked", js_on_load=bridge, apply_default_css=False)
            self._take = gr.DownloadButton(
                "Tải bản đã soát (.docx, có nhận xét tại chỗ)", elem_id="checked-file", size="md", visible=False
            )

    def wire(self, panel: gr.HTML) -> None:
        """Let what is clicked happen; ``panel`` shows the places of a finding."""
        out = [self._desk, self._found, panel, self._take]
        quiet: dict[str, Any] = {"api_visibility": "private"}
        self._file.upload(self._checked, self._file, out, concurrency_limit=PLACES, **quiet)
        self._found.select(self._act, self._desk, out, show_progress="hidden", concurrency_limit=PLACES, **quiet)
        self._library.click(
            self._scanned, None, [self._take, self._found], show_progress="hidden", concurrency_limit=SCANS, **quiet
        )

    def _checked(self, path: str | None, request: gr.Request) -> list[Any]:
        return self._out(self._checking.check(who(request), path, where(request)), request)

    def _act(self, desk: CheckDesk, request: gr.Request, event: gr.EventData) -> list[Any]:
        return self._out(self._checking.act(desk, who(request), event._data or {}, where(request)), request)

    def _scanned(self, request: gr.Request) -> Iterator[tuple[Any, str]]:
        for view in self._checking.scan(who(request)):
            yield gr.DownloadButton(visible=False), view

    def _out(self, view: CheckView, request: gr.Request) -> list[Any]:
        take: Any = gr.skip()
        if view.word is not None:
            path = self._transit.place(owner_of(request), f"da-soat-{Path(view.desk.file).stem}.docx", len(view.word))
            path.write_bytes(view.word)
            take = gr.DownloadButton(value=str(path), visible=True)
        elif view.findings is not None:
            take = gr.DownloadButton(visible=False)
        return [view.desk, *(gr.skip() if part is None else part for part in (view.findings, view.panel)), take]
