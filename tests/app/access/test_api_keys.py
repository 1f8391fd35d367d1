from datetime import UTC, datetime, timedelta

import pytest

from app import __main__ as door
from app.access import api_keys
from app.access.api_keys import KeyProblem
from app.access.person import Person, Role
from app.commands import keys as commands
from app.office import Office
from settings import Settings
from tests.app.conftest import held


@pytest.fixture
def office(settings: Settings) -> Office:
    return Office.open(settings)


def test_a_key_opens_until_it_is_revoked(office):
    token = office.keys.add("phan-mem-van-thu", Role.READER)
    other = office.keys.add("Cổng thông tin", Role.DRAFTER)
    assert office.keys.bearer(token) == Person("key:phan-mem-van-thu", "phan-mem-van-thu", Role.READER)
    assert office.keys.revoke("phan-mem-van-thu") is True
    assert office.keys.bearer(token) is None
    assert office.keys.revoke("phan-mem-van-thu") is False
    assert office.keys.bearer(other).role is Role.DRAFTER


def test_the_store_holds_no_key(office):
    token = office.keys.add("a", Role.READER)
    office.store.flush()
    kept = held(office.store)
    assert token.encode() not in kept
    assert token.removeprefix(api_keys.PREFIX).encode() not in kept
    assert len(token) == len(api_keys.PREFIX) + 43  # 256 bits


@pytest.mark.parametrize("wrong", ["", "tlbc_", "tlbc_x", "' OR 1=1 --"])
def test_no_other_word_opens(office, wrong):
    office.keys.add("a", Role.READER)
    assert office.keys.bearer(wrong) is None


@pytest.mark.parametrize("name", ["", "  ", "1a", "a\nb", "a" * 61, "<b>", "a:b"])
def test_a_name_that_cannot_be_shown_is_refused(office, name):
    with pytest.raises(KeyProblem, match="Hãy đặt tên"):
        office.keys.add(name, Role.READER)


def test_a_name_is_given_once_and_no_program_administers(office):
    office.keys.add("a", Role.READER)
    with pytest.raises(KeyProblem, match="Đã có khóa tên “a”"):
        office.keys.add(" a ", Role.DRAFTER)
    with pytest.raises(KeyProblem, match="reader"):
        office.keys.add("b", Role.ADMINISTRATOR)
    assert [key.name for key in office.keys.all()] == ["a"]


def test_the_last_use_is_noted_at_most_once_a_minute(office, monkeypatch):
    now = datetime(2025, 11, 3, 8, 0, tzinfo=UTC)
    monkeypatch.setattr(api_keys, "_now", lambda: now)
    token = office.keys.add("a", Role.READER)
    assert office.keys.all()[0].used is None
    for seconds, noted in ((10, 10), (69, 10), (70, 70)):
        monkeypatch.setattr(api_keys, "_now", lambda seconds=seconds: now + timedelta(seconds=seconds))
        office.keys.bearer(token)
        assert office.keys.all()[0].used == now + timedelta(seconds=noted)


def test_the_command_makes_lists_and_revokes(capsys, settings, monkeypatch):
    said: list[str] = []
    monkeypatch.setattr(commands, "say", said.append)
    monkeypatch.setenv("DATA_DIR", str(settings.data_dir))
    assert door.main(["keys", "list"]) == 0
    assert "Chưa cấp khóa nào" in said[-1]
    assert door.main(["keys", "add", "Cổng thông tin", "--role", "drafter"]) == 0
    token = said[-1].strip()
    assert "chỉ hiện lần này" in capsys.readouterr().err
    person = Office.open(settings).keys.bearer(token)
    assert person is not None and person.role is Role.DRAFTER
    assert door.main(["keys", "list"]) == 0
    assert "Cổng thông tin" in said[-1] and "drafter" in said[-1] and "dùng lần cuối" in said[-1]
    assert token not in said[-1]
    assert door.main(["keys", "add", "Cổng thông tin"]) == 2
    assert "Đã có khóa" in capsys.readouterr().err
    assert door.main(["keys", "revoke", "Cổng thông tin"]) == 0
    assert door.main(["keys", "revoke", "Cổng thông tin"]) == 2
    assert "Không có khóa tên" in capsys.readouterr().err
