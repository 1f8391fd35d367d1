"""No regular expression of the program takes more than a moment for any text, and the texts find those that do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import regex

from eval.attacks.expressions import Expression, expressions
from eval.attacks.hard_texts import runs
from eval.attacks.slow_expressions import slow

ROOT = Path(__file__).parents[3]


def test_every_expression_is_quick_for_texts_that_are_hard_for_it() -> None:
    found = expressions(ROOT)
    assert len(found) > 250  # those inside functions too
    assert {one.place.split("/")[0] for one in found} == {"ingest", "index", "app"}
    assert [str(fault) for one in found for fault in slow(one) if fault.is_steep] == []


@pytest.mark.parametrize(
    "pattern",
    [
        regex.compile(r"\S*[ÐðƉ]\S*"),  # every place of a run is a beginning
        regex.compile(r"\W*(?:phụ lục|phụ biểu)\b", regex.IGNORECASE),
        regex.compile(r"\s*((?:\p{L}+\s?){1,4})"),
        regex.compile(r"\bngày\b.*\btháng\b"),  # every word is one
        regex.compile(r"(?:\b(?:năm|đến)\s+)*\b(?:19|20)\d{2}\b"),
        regex.compile(r"X\s*:?[\s.]*Y"),  # two runs of the same signs side by side
        regex.compile(r"(?:\s*\[\d+\])+"),
        regex.compile(rb"^\W*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:html|body)\b", regex.DOTALL),  # exponential
        re.compile(r"([IVX]{1,7})(?:\s*[.)/:]\s*[-–]?|\s*[-–])\s*(?=\S)"),
    ],
    ids=lambda pattern: str(pattern.pattern)[:30],
)
def test_the_texts_find_an_expression_that_takes_too_long(pattern: regex.Pattern[str]) -> None:
    assert next(slow(Expression("here", pattern))).is_steep


def test_what_is_slow_but_grows_with_the_text_is_not_steep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eval.attacks.slow_expressions.LIMIT", 0.03)
    found = list(slow(Expression("here", regex.compile(r"(?=(?:\w\w){0,200}\d\d\d)"))))
    assert found
    assert not any(fault.is_steep for fault in found)


@pytest.mark.parametrize("pattern", [regex.compile(r"(?:a|a)+b"), regex.compile(rb"(?:a|a)+b")], ids=["text", "bytes"])
def test_a_search_that_is_stopped_counts_as_slow(pattern: regex.Pattern[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eval.attacks.slow_expressions.PATIENCE", 0.7)
    found = next(slow(Expression("here", pattern)))
    assert 0.6 <= found.seconds < 5
    assert found.is_steep


def test_runs_come_from_what_an_expression_repeats_and_what_stands_before_it() -> None:
    assert ("số ", "1") in runs(regex.compile(r"số \d+,"))
    assert ("", "số ") in runs(regex.compile(r"số \d+,"))
