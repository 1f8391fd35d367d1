"""Which words of a passage are quoted for a statement made from it: those that hold what the statement says."""

from __future__ import annotations

from collections.abc import Sequence

from app.evidence.stretches import cut_prose
from app.grounding.claims import numbers
from app.grounding.untrusted import is_order
from app.question.vocabulary import question_words
from ingest.language.terms import tokens
from ingest.language.text import normalize
from ingest.model import Passage

MOST = 3  # stretches quoted for one statement and passage
SAME = 0.9  # a stretch quoted already is quoted again if it holds nearly as much as the best

Span = tuple[int, int]


def select_quotes(stated: str, passage: Passage, before: Sequence[Span] = ()) -> tuple[list[Span], set[str]]:
    """Return the stretches of a passage to quote for a statement, best first, and its figures that none of them holds.

    Stretches are added until every figure, date and document number that the passage holds is quoted, at least one.

    :param before: stretches of the passage that are quoted in the answer already.
    """
    stated_numbers = numbers(normalize(stated))
    words = {word for word in tokens(stated) if word.isalpha()} - question_words().silent
    sentences = [span for span in cut_prose(passage.text) if not is_order(passage.text[span[0] : span[1]])]
    spans = list(dict.fromkeys([*before, *sentences]))
    coverage = {span: _coverage(passage.text[span[0] : span[1]], stated_numbers, words) for span in spans}
    chosen: list[Span] = []
    left = set(stated_numbers)
    while spans and len(chosen) < MOST:
        worth = {span: len(left & coverage[span][0]) + coverage[span][1] for span in spans if span not in chosen}
        if not worth:
            break
        best = max(worth.values())
        span = next((s for s in spans if s in worth and s in before and worth[s] >= SAME * best), None)
        span = span or max(worth, key=lambda s: worth[s])
        if chosen and not left & coverage[span][0]:
            break
        chosen.append(span)
        left -= coverage[span][0]
        if not left:
            break
    return chosen, left


def _coverage(text: str, stated_numbers: set[str], words: set[str]) -> tuple[set[str], float]:
    """Return the keys wanted that a stretch holds, and the share of the words."""
    return stated_numbers & numbers(normalize(text), parts=True), len(words & set(tokens(text))) / (len(words) or 1)
