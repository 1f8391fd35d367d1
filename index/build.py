"""Bringing files into the library: what is new or changed is read, cut, embedded and stored, one report at a time."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

import numpy as np

from index.embedding.embedder import Embedder, Vectors
from index.errors import IndexProblem
from index.store.catalog import Catalog
from index.store.corrections import Corrections, Value
from index.store.library import CATALOG_FILE, RETIRED, UNFINISHED, Library, clean, settled, write_lock
from index.store.vectors import forget_clients
from ingest import passages, readers, report
from ingest.errors import UnreadableFile
from ingest.language.text import normalize
from ingest.model import Metadata, Passage, Report
from ingest.readers import bundles
from ingest.readers.passed_over import HIDDEN, is_leftover, why_no_reader
from ingest.worker import ReportReader
from settings import Settings

EMBEDDED_AT_ONCE = 64  # passages between two steps of the progress bar; sorted by length within, so little is padded
OCR_SHARE = 0.8  # of the time of a scanned file

UNREAD = Metadata()

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


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files to read, in order: files as given, folders searched for known kinds, hidden files left out."""
    return explore(paths)[0]


def explore(paths: Iterable[Path]) -> tuple[list[Path], list[tuple[str, str]]]:
    """Return the files to read (:func:`find_files`), and what is passed over in folders, each with the reason.

    A link is followed where it leads to a file within its folder: a folder may be shared, and whoever writes to it is not
    to have other files of this machine read. A folder within is read in its own place.
    """
    files: dict[Path, None] = {}
    passed: list[tuple[str, str]] = []
    for path in paths:
        if not path.is_dir():
            files[_plain(path)] = None
            continue
        for file in sorted(_inside(path)):
            reason = leads_outside(file, path)
            if reason and (file.suffix.lower() in readers.SUFFIXES or file.is_dir()):
                passed.append((str(_plain(file)), reason))
            elif file.is_file() and file.suffix.lower() in readers.SUFFIXES:
                files[_plain(file)] = None
            elif not reason and file.is_file() and not is_leftover(file.name):
                passed.append((str(_plain(file)), why_no_reader(file.name)))
    return list(files), passed


