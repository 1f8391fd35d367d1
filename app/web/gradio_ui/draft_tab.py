"""The tab "Soạn báo cáo": a form, then the draft, changed section by section and taken away as Word. It knows Gradio."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from app.access.fair_queue import QueueFull
from app.drafting import outline as outlines
from app.drafting import sheet
from app.drafting.doubts import Doubts, StillOpen
from app.drafting.request import MOST_CHARACTERS, BadRequest
from app.drafting.rewriting import NotRewritten
from app.drafting.word import write
from app.storage.transit import Transit
from app.web.gradio_ui.renewal_block import ASKS, GO_ON, RenewalBlock
from app.web.gradio_ui.rights import takes
from app.web.handlers.ask import explained
from app.web.handlers.draft_desk import Desk
from app.web.handlers.draft_form import figures_of, problems
from app.web.handlers.drafting import Drafting
from app.web.html import draft as draft_views
from app.web.html import draft_form, messages, wording
from app.web.requester import owner_of, who
from app.workers.pool import PLACES
from ingest.errors import UnreadableFile
from prompts import DataFileError

TOLD = (BadRequest, QueueFull, DataFileError, UnreadableFile, NotRewritten)  # errors that say themselves what to do
# Word files are made when they are asked for; then the hidden button that hands over files is pressed.
WITHOUT = '<h2 class="way">Chưa có báo cáo năm trước: soạn theo đề cương</h2>'
TAKE = "() => setTimeout(() => document.querySelector('#draft-file').click(), 200)"
TAKE_BOTH = (
    "() => setTimeout(() => { document.querySelector('#draft-file').click(); "
    "setTimeout(() => document.querySelector('#draft-open').click(), 600); }, 200)"
)
FORM = 2 * MOST_CHARACTERS  # of the form as its script writes it, with signs between the fields
NONE = "Chưa có dự thảo. Hãy điền mẫu rồi bấm “Soạn dự thảo”"


def tab(drafting: Drafting, desk: gr.State, basket: gr.HTML, script: str, page: gr.Blocks, transit: Transit) -> None:
    """Add the tab to the tabs that are open; ``basket``: what shows the basket; ``script``: serves form and draft.

    :param transit: where files lie that are taken away.
    """
    with gr.Tab("Soạn báo cáo", id="draft"):
        RenewalBlock(drafting.assistant, drafting.workshop, transit, page)
        gr.HTML(WITHOUT, apply_default_css=False)
        with gr.Row(elem_id="draft-files"):
            table = gr.UploadButton(
                "Nạp bảng số liệu (.csv, .xlsx)", file_types=[".csv", ".xlsx"], type="filepath", size="sm"
            )
            template = gr.DownloadButton("Tải mẫu bảng số liệu", _template(transit, "annual"), elem_id="template", size="sm")
            before = gr.UploadButton("Nạp báo cáo năm trước", type="filepath", elem_id="last-year", size="sm")
        form = gr.HTML("", elem_id="draft-form", js_on_load=script, apply_default_css=False)
        draft = gr.HTML("", elem_id="draft", js_on_load=script, apply_default_css=False)
        with gr.Row(visible=False, elem_id="draft-take") as take:
            noted = gr.Button("Tải bản soạn (.docx, có ghi chú nguồn)", variant="primary", elem_id="take-noted", size="md")
            final = gr.Button("Tải bản trình (.docx, không ghi chú)", elem_id="take-final", size="md")
            go_on = gr.Checkbox(False, label=GO_ON, elem_id="take-go-on", min_width=200)
        file = gr.DownloadButton("", elem_id="draft-file", visible="hidden")
        beside = gr.DownloadButton("", elem_id="draft-open", visible="hidden")
    handlers = _Handlers(drafting, transit)
    quiet = {"api_visibility": "private", "show_progress": "hidden"}
    form.input(handlers.noted, desk, desk, **quiet)
    form.select(handlers.redrawn, desk, [desk, form, template], **quiet)
    form.submit(handlers.make_draft, desk, [desk, form, draft, take], trigger_mode="once", **quiet)
    form.clear(handlers.cleared, desk, [desk, form, draft, take], **quiet)
    # a model may take its time over a section: other people's drafts do not wait for it
    draft.submit(handlers.changed, desk, [desk, draft], trigger_mode="once", concurrency_limit=4, **quiet)
    # one file that takes its time must not keep another person's
    table.upload(handlers.sheet, [desk, table], [desk, form], concurrency_limit=PLACES, **quiet)
    before.upload(handlers.last_year, [desk, before], [desk, form], concurrency_limit=PLACES, **quiet)
    noted.click(handlers.file, desk, [file, draft], **quiet).success(None, None, None, js=TAKE)
    final.click(handlers.final, [desk, go_on], [file, beside, draft], **quiet).success(None, None, None, js=TAKE_BOTH)
    page.load(handlers.opened, None, [desk, form, draft, take, basket], **quiet)


def _template(transit: Transit, kind: str) -> str:
    """Write the sheet with the figures a kind of report expects, the same for everybody, and return its path."""
    file = transit.common(f"so-lieu-{kind}.csv")
    file.write_text(sheet.template(outlines.of_kind(kind)), encoding="utf-8-sig")
    return str(file)


class _Handlers:
    """From events to what is shown. None of them raises."""

    def __init__(self, drafting: Drafting, transit: Transit) -> None:
        self.drafting, self.transit = drafting, transit

    def opened(self, request: gr.Request) -> tuple[Desk, str, str, Any, str]:
        """Return the desk as it was left."""
        desk = self.drafting.open(who(request))
        return desk, self.form(desk), self.document(desk), _take_row(desk), wording.basket(len(desk.basket))

    @takes(FORM)
    def noted(self, desk: Desk, request: gr.Request, event: gr.EventData) -> Desk:
        """Remember what was typed into the form."""
        return self.drafting.keep(who(request), self.drafting.filled(desk, str(event.form)))

    @takes(FORM)
    def redrawn(self, desk: Desk, request: gr.Request, event: gr.EventData) -> tuple[Desk, str, str]:
        """Another kind, outline or last year's report: the form has other figures."""
        noted = self.noted(desk, request, event)
        changed, message = self._tried(noted, lambda: self.drafting.with_last_year(noted, person=who(request)))
        return self.drafting.keep(who(request), changed), message + self.form(changed), _template(self.transit, changed.kind)

    def sheet(self, desk: Desk, path: str, request: gr.Request) -> tuple[Desk, str]:
        """Put the figures of a sheet into the form."""
        filled, message = self._tried(desk, lambda: self.drafting.with_sheet(desk, Path(path), who(request)))
        return self.drafting.keep(who(request), filled), message + self.form(filled)

    def last_year(self, desk: Desk, path: str, request: gr.Request) -> tuple[Desk, str]:
        """Put the figures of an uploaded report beside those of the form."""
        filled, message = self._tried(desk, lambda: self.drafting.with_last_year(desk, Path(path), who(request)))
        return self.drafting.keep(who(request), filled), message + self.form(filled)

    @takes(FORM)
    def make_draft(self, desk: Desk, request: gr.Request, event: gr.EventData) -> Iterator[tuple[Any, Any, Any, Any]]:
        """Make a draft of the form, or say what it lacks."""
        noted = self.noted(desk, request, event)
        wrong = problems(noted.form)
        if wrong:
            yield noted, self.form(noted, wrong), gr.skip(), gr.skip()
            return
        yield gr.skip(), self.form(noted), draft_views.working(), gr.skip()
        drafted, message = self._tried(noted, lambda: self.drafting.draft(noted))
        yield self.drafting.keep(who(request), drafted), gr.skip(), message + self.document(drafted), _take_row(drafted)

    def cleared(self, desk: Desk, request: gr.Request) -> tuple[Desk, str, str, Any]:
        """Begin another report; the basket stays."""
        emptied = self.drafting.keep(who(request), Desk(basket=desk.basket))
        return emptied, self.form(emptied), "", _take_row(emptied)

    def changed(self, desk: Desk, request: gr.Request, event: gr.EventData) -> tuple[Desk, str]:
        """Change a section of the draft."""
        act, at, value = str(event.act), int(event.at), str(event.value)
        message = ""
        try:
            desk = self.drafting.keep(who(request), self.drafting.change(desk, act, at, value))
        except TOLD as error:
            message = str(error)
        except Exception as error:  # noqa: BLE001 - nothing may reach the reader as a traceback
            message = explained(error)
        return desk, self.document(desk, message)

    def file(self, desk: Desk, request: gr.Request) -> tuple[Any, Any]:
        """Write what is on the screen as a Word file with its notes."""
        if desk.draft is None:
            return gr.skip(), messages.problem(NONE)
        path = self.transit.place(owner_of(request), f"du-thao-{desk.kind}.docx")
        write(desk.draft, path)
        return gr.DownloadButton(value=str(path)), gr.skip()

    def final(self, desk: Desk, go_on: bool, request: gr.Request) -> tuple[Any, Any, Any]:
        """Write it without notes, with the list of what is open in it; without the drafter's leave say what is."""
        if desk.draft is None:
            return gr.skip(), gr.skip(), messages.problem(NONE)
        doubts = Doubts.of(desk.draft)
        try:
            doubts.allow(go_on=go_on)
        except StillOpen as error:
            message = escape(f"{error}{ASKS.format(go_on=GO_ON)}").replace("\n", "<br>")
            raise gr.Error(message, title="Còn chỗ mở", duration=None, print_exception=False) from error
        path = self.transit.place(owner_of(request), f"ban-trinh-{desk.kind}.docx")
        write(desk.draft, path, final=True)
        list_file = doubts.keep_beside(path)
        return gr.DownloadButton(value=str(path)), gr.DownloadButton(value=str(list_file) if list_file else None), gr.skip()

    def form(self, desk: Desk, wrong: dict[str, str] | None = None) -> str:
        """Return the form as the desk holds it."""
        rows = figures_of(desk.form)
        return _anew(draft_form.form(desk.form, self.drafting.heads(desk), rows, desk.past, self.drafting.files(), wrong))

    def document(self, desk: Desk, message: str = "") -> str:
        """Return the draft of the desk; nothing where there is none."""
        if desk.draft is None:
            return ""
        model = self.drafting.rewriter is not None
        basket = self.drafting.basket(desk)
        return _anew(draft_views.document(desk.draft, basket, undo=bool(desk.before), model=model, message=message))

    def _tried(self, desk: Desk, action: Callable[[], Desk]) -> tuple[Desk, str]:
        """Return the desk after an action; where it fails, the desk as it was and what to tell the reader."""
        try:
            return action(), ""
        except TOLD as error:
            return desk, messages.problem(str(error))
        except Exception as error:  # noqa: BLE001 - nothing may reach the reader as a traceback
            return desk, messages.problem(explained(error))


def _anew(html: str) -> str:
    """Return HTML that the page draws even if it is what it drew before: fields typed into, buttons held back go back."""
    return f'<div data-drawn="{time.time_ns()}">{html}</div>'


def _take_row(desk: Desk) -> Any:  # noqa: ANN401 - what Gradio takes
    return gr.Row(visible=desk.draft is not None)
