"""Loads ``prompts/library.toml``: words by which talk with the assistant and questions about the library are told."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.language.terms import fold
from ingest.language.text import strip_marks
from prompts import FOLDER, Tables, check_fields, check_keys, load

TALKS = ("guide", "abilities", "identity", "thanks", "farewell", "assent", "greeting")
TAGS = frozenset(
    """report count which list plural latest earliest holder of about saying has submits whether when time summary
    work filler other""".split()
)
REGISTER = frozenset({"idle", "whole", "pieces", "opening"})
# Every text that is said, and the names it must hold.
SAID: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("greeting", "identity", "abilities"), frozenset({"count"})),
    **dict.fromkeys(("guide", "thanks", "farewell", "assent", "empty"), frozenset()),
    **dict.fromkeys(("held", "none", "yes"), frozenset({"count", "what"})),
    "held_long": frozenset({"count", "what", "more"}),
    "held_only_long": frozenset({"what", "more"}),
    **dict.fromkeys(("latest", "earliest"), frozenset({"what"})),
    "held_unlike": frozenset({"count"}),
    **dict.fromkeys(("undated", "more", "summary_others", "summary_which"), frozenset({"count"})),
    "of": frozenset({"name"}),
    "about": frozenset({"matter"}),
    "none_speaks": frozenset({"matter"}),
    "in_years": frozenset({"years"}),
    "summary": frozenset({"title"}),
    "summary_section": frozenset({"label", "title"}),
}
COLUMNS = 5  # of the table of reports

Phrase = tuple[str, ...]
GENERAL: tuple[Phrase, ...] = (("cơ", "quan"), ("đơn", "vị"), ("địa", "phương"), ("nơi",), ("ngành",))  # units of any kind


@dataclass(frozen=True, slots=True)
class LibraryWords:
    """The contents of ``prompts/library.toml``, folded.

    ``talk``: for every kind of talk, the lists of which it needs one phrase each. ``beside``: words of talk that say
    nothing. ``tags``: every phrase of a question about the library with its tag, longer phrases first. ``units``: kinds
    of unit. ``register``: words of a question that counts, lists or sums up reports ("idle", "whole", "pieces", "opening").
    """

    talk: Mapping[str, tuple[tuple[Phrase, ...], ...]]
    beside: frozenset[str]
    most: int
    tags: tuple[tuple[Phrase, str], ...]
    units: tuple[Phrase, ...]
    register: Mapping[str, frozenset[str]]
    said: Mapping[str, str]
    columns: tuple[str, ...]


@functools.cache
def library_words() -> LibraryWords:
    """Return the words of this installation."""
    return load_library_words(FOLDER / "library.toml")


def load_library_words(file: Path) -> LibraryWords:
    """Load the words.

    :raises DataFileError: an entry is missing, unknown, or does not hold exactly the names it must.
    """
    return load(file, _library_words_of)


def say(key: str, **values: object) -> str:
    """Return the text ``key`` ("greeting") with its names filled in."""
    return library_words().said[key].format(**values)


def fits(word: str, form: str) -> bool:
    """Say whether a word of a question (folded) is the form, typed with its marks or, if longer than a letter, without."""
    return word == form or (len(word) > 1 and word.isascii() and word == strip_marks(form))


def at(words: Sequence[str], place: int, phrase: Phrase) -> bool:
    """Say whether the phrase stands at this place among the words (folded)."""
    return place + len(phrase) <= len(words) and all(fits(w, p) for w, p in zip(words[place:], phrase, strict=False))


def tags_at(words: Sequence[str], place: int) -> Iterator[tuple[Phrase, str]]:
    """Yield the phrases of a question about the library that stand at this place among the words, longer ones first."""
    for phrase, tag in _by_first_word().get(words[place], ()):
        if at(words, place, phrase):
            yield phrase, tag


@functools.cache
def _by_first_word() -> Mapping[str, tuple[tuple[Phrase, str], ...]]:
    """Return the phrases by their first word, as it is written and without its marks."""
    starting: dict[str, list[tuple[Phrase, str]]] = {}
    for phrase, tag in library_words().tags:
        for first in {phrase[0], strip_marks(phrase[0])}:
            starting.setdefault(first, []).append((phrase, tag))
    return {first: tuple(pairs) for first, pairs in starting.items()}


def _library_words_of(tables: Tables) -> LibraryWords:
    talk = {name: tuple(_phrases(needed) for needed in entry["needs"]) for name, entry in tables["talk"].items()}
    check_keys("talk", talk, TALKS)
    check_keys("tags", tables["tags"], TAGS)
    check_keys("register", tables["register"], REGISTER)
    pairs = [(phrase, tag) for tag, phrases in tables["tags"].items() for phrase in _phrases(phrases)]
    # "của cơ quan nào" asks for a column that the register has anyway
    pairs += [(("của", *kind, "nào"), "filler") for kind in GENERAL]
    messages = dict(tables["say"])
    columns = tuple(messages.pop("columns"))
    if len(columns) != COLUMNS:
        raise ValueError(f"columns: cần {COLUMNS} tên cột")
    check_keys("say", messages, SAID)
    for key, text in messages.items():
        check_fields(f"say.{key}", text, SAID[key])
    return LibraryWords(
        talk,
        frozenset(fold(tables["talk_words"]["beside"]).split()),
        int(tables["talk_words"]["most"]),
        tuple(sorted(pairs, key=lambda pair: -len(pair[0]))),
        _phrases(tables["units"]["kinds"]),
        {name: _with_bare(fold(words).split()) for name, words in tables["register"].items()},
        messages,
        columns,
    )


def _with_bare(words: Sequence[str]) -> frozenset[str]:
    return frozenset((*words, *map(strip_marks, words)))


def _phrases(texts: Sequence[str]) -> tuple[Phrase, ...]:
    return tuple(tuple(fold(text).split()) for text in texts)
