"""Abbreviations are added beside what is written, in both directions."""

from pathlib import Path

import pytest

from index.query.glossary import glossary, load, load_synonyms, synonyms
from ingest.language.terms import tokens
from prompts import DataFileError


def test_long_form_beside_the_short_one() -> None:
    assert glossary().added(["cấp", "thẻ", "bhyt"]) == ["bảo hiểm y tế"]


def test_short_form_beside_the_long_one() -> None:
    assert glossary().added(["bảo", "hiểm", "y", "tế"]) == ["bhyt"]


def test_a_short_form_typed_without_marks() -> None:
    assert "thi đua khen thưởng" in glossary().added(["tdkt"])


def test_an_ambiguous_one_gives_all_its_readings() -> None:
    assert set(glossary().added(["ct"])) >= {"chỉ thị", "chủ tịch"}


def test_nothing_to_add() -> None:
    assert glossary().added(["hộ", "nghèo"]) == []
    assert glossary().added([]) == []


def test_a_malformed_entry_is_named(tmp_path: Path) -> None:
    file = tmp_path / "abbreviations.toml"
    file.write_text('[reports]\nUBND = "ủy ban nhân dân"\n', encoding="utf-8")
    with pytest.raises(DataFileError, match="UBND"):
        load(file)


def test_synonyms_by_hand(tmp_path: Path) -> None:
    file = tmp_path / "synonyms.toml"
    file.write_text('[work]\n"chích ngừa" = ["tiêm chủng"]\n"heo" = ["lợn"]\n"heo nái" = ["lợn nái"]\n', encoding="utf-8")
    synonyms = load_synonyms(file)
    matches = synonyms.find(tokens("tổ chức chích ngừa cho heo nái"))
    assert matches[("chích", "ngừa")] == ("tiêm chủng",)
    assert matches[("heo", "nái")] == ("lợn nái",) and ("heo",) not in matches  # the longer phrase counts
    assert synonyms.find(tokens("không có gì")) == {}


def test_the_projects_own_synonyms_are_sound() -> None:
    forms = synonyms().forms
    assert len(forms) > 50
    assert all(phrase and others and " ".join(phrase) not in others for phrase, others in forms.items())
