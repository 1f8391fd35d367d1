"""The page and its parts travel compressed: a third of their size on a slow line. Nothing that is somebody's own does.

A compressed answer that holds a secret beside words of a stranger's choosing can tell the secret by its length; the page
and its parts are the same for everybody but for a number that serves once.
"""

from __future__ import annotations

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from app.web.http.headers import PUBLIC

SMALLEST = 1400  # bytes; less fits into one packet anyway
PACKED = (".woff2", ".png", ".webp", ".ico")  # compressed already


class Compressed:
    """ASGI middleware for the page itself and its public parts; all else goes as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self._plain, self._packing = app, GZipMiddleware(app, minimum_size=SMALLEST)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        path = scope.get("path", "") if scope["type"] == "http" else ""
        own = path == "/" or (path.startswith(PUBLIC) and not path.endswith(PACKED))
        await (self._packing if own else self._plain)(scope, receive, send)
