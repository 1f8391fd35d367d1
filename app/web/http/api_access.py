"""What stands before the API and the MCP server: who calls, what they may, and how much they may send."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.access.person import Role
from app.office import Office
from app.web.http.caller import CallRefused, caller
from app.web.http.json_weight import HEAVY, is_heavy

JSON_BYTES = 1_000_000  # of a body that is no file: 500 times the longest question
# Calls of one caller under way at all servers together, streams too, each a connection: twice what may wait in a turnstile.
AT_ONCE = 100
LONG = 50_000  # bytes of a body; of longer ones, which only drafts have, one caller has one read at a time
NO_BODY = ("GET", "HEAD", "DELETE", "OPTIONS")
CALLS = "calls"  # what they are counted as
LONGEST_LENGTH = 18  # digits of a length that are looked at; Python makes no number of thousands
FORM_BYTES = 65_536  # of what stands around an uploaded file
TOO_MANY = f"Khóa hoặc tài khoản này đang có {AT_ONCE} lời gọi chưa xong. Hãy đợi các lời gọi đó xong rồi gọi tiếp"


class Doorkeeper:
    """Lets a call through once the caller is known (``request.state.caller``); nothing is read of the body of others.

    :param needs: by path, the role it takes; others take a reader.
    :param files: paths that take a file of up to ``MAX_FILE_MB``.
    :param public: paths open to everybody.
    """

    def __init__(
        self,
        app: ASGIApp,
        office: Office,
        needs: Mapping[str, Role] = {},
        files: Collection[str] = (),
        public: Collection[str] = (),
    ) -> None:
        self._app, self._office = app, office
        self._needs, self._files, self._public = needs, files, public
        self._reading: dict[str, asyncio.Lock] = {}  # by caller, while somebody reads or waits
        self._readers: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a call on, or answer it with what is wrong."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        path = scope["path"].removeprefix(scope.get("root_path", "")).rstrip("/")
        if path in self._public:
            return await self._pass_on(path, scope, receive, send)
        connection = HTTPConnection(scope)
        try:
            person = await run_in_threadpool(caller, connection, self._office, self._needs.get(path, Role.READER))
        except CallRefused as error:
            headers = {"WWW-Authenticate": "Bearer"} if error.status == 401 else None
            return await JSONResponse({"detail": error.detail}, error.status, headers)(scope, receive, send)
        if not await self._office.under_way.entered(CALLS, person.name, AT_ONCE):
            return await JSONResponse({"detail": TOO_MANY}, 503, {"Retry-After": "60"})(scope, receive, send)
        connection.state.caller = person
        try:
            return await self._pass_on(path, scope, receive, send, person.name)
        finally:
            self._office.under_way.leave(CALLS, person.name)

    async def _pass_on(self, path: str, scope: Scope, receive: Receive, send: Send, name: str = "") -> None:
        most = self._office.settings.limits.max_file_mb * 1_000_000 + FORM_BYTES if path in self._files else JSON_BYTES
        if int(_digits(Headers(scope=scope).get("content-length"))) > most:
            return await JSONResponse({"detail": _too_large(most)}, 413)(scope, receive, send)
        bounded = _bounded(receive, most)
        if path in self._files or scope["method"] in NO_BODY:
            return await self._app(scope, bounded, send)
        try:
            body = await _whole(bounded)
        except HTTPException as error:
            return await JSONResponse({"detail": error.detail}, error.status_code)(scope, receive, send)
        if body is None:
            return None
        if is_heavy(body):
            return await JSONResponse({"detail": HEAVY}, 413)(scope, receive, send)
        replayed = _replayed(body, receive)
        if len(body) <= LONG:
            return await self._app(scope, replayed, send)
        async with self._alone(name):
            return await self._app(scope, replayed, send)

    @asynccontextmanager
    async def _alone(self, name: str) -> AsyncIterator[None]:
        """Wait until no other long body of this caller's is worked at."""
        self._readers[name] += 1
        try:
            async with self._reading.setdefault(name, asyncio.Lock()):
                yield
        finally:
            self._readers[name] -= 1
            if not self._readers[name]:
                del self._readers[name], self._reading[name]


def _bounded(receive: Receive, most: int) -> Receive:
    """Return a ``receive`` that breaks off a body that turns out too long."""
    received = 0

    async def bounded() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > most:
            raise HTTPException(413, _too_large(most))
        return message

    return bounded


async def _whole(receive: Receive) -> bytes | None:
    """Return the body of a request; None: it was broken off.

    :raises HTTPException: it is too long.
    """
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if not message.get("more_body"):
            return bytes(body)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """Return a ``receive`` that gives a body that has been read, and then what comes after it."""
    parts: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> Message:
        return parts.pop() if parts else await receive()

    return replayed


def _digits(value: str | None) -> str:
    return value[:LONGEST_LENGTH] if value is not None and value.isdecimal() else "0"


def _too_large(most: int) -> str:
    return (
        f"Nội dung gửi lên quá lớn, nhiều nhất {most / 1_000_000:.0f} MB. Hãy chia nhỏ, hoặc đặt MAX_FILE_MB lớn hơn cho tệp"
    )
