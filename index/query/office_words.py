"""Words of the office that an administrator has written down: its abbreviations, what bodies and things are called there.

They stand beside those of ``prompts`` and are taken up by the whole process at once (:func:`take_up`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from ingest.language.syllables import is_syllable
from ingest.language.terms import fold, tokens

Phrase = tuple[str, ...]  # tokens
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class OfficeWords:
    """Abbreviations as written, with their long forms (folded), and phrases with what stands for them, each both ways."""

    short: tuple[tuple[str, tuple[str, ...]], ...] = ()
    phrases: tuple[tuple[Phrase, tuple[str, ...]], ...] = ()

    @classmethod
    def of(cls, entries: Iterable[tuple[str, Iterable[str]]]) -> OfficeWords:
        """Return the words of entries (what is said, what it means). One word that is no syllable is an abbreviation."""
        short: dict[str, tuple[str, ...]] = {}
        phrases: dict[Phrase, tuple[str, ...]] = {}
        for word, meanings in entries:
            words, forms = tuple(tokens(word)), tuple(fold(form) for form in meanings)
            if len(words) == 1 and not is_syllable(words[0]):
                short[word] = (*short.get(word, ()), *forms)
                continue
            phrases[words] = (*phrases.get(words, ()), *forms)
            for form in forms:
                back = tuple(tokens(form))
                phrases[back] = (*phrases.get(back, ()), fold(word))
        return cls(tuple(short.items()), tuple(phrases.items()))


_current = OfficeWords()
_forget: list[Callable[[], None]] = []


def office_words() -> OfficeWords:
    """Return the words taken up last; none at first."""
    return _current


def take_up(words: OfficeWords) -> None:
    """Use these words, and no others, from now on."""
    global _current  # one office, one process
    _current = words
    for forget in _forget:
        forget()


def for_office(make: Callable[[OfficeWords], Made]) -> Callable[[], Made]:
    """Return a function that gives what ``make`` makes of the words taken up last; made once for each."""
    latest: tuple[OfficeWords, Made] | None = None

    def current() -> Made:
        nonlocal latest
        words, last = office_words(), latest
        if last is None or last[0] is not words:
            latest = last = (words, make(words))
        return last[1]

    return current


def on_taking_up(forget: Callable[[], None]) -> None:
    """Let ``forget`` be called whenever words are taken up, by what keeps something made with those before."""
    _forget.append(forget)
