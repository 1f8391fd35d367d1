"""Adding and deleting a report while people ask: how long until it is found or gone, and how long their questions take."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.assistant import Assistant
from index.build import BuildOutcome, forget, store
from index.embedding.embedder import Embedder
from index.preparation import prepare
from index.store.library import Library
from index.store.locks import write_lock
from ingest.worker import ReportReader

WORD = "Zưrvaqen Khuýploth"  # in no other report
TEXT = f"""ỦY BAN NHÂN DÂN
XÃ {WORD.upper()}

BÁO CÁO
Kết quả công tác năm 2024

I. KẾT QUẢ

Năm 2024 xã {WORD} có 37 hộ nghèo, giảm 4 hộ so với năm 2023. Thu ngân sách đạt 1.234 triệu đồng.

II. HẠN CHẾ

Một số chỉ tiêu đạt thấp, còn 2 thôn chưa có nhà văn hóa.
"""
PATIENCE = 60.0  # seconds after which a change counts as lost


@dataclass(frozen=True, slots=True)
class ReportChanges:
    """Seconds until a report was found and until it was gone; milliseconds of every question asked meanwhile."""

    added: float
    deleted: float
    asked: tuple[float, ...]


def measure(library: Library, embedder: Embedder, questions: Sequence[str], people: int, scratch: Path) -> ReportChanges:
    """Bring a report in and take it out again while ``people`` ask one question after another, each with a short rest."""
    assistant = Assistant(library, embedder)
    file = scratch / "them-vao.txt"
    file.write_text(TEXT, encoding="utf-8")
    ended, times, lock = threading.Event(), [], threading.Lock()

    def ask(first: int) -> None:
        at = first
        while not ended.is_set():
            started = time.perf_counter()
            assistant.search(questions[at % len(questions)])
            with lock:
                times.append(1000 * (time.perf_counter() - started))
            at += 1
            ended.wait(1.0)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(people)]
    for thread in threads:
        thread.start()
    try:
        with ReportReader() as reader:  # as the app does it: the reader's process stands ready, nothing else is looked over
            added = _until(lambda: _bring_in(library, embedder, reader, file), lambda: _is_found(assistant))
        deleted = _until(lambda: forget(library, [str(file)]), lambda: not _is_found(assistant))
    finally:
        ended.set()
        for thread in threads:
            thread.join()
        file.unlink()
    return ReportChanges(added, deleted, tuple(times))


def _bring_in(library: Library, embedder: Embedder, reader: ReportReader, file: Path) -> None:
    ready = prepare(library, embedder, reader, file, file)
    with write_lock(library.settings):
        store(library, ready, BuildOutcome())
        library.clean()


def _is_found(assistant: Assistant) -> bool:
    return any(WORD in hit.passage.text for hit in assistant.search(f"hộ nghèo xã {WORD}", 3))


def _until(change: Callable[[], object], is_visible: Callable[[], bool]) -> float:
    """Return the seconds from the beginning of a change until it is seen; :data:`PATIENCE` where it is not."""
    started = time.perf_counter()
    change()
    while not is_visible():
        if time.perf_counter() - started > PATIENCE:
            return PATIENCE
        time.sleep(0.05)
    return time.perf_counter() - started
