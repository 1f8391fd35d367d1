"""What stands before the API and the MCP server: who calls, what they may, and how much they may send."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.access.person import Role
from app.office import Office
from app.web.http.caller import CallRefused, caller

JSON_BYTES = 1_000_000  # of a body that is no file: 500 times the longest question
# Calls of one caller under way at all servers together, streams too, each a connection: twice what may wait in a turnstile.
AT_ONCE = 100
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
            return await self._pass_on(path, scope, receive, send)
        finally:
            self._office.under_way.leave(CALLS, person.name)

    async def _pass_on(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        most = self._office.settings.limits.max_file_mb * 1_000_000 + FORM_BYTES if path in self._files else JSON_BYTES
        if int(_digits(Headers(scope=scope).get("content-length"))) > most:
            return await JSONResponse({"detail": _too_large(most)}, 413)(scope, receive, send)
        return await self._app(scope, _bounded(receive, most), send)


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


def _digits(value: str | None) -> str:
    return value[:LONGEST_LENGTH] if value is not None and value.isdecimal() else "0"


def _too_large(most: int) -> str:
    return (
        f"Nội dung gửi lên quá lớn, nhiều nhất {most / 1_000_000:.0f} MB. Hãy chia nhỏ, hoặc đặt MAX_FILE_MB lớn hơn cho tệp"
    )
