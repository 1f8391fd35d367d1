"""One file made ready to be stored: read, cut and embedded. Nothing is written here."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from index.embedding.embedder import Embedder, Vectors
from index.store.corrections import Corrections
from index.store.library import Library
from ingest import passages, report
from ingest.errors import UnreadableFile
from ingest.language.text import normalize
from ingest.model import Metadata, Passage, Report
from ingest.readers import bundles
from ingest.worker import ReportReader

EMBEDDED_AT_ONCE = 64  # passages between two steps of the progress bar; sorted by length within, so little is padded

OCR_SHARE = 0.8  # share of a scanned file's time that reading it by OCR takes

UNREAD = Metadata()


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
    if library.catalog.holds(identity):
        return Prepared(str(file), content, identity)
    steps = _Steps(progress)
    read = reader.understand(content, normalize(file.name), steps.read)
    if following is not None and _is_new(following, library, identity):
        reader.expect(following, normalize(following.name))
    facts = Corrections.load(library.settings.shared_dir).applied(read.metadata, identity, str(file))
    corrected = replace(read, metadata=facts)
    pieces = passages.cut(corrected, embedder.count_tokens)
    if not pieces:
        raise UnreadableFile("tệp không có nội dung nào để tra cứu; hãy kiểm tra lại tệp gốc")
    vectors = embed_passages(embedder, pieces, steps.embedded)
    return Prepared(str(file), content, identity, corrected, tuple(pieces), vectors, read.metadata)


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


def _is_new(file: Path, library: Library, before: str) -> bool:
    """Say whether a file is a report by itself that the library does not hold yet, nor the file ``before`` it, by its id."""
    try:
        if bundles.may_hold_files(file):
            return False
        identity = report.content_id(file)
    except OSError:
        return False
    return identity != before and not library.catalog.holds(identity)


def embed_passages(embedder: Embedder, pieces: Sequence[Passage], progress: Callable[[float], None]) -> Vectors:
    """Embed a report by itself, so that its vectors do not depend on what else a run brings in."""
    parts = []
    for at in range(0, len(pieces), EMBEDDED_AT_ONCE):
        parts.append(embedder.passages([p.embedded for p in pieces[at : at + EMBEDDED_AT_ONCE]]))
        progress(min(1.0, (at + EMBEDDED_AT_ONCE) / len(pieces)))
    return np.concatenate(parts)
