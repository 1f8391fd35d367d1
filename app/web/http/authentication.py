"""The guard at the door of the server: nothing behind it is reached by somebody it does not know.

It stands before every route, Gradio's too, and puts who asks (``state.person``), from where (``state.address``), and
whether the browser came over https (``state.secure``) into the request. Pages lead to the sign-in, calls get 401.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence
from functools import partial
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import quote

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from app.access.accounts import AccountProblem
from app.access.audit import Action
from app.access.person import LOCAL, Person
from app.office import Office
from app.storage.transit import Owner
from app.web.http.addresses import host_of
from app.web.http.proxies import traces
from settings import Settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

SIGN_IN, SIGN_OUT, PASSWORD, HEALTH = "/sign-in", "/sign-out", "/password", "/health"
OPEN = {SIGN_IN, SIGN_OUT, HEALTH}  # for everybody
LOOKS = "/looks/"  # fonts, styles and scripts: no secrets, and the sign-in page is made of them too
ALWAYS = {HEALTH, "/theme.css"}
API, MCP = "/api/", "/mcp"  # let in who is signed in, or has a key, themselves (app.web.http.caller)
UNFINISHED = {PASSWORD}  # all that is open before a one-time password is changed
WORD = re.compile(r"[A-Za-z0-9_-]{32}")  # as browser_word draws it
SHARED = re.compile(r"cau=[A-Za-z0-9_-]{1,40}")  # the query of a link to a shared answer
PORT = re.compile(r"\A(\[[^\]]{1,60}\]|\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}\Z")  # behind an address that a proxy tells
SEVERAL_NAMES = (
    "Máy chủ trung gian gửi nhiều tiêu đề {}, nên không biết ai đang hỏi. Người quản trị hãy đặt máy chủ đó thay hẳn "
    "tiêu đề này (không thêm vào) và bỏ những tiêu đề cùng tên do trình duyệt gửi."
)
READING = {"GET", "HEAD", "OPTIONS"}

BEHIND_A_PROXY = (
    "Ứng dụng đang mở cho một người trên chính máy này, không có tài khoản, mà yêu cầu lại đến qua một máy chủ trung gian "
    "({}), tức là máy khác cũng vào được. Vì vậy ứng dụng không trả lời. Người quản trị hãy mở lại ứng dụng với ACCOUNTS=on "
    "và TRUSTED_PROXIES=địa chỉ của máy chủ trung gian, ví dụ TRUSTED_PROXIES=127.0.0.1; còn nếu chỉ dùng trên máy này "
    "thì mở thẳng địa chỉ ứng dụng in ra khi khởi động."
)

NOBODYS = Owner(LOCAL.name)  # without accounts: what is no browser, or a browser on its first visit

Way = Callable[[Headers, str], Person | None]  # of knowing somebody: headers and address in, the person or None out


class Guard:
    """ASGI middleware. ``ways``: further ways of knowing somebody, tried before the session, such as a key of the API."""

    def __init__(self, app: ASGIApp, office: Office, ways: Sequence[Way] = ()) -> None:
        self._app, self._office, self._ways = app, office, ways

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through with its person, or answer it."""
        if scope["type"] == "lifespan":
            return await self._app(scope, receive, send)
        visit = Visit(scope, self._office.settings)
        state = scope.setdefault("state", {})
        state |= {"address": visit.address, "secure": visit.secure}
        refused = visit.foreign() or await self._refusal(visit, state)
        if refused is None:
            if state.get("owner") == NOBODYS and visit.page:
                send = self._naming(send, visit)
            return await self._app(visit.believed(), receive, send)
        if scope["type"] == "websocket":
            return await send({"type": "websocket.close", "code": 1008})  # before it was accepted: the browser gets 403
        return await refused(scope, receive, send)

    def _naming(self, send: Send, visit: Visit) -> Send:
        """Return a ``send`` that gives a browser the word by which it is known again; without accounts nobody signs in."""

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = Response()
                answer.set_cookie(
                    browser_cookie(self._office.settings),
                    browser_word(""),
                    httponly=True,
                    samesite="lax",
                    secure=visit.secure,
                )
                message = {**message, "headers": [*message["headers"], *answer.raw_headers[-1:]]}
            await send(message)

        return send_with_cookie

    async def _refusal(self, visit: Visit, state: dict[str, object]) -> Response | None:
        """Find out who it is; return what to answer instead, or None."""
        if visit.path in ALWAYS or visit.path.startswith(LOOKS):
            return None
        if not self._office.accounts.on:
            if visit.traces:
                return PlainTextResponse(BEHIND_A_PROXY.format(", ".join(visit.traces)), 403)
            state |= {
                "person": LOCAL,
                "owner": Owner(LOCAL.name, visit.cookies.get(browser_cookie(self._office.settings), "")),
            }
            return None
        try:
            person, must_change = await to_thread.run_sync(self._person, visit)
        except AccountProblem as problem:
            return PlainTextResponse(str(problem), 403)
        if person and not (must_change and visit.path not in OPEN | UNFINISHED):
            state |= {"person": person, "owner": Owner(person.name), "again": partial(self._again, visit)}
            return None
        if visit.path in OPEN:
            return None
        if visit.path.startswith(API) or visit.path == MCP:
            state["person"] = None
            return None
        if visit.page:
            goal = PASSWORD if person else f"{SIGN_IN}?next={quote(visit.goal)}"
            return RedirectResponse(goal, 303)
        return JSONResponse({"error": "Hãy đăng nhập; phiên làm việc có thể đã hết."}, 401)

    def _again(self, visit: Visit) -> Person | None:
        """Return who it is by now; None: signed out meanwhile, by a new password or a closed account too."""
        try:
            person, must_change = self._person(visit)
        except AccountProblem:
            return None
        return None if must_change else person

    def _person(self, visit: Visit) -> tuple[Person | None, bool]:
        """Return who it is, and whether they first have to choose a password.

        :raises AccountProblem: somebody whom a proxy names has no open account.
        """
        for way in self._ways:
            person = way(visit.headers, visit.address)
            if person is not None:
                return person, False
        name = visit.named()
        if name:
            person, fresh = self._office.accounts.vouched(name)
            if fresh:
                self._office.audit.record(person, Action.SIGN_IN, "qua máy chủ trung gian", visit.address)
            return person, False
        signed_in = self._office.accounts.sessions.of(visit.cookies.get(cookie_name(self._office.settings), ""))
        return (signed_in.person, signed_in.must_change) if signed_in else (None, False)


