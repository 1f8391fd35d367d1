"""How long retrieval takes in a large library, and which part of it takes how long.

The library is made of the real reports (:mod:`eval.invented`, :mod:`eval.variants`): texts, outline and keyword index are
those of invented reports, vectors are those of the passages they were made of with a little noise, so that nothing needs
embedding. Times are those of :mod:`eval.watch`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from tqdm import tqdm

from app.assistant import Assistant
from eval import changes
from eval.changes import ReportChanges
from eval.questions import Gold
from eval.variants import Variant, store, stored, to_read, variants
from eval.watch import SEARCHED, watched
from index.embedding.embedder import Embedder, Vectors
from index.folders import find_files
from index.search.retrieval import CANDIDATES
from index.store.library import Library
from index.store.locks import write_lock
from ingest import passages
from ingest.model import Passage, Report
from ingest.report import understand
from settings import Settings

WANTED_MS = 120  # at most: the 95th percentile of the whole, on two processors
MEGABYTE = 1_000_000
NOISE = 0.25  # length of the noise added to a unit vector: a cosine of .97 to the passage it was made of


@dataclass(frozen=True, slots=True)
class Latency:
    """What was measured.

    ``parts``: milliseconds of every question by part, in order. ``first``: of the first question after the library
    changed. ``dense_recall``: share of the truly nearest passages that the vector store finds; a fast search that
    finds little is no fast search. ``built``: seconds it took to make the library, 0 where it was there. ``opened``: to
    open it. ``disk``: bytes by part of the index. ``memory``: bytes that this process holds after the questions.
    ``changes``: of a report added and deleted while people ask; None where that was not asked for.
    """

    parts: Mapping[str, Sequence[float]]
    first: float
    passages: int
    dense_recall: float
    built: float = 0.0
    opened: float = 0.0
    disk: Mapping[str, int] = field(default_factory=dict)
    memory: int = 0
    changes: ReportChanges | None = None


def measure(
    gold: Sequence[Gold],
    folder: Path,
    size: int,
    settings: Settings,
    embedder: Embedder,
    scratch: Path,
    people: int = 0,
) -> Latency:
    """Time the retrieval of every gold question's last turn in a library of at least ``size`` passages.

    :param scratch: where the library is made; one that an earlier run left there is used again.
    :param people: how many ask while a report is added and deleted; with 0 none is.
    """
    own = replace(settings, data_dir=scratch, chroma_url=None, database_url=None)
    started = time.perf_counter()
    fill(Library.open(own, create=True), embedder, folder, size)
    built, started = time.perf_counter() - started, time.perf_counter()
    library = Library.open(own, create=True)
    opened = time.perf_counter() - started
    questions = [question.turns[-1] for question in gold]
    warm = Assistant(library, embedder)
    for question in tqdm(questions, desc="làm nóng", unit="câu", disable=None):
        warm.search(question)
    with watched(library, embedder) as watch:
        first = watch.ask("khởi động")
        watch.parts.clear()
        for question in questions:
            watch.ask(question)
    memory_used = memory()
    changed = changes.measure(library, embedder, questions, people, scratch) if people else None
    recall = dense_recall(library, [embedder.query(question) for question in questions])
    sizes = {part.name: _bytes(part) for part in sorted(own.index_dir.iterdir())}
    return Latency(watch.parts, first, library.vectors.count(), recall, built, opened, sizes, memory_used, changed)


def _bytes(part: Path) -> int:
    files = [part] if part.is_file() else [file for file in part.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files)


def memory() -> int:
    """Return the bytes of memory that this process holds, shared pages of files included; 0 where Linux does not tell."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)


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

    A few invented reports are read; the others are those with other names. Words and vectors go into their stores at the
    end, all at once. A run that is stopped is gone on with by the next.
    """
    if library.catalog.size() >= size:
        with write_lock(library.settings):
            library.repair()  # a run may have been stopped before its end
        return
    seeds = [understand(file) for file in find_files([folder])]
    passage_count = library.catalog.size()
    identities = set(library.catalog.report_ids())
    vectors: dict[str, Vectors] = {}
    with write_lock(library.settings), tqdm(total=size, initial=passage_count, unit="đoạn", disable=None) as progress:

        def add(report: Report, pieces: Sequence[Passage], near: Vectors, path: str) -> bool:
            """Add a report; say whether the library is large enough now."""
            if report.id not in identities:
                library.catalog.add(report, pieces, near, path)
                progress.update(len(pieces))
            return library.catalog.size() >= size

        for seed in seeds:
            if seed.id in identities:
                vectors[seed.id] = np.stack(list(library.catalog.vectors_of([seed.id]).values()))
                continue
            pieces = passages.cut(seed, embedder.count_tokens)
            vectors[seed.id] = embedder.passages([piece.embedded for piece in pieces])
            add(seed, pieces, vectors[seed.id], f"thật:{seed.file}")
        for variant in _variants(library, embedder, seeds):
            near = _near(vectors[variant.seed.id], len(variant.passages), variant.report.id)
            if add(variant.report, variant.passages, near, f"phỏng theo:{variant.report.id}"):
                break
        library.repair()


def _variants(library: Library, embedder: Embedder, seeds: Sequence[Report]) -> Iterator[Variant]:
    """Yield the invented reports that are read, or were by an earlier run, then those with other names."""
    folder = library.settings.data_dir
    read = stored(folder)
    yield from read
    if not read:
        for invented in to_read(seeds):
            report = _read(invented.text, invented.file, library)
            pieces = tuple(passages.cut(report, embedder.count_tokens))
            variant = Variant(report, pieces, invented.place.split(maxsplit=1)[1], invented.seed)
            read.append(variant)
            yield variant
        store(read, folder)
    yield from variants(read, seeds)


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
    if latency.disk:
        parts = ", ".join(f"{name} {size / 1e6:.0f} MB" for name, size in latency.disk.items() if size >= MEGABYTE)
        lines.append(f"trên đĩa: {parts}; bộ nhớ {latency.memory / 1e6:.0f} MB")
        lines.append(f"dựng thư viện {latency.built:.0f} s, mở {latency.opened:.1f} s")
    if latency.changes is not None:
        changed = latency.changes
        asked = f"{len(changed.asked)} câu hỏi trong lúc đó, lâu nhất {max(changed.asked, default=0):.0f} ms"
        lines.append(f"thêm một báo cáo: tìm thấy sau {changed.added:.2f} s; xóa: mất sau {changed.deleted:.2f} s; {asked}")
    lines.append(f"{latency.passages} đoạn, {count} câu hỏi; câu đầu tiên sau khi thư viện đổi: {latency.first:.0f} ms")
    return "\n".join(lines) + "\n"
