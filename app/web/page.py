"""The page and its events. Words from documents reach it only through views and panel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import gradio as gr
from fastapi import FastAPI

from app.assistant import Assistant
from app.drafting.rewriting import Rewriter
from app.office.audit import Action
from app.office.office import Office
from app.office.person import Role
from app.office.shelving import Shelving
from app.web import admin, desk, library_tab, roles, views, words
from app.web.history import History
from app.web.history_page import Past, Shown
from app.web.screen import LONGEST, TITLE, Screen, Turn, Turns, placed
from app.web.search_tab import SearchTab
from app.web.who import where, who

ASSETS = Path(__file__).parent / "assets"
BRIDGE = (ASSETS / "bridge.js").read_text(encoding="utf-8")  # fires 'click', 'submit' and 'search'
FACSIMILE = (ASSETS / "facsimile.js").read_text(encoding="utf-8")  # the pages in the side panel
# Gradio puts a class before every selector: write no commas in :is()
STYLES = ("app.css", "facsimile.css", "admin.css", "library.css", "history.css", "desk.css")
ROLES = {"draft": Role.DRAFTER, "check": Role.DRAFTER, admin.ID: Role.ADMINISTRATOR}  # of tabs that are not for all
FONTS = ("Be Vietnam Pro", "system-ui", "Segoe UI", "Roboto", "Noto Sans", "Helvetica Neue", "Arial", "sans-serif")


def build(assistant: Assistant, office: Office, shelving: Shelving) -> gr.Blocks:
    """Return the page with its events."""
    screen, history = Screen(assistant, office.turnstile), History(assistant, office)
    rewriter = Rewriter(assistant.writer.model) if assistant.writer else None

    def html(identity: str, value: str = "", script: str = BRIDGE) -> gr.HTML:
        return gr.HTML(value, elem_id=identity, js_on_load=script, apply_default_css=False)

    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as page:
        roles.signed_in(page, office.accounts)
        top = html("top", views.top(TITLE))
        turns_, chosen = gr.State([]), gr.State(())  # the conversation; ids of the reports that alone are asked
        with gr.Row(elem_id="layout"):
            with gr.Column(), gr.Tabs() as tabs:
                with gr.Tab("Hỏi đáp", id="ask") as asking_tab:
                    past = Past(history, BRIDGE)
                    earlier, latest = html("earlier"), html("latest")
                    past.below()
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
                        stop = gr.Button("Dừng", elem_id="stop")
                        again = gr.Button("Cuộc trò chuyện mới", elem_id="again")
                        within = html("within", script=library_tab.SCRIPT)
                search = SearchTab(screen, office, html)
                shelf = library_tab.tab(shelving, office, page)
                desk.tabs(assistant, office, BRIDGE, page, rewriter)
                admin.tab(assistant, office)
            side = html("panel", script=BRIDGE + FACSIMILE)

        def ask(
            text: str,
            turns: Turns,
            conversation: str,
            chosen: tuple[str, ...],
            request: gr.Request,
            event: gr.EventData,
        ) -> Iterator[dict[object, object]]:
            """Answer what was typed or clicked, or an earlier turn again, in its place; then keep it."""
            on_page, person = isinstance(event.target, gr.HTML), who(request)
            again = on_page and hasattr(event, "turn")
            asked = str(event.text) if on_page and not again else text
            steps: Iterator[Turn] = iter(())
            if again:
                steps = screen.again(int(event.turn), str(event.keys), turns)
            elif asked.strip():
                steps = screen.ask(asked, turns, history.next_number(person, conversation), chosen)
                office.audit.record(person, Action.QUESTION, asked, where(request))
            steps = office.work.through("Trả lời câu hỏi", person.name, steps)
            now = turns
            with history.answering():
                for index, step in enumerate(steps):
                    kept, turn = history.keep(person, conversation, step)  # before it is shown whole
                    now = placed(turn, turns)
                    first, last = index == 0, turn is now[-1]
                    made: dict[object, object] = {latest: turn.made} if last else {}
                    if not last or (first and not again):
                        made[earlier] = "".join(one.made for one in now[:-1])
                    if first:
                        typed = gr.skip() if again else ""
                        made |= {question: typed, send: gr.Button(interactive=False), turns_: now, past.pending: turn.number}
                        made |= {past.following: ""} if last else {}
                    if turn.answer is not None:
                        made |= past.added(person, conversation, kept) | past.ready(now)
                    yield made
            yield past.ready(now)

        def open_source(event: gr.EventData) -> str:
            return screen.open(str(event.keys), int(event.at))

        def greet(turns: Turns) -> list[object]:
            welcome, head = screen.first_view()
            return [gr.skip() if turns else welcome, head]

        quiet = {"show_progress": "hidden", "api_visibility": "private"}
        shown = [
            earlier,
            latest,
            question,
            send,
            turns_,
            past.pending,
            past.conversation,
            past.mark,
            past.list,
            past.following,
        ]
        answers = (latest, earlier, past.following)
        asking = [question.submit, send.click, *(one.submit for one in answers)]  # one event: one question at a time
        answering = gr.on(
            asking,
            ask,
            [question, turns_, past.conversation, chosen],
            shown,
            concurrency_limit=4,
            trigger_mode="once",
            **quiet,
        )
        search.wire(tabs, (earlier, latest), quiet)
        gr.on(
            [place.click for place in (earlier, latest, search.found, shelf, side)],
            open_source,
            None,
            side,
            queue=False,
            **quiet,
        )
        library_tab.lead_to_questions(shelf, tabs, chosen, within, screen.limit)
        asking_tab.select(greet, [turns_], [latest, top], **quiet)  # the library may hold more by now
        started = page.load(screen.first_view, None, [latest, top], **quiet)
        view = Shown(earlier, latest, send, turns_, lambda: screen.first_view()[0])
        past.wire(view, anew=again, stop=stop, asking=answering, started=started)
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
    css = "\n".join((ASSETS / name).read_text(encoding="utf-8") for name in STYLES)
    script, head = ((ASSETS / name).read_text(encoding="utf-8") for name in ("page.js", "head.html"))
    gr.mount_gradio_app(
        server, build(assistant, office, shelving), "/", server_name=office.settings.host, server_port=office.settings.port,
        footer_links=[], run_history=False, show_error=False, max_file_size="50mb", ssr_mode=False, enable_monitoring=False,
        pwa=False, mcp_server=False, theme=theme, css=css, js=script, head=head, i18n=words.vietnamese(),
        auth_dependency=lambda request: who(request).name,
    )  # fmt: skip
