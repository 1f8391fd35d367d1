"""Fusion by hand, and search against brute force over all passages."""

from __future__ import annotations

from typing import Any

import chromadb
import numpy as np
import pytest
from chromadb.errors import InternalError
from hypothesis import given
from hypothesis import strategies as st

from index.search.retrieval import CANDIDATES, DENSE_SHARE, EXACT_REPORTS, Hit, Retriever, fuse, min_max_scale
from index.store.library import Library

SCORES = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.floats(-5, 50), max_size=20)


def test_scaled_by_hand() -> None:
    # low 2, high 10: (10 - 2) / 8, (4 - 2) / 8, (2 - 2) / 8
    assert min_max_scale({"a": 10.0, "b": 4.0, "c": 2.0}) == {"a": 1.0, "b": 0.25, "c": 0.0}


def test_scaled_edges() -> None:
    assert min_max_scale({}) == {}
    assert min_max_scale({"a": 0.3}) == {"a": 1.0}
    assert min_max_scale({"a": 2.0, "b": 2.0}) == {"a": 1.0, "b": 1.0}


def test_scaled_takes_its_scale_from_the_best_candidates_only() -> None:
    # 100 candidates from 200 down to 101 set the scale; the 101st is below it and counts 0, not less
    scores = {f"p{n}": 200.0 - n for n in range(CANDIDATES)} | {"weit": -1000.0}
    result = min_max_scale(scores)
    assert (result["p0"], result[f"p{CANDIDATES - 1}"], result["weit"]) == (1.0, 0.0, 0.0)
    assert result["p50"] == pytest.approx((150 - 101) / 99)


def test_fuse_by_hand() -> None:
    dense = {"a": 0.9, "b": 0.7, "c": 0.5}  # scaled 1, .5, 0
    keyword = {"b": 6.0, "d": 2.0}  # scaled 1, 0
    assert fuse(dense, keyword, 0.5) == pytest.approx({"a": 0.5, "b": 0.75, "c": 0.0, "d": 0.0})
    assert fuse(dense, keyword, 0.8) == pytest.approx({"a": 0.8, "b": 0.6, "c": 0.0, "d": 0.0})


def test_fuse_of_one_side_only() -> None:
    assert fuse({}, {"a": 3.0, "b": 1.0}, 0.5) == {"a": 0.5, "b": 0.0}
    assert fuse({"a": 3.0}, {}, 0.5) == {"a": 0.5}
    assert fuse({}, {}) == {}


@given(SCORES, SCORES, st.floats(0, 1))
def test_fused_scores_are_between_0_and_1_and_cover_both_lists(
    dense: dict[str, float], keyword: dict[str, float], share: float
) -> None:
    fused = fuse(dense, keyword, share)
    assert fused.keys() == dense.keys() | keyword.keys()
    assert all(-1e-9 <= score <= 1 + 1e-9 for score in fused.values())


@given(SCORES.filter(bool), st.floats(0.1, 10), st.floats(-5, 5))
def test_the_unit_of_a_list_does_not_matter(scores: dict[str, float], factor: float, shift: float) -> None:
    if max(scores.values()) - min(scores.values()) > 1e-3:
        moved = {key: score * factor + shift for key, score in scores.items()}
        assert min_max_scale(moved) == pytest.approx(min_max_scale(scores), abs=1e-6)


# Search. The questions are words of the reports as these write them.

QUESTIONS = [
    "Cuối năm 2025 toàn xã còn hộ nghèo",
    "trồng mới rừng phòng hộ",
    "Thị trấn tặng giấy khen cho tập thể",
    "Quyết định số 118/QĐ-UBND về quy chế khen thưởng",
    "đóng góp ngày công làm đường liên thôn",
]


@pytest.fixture
def retriever(library: Library, embedder: Any) -> Retriever:
    """A retriever over the three reports."""
    return Retriever(library, embedder)


def _by_hand(hits: list[Hit]) -> list[tuple[str, float]]:
    """Fuse again from the parts of every hit: min-max by hand, half and half, ties by id."""

    def stretched(scores: dict[str, float]) -> dict[str, float]:
        low, high = min(scores.values()), max(scores.values())
        return {key: 1.0 if high == low else (score - low) / (high - low) for key, score in scores.items()}

    left = stretched({hit.passage.id: hit.cosine for hit in hits})
    right = stretched({hit.passage.id: hit.keyword for hit in hits if hit.keyword > 0} or {"": 0.0})
    both = {key: DENSE_SHARE * left[key] + (1 - DENSE_SHARE) * right.get(key, 0.0) for key in left}
    return sorted(both.items(), key=lambda item: (-item[1], item[0]))


