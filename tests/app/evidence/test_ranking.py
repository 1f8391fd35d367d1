"""Cutting passages into units, scoring and trimming them."""

import math
from typing import Any

import pytest

from app.evidence.ranking import EvidenceUnit, by_best_unit, rank_units, trim, units, weights
from app.question.question import understand
from index.gazetteer.scope import Scope
from index.query.query import QueryReader
from index.search.retrieval import Hit
from ingest.model import Passage


def _hit(text: str, score: float = 0.5, identity: str = "p") -> Hit:
    passage = Passage(identity, "r", "a.txt", "Báo cáo", (), "", (), None, 0, len(text), text)
    return Hit(passage, score, 0.0, 0.0)


def _question(library: Any, text: str) -> Any:
    return understand(QueryReader(library).read(text), Scope())


def test_units_are_sentences_without_their_bullets() -> None:
    text = "- Trồng 640 ha rừng.\n- Giảm 23 hộ nghèo. Hiến 2.450 m2 đất."
    assert [text[a:b] for a, b in units(text)] == ["Trồng 640 ha rừng.", "Giảm 23 hộ nghèo.", "Hiến 2.450 m2 đất."]


def test_a_run_of_short_lines_is_one_unit() -> None:
    table = "Stt Nội dung 2016 2017\n01 Giấy khen\nTập thể 132 174\nCá nhân 672 701"
    text = f"Kết quả như sau trong hai năm của toàn huyện được ghi lại đầy đủ.\n{table}"
    assert [text[a:b] for a, b in units(text)][1] == table


def test_weights_are_inverse_document_frequencies() -> None:
    found = weights(("nghèo", "nghèo_hộ", "lạ"), {"nghèo": 3}, 8)
    assert found == {"nghèo": pytest.approx(math.log(1 + 8 / 4)), "lạ": pytest.approx(math.log(1 + 8 / 1))}


def test_the_sentence_that_holds_the_question_comes_first(library: Any) -> None:
    question = _question(library, "còn bao nhiêu hộ nghèo")
    hits = [_hit("Nhân dân hiến 2.450 m2 đất. Toàn xã còn 41 hộ nghèo."), _hit("Giảm nghèo được quan tâm.", identity="q")]
    weight = weights(question.content, {}, 10)
    assert rank_units(question, hits, weight)[0].text == "Toàn xã còn 41 hộ nghèo."


def test_a_long_sentence_is_cut_to_the_clauses_that_answer(library: Any) -> None:
    filler = "; ".join(["các cấp, các ngành tiếp tục phối hợp triển khai đồng bộ nhiều nội dung công tác khác nhau"] * 6)
    text = f"{filler}; toàn xã trồng mới được 640 ha rừng phòng hộ; {filler}."
    question = _question(library, "trồng được bao nhiêu ha rừng")
    weight = weights(question.content, {}, 10)
    short = trim(EvidenceUnit(_hit(text), 0, len(text), 1.0, 1.0), question, weight)
    assert "640 ha rừng" in short.text and len(short.text.split()) < len(text.split()) / 2
    assert short.text in text


def test_a_short_sentence_stays_whole(library: Any) -> None:
    text = "Toàn xã còn 41 hộ nghèo; giảm 23 hộ."
    unit = EvidenceUnit(_hit(text), 0, len(text), 1.0, 1.0)
    assert trim(unit, _question(library, "còn bao nhiêu hộ nghèo"), {}) is unit


def test_hits_reordered_by_their_best_unit() -> None:
    first, second = _hit("a", 0.6, "first"), _hit("b", 0.5, "second")
    found = [EvidenceUnit(second, 0, 1, 0.9, 1.0), EvidenceUnit(first, 0, 1, 0.1, 1.0)]
    assert by_best_unit([first, second], found) == [second, first]  # .6 + 0 against .5 + .5
    assert by_best_unit([first, second], []) == [first, second]
