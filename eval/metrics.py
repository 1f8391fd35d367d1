"""Measures as pure functions. Ranks are 1-based; a list is best first; nothing relevant gives 0."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

import regex as re

from ingest.language.text import normalize


def recall_at(ranked: Sequence[str], relevant: Collection[str], k: int) -> float:
    """Return the share of the relevant ids among the first ``k``."""
    return len(set(ranked[:k]) & set(relevant)) / len(relevant) if relevant else 0.0


def reciprocal_rank_at(ranked: Sequence[str], relevant: Collection[str], k: int) -> float:
    """Return 1 / rank of the first relevant id among the first ``k``, 0 if there is none."""
    return next((1 / rank for rank, key in enumerate(ranked[:k], start=1) if key in relevant), 0.0)


def ndcg_at(ranked: Sequence[str], grades: dict[str, float], k: int) -> float:
    """Return the discounted cumulative gain of the first ``k`` over that of the ideal order (Järvelin, Kekäläinen 2002).

    Gain 2^grade - 1, discount log2(rank + 1). An id ranked twice gains once, at its first rank.
    """

    def gain(values: Sequence[float]) -> float:
        return sum((2**value - 1) / math.log2(rank + 1) for rank, value in enumerate(values, start=1))

    ideal = gain(sorted(grades.values(), reverse=True)[:k])
    gains = [0.0 if key in ranked[:at] else grades.get(key, 0.0) for at, key in enumerate(ranked[:k])]
    return gain(gains) / ideal if ideal else 0.0


ALIKE = str.maketrans({"–": "-", "—": "-", "¹": "1", "²": "2", "³": "3", "…": "..."})


def comparable(text: str) -> str:
    """Return ``text`` as gold quotes are compared: NFC, small letters, no white space, quotation or Markdown marks.

    A gold quote comes from the text file, where Markdown's emphasis and <links> stand that Word and PDF do not show. Dashes
    of all lengths, raised figures and plain ones, three dots and the one sign for them are what a scan cannot tell apart.
    """
    return re.sub(r"[\s*_“”\"'‘’`<>]+", "", normalize(text).translate(ALIKE)).lower()


def hit_at(passages: Sequence[str], quotes: Sequence[str], k: int) -> bool:
    """Say whether one of the first ``k`` passages (comparable texts) holds one of the quotes (comparable)."""
    return any(quote in passage for passage in passages[:k] for quote in quotes)


def evidence_within(passages: Sequence[str], quotes: Sequence[str]) -> float:
    """Return the share of the quotes that stand in one of the passages."""
    return sum(any(quote in passage for passage in passages) for quote in quotes) / len(quotes) if quotes else 0.0


def answered(answer: str, keys: Sequence[Sequence[str]]) -> bool:
    """Say whether an answer holds, for every key, one of its written forms."""
    text = fold(answer)
    return all(any(fold(form) in text for form in forms) for forms in keys)


def fold(text: str) -> str:
    """Return ``text`` in NFC, small letters, with white space folded and none after a slash or hyphen in a number."""
    folded = re.sub(r"\s+", " ", normalize(text)).lower()
    return re.sub(r"(?<=[\p{L}\d][-/])\s(?=\p{L})", "", folded)
