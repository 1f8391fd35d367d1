"""Text that is not ours: what of it reads like an order to the machine, and what could pass for our own marks.

Neither a question nor a report may hold our delimiters or markers, or speak for the machine. The words come from
``prompts/grounding.toml``, and with them those that turn a sentence round.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

import regex as re

from app.evidence.ranking import units
from index.query.facets import says, spoken
from ingest.language.terms import fold
from ingest.language.text import normalize
from prompts import FOLDER, Tables, load

MARKS = str.maketrans({"<": "‹", ">": "›", "`": "'", "{": "(", "}": ")", "【": "(", "】": ")"})
NUMBERED = re.compile(r"\[\s*(\d+)\s*\]")
SPEAKER = re.compile(
    r"((?:^|[\s#>.])(?:system|assistant|user|human|instruction|response|hệ thống|trợ lý|câu hỏi|trả lời))\s*:", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class GroundingWords:
    """The contents of ``prompts/grounding.toml``, folded."""

    turning: tuple[str, ...]
    with_previous: frozenset[str]  # words of ``turning`` that are told only together with the word before them
    with_next: frozenset[str]  # or with the one behind them
    orders: tuple[str, ...]


@functools.cache
def grounding_words() -> GroundingWords:
    """Return the words of this installation."""
    return load_grounding_words(FOLDER / "grounding.toml")


def load_grounding_words(file: Path) -> GroundingWords:
    """Load the words.

    :raises DataFileError: an entry is missing or of another type.
    """
    return load(file, _words_of)


def _words_of(tables: Tables) -> GroundingWords:
    turning = tables["turning"]
    words, before, after = (tuple(map(fold, turning[key])) for key in ("words", "with_previous", "with_next"))
    return GroundingWords(words, frozenset(before), frozenset(after), tuple(map(spoken, tables["orders"]["phrases"])))


def neutral(text: str) -> str:
    """Return a text that is not ours without what could pass for a delimiter, a marker, or another speaker."""
    plain = normalize(text).translate(MARKS)
    return SPEAKER.sub(r"\1 -", NUMBERED.sub(r"(\1)", plain))


def is_order(text: str) -> bool:
    """Say whether a sentence reads like an order to the machine, or puts words into its mouth."""
    folded = spoken(text)
    return bool(SPEAKER.search(text)) or any(says(folded, phrase) for phrase in grounding_words().orders)


def without_orders(text: str, instead: str = "") -> str:
    """Return a text less its sentences that read like orders to the machine; what they say is no evidence either."""
    kept, at = "", 0
    for start, end in units(text):
        sentence = text[start:end]
        kept += text[at:start] + (instead if is_order(sentence) else sentence)
        at = end
    return kept + text[at:]
