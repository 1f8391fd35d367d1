"""What a question wants. Only what holds whatever the vocabulary of the library is."""

from __future__ import annotations

import pytest

from app.question.question import Question, Shape, understand
from index.gazetteer.scope import Place, Scope, scope_of
from index.query.query import Query
from ingest.language.terms import terms

DONG_KHE = Place("huyện", "Đông Khê", ("r1",))
SUOI_MAY = Place("thị trấn", "Suối Mây", ("r2",))


def _understood(text: str, *places: Place) -> Question:
    """The question as typed: no spelling restored, nothing added."""
    content = tuple(dict.fromkeys(terms(text)))
    return understand(Query(text, text, (), content, content, text), scope_of(text, places))


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Còn bao nhiêu hộ nghèo?", {"figure"}),
        ("Tỉ lệ hộ nghèo là mấy?", {"figure"}),
        ("Quy chế ban hành bằng quyết định nào?", {"document"}),
        ("Đoàn đến khi nào?", {"date"}),
        ("Ai ký báo cáo?", {"person"}),
        ("con bao nhieu ho ngheo", {"figure"}),
        ("Giới thiệu phong trào", set()),
    ],
)
def test_what_is_asked_for(text: str, asks: set[str]) -> None:
    assert asks <= _understood(text).asks
    assert bool(_understood(text).asks) == bool(asks)


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("Huyện Đông Khê còn bao nhiêu hộ nghèo?", Shape.FACT),
        ("So sánh huyện Đông Khê và thị trấn Suối Mây", Shape.COMPARE),
        ("Những huyện nào còn hộ nghèo?", Shape.ACROSS),
        ("Hạn chế của huyện Đông Khê là gì?", Shape.SECTION),
        ("Vì sao huyện Đông Khê còn chậm?", Shape.SECTION),
        ("Liệt kê các xã của huyện Đông Khê", Shape.LIST),
        # which of several bodies, or who says it; not what lies in a place
        ("Những đơn vị nào còn nợ lương?", Shape.ACROSS),
        ("Đơn vị nào có nhắc tới trồng rừng?", Shape.ACROSS),
        ("nhung co quan nao con no luong", Shape.ACROSS),
        ("Đơn vị nào dẫn đầu?", Shape.FACT),
    ],
)
def test_shape(text: str, shape: Shape) -> None:
    assert _understood(text, DONG_KHE, SUOI_MAY).shape is shape


@pytest.mark.parametrize(
    ("text", "closing"),
    [
        ("Ai ký báo cáo của huyện Đông Khê?", True),
        ("Người ký là ai, giữ chức gì?", True),
        ("Ai là người ký văn bản trả lại kế hoạch trồng rừng thay thế?", False),  # another paper
        ("Hai nơi nhận được bao nhiêu đơn?", False),
    ],
)
def test_who_signed_the_report_and_not_another_paper(text: str, closing: bool) -> None:
    role = _understood(text).role
    assert (role is not None and role.name == "closing") is closing


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Hạn chế là gì?", "limits"),
        ("Nguyên nhân do đâu?", "causes"),
        ("Rút ra bài học nào?", "lessons"),
        ("Huyện tự thấy còn yếu ở đâu?", "limits"),
        ("Sang năm xã tính làm gì?", "directions"),
        ("Phường xin cấp trên điều gì?", "proposals"),
        ("Còn bao nhiêu hộ?", None),
    ],
)
def test_role(text: str, role: str | None) -> None:
    found = _understood(text).role
    assert (found and found.name) == role


def test_years_and_what_is_counted() -> None:
    question = _understood("Từ năm 2019 đến 2024 giảm bao nhiêu hộ nghèo, số 120245?")
    assert question.years == ("2019", "2024")
    assert question.counted == "hộ"
    number = _understood("Số hộ nghèo của huyện năm 2024")
    assert number.counted == "hộ" and "figure" in number.asks
    assert _understood("Số lượng khen thưởng của huyện").counted is None
    assert _understood("Ai ký báo cáo?").counted is None


def test_content_leaves_out_place_names_and_question_words() -> None:
    content = _understood("Huyện Đông Khê còn bao nhiêu hộ nghèo?", DONG_KHE).content
    assert {"hộ", "nghèo", "hộ_nghèo"} <= set(content)
    assert not {"đông", "khê", "đông_khê", "bao", "nhiêu", "huyện"} & set(content)
    assert len(content) == len(set(content))


def test_nothing_asked() -> None:
    question = _understood("")
    assert (question.shape, question.asks, question.role, question.content, question.scope) == (
        Shape.FACT,
        frozenset(),
        None,
        (),
        Scope(),
    )


def test_places_asked_for_are_no_reporters() -> None:
    assert _understood("Chủ tịch đã gặp dân ở những nơi nào?").shape is not Shape.ACROSS
    assert _understood("Những nơi nào đã gặp dân?").shape is Shape.ACROSS


def test_who_reports_is_no_matter_of_the_question() -> None:
    content = _understood("Những đơn vị nào nêu chuyện nợ lương?").content
    assert {"nợ", "lương"} <= set(content) and not {"đơn", "vị", "nêu", "chuyện"} & set(content)


def test_what_a_follow_up_brings_in_is_stressed() -> None:
    content = tuple(dict.fromkeys(terms("Đàn lợn thì sao Huyện nuôi bao nhiêu con trâu")))
    text = "Đàn lợn thì sao Huyện nuôi bao nhiêu con trâu"
    question = understand(Query(text, text, (), content, content, text), Scope(), own=terms("Đàn lợn thì sao"))
    assert {"đàn", "lợn"} <= question.stressed and "trâu" in question.content and "trâu" not in question.stressed


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("Đơn vị nào nuôi ong?", True),
        ("ai nuoi ong nhieu nhat", True),
        ("Mấy đơn vị này ai nuôi ong?", True),
        ("Nuôi ong ở đơn vị nào?", False),
        ("Ong của ai?", False),
    ],
)
def test_a_question_may_open_with_the_body_it_asks_for(text: str, opens: bool) -> None:
    query = Query(text, text, (), (), tuple(terms(text)), text)
    assert understand(query, Scope()).opens_with_who is opens
