"""Kinds of thing that a stretch may hold, and the names a question asks for."""

from __future__ import annotations

import pytest

from app.evidence.support import holds, names_of_others, spelled_out
from app.question.question import understand
from index.gazetteer.scope import Place, Scope
from index.query.query import Query

LAM_TRA = Scope((Place("huyện", "Lam Trà", ("r1",)),))


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


def test_names_are_those_of_others_than_the_places_asked() -> None:
    text = "Huyện Lam Trà có “Ngày vì người nghèo” do ông Vi Văn Nhàn phát động không?"
    question = understand(Query(text, text, (), (), (), text), LAM_TRA)
    assert set(names_of_others(question)) == {"Vi Văn Nhàn", "Ngày vì người nghèo"}


def test_an_abbreviation_is_there_spelled_out() -> None:
    assert spelled_out("UBND", "ủy ban nhân dân xã") and not spelled_out("UBND", "hội đồng nhân dân xã")
