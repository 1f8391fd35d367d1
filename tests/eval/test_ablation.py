"""Stages switched off one at a time, on the small world of the tests."""

from __future__ import annotations

from typing import Any

import pytest

import app.evidence.gathering
import index.search.retrieval
from app.assistant import Assistant
from eval.ablation import FULL, STAGES, as_text, by_rank, measure
from eval.questions import Gold
from index.store.library import Library

ASKED = Gold(
    "q1",
    "fact",
    ("Cuối năm 2025 xã Tân Lập còn bao nhiêu hộ nghèo?",),
    ("tan-lap",),
    (),
    (("tan-lap", "còn 41 hộ nghèo"),),
    (),
)


def test_reciprocal_ranks_by_hand() -> None:
    scores = by_rank({"a": 0.9, "b": 0.8}, {"b": 7.0, "c": 1.0})
    assert scores == pytest.approx({"a": 1 / 61, "b": 1 / 62 + 1 / 61, "c": 1 / 62})
    assert by_rank({}, {}) == {}


def test_every_stage_is_measured_and_put_back(library: Library, embedder: Any) -> None:
    before = index.search.retrieval.fuse, app.evidence.gathering.best_first
    rows = measure([ASKED, Gold("q2", "unanswerable", ("Có gì?",), (), (), (), ())], Assistant(library, embedder))
    assert tuple(rows) == STAGES
    assert rows[FULL] == {"fact": (1.0, 1.0), "tất cả": (1.0, 1.0)}
    assert (index.search.retrieval.fuse, app.evidence.gathering.best_first) == before
    lines = as_text(rows).splitlines()
    assert len(lines) == 1 + len(STAGES) and lines[1].split()[-2:] == ["1.000/1.000", "1.000/1.000"]
