"""PostgreSQL beside SQLite: the same interface, its own errors said in words, connections that the server closed."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.office import Office
from app.schema import make_tables
from index.build import rebuild
from index.database import dialect
from index.database.disk import StorageProblem
from index.database.model import ConstraintBroken, Database, LockHeld
from index.database.postgresql import PostgresDatabase
from index.database.sqlite import SqliteDatabase
from index.store.library import Library
from settings import Settings
from tests.conftest import KeywordEmbedder
from tests.postgresql import Cluster

WORDS = """
CREATE TABLE IF NOT EXISTS words (
    id INTEGER PRIMARY KEY, word TEXT UNIQUE NOT NULL, weight REAL, data BLOB, times INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE IF NOT EXISTS notes (note TEXT NOT NULL) STRICT;
"""


@pytest.fixture
def url(cluster: Cluster) -> Iterator[str]:
    """The address of an empty database."""
    name = cluster.create()
    yield cluster.url(name)
    cluster.let_go()
    cluster.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def words(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """An empty table of words on either engine."""
    database: Database = SqliteDatabase(tmp_path / "words.sqlite", 0.3)
    if request.param == "postgresql":
        database = PostgresDatabase(request.getfixturevalue("url"), "words", 0.3, may_define=True)
    database.define(WORDS)
    return database


def _put(database: Database, *words: str) -> None:
    with database.changing() as db:
        db.executemany("INSERT INTO words (word) VALUES (?)", [(word,) for word in words])


def test_rows_by_name_and_number_in_the_order_of_letters_numbers(words: Database) -> None:
    _put(words, "ông", "Ba", "an", "đồi", "Ấp", "%d ?")
    rows = words.rows("SELECT word, id FROM words WHERE word <> ? ORDER BY word", ("%d ?",))
    assert [row["word"] for row in rows] == sorted(["ông", "Ba", "an", "đồi", "Ấp"])
    assert rows[0][0] == "Ba" and tuple(rows[0]) == ("Ba", 2) and len(rows[0]) == 2
    assert words.row("SELECT word FROM words WHERE id = ?", (99,)) is None
    assert words.pairs("SELECT id, word FROM words WHERE id < ?", (3,)) == {1: "ông", 2: "Ba"}
    assert [row["id"] for row in words.each("SELECT id FROM words WHERE instr(word, '%d ?') > 0")] == [6]
    assert words.columns("words") == ["id", "word", "weight", "data", "times"] and words.tables() == ["notes", "words"]


def test_what_goes_in_comes_out(words: Database) -> None:
    with words.changing() as db:
        (row,) = db.rows("INSERT INTO words (word, weight, data) VALUES (?, ?, ?) RETURNING id", ("a", 0.1, b"\x00\xff"))
        again = "INSERT INTO words (word) VALUES (?) ON CONFLICT (word) DO UPDATE SET times = words.times + 1"
        assert db.execute(again, ("a",)) == 1 and db.execute("UPDATE words SET weight = weight WHERE id > ?", (5,)) == 0
    assert tuple(words.rows("SELECT id, weight, data, times FROM words")[0]) == (row["id"], 0.1, b"\x00\xff", 2)


def test_an_error_keeps_nothing_and_a_broken_constraint_is_told_apart(words: Database) -> None:
    with pytest.raises(ConstraintBroken):
        _put(words, "a", "b", "a")
    with pytest.raises(RuntimeError), words.changing() as db:
        db.execute("INSERT INTO words (word) VALUES ('c')")
        assert len(words.rows("SELECT word FROM words")) == 1, "who changes sees it"
        raise RuntimeError
    assert words.rows("SELECT word FROM words") == []


def test_writers_wait_for_each_other_and_lose_nothing(words: Database) -> None:
    _put(words, "a")
    words = SqliteDatabase(words.file) if isinstance(words, SqliteDatabase) else PostgresDatabase(words.url, words.schema)

    def add() -> None:
        for _ in range(20):
            with words.changing() as db:
                (row,) = db.rows("SELECT times FROM words")
                db.execute("UPDATE words SET times = ?", (row["times"] + 1,))

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert words.rows("SELECT times FROM words")[0]["times"] == 81


def test_a_writer_that_waits_too_long_is_told(words: Database) -> None:
    other = threading.Thread(target=lambda: _slow(words))
    other.start()
    time.sleep(0.2)
    with pytest.raises(StorageProblem, match=r"(?s)(khóa|bận).*Hãy đợi"), words.changing():
        pytest.fail("somebody else is writing")
    other.join()


def _slow(words: Database) -> None:
    with words.changing():
        time.sleep(1)


def test_a_snapshot_stays_as_it_was(words: Database) -> None:
    _put(words, "a")
    with words.snapshot() as before:
        assert len(before.rows("SELECT word FROM words")) == 1
        _put(words, "b")
        assert len(before.rows("SELECT word FROM words")) == 1
    assert len(words.rows("SELECT word FROM words")) == 2


def test_rows_keep_the_order_in_which_they_came(words: Database) -> None:
    with words.changing() as db:
        for note in ("ba", "hai", "ba"):
            db.execute("INSERT INTO notes VALUES (?)", (note,))
        db.execute("DELETE FROM notes WHERE rowid = (SELECT max(rowid) FROM notes WHERE note = ?)", ("ba",))
    assert [row["note"] for row in words.rows("SELECT note FROM notes ORDER BY rowid DESC")] == ["hai", "ba"]
    assert words.order_of("notes") == "rowid"


class TestServer:
    def test_a_connection_that_the_server_closed_is_opened_again(self, url: str, cluster: Cluster) -> None:
        words = PostgresDatabase(url, "words", may_define=True)
        words.define(WORDS)
        _put(words, "a")
        cluster.cut_off()
        assert len(words.rows("SELECT word FROM words")) == 1
        cluster.cut_off()
        _put(words, "b")
        with pytest.raises(StorageProblem, match=r"mất kết nối.*DATABASE_URL"), words.changing() as db:
            db.execute("INSERT INTO words (word) VALUES ('c')")
            cluster.cut_off()
            db.execute("INSERT INTO words (word) VALUES ('d')")
        assert [row["word"] for row in words.rows("SELECT word FROM words ORDER BY word")] == ["a", "b"]

    def test_a_server_that_is_not_there(self) -> None:
        database = PostgresDatabase("postgresql://an:bi-mat@127.0.0.1:9/kho", "office")
        with pytest.raises(StorageProblem, match=r"127.0.0.1:9/kho.*Hãy kiểm tra máy chủ, mạng và DATABASE_URL") as raised:
            database.tables()
        assert "bi-mat" not in str(raised.value)

    def test_a_database_that_is_not_there(self, cluster: Cluster) -> None:
        with pytest.raises(StorageProblem, match="createdb"):
            PostgresDatabase(cluster.url("khong_co"), "office").tables()

    def test_another_encoding_is_refused(self, cluster: Cluster) -> None:
        cluster.do("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
        with pytest.raises(StorageProblem, match=r"LATIN1.*UTF8"):
            PostgresDatabase(cluster.url("latin"), "office", may_define=True).define(WORDS)
        cluster.let_go()
        cluster.drop("latin")

    def test_nothing_is_made_unasked(self, url: str, settings: Settings) -> None:
        shared = replace(settings, database_url=url)
        with pytest.raises(StorageProblem, match="python -m app migrate"):
            Office.open(shared)
        with pytest.raises(StorageProblem, match="python -m app migrate"):
            Library.open(shared, create=True)
        assert PostgresDatabase(url, "office").tables() == []
        make_tables(shared)
        make_tables(shared)
        assert Office.open(shared).accounts.all() == [] and Library.open(shared).catalog.report_ids() == []

    def test_a_column_that_an_earlier_version_lacks_is_added_when_asked(self, url: str, settings: Settings) -> None:
        shared = replace(settings, database_url=url)
        make_tables(shared)
        with PostgresDatabase(url, "office").changing() as db:
            db.execute("ALTER TABLE turns DROP COLUMN reports")
        with pytest.raises(StorageProblem, match="migrate"):
            Office.open(shared)
        make_tables(shared)
        assert Office.open(shared).conversations.listed("an") == []

    def test_a_lock_that_was_let_go_is_had_at_once(self, url: str) -> None:
        database = PostgresDatabase(url, "words", 0.3)
        for _ in range(100):  # one in some hundreds met the connection of the last before the server had noticed its end
            with database.lock("writing"):
                pass

    def test_a_lock_is_one_processes_alone_and_freed_when_it_dies(self, url: str, cluster: Cluster) -> None:
        database = PostgresDatabase(url, "catalogue")
        with database.lock("writing"):
            with pytest.raises(LockHeld), database.lock("writing", 0.2):
                pytest.fail("somebody else holds it")
            cluster.cut_off()
            with database.lock("writing", 2):
                pass

    def test_a_rebuild_takes_the_place_at_one_moment(self, url: str, settings: Settings) -> None:
        shared = replace(settings, database_url=url)
        make_tables(shared)
        opened = Library.open(shared)
        before = opened.catalog.about()["library"]
        rebuild(shared, KeywordEmbedder())
        opened.refresh()
        assert opened.catalog.about()["library"] != before and PostgresDatabase(url, "catalogue_new").tables() == []


def test_what_is_put_otherwise() -> None:
    assert dialect.statement("SELECT '?%' FROM a WHERE b LIKE ?") == "SELECT '?%%' FROM a WHERE b LIKE %s"
    made = dialect.definition("CREATE TABLE a (b TEXT PRIMARY KEY, c TEXT DEFAULT 'TEXT', UNIQUE (b, c)) STRICT")
    assert made.endswith("UNIQUE (b, c), rowid bigint GENERATED BY DEFAULT AS IDENTITY)")
    assert "c text COLLATE \"C\" DEFAULT 'TEXT'" in made
    assert "rowid" not in dialect.definition("CREATE TABLE a (b TEXT PRIMARY KEY) STRICT, WITHOUT ROWID")
