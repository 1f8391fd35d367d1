"""The data files below ``prompts/`` and the checks on them."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.question.vocabulary import MESSAGES, load_messages, load_question_words, message, question_words
from ingest.language.terms import fold
from prompts import FOLDER, DataFileError


def test_the_projects_own_files_are_sound() -> None:
    assert load_messages(FOLDER / "messages.toml").keys() == MESSAGES.keys()
    words = load_question_words(FOLDER / "question.toml")
    assert {"figure", "document", "date", "person"} <= words.asks.keys()
    assert {"across", "wording"} < words.shapes.keys()


@pytest.mark.parametrize("key", sorted(MESSAGES))
def test_every_message_can_be_filled_in(key: str) -> None:
    values = {name: f"<{name}>" for name in MESSAGES[key]}
    text = message(key, **values)
    assert all(value in text for value in values.values())
    assert "{" not in text


def test_a_name_left_out_is_an_error() -> None:
    with pytest.raises(KeyError):
        message("answer.lead")


def _messages_file(tmp_path: Path, old: str, new: str) -> Path:
    file = tmp_path / "messages.toml"
    text = (FOLDER / "messages.toml").read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ("silent = ", "silence = ", ["answer.silence", "answer.silent"]),  # misspelt: one missing, one unknown
        ('lead = "Theo báo cáo của {place}:"', 'lead = "Theo báo cáo:"', ["answer.lead", "place"]),  # name missing
        ("{count}", "{number}", ["answer.more", "number", "count"]),  # misspelt name
        ("[answer]", "[answer]\nextra = 'x'", ["answer.extra"]),
    ],
)
def test_messages_missing_unknown_or_misspelt(tmp_path: Path, old: str, new: str, names: list[str]) -> None:
    with pytest.raises(DataFileError) as problem:
        load_messages(_messages_file(tmp_path, old, new))
    assert all(name in str(problem.value) for name in ["messages.toml", *names])


def test_words_are_folded_as_the_index_folds() -> None:
    words = question_words()
    phrases = [cue for entry in (*words.asks.values(), *words.shapes.values()) for cue in entry]
    assert phrases and all(phrase == fold(phrase) for phrase in phrases)
    assert {"bao", "nhiêu", "nhieu"} <= words.ignored  # with their marks and without


@pytest.mark.parametrize("table", ["[ignored]", "[asks.", "[followup]"])
def test_question_words_with_a_table_missing(tmp_path: Path, table: str) -> None:
    file = tmp_path / "question.toml"
    text = (FOLDER / "question.toml").read_text(encoding="utf-8")
    assert table in text
    file.write_text(text.replace(table, table.replace("[", "[khac_")), encoding="utf-8")
    with pytest.raises(DataFileError, match="thiếu mục"):
        load_question_words(file)


def test_a_misspelt_shape_is_an_error_at_once(tmp_path: Path) -> None:
    file = tmp_path / "question.toml"
    text = (FOLDER / "question.toml").read_text(encoding="utf-8")
    file.write_text(text.replace("[shape.across]", "[shape.acros]"), encoding="utf-8")
    with pytest.raises(DataFileError):
        load_question_words(file)


@pytest.mark.parametrize(("old", "new"), [("{count}", "{count"), ("[answer]", "[answer")])
def test_a_broken_file_is_one_error(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(DataFileError):
        load_messages(_messages_file(tmp_path, old, new))
