"""What was struck in Telex and never became Vietnamese."""

from __future__ import annotations

import pytest

from app.checks.telex import struck


@pytest.mark.parametrize(
    ("word", "syllable"),
    [
        ("kieemr", "kiểm"),
        ("truwongf", "trường"),
        ("ddoongj", "động"),
        ("nguwowif", "người"),
        ("ddang", "đang"),
        ("thuwcj", "thực"),
    ],
)
def test_the_syllable_that_was_struck(word: str, syllable: str) -> None:
    assert struck(word) == syllable


@pytest.mark.parametrize("word", ["box", "teen", "gas", "zoom", "tax", "book", "kế", "", "xlsx"])
def test_words_of_other_languages_were_not_struck_so(word: str) -> None:
    assert struck(word) == ""
