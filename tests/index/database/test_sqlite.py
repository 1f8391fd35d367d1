"""SQLite's errors and those of the disk, said in words; damage of the catalogue is never a traceback."""

from __future__ import annotations

import errno
import random
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from index.build import bring_in
from index.database import disk, sqlite
from index.database.sqlite import SqliteDatabase
from index.errors import IndexProblem
from index.store.library import Library
from settings import Settings
from tests.conftest import fill

pytestmark = pytest.mark.usefixtures("reading_here")


def _words(folder: Path, busy: float = 1) -> SqliteDatabase:
    database = SqliteDatabase(folder / "a.sqlite", busy)
    database.define("CREATE TABLE IF NOT EXISTS words (word TEXT UNIQUE)")
    return database


def test_a_full_disk_is_named_and_nothing_is_lost(small_disk: Path) -> None:
    database = _words(small_disk)
    with database.changing() as db:
        db.execute("INSERT INTO words VALUES ('cũ')")
    filler = fill(small_disk)
    with pytest.raises(disk.StorageProblem, match=r"đã đầy.*giải phóng dung lượng"), database.changing() as db:
        db.execute("INSERT INTO words VALUES (?)", ("x" * 500_000,))
    assert [tuple(row) for row in database.rows("SELECT word FROM words")] == [("cũ",)]
    filler.unlink()
    with database.changing() as db:
        assert db.execute("INSERT INTO words VALUES ('mới')") == 1
    assert len(database.rows("SELECT word FROM words")) == 2


def test_a_locked_file_is_named(tmp_path: Path) -> None:
    database, other = _words(tmp_path, 0.05), sqlite3.connect(tmp_path / "a.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(disk.StorageProblem, match=r"đang bị chương trình khác khóa.*Hãy đợi"), database.changing():
        pytest.fail("somebody else is writing")


def test_what_sqlite_says_of_a_file_of_another_kind(tmp_path: Path) -> None:
    (tmp_path / "a.sqlite").write_bytes(b"khong phai" * 1000)
    with pytest.raises(disk.StorageProblem, match=r"bị hỏng.*sao lưu") as raised:
        SqliteDatabase(tmp_path / "a.sqlite").rows("SELECT * FROM t")
    assert isinstance(raised.value, IndexProblem)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(disk.StorageProblem, match="Không mở"):
        SqliteDatabase(tmp_path / "khong" / "a.sqlite").tables()


def test_files_that_came_with_a_package_or_belong_to_others(tmp_path: Path) -> None:
    _words(tmp_path).close()
    file = tmp_path / "a.sqlite"
    assert sqlite.packaged_rows(file, "SELECT 1, 2", "SELECT 3") == [[(1, 2)], [(3,)]] and sqlite.verdict(file) == "ok"
    file.write_bytes(b"khong phai" * 1000)
    with pytest.raises(ValueError, match="not a database"):
        sqlite.packaged_rows(file, "SELECT * FROM words")
    assert "not a database" in sqlite.verdict(file)
    assert sqlite.verdict(tmp_path / "khong.sqlite") == ""


@pytest.mark.parametrize(
    ("number", "says"),
    [(errno.ENOSPC, "đã đầy"), (errno.EDQUOT, "đã đầy"), (errno.EROFS, "quyền ghi"), (errno.ENOENT, None)],
)
def test_errors_of_the_disk(number: int, says: str | None) -> None:
    message = disk.disk_problem(OSError(number, "x"), Path("/d"))
    assert (message is None) if says is None else (message is not None and says in str(message))


def test_bytes_flipped_in_the_catalogue(library: Library, settings: Settings, embedder: Any, reports: Path) -> None:
    """Whatever is damaged, each use answers or says so; the words of the error name a remedy."""
    library.catalog.close()
    file = library.catalog.database.file
    sound, draw, refused = file.read_bytes(), random.Random(12), 0
    for number in range(60):
        content = bytearray(sound)
        if number % 3 == 0:
            at = draw.randrange(len(content))
            content[at : at + 2048] = draw.randbytes(len(content[at : at + 2048]))
        else:
            for _ in range(draw.choice((1, 30, 300))):
                content[draw.randrange(len(content))] = draw.randrange(256)
        for left in file.parent.glob("catalog.sqlite-*"):
            left.unlink()
        file.write_bytes(content)
        try:
            _use(settings, embedder, reports)
        except IndexProblem as problem:
            refused += 1
            assert "\n" not in str(problem) and "Hãy" in str(problem)
    assert refused > 10  # a byte in free room does no harm


def _use(settings: Settings, embedder: Any, reports: Path) -> None:
    from index.search.retrieval import Retriever

    opened = Library.open(settings)
    list(opened.catalog.reports())
    list(opened.catalog.term_counts())
    Retriever(opened, embedder).search("hộ nghèo ở xã Tân Lập")
    (reports / "moi.txt").write_text("I. KẾT QUẢ\n\nXã trồng 12 ha dâu.", encoding="utf-8")
    bring_in(opened, embedder, [reports / "moi.txt"])
