"""Why a passage was found, worked out by hand."""

from __future__ import annotations

import pytest

from index.query.query import Query
from index.search.explanation import NEAR, SHOWN, VERY_NEAR, Explanation, Nearness, explain, shared_phrases
from index.search.retrieval import Hit
from ingest.language.terms import terms
from ingest.model import Passage

IGNORED = frozenset("năm còn bao nhiêu là gì".split())


def _shared(asked: str, text: str, weight: dict[str, float] | None = None, *more: str) -> tuple[str, ...]:
    weights = weight if weight is not None else dict.fromkeys(terms(asked), 1.0)
    return shared_phrases((asked, *more), set(terms(text)), weights, IGNORED)


def test_neighbours_become_phrases_the_most_telling_first() -> None:
    # hộ 1, nghèo 2, hộ_nghèo 3: the phrase tells 3; 2024 tells 5; rừng 1; "năm", "còn", "bao nhiêu" are words of questions
    weight = {"hộ": 1.0, "nghèo": 2.0, "hộ_nghèo": 3.0, "2024": 5.0, "rừng": 1.0}
    text = "Năm 2024 còn 12 hộ nghèo, trồng rừng."
    assert _shared("Năm 2024 còn bao nhiêu hộ nghèo và rừng", text, weight) == ("2024", "hộ nghèo", "rừng")


def test_words_are_shown_as_asked_and_found_in_any_spelling() -> None:
    assert _shared("Kỹ năng 2.815 HTX", "kĩ năng của 2815 htx") == ("kỹ năng", "2.815", "HTX")
    assert _shared("kế hoạch số 12 / KH-UBND", "Kế hoạch số 12/KH-UBND") == ("kế hoạch số", "12 / KH-UBND")
    assert _shared("ngày 01 tháng 7 năm 2025", "từ ngày 01/7/2025") == ("ngày 01 tháng 7 năm 2025",)


def test_half_a_word_only_where_nothing_better_is_held() -> None:
    assert _shared("tồn tại, hạn chế", "hồ sơ còn tồn, hạn chế") == ("hạn chế",)
    assert _shared("tồn tại", "hồ sơ còn tồn") == ("tồn",)


def test_no_phrase_is_named_twice() -> None:
    assert _shared("hộ nghèo, giảm hộ nghèo", "giảm hộ nghèo") == ("giảm hộ nghèo",)
    assert _shared("UBND", "UBND, ủy ban nhân dân", {}, "ủy ban nhân dân") == ("UBND", "ủy ban nhân dân")


def test_edges() -> None:
    assert _shared("", "hộ nghèo") == ()
    assert _shared("còn bao nhiêu", "còn bao nhiêu") == ()
    assert _shared("rừng", "biển") == ()
    many = ", ".join("một hai ba bốn sáu bảy tám chín mười trăm".split())
    assert len(_shared(many, many.replace(",", " ;"), {})) <= SHOWN
    assert len(shared_phrases((many,), set(many.split(", ")), {}, ())) == SHOWN


@pytest.mark.parametrize(
    ("cosine", "word"),
    [
        (0.95, Nearness.VERY_NEAR),
        (VERY_NEAR, Nearness.VERY_NEAR),
        (0.89, Nearness.NEAR),
        (NEAR, Nearness.NEAR),
        (0.8, Nearness.FAR),
    ],
)
def test_nearness(cosine: float, word: Nearness) -> None:
    assert Explanation((), cosine, ()).nearness is word


def test_headings_count_and_terms_that_were_not_searched_do_not() -> None:
    passage = Passage(
        "p", "r", "r.txt", "Báo cáo", ("II",), "Hạn chế", ("Hạn chế",), 3, 0, 9, "Hồ sơ chậm.", "Báo cáo, Hạn chế"
    )  # fmt: skip
    question = "hạn chế về hồ sơ"
    searched = tuple(term for term in terms(question) if term != "về")
    query = Query(question, question, ("TĐ",), searched, searched, question)
    explanation = explain(Hit(passage, 1.2, 0.912, 3.0, ("role",)), query, dict.fromkeys(searched, 1.0), IGNORED)
    assert explanation == Explanation(("hạn chế", "hồ sơ"), 0.912, ("role",))
