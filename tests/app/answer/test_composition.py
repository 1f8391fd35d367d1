"""Answers of every shape, put together from reports of invented places; the expected words are worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.answer.citations import place_of
from app.answer.composition import refuse
from app.answer.model import Answer
from app.assistant import Assistant
from app.question.question import understand
from index.build import bring_in
from index.gazetteer.scope import Place, Scope
from index.query.query import Query, QueryReader
from index.store.library import Library
from ingest.model import Passage
from settings import Settings
from tests.conftest import KeywordEmbedder

KHE_LIM_ALONE = Scope((Place("huyện", "Khe Lim", ("r",)),))
KHE_LIM = """UBND huyện Khe Lim báo cáo tổng kết phong trào thi đua năm 2024 như sau:

I. KẾT QUẢ ĐẠT ĐƯỢC

Toàn huyện còn 312 hộ nghèo. Nhân dân trồng mới 45 ha rừng phòng hộ.

Các mô hình kinh tế tiêu biểu của huyện gồm:

- Mô hình nuôi dê của xã Nà Bó;

- Mô hình trồng quế của xã Nà Lay.

II. TỒN TẠI, HẠN CHẾ

- Việc bình xét thi đua ở một số thôn còn hình thức;

- Hồ sơ khen thưởng gửi muộn.

III. ĐỀ XUẤT, KIẾN NGHỊ

Không.
"""
PU_SAO = """UBND huyện Pú Sao báo cáo tổng kết phong trào thi đua năm 2024 như sau:

I. KẾT QUẢ ĐẠT ĐƯỢC

Đến cuối năm huyện còn 97 hộ nghèo, giảm 40 hộ.

II. TỒN TẠI, HẠN CHẾ

Kinh phí khen thưởng còn ít.
"""


class Desk:
    """An assistant of the two reports; ``quotes`` are those of the last answer."""

    def __init__(self, library: Library) -> None:
        self.assistant = Assistant(library, KeywordEmbedder())
        self.quotes: list[str] = []

    def compose(self, text: str) -> Answer:
        answer = self.assistant.answer(text)
        self.quotes = [citation.quote for citation in answer.citations]
        return answer


@pytest.fixture(scope="module")
def library_of_two(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("hai-huyen")
    (folder / "khe-lim.txt").write_text(KHE_LIM, encoding="utf-8")
    (folder / "pu-sao.txt").write_text(PU_SAO, encoding="utf-8")
    embedder = KeywordEmbedder()
    library = Library.open(Settings(data_dir=folder / "data", embedding_model=embedder.name), create=True)
    assert len(bring_in(library, embedder, [folder / "khe-lim.txt", folder / "pu-sao.txt"]).added) == 2
    return library


@pytest.fixture
def desk(library_of_two: Library) -> Desk:
    return Desk(library_of_two)


NOTED = """UBND huyện Nậm Cò báo cáo tổng kết phong trào thi đua năm 2024 như sau:

I. KẾT QUẢ ĐẠT ĐƯỢC [7]

Toàn huyện còn 518 hộ nghèo [1] [99] [2024].

II. TỒN TẠI, HẠN CHẾ [3]

- Kinh phí khen thưởng còn ít [12];

