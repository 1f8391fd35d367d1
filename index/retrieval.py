"""Finding passages: dense and keyword search over the same titled passages, fused by normalised scores.

Both lists are scaled to 0-1 over their candidates (min-max) and added half and half. Ranks alone (reciprocal rank
fusion) throw away how far the first hit stands out: on the dev gold questions they put the right passage first less
often (README, "How it works"). A passage that only one side found is scored by the other side too before adding.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.embedding import Embedder
from index.library import Library
from index.query import Query, QueryReader
from ingest.model import Passage

CANDIDATES = 100  # a side; the scale of min-max is set by these
DENSE_SHARE = 0.5  # of the fused score; on the dev questions .4 to .6 differ by less than one question in a hundred


@dataclass(frozen=True, slots=True)
class Hit:
    """A found passage; ``score`` is the fused one (0-1), ``cosine`` and ``keyword`` its parts before scaling."""

    passage: Passage
    score: float
    cosine: float
    keyword: float


class Retriever:
    """Searches one library with one embedder.

    :param phrases: phrases that questions use and reports may lack; they help to restore spelling.
    """

    def __init__(self, library: Library, embedder: Embedder, phrases: Sequence[str] = ()) -> None:
        self.library = library
        self.embedder = embedder
        self.reader = QueryReader(library, phrases)
        self._vector = functools.lru_cache(maxsize=256)(embedder.query)  # one question is searched in several scopes

    def search(self, question: str | Query, limit: int = 10, reports: Sequence[str] | None = None) -> list[Hit]:
        """Return the best passages, best first; ties by passage id.

        :param reports: restrict the search to these reports' ids; an empty sequence finds nothing.

        A question without any word or figure gives an empty list.
        """
        query = self.reader.read(question) if isinstance(question, str) else question
        wanted = query.terms
        if not wanted or (reports is not None and not reports):
            return []
        vector = self._vector(query.meaning)
        dense = dict(self.library.vectors.nearest(vector, CANDIDATES, reports))
        keyword = dict(self.library.catalog.keyword_scores(wanted, CANDIDATES, reports))
        stored = self.library.catalog.vectors([key for key in keyword if key not in dense])
        dense |= {key: float(other @ vector) for key, other in stored.items()}
        fused = fuse(dense, keyword)
        best = sorted(fused, key=lambda key: (-fused[key], key))
        found = self.library.catalog.passages(best[: limit + 5])  # a few more, should a report be deleted meanwhile
        return [Hit(found[key], fused[key], dense.get(key, 0.0), keyword.get(key, 0.0)) for key in best if key in found][
            :limit
        ]


def fuse(dense: Mapping[str, float], keyword: Mapping[str, float], share: float = DENSE_SHARE) -> dict[str, float]:
    """Return the fused score of every passage in either list: share × scaled dense + (1 - share) × scaled keyword.

    A passage missing from a list has that list's lowest scaled score, 0.
    """
    left, right = scaled(dense), scaled(keyword)
    return {key: share * left.get(key, 0.0) + (1 - share) * right.get(key, 0.0) for key in left.keys() | right.keys()}


def scaled(scores: Mapping[str, float]) -> dict[str, float]:
    """Return the scores scaled to 0-1 (min-max over the best :data:`CANDIDATES`); equal scores all become 1."""
    if not scores:
        return {}
    best = sorted(scores.values(), reverse=True)[:CANDIDATES]
    low, high = best[-1], best[0]
    if high == low:
        return dict.fromkeys(scores, 1.0)
    return {key: max(0.0, (score - low) / (high - low)) for key, score in scores.items()}
