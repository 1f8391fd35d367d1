"""How long retrieval takes in a large library, and which part of it takes how long.

The library is made of the real reports (:mod:`eval.invented`): texts, outline and keyword index are those of invented
reports, vectors are those of the passages they were made of with a little noise, so that nothing needs embedding.
Times are taken from outside, by wrapping the methods that do the work for as long as the measure runs.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from app.assistant import Assistant
from app.understanding import QuestionUnderstanding
from eval.invented import TooFewNames, invent
from eval.questions import Gold
from index.embedding.embedder import Embedder, Vectors
from index.folders import find_files
from index.search.retrieval import CANDIDATES
from index.store.library import Library, write_lock
from ingest import passages
from ingest.model import Report
from ingest.report import understand
from settings import Settings

WANTED_MS = 120  # at most: the 95th percentile of the whole, on two processors
NOISE = 0.25  # length of the noise added to a unit vector: a cosine of .97 to the passage it was made of
UNDERSTOOD, EMBEDDED, DENSE, KEYWORD, FUSED, SEARCHED, RERANKED = (
    "hiểu câu hỏi",
    "nhúng câu hỏi",
    "véc-tơ",
    "từ khóa",
    "trộn, đọc đoạn",
    "tổng tìm kiếm",
    "xếp lại theo câu",
)


@dataclass(frozen=True, slots=True)
class Latency:
    """What was measured.

    ``parts``: milliseconds of every question by part, in order. ``first``: of the first question after the library
    changed. ``dense_recall``: share of the truly nearest passages that the vector store finds; a fast search that
    finds little is no fast search.
    """

    parts: Mapping[str, Sequence[float]]
    first: float
    passages: int
    dense_recall: float


def measure(gold: Sequence[Gold], folder: Path, size: int, settings: Settings, embedder: Embedder, scratch: Path) -> Latency:
    """Time the retrieval of every gold question's last turn in a library of at least ``size`` passages.

    :param scratch: where the library is made; one that an earlier run left there is used again.
    """
    library = Library.open(replace(settings, data_dir=scratch, chroma_url=None, database_url=None), create=True)
    fill(library, embedder, folder, size)
    questions = [question.turns[-1] for question in gold]
    warm = Assistant(library, embedder)
    for question in tqdm(questions, desc="làm nóng", unit="câu", disable=None):
        warm.search(question)
    with watched(library, embedder) as watch:
        first = watch.ask("khởi động")
        watch.parts.clear()
        for question in questions:
            watch.ask(question)
    recall = dense_recall(library, [embedder.query(question) for question in questions])
    return Latency(watch.parts, first, library.vectors.count(), recall)


def dense_recall(library: Library, queries: Sequence[Vectors]) -> float:
    """Return the mean share of each vector's :data:`CANDIDATES` truly nearest passages that the vector store returns.

    Passages as near as the last of them, to four digits, count as well. Nothing asked gives 1.
    """
    vectors = library.catalog.vectors()
    matrix = np.stack(list(vectors.values()))
    count = min(CANDIDATES, len(matrix))
    shares = []
    for vector in queries:
        last = np.partition(matrix @ vector, -count)[-count]
        nearest = library.vectors.nearest(vector, count, None)
        shares.append(sum(float(vectors[key] @ vector) >= last - 1e-4 for key, _ in nearest) / count)
    return float(np.mean(shares)) if shares else 1.0


def fill(library: Library, embedder: Embedder, folder: Path, size: int) -> None:
    """Add the real reports and invented ones until the library holds ``size`` passages; with a progress bar.

    :raises TooFewNames: the invented names do not suffice.
    """
    passages_held = library.catalog.size()
    if passages_held >= size:
        return
    seeds = [understand(file) for file in find_files([folder])]
    identities = set(library.catalog.report_ids())
    vectors: dict[str, Vectors] = {}
    progress = tqdm(total=size, initial=passages_held, unit="đoạn", disable=None)
    with write_lock(library.settings), library.keywords.together(), progress as bar:
        for seed in seeds:
            pieces = passages.cut(seed, embedder.count_tokens)
            vectors[seed.id] = embedder.passages([piece.embedded for piece in pieces])
            if seed.id not in identities:
                library.add(seed, pieces, vectors[seed.id], f"thật:{seed.file}")
                passages_held += len(pieces)
                bar.update(len(pieces))
        mean = max(1, sum(map(len, vectors.values())) // max(1, len(seeds)))
        for invented in invent(seeds, size // mean + len(seeds)):
            report = _read(invented.text, invented.file, library)
            if report.id in identities:
                continue
            pieces = passages.cut(report, embedder.count_tokens)
            library.add(
                report, pieces, _near(vectors[invented.seed.id], len(pieces), report.id), f"phỏng theo:{invented.file}"
            )
            passages_held += len(pieces)
            bar.update(len(pieces))
            if passages_held >= size:
                return
    raise TooFewNames(f"hết địa danh sau {passages_held} đoạn, cần {size}; hãy giảm số đoạn")


def _read(text: str, file: str, library: Library) -> Report:
    path = library.settings.data_dir / file
    path.write_text(text, encoding="utf-8")
    try:
        return understand(path)
    finally:
        path.unlink()


def _near(vectors: Vectors, count: int, seed: str) -> Vectors:
    """Return ``count`` unit vectors, each near the vector that stands at the same part of the seed report."""
    draw = np.random.default_rng(int(seed[:8], 16))
    chosen = vectors[np.arange(count) * len(vectors) // max(1, count)]
    noise = draw.normal(size=chosen.shape)
    near = chosen + NOISE * noise / np.linalg.norm(noise, axis=1, keepdims=True)
    return np.asarray(near / np.linalg.norm(near, axis=1, keepdims=True), dtype=np.float32)


class Watch:
    """Adds up the time spent in wrapped methods while :meth:`ask` runs; ``parts``: milliseconds of every question.

    Reranking by sentences, which comes after retrieval, is what the wrapped methods leave over.
    """

    def __init__(self) -> None:
        self.search: Callable[[str], object] = lambda question: None
        self._spent: dict[str, float] = {}
        self.parts: dict[str, list[float]] = {}

    def timed(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        """Return the method, its time booked on ``name``."""

        def wrapped(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
            started = time.perf_counter()
            try:
                return method(*args, **kwargs)
            finally:
                self._spent[name] = self._spent.get(name, 0.0) + time.perf_counter() - started

        return wrapped

    def ask(self, question: str) -> float:
        """Search for one question, book its parts and return the whole in milliseconds.

        What is no wrapped method's own is reckoned from the rest.
        """
        self._spent = {}
        started = time.perf_counter()
        self.search(question)
        total = time.perf_counter() - started
        inside = {name: self._spent.get(name, 0.0) for name in (EMBEDDED, DENSE, KEYWORD)}
        understood, search = self._spent.get(UNDERSTOOD, 0.0), self._spent.get(FUSED, 0.0)
        parts = {UNDERSTOOD: understood, **inside, FUSED: search - sum(inside.values())}
        parts |= {SEARCHED: understood + search, RERANKED: total - understood - search}
        for name, seconds in parts.items():
            self.parts.setdefault(name, []).append(1000 * seconds)
        return 1000 * total


@contextmanager
def watched(library: Library, embedder: Embedder) -> Iterator[Watch]:
    """Give a watch over an assistant of its own, which remembers nothing yet; take the wraps off at the end."""
    watch = Watch()
    assistant = Assistant(library, embedder)
    retriever = assistant.retriever
    parts: list[tuple[str, Any, str]] = [
        (UNDERSTOOD, QuestionUnderstanding, "understand"),  # the assistant makes one for each question
        (EMBEDDED, retriever.embedder, "query"),
        (DENSE, retriever, "nearest"),
        (KEYWORD, library.keywords, "scores"),
        (FUSED, retriever, "search"),
    ]
    before = {(owner, method): vars(owner).get(method) for _, owner, method in parts}
    for name, owner, method in parts:
        setattr(owner, method, watch.timed(name, getattr(owner, method)))
    watch.search = assistant.search
    try:
        yield watch
    finally:
        for (owner, method), own in before.items():
            if own is None:
                delattr(owner, method)
            else:
                setattr(owner, method, own)


def table(latency: Latency) -> dict[str, tuple[float, float, float]]:
    """Return p50, p95 and the largest time of every part, in milliseconds."""
    return {
        name: (float(np.percentile(times, 50)), float(np.percentile(times, 95)), max(times))
        for name, times in latency.parts.items()
        if times
    }


def as_text(latency: Latency) -> str:
    """Return the table of parts as aligned text."""
    lines = ["phần (ms)".ljust(18) + "".join(c.rjust(9) for c in ("p50", "p95", "lớn nhất"))]
    lines += [name.ljust(18) + "".join(f"{v:9.1f}" for v in row) for name, row in table(latency).items()]
    count = len(latency.parts.get(SEARCHED, ()))
    lines.append(f"véc-tơ tìm được {latency.dense_recall:.3f} số đoạn thật sự gần nhất")
    lines.append(f"{latency.passages} đoạn, {count} câu hỏi; câu đầu tiên sau khi thư viện đổi: {latency.first:.0f} ms")
    return "\n".join(lines) + "\n"
