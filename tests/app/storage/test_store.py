import os
from threading import Thread

import pytest

from app.access.person import Role
from app.office import Office
from app.records.conversations import KeptTurn
from app.records.feedback import Remark
from app.storage.store import Store
from index.database.choice import office_database
from index.database.model import ConstraintBroken
from index.store.library import Library
from settings import Settings
from tests.app.conftest import held


@pytest.fixture
def store(settings):
    settings.data_dir.mkdir()
    opened = Store(office_database(settings, may_define=True))
    opened.create("CREATE TABLE IF NOT EXISTS words (word TEXT NOT NULL) STRICT;")
    return opened


def test_other_accounts_of_the_machine_cannot_read_it(tmp_path):
    """Passwords' hashes, conversations and reports are for the account that runs the app, whatever its umask."""
    settings = Settings(data_dir=tmp_path / "data", embedding_model="none")
    before = os.umask(0o022)
    try:
        Store.open(settings).create("CREATE TABLE IF NOT EXISTS words (word TEXT NOT NULL) STRICT;")
        Library.open(settings, create=True)
    finally:
        os.umask(before)
    for own in (settings.data_dir, settings.index_dir, *settings.data_dir.glob("office.sqlite*")):
        assert not own.stat().st_mode & 0o007, own


def test_of_what_was_made_earlier_the_others_rights_are_taken_and_the_groups_stay(tmp_path):
    settings = Settings(data_dir=tmp_path / "data", embedding_model="none")
    Library.open(settings, create=True)
    settings.originals_dir.mkdir()
    (settings.data_dir / "office.sqlite").touch()
    own = (settings.index_dir, settings.originals_dir, settings.data_dir / "office.sqlite")
    for path in (settings.data_dir, *own):
        path.chmod(0o755)
    Store.open(settings)
    Library.open(settings)
    assert {path.stat().st_mode & 0o777 for path in own} == {0o750}
    assert settings.data_dir.stat().st_mode & 0o777 == 0o755  # may be a folder of somebody else's


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
