"""What a reader must know beside an answer: whose report it is, where that is not the very unit asked about.

A note is no statement of a report: it carries no citation and stands beside the answer's text, not in it.
"""

from __future__ import annotations

from app.data import message
from index.scope import Scope


def notes(scope: Scope) -> tuple[str, ...]:
    """Return the notes on a question's places, a sentence or two each; none where the places are the very ones asked."""
    said = [message(f"note.{one.reason.value}", asked=one.asked, reached=one.reached) for one in scope.bridges]
    if scope.places and scope.foreign:
        said.append(message("note.missing", units=", ".join(scope.foreign)))
    return tuple(dict.fromkeys(f"{note[:1].upper()}{note[1:]}" for note in said))
