"""A word of the data files, said again and again, keeps nobody waiting: each decides on what stands after it."""

from __future__ import annotations

import itertools
import time
import tomllib
from collections.abc import Callable, Iterator

import pytest

from app.question.about_library import classify
from app.question.focus import focuses_of
from app.question.library_cues import asks_register, asks_summary, matters
from app.question.question import asks_of
from app.question.small_talk import talk_of
from app.question.wants import understand_wants
from app.web.handlers.ask import LONGEST
from index.query.facets import facets_of
from ingest.language.terms import fold
from prompts import FOLDER

FILES = ("library", "question", "wants", "opposed")  # whose words a question is looked through for
LONGEST_PHRASE = 30  # characters; longer entries are what the assistant says
SECONDS = 1.0  # of a processor, for one question
READERS: tuple[Callable[[str], object], ...] = (
    classify,
    talk_of,
    asks_summary,
    asks_register,
    matters,
    focuses_of,
    understand_wants,
    lambda text: asks_of(fold(text)),
    facets_of,
)


@pytest.mark.parametrize("file", FILES)
def test_a_word_said_again_and_again_is_read_in_a_moment(file: str) -> None:
    for phrase in _phrases(file):
        asked = " ".join(itertools.repeat(phrase, LONGEST // len(phrase)))[:LONGEST]
        for read in READERS:
            begun = time.process_time()
            read(asked)
            assert time.process_time() - begun < SECONDS, phrase


@pytest.mark.parametrize("run", ["báo cáo chưa", "báo cáo có không", "kho có báo cáo từ năm", "báo cáo năm 2024 chưa"])
def test_words_that_wait_for_each_other_are_read_in_a_moment(run: str) -> None:
    begun = time.process_time()
    classify(f"{run} " * (LONGEST // len(run)))
    assert time.process_time() - begun < SECONDS


def _phrases(file: str) -> list[str]:
    """Return what stands in lists of a data file, each once."""
    entries = tomllib.loads((FOLDER / f"{file}.toml").read_text(encoding="utf-8"))
    return sorted({text.lower() for text in _texts(entries) if len(text) <= LONGEST_PHRASE and text.strip()})


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
