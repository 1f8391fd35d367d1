"""Which database keeps what: the one place that decides between SQLite and PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from index.database.model import Database
from index.database.sqlite import SqliteDatabase
from settings import Settings

if TYPE_CHECKING:
    from index.database.postgresql import PostgresDatabase  # where nobody asks for it, its library is not even loaded

CATALOG_FILE, OFFICE_FILE = "catalog.sqlite", "office.sqlite"
CATALOG_SCHEMA, FRESH_SCHEMA, OFFICE_SCHEMA = "catalogue", "catalogue_new", "office"
CATALOG_SECONDS, OFFICE_SECONDS = 30, 20  # a writer waits so long for another one


def office_database(settings: Settings, *, may_define: bool = False) -> Database:
    """Return the database of accounts, conversations and all else that people make.

    :param may_define: make and change tables in PostgreSQL, which only somebody who asks for it does.
    """
    if settings.database_url is None:
        return SqliteDatabase(settings.data_dir / OFFICE_FILE, OFFICE_SECONDS)
    from index.database.postgresql import PostgresDatabase

    return PostgresDatabase(settings.database_url, OFFICE_SCHEMA, OFFICE_SECONDS, may_define=may_define)


def catalogue_file(folder: Path) -> SqliteDatabase:
    """Return the database of a catalogue in a folder, where no PostgreSQL is named."""
    return SqliteDatabase(folder / CATALOG_FILE, CATALOG_SECONDS)


def catalogue_schemas(url: str, *, may_define: bool = False) -> tuple[PostgresDatabase, PostgresDatabase]:
    """Return the database of the catalogue in PostgreSQL, and that of one made anew beside it, which is made when asked."""
    from index.database.postgresql import PostgresDatabase

    current = PostgresDatabase(url, CATALOG_SCHEMA, CATALOG_SECONDS, may_define=may_define)
    return current, PostgresDatabase(url, FRESH_SCHEMA, CATALOG_SECONDS, may_define=True)
