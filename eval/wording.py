"""How often the search for precedent wording shows the wording meant among its first results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.assistant import Assistant
from app.wording.search import search
from eval.metrics import comparable
from eval.questions import Gold


@dataclass(frozen=True, slots=True)
class Measured:
    """One gold question: found in the first, first three, first five groups; how many groups; the first one's words."""

    gold: Gold
    hit1: bool
    hit3: bool
    hit5: bool
    groups: int
    first: str


def measure(gold: Sequence[Gold], assistant: Assistant) -> list[Measured]:
    """Search for every gold question of type wording.

    A group counts if one of its members comes from the evidence's report and holds the quote.
    """
    measured = []
    for question in gold:
        if question.type != "wording" or not question.evidence:
            continue
        groups = search(assistant, question.turns[-1])
        quotes = [(doc, comparable(quote)) for doc, quote in question.evidence]
        right = [
            any(
                Path(place.passage.file).stem == doc and quote in comparable(place.quote)
                for place in group.places
                for doc, quote in quotes
            )
            for group in groups
        ]
        measured.append(
            Measured(
                question, any(right[:1]), any(right[:3]), any(right[:5]), len(groups), groups[0].text[:300] if groups else ""
            )
        )
    return measured
