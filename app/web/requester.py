"""Who sent a request or an event of the page, and whether they may do what they ask for.

:class:`app.web.http.authentication.Guard` has put the person into every request before it gets here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from fastapi import HTTPException, Request

from app.access.person import LOCAL, Person, Role
from app.storage.transit import Owner

SIGNED_OUT = "Phiên làm việc của bạn đã hết. Hãy tải lại trang (F5) và đăng nhập lại."
NOT_ALLOWED = "Tài khoản của bạn chưa được giao việc này. Nếu cần, hãy nhờ quản trị viên đổi vai trò."


class PageRequest(Protocol):
    """What Gradio hands to a handler of the page: the request that brought the event is inside it."""

    request: Any


def who(request: Request | PageRequest | None) -> Person:
    """Return the person of a request.

    Without any request it is our own code that calls, not somebody over HTTP, and acts for this machine.

    :raises HTTPException: a request that did not come through the guard.
    """
    if request is None:
        return LOCAL
    person = getattr(_state(request), "person", None)
    if not isinstance(person, Person):
        raise HTTPException(401, "Hãy đăng nhập.")
    return person


def current(state: Mapping[str, Any]) -> Person | None:
    """Return the person of a request's state as they are by now: what waited in a queue, or stays open, began long ago.

    None: signed out meanwhile, or the account is closed.
    """
    again = state.get("again")
    person: Person | None = again() if again else state.get("person")
    return person


def renew(request: Request | PageRequest) -> Person | None:
    """Give a request its person as they are by now (:func:`current`), and return them."""
    inner: Any = getattr(request, "request", request)
    state: dict[str, Any] = inner.scope.setdefault("state", {})
    person = state["person"] = current(state)
    return person


def where(request: Request | PageRequest | None) -> str:
    """Return the address a request came from, as the audit log keeps it; empty without a request."""
    return "" if request is None else str(getattr(_state(request), "address", ""))


def owner_of(request: Request | PageRequest | None) -> Owner:
    """Return whose the files are that an event of the page uploads or gives out."""
    owner = None if request is None else getattr(_state(request), "owner", None)
    return owner if isinstance(owner, Owner) else Owner(who(request).name)


def may(request: Request | PageRequest | None, role: Role) -> bool:
    """Say whether the person of a request may do what needs ``role``."""
    return who(request).role.may(role)


def only(role: Role) -> Callable[[Request], Person]:
    """Return a FastAPI dependency that lets those through who have ``role``, and gives the person."""

    def checked(request: Request) -> Person:
        person = who(request)
        if not person.role.may(role):
            raise HTTPException(403, NOT_ALLOWED)
        return person

    return checked


def _state(request: Request | PageRequest) -> object:
    return getattr(getattr(request, "request", request), "state", None)