- Hồ sơ gửi muộn [{digits}].
"""


def test_numbers_in_brackets_of_a_report_are_no_markers_of_the_answer(tmp_path: Path) -> None:
    """They would lead to another place than the report means, or to none: then the whole answer was withheld."""
    (tmp_path / "nam-co.txt").write_text(NOTED.format(digits="9" * 5000), encoding="utf-8")
    embedder = KeywordEmbedder()
    library = Library.open(Settings(data_dir=tmp_path / "data", embedding_model=embedder.name), create=True)
    bring_in(library, embedder, [tmp_path / "nam-co.txt"])
    desk = Desk(library)
    fact = desk.compose("Huyện Nậm Cò còn bao nhiêu hộ nghèo?")
    assert fact.text.endswith("Toàn huyện còn 518 hộ nghèo (1) (99) (2024). [1]")
    assert desk.quotes == ["Toàn huyện còn 518 hộ nghèo [1] [99] [2024]."]
    lines = desk.compose("Hạn chế trong báo cáo của huyện Nậm Cò là gì?").text.split("\n")
    assert lines[:2] == [
        "Báo cáo của UBND huyện Nậm Cò, mục “TỒN TẠI, HẠN CHẾ (3)” nêu:",
        "- Kinh phí khen thưởng còn ít (12); [1]",
    ]
    summary = desk.compose("Tóm tắt báo cáo của huyện Nậm Cò")
    assert not summary.refused and "518 hộ nghèo (1) (99)" in summary.text


def test_a_fact_is_its_sentence_alone(desk: Desk) -> None:
    draft = desk.compose("Huyện Khe Lim còn bao nhiêu hộ nghèo?")
    assert draft.text == "Theo báo cáo của UBND huyện Khe Lim:\n- Toàn huyện còn 312 hộ nghèo. [1]"
    assert draft.short == "312 hộ nghèo"
    assert desk.quotes == ["Toàn huyện còn 312 hộ nghèo."]


def test_a_list_is_the_sentence_that_leads_to_it_and_its_points_in_order(desk: Desk) -> None:
    question = "Huyện Khe Lim có những mô hình kinh tế tiêu biểu nào?"
    assert desk.compose(question).text.split("\n") == [
        "Theo báo cáo của UBND huyện Khe Lim:",
        "- Các mô hình kinh tế tiêu biểu của huyện gồm: [1]",
        "- Mô hình nuôi dê của xã Nà Bó; [2]",
        "- Mô hình trồng quế của xã Nà Lay. [3]",
    ]


def test_a_section_is_its_points_under_its_heading(desk: Desk) -> None:
    question = "Hạn chế trong báo cáo của huyện Khe Lim là gì?"
    assert desk.compose(question).text.split("\n") == [
        "Báo cáo của UBND huyện Khe Lim, mục “TỒN TẠI, HẠN CHẾ” nêu:",
        "- Việc bình xét thi đua ở một số thôn còn hình thức; [1]",
        "- Hồ sơ khen thưởng gửi muộn. [2]",
    ]


def test_a_section_that_says_none_is_told_and_cited_as_a_refusal(desk: Desk) -> None:
    draft = desk.compose("Huyện Khe Lim có đề xuất, kiến nghị gì?")
    assert draft.refused and "mục “ĐỀ XUẤT, KIẾN NGHỊ”, chỉ ghi: Không. [1]" in draft.text
    assert desk.quotes == ["Không."]


def test_places_are_compared_in_the_order_of_the_question(desk: Desk) -> None:
    question = "So sánh số hộ nghèo của huyện Khe Lim và huyện Pú Sao"
    assert desk.compose(question).text.split("\n") == [
        "- Huyện Khe Lim: Toàn huyện còn 312 hộ nghèo. [1]",
        "- Huyện Pú Sao: Đến cuối năm huyện còn 97 hộ nghèo, giảm 40 hộ. [2]",
        "Huyện Khe Lim hơn 215 hộ (312 [1] − 97 [2]).",
    ]


def test_no_difference_is_told_where_a_side_is_silent(desk: Desk) -> None:
    text = desk.compose("Huyện Khe Lim và huyện Pú Sao, bên nào trồng nhiều ha rừng hơn?").text
    assert "45 ha rừng" in text and "−" not in text


def test_no_difference_is_computed_from_what_only_comes_near(desk: Desk) -> None:
    text = desk.compose("Số hộ mới thoát nghèo bền vững của Khe Lim và Pú Sao, bên nào nhiều hơn?").text
    assert "312 hộ nghèo" in text and "−" not in text


def test_of_two_things_asked_both_are_told(desk: Desk) -> None:
    text = desk.compose("Huyện Khe Lim còn bao nhiêu hộ nghèo và trồng được mấy ha rừng?").text
    assert "312 hộ nghèo" in text and "45 ha rừng" in text


def test_sections_are_compared_point_by_point(desk: Desk) -> None:
    assert desk.compose("So sánh hạn chế của huyện Khe Lim và huyện Pú Sao").text.split("\n") == [
        "- Huyện Khe Lim: Việc bình xét thi đua ở một số thôn còn hình thức; [1] Hồ sơ khen thưởng gửi muộn. [2]",
        "- Huyện Pú Sao: Kinh phí khen thưởng còn ít. [3]",
    ]


def test_a_place_that_says_nothing_is_named_as_silent(desk: Desk) -> None:
    draft = desk.compose("So sánh diện tích rừng phòng hộ trồng mới của huyện Khe Lim và huyện Pú Sao")
    assert not draft.refused
    assert draft.text.split("\n") == [
        "- Huyện Khe Lim: Nhân dân trồng mới 45 ha rừng phòng hộ. [1]",
        "- Huyện Pú Sao: không tìm thấy trong báo cáo.",
    ]


def test_where_all_places_are_silent_the_comparison_is_refused(desk: Desk) -> None:
    draft = desk.compose("So sánh sản lượng cá tra của huyện Khe Lim và huyện Pú Sao")
    assert draft.refused and "huyện Khe Lim, huyện Pú Sao" in draft.text and desk.quotes == []


def test_every_report_that_tells_it_has_its_line(desk: Desk) -> None:
    question = "Những huyện nào còn hộ nghèo?"
    lead, *lines = desk.compose(question).text.split("\n")
    assert lead == "Các báo cáo sau có nêu:"
    assert sorted(line.rsplit(" ", 1)[0] for line in lines) == [
        "- UBND huyện Khe Lim: Toàn huyện còn 312 hộ nghèo.",
        "- UBND huyện Pú Sao: Đến cuối năm huyện còn 97 hộ nghèo, giảm 40 hộ.",
    ]


def test_a_refusal_shows_what_comes_nearest_as_that() -> None:
    folded = ("con", "trâu")
    question = understand(Query("Mấy con trâu?", "Mấy con trâu?", (), folded, folded, "Mấy con trâu?"), Scope())
    plain, with_nearby = refuse(question), refuse(question, nearby=["Xã có 12 con bò. [1]"])
    assert plain.refused and with_nearby.refused and "\n" not in plain.text
    assert with_nearby.text == f"{plain.text}\nGần nhất trong báo cáo, không phải câu trả lời:\n- Xã có 12 con bò. [1]"


def test_what_no_passage_holds_is_refused_with_the_place_named(desk: Desk) -> None:
    draft = desk.compose("Sản lượng cá tra của huyện Khe Lim đạt bao nhiêu tấn?")
    assert draft.refused and "trong báo cáo của huyện Khe Lim" in draft.text and desk.quotes == []


def test_the_refusal_of_a_year_names_the_years_that_are_told(desk: Desk) -> None:
    question = understand(QueryReader(desk.assistant.library).read("Năm 2019 còn bao nhiêu hộ nghèo?"), KHE_LIM_ALONE)
    draft = refuse(question, ["2023", "2024"])
    assert draft.refused
    assert "huyện Khe Lim không nêu nội dung này của năm 2019" in draft.text and "năm 2023, 2024" in draft.text


@pytest.mark.parametrize(
    ("title", "called"),
    [
        ("Tổng kết năm 2024, huyện Khe Lim", "huyện Khe Lim"),
        ("Tổng kết năm 2024, xã Nà Bó, huyện Khe Lim", "huyện Khe Lim"),
        ("Tổng kết công tác khen thưởng", "Tổng kết công tác khen thưởng"),
    ],
)
def test_a_report_is_called_by_the_last_place_of_its_title(title: str, called: str) -> None:
    assert place_of(Passage("p", "r", "a.txt", title, (), "", (), None, 0, 1, "x")) == called
