from threading import Thread

import pytest

from app.access.person import Role
from app.office import Office
from app.records.conversations import KeptTurn
from app.records.feedback import Remark
from app.storage.store import Store
from index.database.choice import office_database
from index.database.model import ConstraintBroken
from settings import Settings
from tests.app.conftest import held


@pytest.fixture
def store(settings):
    settings.data_dir.mkdir()
    opened = Store(office_database(settings, may_define=True))
    opened.create("CREATE TABLE IF NOT EXISTS words (word TEXT NOT NULL) STRICT;")
    return opened


def test_what_is_kept_is_seen_by_every_thread(store):
    with store.changing() as db:
        db.execute("INSERT INTO words VALUES ('chè')")
    rows = []
    reader = Thread(target=lambda: rows.extend(row["word"] for row in store.rows("SELECT word FROM words")))
    reader.start()
    reader.join()
    assert rows == ["chè"]


def test_an_error_keeps_nothing(store):
    with pytest.raises(ConstraintBroken), store.changing() as db:
        db.execute("INSERT INTO words VALUES ('chè')")
        db.execute("INSERT INTO words VALUES (NULL)")
    assert store.rows("SELECT word FROM words") == []


def test_making_tables_again_loses_nothing(store):
    with store.changing() as db:
        db.execute("INSERT INTO words VALUES ('chè')")
    store.create("CREATE TABLE IF NOT EXISTS words (word TEXT NOT NULL) STRICT;")
    assert len(store.rows("SELECT word FROM words")) == 1


@pytest.mark.sqlite_only
def test_deleted_words_leave_the_file(store):
    with store.changing() as db:
        db.execute("INSERT INTO words VALUES ('rừngđặcdụng')")
    with store.changing() as db:
        db.execute("DELETE FROM words")
    store.flush()
    left = b"".join(file.read_bytes() for file in store.database.file.parent.iterdir())
    assert "rừngđặcdụng".encode() not in left


def test_office_opens_where_there_is_nothing(tmp_path):
    assert Office.open(Settings(data_dir=tmp_path / "new")).store.database.file.parent.is_dir()


def test_a_role_may_what_those_before_it_may():
    assert Role.ADMINISTRATOR.may(Role.READER)
    assert Role.DRAFTER.may(Role.DRAFTER)
    assert not Role.READER.may(Role.DRAFTER)


def test_a_deleted_report_is_forgotten_by_every_part(settings, two_reports):
    office = Office.open(settings)
    office.conversations.keep("an", "", KeptTurn(1, "Hỏi", two_reports))
    office.feedback.keep(Remark("an", "c1", 1, True, ("Hỏi",), two_reports))
    office.forget_report("a" * 64)
    assert b"1.037" not in held(office.store) and b"1.618" in held(office.store)
