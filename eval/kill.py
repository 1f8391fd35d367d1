"""Does a killed run lose anything? Kill an indexing run at random moments, let the next run finish, compare.

The index must equal that of an undisturbed run: the same reports, passages, vectors (in the catalogue and in the
vector store) and keyword index, nothing lost, nothing twice.
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from index.library import Library
from settings import Settings


@dataclass(frozen=True, slots=True)
class Killed:
    """One killed run: when it was killed, how many reports it left, whether the next run made the index whole."""

    after: float
    reports_left: int
    whole: bool


def trials(paths: Sequence[Path], settings: Settings, times: int, seed: int) -> Iterator[Killed]:
    """Yield the outcome of each killed run.

    Moments are drawn evenly from the length of an undisturbed run, its start-up included.
    """
    draw = random.Random(seed)  # noqa: S311 - moments, not secrets
    with tempfile.TemporaryDirectory() as scratch:
        whole = replace(settings, data_dir=Path(scratch) / "whole", chroma_url=None)
        started = time.perf_counter()
        _ingest(paths, whole).wait()
        length = time.perf_counter() - started
        expected = fingerprint(whole)
        for number in range(times):
            own = replace(settings, data_dir=Path(scratch) / f"run{number}", chroma_url=None)
            after = draw.uniform(0.05, 0.98) * length
            process = _ingest(paths, own)
            time.sleep(after)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            left = _reports(own)
            _ingest(paths, own).wait()
            yield Killed(after, left, fingerprint(own) == expected)


def fingerprint(settings: Settings) -> str:
    """Return a digest of everything a search can see: reports, passages, vectors in both stores, keyword index."""
    library = Library.open(settings)
    digest = hashlib.sha256()
    for report in library.catalog.reports():
        digest.update(report.id.encode() + report.text.encode())
    stored = library.vectors.all()
    for identity, vector in sorted(library.catalog.vectors().items()):
        other = stored.pop(identity, np.zeros(0, dtype=np.float32))
        digest.update(identity.encode() + vector.tobytes() + bytes(np.allclose(vector, other) if other.size else False))
    digest.update(str(sorted(stored)).encode())
    digest.update(str(sorted(library.catalog.term_counts())).encode())
    return digest.hexdigest()


def _reports(settings: Settings) -> int:
    from index.errors import IndexProblem

    try:
        return len(Library.open(settings).catalog.report_ids())
    except IndexProblem:
        return 0


def _ingest(paths: Sequence[Path], settings: Settings) -> subprocess.Popen[bytes]:
    environment = os.environ | {
        "DATA_DIR": str(settings.data_dir),
        "MODEL_DIR": str(settings.model_dir.resolve()),
        "CHROMA_URL": "",
    }
    command = [sys.executable, "-m", "ingest", *map(str, paths)]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
