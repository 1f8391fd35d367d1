"""How long it takes from a question to the first words that a reader sees, without and with a language model."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np

from app.assistant import Assistant
from eval.questions import Gold

WANTED_MS = 500  # at most, after the first question
WARM = 3  # questions asked before, so that model and caches are loaded


def measure(gold: Sequence[Gold], assistant: Assistant) -> list[float]:
    """Return for every question the milliseconds until the first answer, whole or not, comes out of the assistant."""
    for question in gold[:WARM]:
        assistant.search(question.turns[-1])
    times = []
    for question in gold:
        started = time.perf_counter()
        next(assistant.stream(question.turns))
        times.append(1000 * (time.perf_counter() - started))
    return times


def as_text(times: Sequence[float]) -> str:
    """Return median, 95th percentile and the largest as a line."""
    half, most = (float(np.percentile(times, share)) for share in (50, 95))
    late = sum(time_taken > WANTED_MS for time_taken in times)
    return (
        f"Tới chữ đầu tiên: p50 {half:.0f} ms, p95 {most:.0f} ms, lớn nhất {max(times):.0f} ms; "
        f"{late}/{len(times)} câu quá {WANTED_MS} ms\n"
    )