class Visit:
    """A request as the guard sees it. Only what a trusted proxy says of a request is believed."""

    def __init__(self, scope: Scope, settings: Settings) -> None:
        self.headers = Headers(scope=scope)
        self.path, self.method = scope["path"], scope.get("method", "GET")
        self.cookies = cookie_parser(self.headers.get("cookie", ""))
        self._scope, self._settings = scope, settings
        peer = scope["client"][0] if scope.get("client") else ""
        self._proxied = self._trusted(peer)
        self.traces = traces(self.headers, scope.get("http_version", "1.1"))
        self.address = self._behind(peer)
        protocol = self.headers.get("x-forwarded-proto", "") if self._proxied else ""
        self.secure = (protocol or scope.get("scheme", "")) in ("https", "wss")

    @property
    def page(self) -> bool:
        """Whether it is somebody who opens a page, and can be led elsewhere."""
        return self.method in ("GET", "HEAD") and "text/html" in self.headers.get("accept", "")

    @property
    def goal(self) -> str:
        """Where to go on to after signing in: the path, with the word of a shared answer; no other query is ours."""
        query = self._scope.get("query_string", b"").decode("latin-1")
        return f"{self.path}?{query}" if SHARED.fullmatch(query) else str(self.path)

    def believed(self) -> Scope:
        """Return the request with what may be believed of it: what anybody but a trusted proxy forwards goes no further."""
        if self._proxied:
            return self._scope
        headers = [pair for pair in self._scope["headers"] if pair[0].decode("latin-1").lower() not in self.traces]
        return {**self._scope, "headers": headers}

    def named(self) -> str | None:
        """Return the name that a trusted proxy vouches for.

        :raises AccountProblem: it sends several: one of them may be what the browser wrote, and nobody knows which.
        """
        header = self._settings.user_header
        key = header.lower().replace("-", "_") if header and self._proxied else ""
        sent = [value for name, value in self.headers.items() if name.replace("-", "_") == key]
        if len(sent) > 1:
            raise AccountProblem(SEVERAL_NAMES.format(header))
        raw = sent[0] if sent and header in self.headers else ""
        return raw.encode("latin-1").decode("utf-8", "replace").strip() or None

    def foreign(self) -> Response | None:
        """Return a refusal for what a page of another site has a browser do here; None for all else.

        Browsers say where a request that changes something comes from; what is no browser says nothing.
        """
        if self.method in READING and "upgrade" not in self.headers:
            return None
        site = self.headers.get("sec-fetch-site")
        origin = self.headers.get("origin")
        host = (self._proxied and self.headers.get("x-forwarded-host")) or self.headers.get("host", "")
        at_home = site in ("same-origin", "none") if site else origin is None or host_of(origin) == host
        if at_home:
            return None
        return PlainTextResponse(
            "Yêu cầu đến từ trang khác nên không được nhận. Hãy mở lại ứng dụng và làm lại; nếu ứng dụng nằm sau máy chủ "
            "trung gian, máy chủ đó cần chuyển nguyên tiêu đề Host.",
            403,
        )

    def _behind(self, peer: str) -> str:
        """Return the address that asks: the last in the chain of proxies that is not one of ours.

        A proxy may begin a header of its own behind the one that a browser sent; what is no address counts for nothing.
        """
        chain = ",".join(self.headers.getlist("x-forwarded-for")) if self._proxied else ""
        others = [part for part in map(_address, chain.split(",")) if part]
        return next((part for part in reversed(others) if not self._trusted(part)), others[0] if others else peer)

    def _trusted(self, address: str) -> bool:
        try:
            peer = ip_address(address)
        except ValueError:
            return False
        return any(peer in network for network in self._settings.trusted_proxies)


def _address(chained: str) -> str:
    """Return an IP address as it is written in a chain of proxies, without its port; "" for anything else."""
    bare = PORT.sub(r"\1", chained.strip()).strip("[]")
    try:
        return str(ip_address(bare))
    except ValueError:
        return ""


def browser_cookie(settings: Settings) -> str:
    """Return the name of the cookie by which a browser is known again, whoever signs in with it."""
    return f"browser-{settings.port}"


def browser_word(cookie: str) -> str:
    """Return the word by which a browser is known: the one of its cookie, or a new one."""
    return cookie if WORD.fullmatch(cookie) else secrets.token_urlsafe(24)


def cookie_name(settings: Settings) -> str:
    """Return the name of the session's cookie; browsers share cookies between the ports of a machine."""
    return f"session-{settings.port}"
