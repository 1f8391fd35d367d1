"""Questions asked of chosen reports alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.answer.model import Answer
from app.assistant import Assistant
from index.constraints import parse_keys
from index.embedding.embedder import Embedder
from index.store.library import Library


@pytest.fixture
def assistant(library: Library, embedder: Embedder) -> Assistant:
    """An assistant over the three small reports."""
    return Assistant(library, embedder)


def _id(assistant: Assistant, name: str) -> str:
    return next(i for path, i in assistant.library.catalog.sources().items() if Path(path).name == name)


def _reports(answer: Answer) -> set[str]:
    return {c.passage.file for c in answer.citations} | {hit.passage.file for hit in answer.hits}


def test_only_the_chosen_report_answers(assistant: Assistant) -> None:
    chosen = [_id(assistant, "tan-lap.txt")]
    answer = assistant.answer("Còn bao nhiêu hộ nghèo?", reports=chosen)
    assert "41 hộ nghèo" in answer.text and _reports(answer) == {"tan-lap.txt"}
    constraints = [(constraint.key, constraint.shown) for constraint in answer.understood]
    assert constraints[0] == ("reports", "trong báo cáo: Kết quả phong trào thi đua năm 2025, xã Tân Lập, tỉnh Hồng Lam")
    assert not [key for key, _ in constraints if key.startswith("place:")], "no place was named"


def test_the_limit_can_be_taken_off(assistant: Assistant) -> None:
    chosen = [_id(assistant, "tan-lap.txt")]
    question = "Huyện Đông Khê trồng mới bao nhiêu ha rừng phòng hộ?"
    limited = assistant.answer(question, reports=chosen)
    assert limited.refused and "640" not in limited.text
    free = assistant.answer(question, parse_keys(["reports"]), chosen)
    assert "640 ha" in free.text
    assert [constraint.key for constraint in free.removed] == ["reports"]


def test_what_the_report_does_not_say_is_not_found_elsewhere(assistant: Assistant) -> None:
    answer = assistant.answer("Kiểm lâm trồng mới bao nhiêu ha rừng phòng hộ?", reports=[_id(assistant, "suoi-may.txt")])
    assert answer.refused and _reports(answer) <= {"suoi-may.txt"}


def test_several_reports_and_a_follow_up(assistant: Assistant) -> None:
    chosen = [_id(assistant, "tan-lap.txt"), _id(assistant, "dong-khe.txt")]
    answer = assistant.converse(["Xã Tân Lập còn bao nhiêu hộ nghèo?", "Trồng mới bao nhiêu ha rừng phòng hộ?"], (), chosen)
    assert _reports(answer) <= {"tan-lap.txt", "dong-khe.txt"}
    assert "trong báo cáo: 2 báo cáo đã chọn" in [constraint.shown for constraint in answer.understood]


def test_a_report_that_is_gone_answers_nothing(assistant: Assistant) -> None:
    answer = assistant.answer("Còn bao nhiêu hộ nghèo?", reports=["f" * 64])
    assert answer.refused and not answer.hits
    assert "đã gỡ khỏi thư viện" in answer.understood[0].shown


def test_an_extractive_assistant_keeps_the_limit_and_leaves_out_the_model(assistant: Assistant) -> None:
    limited = assistant.within([_id(assistant, "tan-lap.txt")])
    limited.writer = object()  # type: ignore[assignment] - any use of it would fail
    answer = limited.extractive().answer("Còn bao nhiêu hộ nghèo?")
    assert answer.mode == "extractive" and [part.key for part in answer.understood] == ["reports"]
    assert limited.writer is not None and assistant.writer is None, "the assistants it comes from stay as they are"


def test_without_a_limit_nothing_changes(assistant: Assistant) -> None:
    question = "Còn bao nhiêu hộ nghèo?"
    assert assistant.within([]).answer(question).text == assistant.answer(question).text
    assert assistant.within([_id(assistant, "tan-lap.txt")]).within([]).answer(question).understood == ()