def _inside(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder and the links in it, hidden ones left out; linked folders are not entered."""
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(HIDDEN)]
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        yield from (Path(place) / name for name in (*files, *links) if not name.startswith(HIDDEN))


def leads_outside(file: Path, folder: Path) -> str:
    """Return why a file of a folder is not read: it is a link that leads out of it, or nowhere; empty: it is none."""
    try:
        target, root = file.resolve(strict=True), folder.resolve()
    except (OSError, RuntimeError):
        return "liên kết hỏng hoặc không đọc được; hãy chép chính tệp đó vào thư mục"
    if target.is_relative_to(root):
        return ""
    return "liên kết trỏ ra ngoài thư mục nên không được đọc; hãy chép chính tệp đó vào thư mục, hoặc nạp thẳng tệp đó"


def _plain(path: Path) -> Path:
    """Return the path without "..", so that one file has one name; links stay what they are."""
    return Path(os.path.normpath(path.absolute()))


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
        with ReportReader(library.settings.limits, library.settings.pages_dir) as reader, library.keywords.together():
            for file, size, following in zip(files, sizes, [*files[1:], None], strict=True):
                name = normalize(file.name)
                progress(name, read_bytes / total)
                step = _scaled(progress, name, read_bytes / total, size / total)
                _bring_in_one(_Run(library, embedder, reader, outcome), file, step, following=following)
                read_bytes += size
        library.clean()
        progress("", 1.0)
        outcome.vanished = _vanished(library, paths)
    return outcome


def rebuild(settings: Settings, embedder: Embedder, progress: Progress = lambda name, share: None) -> BuildOutcome:
    """Make the index anew from the library's own copies of the files, with the model the settings name.

    The new index grows beside the old one and takes its place at the end, so a killed run leaves the old one.

    :raises IndexProblem: there is no library, it cannot be written, or another run is writing.
    """
    folder = settled(settings.index_dir)
    if not (folder / CATALOG_FILE).exists():
        raise IndexProblem(f"Chưa có thư viện nào trong {settings.data_dir} để tạo lại. Hãy nạp: python -m ingest THƯ_MỤC")
    outcome = BuildOutcome()
    with write_lock(settings):
        old = Catalog(folder / CATALOG_FILE)
        clean(settings, old)  # the new index will not know what left something
        unfinished, retired = folder.with_suffix(UNFINISHED), folder.with_suffix(RETIRED)
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.rmtree(retired, ignore_errors=True)
        fresh = Library.open(settings, create=True, folder=unfinished)
        sources = old.sources()
        with ReportReader(settings.limits, settings.pages_dir) as reader, fresh.keywords.together():
            for at, (path, identity) in enumerate(sources.items()):
                name = old.file_of(identity)
                progress(name, at / len(sources))
                copy = original(settings.originals_dir, identity, name)
                own_copy = copy if copy.exists() else None  # a lost copy is made anew from the file itself
                step = _scaled(progress, name, at / len(sources), 1 / len(sources))
                _bring_in_one(_Run(fresh, embedder, reader, outcome), Path(path), step, own_copy)
        fresh.catalog.note("revision", old.about()["revision"])  # what remembers the old index by it must read anew
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
    outcome: BuildOutcome


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file ready to be stored: the path it is known by, where its content lies, its digest, and what was made of it.

    ``report`` is None where the library holds the same content already; passages and vectors are then empty.
    """

    path: str
    content: Path
    identity: str
    report: Report | None = None
    passages: tuple[Passage, ...] = ()
    vectors: Vectors | None = None
    read: Metadata = UNREAD  # the report's facts before they were put right


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
        with taken_apart(run.reader, own_copy or file) as members:
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


@contextlib.contextmanager
def taken_apart(reader: ReportReader, file: Path) -> Iterator[tuple[bundles.Member, ...]]:
    """Give the files within an archive, or a letter with attachments, as long as the context lasts; else nothing.

    :raises UnreadableFile: the file is damaged, or holds more than the limit.
    """
    if not bundles.may_hold_files(file):
        yield ()
        return
    with tempfile.TemporaryDirectory() as folder:
        yield reader.do(bundles.unpacked, file.absolute(), Path(folder))


def prepare_member(
    library: Library,
    embedder: Embedder,
    reader: ReportReader,
    file: Path,
    member: bundles.Member,
    progress: Callable[[float], None] = lambda share: None,
) -> Prepared:
    """Do what :func:`prepare` does for a file within ``file``; it is known by the path of that one and its own name.

    :raises UnreadableFile: with the reason, in Vietnamese.
    """
    if member.path is None:
        raise UnreadableFile(member.refused)
    return prepare(library, embedder, reader, file / member.name, member.path, progress)


def prepare(
    library: Library,
    embedder: Embedder,
    reader: ReportReader,
    file: Path,
    content: Path,
    progress: Callable[[float], None] = lambda share: None,
    following: Path | None = None,
) -> Prepared:
    """Read, cut and embed one file, unless the library holds its content. Needs no lock: nothing is written.

    :param file: the path it is known by; its name is the one the report is cited by.
    :param content: where it lies.
    :param following: the file that comes after it; it is read while this one is embedded.
    :raises UnreadableFile: with the reason, in Vietnamese.
    """
    try:
        identity = report.content_id(content)
    except OSError as error:
        raise UnreadableFile(f"không mở được tệp ({error.strerror}); hãy kiểm tra đường dẫn và quyền đọc") from error
    identities = set(library.catalog.sources().values())
    if identity in identities:
        return Prepared(str(file), content, identity)
    steps = _Steps(progress)
    read = reader.understand(content, normalize(file.name), steps.read)
    if following is not None and _is_new(following, {*identities, identity}):
        reader.expect(following, normalize(following.name))
    facts = Corrections.load(library.settings.data_dir).applied(read.metadata, identity, str(file))
    corrected = replace(read, metadata=facts)
    pieces = passages.cut(corrected, embedder.count_tokens)
    if not pieces:
        raise UnreadableFile("tệp không có nội dung nào để tra cứu; hãy kiểm tra lại tệp gốc")
    vectors = _embedded(embedder, pieces, steps.embedded)
    return Prepared(str(file), content, identity, corrected, tuple(pieces), vectors, read.metadata)


def store(library: Library, ready: Prepared, outcome: BuildOutcome) -> None:
    """Put a prepared file into the library, and what was done into the outcome. Call it with the lock held."""
    sources = library.catalog.sources()
    if sources.get(ready.path) == ready.identity:
        outcome.unchanged.append(ready.path)
        return
    holders = [path for path, identity in sources.items() if identity == ready.identity]
    if holders:
        library.point(ready.path, ready.identity)
        outcome.copies.append((ready.path, holders[0]))
        return
    if ready.report is None or ready.vectors is None:  # deleted since it was looked up
        outcome.unread.append((ready.path, "báo cáo cùng nội dung vừa bị xóa khỏi thư viện; hãy nạp lại tệp này"))
        return
    _keep_original(library.settings.originals_dir, ready.content, ready.identity, Path(ready.path).name)
    library.add(ready.report, ready.passages, ready.vectors, ready.path)
    Corrections.load(library.settings.data_dir).follow(ready.path, ready.identity, ready.read)
    (outcome.replaced if ready.path in sources else outcome.added).append(ready.path)
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
    corrections = Corrections.load(library.settings.data_dir)
    for identity in {before[path] for path in listed if path in before} - left:
        corrections.drop(identity, [path for path, holder in before.items() if holder == identity])
    library.clean()


def correct(library: Library, embedder: Embedder, identity: str, right: Mapping[str, Value]) -> int:
    """Put the facts of a report right, in place of what was put right before; return how many passages were embedded.

    Only passages whose label changes are embedded anew. No facts: the report is again as it was read. Call it with the
    lock held.

    :raises KeyError: no such report.
    """
    catalog = library.catalog
    current = catalog.report(identity)
    corrections = Corrections.load(library.settings.data_dir)
    read = corrections.as_read(current.metadata, identity)
    paths = [path for path, own in catalog.sources().items() if own == identity]
    corrections.put(identity, paths, read, {name: value for name, value in right.items() if value != getattr(read, name)})
    corrected = replace(current, metadata=corrections.applied(read, identity, ""))
    pieces = passages.cut(corrected, embedder.count_tokens)
    before = {passage.id: passage.embedded for passage in catalog.passages_of(identity)}
    vectors = catalog.vectors_of([identity])
    anew = [passage for passage in pieces if before.get(passage.id) != passage.embedded]
    if anew:
        fresh_vectors = _embedded(embedder, anew, lambda share: None)
        vectors = {**vectors, **{passage.id: vector for passage, vector in zip(anew, fresh_vectors, strict=True)}}
    library.update(corrected, pieces, np.stack([vectors[passage.id] for passage in pieces]), [p.id for p in anew])
    return len(anew)


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


def _is_new(file: Path, identities: set[str]) -> bool:
    """Say whether a file is a report by itself, which the library does not hold yet."""
    try:
        return not bundles.may_hold_files(file) and report.content_id(file) not in identities
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


def _keep_original(originals: Path, file: Path, identity: str, name: str) -> None:
    target = original(originals, identity, name)
    if target.exists():
        return
    originals.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=originals, prefix=".")
    os.close(handle)
    try:
        shutil.copyfile(file, unfinished)
        os.rename(unfinished, target)
    except OSError:
        Path(unfinished).unlink(missing_ok=True)
        raise


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _vanished(library: Library, paths: Sequence[Path]) -> list[str]:
    folders = [str(_plain(path)) + os.sep for path in paths if path.is_dir()]
    return [
        path
        for path in library.catalog.sources()
        if any(path.startswith(f) for f in folders) and not bundles.holder(Path(path)).exists()
    ]
