"""A report's own number and date."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.answer.citations import Citations
from app.answer.report_head import DATE, line_of
from app.assistant import Assistant
from index.store.library import Library


@pytest.fixture
def assistant(library: Library, embedder: Any) -> Assistant:
    return Assistant(library, embedder)


def test_number_and_date_are_told_and_cited(assistant: Assistant) -> None:
    answer = assistant.answer("Báo cáo của xã Tân Lập mang số bao nhiêu, ký ngày nào?")
    assert "15/BC-UBND" in answer.text and "gày 08 tháng 12 năm 2025" in answer.text
    assert [c.quote for c in answer.citations] == ["Số: 15/BC-UBND", "ngày 08 tháng 12 năm 2025"]


def test_only_what_is_asked(assistant: Assistant) -> None:
    answer = assistant.answer("Báo cáo năm 2025 của xã Tân Lập ban hành ngày nào?")
    assert "15/BC-UBND" not in answer.text and "gày 08 tháng 12 năm 2025" in answer.text


def test_a_report_without_number_or_date_says_so(assistant: Assistant) -> None:
    answer = assistant.answer("Báo cáo của thị trấn Suối Mây mang số bao nhiêu?")
    assert answer.refused and "không ghi số" in answer.text


def test_the_number_of_a_document_it_cites_is_another_question(assistant: Assistant) -> None:
    answer = assistant.answer("Theo báo cáo, huyện Đông Khê ban hành quyết định số mấy về quy chế khen thưởng?")
    assert "118/QĐ-UBND" in answer.text


def test_a_date_whose_day_was_left_blank_is_told_as_missing(library: Library) -> None:
    report = library.catalog.report(library.catalog.report_ids()[0])
    unfilled = replace(report, metadata=replace(report.metadata, date="2031-12"))
    head = library.catalog.passages_of(report.id)[:1]
    line, told = line_of(DATE, unfilled, head, Citations(library))
    assert not told and "không ghi đủ ngày" in line
