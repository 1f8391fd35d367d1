"""Who heads the body that reports."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.assistant import Assistant
from index.build import bring_in
from index.store.library import Library
from settings import Settings

pytestmark = pytest.mark.usefixtures("reading_here")

BRANCH = """CỤC THUẾ TỈNH HỒNG LAM
CHI CỤC THUẾ HUYỆN BẢN SẬY

BÁO CÁO

Kết quả công tác năm 2024

I. ĐẶC ĐIỂM

Lãnh đạo gồm Chi cục trưởng Trịnh Công Mây và hai Phó Chi cục trưởng là ông Lê Văn Nứa, bà Phạm Thị Lau.

II. THI ĐUA

Đội Kê khai đứng đầu phong trào thi đua năm 2024 với 12 sáng kiến.
"""

SCHOOL = """PHÒNG GIÁO DỤC VÀ ĐÀO TẠO HUYỆN BẢN SẬY
TRƯỜNG TIỂU HỌC KHE NỨA

BÁO CÁO

Tổng kết năm học 2023 - 2024

I. KẾT QUẢ

Phó Hiệu trưởng Vũ Thị Trúc phụ trách bán trú 214 em.

Nơi nhận:

- Phòng GD&ĐT;

- Lưu: VT.

{authority}HIỆU TRƯỞNG

Hoàng Thị Mơ
"""


def _assistant(tmp_path: Path, settings: Settings, embedder: Any, text: str) -> Assistant:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "bao-cao.txt").write_text(text, encoding="utf-8")
    library = Library.open(settings, create=True)
    bring_in(library, embedder, [tmp_path / "in"])
    return Assistant(library, embedder)


@pytest.mark.parametrize(
    "question",
    [
        "Người đứng đầu Chi cục Thuế huyện Bản Sậy là ai?",
        "Ai là chi cục trưởng Chi cục Thuế Bản Sậy năm 2024?",
        "Thủ trưởng Chi cục Thuế Bản Sậy tên gì?",
    ],
)
def test_the_post_goes_by_the_kind_of_body(tmp_path: Path, settings: Settings, embedder: Any, question: str) -> None:
    answer = _assistant(tmp_path, settings, embedder, BRANCH).answer(question)
    assert answer.short == "Trịnh Công Mây" and "Trịnh Công Mây" in answer.citations[0].quote


@pytest.mark.parametrize(
    "question", ["Ai đứng đầu phong trào thi đua năm 2024?", "Phó chi cục trưởng Chi cục Thuế Bản Sậy là ai?"]
)
def test_another_question_is_not_about_the_head(tmp_path: Path, settings: Settings, embedder: Any, question: str) -> None:
    assert _assistant(tmp_path, settings, embedder, BRANCH).answer(question).short != "Trịnh Công Mây"


def test_who_signs_as_head_is_the_head(tmp_path: Path, settings: Settings, embedder: Any) -> None:
    answer = _assistant(tmp_path, settings, embedder, SCHOOL.format(authority="")).answer(
        "Hiệu trưởng trường Khe Nứa là ai?"
    )
    assert "Hoàng Thị Mơ" in answer.text and "Vũ Thị Trúc" not in answer.text


def test_who_signs_for_the_head_is_not(tmp_path: Path, settings: Settings, embedder: Any) -> None:
    text = SCHOOL.format(authority="KT. ").replace("Hoàng Thị Mơ", "Vũ Thị Trúc")
    answer = _assistant(tmp_path, settings, embedder, text).answer("Người đứng đầu trường Khe Nứa là ai?")
    assert answer.refused or answer.short != "Vũ Thị Trúc"


def test_who_signs_as_head_is_the_head_whatever_a_sentence_says(tmp_path: Path, settings: Settings, embedder: Any) -> None:
    text = SCHOOL.format(authority="").replace("Phó Hiệu trưởng Vũ Thị Trúc", "Cô Hiệu trưởng Vũ Thị Trúc của trường bạn")
    answer = _assistant(tmp_path, settings, embedder, text).answer("Hiệu trưởng trường Khe Nứa là ai?")
    assert "Hoàng Thị Mơ" in answer.text and "Vũ Thị Trúc" not in answer.text
