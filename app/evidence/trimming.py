"""Cutting a long sentence down to the run of its clauses that answers best for its length."""

from __future__ import annotations

import regex as re

from app.evidence.figure_fit import local_figure
from app.evidence.frame import Frame, coverage, words_of
from app.evidence.stretches import Stretch
from app.evidence.support import holds
from index.query.facets import spoken
from ingest.language.sentences import clauses

LONG = 56  # words; longer sentences are trimmed
SHORTEST, LONGEST = 30, 60  # words that trimming leaves where clauses allow it; a fact is told in at most 60
WORD_COST = 0.001  # cost of each word, against the share of the question's content that a longer run holds
HELD = 0.2  # worth of each kind of thing asked for that a run holds
COMMA = re.compile(r"(?<!\d),\s+|(?<=\d),\s+")


def trim(stretch: Stretch, frame: Frame) -> tuple[int, int]:
    """Return the span, in its passage, of what is shown of a stretch of prose: all of a short one."""
    text = stretch.statement
    if len(text.split()) <= LONG or "\n" in text:
        return stretch.start, stretch.end
    # where no kind of thing is asked for, nothing tells in which half of a clause the answer stands
    halves = bool(frame.question.asks)
    parts = [part for clause in clauses(text) for part in (_at_commas(text, *clause) if halves else [clause])]
    long_names = [name for name in frame.names if " " in name]
    starts = [i for i, (a, b) in enumerate(parts) if any(name in spoken(text[a:b]) for name in long_names)] or range(
        len(parts)
    )
    runs = [(parts[i][0], parts[j][1]) for i in starts for j in range(i, len(parts))]
    sizes = {run: len(text[run[0] : run[1]].split()) for run in runs}
    fitting = [run for run in runs if SHORTEST <= sizes[run] <= LONGEST] or runs
    start, end = max(fitting, key=lambda run: _worth(text[run[0] : run[1]], frame) - WORD_COST * sizes[run])
    return stretch.start + start, stretch.start + end


def _worth(text: str, frame: Frame) -> float:
    own = words_of(text)
    kinds = sum(HELD for kind in frame.question.asks if holds(kind, text))
    local = local_figure(frame, text)[0] if frame.focus else 0.0
    return coverage(frame.words, own) + coverage(frame.pairs, own) + kinds + local


def _at_commas(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return a clause, cut at its commas if it is long by itself."""
    if len(text[start:end].split()) <= LONG:
        return [(start, end)]
    spans, begin = [], start
    for match in COMMA.finditer(text, start, end):
        if match.start() > begin:
            spans.append((begin, match.start()))
            begin = match.end()
    return [*spans, (begin, end)]
