"""Bringing files into the library: what is new or changed is read, cut, embedded and stored, one report at a time."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

import numpy as np

from index.embedding.embedder import Embedder
from index.errors import IndexProblem
from index.folders import explore, plain_path
from index.originals import keep_original, original
from index.preparation import Prepared, embed_passages, prepare, prepare_member, taken_apart
from index.store.corrections import Corrections, Value
from index.store.leftovers import clean
from index.store.library import Library
from index.store.locks import write_lock
from index.store.place import place_of
from index.store.vectors import forget_clients
from ingest import passages
from ingest.errors import UnreadableFile
from ingest.language.text import normalize
from ingest.readers import bundles
from ingest.worker import ReportReader
from settings import Settings

Progress = Callable[[str, float], None]  # name of the file, share of the whole run done (0-1)


@dataclass(slots=True)
class BuildOutcome:
    """What a run did; paths and file names as given, in order."""

    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    copies: list[tuple[str, str]] = field(default_factory=list)  # (file, the file it is a copy of)
    unread: list[tuple[str, str]] = field(default_factory=list)  # (file, reason)
    vanished: list[str] = field(default_factory=list)
    passed_over: list[tuple[str, str]] = field(default_factory=list)  # (link, reason)
    mended: int = 0  # passages that were put back into a damaged vector store, or taken out of it
    warnings: list[tuple[str, str]] = field(default_factory=list)
    passages: int = 0  # embedded in this run

    def and_then(self, later: BuildOutcome) -> BuildOutcome:
        """Return what this run and the one after it did together."""
        both = {f.name: getattr(self, f.name) + getattr(later, f.name) for f in fields(self)}
        return BuildOutcome(**both)


def bring_in(
    library: Library, embedder: Embedder, paths: Sequence[Path], progress: Progress = lambda name, share: None
) -> BuildOutcome:
    """Bring files and folders into the library.

    Unchanged files (same bytes at the same path) are skipped, changed ones replace what they held, the same bytes at
    another path are recorded as a copy. A file that cannot be read is noted and the others go on. Files that were
    brought in from a given folder before and are gone now are noted and stay in the library.

    :raises IndexProblem: the index cannot be written, or another run is writing.
    """
    outcome = BuildOutcome()
    with write_lock(library.settings):
        outcome.mended = library.repair()
        files, outcome.passed_over = explore(paths)
        sizes = [_size(file) for file in files]
        total, read_bytes = max(1, sum(sizes)), 0
        with (
            ReportReader(library.settings.limits, library.settings.pages_dir, whole=False) as reader,
            library.keywords.together(),
        ):
            for file, size, following in zip(files, sizes, [*files[1:], None], strict=True):
                name = normalize(file.name)
                progress(name, read_bytes / total)
                step = _scale(progress, name, read_bytes / total, size / total)
                _bring_in_one(_Run(library, embedder, reader, outcome), file, step, following=following)
                read_bytes += size
        library.clean()
        progress("", 1.0)
        outcome.vanished = _find_vanished(library, paths)
    return outcome


def rebuild(settings: Settings, embedder: Embedder, progress: Progress = lambda name, share: None) -> BuildOutcome:
    """Make the index anew from the library's own copies of the files, with the model the settings name.

    The new index grows beside the old one and takes its place at the end, so a killed run leaves the old one.

    :raises IndexProblem: there is no library, it cannot be written, or another run is writing.
    """
    place = place_of(settings)
    old = place.find()
    if old is None:
        raise IndexProblem(f"Chưa có thư viện nào trong {settings.data_dir} để tạo lại. Hãy nạp: python -m ingest THƯ_MỤC")
    outcome = BuildOutcome()
    with write_lock(settings):
        clean(settings, old)  # the new index will not know which reports left files behind
        fresh = Library.beside(settings)
        sources = old.sources()
        with ReportReader(settings.limits, settings.pages_dir, whole=False) as reader, fresh.keywords.together():
            for at, (path, identity) in enumerate(sources.items()):
                name = old.file_of(identity)
                progress(name, at / len(sources))
                copy = original(settings.originals_dir, identity, name)
                own_copy = copy if copy.exists() else None  # a lost copy is made anew from the file itself
                step = _scale(progress, name, at / len(sources), 1 / len(sources))
                _bring_in_one(_Run(fresh, embedder, reader, outcome), Path(path), step, own_copy)
        fresh.catalog.note("revision", old.about()["revision"])  # caches that are keyed by the revision must read anew
        fresh.catalog.close()
        old.close()
        forget_clients()
        place.replace(old, fresh.catalog)
    progress("", 1.0)
    return outcome


def _scale(progress: Progress, name: str, start: float, share: float) -> Callable[[float], None]:
    return lambda part: progress(name, start + part * share)


@dataclass(frozen=True, slots=True)
class _Run:
    """What one run works with."""

    library: Library
    embedder: Embedder
    reader: ReportReader
    outcome: BuildOutcome


def _bring_in_one(
    run: _Run,
    file: Path,
    progress: Callable[[float], None],
    own_copy: Path | None = None,
    following: Path | None = None,
) -> None:
    """Bring one file in.

    :param own_copy: read this copy of it instead.
    :param following: the file that comes after it; it is read while this one is embedded.
    """
    try:
        # a copy is of one report; what else lay in its file has a copy of its own, or was deleted
        with taken_apart(run.reader, file) if own_copy is None else contextlib.nullcontext(()) as members:
            for member in members:
                _bring_in_member(run, file, member, progress)
            if members:
                return
        ready = prepare(run.library, run.embedder, run.reader, file, own_copy or file, progress, following)
    except UnreadableFile as error:
        run.outcome.unread.append((str(file), str(error)))
        return
    store(run.library, ready, run.outcome)


def _bring_in_member(run: _Run, file: Path, member: bundles.Member, progress: Callable[[float], None]) -> None:
    path = file / member.name
    try:
        store(run.library, prepare_member(run.library, run.embedder, run.reader, file, member, progress), run.outcome)
    except UnreadableFile as error:
        run.outcome.unread.append((str(path), str(error)))


def store(library: Library, ready: Prepared, outcome: BuildOutcome) -> None:
    """Put a prepared file into the library, and what was done into the outcome. Call it with the lock held."""
    before = library.catalog.report_at(ready.path)
    if before == ready.identity:
        outcome.unchanged.append(ready.path)
        return
    if holders := library.catalog.paths_of(ready.identity):
        library.point(ready.path, ready.identity)
        outcome.copies.append((ready.path, holders[0]))
        return
    if ready.report is None or ready.vectors is None:  # deleted since it was looked up
        outcome.unread.append((ready.path, "báo cáo cùng nội dung vừa bị xóa khỏi thư viện; hãy nạp lại tệp này"))
        return
    keep_original(library.settings.originals_dir, ready.content, ready.identity, Path(ready.path).name)
    library.add(ready.report, ready.passages, ready.vectors, ready.path)
    Corrections.load(library.settings.shared_dir).follow(ready.path, ready.identity, ready.read)
    (outcome.replaced if before is not None else outcome.added).append(ready.path)
    outcome.warnings.extend((ready.path, warning) for warning in ready.report.warnings)
    outcome.passages += len(ready.passages)


def forget(library: Library, paths: Iterable[str]) -> None:
    """Take paths out, with the reports that no other path holds and all that the library keeps of them.

    :raises IndexProblem: another run is writing.
    """
    with write_lock(library.settings):
        remove(library, paths)


def remove(library: Library, paths: Iterable[str]) -> None:
    """Do what :func:`forget` does, with the lock held by the caller."""
    listed = list(paths)
    before = library.catalog.sources()
    with library.keywords.together():
        for path in listed:
            library.forget(path)
    left = set(library.catalog.report_ids())
    corrections = Corrections.load(library.settings.shared_dir)
    for identity in {before[path] for path in listed if path in before} - left:
        corrections.drop(identity, [path for path, holder in before.items() if holder == identity])
    library.clean()


def correct(library: Library, embedder: Embedder, identity: str, right: Mapping[str, Value]) -> int:
    """Put the facts of a report right, in place of what was put right before; return how many passages were embedded.

    Only passages whose label changes are embedded anew. Without facts the report is again as it was read. The caller holds
    the lock.

    :raises KeyError: no such report.
    """
    catalog = library.catalog
    current = catalog.report(identity)
    corrections = Corrections.load(library.settings.shared_dir)
    read = corrections.as_read(current.metadata, identity)
    paths = [path for path, own in catalog.sources().items() if own == identity]
    corrections.put(identity, paths, read, {name: value for name, value in right.items() if value != getattr(read, name)})
    corrected = replace(current, metadata=corrections.applied(read, identity, ""))
    pieces = passages.cut(corrected, embedder.count_tokens)
    before = {passage.id: passage.embedded for passage in catalog.passages_of(identity)}
    vectors = catalog.vectors_of([identity])
    anew = [passage for passage in pieces if before.get(passage.id) != passage.embedded]
    if anew:
        fresh_vectors = embed_passages(embedder, anew, lambda share: None)
        vectors = {**vectors, **{passage.id: vector for passage, vector in zip(anew, fresh_vectors, strict=True)}}
    library.update(corrected, pieces, np.stack([vectors[passage.id] for passage in pieces]), [p.id for p in anew])
    return len(anew)


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _find_vanished(library: Library, paths: Sequence[Path]) -> list[str]:
    folders = [str(plain_path(path)) + os.sep for path in paths if path.is_dir()]
    return [
        path
        for path in library.catalog.sources()
        if any(path.startswith(f) for f in folders) and not bundles.holder(Path(path)).exists()
    ]
