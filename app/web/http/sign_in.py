"""Signing in and out, and choosing a password, over HTTP; the health of the server too."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.routing import APIRoute

from app import field_text
from app.access.accounts import Account, AccountProblem, NotSignedIn, TooSoon
from app.access.audit import Action
from app.access.fair_queue import QueueFull, Turnstile
from app.office import Office
from app.web.handlers.ask import TITLE
from app.web.html import sign_in as views
from app.web.http.authentication import HEALTH, PASSWORD, SIGN_IN, SIGN_OUT, browser_cookie, browser_word, cookie_name
from app.web.requester import where, who

NOTICE = "/notice"
KNOWN_SECONDS = 400 * 86400  # that a browser is known again: as long as browsers keep cookies
FORM_BYTES = 8_192  # of a form, which anybody may send: three passwords of 128 Vietnamese letters have 3,500
FORM_FIELDS = 8  # each is taken apart on the thread that answers everybody
FORM_TYPE = "application/x-www-form-urlencoded"
TOO_LONG = "Nội dung gửi lên quá dài. Hãy mở lại trang rồi gửi lại."
CHECKED_AT_ONCE = 2  # passwords, each 0.3 s of a processor; app.access.passwords works at no more
CROWDED = "Đang có quá nhiều lượt đăng nhập cùng lúc. Hãy đợi một phút rồi thử lại."
UNKNOWN = "(tên lạ)"  # what is typed as a name may be a password: only names that exist go into the log
Text = Annotated[str, Form()]


def router(office: Office) -> APIRouter:
    """Return the routes."""
    routes, door = APIRouter(route_class=_ShortForm), _Door(office)
    routes.add_api_route(HEALTH, _health, methods=["GET"])
    routes.add_api_route(SIGN_IN, door.form, methods=["GET"])
    routes.add_api_route(SIGN_IN, door.sign_in, methods=["POST"])
    routes.add_api_route(SIGN_OUT, door.sign_out, methods=["POST"])
    routes.add_api_route(NOTICE, door.notice, methods=["GET"])
    routes.add_api_route(NOTICE, door.heard, methods=["POST"])
    routes.add_api_route(PASSWORD, door.password, methods=["GET"])
    routes.add_api_route(PASSWORD, door.change, methods=["POST"])
    return routes


def _health() -> dict[str, str]:
    return {"status": "ok"}


class _ShortForm(APIRoute):
    """A route that lets nothing be taken apart that is longer, or has more fields, than a form of this door can have."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler, given a request with a short form: one of many fields, parts or bytes is 413 or 415."""
        handle = super().get_route_handler()

        async def handle_short(request: Request) -> Response:
            if request.method != "POST":
                return await handle(request)
            if not request.headers.get("content-type", FORM_TYPE).startswith(FORM_TYPE):
                raise HTTPException(415, "Biểu mẫu không đúng dạng. Hãy mở lại trang rồi gửi lại.")
            body = bytearray()
            async for part in request.stream():
                body += part
                if len(body) > FORM_BYTES:
                    raise HTTPException(413, TOO_LONG)
            if body.count(b"&") + body.count(b";") >= FORM_FIELDS:
                raise HTTPException(413, TOO_LONG)

            async def receive() -> Any:  # noqa: ANN401 - a message of ASGI
                return {"type": "http.request", "body": bytes(body), "more_body": False}

            return await handle(Request(request.scope, receive))

        return handle_short


