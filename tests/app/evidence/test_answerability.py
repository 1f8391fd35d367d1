"""The signs by which a missing answer is told from a found one, each on sentences of our own."""

from __future__ import annotations

import math

import numpy as np
import pytest

from app.evidence.answerability import NAMES, asks_for_reason, numbered_fit, part_asked, period_fit, signs_of, tells_part
from app.evidence.candidates import Candidate, answerability
from app.evidence.features import NAMES as FEATURES
from app.evidence.frame import Frame, frame_of
from app.evidence.stretches import stretches_of
from app.question.question import understand
from index.gazetteer.scope import Scope
from index.query.query import Query
from index.search.retrieval import Hit
from ingest.language.terms import fold, terms
from ingest.model import Passage


def _frame(text: str) -> Frame:
    content = tuple(dict.fromkeys(terms(text)))
    question = understand(Query(text, text, (), content, content, text), Scope())
    return frame_of(question, dict.fromkeys(question.content, 2.0))


def _candidate(text: str, score: float = 1.0, **features: float) -> Candidate:
    passage = Passage("p", "r", "a.txt", "Báo cáo", (), "", (), None, 0, len(text), text)
    values = tuple(features.get(name, 0.0) for name in FEATURES)
    return Candidate(Hit(passage, 1.0, 0.5, 0.0), stretches_of(passage)[0], values, score)


def _signs(question: str, *ranked: Candidate, held: frozenset[str] = frozenset()) -> dict[str, float]:
    signs = signs_of(_frame(question), ranked, lambda looked_up, _: held & frozenset(looked_up))
    return dict(zip(NAMES, map(float, signs), strict=True))


@pytest.mark.parametrize(
    ("question", "text", "near", "fit"),
    [
        ("Quý III/2031 nộp bao nhiêu hồ sơ?", "Quý III/2031 nộp 41 hồ sơ.", "", 1.0),
        ("Quý III nộp bao nhiêu hồ sơ?", "Quý III/2031 nộp 41 hồ sơ.", "", 1.0),  # what one leaves open agrees
        ("Quý III/2031 nộp bao nhiêu hồ sơ?", "Quý IV/2031 nộp 41 hồ sơ.", "", -1.0),
        ("Quý III/2031 nộp bao nhiêu hồ sơ?", "Nộp 41 hồ sơ.", "Kết quả quý III/2031:", 0.5),
        ("Quý III/2031 nộp bao nhiêu hồ sơ?", "Nộp 41 hồ sơ.", "Kết quả quý II/2031:", -0.5),
        ("Năm học 2030-2031 có bao nhiêu lớp?", "2031-2032: 14 lớp", "", -1.0),
        ("Năm học 2030-2031 có bao nhiêu lớp?", "2030-2031: 12 lớp; 2031-2032: 14 lớp", "", 1.0),
        ("9 tháng đầu năm thu bao nhiêu?", "6 tháng đầu năm thu 3 tỷ đồng.", "", -1.0),
        ("Năm 2031 thu bao nhiêu?", "Quý I/2031 thu 3 tỷ đồng.", "", 0.0),  # years are another feature's
        ("Thu bao nhiêu?", "Quý I/2031 thu 3 tỷ đồng.", "", 0.0),
    ],
)
def test_the_period_asked_for(question: str, text: str, near: str, fit: float) -> None:
    assert period_fit(question, text, near) == fit


@pytest.mark.parametrize(
    ("question", "text", "fit"),
    [
        ("Trạm bơm Lũng Vầu 1 tưới bao nhiêu héc ta?", "Trạm bơm Lũng Vầu 2 tưới 40 ha.", -1.0),
        ("Trạm bơm Lũng Vầu 1 tưới bao nhiêu héc ta?", "Lũng Vầu 1 tưới 30 ha, Lũng Vầu 2 tưới 40 ha.", 0.0),
        ("Trạm bơm Lũng Vầu tưới bao nhiêu héc ta?", "Trạm bơm Lũng Vầu 2 tưới 40 ha.", 0.0),
        ("Tổ số 3 có mấy hộ?", "Tổ số 5 có 40 hộ.", -1.0),
        ("Vụ cháy ở tiểu khu 381 mất mấy héc ta?", "Vụ tại tiểu khu 318 cháy 8,5 ha.", -1.0),
        ("Vụ cháy ở tiểu khu 318 mất mấy héc ta?", "Vụ tại tiểu khu 318 cháy 8,5 ha.", 0.0),
        ("Ấp 4 có mấy hộ?", "Ấp 7 có 40 hộ, ấp 9 có 12 hộ.", -1.0),
        ("Năm 2024 có mấy lớp?", "Năm 2023 có 12 lớp.", 0.0),
    ],
)
def test_the_number_of_a_name(question: str, text: str, fit: float) -> None:
    assert numbered_fit(question, text) == fit


def test_a_reason_asked_for_and_not_given() -> None:
    statement = "Đàn ong của xã giảm một nửa"
    assert _signs("Vì sao đàn ong của xã giảm?", _candidate(f"{statement}."))["reason"] == -1
    assert _signs("Vì sao đàn ong của xã giảm?", _candidate(f"{statement} do rét đậm."))["reason"] == 0
    assert _signs("Đàn ong của xã giảm bao nhiêu?", _candidate(f"{statement}."))["reason"] == 0


