"""Which handlers of the page need a role: who has it not gets a notice, and nothing is done. Which take long texts."""

from __future__ import annotations

import functools
import inspect
import typing
from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

from app.access.person import Role
from app.web.requester import NOT_ALLOWED, may

CALLER = "caller_of_this_event"  # the parameter that needs() adds; no handler has one of this name


def takes(characters: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return a decorator of Gradio handlers whose events may bring texts of so many characters; the door sees to it."""

    def marked(handler: Callable[..., Any]) -> Callable[..., Any]:
        handler.takes = characters  # type: ignore[attr-defined]
        return handler

    return marked


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
            def guarded(*arguments: Any) -> Iterator[Any]:  # noqa: ANN401 - what Gradio hands over
                _check(arguments[0], role)
                yield from handler(*arguments[1:])
        else:

            @functools.wraps(handler)
            def guarded(*arguments: Any) -> Any:  # noqa: ANN401
                _check(arguments[0], role)
                return handler(*arguments[1:])

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
