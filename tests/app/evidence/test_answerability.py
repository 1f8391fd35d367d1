"""Which sentences answer, and what is said where the reports answer for another time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.assistant import Assistant
from index.build import bring_in
from index.store.library import Library
from settings import Settings

REPORT = """UBND huyện Vân Khê báo cáo tổng kết phong trào thi đua giai đoạn 2020 - 2024 như sau:

I. KẾT QUẢ

Cuối năm 2021 toàn huyện còn 2.148 hộ nghèo; cuối năm 2024 còn 1.037 hộ nghèo. Dân vận khéo có 318 mô hình.
Qua 5 năm có 743 hộ nghèo tự viết đơn xin thoát nghèo.

Huyện Vân Khê tặng Giấy khen cho 57 tập thể. Xã Hạc Sơn trồng 27 ha rừng. Xã Lam Phúc trồng 91 ha rừng.

II. CHỈ TIÊU ĐẾN NĂM 2030

Mỗi năm giảm 120 hộ nghèo.
"""


@pytest.fixture
def assistant(settings: Settings, embedder: Any, tmp_path: Path) -> Assistant:
    folder = tmp_path / "mot-huyen"
    folder.mkdir()
    (folder / "van-khe.txt").write_text(REPORT, encoding="utf-8")
    library = Library.open(settings, create=True)
    bring_in(library, embedder, [folder])
    return Assistant(library, embedder)


def test_the_year_asked_for_is_answered(assistant: Assistant) -> None:
    answer = assistant.answer("Năm 2021 huyện Vân Khê còn bao nhiêu hộ nghèo?")
    assert not answer.refused and "2.148" in answer.text


def test_another_year_is_refused_and_the_years_told_are_named(assistant: Assistant) -> None:
    answer = assistant.answer("Năm 2017 huyện Vân Khê còn bao nhiêu hộ nghèo?")
    assert answer.refused and "năm 2017" in answer.text and "2021, 2024" in answer.text
    assert "2.148" not in answer.text and answer.citations == ()


@pytest.mark.parametrize(
    "question",
    [
        "Năm 2022 huyện Vân Khê còn bao nhiêu hộ nghèo?",
        "Số hộ nghèo của huyện Vân Khê năm 2022",
        "so ho ngheo cua huyen van khe nam 2022",
        "nam 2022 huyen van khe con bao nhieu ho ngheo",
    ],
)
def test_a_figure_of_all_years_does_not_stand_for_one(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question)
    assert answer.refused and "2021, 2024" in answer.text and "743" not in answer.text


def test_a_figure_of_all_years_answers_where_no_year_is_asked_for(assistant: Assistant) -> None:
    assert "743" in assistant.answer("Huyện Vân Khê có bao nhiêu hộ nghèo viết đơn xin thoát nghèo?").text


def test_a_plan_for_later_is_of_the_year_its_heading_names(assistant: Assistant) -> None:
    answer = assistant.answer("Đến năm 2030 huyện Vân Khê mỗi năm giảm bao nhiêu hộ nghèo?")
    assert not answer.refused and "120 hộ nghèo" in answer.text


def test_one_commune_is_not_answered_by_another(assistant: Assistant) -> None:
    assert "27 ha" in assistant.answer("Xã Hạc Sơn của huyện Vân Khê trồng bao nhiêu ha rừng?").text


def test_what_a_figure_is_of_must_be_said(assistant: Assistant) -> None:
    assert assistant.answer("Dân số huyện Vân Khê là bao nhiêu người?").refused


def test_a_counterpart_is_no_answer(assistant: Assistant) -> None:
    assert assistant.answer("Huyện Vân Khê tặng Giấy khen cho bao nhiêu cá nhân?").refused
