"""A library copied between SQLite and PostgreSQL. The source stays as it is; the target is whole, or refused when opened."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.schema import make_office_tables
from index.database.choice import (
    CATALOG_FILE,
    OFFICE_FILE,
    fresh_office,
    office_database,
    office_file_beside,
    swap_in,
)
from index.database.copying import copy_rows
from index.database.model import Database
from index.errors import IndexProblem
from index.store.library import Library
from index.store.locks import write_lock
from index.store.place import UNFINISHED_COPY, place_of
from settings import Settings

WAIT = 60.0  # seconds for another writer to end
ENGINES = ("sqlite", "postgresql")


class TransferProblem(IndexProblem):
    """A library cannot be copied, backed up or restored; the message says in Vietnamese why and what to do."""


def settings_of(settings: Settings, engine: str) -> Settings:
    """Return the settings of the library that an engine keeps.

    :raises TransferProblem: PostgreSQL is asked for, and no address of one is set.
    """
    if engine == "sqlite":
        return replace(settings, database_url=None)
    if settings.database_url is None:
        raise TransferProblem(
            "Chưa biết PostgreSQL nào: cần DATABASE_URL=postgresql://tên:mật_khẩu@máy_chủ:5432/tên_cơ_sở_dữ_liệu. Hãy đặt "
            "DATABASE_URL rồi làm lại"
        )
    return settings


def copy(source: Settings, target: Settings) -> dict[str, int]:
    """Put a library of one engine into the other; return how many rows each table has. Files of DATA_DIR serve both.

    :raises TransferProblem: there is no library to copy, or the target holds one.
    """
    refuse_held(target)
    with write_lock(source, WAIT):
        catalog = place_of(source).find()
        if catalog is None:
            raise TransferProblem(
                f"Không có thư viện nào để chép trong {office_database(source).name}. Hãy kiểm tra --from, DATA_DIR, "
                "DATABASE_URL"
            )
        counts = put(catalog.database, office_database(source), target)
        Library.open(target).repair()
    return counts


def refuse_held(target: Settings) -> None:
    """Refuse a target that holds something. Empty tables, as ``migrate`` makes them, are nothing.

    :raises TransferProblem: it does.
    """
    if (target.data_dir / UNFINISHED_COPY).exists():
        return  # by a run that was killed; nobody has opened it since
    office = office_database(target)
    catalog = place_of(target).find()
    used = bool(catalog and catalog.report_ids()) or any(
        office.row(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608 - a table of ours
        for table in (office.tables() if office.exists() else [])
    )
    if used:
        raise TransferProblem(
            f"{office.name} đã có dữ liệu, không ghi đè. Hãy chọn nơi trống: DATA_DIR khác (SQLite) hoặc cơ sở dữ liệu khác "
            "(PostgreSQL)"
        )


def put(catalogue: Database, office: Database, target: Settings) -> dict[str, int]:
    """Put the rows of a catalogue and an office into an empty target, which takes them up at one moment.

    A run that is killed leaves the target as empty as it was.
    """
    place = place_of(target, may_define=True)
    about = catalogue.pairs("SELECT key, value FROM about")
    fresh = place.beside({key: str(value) for key, value in about.items() if key != "revision"})
    fresh_desk = fresh_office(target)
    make_office_tables(fresh_desk)
    counts = copy_rows(catalogue, fresh.database) | (copy_rows(office, fresh_desk) if office.exists() else {})
    fresh.close()
    fresh_desk.close()
    if target.database_url is not None:
        swap_in(target.database_url)
    else:
        _take_up(fresh.folder / CATALOG_FILE, target)
        fresh.folder.rmdir()
    return counts


def _take_up(catalogue: Path, target: Settings) -> None:
    """Let files made beside an empty place take it. While it is between the two, nobody opens the library."""
    mark = target.data_dir / UNFINISHED_COPY
    mark.touch()
    for file, fresh in (
        (target.data_dir / OFFICE_FILE, office_file_beside(target)),
        (target.index_dir / CATALOG_FILE, catalogue),
    ):
        for left in file.parent.glob(f"{file.name}-*"):  # logs of the empty one
            left.unlink()
        file.parent.mkdir(exist_ok=True)
        fresh.rename(file)
    mark.unlink()
