"""Headers that every answer carries, refusals and errors too: what a browser may do with it."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# The page may talk to this server and to nobody else. No script is made of words or written into a page:
# app.web.http.scripts sees to those of Gradio. Styles are, in attributes too.
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'self'; "
    "form-action 'self'"
)
EVERYWHERE = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",  # for browsers that do not know frame-ancestors
    "Referrer-Policy": "same-origin",  # with none at all, browsers would not say where a form was sent from either
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
# An answer that does not say how long it may be kept is kept nowhere: others use the same computer, and its proxy.
OK = 200
PRIVATE = {"Cache-Control": "no-store"}
PUBLIC = ("/looks/", "/assets/", "/static/", "/theme.css", "/favicon.ico")  # parts of the page, the same for everybody
# Names of these hold a checksum of their content: what changes has another name.
NEVER_CHANGED, KEPT = "/assets/", {"Cache-Control": "public, max-age=31536000, immutable"}
SECURE = {  # over https; browsers that came without it would only complain
    "Strict-Transport-Security": "max-age=31536000",  # a year in which they come over https only
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Headers:
    """ASGI middleware; an answer that says something itself, such as a stricter policy of its own, keeps it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and add to its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                secure = SECURE if scope.get("state", {}).get("secure") else {}
                private = {} if scope["path"].startswith(PUBLIC) else PRIVATE
                if scope["path"].startswith(NEVER_CHANGED) and message["status"] == OK:
                    private = KEPT
                for name, value in (EVERYWHERE | secure | private).items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, dressed)
