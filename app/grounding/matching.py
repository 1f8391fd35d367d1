"""A claim of a sentence beside claims of the evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from app.grounding.claims import Claim
from app.grounding.evidence import Evidence
from ingest.language.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim of a sentence.

    ``words``: all that the sentence says, folded syllables. ``moves``: 1 where its figures go up from the start of a change
    to the end, -1 where they go down, 0 where it tells no change with both. ``others``: the sentence's
    other claims.
    """

    claim: Claim
    words: frozenset[str]
    moves: int = 0
    others: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceClaim:
    """A claim of the evidence with the passage that makes it."""

    claim: Claim
    evidence: Evidence


def quantities(stated: Stated, item: EvidenceClaim) -> tuple[Quantity, Quantity]:
    """Return the two quantities that are compared; only for claims that are quantities."""
    return cast(Quantity, stated.claim.reading), cast(Quantity, item.claim.reading)
