"""The office's parts, opened together: what the web app is given beside the assistant."""

from __future__ import annotations

from dataclasses import dataclass

from app.office.keys import Keys
from app.office.store import Store
from app.office.turnstile import Turnstile
from settings import Settings


@dataclass(frozen=True, slots=True)
class Office:
    """The parts of one office, all in one store."""

    settings: Settings
    store: Store
    keys: Keys
    turnstile: Turnstile

    @classmethod
    def open(cls, settings: Settings) -> Office:
        """Open them; what is not there yet is made."""
        store = Store.open(settings)
        return cls(settings, store, Keys(store), Turnstile())

    @property
    def alone(self) -> bool:
        """Say whether there are no accounts: the one person of this machine needs no key."""
        return True
