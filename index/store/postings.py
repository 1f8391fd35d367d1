"""The files of the keyword index: which passages hold a term. The only module that knows tantivy.

The terms of a passage, those of its headings included, are one field, ranked by BM25 (k1 1.2, b .75). Every write ends with
one commit: a killed one leaves the files as they were. Passages that are taken out are found no more, but their terms stay
in the files until :meth:`Postings.renew`. :mod:`index.store.keywords` knows what is to be held, and what to do where the
files fail.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur, Query

from index.errors import StoreFailed, guarded
from index.store.footer import is_whole

ID, REPORT, WORDS = "id", "report", "words"
META = "meta.json"  # names the files of the last commit; replaced in one step
MEMORY = 64_000_000  # bytes the writer fills before it writes a segment
TOGETHER = 2000  # passages between two commits of a long run: one waits for the disk (10 to 100 ms), forty reports need one
PARTS = ("fast", "fieldnorm", "idx", "pos", "store", "term")  # files of each segment
LOOKS = 3  # at files that another process may be merging meanwhile

_SCHEMA = (
    tantivy.SchemaBuilder()
    .add_text_field(ID, stored=True, tokenizer_name="raw", index_option="basic")
    .add_text_field(REPORT, tokenizer_name="raw", index_option="basic")
    .add_text_field(WORDS, tokenizer_name="whitespace", index_option="freq")
    .build()
)

Searched = tuple[str, str, str]  # passage id, report id, index terms with a space between


class Postings:
    """The terms of passages in one folder. Threads may search it; writing needs the library's lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.damage = ""  # why it cannot be used, in Vietnamese; then every call but renew() raises StoreFailed
        self._index: tantivy.Index | None = None
        self._writer: tantivy.IndexWriter | None = None
        self._is_together = False
        self._uncommitted = 0
        self._seen: tuple[int, int] | None = None  # the commit that is searched: number of the file, time of change
        self._open()

    def _open(self) -> None:
        self.damage, self._index, self._seen = self._flaw(), None, None
        if self.damage:
            return
        try:
            with guarded():
                self.folder.mkdir(parents=True, exist_ok=True)
                self._index = tantivy.Index(_SCHEMA, path=str(self.folder))
                self._index.config_reader("manual")
        except StoreFailed as error:
            self.damage = str(error)

    # Searching

    def search(self, terms: Sequence[str], limit: int, reports: Collection[str] | None = None) -> list[tuple[str, float]]:
        """Return passages that hold any of the terms, as (id, BM25 score), best first; ties by id.

        :param terms: distinct terms; without any the list is empty.
        :param reports: restrict the search to these reports; None searches all.
        :raises StoreFailed: the index is damaged.
        """
        if not terms or not limit or (reports is not None and not reports):
            return []
        index = self._opened()
        with self._noting_damage():
            query = Query.boolean_query([(Occur.Should, Query.term_query(_SCHEMA, WORDS, t, "freq")) for t in terms])
            if reports is not None:
                within = Query.const_score_query(Query.term_set_query(_SCHEMA, REPORT, list(reports)), 0.0)
                query = Query.boolean_query([(Occur.Must, query), (Occur.Must, within)])
            searcher = self._searcher(index)
            hits = searcher.search(query, limit, count=False).hits
            scores = [(str(searcher.doc(address)[ID][0]), float(score)) for score, address in hits]
        return sorted(scores, key=lambda item: (-item[1], item[0]))

    def count(self) -> int:
        """Return the number of passages that can be found; :raises StoreFailed: the index is damaged."""
        index = self._opened()
        with self._noting_damage():
            return self._searcher(index).num_docs

    def passage_counts(self) -> dict[str, int]:
        """Return the number of passages of every report; :raises StoreFailed: the index is damaged."""
        index = self._opened()
        with self._noting_damage():
            return dict(self._searcher(index).terms_with_prefix(REPORT, "", Query.all_query()))

    def _searcher(self, index: tantivy.Index) -> tantivy.Searcher:
        """Return a view of the last commit, be it another process's; it stays the same while others write."""
        now = _mark(self.folder / META)
        if now != self._seen:
            index.reload()
            self._seen = now
        return index.searcher()

    def _opened(self) -> tantivy.Index:
        if self.damage or self._index is None:
            raise StoreFailed(self.damage or "chưa mở")
        return self._index

    @contextmanager
    def _noting_damage(self) -> Iterator[None]:
        """Keep why a search failed. A damaged index is not asked again before it is made anew."""
        try:
            with guarded():
                yield
        except StoreFailed as error:
            self.damage = self.damage or str(error)
            raise

    # Writing

    @contextmanager
    def together(self) -> Iterator[None]:
        """Commit what the block writes at its end, and every :data:`TOGETHER` passages within, not after each call."""
        if self._is_together:
            yield
            return
        self._is_together = True
        try:
            yield
        finally:
            self._is_together = False
            self._commit()

    def put(self, passages: Iterable[Searched]) -> None:
        """Put passages in, none of which it holds; :raises StoreFailed: they could not be written."""
        with self._writing() as writer:
            for passage in passages:
                writer.add_document(_document(passage))
                self._uncommitted += 1

    def drop(self, reports: Iterable[str]) -> None:
        """Take the passages of these reports out; :raises StoreFailed: that could not be written."""
        deleted = list(reports)
        if not deleted:
            return
        with self._writing() as writer:
            for report in deleted:
                writer.delete_documents_by_term(REPORT, report)

    def renew(self, passages: Iterable[Searched]) -> None:
        """Write these passages, and nothing else, into new files. No term of a removed passage is left.

        Searches go on in the old files until the new ones are whole. :raises StoreFailed: they could not be written.
        """
        if self.damage:
            shutil.rmtree(self.folder, ignore_errors=True)
            self._open()
        with self._writing() as writer:
            writer.delete_all_documents()
            for passage in passages:
                writer.add_document(_document(passage))
        self._commit()

    @contextmanager
    def _writing(self) -> Iterator[tantivy.IndexWriter]:
        try:
            with guarded():
                if self._writer is None:
                    self._writer = self._opened().writer(MEMORY, 1)
                    self._writer.garbage_collect_files()  # a killed run's, whose names would be taken again
                yield self._writer
        except BaseException:  # what it wrote is not committed: half a report is worse than none
            writer, self._writer, self._uncommitted = self._writer, None, 0
            if writer is not None:
                with suppress(StoreFailed), guarded():
                    writer.wait_merging_threads()  # frees tantivy's lock, which the one that mends this needs
            raise
        if not self._is_together or self._uncommitted >= TOGETHER:
            self._commit()

    def _commit(self) -> None:
        writer, self._writer, self._uncommitted = self._writer, None, 0
        if writer is None:
            return
        with guarded():
            try:
                writer.commit()
                writer.garbage_collect_files()
            finally:
                writer.wait_merging_threads()  # frees tantivy's lock too

    # What lies on the disk

    def is_loose(self) -> bool:
        """Say whether the files still hold terms of passages that were taken out; :raises StoreFailed: they are damaged."""
        with guarded():
            return any(segment.get("deletes") for segment in self._segments())

    def problem(self) -> str:
        """Return what is wrong with the files, in Vietnamese; an empty text for whole ones. All files are read.

        A search that failed while they are whole (too many files were open, say) is forgotten.
        """
        if self.damage:
            self._open()
            return self.damage
        return self._flaw()

    def _flaw(self) -> str:
        for _ in range(LOOKS):
            try:
                damaged = next((file.name for file in self._files() if not is_whole(file)), "")
                return f"tệp {damaged} khác với lúc ghi" if damaged else ""
            except FileNotFoundError:
                continue  # merged meanwhile by another process
            except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
                return f"không đọc được ({' '.join(str(error).split())[:100]})"
        return "thiếu tệp"

    def _files(self) -> Iterator[Path]:
        """Yield the files of the last commit; :raises FileNotFoundError: one is missing."""
        for segment in self._segments():
            name = segment["segment_id"].replace("-", "")
            yield from (self.folder / f"{name}.{part}" for part in PARTS)
            if segment.get("deletes"):  # beside it there may be one of a write that was killed, or has just begun
                yield self.folder / f"{name}.{segment['deletes']['opstamp']}.del"

    def _segments(self) -> list[dict[str, Any]]:
        meta = self.folder / META
        return list(json.loads(meta.read_text(encoding="utf-8"))["segments"]) if meta.exists() else []


def _document(passage: Searched) -> tantivy.Document:
    identity, report, words = passage
    document = tantivy.Document()
    document.add_text(ID, identity)
    document.add_text(REPORT, report)
    document.add_text(WORDS, words)
    return document


def _mark(file: Path) -> tuple[int, int] | None:
    """Return what tells one commit from the next; None where there is none yet."""
    try:
        about = file.stat()
    except OSError:
        return None
    return about.st_ino, about.st_mtime_ns
