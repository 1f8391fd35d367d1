"""Why a passage was found: the question's words it holds, how near its meaning is, what brought it forward.

Pure functions; what they return is said to readers in the words of ``prompts/messages.toml``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import regex as re

from index.query.query import Query
from index.search.retrieval import Hit
from ingest.language.terms import DOCUMENT_NUMBER, WRITTEN_DATE, fold, terms, tokens
from ingest.language.text import normalize

SHOWN = 8  # phrases a reader takes in at a glance
# Cosines of the packaged model lie close together. On the 159 questions of eval/samples half of the passages that
# answer lie above .907 and nineteen in twenty above .858; of passages taken at random one in a hundred lies above .905.
VERY_NEAR, NEAR = 0.90, 0.86
PIECE = re.compile(rf"(?i:{WRITTEN_DATE.pattern})|(?i:{DOCUMENT_NUMBER})|\d+(?:[.,/]\d+)*|\p{{L}}+")


class Nearness(StrEnum):
    """How near a passage's meaning is to the question's, for people."""

    VERY_NEAR = "very_near"
    NEAR = "near"
    FAR = "far"


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a passage was found.

    ``phrases``: stretches of the question that it or its headings hold, as written, the most telling first. ``cosine``:
    likeness of meaning. ``boosts``: what brought it forward ("role", "period", "kind").
    """

    phrases: tuple[str, ...]
    cosine: float
    boosts: tuple[str, ...]

    @property
    def nearness(self) -> Nearness:
        """The cosine in a word."""
        if self.cosine >= VERY_NEAR:
            return Nearness.VERY_NEAR
        return Nearness.NEAR if self.cosine >= NEAR else Nearness.FAR


def explain(hit: Hit, query: Query, weight: Mapping[str, float], ignored: Collection[str]) -> Explanation:
    """Return why a passage was found.

    :param weight: how telling each term of the query is (inverse document frequency); others say nothing.
    :param ignored: folded words that are never named: words of questions, names of places that restrict the search.
    """
    present = {term for text in (hit.passage.context, hit.passage.text) for term in terms(text)} & set(query.terms)
    phrases = shared_phrases((query.restored, *query.added), present, weight, ignored)
    return Explanation(phrases, hit.cosine, hit.boosts)


def shared_phrases(
    texts: Sequence[str], present: Collection[str], weight: Mapping[str, float], ignored: Collection[str]
) -> tuple[str, ...]:
    """Return the stretches of what is ``texts`` whose terms are ``present``, the most telling first, at most :data:`SHOWN`.

    Words join into one phrase if the passage holds their pair too. A phrase tells as much as the best of its terms; ties
    in the order asked. No phrase is named twice or again as part of a longer one, and half a word ("tồn" of "tồn tại",
    a pair the library has and this passage has not) only where nothing better is held.
    """
    best: dict[str, float] = {}
    halves: set[str] = set()
    for text in texts:
        words = _words(text, ignored)
        for first, last in _runs([key for _, key in words], present):
            phrase = " ".join(typed for typed, _ in words[first:last])
            keys = [key for _, key in words[first:last]]
            best.setdefault(phrase, max(weight.get(term, 0.0) for term in (*keys, *_pairs(keys))))
            around = _pairs([key for _, key in words[max(0, first - 1) : last + 1]])
            if last - first == 1 and any(pair in weight for pair in around):
                halves.add(phrase)
    spoken = {phrase: f" {fold(phrase)} " for phrase in best}
    whole = [p for p in best if not any(spoken[p] in spoken[other] and spoken[p] != spoken[other] for other in best)]
    ordered = sorted(whole, key=lambda phrase: -best[phrase])
    return tuple(([p for p in ordered if p not in halves] or ordered)[:SHOWN])


def _words(text: str, ignored: Collection[str]) -> list[tuple[str, str]]:
    """Return the words of a text as (as written, index form); the index form of an ignored one is empty."""
    words = []
    for match in PIECE.finditer(normalize(text)):
        spelling = match[0] if any(c.isdigit() for c in match[0]) or match[0].isupper() else match[0].lower()
        key = "".join(tokens(spelling)[:1])
        words.append((spelling, "" if key in ignored else key))
    return words


def _pairs(keys: Sequence[str]) -> list[str]:
    return [f"{a}_{b}" for a, b in zip(keys, keys[1:], strict=False) if a and b]


def _runs(keys: Sequence[str], present: Collection[str]) -> list[tuple[int, int]]:
    """Return stretches [first, last) of held words whose neighbouring pairs are held too, as long as they go."""
    runs: list[tuple[int, int]] = []
    for at, key in enumerate(keys):
        if key and key in present:
            if runs and runs[-1][1] == at and f"{keys[at - 1]}_{key}" in present:
                runs[-1] = (runs[-1][0], at + 1)
            else:
                runs.append((at, at + 1))
    return runs