def test_a_name_that_its_passage_lacks() -> None:
    assert (
        _signs("Chi đoàn Lam Khê góp bao nhiêu?", _candidate("Toàn huyện góp 41 triệu đồng.", names=-1.0))["names"] == -1.0
    )
    assert _signs("Chi đoàn Lam Khê góp bao nhiêu?", _candidate("Lam Khê góp 4 triệu đồng.", names=1.0))["names"] == 0.0


def test_an_opinion_is_in_no_report() -> None:
    assert _signs("Liệu sang năm đàn ong có tăng?", _candidate("Đàn ong tăng."))["opinion"] == -1
    assert _signs("Đàn ong có tăng không?", _candidate("Đàn ong tăng."))["opinion"] == 0


def test_the_margin_is_to_what_states_something_else() -> None:
    best, copy, other = (
        _candidate("Xã có 41 đàn ong.", 3.0),
        _candidate("Xã có 41 đàn ong.", 2.9),
        _candidate("Có 2 cầu.", 1.0),
    )
    assert _signs("Có mấy đàn ong?", best, copy, other)["margin"] == 2.0
    assert _signs("Có mấy đàn ong?", best)["margin"] == 5.0


def test_pairs_that_the_report_has_elsewhere() -> None:
    ranked = (_candidate("Xã có 41 đàn."),)
    assert _signs("Mật ong?", *ranked, held=frozenset({"mật_ong"}))["pairs_elsewhere"] == -1.0
    assert _signs("Mật ong?", *ranked)["pairs_elsewhere"] == 0.0
    assert _signs("Mật ong?", _candidate("Thu 3 tấn mật ong."), held=frozenset({"mật_ong"}))["pairs_elsewhere"] == 0.0


def test_what_a_question_word_wants_and_the_words_beside_it() -> None:
    question = "Nuôi ong lấy mật hết bao nhiêu tiền giống?"
    silent, telling = _candidate("Xã có 41 đàn ong lấy mật."), _candidate("Nuôi ong lấy mật hết 41 triệu đồng tiền giống.")
    assert _signs(question, silent)["wants"] == -1 and _signs(question, telling)["wants"] == 0
    assert _signs(question, telling)["beside"] == 1 > _signs(question, silent)["beside"]


def test_words_beside_it_that_the_report_has_elsewhere() -> None:
    question, candidate = "Hết bao nhiêu tiền giống?", _candidate("Xã có 41 đàn.")
    assert _signs(question, candidate, held=frozenset({"giống"}))["beside_elsewhere"] < 0
    assert _signs(question, candidate)["beside_elsewhere"] == 0


def test_a_figure_without_a_word_of_the_question() -> None:
    question = "Có mấy đàn ong?"
    assert _signs(question, _candidate("Dài 41 km, nuôi nhiều ong."))["figure"] == -1
    assert _signs(question, _candidate("Nuôi 41 đàn ong."))["figure"] == 0


def test_another_rank() -> None:
    assert _signs("Mấy giải nhì?", _candidate("Có 3 giải nhất."))["rank"] == -1
    assert _signs("Mấy giải nhì?", _candidate("Có 3 giải nhất, 2 giải nhì."))["rank"] == 0
    assert _signs("Mấy giải?", _candidate("Có 3 giải nhất."))["rank"] == 0


def test_nothing_found_is_no_answer() -> None:
    assert answerability(_frame("Có mấy đàn ong?"), [], lambda *_: ()) == -math.inf


def test_every_sign_may_only_speak_for_an_answer() -> None:
    from app.evidence.scoring import scoring

    assert np.all(scoring().models["answerable"].weights >= 0)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("sao hạt trưởng bị cách chức?", True),
        ("vì sao xã dừng dự án?", True),
        ("kết quả ra sao?", False),
        ("cờ đỏ sao vàng có mấy lá?", False),
    ],
)
def test_a_question_for_a_reason(question: str, reason: bool) -> None:
    assert asks_for_reason(question) == reason


@pytest.mark.parametrize(
    ("question", "part"),
    [
        (
            "Trong 127 quyết định cưỡng chế có bao nhiêu quyết định phong tỏa tài khoản?",
            "bao nhiêu quyết định phong tỏa tài khoản?",
        ),
        ("Trong 48 đoàn viên mới, có bao nhiêu em là học sinh?", "có bao nhiêu em là học sinh?"),
        ("Trong 189 điều dưỡng, hộ sinh thì hộ sinh là mấy người?", "hộ sinh là mấy người?"),
        ("Trong năm huyện kết nạp bao nhiêu đảng viên?", ""),
        ("Trong 2024 có bao nhiêu hộ nghèo?", ""),
        ("Có bao nhiêu hộ nghèo?", ""),
    ],
)
def test_a_part_of_a_whole_that_the_question_tells(question: str, part: str) -> None:
    assert part_asked(fold(question)) == part


def test_what_tells_the_whole_alone_does_not_tell_the_part() -> None:
    asked = _frame("Trong 127 quyết định cưỡng chế có bao nhiêu quyết định phong tỏa tài khoản?")
    assert not tells_part(asked, _candidate("Ban hành 127 quyết định cưỡng chế, thu được 8,4 tỷ đồng."))
    assert tells_part(asked, _candidate("Ban hành 127 quyết định, trong đó 31 quyết định phong tỏa tài khoản."))
    assert tells_part(_frame("Còn bao nhiêu hộ nghèo?"), _candidate("Thu được 8,4 tỷ đồng."))