@pytest.mark.parametrize("question", QUESTIONS)
def test_search_is_the_fusion_over_all_passages(
    retriever: Retriever, library: Library, embedder: Any, question: str
) -> None:
    hits = retriever.search(question, limit=1000)
    stored = library.catalog.vectors()
    assert {hit.passage.id for hit in hits} == set(stored)  # fewer passages than candidates: every one is scored
    query_vector = embedder.vector(embedder.asked[-1])
    for hit in hits:
        assert hit.cosine == pytest.approx(float(stored[hit.passage.id] @ query_vector), abs=1e-5)
    expected = _by_hand(hits)
    assert [hit.score for hit in hits] == pytest.approx([score for _, score in expected], abs=1e-5)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    for hit, (key, score) in zip(hits, expected, strict=True):
        assert hit.passage.id == key or hit.score == pytest.approx(score, abs=1e-5)


@pytest.mark.parametrize(
    ("question", "file", "holds"),
    [
        (QUESTIONS[0], "tan-lap.txt", "41 hộ nghèo"),
        (QUESTIONS[1], "dong-khe.txt", "640 ha"),
        (QUESTIONS[2], "suoi-may.txt", "57 tập thể"),
        (QUESTIONS[3], "dong-khe.txt", "118/QĐ-UBND"),
        (QUESTIONS[4], "tan-lap.txt", "1.120 ngày công"),
    ],
)
def test_the_right_passage_is_first(retriever: Retriever, question: str, file: str, holds: str) -> None:
    best = retriever.search(question)[0].passage
    assert best.file == file and holds in best.text


@pytest.mark.parametrize("limit", [1, 3, 10])
def test_a_smaller_limit_is_the_beginning_of_a_larger(retriever: Retriever, limit: int) -> None:
    everything = retriever.search(QUESTIONS[0], 1000)
    assert retriever.search(QUESTIONS[0], limit) == everything[:limit]


def test_search_within_reports(retriever: Retriever, library: Library) -> None:
    identity = next(i for i in library.catalog.report_ids() if library.catalog.file_of(i) == "suoi-may.txt")
    hits = retriever.search(QUESTIONS[0], reports=[identity])
    assert hits and {hit.passage.report for hit in hits} == {identity}
    assert retriever.search(QUESTIONS[0], reports=[]) == []
    assert retriever.search(QUESTIONS[0], reports=()) == []


@pytest.mark.parametrize("question", ["", "   ", "?!…", "– “”"])
def test_a_question_without_words_finds_nothing_and_asks_no_model(
    retriever: Retriever, embedder: Any, question: str
) -> None:
    assert retriever.search(question) == []
    assert embedder.asked == []


def test_both_forms_of_unicode_find_the_same(retriever: Retriever) -> None:
    import unicodedata

    decomposed = unicodedata.normalize("NFD", QUESTIONS[0])
    assert retriever.search(decomposed) == retriever.search(QUESTIONS[0])


def test_an_empty_library_finds_nothing(settings: Any, embedder: Any) -> None:
    assert Retriever(Library.open(settings, create=True), embedder).search("hộ nghèo") == []


def test_a_passage_found_by_keywords_alone_gets_its_cosine_too(
    retriever: Retriever, library: Library, embedder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library.vectors, "nearest", lambda vector, limit, reports: [])
    hits = retriever.search(QUESTIONS[1])
    stored = library.catalog.vectors()
    query_vector = embedder.vector(embedder.asked[-1])
    assert hits and all(
        hit.cosine == pytest.approx(float(np.dot(stored[hit.passage.id], query_vector)), abs=1e-5) for hit in hits
    )


def test_a_store_that_fails_while_another_process_writes_costs_nothing_but_time(
    retriever: Retriever, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: Any, **__: Any) -> None:
        raise InternalError("Error executing plan: Internal error: Error finding id")

    question = "rừng phòng hộ trồng mới bao nhiêu"
    everywhere, some = library.catalog.report_ids() * EXACT_REPORTS, retriever.search(question, 10)
    monkeypatch.setattr(chromadb.Collection, "query", failing)
    assert [(hit.passage.id, round(hit.score, 4)) for hit in retriever.search(question, 10)] == [
        (hit.passage.id, round(hit.score, 4)) for hit in some
    ]
    assert {hit.passage.id for hit in retriever.search(question, 10, everywhere)} == {hit.passage.id for hit in some}
