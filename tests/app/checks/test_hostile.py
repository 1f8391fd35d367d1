"""Texts made to hang the checks: each is read and checked in a time that grows with its length, no faster."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from app.checks import check_file
from eval.attacks import patterns

SIZE = 30_000  # characters; most of these took over a minute, and four times as long for twice the length
SECONDS = 6.0  # of a processor, which another test process may slow down by half
RUNS = ("1% ", "hộ nghèo 1% ", "\t", "1111", "(1 (1 ", "a. ", "AB ", "A\n", "xã Aa Aa ")


@pytest.mark.parametrize("run", RUNS, ids=ascii)
@pytest.mark.parametrize("lines", [False, True], ids=["one line", "lines"])
def test_a_hostile_text_is_checked_in_a_moment(
    tmp_path: Path, run: str, lines: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patterns, "SIZE", SIZE)
    file = tmp_path / "a.txt"
    file.write_text(patterns.report_of(patterns.in_lines(run) if lines else patterns.repeated(run, SIZE)), encoding="utf-8")
    begun = time.process_time()
    check_file(file)
    assert time.process_time() - begun < SECONDS


def test_there_are_many_hostile_texts_and_all_are_long() -> None:
    texts = patterns.texts()
    assert len(texts) > 150
    assert {len(text) // 10_000 for text in texts.values()} == {14, 15}
