"""The office's parts, opened together: what the web app is given beside the assistant."""

from __future__ import annotations

from dataclasses import dataclass

from app.office.accounts import Accounts
from app.office.audit import Audit
from app.office.store import Store
from app.office.work import Work
from settings import Settings


@dataclass(frozen=True, slots=True)
class Office:
    """The parts of one office, all in one store."""

    settings: Settings
    store: Store
    accounts: Accounts
    audit: Audit
    work: Work

    @classmethod
    def open(cls, settings: Settings) -> Office:
        """Open them; what is not there yet is made.

        :raises SettingsError: the app would be open to other machines without accounts.
        """
        store = Store.open(settings)
        return cls(settings, store, accounts=Accounts(store, settings), audit=Audit(store, settings), work=Work())
