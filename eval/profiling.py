"""Where a question and an ingest spend their time: the functions of this project and what they call, the costliest first."""

from __future__ import annotations

import cProfile
import pstats
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.assistant import Assistant
from index.build import bring_in
from index.embedding.embedder import Embedder
from index.folders import find_files
from index.store.library import Library
from settings import Settings

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Spent:
    """What one function took of each question (or file): calls, milliseconds of its own, those of what it calls included.

    ``where``: module and name; of other packages their own. The profiler itself makes Python code about twice as slow, so
    shares are what counts.
    """

    where: str
    calls: float
    own: float
    whole: float


@dataclass(frozen=True, slots=True)
class Profile:
    """``ms``: median milliseconds of one without the profiler, ``parts``: where they went with it."""

    ms: float
    parts: tuple[Spent, ...]


def of_questions(assistant: Assistant, questions: Sequence[str]) -> Profile:
    """Answer the questions once to warm up, once with a clock, once with the profiler; nothing is remembered between."""
    plain = _clock(assistant, questions)
    fresh = Assistant(assistant.library, assistant.embedder)
    fresh.answer(questions[0])
    return _profiled(lambda: [fresh.answer(question) for question in questions[1:]], len(questions) - 1, plain)


def _clock(assistant: Assistant, questions: Sequence[str]) -> float:
    fresh = Assistant(assistant.library, assistant.embedder)
    times = []
    for question in questions:
        started = time.process_time()
        fresh.answer(question)
        times.append(1000 * (time.process_time() - started))
    return sorted(times)[len(times) // 2]


def of_ingest(paths: Sequence[Path], settings: Settings, embedder: Embedder, scratch: Path) -> Profile:
    """Bring the files into an empty library below ``scratch`` with the profiler; reading goes on in another process."""
    files = find_files(paths)
    embedder.passages(["khởi động"])
    library = Library.open(replace(settings, data_dir=scratch, chroma_url=None), create=True)
    started = time.process_time()
    profile = _profiled(lambda: bring_in(library, embedder, files), max(1, len(files)), 0.0)
    return replace(profile, ms=1000 * (time.process_time() - started) / max(1, len(files)))


def _profiled(work: Callable[[], object], count: int, ms: float) -> Profile:
    profiler = cProfile.Profile()
    profiler.runcall(work)
    stats: dict[tuple[str, int, str], tuple[int, int, float, float, object]] = pstats.Stats(profiler).stats  # type: ignore[attr-defined]
    parts = [
        Spent(_name(place), calls / count, 1000 * own / count, 1000 * whole / count)
        for place, (_, calls, own, whole, _) in stats.items()
    ]
    return Profile(ms, tuple(sorted(parts, key=lambda part: -part.whole)))


def _name(place: tuple[str, int, str]) -> str:
    """Return module and function: "app.evidence.candidates.rank_stretches", "torch … linear"."""
    file, line, function = place
    path = Path(file)
    if path.is_relative_to(ROOT) and "site-packages" not in file:
        return ".".join((*path.relative_to(ROOT).with_suffix("").parts, f"{function}:{line}"))
    return f"{path.stem} {function}" if file != "~" else function


def as_text(title: str, profile: Profile, lines: int) -> str:
    """Return the costliest functions of this project by the whole of their time, and of all by their own."""
    ours = [part for part in profile.parts if part.where.split(".")[0] in ("app", "index", "ingest", "prompts")]
    own = sorted(profile.parts, key=lambda part: -part.own)
    out = [f"{title}: {profile.ms:.0f} ms bộ xử lý (không đo từng hàm)"]
    for name, parts in (("kể cả phần gọi tới", ours), ("của riêng từng hàm", own)):
        out += ["", f"{'lần':>8} {'riêng':>9} {'cả':>9}  {name} (ms, có đo từng hàm)"]
        out += [f"{part.calls:8.1f} {part.own:9.2f} {part.whole:9.2f}  {part.where}" for part in parts[:lines]]
    return "\n".join(out) + "\n"
