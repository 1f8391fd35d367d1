"""All tables of an office and its library, made where somebody asks for it (``python -m app migrate``).

An SQLite file makes its tables by itself when they are first used. PostgreSQL belongs to the office as a whole: nothing is
made or changed there unasked, and what needs a table that is not there says so.
"""

from __future__ import annotations

from app.access import accounts, api_keys, attempts, audit, sessions, under_way
from app.library import kept_check, uploads, watched_folders
from app.records import (
    conversations,
    dismissals,
    drafts,
    feedback,
    office_glossary,
    report_sets,
    shared_answers,
    tables,
)
from app.storage.store import Store
from index.database.choice import office_database
from index.database.model import Database
from index.store.library import Library
from settings import Settings

MODULES = (
    accounts, api_keys, attempts, audit, sessions, kept_check, uploads, watched_folders, conversations, dismissals, drafts,
    feedback, office_glossary, report_sets, shared_answers, tables, under_way,
)  # fmt: skip


def make_tables(settings: Settings) -> None:
    """Make every table that is not there, and bring older ones up to this version; what they hold stays.

    :raises StorageProblem: the database cannot be reached, or does not let this account do so.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    make_office_tables(office_database(settings, may_define=True))
    Library.make_place(settings)


def make_office_tables(database: Database) -> None:
    """Make the tables of the office in a database that may be changed."""
    store = Store(database)
    for module in MODULES:
        store.create(module.SCHEMA)
    conversations.complete(store)
