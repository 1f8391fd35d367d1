"""No data file holds a phrase of a gold question set: what was fitted to one question would pass for understanding.

A phrase of four syllables or more that stands in a question and in no report is suspect. Shorter ones are mostly grammar
("là bao nhiêu", "có những gì"), which every question shares.
"""

from __future__ import annotations

import functools
import json
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pypdfium2
import pytest
import regex as re

from index.query.facets import spoken
from ingest.report import understand
from ingest.text_output import as_text
from prompts import FOLDER

REPO = Path(__file__).resolve().parents[2]
SAMPLES = REPO / "eval" / "samples"
SHARED = REPO.parent / "shared"  # the test data of acceptance, where this machine has them
LONG = 4  # syllables, figures not counted
PARTS = re.compile(r"[,;\n|]")

# Names of the world that happen to stand in a question, each with where it comes from.
NAMES = {
    "bệnh viện đa khoa khu vực": "part of the names of hospitals that serve several districts: a kind of hospital",
    "điều phối nông thôn mới": "Quyết định 1920/QĐ-TTg of 2016: the coordinating offices for new rural areas at every level",
    "số hộ cận nghèo": "Nghị định 07/2021/NĐ-CP: households near the poverty line, an indicator that all reports give",
}


def test_questions_of_the_samples_are_in_no_data_file() -> None:
    assert _suspects(sorted((SAMPLES / "questions").glob("*.jsonl")), _samples()) == []


def test_questions_of_acceptance_are_in_no_data_file() -> None:
    sets = sorted((SHARED / "eval").rglob("*.jsonl"))
    if not sets:
        pytest.skip("the shared question sets are not on this machine")
    texts = [*(SHARED / "reports" / "txt").glob("*.txt"), *(SHARED / "eval" / "open" / "txt").glob("*.txt")]
    told = [spoken(file.read_text(encoding="utf-8")) for file in texts]
    assert _suspects(sets, [*told, *_samples()]) == []


@pytest.mark.parametrize(
    ("value", "suspect"),
    [
        ("nuôi bao nhiêu đàn ong", True),
        ("hỏi gì đó, nuôi bao nhiêu đàn ong", True),
        ("bao nhiêu đàn", False),  # too short to tell
        ("lấy mật bán ra chợ", False),  # the report's own words
        ("nuôi bao nhiêu đàn bò", False),
    ],
)
def test_what_is_suspect(value: str, suspect: bool) -> None:
    question, report = "Thôn Mây nuôi bao nhiêu đàn ong, lấy mật bán ra chợ?", "Bà con lấy mật bán ra chợ phiên."
    strings = _strings({"table": {"cues": [value]}})
    assert bool(_fitted(strings, [spoken(question)], [spoken(report)])) is suspect


def _suspects(sets: list[Path], reports: Sequence[str]) -> list[str]:
    questions = [spoken(text) for file in sets for text in _questions(file)]
    assert questions and reports
    return [
        f"{file.name}: {phrase}"
        for file in sorted(FOLDER.rglob("*.toml"))
        for phrase in _fitted(_strings(tomllib.loads(file.read_text(encoding="utf-8"))), questions, reports)
        if phrase not in NAMES
    ]


def _fitted(strings: Iterator[str], questions: list[str], reports: Sequence[str]) -> list[str]:
    """Return the phrases of the strings, whole or between commas, that stand in a question and in no report."""
    asked, told = f" {' | '.join(questions)} ", f" {' | '.join(reports)} "
    phrases = {spoken(part) for text in strings for part in (text, *PARTS.split(text))}
    return sorted(
        p
        for p in phrases
        if sum(word.isalpha() for word in p.split()) >= LONG and f" {p} " in asked and f" {p} " not in told
    )


def _strings(value: object) -> Iterator[str]:
    """Yield every string of a parsed TOML file, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, entry in value.items():
            yield key
            yield from _strings(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _strings(entry)


def _questions(file: Path) -> Iterator[str]:
    """Yield the questions of a set: every line that has one, and every turn of a conversation."""
    for line in file.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line) if line.strip() else {}
        yield from ([entry["question"]] if "question" in entry else [])
        yield from entry.get("turns", [])


@functools.cache
def _samples() -> tuple[str, ...]:
    return tuple(spoken(_text_of(file)) for file in sorted((SAMPLES / "reports").iterdir()))


def _text_of(file: Path) -> str:
    """Return the text of a report; of a PDF by its text layer alone, which takes a twentieth of the time."""
    if file.suffix != ".pdf":
        return as_text(understand(file))
    with closing(pypdfium2.PdfDocument(file)) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
