"""The office's parts, opened together: what the web app is given beside the assistant."""

from __future__ import annotations

from dataclasses import dataclass

from app.office.conversations import Conversations
from app.office.feedback import Feedback
from app.office.store import Store
from settings import Settings


@dataclass(frozen=True, slots=True)
class Office:
    """The parts of one office, all in one store."""

    settings: Settings
    store: Store
    conversations: Conversations
    feedback: Feedback

    @classmethod
    def open(cls, settings: Settings) -> Office:
        """Open them; what is not there yet is made."""
        store = Store.open(settings)
        return cls(settings, store, Conversations(store, settings.history_days), Feedback(store))

    def forget_report(self, report: str) -> None:
        """Take what was drawn from a report out of everything that is kept; called when it is deleted from the library."""
        self.conversations.forget_report(report)
        self.feedback.forget_report(report)
