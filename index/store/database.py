"""The database of a catalogue: transactions that count as a revision, rows read without a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from index.database.disk import StorageProblem
from index.database.model import Changes, ConstraintBroken, Database

T = TypeVar("T")


class CatalogDatabase:
    """An open catalogue's database. Safe to share between threads.

    :param folder: where what is derived from the catalogue lies, on this machine.
    """

    def __init__(self, database: Database, folder: Path) -> None:
        self.database, self.folder = database, folder

    def close(self) -> None:
        """Close what this thread has open."""
        self.database.close()

    def _read(self, kind: TypeAdapter[T], data: bytes) -> T:
        """Return what a row holds; :raises StorageProblem: its bytes were damaged on disk."""
        try:
            return kind.validate_json(data)
        except ValueError as error:
            raise self.database.damaged("nội dung một dòng không đọc được") from error

    @contextmanager
    def _transaction(self) -> Iterator[Changes]:
        try:
            with self.database.changing() as db:
                yield db
                db.execute("UPDATE about SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE key = 'revision'")
        except ConstraintBroken as error:
            raise StorageProblem(
                f"Không ghi được vào {self.database.name} ({error}). Có lượt khác đang ghi cùng báo cáo; hãy đợi "
                "lượt đó xong rồi làm lại. Những gì đã lưu vẫn còn"
            ) from error
