"""When the reports do not say it."""

from pathlib import Path
from typing import Any

import pytest

from app.assistant import Assistant
from app.evidence.refusal import reason
from app.question.question import understand
from index.build import bring_in
from index.gazetteer.scope import scope_of
from index.store.library import Library
from settings import Settings

pytestmark = pytest.mark.usefixtures("reading_here")

VAN = """UBND huyện Vân Khê báo cáo tổng kết phong trào thi đua giai đoạn 2020 - 2024 như sau:

I. KẾT QUẢ

Thu nhập bình quân đầu người của huyện Vân Khê đạt 52 triệu đồng. Xã Lũng Cao có 12 hộ nghèo.
"""
SON = """UBND huyện Sơn Bãi báo cáo tổng kết phong trào thi đua giai đoạn 2020 - 2024 như sau:

I. KẾT QUẢ

Huyện Sơn Bãi còn 318 hộ nghèo, chiếm 4,1%; trồng 27 ha rừng.
"""


@pytest.fixture
def assistant(settings: Settings, embedder: Any, tmp_path: Path) -> Assistant:
    folder = tmp_path / "hai-huyen"
    folder.mkdir()
    (folder / "van.txt").write_text(VAN, encoding="utf-8")
    (folder / "son.txt").write_text(SON, encoding="utf-8")
    library = Library.open(settings, create=True)
    bring_in(library, embedder, [folder])
    return Assistant(library, embedder)


def _reason(assistant: Assistant, text: str) -> str | None:
    query = assistant.retriever.reader.read(text)
    question = understand(query, scope_of(query.text, assistant.places()))
    return reason(question, assistant.places(), assistant.library)


@pytest.mark.parametrize(
    "question",
    ["Huyện Sơn Bãi còn bao nhiêu hộ nghèo?", "Thu nhập bình quân đầu người của huyện Vân Khê?", "Nơi nào có hộ nghèo?"],
)
def test_what_the_reports_say_is_not_refused(assistant: Assistant, question: str) -> None:
    assert _reason(assistant, question) is None


def test_a_place_without_a_report(assistant: Assistant) -> None:
    refusal = _reason(assistant, "Huyện Trường Lâm có mấy xã?")
    assert refusal is not None and "huyện Trường Lâm" in refusal and "huyện Sơn Bãi, huyện Vân Khê" in refusal


def test_a_commune_the_report_never_names(assistant: Assistant) -> None:
    refusal = _reason(assistant, "Xã Lũng Cao của huyện Sơn Bãi có mấy hộ nghèo?")
    assert refusal is not None and "không nhắc đến xã Lũng Cao" in refusal


def test_a_body_that_the_report_never_names(assistant: Assistant) -> None:
    refusal = _reason(assistant, "Sở Giáo dục và Đào tạo của huyện Vân Khê có bao nhiêu sáng kiến?")
    assert refusal is not None and "Sở Giáo dục và Đào tạo" in refusal


def test_an_answer_is_cited_and_a_refusal_is_not(assistant: Assistant) -> None:
    answer = assistant.answer("Huyện Sơn Bãi còn bao nhiêu hộ nghèo?")
    assert not answer.refused and "318 hộ nghèo" in answer.text and "[1]" in answer.text
    assert answer.citations[0].quote in SON
    refused = assistant.answer("Huyện Trường Lâm còn bao nhiêu hộ nghèo?")
    assert refused.refused and refused.citations == ()


@pytest.mark.parametrize("question", ["", "   ", "?!"])
def test_nothing_asked(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question)
    assert answer.refused and answer.hits == ()


def test_a_body_that_the_report_names_by_its_initials_is_told(settings: Settings, embedder: Any, tmp_path: Path) -> None:
    folder = tmp_path / "viet-tat"
    folder.mkdir()
    (folder / "van.txt").write_text(f"{VAN}\nÔng Lò Văn Pẻn phụ trách Trung tâm PVHCC.\n", encoding="utf-8")
    library = Library.open(settings, create=True)
    bring_in(library, embedder, [folder])
    question = "Ai phụ trách Trung tâm Phục vụ hành chính công của huyện Vân Khê?"
    assert _reason(Assistant(library, embedder), question) is None
    assert _reason(Assistant(library, embedder), "Ai phụ trách Trung tâm Phát triển quỹ đất của huyện Vân Khê?") is not None


def test_a_name_that_stands_nowhere_is_told(assistant: Assistant) -> None:
    refusal = _reason(assistant, "Huyện Sơn Bãi trồng bao nhiêu ha rừng ở nông trại Khe Đước?")
    assert refusal is not None and "“Khe Đước”" in refusal


@pytest.mark.parametrize(
    "question",
    [
        "Ở Lũng Cao còn mấy hộ nghèo?",  # a name that stands there
        "Huyện Sơn Bãi được Phòng Giáo dục khen mấy lần?",  # in capitals as a body, no name of two words
        "huyen son bai trong bao nhieu ha rung o lam truong khe duoc?",  # typed in a hurry
    ],
)
def test_a_question_is_not_refused_for_names_that_are_there_or_are_none(assistant: Assistant, question: str) -> None:
    refusal = _reason(assistant, question)
    assert refusal is None or "không nhắc đến “" not in refusal
