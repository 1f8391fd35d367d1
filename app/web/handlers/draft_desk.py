"""A person's desk for drafting: what is on it, how it is kept as JSON, and the input of a draft that it makes."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from app.drafting import outline as outlines
from app.drafting.last_year import PastFigure
from app.drafting.model import Draft
from app.web.handlers.draft_form import figures_of

logger = logging.getLogger(__name__)

STEPS_BACK = 30  # changes that can be undone
FACTS = ("agency", "parent_agency", "place", "number", "date", "basis", "directive", "outline", "last_year")


@dataclass(frozen=True, slots=True)
class Desk:
    """A person's desk. ``form``: what the form holds, as the page sends it; ``before``: earlier drafts, latest last."""

    form: Mapping[str, Any] = field(default_factory=dict)
    past: tuple[PastFigure, ...] = ()
    basket: tuple[str, ...] = ()
    draft: Draft | None = None
    before: tuple[Draft, ...] = ()

    @property
    def kind(self) -> str:
        """Return the kind of report chosen."""
        kind = self.form.get("kind")
        return kind if kind in outlines.KINDS else outlines.KINDS[0]


DESK = TypeAdapter(Desk)


def read_desk(stored: str) -> Desk:
    """Return a desk as it was kept; one that cannot be read any more is an empty one."""
    try:
        return DESK.validate_json(stored)
    except ValidationError as error:
        logger.warning("a kept desk cannot be read: %s", error)
        return Desk()


def write_desk(desk: Desk) -> str:
    """Return a desk as it is kept: without the drafts to go back to."""
    return DESK.dump_json(replace(desk, before=())).decode()


def as_request(desk: Desk) -> dict[str, Any]:
    """Return the form as the input of a draft; see :func:`app.drafting.request.of_json`."""
    form = desk.form
    first = str(form.get("from") or "").strip()
    figures: dict[str, dict[str, str]] = {}
    for section, name, value in figures_of(form):
        if value:
            figures.setdefault(section, {})[name] = value
    filled = {name for values in figures.values() for name in values}
    confirmed = set(map(str, form.get("compared") or ()))
    return {
        **{name: str(form.get(name) or "").strip() for name in FACTS if name != "last_year"},
        "period": {"from": first, "to": str(form.get("to") or "").strip() or first} if first else None,
        "signer": {part: str(form.get(f"signer_{part}") or "").strip() for part in ("authority", "title", "name")},
        "recipients": [line for raw in str(form.get("recipients") or "").splitlines() if (line := raw.strip(" -;."))],
        "figures": figures,
        "basket": list(desk.basket),
        "compared": {
            figure.name: {"value": figure.value, "year": figure.year}
            for figure in desk.past
            if figure.name in confirmed and figure.name in filled
        },
    }


def drafts_before(desk: Desk) -> tuple[Draft, ...]:
    """Return the drafts that a change of this desk can go back to, latest last."""
    return (*desk.before, desk.draft)[-STEPS_BACK:] if desk.draft is not None else desk.before
