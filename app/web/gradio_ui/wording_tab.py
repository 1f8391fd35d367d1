"""The tab "Mẫu câu": precedent wording with its filters, and the basket. It knows Gradio."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import gradio as gr

from app.access.audit import Action, Audit
from app.drafting.request import BadRequest
from app.field_text import BadText
from app.web.gradio_ui import library_tab
from app.web.handlers.ask import LONGEST, explained, too_long
from app.web.handlers.draft_desk import Desk
from app.web.handlers.drafting import Drafting
from app.web.html import messages
from app.web.html import wording as wording_views
from app.web.html.draft_form import KINDS
from app.web.requester import where, who
from app.wording import search as wording
from app.wording.filters import LEVELS, BadFilter, Filter, fields, places, roles, years_of
from app.wording.search import Wording


def tab(
    drafting: Drafting, audit: Audit, bridge: str, page: gr.Blocks, chosen_reports: gr.State
) -> tuple[gr.State, gr.HTML, gr.HTML]:
    """Add the tab to the tabs that are open.

    Return the desk, which holds the basket, what shows the basket, and what says which reports alone are looked through
    (``chosen_reports``).
    """
    assistant = drafting.assistant
    with gr.Tab("Mẫu câu", id="wording"):
        desk = gr.State(Desk())  # beside the tabs it would be counted as one of them
        with gr.Row():
            phrase = gr.Textbox(label="Cần diễn đạt điều gì?", elem_id="phrase", scale=5)
            find = gr.Button("Tìm mẫu câu", variant="primary", elem_id="find-wording", scale=1)
        with gr.Row(elem_id="wording-filters"):
            role = _choice("Mục", "Tất cả", [(label, name) for name, label in roles().items()])
            field = _choice("Lĩnh vực", "Tất cả", [(label, name) for name, label in fields().items()])
            kind = _choice("Loại báo cáo", "Tất cả", KINDS)
            level = _choice("Cấp", "Tất cả", [(name, name) for name in LEVELS])
            place = _choice("Địa phương", "Tất cả", [])
            years = gr.Textbox(
                label="Năm",
                placeholder="2020-2025",
                max_length=20,
                elem_id="wording-years",
                elem_classes=["one-line"],
                min_width=110,
            )
        within = gr.HTML("", elem_id="within-wording", js_on_load=library_tab.SCRIPT, apply_default_css=False)
        basket = gr.HTML(wording_views.basket(0), elem_id="kept", js_on_load=bridge, apply_default_css=False)
        list_view = gr.HTML(wording_views.START, elem_id="wordings", js_on_load=bridge, apply_default_css=False)
        results = gr.State([])

    def search(
        text: str, before: Desk, reports: tuple[str, ...], role: str, kind: str, level: str, field: str, place: str,
        years: str, request: gr.Request,
    ) -> tuple[str, Any]:  # fmt: skip
        try:
            if text.strip():
                audit.record(who(request), Action.SEARCH, f"mẫu câu: {text}", where(request))
            if len(text.strip()) > LONGEST:
                raise BadText(too_long(text.strip()))
            wanted_of = replace(_filter(role, kind, level, field, place, years), reports=tuple(reports))
            wordings = wording.search(assistant, text, wanted_of)
        except BadFilter as error:
            return messages.problem(str(error)), []
        except Exception as error:  # noqa: BLE001 - nothing may reach the reader as a traceback
            return messages.problem(explained(error)), []
        return wording_views.wordings(wordings, before.basket), wordings

    def keep(wordings: list[Wording], before: Desk, request: gr.Request, event: gr.EventData) -> tuple[Desk, str, str]:
        try:
            changed = replace(before, basket=()) if hasattr(event, "empty") else drafting.toggle(before, str(event.passage))
        except BadRequest as error:
            gr.Warning(str(error), title="Giỏ đã đầy")
            changed = before
        after = drafting.keep(who(request), changed)
        words = wording_views.wordings(wordings, after.basket) if wordings else ""
        return after, wording_views.basket(len(after.basket)), words

    quiet = {"api_visibility": "private"}
    chosen = [role, kind, level, field, place, years]
    gr.on([phrase.submit, find.click], search, [phrase, desk, chosen_reports, *chosen], [list_view, results], **quiet)
    gr.on(
        [list_view.select, basket.select], keep, [results, desk], [desk, basket, list_view], show_progress="hidden", **quiet
    )
    page.load(lambda: _places(drafting), None, place, show_progress="hidden", **quiet)
    return desk, basket, within


def _filter(role: str, kind: str, level: str, field: str, place: str, years: str) -> Filter:
    return Filter(role, kind, level, field, place, years_of(years))


def _choice(label: str, every: str, choices: list[tuple[str, str]]) -> gr.Dropdown:
    return gr.Dropdown([(every, ""), *choices], value="", label=label, min_width=120)


def _places(drafting: Drafting) -> gr.Dropdown:
    names = places(drafting.assistant.retriever.facts())
    return gr.Dropdown([("Tất cả", ""), *((name, name) for name in names)], value="")
