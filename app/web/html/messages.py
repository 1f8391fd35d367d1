"""What went wrong and what was done, as paragraphs that a screen reader announces. Pure functions; all text is escaped."""

from __future__ import annotations

from html import escape


def problem(message: str) -> str:
    """Return what went wrong; "" for an empty message."""
    return f'<p class="problem" role="alert">{escape(message)}</p>' if message else ""


def notice(message: str) -> str:
    """Return what was done; "" for an empty message."""
    return f'<p class="done" role="status">{escape(message)}</p>' if message else ""
