"""Talk, the register and summaries, asked of a small library."""

from __future__ import annotations

from typing import Any

import pytest

from app.answer.citations import Citations, faults
from app.answer.library import answer_about_library
from index.search.retrieval import Retriever
from index.store.library import Library


class Desk:
    def __init__(self, library: Library, embedder: Any) -> None:
        self.library, self.citations = library, Citations(library)
        self.retriever = Retriever(library, embedder)

    def ask(self, text, reports=None):
        def restore(words):
            return self.retriever.reader.read(words).restored

        def search(matter):
            return self.retriever.search(matter, 50)

        answer = answer_about_library(text, self.library, self.citations, search, restore=restore, reports=reports)
        assert answer is None or not faults(answer.text, self.citations.all(), self.library)
        return answer


@pytest.fixture
def desk(library: Library, embedder: Any) -> Desk:
    return Desk(library, embedder)


def test_what_is_about_a_report_is_left_to_others(desk):
    assert desk.ask("Xã Tân Lập còn bao nhiêu hộ nghèo?") is None
    assert desk.ask("Tóm tắt báo cáo của xã Tân Lập về nuôi ong") is None


def test_talk_cites_nothing(desk):
    assert "báo cáo trong kho" in desk.ask("xin chào").text
    assert desk.citations.all() == ()


def test_all_reports_are_counted(desk):
    count = len(desk.library.catalog.report_ids())
    assert desk.ask("Kho có bao nhiêu báo cáo?").short == f"{count} báo cáo"
    assert desk.ask("kho co bao nhieu bao cao", desk.library.catalog.report_ids()[:1]).short == "1 báo cáo"


def test_a_report_that_speaks_of_a_matter_is_cited(desk):
    answer = desk.ask("Kho có báo cáo nào nói về nuôi ong không?")
    assert "các báo cáo sau có đoạn nói đến" in answer.text
    assert "Tân Lập" in answer.text
    assert ["nuôi ong" in citation.quote for citation in desk.citations.all()] == [True]
    assert "“nuôi ong”" in desk.ask("kho co bao cao nao noi ve nuoi ong khong").text
    assert desk.ask("kho có báo cáo nào về trồng cao su không").text.startswith(
        "Kho không có báo cáo nào về “trồng cao su”."
    )


def test_a_summary_is_cited_line_by_line(desk):
    answer = desk.ask("Tóm tắt báo cáo năm 2025 của xã Tân Lập")
    lines = [line for line in answer.text.split("\n") if line.startswith("- ")]
    assert answer.text.startswith("Điểm chính của báo cáo “")
    assert len(lines) == len(desk.citations.all()) >= 3
    assert all(line.endswith("]") for line in lines)
    assert any("41 hộ nghèo" in line for line in lines)


def test_a_summary_of_a_report_that_is_not_there(desk):
    assert desk.ask("Tóm tắt báo cáo của Sở Thủy lợi").text.startswith("Kho không có báo cáo nào của Sở Thủy lợi.")


def test_several_reports_are_to_choose_from(desk):
    answer = desk.ask("tom tat bao cao")
    assert "Hãy hỏi lại, nêu rõ đơn vị và năm" in answer.text
    assert answer.text.count("\n| ") == len(desk.library.catalog.report_ids()) + 2
