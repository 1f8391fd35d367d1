"""Who sent a request or an event of the page, and whether they may do what they ask for.

:class:`app.web.http.authentication.Guard` has put the person into every request before it gets here.
"""

from __future__ import annotations

import functools
import inspect
import typing
from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr
from fastapi import HTTPException, Request

from app.access.person import LOCAL, Person, Role
from app.storage.transit import Owner

NOT_ALLOWED = "Tài khoản của bạn chưa được giao việc này. Nếu cần, hãy nhờ quản trị viên đổi vai trò."
CALLER = "caller_of_this_event"  # the parameter that needs() adds; no handler has one of this name


def who(request: gr.Request | Request | None) -> Person:
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


def where(request: gr.Request | Request | None) -> str:
    """Return the address a request came from, as the audit log keeps it; empty without a request."""
    return "" if request is None else str(getattr(_state(request), "address", ""))


def owner_of(request: gr.Request | Request | None) -> Owner:
    """Return whose the files are that an event of the page uploads or gives out."""
    found = None if request is None else getattr(_state(request), "owner", None)
    return found if isinstance(found, Owner) else Owner(who(request).name)


def may(request: gr.Request | Request | None, role: Role) -> bool:
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


def needs(role: Role) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return a decorator of Gradio handlers, plain or generators: who has not ``role`` gets a notice, and nothing is done.

    What the handler is given stays as it is; its caller is looked up beside it.

    :raises TypeError: when applied to an asynchronous handler, of which the app has none.
    """

    def wrapped(handler: Callable[..., Any]) -> Callable[..., Any]:
        if inspect.iscoroutinefunction(handler) or inspect.isasyncgenfunction(handler):
            raise TypeError(f"{handler!r} is asynchronous")
        if inspect.isgeneratorfunction(handler):

            @functools.wraps(handler)
            def guarded(*given: Any) -> Iterator[Any]:  # noqa: ANN401 - what Gradio hands over
                _check(given[0], role)
                yield from handler(*given[1:])
        else:

            @functools.wraps(handler)
            def guarded(*given: Any) -> Any:  # noqa: ANN401
                _check(given[0], role)
                return handler(*given[1:])

        # Gradio reads from signature and annotations that the first argument is the request
        own = inspect.signature(handler)
        caller = inspect.Parameter(CALLER, inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=gr.Request)
        guarded.__signature__ = own.replace(parameters=[caller, *own.parameters.values()])  # type: ignore[attr-defined]
        guarded.__annotations__ = {CALLER: gr.Request, **typing.get_type_hints(handler)}
        guarded.needs = role  # type: ignore[attr-defined]
        del guarded.__wrapped__  # type: ignore[attr-defined]
        return guarded

    return wrapped


def _check(request: gr.Request | None, role: Role) -> None:
    if not may(request, role):
        raise gr.Error(NOT_ALLOWED, title="Chưa được phép", print_exception=False)


def _state(request: gr.Request | Request) -> object:
    asked = request.request if isinstance(request, gr.Request) else request
    return getattr(asked, "state", None)
