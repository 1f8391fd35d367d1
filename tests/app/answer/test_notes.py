"""Notes on places old and new, from the question to the screen. The district is real, its report is invented."""

from pathlib import Path
from typing import Any

import pytest

from app.__main__ import as_text
from app.answer.notes import notes
from app.assistant import Assistant
from app.web.html import answers
from index.build import bring_in
from index.gazetteer.scope import Scope
from index.store.library import Library
from settings import Settings

pytestmark = pytest.mark.usefixtures("reading_here")

DISTRICT = """UBND huyện Đồng Văn báo cáo tổng kết phong trào thi đua giai đoạn 2015 - 2020 như sau:

I. KẾT QUẢ

Huyện Đồng Văn, tỉnh Hà Giang còn 412 hộ nghèo, chiếm 3,7%; trồng 27 ha rừng. Đoàn học tập kinh nghiệm tỉnh Quảng Nam.
"""
INVENTED = """UBND huyện Vân Khê báo cáo tổng kết phong trào thi đua giai đoạn 2015 - 2020 như sau:

I. KẾT QUẢ

Huyện Vân Khê, tỉnh Đông Lĩnh còn 96 hộ nghèo, chiếm 1,2%. Thu nhập bình quân đạt 52 triệu đồng.
"""
PART = (
    "Xã Lũng Cú (từ 01/7/2025) gồm một phần huyện Đồng Văn cũ; báo cáo là của cả huyện Đồng Văn, "
    "số liệu không phải của riêng xã Lũng Cú."
)


@pytest.fixture
def assistant(settings: Settings, embedder: Any, tmp_path: Path) -> Assistant:
    folder = tmp_path / "hai-huyen"
    folder.mkdir()
    (folder / "district.txt").write_text(DISTRICT, encoding="utf-8")
    (folder / "invented.txt").write_text(INVENTED, encoding="utf-8")
    library = Library.open(settings, create=True)
    bring_in(library, embedder, [folder])
    return Assistant(library, embedder)


@pytest.mark.parametrize("question", ["Xã Lũng Cú còn bao nhiêu hộ nghèo?", "xa lung cu con bao nhieu ho ngheo"])
def test_a_new_commune_is_answered_from_the_districts_report_and_told_so(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question)
    assert not answer.refused and "412 hộ nghèo" in answer.text and answer.notes == (PART,)
    assert {c.passage.file for c in answer.citations} == {"district.txt"}
    assert PART not in answer.text and answer.as_json()["notes"] == [PART]


def test_notes_stand_above_the_answer(assistant: Assistant) -> None:
    question = "Xã Lũng Cú còn bao nhiêu hộ nghèo?"
    answer = assistant.answer(question)
    assert as_text(answer).startswith(f"Hiểu là: huyện Đồng Văn\nLưu ý: {PART}\nTheo báo cáo của UBND huyện Đồng Văn:")
    page = answers.answered(question, answer)
    assert page.index(PART) < page.index("412 hộ nghèo") and PART in answers.speaking(question, answer, "")
    assert PART in answers.plain(question, answer)
    assert answers.remarks(["<b>"]) == '<p class="quiet" role="note">Lưu ý: &lt;b&gt;</p>' and answers.remarks(()) == ""


@pytest.mark.parametrize("question", ["Phường Đồng Văn còn bao nhiêu hộ nghèo?", "phuong dong van con bao nhieu ho ngheo"])
def test_a_namesake_from_elsewhere_is_refused(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question)
    assert answer.refused and "phường Đồng Văn" in answer.text and answer.notes == ()


@pytest.mark.parametrize("question", ["Huyện Đồng Văn còn bao nhiêu hộ nghèo?", "huyen van khe con bao nhieu ho ngheo"])
def test_the_very_place_has_no_note(assistant: Assistant, question: str) -> None:
    assert assistant.answer(question).notes == ()


def test_a_merged_province_is_explained(assistant: Assistant) -> None:
    answer = assistant.answer("Tỉnh Tuyên Quang còn bao nhiêu hộ nghèo?")
    assert "412 hộ nghèo" in answer.text and {c.passage.file for c in answer.citations} == {"district.txt"}
    assert answer.notes and "gồm cả tỉnh Hà Giang cũ" in answer.notes[0]


def test_a_province_without_a_report(assistant: Assistant) -> None:
    refused = assistant.answer("Tỉnh Cà Mau còn bao nhiêu hộ nghèo?")
    assert refused.refused and "chưa có báo cáo của tỉnh Cà Mau" in refused.text
    answer = assistant.answer("Đoàn nào học tập kinh nghiệm tỉnh Quảng Nam?")  # asked about, not asked for
    assert not answer.refused and {c.passage.file for c in answer.citations} == {"district.txt"}


def test_a_comparison_says_what_is_missing(assistant: Assistant) -> None:
    answer = assistant.answer("So sánh hộ nghèo của huyện Đồng Văn và huyện Vân Khê với thành phố Đồng Văn")
    assert "412 hộ nghèo" in answer.text and "96 hộ nghèo" in answer.text


def test_no_scope_no_notes() -> None:
    assert notes(Scope()) == ()
    assert notes(Scope(foreign=("huyện Yên Sậy",))) == ()  # the refusal says it
