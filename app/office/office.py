"""The office's parts, opened together: what the web app is given beside the assistant."""

from __future__ import annotations

from dataclasses import dataclass

from app.office.drafts import Drafts
from app.office.store import Store
from settings import Settings


@dataclass(frozen=True, slots=True)
class Office:
    """The parts of one office, all in one store."""

    settings: Settings
    store: Store
    drafts: Drafts

    @classmethod
    def open(cls, settings: Settings) -> Office:
        """Open them; what is not there yet is made."""
        store = Store.open(settings)
        return cls(settings, store, Drafts.open(store))
