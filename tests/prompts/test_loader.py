"""The loader of data files: one error, which names the file and what is wrong in it."""

from pathlib import Path

import pytest

from prompts import DataFileError, check_fields, check_keys, load


def file_of(folder: Path, text: str) -> Path:
    file = folder / "units.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_what_is_built_of_the_tables_comes_back(tmp_path):
    assert load(file_of(tmp_path, "[a]\nb = 3\n"), lambda tables: tables["a"]["b"] + 1) == 4


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[a", "không đúng cú pháp TOML"),
        ("[other]\n", "thiếu mục 'a'"),
        ("[a]\nb = 'three'\n", "sai mục"),
        ("a = 3\n", "sai mục"),
    ],
)
def test_every_fault_is_one_error_that_names_the_file(tmp_path, text, told):
    with pytest.raises(DataFileError, match=rf"units\.toml: .*{told}"):
        load(file_of(tmp_path, text), lambda tables: int(tables["a"]["b"]))


def test_a_file_that_is_not_there_or_is_no_text_is_told(tmp_path):
    with pytest.raises(DataFileError, match=r"none\.toml: không đọc được"):
        load(tmp_path / "none.toml", dict)
    broken = tmp_path / "broken.toml"
    broken.write_bytes(b"a = '\xff'")
    with pytest.raises(DataFileError, match=r"broken\.toml: không đọc được"):
        load(broken, dict)


def test_keys_must_be_exactly_those_wanted():
    check_keys("shape", {"list": 1, "fact": 2}, ("fact", "list"))
    with pytest.raises(ValueError, match="fact, other"):
        check_keys("shape", {"list", "other"}, {"list", "fact"})


def test_names_in_braces_must_be_exactly_those_wanted():
    check_fields("refusal", "{place} không nêu {what}", {"place", "what"})
    with pytest.raises(ValueError, match="refusal: có"):
        check_fields("refusal", "{place}", {"place", "what"})
    with pytest.raises(ValueError, match="dấu ngoặc nhọn"):
        check_fields("refusal", "{place", {"place"})
