"""Where the catalogue of a library lies: how it is found, made, and gives its place to one made anew beside it."""

from __future__ import annotations

import shutil
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from index.database import disk
from index.database.choice import CATALOG_FILE, CATALOG_SECONDS, catalogue_file, catalogue_schemas
from index.database.model import Database
from index.database.sqlite import SqliteDatabase
from index.errors import IndexProblem
from index.store.catalog import Catalog
from index.store.leftovers import RETIRED, UNFINISHED, undo_half_rebuild
from settings import Settings

UNFINISHED_COPY = "copy-unfinished"  # a file of DATA_DIR while a copied library takes its place
NAMED = 16  # letters of a library's name that its folder has


class StorePlace(Protocol):
    """The place of one library's catalogue."""

    def find(self) -> Catalog | None:
        """Return the catalogue; None where there is none."""

    def make(self, about: dict[str, str]) -> Catalog:
        """Make an empty one that records ``about``; it is never seen half made."""

    def beside(self, about: dict[str, str]) -> Catalog:
        """Make an empty one beside that of the place; what a killed run left there goes."""

    def replace(self, old: Catalog, fresh: Catalog) -> None:
        """Put the one made beside in the place of the old one, which goes. Both are closed before."""

    def identity(self, catalog: Catalog) -> object:
        """Return what changes when another catalogue takes the place."""

    def lock(self, wait: float) -> AbstractContextManager[object]:
        """Hold the lock of whoever writes, among all machines; :raises LockHeld: another one writes."""

    def sweep(self, catalog: Catalog) -> None:
        """Remove what catalogues before this one left on this machine; call it with the lock held."""


def place_of(settings: Settings, *, may_define: bool = False) -> StorePlace:
    """Return the place that the settings name; ``may_define``: make the tables in PostgreSQL, as somebody has asked to."""
    if settings.database_url is None:
        return _Folder(settings)
    return _Schema(settings.database_url, settings.index_dir, may_define=may_define)


class _Folder:
    """A folder with an SQLite file, all that is derived from it beside it; the whole folder is replaced."""

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.index_dir

    def find(self) -> Catalog | None:
        _refuse_unfinished(self._folder.parent)
        folder = undo_half_rebuild(self._folder)
        return _catalog(folder).complete() if (folder / CATALOG_FILE).exists() else None

    def make(self, about: dict[str, str]) -> Catalog:
        return _create(undo_half_rebuild(self._folder), about)

    def beside(self, about: dict[str, str]) -> Catalog:
        for left in (UNFINISHED, RETIRED):
            shutil.rmtree(self._folder.with_suffix(left), ignore_errors=True)
        return _create(self._folder.with_suffix(UNFINISHED), about)

    def replace(self, old: Catalog, fresh: Catalog) -> None:
        retired = old.folder.with_suffix(RETIRED)
        old.folder.rename(retired)
        fresh.folder.rename(self._folder)
        shutil.rmtree(retired, ignore_errors=True)

    def identity(self, catalog: Catalog) -> object:
        try:
            return (catalog.folder / CATALOG_FILE).stat().st_ino
        except OSError:
            return 0

    def lock(self, wait: float) -> AbstractContextManager[object]:
        return catalogue_file(self._folder).lock("writing", wait)

    def sweep(self, catalog: Catalog) -> None:
        pass  # index.store.leftovers does it when reports are deleted


class _Schema:
    """A schema of PostgreSQL. What is derived from a catalogue lies on each machine in a folder that is named after it."""

    def __init__(self, url: str, folder: Path, *, may_define: bool) -> None:
        self._folder = folder
        self._current, self._fresh = catalogue_schemas(url, may_define=may_define)

    def find(self) -> Catalog | None:
        _refuse_unfinished(self._folder.parent)
        identity = self._library(self._current) if self._current.columns("about") else None
        return Catalog(self._current, self._folder_of(identity)).complete() if identity else None

    def make(self, about: dict[str, str]) -> Catalog:
        return Catalog.create(self._current, self._folder_of(about["library"]), about)

    def beside(self, about: dict[str, str]) -> Catalog:
        self._fresh.drop()
        return Catalog.create(self._fresh, self._folder_of(about["library"]), about)

    def replace(self, old: Catalog, fresh: Catalog) -> None:  # noqa: ARG002
        from index.database.postgresql import take_places

        take_places([(self._fresh, self._current)])
        shutil.rmtree(old.folder, ignore_errors=True)

    def identity(self, catalog: Catalog) -> object:  # noqa: ARG002
        return self._library(self._current)

    def lock(self, wait: float) -> AbstractContextManager[object]:
        return self._current.lock("writing", wait)

    def sweep(self, catalog: Catalog) -> None:
        for left in self._folder.glob("[0-9a-f]" * NAMED):  # what SQLite has beside them stays
            if left not in (catalog.folder, self._folder_of(self._library(self._current) or "")):
                shutil.rmtree(left, ignore_errors=True)

    def _folder_of(self, identity: str) -> Path:
        return self._folder / identity[:NAMED]

    @staticmethod
    def _library(database: Database) -> str | None:
        row = database.row("SELECT value FROM about WHERE key = 'library'")
        return str(row[0]) if row else None


def _refuse_unfinished(data_dir: Path) -> None:
    if (data_dir / UNFINISHED_COPY).exists():
        raise IndexProblem(
            f"Lượt chép hoặc khôi phục vào {data_dir} bị dừng giữa chừng. Hãy chạy lại lệnh đó (copy hoặc restore) rồi mới "
            "mở thư viện"
        )


def _catalog(folder: Path) -> Catalog:
    return Catalog(catalogue_file(folder), folder)


def _create(folder: Path, about: dict[str, str]) -> Catalog:
    """Make the catalogue beside its place and move it there, so that it is never seen half made."""
    try:
        unfinished = (folder / CATALOG_FILE).with_suffix(".new")
        unfinished.unlink(missing_ok=True)
        disk.make_folder(folder)
        catalog = Catalog.create(SqliteDatabase(unfinished, CATALOG_SECONDS), folder, about)
        catalog.close()
        unfinished.rename(folder / CATALOG_FILE)
    except OSError as error:
        raise IndexProblem(
            f"Không tạo được chỉ mục tại {folder} ({error.strerror}). Hãy kiểm tra quyền ghi và DATA_DIR"
        ) from error
    return _catalog(folder)
