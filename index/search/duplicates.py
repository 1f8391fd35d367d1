"""Copies among found passages: boilerplate that one report took from another is shown once, with where else it stands.

Two passages are copies if their words are the same, in the same order, once the reports' own place names are set aside
(near enough the same: Broder's resemblance of word runs, 1997), and if everything that can be a fact is the same to the
letter: figures with the words beside them, words with a capital, negations.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import regex as re

from index.search.retrieval import Hit
from ingest.language.terms import figure, fold
from ingest.language.text import normalize
from ingest.model import Metadata, Passage

RUN = 3  # words in a row; one changed word changes three runs
ALIKE = 0.9  # share of all runs that copies have in common: below 59 words no word may differ, in a passage of 150 two may
NEGATIONS = frozenset({"không", "chưa", "chẳng"})  # a word apart turns the sentence round
OWN = "□"  # stands where a report names its own place
WORD = re.compile(r"\p{L}+|\d+(?:[.,/]\d+)*|%")
NOTHING_SAID = Metadata()


@dataclass(frozen=True, slots=True)
class Imprint:
    """What copies share: ``facts`` in order, to the letter; ``runs`` of words, figures left out, nearly all."""

    facts: tuple[str, ...]
    runs: frozenset[tuple[str, ...]]

    def copies(self, other: Imprint) -> bool:
        """Say whether passages with these imprints are copies of one another."""
        if self.facts != other.facts:
            return False
        fewer, more = sorted((len(self.runs), len(other.runs)))
        if fewer < ALIKE * more:  # cannot share enough
            return False
        shared = len(self.runs & other.runs)
        return shared >= ALIKE * (fewer + more - shared)


def collapse_copies(hits: Sequence[Hit], about: Mapping[str, Metadata]) -> list[Hit]:
    """Return the hits without copies of earlier hits; a hit carries its copies in ``also``.

    The order stays. Only passages with the same facts are compared.

    :param about: what the reports say of themselves, by id; a report that is missing has no names of its own.
    """
    originals: list[Hit] = []
    by_facts: dict[tuple[str, ...], list[tuple[Imprint, int]]] = {}
    for hit in hits:
        own = imprint(hit.passage, about.get(hit.passage.report, NOTHING_SAID))
        alike = by_facts.setdefault(own.facts, [])
        first = next((at for other, at in alike if own.copies(other)), None)
        if first is None:
            alike.append((own, len(originals)))
            originals.append(hit)
        else:
            originals[first] = replace(originals[first], also=(*originals[first].also, hit.passage, *hit.also))
    return originals


def imprint(passage: Passage, about: Metadata) -> Imprint:
    """Return what a passage shares with its copies, the place and province its report is about set aside."""
    words = list(_own_set_aside(WORD.findall(normalize(passage.text)), _names(about)))
    folded = [_folded(word) for word in words]
    facts = tuple(_facts(words, folded))
    spoken = [word for word in folded if word[0].isalpha() or word == OWN]
    runs = frozenset(tuple(spoken[at : at + RUN]) for at in range(max(1, len(spoken) - RUN + 1)))
    return Imprint(facts, runs)


@functools.lru_cache(maxsize=16384)  # a library's words recur: a hundred passages cost a fifth of the time
def _folded(word: str) -> str:
    return figure(word) if word[0].isdigit() else fold(word)


def _facts(words: Sequence[str], folded: Sequence[str]) -> Iterator[str]:
    """Yield figures with their neighbours ("còn 41 hộ"), words with a capital, negations; in order."""
    for at, word in enumerate(words):
        if word[0].isdigit():
            yield " ".join(folded[max(0, at - 1) : at + 2])
        elif word[0].isupper() or folded[at] in NEGATIONS:
            yield folded[at]


def _names(about: Metadata) -> list[tuple[str, ...]]:
    """Return the ways in which a report names its own place, as folded words, the longest first."""
    names_written = [about.place or "", f"tỉnh {about.province}" if about.province else "", about.province or ""]
    if about.place:  # without its kind, a word or two in small letters
        names_written.append(" ".join(word for word in about.place.split() if not word.islower()))
    names = {tuple(map(_folded, WORD.findall(normalize(name)))) for name in names_written} - {()}
    return sorted(names, key=lambda name: (-len(name), name))


def _own_set_aside(words: Sequence[str], names: Sequence[tuple[str, ...]]) -> Iterator[str]:
    folded = [_folded(word) for word in words]
    at = 0
    while at < len(words):
        size = next((len(name) for name in names if tuple(folded[at : at + len(name)]) == name), 0)
        yield OWN if size else words[at]
        at += size or 1
