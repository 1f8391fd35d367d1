"""From passages to the sentences that answer: cut into units, score each against the question, trim the long ones.

A unit is a sentence, a table's row, or a run of short lines that only make sense together (a table that lost its grid, a
signature block). Its score is the share of the question's content it holds, weighted by how rare each term is (inverse
document frequency), with what its headings say counted in part, plus a bonus where it holds the kind of thing asked for.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import regex as re

from app.evidence.support import DATE, counts, holds, names_of_others
from app.question.contrasts import opposes
from app.question.question import Question, Shape
from index.embedding.embedder import Embedder
from index.query.facets import spoken
from index.query.query import expanded_terms
from index.search.retrieval import Hit
from ingest.language.sentences import clauses, sentences
from ingest.language.terms import fold
from ingest.model import Passage

CONTEXT_SHARE = 0.5  # what a term in title or heading counts against one in the sentence itself
PASSAGE_SHARE = 0.35  # what the passage's own score adds: a good sentence of a poor passage is mostly a coincidence
UNIT_SHARE = 1.0  # what a passage's best unit adds to its place (.8 to 1.2 measure alike, .5 worse)
COMPARED = 16  # units whose meaning is compared; about 0.15 s on two cores
MEANING_SHARE = 0.4  # what likeness of meaning adds at most
BONUS = 0.15  # for each kind of thing asked for and found
PLACE_BONUS = 0.1  # for naming the place itself: most sentences leave it out
LIST_BONUS = 0.02  # for each separator in a sentence that should be a list, up to ten
INTRODUCES = 0.2  # taken off a sentence that only introduces what follows (it ends in a colon)
SHORT_LINE = 12  # words; three or more such lines in a row belong together
LONG_UNIT = 56  # words; longer sentences are trimmed to the clauses that answer
SHORTEST_TRIMMED, LONGEST_TRIMMED = 36, 84  # words that trimming leaves
SHORT_ROW = 40  # words; of a longer row of a table only the cells asked for are shown
TITLED = ": "  # between the title of a column and the cell of a row written out
CELL = "; "  # between the cells of a row written out (ingest.written_rows)
WORD_COST = 0.001  # of each word, against the share of the question's content that a longer stretch holds
LEADING = re.compile(r"[-–+*•▪\s]+")  # a bullet is no part of the sentence

SEPARATOR = re.compile(r"[,;]\s|[“\"]")


@dataclass(frozen=True, slots=True)
class EvidenceUnit:
    """A stretch [start, end) of a passage that can be quoted by itself, with its score.

    ``coverage``: share (0-1) of the question's words, by weight, that its passage holds, headings included.
    ``written``: a table's row with the titles of its columns; empty for prose.
    """

    hit: Hit
    start: int
    end: int
    score: float
    coverage: float
    written: str = ""

    @property
    def text(self) -> str:
        """The words of the unit as they stand in the passage."""
        return self.hit.passage.text[self.start : self.end]

    @property
    def statement(self) -> str:
        """The text that the unit states by itself: a table's row with its column titles, or prose as it stands."""
        return self.written or self.text


def weights(content: Sequence[str], frequencies: Mapping[str, int], passages: int) -> dict[str, float]:
    """Return the inverse document frequency of every content term.

    A word in no passage weighs most; a pair of words in no passage says nothing and is left out.
    """
    return {
        term: math.log(1 + passages / (1 + frequencies.get(term, 0)))
        for term in content
        if term in frequencies or "_" not in term
    }


def matching_terms(question: Question, text: str) -> set[str]:
    """Return the index terms of a text, and the everyday words of the question for which it uses a synonym."""
    present = set(expanded_terms(text))
    present.update(term for term, forms in question.query.said_otherwise.items() if not present.isdisjoint(forms))
    return present


