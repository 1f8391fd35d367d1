"""Abbreviations, from ``prompts/abbreviations.toml``: added beside what is written, never put in its place."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.analysis import fold, tokens
from ingest.text import strip_marks

FILE = Path(__file__).resolve().parent.parent / "prompts" / "abbreviations.toml"
LONGEST = 6  # words of a long form


class GlossaryError(Exception):
    """The glossary file is malformed."""


@dataclass(frozen=True, slots=True)
class Glossary:
    """Short form (folded; also without marks) to its long forms, and long form to its short ones."""

    long: Mapping[str, tuple[str, ...]]
    short: Mapping[tuple[str, ...], tuple[str, ...]]

    def is_short(self, token: str) -> bool:
        """Say whether a token is an abbreviation."""
        return token in self.long

    def added(self, words: Sequence[str]) -> list[str]:
        """Return what to add to a question of these tokens: long forms of its abbreviations, short forms of its phrases."""
        found = [form for word in words for form in self.long.get(word, ())]
        for size in range(2, LONGEST + 1):
            for at in range(len(words) - size + 1):
                found.extend(self.short.get(tuple(words[at : at + size]), ()))
        return list(dict.fromkeys(found))


@functools.cache
def glossary() -> Glossary:
    """Return the glossary of this installation."""
    return load(FILE)


def load(file: Path) -> Glossary:
    """Load a glossary.

    :raises GlossaryError: an entry is not a list of phrases.
    """
    long: dict[str, tuple[str, ...]] = {}
    short: dict[tuple[str, ...], tuple[str, ...]] = {}
    for table in tomllib.loads(file.read_text(encoding="utf-8")).values():
        for abbreviation, forms in table.items():
            if not isinstance(forms, list) or not all(isinstance(form, str) and form for form in forms):
                raise GlossaryError(f"{file.name}, {abbreviation}: cần một danh sách cụm từ, có {forms!r}")
            key = fold(abbreviation)
            folded = tuple(fold(form) for form in forms)
            for written in dict.fromkeys((key, strip_marks(key))):
                long[written] = (*long.get(written, ()), *folded)
            for form in folded:
                words = tuple(tokens(form))
                if len(words) > 1:
                    short[words] = (*short.get(words, ()), key)
    return Glossary(long, short)
