"""Numbering citations, and the last look before an answer is shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.answer.citations import MARKER, Citations, faults
from app.answer.sources import joined, source_line
from index.store.library import Library
from ingest.model import Passage


@pytest.fixture
def passages(library: Library) -> list[Passage]:
    """The passages of one report."""
    identity = next(i for i in library.catalog.report_ids() if library.catalog.file_of(i) == "tan-lap.txt")
    return library.catalog.passages_of(identity)


def test_numbers_follow_first_use_and_stay(library: Library, passages: list[Passage]) -> None:
    citations = Citations(library)
    assert citations.all() == ()
    assert [citations.cite(passages[1], 0, 10), citations.cite(passages[0], 0, 5), citations.cite(passages[1], 0, 10)] == [
        "[1]", "[2]", "[1]",
    ]  # fmt: skip
    assert citations.cite(passages[1], 0, 11) == "[3]"  # another stretch of the same passage
    assert [(c.n, c.passage.id) for c in citations.all()] == [(1, passages[1].id), (2, passages[0].id), (3, passages[1].id)]


def test_a_quote_is_the_stretch_with_white_space_folded(library: Library, passages: list[Passage]) -> None:
    closing = passages[-1]
    assert "\n" in closing.text
    citations = Citations(library)
    citations.cite(closing, 0, len(closing.text))
    (citation,) = citations.all()
    assert citation.quote == " ".join(closing.text.split())
    assert citation.page is None
    assert citation.as_json()["quote"] == citation.quote and citation.as_json()["file"] == "tan-lap.txt"


def test_a_numbered_paragraph_goes_with_the_section(library: Library, passages: list[Passage]) -> None:
    citations = Citations(library)
    citations.cite(passages[1], 0, 10)
    (citation,) = citations.all()
    assert citation.section == passages[1].section
    numbered = replace(citation, items=("2",))
    assert numbered.section == (*passages[1].section, "2")
    assert numbered.as_json()["section"] == [*passages[1].section, "2"]
    assert f"mục {joined(numbered.section)} " in source_line(numbered)


def _sound(library: Library, passage: Passage) -> Citations:
    citations = Citations(library)
    citations.cite(passage, 0, len(passage.text))
    return citations


def test_a_sound_answer_has_no_faults(library: Library, passages: list[Passage]) -> None:
    for passage in passages:
        assert faults("Có [1].", _sound(library, passage).all(), library) == []
    assert faults("Không có trích dẫn.", (), library) == []


def test_a_marker_that_leads_nowhere(library: Library, passages: list[Passage]) -> None:
    wrong = faults("Có [1], [2] và [3].", _sound(library, passages[1]).all(), library)
    assert len(wrong) == 2 and "[2]" in wrong[0] and "[3]" in wrong[1]


@pytest.mark.parametrize("change", ["quote", "place", "length"])
def test_a_quote_that_does_not_stand_there(library: Library, passages: list[Passage], change: str) -> None:
    (citation,) = _sound(library, passages[1]).all()
    changed = {
        "quote": {"quote": citation.quote.replace("12", "21")},
        "place": {"start": 1, "end": citation.end + 1},
        "length": {"end": citation.end - 1},
    }
    (fault,) = faults("Có [1].", (replace(citation, **changed[change]),), library)
    assert "tan-lap.txt" in fault


def test_a_passage_that_was_altered_is_found_out_by_the_stored_report(library: Library, passages: list[Passage]) -> None:
    false = replace(passages[1], text=passages[1].text.replace("12 thôn", "21 thôn"))
    assert len(faults("Có [1].", _sound(library, false).all(), library)) == 1


def test_a_report_that_is_gone(library: Library, passages: list[Passage]) -> None:
    citations = _sound(library, passages[1]).all()
    library.forget(next(path for path, identity in library.catalog.sources().items() if identity == passages[1].report))
    (fault,) = faults("Có [1].", citations, library)
    assert "not in the library" in fault


def test_markers() -> None:
    assert MARKER.findall("Có [1][12], [a], [ 3 ], (4).") == ["1", "12"]
    assert MARKER.findall(f"Có [{'9' * 5000}].") == []  # a model's; Python makes no number of it
