"""The server: the page and whatever else is reached over HTTP, and how it starts and ends."""

from __future__ import annotations

import errno
import gc
import logging
import socket
import sys
import threading
from collections.abc import Callable
from types import FrameType

import uvicorn
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.trustedhost import TrustedHostMiddleware
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles

from app.access.under_way import SharedUnderWay
from app.assistant import Assistant
from app.checks.two_values import look_ahead
from app.following import Following
from app.library.facsimiles import Facsimiles
from app.library.ingestion import Shelving
from app.office import Office
from app.web.gradio_ui import administration_tab, page
from app.web.handlers.drafting import Drafting
from app.web.http import api, connections, facsimile_routes, invalid_input, library_routes, mcp_tools, sign_in
from app.web.http.authentication import Guard
from app.web.http.compression import Compressed
from app.web.http.headers import Headers
from app.web.http.trouble import Trouble
from app.web.requester import where, who
from settings import Settings

logger = logging.getLogger(__name__)

NO_ADDRESS = 2  # exit status


def application(assistant: Assistant, office: Office) -> FastAPI:
    """Return the ASGI application. What has an address of its own is added before the page, which takes all others."""
    server = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    server.add_middleware(Guard, office=office)
    server.add_middleware(Headers)  # around the guard: on its refusals too
    server.include_router(sign_in.router(office))
    server.include_router(administration_tab.router(office))
    facsimiles = Facsimiles(lambda: assistant.library, office.settings)
    server.include_router(facsimile_routes.router(assistant, facsimiles, office.audit))
    server.add_exception_handler(RequestValidationError, _invalid)
    server.mount("/looks", StaticFiles(directory=page.ASSETS / "looks"))
    server.mount(api.PATH, api.application(assistant, office))
    mcp_tools.mount(server, assistant, office)

    def forget(report: str) -> None:
        facsimiles.forget(report)
        office.forget_report(report)
        Drafting(assistant, office.drafts, workshop=office.workshop).forget_lost()

    shelving = Shelving(lambda: assistant.library, assistant.embedder, office.store, office.work, forget)
    if office.settings.database_url is not None:  # which other servers may share
        following = Following(lambda: assistant.library, office.glossary)
        server.router.on_startup.append(following.start)
        server.router.on_shutdown.append(following.stop)
    if isinstance(office.under_way, SharedUnderWay):
        server.router.on_startup.append(office.under_way.start)
        server.router.on_shutdown.append(office.under_way.stop)
    library_routes.add(server, shelving, office.audit, who, where)
    page.mount(server, assistant, office, shelving)
    server.add_middleware(Compressed)
    server.add_middleware(Trouble, data=office.settings.data_dir)  # added last: outside all others
    return server


async def _invalid(request: Request, error: Exception) -> JSONResponse:  # noqa: ARG001 - as FastAPI calls it
    """Answer what is no address or form of the page; FastAPI would answer in English."""
    problems = error.errors() if isinstance(error, RequestValidationError) else ()
    return JSONResponse({"detail": f"Đầu vào sai: {invalid_input.explain_all(problems)}. Hãy tải lại trang (F5)."}, 422)


def config(application: FastAPI, port: int = 0) -> uvicorn.Config:
    """Return how an application is served; ``port`` counts where no socket is given."""
    return uvicorn.Config(
        application, port=port, log_level="error", access_log=False, timeout_graceful_shutdown=1,
        http=connections.protocol(), ws="none", server_header=False,
        proxy_headers=False,  # the guard reads them, from trusted proxies only
    )  # fmt: skip


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


def serve(assistant: Assistant, office: Office) -> None:
    """Serve the web app until Ctrl+C.

    :raises SystemExit: the address cannot be had; a line on standard error says why.
    """
    settings = office.settings
    door = _door(settings)
    app = at_home(application(assistant, office), office)
    connections.allow_many()
    # the first question should not have to wait for the model
    warming = threading.Thread(target=_warm, args=(assistant, office), daemon=True)
    warming.start()
    address = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)  # noqa: S104
    welcome = f"Mở trình duyệt tại http://{address}:{settings.port} (dừng: Ctrl+C)\n{_first_administrator(office)}"
    _Server(config(app), lambda: _say(welcome)).run([door])
    office.workshop.close()
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


def at_home(application: FastAPI, office: Office) -> FastAPI:
    """Without accounts answer to this machine's own names only: a page elsewhere may have its name point here."""
    if not office.accounts.on:
        application.add_middleware(
            TrustedHostMiddleware, allowed_hosts=["localhost", "127.0.0.1", "::1", "[::1]", office.settings.host]
        )
    return application


def _first_administrator(office: Office) -> str:
    """Return what the terminal says where nobody has signed in as administrator yet; else nothing."""
    first = office.accounts.first() if office.accounts.on else None
    if first is None:
        return ""
    name, once = first
    return (
        f"Quản trị viên đầu tiên: tên đăng nhập {name}, mật khẩu dùng một lần {once}\n"
        "(phải đổi khi đăng nhập lần đầu; chưa ai đăng nhập thì mỗi lần mở ứng dụng có mật khẩu mới)\n"
    )


def _warm(assistant: Assistant, office: Office) -> None:
    office.workshop.warm()
    try:
        assistant.warm()
    except Exception as error:  # noqa: BLE001 - the first question will meet the same error and show it
        logger.warning("the model could not be loaded ahead of time: %s", error)
        return
    gc.freeze()  # what is loaded by now stays: the collector need not walk through the model's objects again and again
    threading.Thread(target=_read_ahead, args=(assistant,), daemon=True).start()  # may be cut off: it only reads


def _read_ahead(assistant: Assistant) -> None:
    assistant.read_ahead()
    look_ahead(assistant.library)


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
