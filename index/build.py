"""Bringing files into the library: what is new or changed is read, cut, embedded and stored, one report at a time."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path

import numpy as np

from index.catalog import Catalog
from index.embedding import Embedder, Vectors
from index.errors import IndexProblem
from index.library import CATALOG_FILE, RETIRED, UNFINISHED, Library, settled, write_lock
from index.vectors import forget_clients
from ingest import passages, readers, report
from ingest.errors import UnreadableFile
from ingest.model import Passage
from ingest.text import normalize
from ingest.worker import ReportReader
from settings import Settings

EMBEDDED_AT_ONCE = 64  # passages between two steps of the progress bar; sorted by length within, so little is padded
OCR_SHARE = 0.8  # of the time of a scanned file

Progress = Callable[[str, float], None]  # name of the file, share of the whole run done (0-1)


@dataclass(slots=True)
class Outcome:
    """What a run did; paths and file names as given, in order."""

    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    copies: list[tuple[str, str]] = field(default_factory=list)  # (file, the file it is a copy of)
    unread: list[tuple[str, str]] = field(default_factory=list)  # (file, reason)
    vanished: list[str] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)
    passages: int = 0  # embedded in this run

    def and_then(self, later: Outcome) -> Outcome:
        """Return what this run and the one after it did together."""
        both = {f.name: getattr(self, f.name) + getattr(later, f.name) for f in fields(self)}
        return Outcome(**both)


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files to read, in order: files as given, folders searched for known kinds, hidden files left out."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = (p for p in sorted(path.rglob("*")) if p.is_file() and p.suffix.lower() in readers.SUFFIXES)
            for file in inside:
                if not any(part.startswith((".", "~$")) for part in file.relative_to(path).parts):
                    found[_plain(file)] = None
        else:
            found[_plain(path)] = None
    return list(found)


def _plain(path: Path) -> Path:
    """Return the path without "..", so that one file has one name; links stay what they are."""
    return Path(os.path.normpath(path.absolute()))


def bring_in(
    library: Library, embedder: Embedder, paths: Sequence[Path], progress: Progress = lambda name, share: None
) -> Outcome:
    """Bring files and folders into the library.

    Unchanged files (same bytes at the same path) are skipped, changed ones replace what they held, the same bytes at
    another path are recorded as a copy. A file that cannot be read is noted and the others go on. Files that were
    brought in from a given folder before and are gone now are noted and stay in the library.

    :raises IndexProblem: the index cannot be written, or another run is writing.
    """
    outcome = Outcome()
    with write_lock(library.settings):
        library.repair()
        files = find_files(paths)
        sizes = [_size(file) for file in files]
        total, done = max(1, sum(sizes)), 0
        with ReportReader(library.settings.limits, library.settings.pages_dir) as reader:
            for file, size, following in zip(files, sizes, [*files[1:], None], strict=True):
                name = normalize(file.name)
                progress(name, done / total)
                step = _scaled(progress, name, done / total, size / total)
                _bring_in_one(_Run(library, embedder, reader, outcome), file, step, following=following)
                done += size
        progress("", 1.0)
        outcome.vanished = _vanished(library, paths)
    return outcome


def rebuild(settings: Settings, embedder: Embedder, progress: Progress = lambda name, share: None) -> Outcome:
    """Make the index anew from the library's own copies of the files, with the model the settings name.

    The new index grows beside the old one and takes its place at the end, so a killed run leaves the old one.

    :raises IndexProblem: there is no library, it cannot be written, or another run is writing.
    """
    folder = settled(settings.index_dir)
    if not (folder / CATALOG_FILE).exists():
        raise IndexProblem(f"Chưa có thư viện nào trong {settings.data_dir} để tạo lại. Hãy nạp: python -m ingest THƯ_MỤC")
    outcome = Outcome()
    with write_lock(settings):
        old = Catalog(folder / CATALOG_FILE)
        unfinished, retired = folder.with_suffix(UNFINISHED), folder.with_suffix(RETIRED)
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.rmtree(retired, ignore_errors=True)
        fresh = Library.open(settings, create=True, folder=unfinished)
        sources = old.sources()
        with ReportReader(settings.limits, settings.pages_dir) as reader:
            for at, (path, identity) in enumerate(sources.items()):
                name = old.file_of(identity)
                progress(name, at / len(sources))
                copy = original(settings.originals_dir, identity, name)
                kept = copy if copy.exists() else None  # a lost copy is made anew from the file itself
                step = _scaled(progress, name, at / len(sources), 1 / len(sources))
                _bring_in_one(_Run(fresh, embedder, reader, outcome), Path(path), step, kept)
        fresh.catalog.close()
        old.close()
        forget_clients()
        folder.rename(retired)
        unfinished.rename(folder)
        shutil.rmtree(retired, ignore_errors=True)
    progress("", 1.0)
    return outcome


def _scaled(progress: Progress, name: str, start: float, share: float) -> Callable[[float], None]:
    return lambda part: progress(name, start + part * share)


@dataclass(frozen=True, slots=True)
class _Run:
    """What one run works with."""

    library: Library
    embedder: Embedder
    reader: ReportReader
    outcome: Outcome


def _bring_in_one(
    run: _Run,
    file: Path,
    progress: Callable[[float], None],
    kept: Path | None = None,
    following: Path | None = None,
) -> None:
    """Bring one file in.

    :param kept: read this copy of it instead.
    :param following: the file that comes after it; it is read while this one is embedded.
    """
    outcome, name = run.outcome, str(file)
    content = kept or file
    try:
        identity = report.content_id(content)
    except OSError as error:
        outcome.unread.append((name, f"không mở được tệp ({error.strerror}); hãy kiểm tra đường dẫn và quyền đọc"))
        return
    known = run.library.catalog.sources()
    if known.get(name) == identity:
        outcome.unchanged.append(name)
        return
    holders = [path for path, held in known.items() if held == identity]
    if holders:
        run.library.point(name, identity)
        outcome.copies.append((name, holders[0]))
        return
    steps = _Steps(progress)
    try:
        made = run.reader.understand(content, normalize(file.name), steps.read)
    except UnreadableFile as error:
        outcome.unread.append((name, str(error)))
        return
    if following is not None and _is_new(following, {*known.values(), identity}):
        run.reader.expect(following, normalize(following.name))
    pieces = passages.cut(made, run.embedder.count_tokens)
    if not pieces:
        outcome.unread.append((name, "tệp không có nội dung nào để tra cứu; hãy kiểm tra lại tệp gốc"))
        return
    vectors = _embedded(run.embedder, pieces, steps.embedded)
    _keep_original(run.library.settings.originals_dir, content, identity)
    run.library.add(made, pieces, vectors, name)
    (outcome.replaced if name in known else outcome.added).append(name)
    outcome.warnings.extend((name, warning) for warning in made.warnings)
    outcome.passages += len(pieces)


@dataclass(slots=True)
class _Steps:
    """The progress of one file: reading it takes a share worth showing only where pages go through OCR."""

    progress: Callable[[float], None]
    before: float = 0.0  # share of the file's time that reading took

    def read(self, share: float) -> None:
        """Tell of OCR."""
        self.before = OCR_SHARE
        self.progress(share * OCR_SHARE)

    def embedded(self, share: float) -> None:
        """Tell of embedding."""
        self.progress(self.before + share * (1 - self.before))


def _is_new(file: Path, held: set[str]) -> bool:
    """Say whether a file holds what the library does not hold yet."""
    try:
        return report.content_id(file) not in held
    except OSError:
        return False


def _embedded(embedder: Embedder, pieces: Sequence[Passage], progress: Callable[[float], None]) -> Vectors:
    """Embed a report by itself, so that its vectors do not depend on what else a run brings in."""
    parts = []
    for at in range(0, len(pieces), EMBEDDED_AT_ONCE):
        parts.append(embedder.passages([p.embedded for p in pieces[at : at + EMBEDDED_AT_ONCE]]))
        progress(min(1.0, (at + EMBEDDED_AT_ONCE) / len(pieces)))
    return np.concatenate(parts)


def original(originals: Path, identity: str, file: str) -> Path:
    """Return where the library keeps its copy of a report's file."""
    return originals / f"{identity}{Path(file).suffix.lower()}"


def _keep_original(originals: Path, file: Path, identity: str) -> None:
    kept = original(originals, identity, file.name)
    if kept.exists():
        return
    originals.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=originals, prefix=".")
    os.close(handle)
    shutil.copyfile(file, unfinished)
    os.rename(unfinished, kept)


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _vanished(library: Library, paths: Sequence[Path]) -> list[str]:
    folders = [str(_plain(path)) + os.sep for path in paths if path.is_dir()]
    return [
        path for path in library.catalog.sources() if any(path.startswith(f) for f in folders) and not Path(path).exists()
    ]
