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
    wanted = frozenset(terms(matter))
    found: dict[str, Stretch] = {}
    for passage in (hit.passage for hit in hits):
        if passage.report not in found and _speaks(wanted, passage):
            found[passage.report] = (passage, *_sentence(wanted, passage))
    return found


def _speaks(wanted: frozenset[str], passage: Passage) -> bool:
    held = expanded_terms(passage.text)
    pairs = {term for term in wanted if "_" in term}
    return bool(wanted) and wanted - pairs <= held and len(pairs & held) >= PAIRS * len(pairs)


def _sentence(wanted: frozenset[str], passage: Passage) -> tuple[int, int]:
    """Return where the sentence stands that holds most of the matter's terms, the first of equals."""
    spans = sentences(passage.text) or [(0, len(passage.text))]
    return max(spans, key=lambda span: len(wanted & expanded_terms(passage.text[span[0] : span[1]])))
