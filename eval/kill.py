"""Does a kill lose or double anything? Each operation is killed (-9) at random moments, run again, and compared.

Afterwards the library must equal that of an undisturbed run: the same reports, passages, vectors (in the catalogue and in
the vector store), keyword index and copies of files. What is looked at is storing, not meaning, so that passages are
embedded by a hash; each operation runs in a process of its own, forked from one that has loaded everything.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from app.library.ingestion import Shelving
from app.library.uploads import OPEN, UploadState
from app.office import Office
from app.storage.running_work import Work
from index.build import bring_in, forget, rebuild
from index.embedding.embedder import ReadStatement, Vectors
from index.folders import find_files
from index.store.library import Library
from index.store.locks import write_lock
from settings import Settings

PATIENCE = 120.0  # seconds that one operation may take; a run that waits for good counts as broken
DIMENSION = 64


class Hashed:
    """An :class:`index.embedding.embedder.Embedder` whose vectors depend on the text alone and mean nothing."""

    name = "hash"

    def passages(self, texts: Sequence[str]) -> Vectors:
        """See :class:`index.embedding.embedder.Embedder`."""
        return np.stack([self.query(text) for text in texts]) if texts else np.zeros((0, DIMENSION), np.float32)

    def query(self, text: str) -> Vectors:
        """See :class:`index.embedding.embedder.Embedder`."""
        vector = np.random.default_rng(zlib.crc32(text.encode())).normal(size=DIMENSION).astype(np.float32)
        return vector / np.linalg.norm(vector)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """See :class:`index.embedding.embedder.Embedder`; a token is a word between spaces."""
        return [len(text.split()) for text in texts]

    def read(self, question: str, statements: Sequence[ReadStatement]) -> None:
        """See :class:`index.embedding.embedder.Embedder`; it has not learned to read."""


@dataclass(frozen=True, slots=True)
class Killed:
    """One killed run of an operation: when (seconds), how many reports it left, and what was wrong afterwards."""

    operation: str
    after: float
    reports_left: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Operation:
    """What is killed. ``ready`` makes the library that it begins with; ``keeps``: no report may be gone after the kill."""

    ready: Callable[[Settings, Sequence[Path]], None]
    run: Callable[[Settings, Sequence[Path]], None]
    keeps: bool


def _ingest(settings: Settings, paths: Sequence[Path]) -> None:
    outcome = bring_in(Library.open(settings, create=True), Hashed(), paths)
    if outcome.unread:
        raise ValueError(f"không đọc được {outcome.unread}")


def _nothing(settings: Settings, paths: Sequence[Path]) -> None:  # noqa: ARG001 - as all operations
    settings.data_dir.mkdir(parents=True)


def _delete(settings: Settings, paths: Sequence[Path]) -> None:
    library = Library.open(settings)
    with write_lock(settings):
        library.repair()
    forget(library, [str(find_files(paths)[0])])


def _loose(settings: Settings, paths: Sequence[Path]) -> None:
    _ingest(settings, paths)
    _delete(settings, paths)


def _compact(settings: Settings, paths: Sequence[Path]) -> None:  # noqa: ARG001 - as all operations
    library = Library.open(settings)
    with write_lock(settings):
        library.repair()
        library.compact()


def _rebuild(settings: Settings, paths: Sequence[Path]) -> None:  # noqa: ARG001 - as all operations
    rebuild(settings, Hashed())


def _reindex(settings: Settings, paths: Sequence[Path]) -> None:  # noqa: ARG001 - as all operations
    """Rebuild while the library is open and searched, as the page does."""
    library = Library.open(settings)
    question = Hashed().query("câu hỏi")
    library.vectors.nearest(question, 3, None)
    rebuild(settings, Hashed())
    library.refresh()
    library.vectors.nearest(question, 3, None)


def _queue(settings: Settings, paths: Sequence[Path]) -> None:
    """Hand the files in, as the page does, without reading them."""
    shelving = _shelving(settings)
    for file in find_files(paths):
        incoming = shelving.uploads.begin(file.name, settings.limits.max_file_mb)
        incoming.write(file.read_bytes())
        incoming.close()
        shelving.hand_in(incoming, "eval")


def _app(settings: Settings, paths: Sequence[Path]) -> None:  # noqa: ARG001 - as all operations
    """Read what waits, as the running app does."""
    shelving = _shelving(settings)
    shelving.start()
    while any(upload.state in OPEN for upload in shelving.uploads.all()):
        time.sleep(0.02)
    shelving.stop()
    if any(upload.state is UploadState.UNREAD for upload in shelving.uploads.all()):
        raise ValueError(f"không đọc được {[upload.said for upload in shelving.uploads.all()]}")


def _shelving(settings: Settings) -> Shelving:
    library = Library.open(settings, create=True)
    return Shelving(lambda: library, Hashed(), Office.open(settings).store, Work())


OPERATIONS: Mapping[str, _Operation] = {
    "ingest": _Operation(_nothing, _ingest, keeps=False),
    "delete": _Operation(_ingest, _delete, keeps=False),
    "rebuild": _Operation(_ingest, _rebuild, keeps=True),
    "compaction": _Operation(_loose, _compact, keeps=True),
    "reindex": _Operation(_ingest, _reindex, keeps=True),
    "app": _Operation(_queue, _app, keeps=False),
}


def trials(
    paths: Sequence[Path], settings: Settings, times: int, seed: int, operations: Sequence[str] = tuple(OPERATIONS)
) -> Iterator[Killed]:
    """Yield the outcome of each killed run, ``times`` for each operation.

    Moments are drawn evenly from the length of an undisturbed run. An embedded vector store is used whatever is set.

    :raises RuntimeError: an undisturbed run fails.
    """
    draw = random.Random(seed)  # noqa: S311 - moments, not secrets
    settings = replace(settings, chroma_url=None, database_url=None, embedding_model=Hashed.name)
    for name in operations:
        operation = OPERATIONS[name]
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            begun = replace(settings, data_dir=folder / "begun")
            _finish(lambda: operation.ready(begun, paths), folder)  # noqa: B023 - run at once
            length, expected = _undisturbed(operation, begun, paths, folder)
            for number in range(times):
                own = replace(settings, data_dir=folder / f"run{number}")
                shutil.copytree(begun.data_dir, own.data_dir)
                yield _killed(name, own, paths, draw.uniform(0.02, 0.98) * length, expected)
                shutil.rmtree(own.data_dir)


def _undisturbed(operation: _Operation, begun: Settings, paths: Sequence[Path], folder: Path) -> tuple[float, str]:
    """Return how long an undisturbed run takes, in seconds, and the digest of what it leaves."""
    whole = replace(begun, data_dir=folder / "whole")
    shutil.copytree(begun.data_dir, whole.data_dir)
    started = time.monotonic()
    _finish(lambda: operation.run(whole, paths), folder)
    return time.monotonic() - started, _finish(lambda: fingerprint(whole), folder)


def _killed(name: str, own: Settings, paths: Sequence[Path], after: float, expected: str) -> Killed:
    operation, folder = OPERATIONS[name], own.data_dir.parent
    before = _finish(lambda: str(_reports(own)), folder)
    child = _forked(lambda: operation.run(own, paths), folder / "answer")
    time.sleep(after)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    try:
        left = int(_finish(lambda: str(_reports(own)), folder))
        if operation.keeps and left != int(before):
            return Killed(name, after, left, f"còn {left} trong {before} báo cáo")
        _finish(lambda: operation.run(own, paths), folder)
        same = _finish(lambda: fingerprint(own), folder) == expected
    except RuntimeError as error:
        return Killed(name, after, -1, str(error))
    return Killed(name, after, left, "" if same else "chỉ mục khác với lượt không bị ngắt")


def fingerprint(settings: Settings) -> str:
    """Return a digest of all that is kept: reports, passages, vectors in both stores, keyword index, copies of files."""
    library = Library.open(settings)
    digest = hashlib.sha256()
    for report in library.catalog.reports():
        digest.update(report.id.encode() + report.text.encode())
    digest.update(str(sorted(library.catalog.sources().values())).encode())
    stored = library.vectors.all()
    for identity, vector in sorted(library.catalog.vectors().items()):
        other = stored.pop(identity, np.zeros(0, dtype=np.float32))
        digest.update(identity.encode() + vector.tobytes() + bytes([other.size > 0 and np.allclose(vector, other)]))
    digest.update(str(sorted(stored)).encode())
    counts = list(library.catalog.term_counts())
    digest.update(str(counts).encode())
    digest.update(str(sorted(library.keywords.postings.passage_counts().items())).encode())
    for term, _ in counts:
        digest.update(str(library.keywords.postings.search([term], 1000)).encode())
    digest.update(str(sorted(file.name for file in settings.originals_dir.iterdir())).encode())
    return digest.hexdigest()


def _reports(settings: Settings) -> int:
    from index.errors import IndexProblem

    try:
        return len(Library.open(settings).catalog.report_ids())
    except IndexProblem:
        return 0


def _finish(work: Callable[[], str | None], folder: Path) -> str:
    """Do a piece of work in a process of its own and return what it returns.

    :raises RuntimeError: it fails, or takes too long; with the last line of its error.
    """
    answer = folder / "answer"
    answer.unlink(missing_ok=True)
    child, deadline = _forked(work, answer), time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            reply = answer.read_text(encoding="utf-8") if answer.exists() else ""
            if status:
                raise RuntimeError(reply.strip().splitlines()[-1] if reply else f"tiến trình dừng, mã {status}")
            return reply
        time.sleep(0.01)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    raise RuntimeError(f"chưa xong sau {PATIENCE:.0f} giây")


def _forked(work: Callable[[], str | None], answer: Path) -> int:
    """Begin a piece of work in a process and session of its own. No store is open in this one: it would not live on."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        os.setsid()
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 2)
        answer.write_text(work() or "", encoding="utf-8")
        status = 0
    except BaseException:  # noqa: BLE001 - the door of this process
        answer.write_text(traceback.format_exc(), encoding="utf-8")
    finally:
        os._exit(status)
