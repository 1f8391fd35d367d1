"""The page and its events. Words from documents reach it only through views and panel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import gradio as gr
from fastapi import FastAPI

from app.assistant import Assistant
from app.office.office import Office
from app.web import desk, views
from app.web.screen import LONGEST, TITLE, Screen, Turn, Turns, placed

ASSETS = Path(__file__).parent / "assets"
BRIDGE = (ASSETS / "bridge.js").read_text(encoding="utf-8")  # fires 'click', 'submit' and 'search'
STYLES = ("app.css", "desk.css")
KEPT_TURNS = 40  # of a conversation stay on the page; each is sent again with every question
FONTS = ("system-ui", "Segoe UI", "Roboto", "Noto Sans", "Helvetica Neue", "Arial", "sans-serif")


def build(assistant: Assistant, office: Office) -> gr.Blocks:
    """Return the page with its events."""
    screen = Screen(assistant)

    def html(identity: str, value: str = "") -> gr.HTML:
        return gr.HTML(value, elem_id=identity, js_on_load=BRIDGE, apply_default_css=False)

    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as page:
        top = html("top", views.top(TITLE))
        turns = gr.State([])
        with gr.Row(elem_id="layout"):
            with gr.Column(), gr.Tabs() as tabs:
                with gr.Tab("Hỏi đáp", id="ask"):
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
                with gr.Tab("Tìm đoạn văn", id="search"):
                    with gr.Row(elem_id="find"):
                        wanted = gr.Textbox(
                            label="Nội dung cần tìm", lines=1, max_lines=3, max_length=LONGEST, elem_id="wanted"
                        )
                        count = gr.Dropdown([5, 10, 20, 50], value=10, label="Số kết quả", elem_id="count", filterable=False)
                        find = gr.Button("Tìm", variant="primary", elem_id="find-button")
                    found = html("found")
                desk.tabs(assistant, office, BRIDGE, page)
            side = html("panel")

        def ask(text: str, turns: Turns, event: gr.EventData) -> Iterator[list[object]]:
            """Answer what was typed or clicked, or an earlier turn again, in its place."""
            on_page = isinstance(event.target, gr.HTML)
            again = on_page and hasattr(event, "turn")
            asked = str(event.text) if on_page and not again else text
            steps: Iterator[Turn] = iter(())
            if again:
                steps = screen.again(int(event.turn), str(event.keys), turns)
            elif asked.strip():
                steps = screen.ask(asked, turns)
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

        def start_over() -> tuple[str, str, Turns]:
            return "", screen.first_view()[0], []

        quiet = {"show_progress": "hidden", "api_visibility": "private"}
        shown = [earlier, latest, question, send, turns]
        asking = [question.submit, send.click, latest.submit, earlier.submit]  # one event: one question at a time
        gr.on(asking, ask, [question, turns], shown, concurrency_limit=4, trigger_mode="once", **quiet)
        again.click(start_over, None, [earlier, latest, turns], **quiet)
        gr.on([wanted.submit, find.click], screen.search, [wanted, count], found, concurrency_limit=4, **quiet)
        found.submit(search_again, [count], found, concurrency_limit=4, **quiet)
        for place in (earlier, latest):
            place.search(search_for, [count], [tabs, wanted, found], **quiet)
        gr.on([place.click for place in (earlier, latest, found, side)], open_source, None, side, queue=False, **quiet)
        page.load(screen.first_view, None, [latest, top], **quiet)
    return page


def mount(server: FastAPI, assistant: Assistant, office: Office) -> None:
    """Put the page at the root of a server."""
    theme = gr.themes.Base(
        primary_hue=gr.themes.colors.blue,
        neutral_hue=gr.themes.colors.slate,
        font=[gr.themes.Font(f) for f in FONTS],
        font_mono=[gr.themes.Font("monospace")],
    )
    script, head = ((ASSETS / name).read_text(encoding="utf-8") for name in ("page.js", "head.html"))
    css = "\n".join((ASSETS / name).read_text(encoding="utf-8") for name in STYLES)
    gr.mount_gradio_app(
        server, build(assistant, office), "/", server_name=office.settings.host, server_port=office.settings.port,
        footer_links=[], run_history=False, show_error=False, max_file_size="50mb", ssr_mode=False, enable_monitoring=False,
        pwa=False, mcp_server=False, theme=theme, css=css, js=script, head=head,
    )  # fmt: skip