def stretches(passage: Passage) -> list[tuple[int, int, str]]:
    """Return the units of a passage in order as (start, end, row). For prose ``row`` is "", else the row with its titles."""
    spans: list[tuple[int, int, str]] = []
    at = 0
    for row in passage.rows:
        spans += [(at + start, at + end, "") for start, end in units(passage.text[at : row.start])]
        if TITLED in row.text:  # the row of the titles themselves tells nothing
            spans.append((row.start, row.end, row.text))
        at = row.end
    return spans + [(at + start, at + end, "") for start, end in units(passage.text[at:])]


def units(passage_text: str) -> list[tuple[int, int]]:
    """Cut prose into units, in order."""
    spans = sentences(passage_text)
    joined: list[tuple[int, int]] = []
    run: list[tuple[int, int]] = []
    for span in [*spans, (len(passage_text), len(passage_text))]:
        text = passage_text[span[0] : span[1]]
        short = 0 < len(text.split()) < SHORT_LINE and not text.rstrip().endswith((".", "!", "?"))
        if short:
            run.append(span)
            continue
        joined.extend([(run[0][0], run[-1][1])] if len(run) > 2 else run)
        run = []
        if text:
            joined.append(span)
    return [(past_bullet(passage_text, start), end) for start, end in joined]


def past_bullet(text: str, start: int) -> int:
    """Return where the words begin in a line that starts at ``start``, past a bullet if there is one."""
    match = LEADING.match(text, start)
    return match.end() if match else start


def rank_units(question: Question, hits: Sequence[Hit], weight: Mapping[str, float]) -> list[EvidenceUnit]:
    """Return the units of all passages, best first; ties in reading order of the hits."""
    scored = [unit for hit in hits for unit in _score_units(question, hit, weight)]
    return sorted(scored, key=lambda unit: -unit.score)


def by_best_unit(hits: Sequence[Hit], ordered: Sequence[EvidenceUnit]) -> list[Hit]:
    """Return the hits reordered by their own score and that of their best unit, scaled to 0-1 over the hits."""
    best: dict[str, float] = {}
    for unit in ordered:
        best[unit.hit.passage.id] = max(unit.score, best.get(unit.hit.passage.id, unit.score))
    if not best:
        return list(hits)
    low, high = min(best.values()), max(best.values())
    span = high - low or 1.0
    return sorted(
        hits, key=lambda hit: -(hit.score + UNIT_SHARE * (best.get(hit.passage.id, low) - low) / span)
    )  # stable: ties keep their order


def by_meaning(question: Question, candidates: Sequence[EvidenceUnit], embedder: Embedder) -> list[EvidenceUnit]:
    """Rerank the best units by semantic similarity too. The other units keep their order below them.

    Finds the sentence that answers in other words than the question's.
    """
    best, rest = list(candidates[:COMPARED]), list(candidates[COMPARED:])
    if len(best) < 2:
        return [*best, *rest]
    vector = embedder.query(question.query.meaning)
    cosines = embedder.passages([unit.statement for unit in best]) @ vector
    low, high = float(cosines.min()), float(cosines.max())
    span = high - low or 1.0
    weighed = [
        replace(unit, score=unit.score + MEANING_SHARE * (float(cosine) - low) / span)
        for unit, cosine in zip(best, cosines, strict=True)
    ]
    return [*sorted(weighed, key=lambda unit: -unit.score), *rest]


def _score_units(question: Question, hit: Hit, weight: Mapping[str, float]) -> list[EvidenceUnit]:
    passage = hit.passage
    total = sum(weight.values()) or 1.0
    words = {term: w for term, w in weight.items() if "_" not in term}
    context = matching_terms(question, passage.context) & weight.keys()
    around = words.keys() & (matching_terms(question, passage.searched) | context)
    coverage = sum(words[t] for t in around) / (sum(words.values()) or 1.0)
    scored = []
    for start, end, written in stretches(passage):
        text = written or passage.text[start:end]
        present = matching_terms(question, text) & weight.keys()
        own = sum(weight[t] for t in present)
        lent = sum(weight[t] for t in context - present)
        score = (own + CONTEXT_SHARE * lent) / total + PASSAGE_SHARE * hit.score + _bonus(question, text)
        scored.append(EvidenceUnit(hit, start, end, score, coverage, written))
    return scored


