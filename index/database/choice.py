"""Which database keeps what: the one place that decides between SQLite and PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from index.database import disk
from index.database.model import Database
from index.database.sqlite import SqliteDatabase
from settings import Settings

if TYPE_CHECKING:
    from index.database.postgresql import PostgresDatabase  # where nobody asks for it, its library is not even loaded

CATALOG_FILE, OFFICE_FILE = "catalog.sqlite", "office.sqlite"
CATALOG_SCHEMA, FRESH_SCHEMA, OFFICE_SCHEMA = "catalogue", "catalogue_new", "office"
FRESH_OFFICE_SCHEMA = "office_new"
CATALOG_SECONDS, OFFICE_SECONDS = 30, 20  # a writer waits so long for another one


def office_database(settings: Settings, *, may_define: bool = False) -> Database:
    """Return the database of accounts, conversations and all else that people make.

    :param may_define: make and change tables in PostgreSQL, which only somebody who asks for it does.
    """
    if settings.database_url is None:
        file = settings.data_dir / OFFICE_FILE
        if file.exists():
            disk.make_private(file)
        return SqliteDatabase(file, OFFICE_SECONDS)
    from index.database.postgresql import PostgresDatabase

    return PostgresDatabase(settings.database_url, OFFICE_SCHEMA, OFFICE_SECONDS, may_define=may_define)


def office_file_beside(settings: Settings) -> Path:
    """Return the file of an office that is made beside its place."""
    return settings.data_dir / f"{OFFICE_FILE}.new"


def fresh_office(settings: Settings) -> Database:
    """Return an empty database for an office that is made beside its place; what a killed run left there goes."""
    if settings.database_url is None:
        file = office_file_beside(settings)
        for left in file.parent.glob(f"{file.name}*"):
            left.unlink()
        return SqliteDatabase(file)
    from index.database.postgresql import PostgresDatabase

    fresh = PostgresDatabase(settings.database_url, FRESH_OFFICE_SCHEMA, may_define=True)
    fresh.drop()
    return fresh


def swap_in(url: str) -> None:
    """Let catalogue and office that were made beside their places take them, both at one moment."""
    from index.database.postgresql import PostgresDatabase, take_places

    schemas = ((FRESH_SCHEMA, CATALOG_SCHEMA), (FRESH_OFFICE_SCHEMA, OFFICE_SCHEMA))
    take_places([(PostgresDatabase(url, fresh), PostgresDatabase(url, current)) for fresh, current in schemas])


def catalogue_file(folder: Path) -> SqliteDatabase:
    """Return the database of a catalogue in a folder, where no PostgreSQL is named."""
    return SqliteDatabase(folder / CATALOG_FILE, CATALOG_SECONDS)


def catalogue_schemas(url: str, *, may_define: bool = False) -> tuple[PostgresDatabase, PostgresDatabase]:
    """Return the database of the catalogue in PostgreSQL, and that of one made anew beside it, which is made when asked."""
    from index.database.postgresql import PostgresDatabase

    current = PostgresDatabase(url, CATALOG_SCHEMA, CATALOG_SECONDS, may_define=may_define)
    return current, PostgresDatabase(url, FRESH_SCHEMA, CATALOG_SECONDS, may_define=True)
