"""Talk with the assistant itself: greetings, thanks, what it is and what it can do.

Told by what the whole text is made of: every word belongs to such talk. One word more, and it is a question on a matter.
"""

from __future__ import annotations

from enum import StrEnum

from app.question.library_words import LibraryWords, Phrase, at, fits, library_words
from index.query.facets import spoken


class Talk(StrEnum):
    """A kind of talk; of several in one text the first here counts."""

    GUIDE = "guide"
    ABILITIES = "abilities"
    IDENTITY = "identity"
    THANKS = "thanks"
    FAREWELL = "farewell"
    ASSENT = "assent"
    GREETING = "greeting"


def talk_of(text: str) -> Talk | None:
    """Return what kind of talk a text is, or None if any word of it is about a matter; no words: None."""
    vocabulary = library_words()
    words = spoken(text).split()
    if not 0 < len(words) <= vocabulary.most or not _is_talk(words, vocabulary):
        return None
    return next((kind for kind in Talk if all(_holds(words, phrases) for phrases in vocabulary.talk[kind])), None)


def _holds(words: list[str], phrases: tuple[Phrase, ...]) -> bool:
    return any(at(words, place, phrase) for phrase in phrases for place in range(len(words)))


def _is_talk(words: list[str], vocabulary: LibraryWords) -> bool:
    """Say whether phrases of talk and words beside them make up the whole text."""
    phrases = {phrase for needs in vocabulary.talk.values() for needed in needs for phrase in needed}
    beside = {(word,) for word in vocabulary.beside}
    covered = [False] * len(words)
    for phrase in phrases | beside:
        for place in range(len(words)):
            if fits(words[place], phrase[0]) and at(words, place, phrase):
                covered[place : place + len(phrase)] = [True] * len(phrase)
    return all(covered)
