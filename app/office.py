"""The office's parts, opened together: what the web app is given beside the assistant."""

from __future__ import annotations

from dataclasses import dataclass

from app.access.accounts import Accounts
from app.access.api_keys import Keys
from app.access.audit import Audit
from app.access.fair_queue import DRAFTERS, WRITERS, Turnstile
from app.access.under_way import UnderWay, under_way_of
from app.library.kept_check import KeptCheck
from app.records.conversations import Conversations
from app.records.dismissals import Dismissals
from app.records.drafts import Drafts
from app.records.feedback import Feedback
from app.records.office_glossary import OfficeGlossary
from app.records.report_sets import ReportSets
from app.records.shared_answers import SharedAnswers
from app.records.tables import KeptTables
from app.storage.running_work import Work
from app.storage.store import Store
from app.workers.pool import Workshop
from settings import Settings


@dataclass(frozen=True, slots=True)
class Office:
    """The parts of one office, all in one store."""

    settings: Settings
    store: Store
    accounts: Accounts
    audit: Audit
    work: Work
    keys: Keys
    under_way: UnderWay
    turnstile: Turnstile
    drafters: Turnstile
    writers: Turnstile
    workshop: Workshop
    conversations: Conversations
    feedback: Feedback
    drafts: Drafts
    tables: KeptTables
    shared: SharedAnswers
    glossary: OfficeGlossary
    sets: ReportSets
    dismissals: Dismissals
    library_check: KeptCheck

    @classmethod
    def open(cls, settings: Settings) -> Office:
        """Open them; what is not there yet is made.

        :raises SettingsError: the app would be open to other machines without accounts.
        """
        store = Store.open(settings)
        calls = under_way_of(store)
        return cls(
            settings, store, accounts=Accounts(store, settings), audit=Audit(store, settings), work=Work(),
            keys=Keys(store), under_way=calls, turnstile=Turnstile(shared=calls, kind="questions"),
            drafters=Turnstile(DRAFTERS, each=1, shared=calls, kind="drafts"),
            writers=Turnstile(WRITERS, each=WRITERS // 2, shared=calls, kind="replies"),
            workshop=Workshop(settings.limits, settings.pages_dir, under_way=calls),
            conversations=Conversations(store, settings.history_days), feedback=Feedback(store), drafts=Drafts.open(store),
            tables=KeptTables(store), shared=SharedAnswers(store, settings.history_days),
            glossary=OfficeGlossary(store), sets=ReportSets(store), dismissals=Dismissals(store),
            library_check=KeptCheck(store),
        )  # fmt: skip

    @property
    def alone(self) -> bool:
        """Say whether there are no accounts. Then the only person is the one at this machine, who needs no key."""
        return not self.accounts.on

    def forget_report(self, report: str) -> None:
        """Take what was drawn from a report out of everything that is kept; called when it is deleted from the library."""
        self.conversations.forget_report(report)
        self.feedback.forget_report(report)
        self.tables.forget_report(report)
        self.shared.forget_report(report)
        self.sets.forget_report(report)
        self.library_check.forget_report(report)
