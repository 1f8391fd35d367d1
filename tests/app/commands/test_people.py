"""The accounts from the machine itself."""

import re

import pytest

from app.__main__ import main
from app.access import passwords
from app.office import Office
from settings import Settings


@pytest.fixture
def settings(tmp_path, monkeypatch):
    monkeypatch.setattr(passwords, "COST", 2**4)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    return Settings.from_env()


def test_add_list_and_reset(settings, capsys):
    assert main(["people", "add", "Lan", "--role", "administrator", "--shown", "Phạm Lan"]) == 0
    first = re.search(r": (\S+) ", capsys.readouterr().out)[1]
    assert main(["people", "reset", "lan"]) == 0
    second = re.search(r": (\S+) ", capsys.readouterr().out)[1]
    assert main(["people", "list"]) == 0
    assert capsys.readouterr().out == "lan\tadministrator\tPhạm Lan\n"
    office = Office.open(settings)
    assert first != second and office.accounts.check("lan", second, "").must_change
    assert [(e.name, e.detail) for e in office.audit.entries()] == [("(dòng lệnh)", "reset lan"), ("(dòng lệnh)", "add Lan")]


def test_what_cannot_be_done_is_told(settings, capsys):
    assert main(["people", "reset", "ai"]) == 2
    assert "Không có tài khoản “ai”" in capsys.readouterr().err
