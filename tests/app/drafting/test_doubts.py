"""What is open when a draft is to be final is told and asked about; the list is kept beside the file."""

from __future__ import annotations

import argparse
import json

import pytest

from app.commands import draft as command
from app.drafting.doubts import Doubts, StillOpen
from app.drafting.request import of_json
from settings import Settings
from tests.app.drafting.conftest import GIVEN, draft_of


def test_without_a_word_nothing_final_is_written_while_something_is_open():
    with pytest.raises(StillOpen, match="Còn 2 chỗ chưa xong") as told:
        Doubts(("chưa có hộ nghèo", "chưa có ngày")).allow(go_on=False)
    assert "chưa có hộ nghèo" in str(told.value)
    assert "chưa có ngày" in str(told.value)
    Doubts(("chưa có hộ nghèo",)).allow(go_on=True)
    Doubts(()).allow(go_on=False)


def test_a_long_list_is_told_in_part_and_kept_whole(tmp_path):
    doubts = Doubts(tuple(f"chỗ {number}" for number in range(60)))
    with pytest.raises(StillOpen, match="Còn 60 chỗ chưa xong") as told:
        doubts.allow(go_on=False)
    assert "chỗ 59" not in str(told.value)
    kept = doubts.keep_beside(tmp_path / "bao-cao.docx")
    assert kept == tmp_path / "bao-cao.con-mo.txt"
    assert "chỗ 59" in kept.read_text(encoding="utf-8")


def test_a_list_that_is_done_with_is_taken_away(tmp_path):
    Doubts(("một",)).keep_beside(tmp_path / "bao-cao.docx")
    assert Doubts(()).keep_beside(tmp_path / "bao-cao.docx") is None
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def run(assistant, tmp_path, monkeypatch):
    said = []
    monkeypatch.setattr(command, "say", said.append)
    monkeypatch.setattr(command, "open_assistant", lambda settings, create: assistant)
    source = tmp_path / "in.json"
    given = GIVEN | {"aproved": "x"}
    source.write_text(json.dumps(given), encoding="utf-8")
    draft = draft_of(assistant, "five-year", given)
    monkeypatch.setattr("app.drafting.prepare.prepare", lambda *given, **more: draft)

    def made(*more: str) -> int:
        parser = argparse.ArgumentParser()
        command.configure(parser)
        arguments = ["--kind", "five-year", "--input", str(source), "--out", str(tmp_path / "out.docx"), *more]
        return command.run(parser.parse_args(arguments), Settings(data_dir=tmp_path / "data"))

    return made


def test_the_command_asks_before_it_writes_a_final_draft(run, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(command, "confirms", lambda: False)
    assert run("--final") == command.OPEN
    told = capsys.readouterr().err
    assert "chưa xong" in told
    assert "--accept-open" in told
    assert not (tmp_path / "out.docx").exists()


@pytest.mark.parametrize("how", ["option", "answer"])
def test_the_command_goes_on_where_it_is_told_to(run, tmp_path, monkeypatch, how):
    monkeypatch.setattr(command, "confirms", lambda: how == "answer")
    assert run("--final", *(["--accept-open"] if how == "option" else [])) == 0
    assert (tmp_path / "out.docx").exists()
    assert "aproved" in (tmp_path / "out.con-mo.txt").read_text(encoding="utf-8")


def test_a_draft_with_its_notes_is_written_without_a_question(run, tmp_path):
    assert run() == 0
    assert (tmp_path / "out.docx").exists()
    assert not (tmp_path / "out.con-mo.txt").exists()


UNKNOWN = [
    ({"recipient": ["Sở Nội vụ"]}, "“recipient”", "recipients"),
    ({"signer": {"authority": "TM.", "tittle": "CHỦ TỊCH"}}, "“signer” → “tittle”", "title"),
    ({"period": {"from": 2025, "to": 2025, "until": 2026}}, "“period” → “until”", "from, to"),
    ({"Figures": {}}, "“Figures”", "figures"),
    ({"ghi_chu": "x"}, "“ghi_chu”", "agency"),
]


@pytest.mark.parametrize(("more", "key", "near"), UNKNOWN)
def test_an_unknown_key_is_named_with_the_nearest(more, key, near):
    (told,) = of_json({"agency": "A", "place": "B", "period": {"from": 2025, "to": 2025}} | more).unknown
    assert key in told
    assert near in told


def test_known_keys_are_not():
    assert of_json(GIVEN).unknown == ()
