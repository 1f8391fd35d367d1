"""The office's own state in one database beside the index: a rebuild of the index leaves it as it is.

Every module of the office keeps its own tables here and creates them when it is first opened.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import UTC, datetime

from index.database.choice import office_database
from index.database.disk import disk_problem
from index.database.model import Changes, Database, DatabaseRow, Parameters
from settings import Settings


class Store:
    """An open store. Safe to share between threads."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @property
    def is_shared(self) -> bool:
        """Whether other servers may keep their state here too."""
        return self.database.is_shared

    @classmethod
    def open(cls, settings: Settings) -> Store:
        """Open the store that the settings name; a file is made where there is none.

        :raises StorageProblem: the folder cannot be written.
        """
        try:
            settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise disk_problem(error, settings.data_dir) or error from error
        return cls(office_database(settings))

    def create(self, schema: str) -> None:
        """Make the tables of ``schema`` that are not there (``CREATE TABLE IF NOT EXISTS …``, parted by semicolons)."""
        self.database.define(schema)

    def rows(self, query: str, parameters: Parameters = ()) -> list[DatabaseRow]:
        """Return what a query selects; columns are had by name."""
        return self.database.rows(query, parameters)

    def changing(self) -> AbstractContextManager[Changes]:
        """Hold a transaction: all of it is kept, or on an error none."""
        return self.database.changing()

    def flush(self) -> None:
        """Let what was deleted leave the disk as far as the database can."""
        self.database.flush()


def now_written() -> str:
    """Return this moment as tables keep it: UTC, "2025-12-01 08:30:00"."""
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")


def is_kept(settings: Settings) -> bool:
    """Say whether anything of the office was ever kept."""
    return office_database(settings).exists()
