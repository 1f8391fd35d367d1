"""The first candidates read together with the question, which changes their scores.

What reads is :mod:`index.embedding.reader`; it came last because it costs more than all other features together. A candidate
that was not read counts as one that reads as badly as the worst that was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from app.evidence.candidates import Candidate, meaning_of
from app.evidence.frame import Frame
from app.evidence.scoring import scoring
from index.embedding.embedder import Embedder, ReadStatement

# Candidates that are read. Of 446 questions on sixteen reports the right one is among the first 8 for .91, 12 for .93 and 28
# for .93 (read in part before).
TOGETHER = 8


def read(frame: Frame, ranked: Sequence[Candidate], embedder: Embedder) -> list[Candidate]:
    """Return candidates with their readings and the scores that these give, best first.

    As they are where the model has not learned to read.
    """
    first = ranked[:TOGETHER]
    readings = embedder.read(meaning_of(frame), [statement_of(candidate) for candidate in first]) if first else None
    if readings is None:
        return list(ranked)
    every = np.full(len(ranked), readings.min())
    every[: len(first)] = readings
    scores = scoring().models["read"].scores(np.column_stack([[candidate.weighed for candidate in ranked], every]))
    read_candidates = [
        replace(candidate, score=float(score), reading=float(reading))
        for candidate, score, reading in zip(ranked, scores, every, strict=True)
    ]
    return sorted(read_candidates, key=lambda candidate: -candidate.score)


def statement_of(candidate: Candidate) -> ReadStatement:
    """Return what is read of a candidate: its statement, where it stands."""
    return ReadStatement(candidate.hit.passage.headings, candidate.stretch.lead, candidate.statement)
