"""The outermost layer of the server: what goes wrong is answered with what to do, never with a bare 500.

What reached uvicorn would be a traceback in the log for each request, of any length.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, PlainTextResponse, Response

from app.field_text import printable
from app.web.error_log import LONGEST, log
from index.database.disk import disk_problem
from index.errors import IndexProblem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

logger = logging.getLogger(__name__)

UNAVAILABLE, UNKNOWN = 503, 500
UNFORESEEN = "Có lỗi ngoài dự kiến nên chưa làm được việc này. Hãy thử lại; nếu vẫn lỗi, hãy báo người quản trị."
RETRY = {"Retry-After": "60"}  # seconds: somebody has to make room first


class Trouble:
    """ASGI middleware that answers what the guard and the routes let fall.

    :param data: the folder of the library, named where the disk does not say which file it is about.
    """

    def __init__(self, app: ASGIApp, data: Path) -> None:
        self._app, self._data = app, data

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; answer it where the library cannot be used just now."""
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            if scope["type"] != "http":
                raise
            request_line = f"{scope.get('method')} {printable(str(scope.get('path')))[:LONGEST]}"
            problem = self._words_of(error)
            if problem is None:
                log.note(request_line, error)
            else:
                logger.error("%s: %s", request_line, problem)
            if not begun:
                await _answer(scope, problem)(scope, receive, send)

    def _words_of(self, error: Exception) -> str | None:
        if isinstance(error, OSError):
            problem = disk_problem(error, self._data)
            return str(problem) if problem else None
        return str(error) if isinstance(error, IndexProblem) else None


def _answer(scope: Scope, reason: str | None) -> Response:
    """Return the answer to a request that failed; ``reason``: what keeps the library from being used, None: nobody knows."""
    if reason is None:
        return JSONResponse({"detail": UNFORESEEN, "error": UNFORESEEN}, UNKNOWN)
    accepted = next((value for name, value in scope.get("headers", ()) if name == b"accept"), b"")
    if b"text/html" in accepted:
        return PlainTextResponse(reason, UNAVAILABLE, RETRY)
    return JSONResponse({"detail": reason, "error": reason}, UNAVAILABLE, RETRY)
