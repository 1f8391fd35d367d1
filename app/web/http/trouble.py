"""The outermost layer of the server: a full disk or a locked store is answered with what to do, never with a bare 500."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, PlainTextResponse, Response

from index.errors import IndexProblem
from index.store.disk import disk_problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

logger = logging.getLogger(__name__)

UNAVAILABLE = 503
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
        except (IndexProblem, OSError) as error:
            said = self._said(error)
            if said is None or scope["type"] != "http":
                raise
            logger.error("%s %s: %s", scope.get("method"), scope.get("path"), said)
            if not begun:
                await _answer(scope, said)(scope, receive, send)

    def _said(self, error: Exception) -> str | None:
        known = disk_problem(error, self._data) if isinstance(error, OSError) else error
        return str(known) if known else None


def _answer(scope: Scope, said: str) -> Response:
    wanted = next((value for name, value in scope.get("headers", ()) if name == b"accept"), b"")
    if b"text/html" in wanted:
        return PlainTextResponse(said, UNAVAILABLE, RETRY)
    return JSONResponse({"detail": said, "error": said}, UNAVAILABLE, RETRY)
