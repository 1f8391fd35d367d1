"""The door of the page: of all that Gradio answers, only what the page uses, and to each only what is theirs.

Gradio has some eighty addresses, among them ones that keep a page's state for others, fetch from elsewhere, or write
programs. :data:`OPEN` lists those that the page needs; all others are not there, whatever a new version brings.
"""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import parse_qs, urlencode

from anyio import to_thread
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.access.person import Person, Role
from app.field_text import LONGEST
from app.storage.transit import Owner, Transit
from app.web.http import page_events
from app.web.http.pace import Pace
from app.web.http.page_events import EventRefused
from app.web.requester import NOT_ALLOWED, current

API = "/gradio_api"
JOIN, RUN, CANCEL, RESET = f"{API}/queue/join", f"{API}/run/predict", f"{API}/cancel", f"{API}/reset"
LISTEN, HEARTBEAT, FILE = f"{API}/queue/data", f"{API}/heartbeat/", f"{API}/file="
READ = ("GET", "HEAD")
OPEN = {  # by address, or its beginning where it ends in "/" or "=", the methods
    "/": READ,
    "/assets/": READ,
    "/static/": READ,
    "/theme.css": READ,
    "/favicon.ico": READ,
    "/config": READ,
    f"{API}/app_id": READ,  # by which a page learns, after a pause, that the app is the same
    FILE: READ,
    HEARTBEAT: ("GET",),
    LISTEN: ("GET",),
    JOIN: ("POST",),
    RUN: ("POST",),
    CANCEL: ("POST",),
    RESET: ("POST",),
}
PACED = (JOIN, RUN, CANCEL, RESET, "/", "/config")  # what takes work, a few of each owner at a time
UNKNOWN, FAILED_EVENT = 500, 422
MOST_SESSIONS = 200  # pages of one owner that are remembered: a day's reloads; the one unused longest goes
MOST_FORGOTTEN = 20_000  # pages of all people that are known to be forgotten
ASKED_AGAIN = 10.0  # seconds between two looks at whether the person of an open stream is still signed in
MOST_STREAMS = 60  # of one owner: two for each open page
# Headers that Gradio would believe of where it stands, answer pages of other sites by, or send back for all to read.
HIDDEN = frozenset(b"origin cookie authorization range x-gradio-server x-direct-url x-gradio-user".split())
BODY_HEADERS = frozenset((b"content-length", b"content-type", b"transfer-encoding"))
GONE = "Trang này đã mở quá lâu nên ứng dụng không còn giữ nội dung của nó. Hãy tải lại trang (F5) rồi làm lại."
ELSEWHERE = "Trang này đã được mở bởi một người khác. Hãy tải lại trang (F5) rồi làm lại."
TOO_MANY = "Bạn đang mở quá nhiều trang cùng lúc. Hãy đóng bớt các thẻ của trình duyệt rồi tải lại trang."


