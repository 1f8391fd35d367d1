"""What reading the first candidates changes, with readings of our own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from app.evidence.candidates import Candidate, all_signs
from app.evidence.features import NAMES
from app.evidence.frame import Frame, frame_of
from app.evidence.reading import TOGETHER, read
from app.evidence.scoring import MODELS, scoring
from app.evidence.stretches import stretches_of
from app.question.question import understand
from index.embedding.embedder import ReadStatement, Vectors
from index.gazetteer.scope import Scope
from index.query.query import Query
from index.search.retrieval import Hit
from ingest.language.terms import terms
from ingest.model import Passage
from tests.conftest import KeywordEmbedder

QUESTION = "Có mấy đàn ong?"


class Reading(KeywordEmbedder):
    """An embedder whose readings are known; it remembers what it was given to read."""

    def __init__(self, **readings: float) -> None:
        super().__init__()
        self.readings = readings
        self.given: list[ReadStatement] = []

    def read(self, question: str, statements: Sequence[ReadStatement]) -> Vectors:  # type: ignore[override]
        """Return the known reading of each statement by its first word, else 0."""
        assert question == QUESTION
        self.given.extend(statements)
        return np.array([self.readings.get(s.text.split()[0], 0.0) for s in statements], dtype=np.float32)


def _frame() -> Frame:
    content = tuple(dict.fromkeys(terms(QUESTION)))
    question = understand(Query(QUESTION, QUESTION, (), content, content, QUESTION), Scope())
    return frame_of(question, dict.fromkeys(question.content, 2.0))


def _candidate(text: str, rank: float = 0.0) -> Candidate:
    passage = Passage("p", "r", "a.txt", "Báo cáo", (), "Ong", ("Chăn nuôi", "Ong"), None, 0, len(text), text)
    values = tuple(rank if name == "passage_rank" else 0.0 for name in NAMES)
    candidate = Candidate(Hit(passage, 1.0, 0.5, 0.0), stretches_of(passage)[0], values, 0.0)
    return Candidate(candidate.hit, candidate.stretch, values, candidate.weighed)


def test_nothing_changes_where_the_model_has_not_learned_to_read() -> None:
    ranked = [_candidate("Đàn ong tăng.", 1.0), _candidate("Xã có 41 đàn.")]
    assert read(_frame(), ranked, KeywordEmbedder()) == ranked
    assert read(_frame(), [], Reading()) == []


def test_what_reads_better_comes_first() -> None:
    ranked = [_candidate("Đàn ong tăng."), _candidate("Xã có 41 đàn.")]
    first, second = read(_frame(), ranked, Reading(Xã=3.0, Đàn=-1.0))
    assert first.statement == "Xã có 41 đàn." and (first.reading, second.reading) == (3.0, -1.0)
    weight = scoring().models["read"].weights[1]
    assert first.score - second.score == pytest.approx(4 * weight) and weight > 0


def test_a_candidate_is_read_where_it_stands() -> None:
    embedder = Reading()
    read(_frame(), [_candidate("Xã có 41 đàn.")], embedder)
    assert embedder.given == [ReadStatement(("Chăn nuôi", "Ong"), "", "Xã có 41 đàn.")]


def test_what_is_not_read_counts_as_the_worst_that_is() -> None:
    ranked = [_candidate(f"Câu{at} nói.", 1 - at / 100) for at in range(TOGETHER + 2)]
    embedder = Reading(Câu1=-2.0)
    after = {candidate.statement: candidate.reading for candidate in read(_frame(), ranked, embedder)}
    assert len(embedder.given) == TOGETHER
    assert after[f"Câu{TOGETHER + 1} nói."] == -2.0 and after["Câu0 nói."] == 0.0


def test_whether_there_is_an_answer_weighs_the_reading_of_the_best() -> None:
    ranked = read(_frame(), [_candidate("Xã có 41 đàn.")], Reading(Xã=3.0))
    signs = all_signs(_frame(), ranked, lambda looked_up, _: ())
    assert signs[-1] == 3.0 and len(signs) == len(MODELS["answerable_read"])
