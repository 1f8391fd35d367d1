"""Abbreviations are added beside what is written, in both directions."""

from pathlib import Path

import pytest

from index.glossary import GlossaryError, glossary, load


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
    with pytest.raises(GlossaryError, match="UBND"):
        load(file)
