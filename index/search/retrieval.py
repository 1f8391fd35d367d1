"""Finding passages: dense and keyword search over the same titled passages, fused by normalised scores, then boosted.

Both lists are scaled to 0-1 over their candidates (min-max) and added half and half. Ranks alone (reciprocal rank
fusion) throw away how far the first hit stands out: on the dev gold questions they put the right passage first less
often (README, "How it works"). A passage that only one side found is scored by the other side too before adding. What
the question says about where to look (:mod:`index.query.facets`) is added last.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from index.embedding.embedder import Embedder, Remembering, Vectors
from index.errors import StoreFailed
from index.query.facets import Facets, boost
from index.query.query import Query, QueryReader
from ingest.model import Metadata, Passage

if TYPE_CHECKING:
    from index.store.library import Library  # which draws in the vector store: what only reads text goes without it

logger = logging.getLogger(__name__)

CANDIDATES = 100  # a side; the scale of min-max is set by these
EXACT_PASSAGES = 2000  # up to here all vectors are compared rather than opening the vector store, which takes a second
EXACT_REPORTS = 40  # up to here all vectors of the reports asked about are compared: faster than the store's filter
DENSE_SHARE = 0.5  # weight in the fused score; on the dev questions .4 to .6 differ by less than one question in a hundred
UNKNOWN = Metadata()


@dataclass(frozen=True, slots=True)
class Hit:
    """A found passage; ``score`` is the fused one (0-1) with its boosts, ``cosine`` and ``keyword`` its parts unscaled.

    ``boosts``: what facets of the question it fits ("role", "period", "kind"). ``also``: copies of it elsewhere
    (:mod:`index.search.duplicates`).
    """

    passage: Passage
    score: float
    cosine: float
    keyword: float
    boosts: tuple[str, ...] = ()
    also: tuple[Passage, ...] = ()


class Retriever:
    """Searches one library with one embedder.

    :param phrases: phrases that questions use and reports may lack; they help to restore spelling.
    """

    def __init__(self, library: Library, embedder: Embedder, phrases: Sequence[str] = ()) -> None:
        self.library = library
        self.embedder = Remembering(embedder)
        self.reader = QueryReader(library, phrases)
        self._facts: tuple[str, dict[str, Metadata]] = ("", {})

    def search(
        self,
        question: str | Query,
        limit: int = 10,
        reports: Sequence[str] | None = None,
        facets: Facets | None = None,
    ) -> list[Hit]:
        """Return the best passages, best first; ties by passage id.

        :param reports: restrict the search to these reports' ids; an empty sequence finds nothing.
        :param facets: what brings passages forward; None leaves the fused scores as they are.

        A question without any word or figure gives an empty list.
        """
        query = self.reader.read(question) if isinstance(question, str) else question
        searched = query.terms
        if not searched or (reports is not None and not reports):
            return []
        vector = self.embedder.query(query.meaning)
        dense = dict(self.nearest(vector, reports))
        keyword = dict(self.worded(searched, reports))
        stored = self.library.catalog.vectors([key for key in keyword if key not in dense])
        dense |= {key: float(other @ vector) for key, other in stored.items()}
        by_id = self.library.catalog.passages(dense)
        facts = self.facts()
        hits = []
        for key, score in fuse(dense, keyword).items():
            if key in by_id:  # its report may have been deleted meanwhile
                passage = by_id[key]
                added, why = boost(facets, passage, facts.get(passage.report, UNKNOWN)) if facets else (0.0, ())
                hits.append(Hit(passage, score + added, dense.get(key, 0.0), keyword.get(key, 0.0), why))
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage.id))[:limit]

    def nearest(self, vector: Vectors, reports: Sequence[str] | None) -> list[tuple[str, float]]:
        """Return the nearest passages as (id, cosine), best first: of a few reports exactly, of many by the vector store.

        A store that is not open yet, as in the terminal, is opened for a large library alone.

        Where the store fails, exactly too: the catalogue holds the vectors, comparing all of them only takes longer.
        """
        catalog = self.library.catalog
        few = not self.library.has_vectors_open and catalog.size() <= EXACT_PASSAGES
        if not few and (reports is None or len(reports) > EXACT_REPORTS):
            try:
                return self.library.vectors.nearest(vector, CANDIDATES, reports)
            except StoreFailed as error:
                logger.warning("the vector store could not be searched, all vectors are compared: %s", error)
        stored = catalog.vectors() if reports is None else catalog.vectors_of(reports)
        if not stored:
            return []
        cosines = np.stack(list(stored.values())) @ vector
        pairs = zip(stored, (float(cosine) for cosine in cosines), strict=True)
        return sorted(pairs, key=lambda item: (-round(item[1], 6), item[0]))[:CANDIDATES]

    def worded(self, searched: Sequence[str], reports: Sequence[str] | None) -> list[tuple[str, float]]:
        """Return the passages that hold the terms best as (id, score), best first; none where the keyword index fails.

        The app makes a damaged one anew as soon as nobody writes (:mod:`app.library.ingestion`).
        """
        try:
            return self.library.keywords.scores(searched, CANDIDATES, reports)
        except StoreFailed as error:
            logger.warning("the keyword index could not be searched, passages are found by meaning alone: %s", error)
            return []

    def facts(self) -> dict[str, Metadata]:
        """Return the metadata of every report, by id. They are read again when the library has changed."""
        revision = self.library.catalog.about()["revision"]
        if self._facts[0] != revision:
            self._facts = (revision, self.library.catalog.facts())
        return self._facts[1]


def fuse(dense: Mapping[str, float], keyword: Mapping[str, float], share: float = DENSE_SHARE) -> dict[str, float]:
    """Return the fused score of every passage in either list: share × scaled dense + (1 - share) × scaled keyword.

    A passage missing from a list has that list's lowest scaled score, 0.
    """
    left, right = min_max_scale(dense), min_max_scale(keyword)
    return {key: share * left.get(key, 0.0) + (1 - share) * right.get(key, 0.0) for key in left.keys() | right.keys()}


def min_max_scale(scores: Mapping[str, float]) -> dict[str, float]:
    """Return the scores scaled to 0-1 (min-max over the best :data:`CANDIDATES`); equal scores all become 1."""
    if not scores:
        return {}
    best = sorted(scores.values(), reverse=True)[:CANDIDATES]
    low, high = best[-1], best[0]
    if high == low:
        return dict.fromkeys(scores, 1.0)
    return {key: max(0.0, (score - low) / (high - low)) for key, score in scores.items()}
