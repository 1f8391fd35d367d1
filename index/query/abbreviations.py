"""Abbreviations learned from the library's reports, ready to stand beside those of ``prompts/abbreviations.toml``."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from index.query.spelling import BigramModel
from ingest.language.abbreviations import Spelling, spelled_out
from ingest.language.syllables import is_syllable
from ingest.language.terms import fold
from ingest.language.text import strip_marks

READINGS = 3  # phrases kept for one short form, the best supported first; more would add noise to a question
TYPED = range(3, 7)  # letters of a short form that only a question has; two fit too many phrases
PATHS = 40  # phrases that are followed from letter to letter, those that stand oftenest


def abbreviations_of(texts: Iterable[str], known_forms: Collection[str] = ()) -> dict[str, tuple[str, ...]]:
    """Return the short forms (as written) that reports spell out, with their phrases (folded), the best supported first.

    Phrases that were only inferred are left out for a form that a report explains or that is in ``known_forms`` (folded).
    Without texts the result is empty.
    """
    return merge((spelled_out(text) for text in texts), known_forms)


def merge(reports: Iterable[Sequence[Spelling]], known_forms: Collection[str] = ()) -> dict[str, tuple[str, ...]]:
    """Return what the reports spell out together; see :func:`abbreviations_of`. ``reports``: the spellings of each."""
    firm: dict[str, Counter[str]] = {}
    inferred: dict[str, Counter[str]] = {}
    for spellings in reports:
        for spelling in spellings:
            (firm if spelling.firm else inferred).setdefault(spelling.short, Counter())[spelling.long] += 1
    guessed = {short: phrases for short, phrases in inferred.items() if short not in firm and fold(short) not in known_forms}
    return {
        short: tuple(sorted(phrases, key=lambda long, of=phrases: (-of[long], long))[:READINGS])  # type: ignore[misc]
        for short, phrases in sorted({**firm, **guessed}.items())
    }


def phrases_for(short: str, model: BigramModel) -> tuple[str, ...]:
    """Return the phrases of the library whose syllables begin with the letters of a short form, the most frequent first.

    For a short form that neither the reports nor a glossary has ("gpld" where they write "giấy phép lao động"). A letter
    typed without its mark stands for both. A syllable, a word of the library or a form of another length gives none.
    """
    letters = fold(short)
    if len(letters) not in TYPED or not letters.isalpha() or letters in model.single or is_syllable(letters):
        return ()
    steps = {(_bare(first), _bare(second)) for first, second in zip(letters, letters[1:], strict=False)}
    followers: dict[str, list[tuple[str, int]]] = {}
    for (first, second), times in model.pairs.items():
        if (_bare(first[0]), _bare(second[0])) in steps:
            followers.setdefault(first, []).append((second, times))
    paths: list[tuple[tuple[str, ...], int]] = [((word,), model.total) for word in followers if _begins(word, letters[0])]
    for letter in letters[1:]:
        longer = [
            ((*phrase, second), min(least, times))
            for phrase, least in paths
            for second, times in followers.get(phrase[-1], ())
            if _begins(second, letter)
        ]
        paths = sorted(longer, key=lambda path: (-path[1], path[0]))[:PATHS]
    return tuple(" ".join(phrase) for phrase, _ in paths[:READINGS])


def _begins(syllable: str, letter: str) -> bool:
    return syllable[0] == letter or _bare(syllable[0]) == letter


@functools.cache  # of some forty letters; asked for every pair of syllables of the library
def _bare(letter: str) -> str:
    return strip_marks(letter)
