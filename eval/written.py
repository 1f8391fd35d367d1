"""Answers with a language model beside those without one: what it gains and costs, and how much grounding dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from app.answer.model import Answer
from app.assistant import Assistant
from eval.questions import Gold, Score, score, table

LOSS = 0.03  # by which no type of question may be answered worse than without a model


def compare_with_model(
    gold: Sequence[Gold], answers: Sequence[Answer], scores: Sequence[Score], assistant: Assistant
) -> str:
    """Return the table "without model / with model" by type of question, and what became of the model's sentences."""
    plain = Assistant(assistant.library, assistant.embedder)
    without = table([score(question, plain.converse(question.turns), assistant.library) for question in gold])
    return as_text(without, table(scores)) + count_dropped(answers)


def as_text(without: dict[str, dict[str, float | None]], having: dict[str, dict[str, float | None]]) -> str:
    """Return the two tables side by side; a type that lost more than :data:`LOSS` is marked."""
    columns = ("answered", "refused", "section", "words", "ms")
    lines = ["loại".ljust(14) + "n".rjust(5) + "".join(f"{c} không/có".rjust(22) for c in columns)]
    for kind, row in without.items():
        cells = "".join(f"{_print_value(row[c], c)} / {_print_value(having[kind][c], c)}".rjust(22) for c in columns)
        before, after = row["answered"], having[kind]["answered"]
        worse = before is not None and after is not None and after < before - LOSS
        lines.append(kind.ljust(14) + f"{row['n']:.0f}".rjust(5) + cells + ("  KÉM HƠN" if worse else ""))
    return "\n".join(lines) + "\n(không/có: không dùng và có dùng mô hình ngôn ngữ)\n"


def count_dropped(answers: Sequence[Answer]) -> str:
    """Return how many answers the model had a part in, and the share of its sentences that were mended and dropped."""
    modes = Counter(answer.mode for answer in answers)
    sentences, mended, dropped_sentences = (
        sum(getattr(answer.written, name) for answer in answers) for name in ("sentences", "mended", "dropped")
    )
    share = dropped_sentences / sentences if sentences else 0.0
    return (
        f"Mô hình góp vào {modes['llm']}/{len(answers)} câu trả lời; {sentences} câu đã viết, viết lại được {mended}, "
        f"bỏ {dropped_sentences} ({share:.1%})\n"
    )


def _print_value(value: float | None, column: str) -> str:
    return "-" if value is None else f"{value:.0f}" if column in ("words", "ms") else f"{value:.3f}"
