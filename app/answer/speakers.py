"""Which reports speak of a matter that no title names: those with a passage that holds its words, one sentence each."""

from __future__ import annotations

from collections.abc import Sequence

from index.query.query import expanded_terms
from index.search.retrieval import Hit
from ingest.language.sentences import sentences
from ingest.language.terms import terms
from ingest.model import Passage

Stretch = tuple[Passage, int, int]  # passage.text[start:end]

PAIRS = 0.5  # share of the matter's pairs of syllables that the passage must hold besides all its syllables


def speakers(matter: str, hits: Sequence[Hit]) -> dict[str, Stretch]:
    """Return the reports (ids) that speak of a matter, best first, each with one sentence that does.

    :param hits: passages found for the matter, best first; of a report the first that holds its words counts.
    """
    matter_terms = frozenset(terms(matter))
    stretches: dict[str, Stretch] = {}
    for passage in (hit.passage for hit in hits):
        if passage.report not in stretches and _speaks(matter_terms, passage):
            stretches[passage.report] = (passage, *_sentence(matter_terms, passage))
    return stretches


def _speaks(matter_terms: frozenset[str], passage: Passage) -> bool:
    own_terms = expanded_terms(passage.text)
    pairs = {term for term in matter_terms if "_" in term}
    return bool(matter_terms) and matter_terms - pairs <= own_terms and len(pairs & own_terms) >= PAIRS * len(pairs)


def _sentence(matter_terms: frozenset[str], passage: Passage) -> tuple[int, int]:
    """Return where the sentence stands that holds most of the matter's terms, the first of equals."""
    spans = sentences(passage.text) or [(0, len(passage.text))]
    return max(spans, key=lambda span: len(matter_terms & expanded_terms(passage.text[span[0] : span[1]])))
