"""Tabs that are for some roles only: closed on the server, whatever the browser sends, and hidden from the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import gradio as gr

from app.access.accounts import Accounts
from app.access.person import Role
from app.web.gradio_ui.rights import needs
from app.web.html.administration import account
from app.web.requester import who


def reserve(page: gr.Blocks, roles: Mapping[str, Role], *, hidden: bool) -> None:
    """Let only who has the role use the tabs with these ids; to be called inside ``page``, after all its events are made.

    Every handler of an event that starts in such a tab is guarded, so none can be forgotten.

    :param hidden: the tabs are not shown until it is known who looks; else they stay where they are, for all.
    :raises KeyError: no tab has that id.
    """
    tabs = {block.id: block for block in page.blocks.values() if isinstance(block, gr.Tab)}
    for name, role in roles.items():
        _guard(page, tabs[name], role)
    if not hidden:
        return
    for name in roles:
        tabs[name].visible = False

    def show_tabs(request: gr.Request) -> list[gr.Tab]:
        mine = who(request).role
        tabs = [gr.Tab(visible=mine.may(role)) for role in roles.values()]
        return tabs if len(tabs) > 1 else tabs[0]

    page.load(show_tabs, None, [tabs[name] for name in roles], show_progress="hidden", api_visibility="private")


def signed_in(page: gr.Blocks, accounts: Accounts) -> None:
    """Add the line that says who is signed in, with the ways to another password and out; nothing without accounts."""
    if not accounts.on:
        return
    line = gr.HTML("", apply_default_css=False)

    def show_account(request: gr.Request) -> str:
        person = who(request)
        mine = accounts.find(person.name)
        return account(person, local=mine is not None and mine.local)

    page.load(show_account, None, line, show_progress="hidden", api_visibility="private")


def _guard(page: gr.Blocks, tab: gr.Tab, role: Role) -> None:
    inside = {block._id for block in _within(tab)}
    guarded: set[int] = set()
    for identity, event in page.fns.items():  # in the order in which they were made: what follows comes after
        if event.trigger_after in guarded or any(source in inside for source, _ in event.targets):
            guarded.add(identity)
            if event.fn is not None:
                event.fn = needs(role)(event.fn)


def _within(block: Any) -> Iterator[Any]:  # noqa: ANN401 - Gradio's blocks have no type of their own here
    yield block
    for child in getattr(block, "children", []):
        yield from _within(child)
