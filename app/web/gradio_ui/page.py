"""The page and its events. Words from documents reach it only through views and panel."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI
from starlette.middleware import Middleware

from app.access.person import Role
from app.assistant import Assistant
from app.drafting.rewriting import Rewriter
from app.library.ingestion import Shelving
from app.office import Office
from app.storage.transit import Transit
from app.web.gradio_ui import administration_tab, desk_tabs, library_tab, roles, translations
from app.web.gradio_ui.ask_tab import AskTab
from app.web.gradio_ui.page_errors import ErrorPage
from app.web.gradio_ui.page_queue import FairQueue
from app.web.gradio_ui.page_states import LightStates
from app.web.gradio_ui.search_tab import SearchTab
from app.web.gradio_ui.tabulation_tab import TabulationTab
from app.web.handlers.ask import TITLE, Screen
from app.web.handlers.chosen_reports import ChosenReports
from app.web.handlers.history import History
from app.web.html import answers
from app.web.http import page_uploads, scripts
from app.web.http.page_routes import PageDoor
from app.web.http.scripts import Scripts
from app.web.requester import who

ASSETS = Path(__file__).parent.parent / "assets"
BRIDGE = (ASSETS / "bridge.js").read_text(encoding="utf-8")  # fires 'click', 'submit' and 'search'
FACSIMILE = (ASSETS / "facsimile.js").read_text(encoding="utf-8")  # the pages in the side panel
# Gradio puts a class before every selector: write no commas in :is()
STYLES = ("app.css", "facsimile.css", "admin.css", "library.css", "history.css", "desk.css", "renewal.css", "tabulation.css")
ROLES = {
    "draft": Role.DRAFTER,
    "check": Role.DRAFTER,
    administration_tab.ID: Role.ADMINISTRATOR,
}  # of tabs that are not for all
FONTS = ("Be Vietnam Pro", "system-ui", "Segoe UI", "Roboto", "Noto Sans", "Helvetica Neue", "Arial", "sans-serif")


def build(assistant: Assistant, office: Office, shelving: Shelving, transit: Transit) -> gr.Blocks:
    """Return the page with its events; files come and go through ``transit`` alone."""
    os.environ["GRADIO_TEMP_DIR"] = str(transit.root)  # where Gradio looks for uploads; it has no other way to be told
    screen, history = Screen(assistant, office.turnstile), History(assistant, office)
    rewriter = Rewriter(assistant.writer.model) if assistant.writer else None

    def html(identity: str, value: str = "", script: str = BRIDGE) -> gr.HTML:
        return gr.HTML(value, elem_id=identity, js_on_load=script, apply_default_css=False)

    with ErrorPage(title=TITLE, analytics_enabled=False, fill_width=True) as page:
        roles.signed_in(page, office.accounts)
        top = html("top", answers.top(TITLE))
        with gr.Row(elem_id="layout"):
            with gr.Column(), gr.Tabs() as tabs:
                asking = AskTab(screen, history, office, html, BRIDGE)
                search = SearchTab(screen, office, html)
                tabulation = TabulationTab(assistant, office, transit)
                shelf = library_tab.tab(shelving, office, page, transit)
                drafts, checking = desk_tabs.tabs(
                    assistant, office, shelving, BRIDGE, page, rewriter, transit, asking.chosen
                )
                administration_tab.tab(assistant, office)
            side = html("panel", script=BRIDGE + FACSIMILE)

        def open_source(event: gr.EventData) -> str:
            return screen.open(str(event.keys), int(event.at))

        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        clicks = [place.click for place in (*asking.places, search.found, *tabulation.places, shelf, side)]
        gr.on(clicks, open_source, None, side, queue=False, **quiet)
        asking.wire(page, top, quiet)
        search.wire(tabs, asking.places, asking.chosen, quiet)
        withins = (asking.within, search.within, drafts.within)
        drafts.lead(asking.places, history, asking.conversation, asking.errand)
        library_tab.lead(shelf, tabs, asking.chosen, withins, tabulation, ChosenReports(screen, office.sets))
        checking.wire(side)
        roles.reserve(page, ROLES, hidden=office.accounts.on)
    page._queue = FairQueue(page)
    page.has_launched = True  # else Gradio takes paths of files from anybody: it sets this only when it serves by itself
    return page


def mount(server: FastAPI, assistant: Assistant, office: Office, shelving: Shelving) -> None:
    """Put the page at the root of a server."""
    theme = gr.themes.Base(
        primary_hue=gr.themes.colors.blue,
        neutral_hue=gr.themes.colors.slate,
        font=[gr.themes.Font(f) for f in FONTS],
        font_mono=[gr.themes.Font("monospace")],
    )
    css = "\n".join((ASSETS / name).read_text(encoding="utf-8") for name in STYLES)
    script, head = ((ASSETS / name).read_text(encoding="utf-8") for name in ("page.js", "head.html"))
    transit = Transit.open(office.settings)
    blocks = build(assistant, office, shelving, transit)
    script_names = scripts.shorten(blocks.blocks.values())
    page_uploads.add(server, transit, office.settings.limits.max_file_mb)
    gr.mount_gradio_app(
        server, blocks, "/", server_name=office.settings.host, server_port=office.settings.port,
        footer_links=[], run_history=False, show_error=False, max_file_size="50mb", ssr_mode=False, enable_monitoring=False,
        pwa=False, mcp_server=False, theme=theme, css=css, js=script, head=head, i18n=translations.vietnamese(),
        auth_dependency=lambda request: who(request).name,
    )  # fmt: skip
    script_file = scripts.write(blocks.config, script, script_names)
    scripts.add(server, script_file)
    server.router.routes.insert(0, server.router.routes.pop())  # before the folder of that name
    mounted = next(
        route for route in server.router.routes if getattr(route, "app", None) and getattr(route, "path", "-") == ""
    )
    mounted.app.state_holder = states = LightStates(blocks)  # type: ignore[attr-defined]
    mounted.app.user_middleware.append(Middleware(Scripts, script=script_file))  # type: ignore[attr-defined]
    mounted.app = PageDoor(mounted.app, transit, blocks.fns, blocks._queue, states.forget)  # type: ignore[attr-defined]
