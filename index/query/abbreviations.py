"""Abbreviations learned from the library's reports, ready to stand beside those of ``prompts/abbreviations.toml``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from ingest.language.abbreviations import Spelling, spelled_out
from ingest.language.terms import fold

READINGS = 3  # phrases kept for one short form, the best supported first; more would add noise to a question


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
