"""Who sent an event of the page."""

from __future__ import annotations

import gradio as gr
from fastapi import Request

from app.office.person import LOCAL, Person


def who(request: gr.Request | None) -> Person:
    """Return the person of a request; the one local person where there are no accounts."""
    del request  # no accounts yet
    return LOCAL


def sender(request: Request) -> Person:
    """Return the person of a request that comes past the page."""
    return who(gr.Request(request))
