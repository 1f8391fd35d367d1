"""The table with and without a model."""

from __future__ import annotations

from app.answer.model import Answer, Written
from eval.written import as_text, count_dropped


def test_a_type_that_lost_is_marked() -> None:
    row = {"n": 4.0, "answered": 0.9, "refused": 0.0, "section": None, "words": 50.0, "ms": 200.0}
    text = as_text({"fact": row, "list": row}, {"fact": {**row, "answered": 0.86}, "list": {**row, "answered": 0.87}})
    fact, listed = text.split("\n")[1:3]
    assert fact.endswith("KÉM HƠN") and "0.900 / 0.860" in fact and not listed.endswith("KÉM HƠN")


def test_the_share_that_was_dropped() -> None:
    answers = [
        Answer("", False, "llm", (), (), 0, written=Written(3, 1, 1)),
        Answer("", False, "extractive", (), (), 0, written=Written(1, 0, 1)),
    ]
    assert count_dropped(answers) == "Mô hình góp vào 1/2 câu trả lời; 4 câu đã viết, viết lại được 1, bỏ 2 (50.0%)\n"
    assert "(0.0%)" in count_dropped([])
