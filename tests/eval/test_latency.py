"""Latency: the parts add up to the whole, wraps come off, the library is as large as wanted."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

from app.assistant import Assistant
from eval.latency import Latency, as_text, dense_recall, fill, measure, table
from eval.questions import Gold
from eval.watch import DENSE, EMBEDDED, FUSED, KEYWORD, RERANKED, SEARCHED, UNDERSTOOD, Watch, watched
from index.store.library import Library
from settings import Settings
from tests.conftest import KeywordEmbedder

PARTS = [UNDERSTOOD, EMBEDDED, DENSE, KEYWORD, FUSED, SEARCHED, RERANKED]


def test_parts_add_up_and_the_wraps_come_off(library: Library, embedder: KeywordEmbedder) -> None:
    with watched(library, embedder) as watch:
        total = watch.ask("hộ nghèo xã Tân Lập")
        watch.ask("?")
    assert list(watch.parts) == PARTS
    parts = {name: times[0] for name, times in watch.parts.items()}
    assert sum(parts.values()) == pytest.approx(total + parts[SEARCHED])
    assert parts[SEARCHED] + parts[RERANKED] == pytest.approx(total)
    assert all(times[0] > 0 for times in watch.parts.values())
    assert watch.parts[DENSE][1] == watch.parts[EMBEDDED][1] == 0.0  # a question without a word is not searched
    assert "scores" not in vars(library.keywords)
    assert Assistant(library, embedder).search("hộ nghèo xã Tân Lập")
    assert len(watch.parts[SEARCHED]) == 2  # nothing is booked any more


def test_a_library_of_the_size_wanted(settings: Settings, reports: Path, tmp_path: Path) -> None:
    embedder = KeywordEmbedder()
    gold = [Gold("q", "followup", ("Chào", "Xã Tân Lập còn bao nhiêu hộ nghèo?"), (), (), (), ())]
    latency = measure(gold, reports, 60, settings, embedder, tmp_path / "scratch")
    assert 60 <= latency.passages < 80 and latency.dense_recall > 0.9
    assert {len(times) for times in latency.parts.values()} == {1}
    assert "Xã Tân Lập còn bao nhiêu hộ nghèo?" in " ".join(embedder.asked) and latency.first > 0
    again = measure(gold, reports, 60, settings, embedder, tmp_path / "scratch")
    assert again.passages == latency.passages


def test_a_run_that_was_stopped_before_the_stores_were_filled(settings: Settings, reports: Path) -> None:
    library, embedder = Library.open(settings, create=True), KeywordEmbedder()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Library, "repair", lambda self: 0)
        fill(library, embedder, reports, 30)
    assert library.vectors.count() == 0
    fill(library, embedder, reports, 30)
    assert library.vectors.count() == library.catalog.size() >= 30


def test_made_vectors_are_unit_and_near_a_real_one(settings: Settings, reports: Path) -> None:
    library = Library.open(settings, create=True)
    fill(library, KeywordEmbedder(), reports, 40)
    vectors = library.catalog.vectors()
    owners = library.catalog.owners()
    real = {i for path, i in library.catalog.sources().items() if path.startswith("thật:")}
    seeds = np.stack([v for k, v in vectors.items() if owners[k] in real])
    near = np.stack([v for k, v in vectors.items() if owners[k] not in real])
    assert np.allclose(np.linalg.norm(near, axis=1), 1, atol=1e-5)
    assert ((near @ seeds.T).max(axis=1) > 0.9).all()


def test_percentiles_by_hand() -> None:
    latency = Latency({SEARCHED: [1.0, 2.0, 3.0, 4.0, 100.0]}, 900.0, 20000, 0.5)
    ((p50, p95, most),) = table(latency).values()
    assert (p50, most) == (3.0, 100.0) and p95 == pytest.approx(80.8)
    assert as_text(latency).splitlines()[1].split() == ["tổng", "tìm", "kiếm", "3.0", "80.8", "100.0"]
    assert "20000 đoạn" in as_text(latency) and "0.500" in as_text(latency)


def test_dense_recall(library: Library, embedder: KeywordEmbedder) -> None:
    queries = [embedder.query("hộ nghèo")]
    assert dense_recall(library, queries) == 1.0 == dense_recall(library, [])
    total = library.vectors.count()
    library.vectors.drop([key for key, _ in library.vectors.nearest(queries[0], 1, None)])  # the nearest is lost
    assert dense_recall(library, queries) == pytest.approx((total - 1) / total)


def test_embedding_the_question_again_is_no_part_of_searching(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = itertools.count()
    monkeypatch.setattr("eval.latency.time.perf_counter", lambda: float(next(seconds)))
    watch = Watch()
    embed = watch.timed(EMBEDDED, lambda: None)
    search = watch.timed(FUSED, embed)
    watch.search = lambda question: (search(), embed())
    assert watch.ask("hộ nghèo") == 5000.0
    booked = {name: times[0] for name, times in watch.parts.items()}
    assert (booked[EMBEDDED], booked[FUSED], booked[SEARCHED], booked[RERANKED]) == (1000.0, 2000.0, 3000.0, 2000.0)


def test_size_memory_and_changes_are_told(settings: Settings, reports: Path, tmp_path: Path) -> None:
    gold = [Gold("q", "fact", ("Xã Tân Lập còn bao nhiêu hộ nghèo?",), (), (), (), ())]
    latency = measure(gold, reports, 30, settings, KeywordEmbedder(), tmp_path / "scratch", people=1)
    assert latency.changes is not None and latency.disk["catalog.sqlite"] > 0 and latency.built > 0
    assert "tìm thấy sau" in as_text(latency)
