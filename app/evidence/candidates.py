"""Candidates: the stretches and blocks of the retrieved passages, each with its features and its score, best first."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.evidence.answerability import TermLookup, signs_of
from app.evidence.block_features import NAMES as BLOCK_NAMES
from app.evidence.block_features import block_features
from app.evidence.blocks import Block, blocks_of
from app.evidence.features import NAMES, Features, features_of, standing_out
from app.evidence.frame import Frame
from app.evidence.scoring import scoring
from app.evidence.stretches import Stretch, stretches_of
from app.evidence.support import YEAR as YEARS
from app.evidence.wants import lacked_by
from app.question.follow_up import without_names
from index.embedding.embedder import Embedder
from index.search.retrieval import Hit
from index.store.library import Library
from ingest.language.terms import fold
from ingest.model import Metadata

UNKNOWN = Metadata()
READ = 24  # passages whose stretches are weighed; the model was fitted on as many
COMPARED = 28  # stretches, and blocks, whose meaning is compared with the question's
LEAST_HEADING = 3  # words in capitals from which a line is no abbreviation ("UBND") but a heading
OF_EACH = 3  # stretches of each report, where any may speak to the question
MOST_OF_EACH = 72  # stretches of all reports together: those of two dozen
BLOCK_REPORTS = 4  # reports, of the first hits, whose blocks are weighed
BLOCK_WORDS = 30  # words of a block's text whose meaning is compared
COSINE = NAMES.index("cosine")
YEAR = NAMES.index("year")
BLOCK_COSINE = BLOCK_NAMES.index("cosine")
WEIGHED = 12  # candidates looked through for what a question word wants
# How far a candidate that lacks what is wanted falls in rank, not in score: of 363 facts .887 come first instead of .882,
# of 114 in everyday words .43 instead of .42, of 504 of the pairs .903 instead of .897 (0 to 3 tried; read in part before).
LACKING = 2.0
UNIT_SHARE = 1.0  # what a passage's best stretch adds to its place (.8 to 1.2 measured alike, .5 worse)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of a found passage as the answer to a question. ``score``: see :mod:`app.evidence.scoring`.

    ``reading``: see :mod:`app.evidence.reading`, None where nothing is read.
    """

    hit: Hit
    stretch: Stretch
    features: tuple[float, ...]
    score: float
    reading: float | None = None

    @property
    def weighed(self) -> float:
        """The score by its features alone."""
        return float(scoring().models["stretch"].scores(np.array(self.features)))

    @property
    def statement(self) -> str:
        """The text that it states by itself."""
        return self.stretch.statement

    def feature(self, name: str) -> float:
        """Return a feature by its name."""
        return self.features[NAMES.index(name)]


@dataclass(frozen=True, slots=True)
class RankedBlock:
    """A block as the answer to a question, with its features and its score."""

    block: Block
    features: tuple[float, ...]
    score: float

    @property
    def has_role(self) -> bool:
        """Whether its heading has the role that the question names ("hạn chế"): then it is what is asked for."""
        return self.features[BLOCK_NAMES.index("role")] > 0


def weights(content: Sequence[str], frequencies: Mapping[str, int], passages: int) -> dict[str, float]:
    """Return the inverse document frequency of every content term.

    A word in no passage weighs most; a pair of words in no passage says nothing and is left out.
    """
    return {
        term: math.log(1 + passages / (1 + frequencies.get(term, 0)))
        for term in content
        if term in frequencies or "_" not in term
    }


def rank_stretches(
    frame: Frame,
    hits: Sequence[Hit],
    facts: Mapping[str, Metadata],
    embedder: Embedder,
    *,
    of_each: bool = False,
) -> list[Candidate]:
    """Return the stretches of the hits as candidates, best score first, as many as have their meaning compared.

    :param hits: best first.
    :param facts: what every report says of itself, by id.
    :param of_each: any report may speak to the question: the best few stretches of each are compared.
    """
    model = scoring().models["stretch"]
    rows = [
        (
            stretch,
            hit,
            features_of(frame, stretch, hit, rank, facts.get(hit.passage.report, UNKNOWN)),
        )
        for rank, hit in enumerate(hits if of_each else hits[:READ])
        if names_units(frame, hit)
        for stretch in stretches_of(hit.passage)
        if not heads_report(stretch.statement, facts.get(hit.passage.report, UNKNOWN).title)
    ]
    if not rows:
        return []
    matrix = np.stack([vector for _, _, vector in rows])
    if not of_each:  # else a stretch that has the words would fall behind those of passages that are nearer on the whole
        matrix[:, COSINE] = standing_out(np.array([hit.cosine for _, hit, _ in rows]))
    order = list(np.argsort(-model.scores(matrix), kind="stable"))
    order = _few_of_each(order, [hit.passage.report for _, hit, _ in rows]) if of_each else order[:COMPARED]
    compared = matrix[order]
    statements = [rows[at][0].statement for at in order]
    compared[:, COSINE] = standing_out(embedder.passages(statements) @ embedder.query(meaning_of(frame)))
    scores = model.scores(compared)
    ranked = [
        Candidate(rows[at][1], rows[at][0], tuple(map(float, vector)), float(score))
        for at, vector, score in zip(order, compared, scores, strict=True)
    ]
    return sorted(ranked, key=lambda candidate: -candidate.score)


