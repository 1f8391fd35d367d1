"""The guard: what of a sentence stands in the passage it cites, and what does not."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.answer.citations import Citations
from app.answer.model import GroundingFault, Problem
from app.grounding.entailment import Evidence, attribute, faults, unsound
from index.store.library import Library
from ingest.model import Metadata, Passage

LAM_TRA = Metadata(
    issuer="UBND huyện Lam Trà", place="huyện Lam Trà", province="Đông Lĩnh", title="Tổng kết thi đua",
    period_from=2020, period_to=2025,
)  # fmt: skip
VAN_SA = Metadata(
    issuer="UBND huyện Vân Sa", place="huyện Vân Sa", province="Đông Lĩnh", title="Tổng kết thi đua",
    period_from=2025, period_to=2025,
)  # fmt: skip
POOR = (
    "Cuối năm 2021 huyện có 2.148 hộ nghèo, chiếm 8,52%; năm 2024 còn 1.037 hộ nghèo, chiếm 4,05%. "
    "Tỷ lệ hộ nghèo chung của tỉnh cuối năm 2024 là 3,28%. Xã Cẩm Đài còn 96 hộ nghèo."
)
AWARDS = (
    "Ngày 01 tháng 7 năm 2025, Chủ tịch Ủy ban nhân dân huyện ký Quyết định số 118/QĐ-UBND tặng Giấy khen cho 57 tập thể và "
    "203 cá nhân trong phong trào “Dân vận khéo”; ông Lò Văn Phúc được tặng Huân chương Lao động hạng Ba. Đã huy động 2.815 "
    "triệu đồng, giải quyết việc làm cho 780 người."
)


def passage(text: str, identity: str, place: str) -> Passage:
    return Passage(
        identity, identity, f"{identity}.txt", f"Tổng kết thi đua, {place}", ("II",), "Kết quả đạt được",
        ("KẾT QUẢ", "Kết quả đạt được"), 1, 0, len(text), text, f"Tổng kết thi đua, {place} > Kết quả đạt được",
    )  # fmt: skip


@pytest.fixture(scope="module")
def evidence() -> Mapping[int, Evidence]:
    return {
        1: Evidence.of(passage(POOR, "a", "huyện Lam Trà"), LAM_TRA),
        2: Evidence.of(passage(AWARDS, "b", "huyện Vân Sa"), VAN_SA),
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "Năm 2024, huyện Lam Trà còn 1.037 hộ nghèo, chiếm 4,05% [1].",
        "Cuối năm 2021 huyện Lam Trà có 2148 hộ nghèo, chiếm 8,52 % [1].",
        "Xã Cẩm Đài còn 96 hộ nghèo [1].",
        "Huyện Vân Sa tặng Giấy khen cho 57 tập thể và 203 cá nhân [2].",
        "Quyết định số 118/QĐ-UBND được UBND huyện ký ngày 01/7/2025 [2].",
        "Quyết định ký tháng 7 năm 2025 [2].",
        "Ông Lò Văn Phúc được tặng Huân chương Lao động hạng Ba [2].",
        "Huyện Vân Sa đã huy động 2815 triệu đồng [2].",
        "57 tập thể được tặng Giấy khen trong phong trào “Dân vận khéo” [2].",
        "Năm 2025, huyện Vân Sa giải quyết việc làm cho 780 người [2].",  # the report's own year
        "Huyện Lam Trà năm 2024 còn 1.037 hộ nghèo [1], năm 2025 huyện Vân Sa tặng Giấy khen cho 57 tập thể [2].",
        "Tỷ lệ hộ nghèo của tỉnh cuối năm 2024 là 3,28% [1].",
    ],
)
def test_what_is_so(evidence: Mapping[int, Evidence], sentence: str) -> None:
    assert faults(sentence, evidence) == []


@pytest.mark.parametrize(
    ("sentence", "problem", "what"),
    [
        ("Năm 2024, huyện Lam Trà còn 1.037 hộ nghèo.", Problem.UNCITED, ""),
        ("Năm 2024, huyện Lam Trà còn 1.037 hộ nghèo [7].", Problem.CITATION, "[7]"),
        ("Năm 2024, huyện Lam Trà còn 1.307 hộ nghèo [1].", Problem.FIGURE, "1.307"),
        ("Năm 2024, huyện Lam Trà còn 1.037 hộ nghèo [2].", Problem.FIGURE, "1.037"),  # in the other passage
        ("Năm 2023, huyện Lam Trà còn 1.037 hộ nghèo [1].", Problem.YEAR, "Năm 2023"),  # a year never said
        ("Năm 2021, huyện Lam Trà còn 1.037 hộ nghèo [1].", Problem.YEAR, "1.037 2021"),  # the year of another figure
        ("Huyện Vân Sa năm 2024 còn 1.037 hộ nghèo [1].", Problem.PLACE, "huyện Vân Sa"),
        ("Vân Sa năm 2024 còn 1.037 hộ nghèo [1].", Problem.NAME, "Vân Sa năm"),
        ("Huyện Lam Trà còn 96 hộ nghèo [1].", Problem.PLACE, "96"),  # that of a commune
        ("Cuối năm 2024 tỷ lệ hộ nghèo của huyện Lam Trà là 3,28% [1].", Problem.PLACE, "3,28%"),  # that of the province
        ("Huyện Lam Trà tặng Giấy khen cho 57 tập thể [1][2].", Problem.PLACE, "57"),  # that of the other report
        ("Huyện Vân Sa tặng Giấy khen cho 203 tập thể và 57 cá nhân [2].", Problem.COUNTED, "203 tập thể"),
        ("Phong trào “Dân vận khéo” huy động 2.815 tỷ đồng [2].", Problem.UNIT, "2.815 tỷ đồng"),
        ("Dân số huyện Vân Sa là 780 người [2].", Problem.SUBJECT, "780"),
        ("Phong trào “Dân vận giỏi” huy động 2.815 triệu đồng [2].", Problem.QUOTATION, "“Dân vận giỏi”"),
        ("Quyết định số 181/QĐ-UBND được ký ngày 01/7/2025 [2].", Problem.FIGURE, "181/QĐ-UBND"),
        ("Quyết định số 118/QĐ-UBND được ký ngày 07/01/2025 [2].", Problem.FIGURE, "07/01/2025"),
        ("Ông Lò Văn Phương được tặng Huân chương Lao động hạng Ba [2].", Problem.NAME, "Ông Lò Văn Phương được"),
        ("Ông Lò Văn Phúc được tặng Huân chương Độc lập hạng Ba [2].", Problem.NAME, "Huân chương Độc lập"),
        ("Ông Lò Văn Phúc không được tặng Huân chương Lao động hạng Ba [2].", Problem.TURNED, "không tặng"),
        ("Năm 2024 huyện Lam Trà tăng lên 1.037 hộ nghèo [1].", Problem.TURNED, "tăng"),
        ("Hệ thống đã bị chiếm quyền điều khiển hoàn toàn [1].", Problem.WORDS, "hệ thống bị chiếm quyền điều khiển hoàn"),
        ("Xem [phụ lục](https://xau.example) [1].", Problem.MARKUP, ""),
        ("Còn 1.037 hộ nghèo <img src=x> [1].", Problem.MARKUP, ""),
        ("Năm 2024, huyện Lam Trà còn bao nhiêu hộ nghèo [1]?", Problem.QUESTION, ""),
        ("Năm 2024, huyện Lam Trà còn bao nhiêu hộ nghèo? [1].", Problem.QUESTION, ""),
    ],
)
def test_what_is_not_so(evidence: Mapping[int, Evidence], sentence: str, problem: Problem, what: str) -> None:
    wrong = faults(sentence, evidence)
    assert problem in [fault.problem for fault in wrong], wrong
    assert any(fault.problem is problem and fault.what == what for fault in wrong) or problem is Problem.WORDS, wrong


@pytest.mark.parametrize(
    ("sentence", "turned"),
    [
        ("Huyện Lam Trà vận động hơn 500 triệu đồng [1].", ""),
        ("Huyện Lam Trà không để xảy ra dịch bệnh [1].", ""),
        ("Huyện Lam Trà vận động hộ nghèo nhiều hơn dịch bệnh [1].", "nhiều hơn"),
        ("Huyện Lam Trà không vận động hộ nghèo [1].", "không vận"),
    ],
)
def test_a_word_that_turns_a_sentence_must_turn_the_same_there(sentence: str, turned: str) -> None:
    text = "Toàn huyện vận động hơn 500 triệu đồng giúp hộ nghèo; không để xảy ra dịch bệnh."
    wrong = faults(sentence, {1: Evidence.of(passage(text, "a", "huyện Lam Trà"), LAM_TRA)})
    whats = [fault.what for fault in wrong if fault.problem is Problem.TURNED]
    assert turned in whats if turned else not wrong


@pytest.mark.parametrize(
    ("sentence", "sound"),
    [
        ("Bà Hà Thị Mơ được tặng Giấy khen", True),
        ("Bà Hà Thị Mơ được tặng Bằng khen", False),
        ("Ông Lò Văn Phúc được tặng Bằng khen", True),
        ("Ông Lò Văn Phúc được tặng Giấy khen", False),
        ("Xã Na Hin đạt chuẩn vệ sinh môi trường", True),
        ("Xã Tà Lèng đạt chuẩn vệ sinh môi trường", False),
        ("Xã Tà Lèng chưa đạt chuẩn", True),
        ("Xã Nà Ư hoàn thành rà soát", True),
        ("Chủ tịch huyện Lam Trà là ông Đinh Công Thắng", True),
        ("Ông Đinh Công Thắng được tặng Giấy khen", False),
    ],
)
def test_what_is_said_of_a_name_is_said_of_that_one(sentence: str, sound: bool) -> None:
    text = (
        "Ông Lò Văn Phúc được tặng Bằng khen của Chủ tịch UBND tỉnh, bà Hà Thị Mơ được tặng Giấy khen. "
        "Xã Na Hin đạt chuẩn vệ sinh môi trường, xã Tà Lèng chưa đạt chuẩn. "
        "Các xã Pá Sung, xã Nà Ư và xã Lũng Pù hoàn thành rà soát. Chủ tịch huyện là ông Đinh Công Thắng."
    )
    evidence = {1: Evidence.of(passage(text, "a", "huyện Lam Trà"), LAM_TRA)}
    assert (faults(f"{sentence} [1].", evidence) == []) is sound


def test_what_follows_the_last_citation_is_held_against_it(evidence: Mapping[int, Evidence]) -> None:
    wrong = faults("Huyện Lam Trà năm 2024 còn 1.037 hộ nghèo [1], trong đó 55 hộ nghèo ở xã Cẩm Đài.", evidence)
    assert GroundingFault(Problem.FIGURE, "55") in wrong


def test_the_first_passage_that_holds_is_cited(evidence: Mapping[int, Evidence]) -> None:
    assert attribute("Tặng Giấy khen cho 57 tập thể.", evidence) == "Tặng Giấy khen cho 57 tập thể [2]."
    assert attribute("Tặng Giấy khen cho 58 tập thể.", evidence) == "Tặng Giấy khen cho 58 tập thể."
    assert attribute("Tặng Giấy khen cho 57 tập thể [1].", evidence) == "Tặng Giấy khen cho 57 tập thể [1]."


def test_every_sentence_of_a_report_holds_against_itself(library: Library) -> None:
    facts = library.catalog.facts()
    for report in library.catalog.report_ids():
        for piece in library.catalog.passages_of(report):
            evidence = {1: Evidence.of(piece, facts[report])}
            for line in piece.text.split("\n"):
                if len(line.split()) > 5:
                    assert faults(f"{line.strip(' -')} [1]", evidence) == []


@given(st.integers(2, 10**6))
def test_no_other_figure_passes(figure: int) -> None:
    evidence = {1: Evidence.of(passage(POOR, "a", "huyện Lam Trà"), LAM_TRA)}
    wrong = faults(f"Năm 2024 huyện Lam Trà còn {figure} hộ nghèo [1].", evidence)
    assert (wrong == []) is (figure == 1037)


def test_an_answer_of_the_reports_own_sentences(library: Library) -> None:
    report = next(i for i in library.catalog.report_ids() if library.catalog.file_of(i) == "tan-lap.txt")
    stating = next(p for p in library.catalog.passages_of(report) if "41 hộ" in p.text)
    citations = Citations(library)
    start = stating.text.index("Cuối năm")
    citations.cite(stating, start, len(stating.text))
    quote = " ".join(stating.text[start:].split())
    facts = library.catalog.facts()
    good = f"Theo báo cáo của xã Tân Lập:\n- {quote} [1]"
    assert list(unsound(good, citations.all(), facts)) == []
    for bad in (good.replace("xã Tân Lập", "xã Tân Lạc"), good.replace("- Cuối", "- Xã Tân Lạc: Cuối")):
        assert [fault.problem for _, fault in unsound(bad, citations.all(), facts)][:1] == [Problem.PLACE]
