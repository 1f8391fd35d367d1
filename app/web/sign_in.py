"""Signing in and out, and choosing a password, over HTTP; the health of the server too."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app import typed
from app.office.accounts import AccountProblem, NotSignedIn
from app.office.audit import Action
from app.office.office import Office
from app.web import sign_in_views as views
from app.web.guard import HEALTH, PASSWORD, SIGN_IN, SIGN_OUT, cookie_name
from app.web.screen import TITLE
from app.web.who import where, who

UNKNOWN = "(tên lạ)"  # what is typed as a name may be a password: only names that exist go into the log
Text = Annotated[str, Form()]


def router(office: Office) -> APIRouter:
    """Return the routes."""
    made = APIRouter()
    accounts = office.accounts
    cookie = cookie_name(office.settings)

    def opened(name: str, request: Request, goal: str) -> Response:
        """Give the browser a session of its own; one it had before ends."""
        accounts.sessions.end(request.cookies.get(cookie, ""))
        answer = RedirectResponse(goal, 303)
        token = accounts.sessions.begin(name, where(request))
        answer.set_cookie(cookie, token, httponly=True, samesite="lax", secure=request.state.secure)
        return answer

    @made.get(HEALTH)
    def health() -> dict[str, str]:
        return {"status": "ok"}

    @made.get(SIGN_IN)
    def form(request: Request, next: str = "/") -> Response:  # noqa: A002 - the word of the address
        if hasattr(request.state, "person") or not accounts.on:
            return RedirectResponse(_inside(next), 303)
        return _shown(views.sign_in(TITLE, goal=_inside(next)))

    @made.post(SIGN_IN)
    def sign_in(request: Request, name: Text = "", password: Text = "", next: Text = "/") -> Response:  # noqa: A002
        try:
            account = accounts.check(name, password, where(request))
        except NotSignedIn as problem:
            name = typed.printable(name)[: typed.LONGEST_LINE]
            known = accounts.find(name)
            office.audit.record(known.person if known else UNKNOWN, Action.SIGN_IN_FAILED, "", where(request))
            return _shown(views.sign_in(TITLE, name, str(problem), _inside(next)), 401)
        office.audit.record(account.person, Action.SIGN_IN, "", where(request))
        return opened(account.person.name, request, PASSWORD if account.must_change else _inside(next))

    @made.post(SIGN_OUT)
    def sign_out(request: Request) -> Response:
        if hasattr(request.state, "person") and accounts.on:
            office.audit.record(who(request), Action.SIGN_OUT, "", where(request))
        accounts.sessions.end(request.cookies.get(cookie, ""))
        answer = RedirectResponse(SIGN_IN, 303)
        answer.delete_cookie(cookie)
        return answer

    @made.get(PASSWORD)
    def password(request: Request) -> Response:
        account = accounts.find(who(request).name)
        if account is None or not account.local:  # nobody signs in here, or a proxy does it
            return RedirectResponse("/", 303)
        return _shown(views.password(TITLE, account.person.name, must=account.must_change))

    @made.post(PASSWORD)
    def change(request: Request, old: Text = "", new: Text = "", again: Text = "") -> Response:
        person = who(request)
        account = accounts.find(person.name)
        must = account is not None and account.must_change
        try:
            if new != again:
                raise AccountProblem("Hai lần gõ mật khẩu mới không giống nhau; hãy gõ lại.")
            accounts.change(person.name, old, new, where(request))
        except AccountProblem as problem:
            return _shown(views.password(TITLE, person.name, str(problem), must=must), 400)
        office.audit.record(person, Action.PASSWORD, "", where(request))
        return opened(person.name, request, "/")

    return made


def _inside(goal: str) -> str:
    """Return the path to go on to, if it is one of ours; else the first page."""
    ours = goal.startswith("/") and not goal.startswith(("//", "/\\")) and goal.isprintable()
    return goal if ours and goal not in (SIGN_IN, SIGN_OUT) else "/"


def _shown(page: str, status: int = 200) -> Response:
    return HTMLResponse(page, status, headers={"Cache-Control": "no-store"})
