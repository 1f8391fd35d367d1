"""Which fact is an indicator's: words of the nearest and of farther places, kinds of measure, levels, what contradicts."""

from __future__ import annotations

import time
from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import pytest

from app.evidence.scoring import ScoreModel
from app.tabulation.features import NAMES
from app.tabulation.indicator import understand_indicator
from app.tabulation.matching import FARTHEST, Match, matches, select_stated, signs_of
from app.tabulation.ready_facts import ZONES
from app.tabulation.table import ready_facts_of
from app.tabulation.word_cover import REPORT, is_present
from index.query.query import QueryReader
from index.store.library import Library
from ingest.facts.model import Fact
from ingest.model import Kind, Line, Source, Table
from ingest.passages import cut
from ingest.report import assemble
from settings import Settings

BODY = (
    "Cuối năm đầu tiên của đề án, xã có 21 hộ nghèo, chiếm 3,1%, giảm 12 hộ; 15 hộ cận nghèo.",
    "Dịch bệnh: tiêu hủy 342 con lợn mắc bệnh, chi hỗ trợ các hộ 653 triệu đồng.",
    "Nhân dân góp công làm 6,3 km đường bê tông liên thôn.",
    "Phẫu thuật 487 ca. Hài lòng người bệnh nội trú 91,6%, ngoại trú 86,3%.",
    "Chủ tịch UBND xã tặng Giấy khen cho 19 tập thể, 87 cá nhân.",
    "Chủ tịch UBND huyện tặng Giấy khen cho 4 tập thể, 11 cá nhân.",
    "Quản lý 4.912 người tăng huyết áp. Trích lại: xã có 23 hộ nghèo.",
)
TABLE = Table(
    (
        ("Nội dung", "ĐVT", "Xã Nà Cườm", "Thị trấn Nà Cườm", "Toàn huyện"),
        ("Diện tích chè", "ha", "30", "12", "42"),
        ("Sản lượng chè", "tấn", "90", "41", "131"),
    ),
    None,
)


