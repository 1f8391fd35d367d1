"""The page and its events. Words from documents reach it only through views and panel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import gradio as gr
from fastapi import FastAPI

from app.assistant import Assistant
from app.office.audit import Action
from app.office.office import Office
from app.office.person import Role
from app.office.shelving import Shelving
from app.web import admin, desk, library_tab, roles, views, words
from app.web.screen import LONGEST, TITLE, Screen, Turn, Turns, placed
from app.web.who import where, who

ASSETS = Path(__file__).parent / "assets"
BRIDGE = (ASSETS / "bridge.js").read_text(encoding="utf-8")  # fires 'click', 'submit' and 'search'
FACSIMILE = (ASSETS / "facsimile.js").read_text(encoding="utf-8")  # the pages in the side panel
# Gradio puts a class before every selector: write no commas in :is()
STYLES = ("app.css", "facsimile.css", "admin.css", "library.css")
KEPT_TURNS = 40  # of a conversation stay on the page; each is sent again with every question
ROLES = {"draft": Role.DRAFTER, "check": Role.DRAFTER, admin.ID: Role.ADMINISTRATOR}  # of tabs that are not for all
FONTS = ("Be Vietnam Pro", "system-ui", "Segoe UI", "Roboto", "Noto Sans", "Helvetica Neue", "Arial", "sans-serif")


def build(assistant: Assistant, office: Office, shelving: Shelving) -> gr.Blocks:
    """Return the page with its events."""
    screen = Screen(assistant)

    def html(identity: str, value: str = "", script: str = BRIDGE) -> gr.HTML:
        return gr.HTML(value, elem_id=identity, js_on_load=script, apply_default_css=False)

    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as page:
        roles.signed_in(page, office.accounts)
        top = html("top", views.top(TITLE))
        turns, chosen = gr.State([]), gr.State(())  # the conversation; ids of the reports that alone are asked
        with gr.Row(elem_id="layout"):
            with gr.Column(), gr.Tabs() as tabs:
                with gr.Tab("Hỏi đáp", id="ask") as answers:
                    earlier, latest = html("earlier"), html("latest")
                    with gr.Row(elem_id="ask"):
                        question = gr.Textbox(
                            label="Câu hỏi",
                            placeholder="Hỏi về các báo cáo…",
                            show_label=False,
                            container=False,
                            lines=1,
                            max_lines=5,
                            max_length=LONGEST,
                            elem_id="question",
                            autofocus=True,
                        )
                        send = gr.Button("Gửi", variant="primary", elem_id="send")
                        again = gr.Button("Hỏi lại từ đầu", elem_id="again")
                        within = html("within", script=library_tab.SCRIPT)
                with gr.Tab("Tìm đoạn văn", id="search"):
                    with gr.Row(elem_id="find"):
                        wanted = gr.Textbox(
                            label="Nội dung cần tìm", lines=1, max_lines=3, max_length=LONGEST, elem_id="wanted"
                        )
                        count = gr.Dropdown([5, 10, 20, 50], value=10, label="Số kết quả", elem_id="count", filterable=False)
                        find = gr.Button("Tìm", variant="primary", elem_id="find-button")
                    found = html("found")
                shelf = library_tab.tab(shelving, office, page)
                desk.tabs(assistant, BRIDGE)
                admin.tab(assistant, office)
            side = html("panel", script=BRIDGE + FACSIMILE)

        def ask(
            text: str, turns: Turns, chosen: tuple[str, ...], event: gr.EventData, request: gr.Request
        ) -> Iterator[list[object]]:
            """Answer what was typed or clicked, or an earlier turn again, in its place."""
            on_page = isinstance(event.target, gr.HTML)
            again = on_page and hasattr(event, "turn")
            asked = str(event.text) if on_page and not again else text
            steps: Iterator[Turn] = iter(())
            if again:
                steps = screen.again(int(event.turn), str(event.keys), turns)
            elif asked.strip():
                steps = screen.ask(asked, turns, chosen)
                office.audit.record(who(request), Action.QUESTION, asked, where(request))
            steps = office.work.through("Trả lời câu hỏi", who(request).name, steps)
            now = turns
            for index, turn in enumerate(steps):
                now = placed(turn, turns)
                first, last = index == 0, turn is now[-1]
                above = "".join(one.made for one in now[:-1]) if not last or (first and not again) else gr.skip()
                typed = "" if first and not again else gr.skip()
                button = gr.Button(interactive=False) if first else gr.skip()
                yield [above, turn.made if last else gr.skip(), typed, button, gr.skip()]
            yield [gr.skip(), gr.skip(), gr.skip(), gr.Button(interactive=True), now[-KEPT_TURNS:]]

        def open_source(event: gr.EventData) -> str:
            return screen.open(str(event.keys), int(event.at))

        def search_again(count: int, event: gr.EventData) -> str:
            return screen.search(str(event.text), count, str(event.keys))

        def search_for(count: int, event: gr.EventData) -> tuple[gr.Tabs, str, str]:
            return gr.Tabs(selected="search"), str(event.text), screen.search(str(event.text), count)

        def greet(turns: Turns) -> list[object]:
            welcome, head = screen.first_view()
            return [gr.skip() if turns else welcome, head]

        def search(text: str, count: int, request: gr.Request) -> str:
            if text.strip():
                office.audit.record(who(request), Action.SEARCH, text, where(request))
            return screen.search(text, count)

        def start_over() -> tuple[str, str, Turns]:
            return "", screen.first_view()[0], []

        quiet = {"show_progress": "hidden", "api_visibility": "private"}
        shown = [earlier, latest, question, send, turns]
        asking = [question.submit, send.click, latest.submit, earlier.submit]  # one event: one question at a time
        gr.on(asking, ask, [question, turns, chosen], shown, concurrency_limit=4, trigger_mode="once", **quiet)
        again.click(start_over, None, [earlier, latest, turns], **quiet)
        gr.on([wanted.submit, find.click], search, [wanted, count], found, concurrency_limit=4, **quiet)
        found.submit(search_again, [count], found, concurrency_limit=4, **quiet)
        for place in (earlier, latest):
            place.search(search_for, [count], [tabs, wanted, found], **quiet)
        gr.on(
            [place.click for place in (earlier, latest, found, shelf, side)], open_source, None, side, queue=False, **quiet
        )
        library_tab.lead_to_questions(shelf, tabs, chosen, within, screen.limit)
        answers.select(greet, [turns], [latest, top], **quiet)  # the library may hold more by now
        page.load(screen.first_view, None, [latest, top], **quiet)
        roles.reserve(page, ROLES, hidden=office.accounts.on)
    return page


def mount(server: FastAPI, assistant: Assistant, office: Office, shelving: Shelving) -> None:
    """Put the page at the root of a server."""
    theme = gr.themes.Base(
        primary_hue=gr.themes.colors.blue,
        neutral_hue=gr.themes.colors.slate,
        font=[gr.themes.Font(f) for f in FONTS],
        font_mono=[gr.themes.Font("monospace")],
    )
    css = "".join((ASSETS / name).read_text(encoding="utf-8") for name in STYLES)
    script, head = ((ASSETS / name).read_text(encoding="utf-8") for name in ("page.js", "head.html"))
    gr.mount_gradio_app(
        server, build(assistant, office, shelving), "/", server_name=office.settings.host, server_port=office.settings.port,
        footer_links=[], run_history=False, show_error=False, max_file_size="50mb", ssr_mode=False, enable_monitoring=False,
        pwa=False, mcp_server=False, theme=theme, css=css, js=script, head=head, i18n=words.vietnamese(),
        auth_dependency=lambda request: who(request).name,
    )  # fmt: skip