class _Door:
    """The handlers of one office. Who waits for a password to be checked holds no thread; addresses take turns."""

    def __init__(self, office: Office) -> None:
        self._checking = Turnstile(CHECKED_AT_ONCE)
        self._accounts, self._audit = office.accounts, office.audit
        self._cookie, self._browser = cookie_name(office.settings), browser_cookie(office.settings)

    def form(self, request: Request, next: str = "/") -> Response:  # noqa: A002 - the word of the address
        if hasattr(request.state, "person") or not self._accounts.on:
            return RedirectResponse(_inside(next), 303)
        return _page(views.sign_in(TITLE, goal=_inside(next)))

    async def sign_in(self, request: Request, name: Text = "", password: Text = "", next: Text = "/") -> Response:  # noqa: A002
        try:
            async with self._checking.turn_of(where(request)):
                return await run_in_threadpool(self._sign_in, request, name, password, next)
        except QueueFull:
            return _page(views.sign_in(TITLE, name, CROWDED, _inside(next)), 503)

    def _sign_in(self, request: Request, name: str, password: str, next: str) -> Response:  # noqa: A002
        accounts, word = self._accounts, browser_word(request.cookies.get(self._browser, ""))
        try:
            account = accounts.check(name, password, where(request), word)
        except TooSoon as problem:  # not looked at, so not recorded: nobody fills the log with them
            return _page(views.sign_in(TITLE, name, str(problem), _inside(next)), 429)
        except NotSignedIn as problem:
            name = field_text.printable(name)[: field_text.LONGEST_LINE]
            owner = accounts.find(name)
            self._audit.record(owner.person if owner else UNKNOWN, Action.SIGN_IN_FAILED, "", where(request))
            return _page(views.sign_in(TITLE, name, str(problem), _inside(next)), 401)
        self._audit.record(account.person, Action.SIGN_IN, "", where(request))
        goal = _inside(next)
        if account.must_change:
            goal = PASSWORD
        elif accounts.attempts.strange(account.person.name):
            goal = f"{NOTICE}?next={quote(goal)}"
        try:
            answer = self._opened(account, request, goal)
        except NotSignedIn as problem:
            return _page(views.sign_in(TITLE, name, str(problem), _inside(next)), 401)
        secure = bool(request.state.secure)
        answer.set_cookie(self._browser, word, max_age=KNOWN_SECONDS, httponly=True, samesite="lax", secure=secure)
        return answer

    def sign_out(self, request: Request) -> Response:
        if hasattr(request.state, "person") and self._accounts.on:
            self._audit.record(who(request), Action.SIGN_OUT, "", where(request))
        self._accounts.sessions.end(request.cookies.get(self._cookie, ""))
        answer = RedirectResponse(SIGN_IN, 303)
        answer.delete_cookie(self._cookie)
        return answer

    def notice(self, request: Request, next: str = "/") -> Response:  # noqa: A002
        strange = self._accounts.attempts.strange(who(request).name)
        return _page(views.notice(TITLE, strange, _inside(next))) if strange else RedirectResponse(_inside(next), 303)

    def heard(self, request: Request, next: Text = "/") -> Response:  # noqa: A002
        self._accounts.attempts.heard(who(request).name)
        return RedirectResponse(_inside(next), 303)

    def password(self, request: Request) -> Response:
        account = self._accounts.find(who(request).name)
        if account is None or not account.local:  # nobody signs in here, or a proxy does it
            return RedirectResponse("/", 303)
        return _page(views.password(TITLE, account.person.name, must=account.must_change))

    async def change(self, request: Request, old: Text = "", new: Text = "", again: Text = "") -> Response:
        try:
            async with self._checking.turn_of(where(request)):
                return await run_in_threadpool(self._change, request, old, new, again)
        except QueueFull:
            return _page(views.password(TITLE, who(request).name, CROWDED, must=False), 503)

    def _change(self, request: Request, old: str, new: str, again: str) -> Response:
        person = who(request)
        account = self._accounts.find(person.name)
        must = account is not None and account.must_change
        word = request.cookies.get(self._browser, "")
        try:
            if new != again:
                raise AccountProblem("Hai lần gõ mật khẩu mới không giống nhau; hãy gõ lại.")
            changed = self._accounts.change(person.name, old, new, where(request), word)
            answer = self._opened(changed, request, "/")
        except AccountProblem as problem:
            return _page(views.password(TITLE, person.name, str(problem), must=must), 400)
        self._audit.record(person, Action.PASSWORD, "", where(request))
        return answer

    def _opened(self, account: Account, request: Request, goal: str) -> Response:
        """Give the browser a session of its own; one it had before ends.

        :raises NotSignedIn: the password was reset since it was checked.
        """
        self._accounts.sessions.end(request.cookies.get(self._cookie, ""))
        answer = RedirectResponse(goal, 303)
        token, secure = self._accounts.enter(account, where(request)), bool(request.state.secure)
        answer.set_cookie(self._cookie, token, httponly=True, samesite="lax", secure=secure)
        return answer


def _inside(goal: str) -> str:
    """Return the path to go on to, if it is one of ours; else the first page."""
    ours = goal.startswith("/") and not goal.startswith(("//", "/\\")) and goal.isprintable()
    return goal if ours and goal not in (SIGN_IN, SIGN_OUT) else "/"


def _page(page: str, status: int = 200) -> Response:
    return HTMLResponse(page, status, headers={"Cache-Control": "no-store"})