def _count(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library with the report of one invented commune."""
    opened = Library.open(Settings(data_dir=tmp_path_factory.mktemp("match"), embedding_model="none"), create=True)
    head = ("ỦY BAN NHÂN DÂN", "XÃ KHE SƠN", "BÁO CÁO", "Tình hình kinh tế - xã hội 6 tháng đầu năm 2024")
    lines = [Line(text, whole=True) for text in (*head, "I. KẾT QUẢ ĐẠT ĐƯỢC", *BODY, "Bảng 1. Cây chè")]
    lines += [Line(" ".join(row), kind=Kind.TABLE, whole=True, row=(0, at)) for at, row in enumerate(TABLE.rows)]
    report = assemble(Source(tuple(lines), tables=(TABLE,)), "ab" * 32, "khe-son.docx")
    passages = cut(report, _count)
    opened.add(report, passages, np.full((len(passages), 4), 0.5, dtype=np.float32), "/khe-son.docx")
    return opened


def _ranked(library: Library, indicator: str) -> list[Match]:
    reader = QueryReader(library)
    return matches(understand_indicator(indicator, reader, library.catalog), ready_facts_of(library, reader).of("ab" * 32))


def _feature(match: Match, name: str) -> float:
    return match.features[NAMES.index(name)]


@pytest.mark.parametrize("run", ["xã", "và", "hộ nghèo", "trường trạm lớp", "UBND"])
def test_a_long_indicator_is_made_ready_in_a_moment(library: Library, run: str) -> None:
    """A question may name one of two thousand characters; a field of the page one of three hundred."""
    reader, begun = QueryReader(library), time.process_time()
    understand_indicator(f"{run} " * (2000 // (len(run) + 1)), reader, library.catalog)
    assert time.process_time() - begun < 5.0


@pytest.mark.parametrize(
    ("name", "attained", "plan"),
    [
        ("Tỷ lệ đạt chỉ tiêu kết nạp", True, False),
        ("Tỷ lệ hoàn thành dự toán thu ngân sách", True, False),
        ("% giải ngân so với kế hoạch", True, False),
        ("Chỉ tiêu tỷ lệ hộ nghèo", False, True),
        ("Số thu so với dự toán", False, True),  # no share is asked for
    ],
)
def test_how_much_of_a_plan_came_true_is_no_plan(library: Library, name: str, attained: bool, plan: bool) -> None:
    asked = understand_indicator(name, QueryReader(library), library.catalog)
    assert (asked.attained, asked.plan) == (attained, plan)


def test_a_phrase_alike_stands_in_with_all_its_words(library: Library) -> None:
    """Of "cổng thông tin" the last pair is of many other things."""
    asked = understand_indicator("lượt vào website", QueryReader(library), library.catalog)
    assert is_present(asked, "website", frozenset(("cổng_thông", "thông_tin")))
    assert not is_present(asked, "website", frozenset(("thông_tin",)))


def test_initials_stand_for_what_is_abbreviated_to_them(library: Library) -> None:
    named = understand_indicator("tổ công nghệ số cộng đồng", QueryReader(library), library.catalog)
    assert "cnscđ" in named.stand_ins["cộng_đồng"]


def test_a_word_counts_from_the_nearest_place_that_holds_it_on(library: Library) -> None:
    match = next(candidate for candidate in _ranked(library, "lợn bị tiêu hủy do dịch bệnh") if candidate.fact.value == 342)
    shares = match.features[: REPORT + 1]
    assert list(shares) == sorted(shares)
    assert shares[ZONES.index("own")] < shares[ZONES.index("sentence")] == pytest.approx(1)


@pytest.mark.parametrize(
    ("indicator", "value"),
    [
        ("Chiều dài đường bê tông", "6.3"),  # a figure in km is a length
        ("Số ca mổ", "487"),  # the everyday word
        ("Tỷ lệ hài lòng của bệnh nhân ngoại trú", "86.3"),
        ("Giấy khen của Chủ tịch xã cho tập thể", "19"),
        ("Giấy khen của Chủ tịch huyện cho tập thể", "4"),
        ("Diện tích chè xã Nà Cườm", "30"),
        ("Diện tích chè thị trấn Nà Cườm", "12"),
        ("Diện tích chè toàn huyện", "42"),
        ("Sản lượng chè", "131"),
    ],
)
def test_the_best_fact_is_the_one_that_is_meant(library: Library, indicator: str, value: str) -> None:
    best = select_stated(_ranked(library, indicator))
    assert [match.fact.value for match in best] == [Decimal(value)]


def test_a_disease_that_has_a_rise_in_its_name_tells_of_no_rise(library: Library) -> None:
    best = _ranked(library, "người tăng huyết áp")[0]
    assert best.fact.value == 4912
    assert _feature(best, "change") == 0


def test_the_reports_own_part_of_the_year_is_no_contradiction(library: Library) -> None:
    best = _ranked(library, "người tăng huyết áp")[0]
    assert (best.fact.part, _feature(best, "part")) == ("m6", 0)


def test_another_unit_of_measure_contradicts_what_is_measured(library: Library) -> None:
    by_unit = {match.fact.unit: _feature(match, "wrong_unit") for match in _ranked(library, "kinh phí tiêu hủy lợn")}
    assert by_unit["đồng"] == 0
    assert by_unit["con"] == -1


def test_what_is_told_again_elsewhere_stands_beside_the_first(library: Library) -> None:
    assert {match.fact.value for match in select_stated(_ranked(library, "hộ nghèo"))} == {21, 23}


def test_none_more_likely_than_not_none_stated(library: Library) -> None:
    assert select_stated(_ranked(library, "đàn trâu")) == []
    assert select_stated([]) == []


def _match(value: int, score: float) -> Match:
    return Match(Fact("p", value, value + 1, value, value + 1, str(value), Decimal(value)), score, (0.0,) * len(NAMES))


DECISION = ScoreModel(np.array([1.0, 1.0, 1.0]), -3.0)  # score, distance to the second value, contradiction


def test_the_best_is_taken_by_its_score_and_by_how_far_the_second_value_lies_below() -> None:
    best, near, far = _match(7, 1.0), _match(9, 0.5), _match(8, -3.0)
    assert select_stated([best, far], DECISION) == [best]  # 1 + 3 (at most) - 3 > 0
    assert select_stated([best, near, far], DECISION) == []  # 1 + 0.5 - 3 < 0
    assert select_stated([_match(7, -0.5)], DECISION) == []  # alone: -0.5 + 3 - 3 < 0
    assert signs_of([best, near]) == (1.0, 0.5, 0.0)
    assert signs_of([best])[1] == FARTHEST


def test_another_figure_of_the_sentence_is_named_by_the_word_that_tells(library: Library) -> None:
    by_value = {match.fact.value: _feature(match, "taken") for match in _ranked(library, "hộ cận nghèo")}
    assert by_value[Decimal(15)] == 0
    assert by_value[Decimal(21)] < 0  # "cận" names the 15, not the 21 of the same sentence


def test_what_a_report_plans_is_asked_for_by_what_is_given_to_it(library: Library) -> None:
    planned = understand_indicator("chỉ tiêu được giao về hiến máu", QueryReader(library), library.catalog)
    assert planned.plan and not planned.head
    assert not understand_indicator("hiến máu", QueryReader(library), library.catalog).plan


@pytest.mark.parametrize(
    ("indicator", "part", "beginning"),
    [
        ("thu ngân sách nửa đầu năm", "m6", False),
        ("thu ngân sách 9 tháng", "m9", False),
        ("số hộ nghèo đầu năm", "", True),
        ("thu ngân sách quý II", "q2", False),
    ],
)
def test_the_part_of_the_year_that_an_indicator_names(library: Library, indicator: str, part: str, beginning: bool) -> None:
    named = understand_indicator(indicator, QueryReader(library), library.catalog)
    assert (named.part, named.beginning) == (part, beginning)


def test_a_name_with_a_numeral_is_one_name(library: Library) -> None:
    named = understand_indicator("Số lao động tại KCN Khe Sậy II", QueryReader(library), library.catalog)
    assert named.proper == ("khe_sậy",)