def _bonus(question: Question, text: str) -> float:
    bonus = sum(BONUS for kind in question.asks if holds(kind, text))
    bonus += PLACE_BONUS if any(place.name in text for place in question.scope.places) else 0.0
    if question.shape is Shape.LIST:
        bonus += LIST_BONUS * min(10, len(SEPARATOR.findall(text)))
    elif text.endswith(":") and not (question.asks and all(holds(kind, text) for kind in question.asks)):
        bonus -= INTRODUCES
    if question.documents:
        named = any(re.search(rf"{kind}\s+số\s+\d", fold(text)) for kind in question.documents)
        bonus += BONUS if named else -BONUS
    if question.years:
        if any(year in text for year in question.years):
            bonus += BONUS
        elif DATE.search(text):
            bonus -= BONUS / 2  # speaks of another time
    if opposes(question.query.text, text):
        bonus -= BONUS
    if question.counted and "figure" in question.asks:
        bonus += BONUS if counts(question.counted, text) else 0.0
    return bonus


def trim(unit: EvidenceUnit, question: Question, weight: Mapping[str, float]) -> EvidenceUnit:
    """Return the unit cut down to the run of clauses that answers best for its length, if the unit is long.

    What remains is one stretch of the text, from the name asked for where it stands in it; of a table's row, its label and
    the cells that answer.
    """
    if unit.written:
        return replace(unit, written=_cells(unit.written, question, weight))
    text = unit.text
    if len(text.split()) <= LONG_UNIT or "\n" in text:
        return unit
    # where no kind of thing is asked for, nothing tells in which half of a clause the answer stands
    parts = [part for clause in clauses(text) for part in (_at_commas(text, *clause) if question.asks else [clause])]
    named = [spoken(name) for name in names_of_others(question) if " " in name]
    starts = [i for i, (a, b) in enumerate(parts) if any(name in spoken(text[a:b]) for name in named)] or range(len(parts))
    runs = [(parts[i][0], parts[j][1]) for i in starts for j in range(i, len(parts))]
    sizes = {run: len(text[run[0] : run[1]].split()) for run in runs}
    fitting = [run for run in runs if SHORTEST_TRIMMED <= sizes[run] <= LONGEST_TRIMMED] or runs
    start, end = max(fitting, key=lambda run: _value(text[run[0] : run[1]], question, weight) - WORD_COST * sizes[run])
    return EvidenceUnit(unit.hit, unit.start + start, unit.start + end, unit.score, unit.coverage)


def _cells(written: str, question: Question, weight: Mapping[str, float]) -> str:
    """Return a row written out, cut down to its label and the cells whose titles say most of the question, if it is long."""
    if len(written.split()) <= SHORT_ROW:
        return written
    first, *cells = written.split(CELL)
    worth = [sum(weight[t] for t in matching_terms(question, cell) & weight.keys()) for cell in cells]
    most = max(worth, default=0.0)
    return CELL.join([first, *(cell for cell, value in zip(cells, worth, strict=True) if value == most)])


def _value(text: str, question: Question, weight: Mapping[str, float]) -> float:
    present = matching_terms(question, text) & weight.keys()
    return sum(weight[t] for t in present) / (sum(weight.values()) or 1.0) + _bonus(question, text)


def _at_commas(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return a clause, cut at its commas if it is long by itself."""
    if len(text[start:end].split()) <= LONG_UNIT:
        return [(start, end)]
    spans, begin = [], start
    for match in re.finditer(r"(?<!\d),\s+|(?<=\d),\s+", text[:end]):
        if match.start() > begin:
            spans.append((begin, match.start()))
            begin = match.end()
    return [*spans, (begin, end)]
