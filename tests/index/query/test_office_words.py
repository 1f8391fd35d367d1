"""Words of the office beside those of the data files."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.evidence.support import glossary_forms
from index.query.glossary import glossary, synonyms
from index.query.office_words import OfficeWords, take_up
from index.query.query import QueryReader, expanded_terms
from index.store.library import Library

ENTRIES = [
    ("TĐV", ["thi đua vàng"]),
    ("TTPVHCC", ["Trung tâm Phục vụ hành chính công"]),
    ("bộ phận một cửa", ["trung tâm phục vụ hành chính công"]),
]

LONG = "trung tâm phục vụ hành chính công"


@pytest.fixture
def taken() -> Iterator[None]:
    take_up(OfficeWords.of(ENTRIES))
    yield
    take_up(OfficeWords())


@pytest.mark.usefixtures("taken")
def test_an_abbreviation_is_added_both_ways() -> None:
    assert glossary().added(["ttpvhcc"]) == ["trung tâm phục vụ hành chính công"]
    assert "tđv" in glossary().added("thi đua vàng".split())
    assert glossary().is_short("ubnd"), "those of the file stay"


@pytest.mark.usefixtures("taken")
def test_what_a_body_is_called_stands_for_its_name_and_back() -> None:
    matches = synonyms().find(["bộ", "phận", "một", "cửa", "huyện"])
    assert matches == {("bộ", "phận", "một", "cửa"): ("trung tâm phục vụ hành chính công",)}


def test_they_are_taken_up_and_put_away_at_once(library: Library) -> None:
    reader = QueryReader(library)
    question = "TTPVHCC ở đâu?"
    assert LONG not in reader.read(question).added and glossary_forms("TTPVHCC") == ()
    before = expanded_terms("TTPVHCC")
    take_up(OfficeWords.of(ENTRIES))
    assert LONG in reader.read(question).added
    assert reader.read("Bộ phận một cửa tiếp nhận bao nhiêu hồ sơ?").said_otherwise
    assert glossary_forms("TTPVHCC") == ("trung tâm phục vụ hành chính công",) and expanded_terms("TTPVHCC") > before
    take_up(OfficeWords())
    assert (
        LONG not in reader.read(question).added and glossary_forms("TTPVHCC") == () and expanded_terms("TTPVHCC") == before
    )


def test_no_entries_are_no_words() -> None:
    assert OfficeWords.of([]) == OfficeWords()