class PageDoor:
    """ASGI middleware before Gradio; the guard (:class:`app.web.http.authentication.Guard`) has said who asks.

    :param functions: Gradio's events by number, each with its function, which may say what role it ``needs``.
    :param queue: Gradio's queue, which knows the events on their way.
    :param forget: drops what a page holds.
    """

    def __init__(
        self,
        app: ASGIApp,
        transit: Transit,
        functions: dict[int, Any],
        queue: Any,  # noqa: ANN401
        forget: Callable[[str], object] = str,
    ) -> None:
        self._app, self._transit, self._functions, self._queue = app, transit, functions, queue
        self._owners: dict[str, Owner] = {}  # by session of the page: whoever was first
        self._sessions: dict[Owner, OrderedDict[str, None]] = {}
        self._forgotten: OrderedDict[str, None] = OrderedDict()
        self._forget = forget
        self._streams: Counter[Owner] = Counter()
        self._pace = Pace()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through to Gradio, or answer it."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        path = _path(scope)
        if not is_open(scope["method"], path):
            return await _not_found()(scope, receive, send)
        owner = scope.get("state", {}).get("owner", Owner(""))
        try:
            if path in PACED:
                async with self._pace.turn(owner):
                    return await self._paced(path, scope, receive, send, owner)
            if path.startswith(FILE) and not self._transit.serves(owner, path.removeprefix(FILE)):
                return await _not_found()(scope, receive, send)
            if path == LISTEN or path.startswith(HEARTBEAT):
                return await self._stream(path, scope, receive, send, owner)
        except EventRefused as refused:
            return await JSONResponse({"detail": refused.detail}, refused.status)(scope, receive, send)
        return await self._app(_plain(scope), receive, send)

    async def _paced(self, path: str, scope: Scope, receive: Receive, send: Send, owner: Owner) -> None:
        """Answer what takes work: a page, or an event of it."""
        if path in (JOIN, RUN, CANCEL, RESET):
            scope, receive = await self._event(path, scope, receive, owner)
        elif path == "/":
            self._transit.tidy()
        await self._app(_plain(scope), receive, _in_words(send) if path == RUN else send)

    async def _event(self, path: str, scope: Scope, receive: Receive, owner: Owner) -> tuple[Scope, Receive]:
        """Return scope and body of an event of the page, checked."""
        event = page_events.read(await _body(receive))
        if path == RESET:  # does nothing in Gradio
            return _with_body(scope, receive, b'{"event_id": ""}')
        session = page_events.session_of(event)
        self._claim(session, owner)
        number = page_events.function_of(event)
        if path == CANCEL:
            identity = str(event.get("event_id"))
            pending = self._queue.event_ids_to_events.get(identity)
            if pending is not None and pending.session_hash != session:
                raise EventRefused(403, ELSEWHERE)
            return _with_body(scope, receive, page_events.cancellation(session, number, identity))
        self._check_role(number, event.get("event_data"), scope["state"].get("person"))
        function = self._functions[number]
        page_events.check_fields(event, len(function.inputs))
        page_events.check_texts(event, getattr(function.fn, "takes", LONGEST))
        return _with_body(scope, receive, page_events.rewrite(event, lambda path: self._transit.holds(owner, path)))

    def _check_role(self, number: int, data: object, person: Person | None) -> None:
        """Refuse an event of a role that the person has not; where one event has many buttons, the button decides."""
        event = self._functions.get(number)
        if event is None or event.fn is None:  # one without a function is for the browser alone
            raise EventRefused(404, page_events.UNREADABLE)
        by_button = getattr(event.fn, "needs_of", None)
        needed = by_button(data) if by_button else getattr(event.fn, "needs", Role.READER)
        if person is None or not person.role.may(needed):
            raise EventRefused(403, NOT_ALLOWED)

    async def _stream(self, path: str, scope: Scope, receive: Receive, send: Send, owner: Owner) -> None:
        query = parse_qs(scope["query_string"].decode("latin-1"))
        session = path.removeprefix(HEARTBEAT) if path != LISTEN else "".join(query.get("session_hash", []))
        self._claim(page_events.session_of({"session_hash": session}), owner)
        if self._streams[owner] >= MOST_STREAMS:
            raise EventRefused(429, TOO_MANY)
        self._streams[owner] += 1
        plain = _plain(scope, {"session_hash": session} if path == LISTEN else {})
        try:
            await _while_signed_in(self._app(plain, receive, send), scope.get("state", {}), send)
        finally:
            self._streams[owner] -= 1

    def _claim(self, session: str, owner: Owner) -> None:
        """Note whose a session of the page is, and forget the one that its owner has not used for longest.

        One that was forgotten is never taken for a new page: it would answer from other reports than it shows as chosen.

        :raises EventRefused: somebody else's, or forgotten.
        """
        if session in self._forgotten:
            raise EventRefused(409, GONE)
        if self._owners.setdefault(session, owner) != owner:
            raise EventRefused(403, ELSEWHERE)
        own = self._sessions.setdefault(owner, OrderedDict())
        own[session] = None
        own.move_to_end(session)
        if len(own) > MOST_SESSIONS:
            oldest, _ = own.popitem(last=False)
            del self._owners[oldest]
            self._forget(oldest)
            self._forgotten[oldest] = None
            if len(self._forgotten) > MOST_FORGOTTEN:
                self._forgotten.popitem(last=False)


def _in_words(send: Send) -> Send:
    """Return a ``send`` that tells of an event that failed by a status of its sender: Gradio has none but 500.

    What failed is in the log (:mod:`app.web.gradio_ui.page_errors`), and what to do in the answer.
    """

    async def send_failure(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == UNKNOWN:
            message = {**message, "status": FAILED_EVENT}
        await send(message)

    return send_failure


async def _while_signed_in(stream: Awaitable[None], state: Mapping[str, Any], send: Send) -> None:
    """Run a stream to its end, or until its person is signed out: an open page would hear on for hours."""
    running = asyncio.ensure_future(stream)
    try:
        while not (await asyncio.wait([running], timeout=ASKED_AGAIN))[0]:
            if await to_thread.run_sync(current, state) is None:
                running.cancel()
                await asyncio.wait([running])
                return await send({"type": "http.response.body", "body": b"", "more_body": False})
        return running.result()
    finally:
        running.cancel()


def is_open(method: str, path: str) -> bool:
    """Say whether the page uses an address of Gradio with this method."""
    methods_open = OPEN.get(path) or next(
        (methods for start, methods in OPEN.items() if start != "/" and start[-1] in "/=" and path.startswith(start)), ()
    )
    return method in methods_open


def _path(scope: Scope) -> str:
    path: str = scope["path"].removeprefix(scope.get("root_path", ""))
    return path or "/"


def _plain(scope: Scope, query: dict[str, str] | None = None) -> Scope:
    """Return what Gradio is told of a request: no query but ours, nothing of other sites and of proxies."""
    headers = [(name, value) for name, value in scope["headers"] if name not in HIDDEN]
    return {**scope, "headers": headers, "query_string": urlencode(query or {}).encode()}


def _with_body(scope: Scope, receive: Receive, body: bytes) -> tuple[Scope, Receive]:
    """Return a request with another body; afterwards it hears of its end as before."""
    headers = [pair for pair in scope["headers"] if pair[0] not in BODY_HEADERS]
    headers += [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    parts: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replaced() -> Message:
        return parts.pop() if parts else await receive()

    return {**scope, "headers": headers}, replaced


async def _body(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise EventRefused(400, page_events.UNREADABLE)
        body += message.get("body", b"")
        if len(body) > page_events.MOST_BYTES:
            raise EventRefused(413, "Nội dung gửi lên quá dài. Hãy rút ngắn rồi gửi lại.")
        if not message.get("more_body"):
            return bytes(body)


def _not_found() -> Response:
    return JSONResponse({"detail": "Không có địa chỉ này."}, 404)
