"""What is answered where the report of the place asked about is silent, or a part of the question names somebody."""

from __future__ import annotations

import pytest

from app.assistant import Assistant
from index.build import bring_in
from index.store.library import Library
from settings import Settings
from tests.conftest import KeywordEmbedder

POLICE = """CÔNG AN HUYỆN KHE BÃI

BÁO CÁO
Kết quả công tác năm 2024

I. KẾT QUẢ

Công an huyện Khe Bãi điều tra làm rõ 84 vụ.

II. NGUYÊN NHÂN HẠN CHẾ

Địa bàn rộng, đường đi lại khó.

III. KỶ LUẬT

Ông Phan Văn Lậm bị phê bình do báo cáo chậm.
"""
DEPARTMENT = """SỞ NÔNG NGHIỆP TỈNH LAM TÂN

BÁO CÁO
Kết quả công tác năm 2024

I. NÔNG THÔN MỚI

Huyện Khe Bãi có 19 sản phẩm OCOP, huyện Vân Đỏ có 41 sản phẩm OCOP.
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("hai-co-quan")
    (folder / "cong-an.txt").write_text(POLICE, encoding="utf-8")
    (folder / "so.txt").write_text(DEPARTMENT, encoding="utf-8")
    embedder = KeywordEmbedder()
    library = Library.open(Settings(data_dir=folder / "data", embedding_model=embedder.name), create=True)
    assert len(bring_in(library, embedder, [folder / "cong-an.txt", folder / "so.txt"]).added) == 2
    return Assistant(library, embedder)


def test_what_another_report_tells_of_a_place_by_name_is_told_as_that_report_s(assistant: Assistant) -> None:
    answer = assistant.answer("Huyện Khe Bãi có bao nhiêu sản phẩm OCOP?")
    assert not answer.refused and "19 sản phẩm OCOP" in answer.text and "Sở Nông nghiệp" in answer.text


def test_what_its_own_report_tells_comes_from_it(assistant: Assistant) -> None:
    answer = assistant.answer("Huyện Khe Bãi điều tra làm rõ bao nhiêu vụ?")
    assert "84 vụ" in answer.text and "Công an huyện Khe Bãi" in answer.text


def test_nothing_is_told_of_a_place_by_a_sentence_that_does_not_name_it(assistant: Assistant) -> None:
    assert assistant.answer("Huyện Khe Bãi trồng bao nhiêu ha rừng?").refused


def test_why_something_happened_to_somebody_is_not_told_by_the_section_of_causes(assistant: Assistant) -> None:
    assert "báo cáo chậm" in assistant.answer("Vì sao ông Phan Văn Lậm bị phê bình?").text
    assert "Địa bàn rộng" in assistant.answer("Nguyên nhân hạn chế của Công an huyện Khe Bãi là gì?").text


def test_where_several_reports_answer_who_does_all_are_told(assistant: Assistant) -> None:
    answer = assistant.answer("Ở đâu có sản phẩm OCOP, mỗi nơi bao nhiêu?")
    assert "19 sản phẩm OCOP" in answer.text
