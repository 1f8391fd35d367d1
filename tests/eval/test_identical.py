"""Answers before and after a move."""

from __future__ import annotations

import json
from pathlib import Path

from eval.identical import differing


def _write(path: Path, *answers: dict) -> Path:
    path.write_text("".join(json.dumps(answer, ensure_ascii=False) + "\n" for answer in answers), encoding="utf-8")
    return path


def test_only_the_time_may_differ(tmp_path: Path) -> None:
    before = _write(tmp_path / "a", {"id": "q1", "answer": "Có 3 xã [1]", "ms": 12}, {"id": "q2", "answer": "x", "ms": 1})
    after = _write(tmp_path / "b", {"id": "q1", "answer": "Có 3 xã [1]", "ms": 99}, {"id": "q2", "answer": "y", "ms": 1})
    assert list(differing(before, after)) == ["q2"]
    assert list(differing(before, before)) == []


def test_a_missing_answer_and_another_order_of_fields_differ(tmp_path: Path) -> None:
    before = _write(tmp_path / "a", {"id": "q1", "answer": "x"}, {"id": "q2", "answer": "y"})
    after = _write(tmp_path / "b", {"answer": "x", "id": "q1"})
    assert list(differing(before, after)) == ["q1", "q2"]