def with_wanted_first(frame: Frame, ranked: list[Candidate]) -> list[Candidate]:
    """Return the candidates with those of the first few behind that lack what a question word wants."""
    lacks = {id(candidate) for candidate in ranked[:WEIGHED] if lacked_by(frame.question.query, candidate)}
    return sorted(ranked, key=lambda candidate: LACKING * (id(candidate) in lacks) - candidate.score)


def _few_of_each(order: Sequence[int], reports: Sequence[str]) -> list[int]:
    """Return the first few places of each report, in their order. ``reports``: of every place."""
    counts: Counter[str] = Counter()
    places = []
    for at in order:
        if counts[reports[at]] < OF_EACH:
            counts[reports[at]] += 1
            places.append(at)
    return places[:MOST_OF_EACH]


def answerability(frame: Frame, ranked: Sequence[Candidate], terms_in: TermLookup) -> float:
    """Return the score of a question's being answered by its best candidate; above 0 it is likelier than not.

    Without a candidate it is minus infinity. ``terms_in``: see :func:`app.evidence.answerability.signs_of`.
    """
    if not ranked:
        return -math.inf
    name = "answerable" if ranked[0].reading is None else "answerable_read"
    return float(scoring().models[name].scores(all_signs(frame, ranked, terms_in)))


def all_signs(frame: Frame, ranked: Sequence[Candidate], terms_in: TermLookup) -> Features:
    """Return the signs that the best of at least one candidate answers, with its reading where it was read."""
    signs, reading = signs_of(frame, ranked, terms_in), ranked[0].reading
    return signs if reading is None else np.append(signs, reading)


def names_units(frame: Frame, hit: Hit) -> bool:
    """Say whether a passage, with its headings, names every unit that the question asks about beside its places.

    A figure of another commune is no answer, however alike the sentences are.
    """
    around = fold(f"{hit.passage.context}\n{hit.passage.searched}") if frame.inside else ""
    return all(name in around for name in frame.inside)


def heads_report(statement: str, title: str | None) -> bool:
    """Say whether a statement is the report's own title, or a line in capitals, which heads what stands below it."""
    if title and fold(statement) in fold(title):
        return True
    letters = [letter for letter in statement if letter.isalpha()]
    return len(statement.split()) >= LEAST_HEADING and all(letter.isupper() for letter in letters)


def rank_blocks(
    name: str,
    frame: Frame,
    hits: Sequence[Hit],
    facts: Mapping[str, Metadata],
    library: Library,
    embedder: Embedder,
) -> list[RankedBlock]:
    """Return the blocks of the first hits' reports, best first, scored by the model ``name`` ("list", "section")."""
    model = scoring().models[name]
    reports = list(dict.fromkeys(hit.passage.report for hit in hits))[:BLOCK_REPORTS]
    blocks = [block for report in reports for block in blocks_of(library.catalog.passages_of(report))]
    if not blocks:
        return []
    synonyms = frame.question.query.said_otherwise

    def vector(block: Block) -> Features:
        return block_features(frame, block, hits[:READ], facts.get(block.report, UNKNOWN), 0.0, synonyms)

    matrix = np.stack([vector(block) for block in blocks])
    order = np.argsort(-model.scores(matrix), kind="stable")[:COMPARED]
    texts = [" > ".join([*blocks[at].path[-2:], " ".join(blocks[at].text.split()[:BLOCK_WORDS])]) for at in order]
    compared = matrix[order]
    compared[:, BLOCK_COSINE] = standing_out(embedder.passages(texts) @ embedder.query(meaning_of(frame)))
    ranked = [
        RankedBlock(blocks[at], tuple(map(float, row)), float(score))
        for at, row, score in zip(order, compared, model.scores(compared), strict=True)
    ]
    return sorted(ranked, key=lambda block: -block.score)


def meaning_of(frame: Frame) -> str:
    """Return what of the question is compared by its meaning: without the places, which sentences leave out."""
    query, places = frame.question.query, frame.question.scope.places
    return without_names(query.meaning, places) or query.meaning


def best_first(hits: Sequence[Hit], ranked: Sequence[Candidate]) -> list[Hit]:
    """Return the hits reordered by their own score and that of their best candidate, scaled to 0-1 over the hits."""
    best: dict[str, float] = {}
    for candidate in ranked:
        identity = candidate.hit.passage.id
        best[identity] = max(candidate.score, best.get(identity, candidate.score))
    if not best:
        return list(hits)
    low, high = min(best.values()), max(best.values())
    span = high - low or 1.0
    return sorted(hits, key=lambda hit: -(hit.score + UNIT_SHARE * (best.get(hit.passage.id, low) - low) / span))


def years_told(frame: Frame, ranked: Sequence[Candidate], threshold: float) -> list[str]:
    """Return the years, ascending, for which reports state what they do not state for the year asked for.

    These are the years of candidates that would pass the threshold if the question named no year.
    """
    asked_years = frame.question.years
    if not asked_years:
        return []
    models = scoring().models
    weight = float(models["stretch"].weights[YEAR])
    if ranked and ranked[0].reading is not None:
        weight *= float(models["read"].weights[0])
    near = [c for c in ranked if c.features[YEAR] < 0 and c.score - weight * c.features[YEAR] >= threshold]
    return sorted({year for c in near[:3] for year in YEARS.findall(c.statement)} - set(asked_years))
