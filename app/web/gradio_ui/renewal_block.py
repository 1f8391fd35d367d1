"""The first part of the tab "Soạn báo cáo": a draft from last year's report. It knows Gradio."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from app.access.fair_queue import QueueFull
from app.assistant import Assistant
from app.drafting.doubts import StillOpen
from app.drafting.request import BadRequest
from app.storage.transit import Transit
from app.web.handlers.ask import explained
from app.web.handlers.renewal import FIELDS, RenewalActions, RenewalDesk, proposed
from app.web.html import messages
from app.web.html import renewal as views
from app.web.requester import owner_of, who
from app.workers.pool import PLACES, Workshop
from ingest.errors import UnreadableFile

TOLD = (BadRequest, QueueFull, UnreadableFile)
TAKE = "() => setTimeout(() => document.querySelector('#renewal-file').click(), 200)"
# Then the list of what is open, where there is one: the button does nothing while it holds no file.
TAKE_BOTH = (
    "() => setTimeout(() => { document.querySelector('#renewal-file').click(); "
    "setTimeout(() => document.querySelector('#renewal-open').click(), 600); }, 200)"
)
GO_ON = "Vẫn tải bản trình khi còn chỗ mở (kèm danh sách)"
ASKS = "\nHãy xem lại các chỗ trên, hoặc đánh dấu ô “{go_on}” rồi bấm lại."
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
LONGEST = 2000  # characters of a field; that of recipients has several lines
Making = Callable[[RenewalDesk, gr.Request, dict[str, str]], bytes]
HEADING = (
    '<h2 class="way">Soạn từ báo cáo năm trước</h2><p class="quiet">Chọn báo cáo năm trước, điền số mới vào bảng số liệu '
    "rồi nạp lại; ứng dụng giữ bố cục, bảng biểu, thay số, chuyển năm, tự trừ số tăng giảm, đánh dấu chỗ còn thiếu.</p>"
)
LABELS = {
    "agency": "Cơ quan ban hành *",
    "parent_agency": "Cơ quan chủ quản",
    "place": "Địa danh *",
    "period": "Năm của báo cáo mới *",
    "number": "Số, ký hiệu",
    "date": "Ngày ban hành",
    "authority": "Quyền hạn người ký",
    "title": "Chức vụ",
    "name": "Họ tên người ký",
    "recipients": "Nơi nhận, mỗi dòng một nơi",
}
HINTS = {"period": "2025 hoặc 2024 - 2025", "date": "08/12/2025", "number": "15/BC-UBND"}


class RenewalBlock:
    """The block, added to the tab that is open."""

    def __init__(self, assistant: Assistant, workshop: Workshop, transit: Transit, page: gr.Blocks) -> None:
        self._actions, self._transit = RenewalActions(assistant, workshop), transit
        self._desk = gr.State(RenewalDesk())
        gr.HTML(HEADING, apply_default_css=False)
        with gr.Row(elem_id="renewal-choice"):
            self._report = gr.Dropdown(
                [], label="Báo cáo năm trước trong kho", value=None, filterable=True, elem_id="renewal-report", scale=5
            )
            self._upload = gr.UploadButton(
                "Hoặc chọn tệp (.docx, .pdf…)",
                type="filepath",
                elem_id="renewal-upload",
                size="md",
                scale=3,
            )
        with gr.Accordion(
            "Điền năm, số, ngày, người ký, nơi nhận của báo cáo mới", open=False, visible=False, elem_id="renewal-head"
        ) as self._head:
            boxes = {}
            for row in (("agency", "parent_agency", "place", "period"), ("number", "date", "authority", "title", "name")):
                with gr.Row():
                    for name in row:
                        boxes[name] = _box(name)
            boxes["recipients"] = _box("recipients", lines=2)
            self._boxes = [boxes[name] for name in FIELDS]
        with gr.Row(visible=False, elem_id="renewal-sheet") as self._sheets:
            self._template = gr.Button("1. Tải bảng số liệu (.xlsx)", elem_id="renewal-template", size="md")
            self._sheet = gr.UploadButton(
                "2. Nạp bảng đã điền", file_types=[".csv", ".xlsx"], type="filepath",
                elem_id="renewal-figures", size="md",
            )  # fmt: skip
            self._noted = gr.Button("3. Tải dự thảo (.docx)", variant="primary", elem_id="renewal-noted", size="md")
            self._final = gr.Button("Tải bản trình (.docx)", elem_id="renewal-final", size="md")
            self._go_on = gr.Checkbox(False, label=GO_ON, elem_id="renewal-go-on", min_width=200)
        self._told = gr.HTML("", elem_id="renewal", apply_default_css=False)
        self._file = gr.DownloadButton("", elem_id="renewal-file", visible="hidden")
        self._open = gr.DownloadButton("", elem_id="renewal-open", visible="hidden")
        self._wire(page)

    def _wire(self, page: gr.Blocks) -> None:
        outputs = [self._desk, self._told, self._head, self._sheets, *self._boxes]
        page.load(lambda: gr.Dropdown(choices=self._actions.choices()), None, self._report, **QUIET)
        self._report.focus(lambda: gr.Dropdown(choices=self._actions.choices()), None, self._report, **QUIET)
        inputs = {self._desk, *self._boxes}
        self._report.input(self._chosen, [self._desk, self._report], outputs, concurrency_limit=PLACES, **QUIET)
        self._upload.upload(self._uploaded, [self._desk, self._upload], outputs, concurrency_limit=PLACES, **QUIET)
        self._sheet.upload(
            self._figures, inputs | {self._sheet}, [self._desk, self._told], concurrency_limit=PLACES, **QUIET
        )
        for button, name, making in (
            (self._template, "so-lieu-can-dien.xlsx", self._as_sheet),
            (self._noted, "du-thao.docx", self._as_draft),
        ):
            button.click(
                self._hand_over(name, making), inputs, [self._file, self._told], concurrency_limit=PLACES, **QUIET
            ).success(None, None, None, js=TAKE)
        self._final.click(
            self._hand_over_final,
            inputs | {self._go_on},
            [self._file, self._open, self._told],
            concurrency_limit=PLACES,
            **QUIET,
        ).success(None, None, None, js=TAKE_BOTH)

    # What happens

    def _chosen(self, desk: RenewalDesk, file: str | None, request: gr.Request) -> list[Any]:
        return self._opened(desk, lambda: self._actions.chosen(desk, who(request), file or ""))

    def _uploaded(self, desk: RenewalDesk, path: str, request: gr.Request) -> list[Any]:
        return self._opened(desk, lambda: self._actions.uploaded(desk, who(request), Path(path)))

    def _opened(self, desk: RenewalDesk, action: Callable[[], RenewalDesk]) -> list[Any]:
        try:
            opened = action()
            fields = proposed(opened.frame) if opened.frame is not None else dict.fromkeys(FIELDS, "")
            renewal, _ = self._actions.renewal(opened, _expected(fields))
        except Exception as error:  # noqa: BLE001 - nothing may reach the reader as a traceback
            return [desk, messages.problem(_explain(error)), gr.skip(), gr.skip(), *([gr.skip()] * len(FIELDS))]
        summary = views.summary(renewal, opened.title, "")
        return [opened, summary, gr.Accordion(visible=True), gr.Row(visible=True), *(fields[name] for name in FIELDS)]

    def _figures(self, values: dict[Any, Any], request: gr.Request) -> tuple[RenewalDesk, str]:
        desk: RenewalDesk = values[self._desk]
        try:
            filled = self._actions.with_sheet(desk, who(request), Path(values[self._sheet]))
            renewal, _ = self._actions.renewal(filled, _expected(self._fields(values)))
        except Exception as error:  # noqa: BLE001 - nothing may reach the reader as a traceback
            return desk, messages.problem(_explain(error))
        return filled, views.summary(renewal, filled.title, filled.sheet)

    def _fields(self, values: dict[Any, Any]) -> dict[str, str]:
        return {name: str(values[box] or "") for name, box in zip(FIELDS, self._boxes, strict=True)}

    def _hand_over(self, name: str, making: Making) -> Callable[[dict[Any, Any], gr.Request], tuple[Any, Any]]:
        """Return the handler that writes a file and hands it over, or says what is wrong."""

        def hand_over(values: dict[Any, Any], request: gr.Request) -> tuple[Any, Any]:
            desk, fields = values[self._desk], self._fields(values)
            try:
                content = making(desk, request, fields)
                renewal, _ = self._actions.renewal(desk, fields)
            except Exception as error:  # nothing may reach the reader as a traceback
                raise gr.Error(_explain(error), title="Chưa làm được", duration=None, print_exception=False) from error
            path = self._transit.place(owner_of(request), name, len(content))
            path.write_bytes(content)
            return gr.DownloadButton(value=str(path)), views.summary(renewal, desk.title, desk.sheet)

        return hand_over

    def _as_sheet(self, desk: RenewalDesk, request: gr.Request, fields: dict[str, str]) -> bytes:  # noqa: ARG002
        return self._actions.sheet(desk, fields)

    def _as_draft(self, desk: RenewalDesk, request: gr.Request, fields: dict[str, str]) -> bytes:
        return self._actions.word(desk, who(request), fields, final=False)

    def _hand_over_final(self, values: dict[Any, Any], request: gr.Request) -> tuple[Any, Any, Any]:
        """Hand over the final file with the list of what is open in it; without the drafter's leave say what is."""
        desk, fields, go_on = values[self._desk], self._fields(values), bool(values[self._go_on])
        try:
            content = self._actions.word(desk, who(request), fields, final=True, go_on=go_on)
            doubts = self._actions.doubts(desk, fields)
            renewal, _ = self._actions.renewal(desk, fields)
        except StillOpen as error:
            message = f"{error}{ASKS.format(go_on=GO_ON)}"
            raise gr.Error(
                escape(message).replace("\n", "<br>"), title="Còn chỗ mở", duration=None, print_exception=False
            ) from error
        except Exception as error:  # nothing may reach the reader as a traceback
            raise gr.Error(_explain(error), title="Chưa làm được", duration=None, print_exception=False) from error
        path = self._transit.place(owner_of(request), "ban-trinh.docx", len(content))
        path.write_bytes(content)
        list_file = doubts.keep_beside(path)
        beside = gr.DownloadButton(value=str(list_file) if list_file else None)
        return gr.DownloadButton(value=str(path)), beside, views.summary(renewal, desk.title, desk.sheet)


def _box(name: str, lines: int = 1) -> gr.Textbox:
    return gr.Textbox(
        label=LABELS[name], placeholder=HINTS.get(name, ""), lines=lines, max_lines=max(lines, 8), max_length=LONGEST,
        min_width=150, elem_id=f"renewal-{name.replace('_', '-')}",
    )  # fmt: skip


def _expected(fields: dict[str, str]) -> dict[str, str]:
    """Return the fields with something in those that a draft needs, so that the report is shown before they are typed."""
    return {**fields, **{name: fields[name] or "…" for name in ("agency", "place")}, "period": fields["period"] or "2025"}


def _explain(error: Exception) -> str:
    return str(error) if isinstance(error, TOLD) else explained(error)
