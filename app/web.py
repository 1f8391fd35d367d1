"""The web app: the only module that knows Gradio. Words from documents reach the page only through views and panel."""

from __future__ import annotations

import errno
import logging
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

import gradio as gr
import uvicorn
from fastapi import FastAPI

from app import desk, views
from app.assistant import Assistant
from app.screen import LONGEST, TITLE, Screen, Turn, Turns, placed
from settings import Settings

logger = logging.getLogger(__name__)

ASSETS = Path(__file__).parent / "assets"
BRIDGE = (ASSETS / "bridge.js").read_text(encoding="utf-8")  # fires 'click', 'submit' and 'search'
KEPT_TURNS = 40  # of a conversation stay on the page; each is sent again with every question
NO_ADDRESS = 2  # exit status
FONTS = ("system-ui", "Segoe UI", "Roboto", "Noto Sans", "Helvetica Neue", "Arial", "sans-serif")

# The page may talk to this server and to nobody else. Gradio needs inline scripts and eval for its own code.
HEADERS = [
    (
        "Content-Security-Policy",
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; frame-ancestors 'self'; form-action 'self'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
]


def build(assistant: Assistant) -> gr.Blocks:
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
                desk.tabs(assistant, BRIDGE)
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


def application(assistant: Assistant, settings: Settings) -> FastAPI:
    """Return the page as an ASGI application."""
    theme = gr.themes.Base(
        primary_hue=gr.themes.colors.blue,
        neutral_hue=gr.themes.colors.slate,
        font=[gr.themes.Font(f) for f in FONTS],
        font_mono=[gr.themes.Font("monospace")],
    )
    css, script, head = ((ASSETS / name).read_text(encoding="utf-8") for name in ("app.css", "page.js", "head.html"))
    made = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    gr.mount_gradio_app(
        made, build(assistant), "/", server_name=settings.host, server_port=settings.port, footer_links=[],
        run_history=False, show_error=False, max_file_size="50mb", ssr_mode=False, enable_monitoring=False, pwa=False,
        mcp_server=False, theme=theme, css=css, js=script, head=head,
    )  # fmt: skip
    return made


class _Server(uvicorn.Server):
    """A server that says when it can be reached, and that one Ctrl+C, or several, end without a traceback."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], object]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002
        self.should_exit = True
        logging.getLogger("uvicorn.error").disabled = True  # pages still open are cut off, which it would report as errors


def serve(assistant: Assistant, settings: Settings) -> None:
    """Serve the web app until Ctrl+C.

    :raises SystemExit: the address cannot be had; a line on standard error says why.
    """
    door = _door(settings)
    config = uvicorn.Config(
        application(assistant, settings), log_level="error", access_log=False, headers=HEADERS, timeout_graceful_shutdown=1
    )
    # the first question should not have to wait for the model
    warming = threading.Thread(target=_warm, args=(assistant,), daemon=True)
    warming.start()
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)  # noqa: S104
    _Server(config, lambda: _say(f"Mở trình duyệt tại http://{shown}:{settings.port} (dừng: Ctrl+C)\n")).run([door])
    warming.join(20)  # cut off half-way, torch would end the process with an abort
    _say("Đã dừng.\n")


def _door(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family)
    except OSError as error:
        other = settings.port + 1 if settings.port < 65535 else 7860
        if error.errno == errno.EADDRINUSE:
            why = f"Cổng {settings.port} đang có chương trình khác dùng, có thể là ứng dụng này đã mở sẵn. "
            what = f"Hãy đóng chương trình đó, hoặc chọn cổng khác: PORT={other}\n"
        else:
            why = f"Không mở được địa chỉ {settings.host}, cổng {settings.port} ({error.strerror}). "
            what = f"Hãy kiểm tra HOST và PORT, ví dụ HOST=127.0.0.1 PORT={max(other, 1024)}\n"
        sys.stderr.write(why + what)
        raise SystemExit(NO_ADDRESS) from error


def _warm(assistant: Assistant) -> None:
    try:
        assistant.search("báo cáo", 1)
    except Exception as error:  # noqa: BLE001 - the first question will meet the same error and show it
        logger.warning("the model could not be loaded ahead of time: %s", error)


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
