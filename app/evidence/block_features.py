"""What speaks for a block as the answer to a question for a list or a section; see :mod:`app.evidence.features`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from app.evidence.blocks import SEPARATOR, Block, BlockKind, text_terms
from app.evidence.features import Features, year_fit
from app.evidence.frame import Frame, coverage
from app.question.contrasts import opposes
from index.query.facets import CLOSING, facet_words, says, spoken
from index.search.retrieval import Hit
from ingest.language.terms import tokens
from ingest.model import Metadata
from ingest.passages import CLOSING_HEADING

NAMES = (
    "lead_words",  # share of the question's words, by weight, in the lead
    "lead_pairs",
    "path_words",  # and of those missing there, in the headings above
    "lead_precision",  # share of the lead's words that the question uses
    "text_words",  # share of the question's words in the block's text that its lead and headings lack
    "unsaid",  # in none of these
    "cosine",  # likeness of meaning of question and lead with headings
    "best_score",  # of the best hit that stands in it
    "best_rank",
    "hits_share",  # share of the ten best hits that stand in it
    "filled",  # share of its passages that are among the hits
    "role",  # the lead has the role asked for
    "role_above",
    "other_role",
    "opposed",
    "year",
    "size",  # log of its words
    "long",  # beyond what is shown whole
    "parts",  # log of its parts
    "separators",
    "depth",
    "section",
    "enumeration",
    "table",
)
WHOLE = 300  # words of a block that is shown whole
TEN = 10  # hits looked at


def block_features(
    frame: Frame, block: Block, hits: Sequence[Hit], facts: Metadata, cosine: float, synonyms: Mapping[str, Sequence[str]]
) -> Features:
    """Return the features in the order of :data:`NAMES`. ``hits``: best first; ``synonyms``: synonyms, as in a query."""
    question = frame.question

    def widened(present: frozenset[str]) -> frozenset[str]:
        return present | {term for term, forms in synonyms.items() if not present.isdisjoint(forms)} if synonyms else present

    lead, text = widened(text_terms(block.lead)), widened(text_terms(block.text))
    above = block.path[:-1] if block.kind is BlockKind.SECTION else block.path
    path = widened(text_terms(" ".join(above)))
    words, total = frame.words, sum(frame.words.values()) or 1.0
    left = {term: w for term, w in words.items() if term not in lead}
    own = [token for token in tokens(block.lead) if token.isalpha()]
    rank = next((at for at, hit in enumerate(hits) if hit.passage.id in block.passages), None)
    within = sum(hit.passage.id in block.passages for hit in hits[:TEN])
    hit_passages = {hit.passage.id for hit in hits}
    size = len(block.text.split())
    role = question.role
    folded = spoken(question.query.restored)
    asked_roles = [other for other in facet_words().roles if other is role or any(says(folded, cue) for cue in other.cues)]
    closing = block.path[-1:] == (CLOSING_HEADING,)
    return np.array(
        [
            coverage(words, lead),
            coverage(frame.pairs, lead),
            sum(w for term, w in left.items() if term in path) / total,
            sum(token in words for token in own) / (len(own) or 1),
            sum(w for term, w in left.items() if term not in path and term in text) / total,
            sum(w for term, w in left.items() if term not in path and term not in text) / total,
            cosine,
            hits[rank].score if rank is not None else 0.0,
            1 / (1 + rank) if rank is not None else 0.0,
            within / TEN,
            len(hit_passages & block.passages) / len(block.passages),
            float(role is not None and (role.is_of(block.lead) or (role.name == CLOSING and closing))),
            float(role is not None and any(role.is_of(heading) for heading in above)),
            -float(sum(other not in asked_roles and other.is_of(block.lead) for other in facet_words().roles)),
            -float(opposes(question.query.text, block.lead)),
            year_fit(question.years, block.lead, " ".join(above), facts),
            math.log(1 + size) / 6,
            max(0.0, math.log((1 + size) / WHOLE)),
            math.log(1 + len(block.parts)),
            min(1.0, len(SEPARATOR.findall(block.text)) / TEN),
            len(block.path) / 4,
            float(block.kind is BlockKind.SECTION),
            float(block.kind is BlockKind.ENUMERATION),
            float(block.kind is BlockKind.TABLE),
        ]
    )
