"""Whether a sentence holds what is asked, worked out by hand."""

from __future__ import annotations

import pytest

from app.evidence.support import counts, holds, meets, missing_names
from app.question.question import Question, understand
from index.gazetteer.scope import Place, Scope
from index.query.query import Query
from ingest.model import Metadata

LAM_TRA = Scope((Place("huyện", "Lam Trà", ("r1",)),))
FIVE_YEARS = Metadata(period_from=2020, period_to=2025)


def asked(text: str, restored: str | None = None) -> Question:
    return understand(Query(text, restored or text, (), (), (), text), LAM_TRA)


@pytest.mark.parametrize(
    ("kind", "text", "held"),
    [
        ("figure", "còn 1.037 hộ nghèo", True),
        ("figure", "theo Quyết định số 118/QĐ-UBND ngày 03/02/2020", False),  # numbers and dates are no figures
        ("figure", "giai đoạn 2020 - 2025", False),
        ("date", "ngày 03/02/2020", True),
        ("date", "về đích năm 2019", True),
        ("date", "Yên Mành (2018)", True),
        ("date", "hằng năm", False),
        ("document", "Kế hoạch số 21/KH-UBND", True),
        ("document", "Chỉ thị số 34-CT/TW", True),
        ("document", "đạt 19/19 xã", False),
        ("person", "bà Vi Thị Nhàn hiến đất", True),
        ("person", "nhân dân hiến đất", False),
    ],
)
def test_holds(kind: str, text: str, held: bool) -> None:
    assert holds(kind, text) is held


@pytest.mark.parametrize(
    ("noun", "text", "counted"),
    [
        ("hộ", "còn 1.037 hộ nghèo", True),
        ("hộ", "hộ nghèo còn 1.037", True),
        ("hộ", "tỷ lệ hộ nghèo giảm nhanh", False),
        ("mét", "hiến 4.180 m2 đất", True),
        ("phần", "đạt 95,2%", True),
        ("cá", "437 lượt cá nhân", True),
        ("học", "19/19 xã có trung tâm; nhiều em nhận học bổng", False),
        ("nhân", "treo 100 khẩu hiệu", False),
    ],
)
def test_counts(noun: str, text: str, counted: bool) -> None:
    assert counts(noun, text) is counted


@pytest.mark.parametrize(
    ("question", "text", "met"),
    [
        ("Huyện Lam Trà còn bao nhiêu hộ nghèo?", "Toàn huyện còn 1.037 hộ nghèo.", True),
        ("Huyện Lam Trà có bao nhiêu học sinh nhận học bổng?", "Nhiều em nhận học bổng ở 14 xã.", False),
        # the date must belong to the document that is named
        ("Kế hoạch số 80/KH-UBND của huyện Lam Trà ban hành ngày nào?", "Kế hoạch số 80/KH-UBND ngày 02/3/2023", True),
        (
            "Kế hoạch số 80/KH-UBND của huyện Lam Trà ban hành ngày nào?",
            "thực hiện Kế hoạch số 68/KH-UBND ngày 22/3/2023, ban hành Kế hoạch số 80/KH-UBND",
            False,
        ),
        # the years of a programme are not the year in which something happened
        ("Huyện Lam Trà đạt chuẩn năm nào?", "phong trào giai đoạn 2015 - 2020", False),
        ("Huyện Lam Trà đạt chuẩn năm nào?", "đạt chuẩn năm 2019", True),
        # another year than the one asked about, in a report of several years
        ("Năm 2024 huyện Lam Trà còn bao nhiêu hộ nghèo?", "năm 2023 còn 1.402 hộ nghèo", False),
        ("Năm 2024 huyện Lam Trà còn bao nhiêu hộ nghèo?", "còn 1.402 hộ nghèo", True),
    ],
)
def test_meets(question: str, text: str, met: bool) -> None:
    assert meets(asked(question), text, text, FIVE_YEARS) is met


def test_the_report_of_that_very_year_may_compare_with_another() -> None:
    question = asked("Năm 2024 huyện Lam Trà còn bao nhiêu hộ nghèo?")
    text = "còn 1.037 hộ nghèo, giảm 365 hộ so với năm 2023"
    assert meets(question, text, text, Metadata(period_from=2024, period_to=2024))


def test_a_question_typed_in_haste_is_not_held_to_its_words() -> None:
    question = asked("lam tra co bn can nha", "lam trà có bn cần nhà")
    assert not question.proper
    assert meets(question, "hoàn thành 553 nhà", "hoàn thành 553 nhà", FIVE_YEARS)


@pytest.mark.parametrize(
    ("question", "text", "missing"),
    [
        ("Huyện Lam Trà thu hút bao nhiêu vốn FDI?", "tổng vốn 1.275 tỷ đồng", ["FDI"]),
        ("Xã nào của huyện Lam Trà nhận học bổng “Chắp cánh ước mơ”?", "học bổng Chắp cánh ước mơ", []),
        ("Xã Hạc Sơn của huyện Lam Trà đạt chuẩn năm nào?", "xã Trà Khê đạt chuẩn", ["Hạc Sơn"]),
        ("Xã Hạc Sơn của huyện Lam Trà đạt chuẩn năm nào?", "xã Hạc Sơn đạt chuẩn", []),
        ("UBND huyện Lam Trà ban hành gì?", "Ủy ban nhân dân huyện ban hành quy chế", []),  # spelled out
    ],
)
def test_missing_names(question: str, text: str, missing: list[str]) -> None:
    assert missing_names(asked(question), text) == missing
