"""What is derived from a catalogue on this machine, keywords and vectors, and how both are kept in line with it.

Everything here can be made anew from the catalogue without reading or embedding anything. Threads may search; every method
that writes needs the library's lock.
"""

from __future__ import annotations

import logging
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from index.database import disk
from index.embedding.embedder import Vectors
from index.errors import IndexProblem, StoreFailed
from index.store.catalog import Catalog
from index.store.change_log import Replica
from index.store.keywords import Keywords
from index.store.source_rows import COMPACTION
from settings import Settings

if TYPE_CHECKING:
    from index.store.vectors import VectorStore  # brings Chroma along, which takes a second to load

logger = logging.getLogger(__name__)

VECTOR_FOLDER = "chroma"
KEYWORD_FOLDER = "keywords"
STORE = "vectors"  # in "about": what tells the present vector store from the ones before it
SEARCH_SECONDS = 2.0  # in which searches that began in the old vector store have ended
FEW_MISSING = 500  # vectors that are asked for one by one; more are taken out of all
State = tuple[int, str, str]  # revision of the catalogue, seal and name of the vector store
TRUSTED_SECONDS = 24 * 3600.0  # for which stores that nobody else wrote to are taken for whole without being read again


class Derived:
    """Keyword index and vector store of one catalogue.

    :param clock: seconds that only grow.
    """

    def __init__(self, settings: Settings, catalog: Catalog, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings, self._catalog, self._clock = settings, catalog, clock
        self.keywords = Keywords(catalog, catalog.folder / KEYWORD_FOLDER)
        self._vectors: VectorStore | None = None
        # With one machine, what is derived lies beside an SQLite file and follows it at once.
        self.replica = None if settings.database_url is None else Replica(catalog.folder)
        # The state in which both were whole and in line, and until when that is trusted; None: not known, as after a start.
        self._sound: State | None = None
        self._trusted_until = 0.0

    @property
    def vectors(self) -> VectorStore:
        """The vector store; one that asking alone opened the library for is opened when it is first needed."""
        if self._vectors is None:
            self._vectors = self._store()
        return self._vectors

    @vectors.setter
    def vectors(self, store: VectorStore) -> None:
        self._vectors = store

    @property
    def has_vectors_open(self) -> bool:
        """Whether the vector store has been opened."""
        return self._vectors is not None

    # With every change of the catalogue

    @contextmanager
    def followed(self) -> Iterator[None]:
        """Note that both stores follow the change of the block, where they followed the catalogue before."""
        was_sound = self._is_unchanged()
        follows = self.replica is not None and self.replica.revision == self._catalog.revision()
        self._sound = None
        yield
        if self.replica is not None and follows:
            self.replica.note(self._catalog.revision())
        if was_sound:
            self._note_sound()

    @contextmanager
    def mended(self) -> Iterator[None]:
        """Make the vector store anew from the catalogue, which is written first, where writing to it fails."""
        try:
            yield
        except StoreFailed as error:
            self.renew(str(error))

    def renew(self, why: str) -> int:
        """Make the vector store anew where it lies; return how many passages it holds.

        :raises IndexProblem: that fails too; the catalogue holds all, and searches go on in it.
        """
        folder = self._settings.data_dir
        if disk.is_full(folder):
            raise disk.StorageProblem(disk.full(folder))
        logger.warning("Kho véc-tơ hỏng (%s), đang dựng lại từ danh mục; không có gì bị mất", why)
        try:
            self.vectors.reset()
            self.vectors.put(self._catalog.vectors(), self._catalog.owners())
            return self.vectors.count()
        except StoreFailed as error:
            raise IndexProblem(
                f"Không dựng lại được kho véc-tơ ({error}). Danh mục vẫn đủ báo cáo và vẫn tra cứu được, chỉ chậm hơn. Hãy "
                f"kiểm tra quyền ghi và dung lượng đĩa của {folder} rồi chạy lại lệnh nạp"
            ) from error

    # After what others did, or a killed run

    def is_sound(self) -> bool:
        """Say whether both stores were whole and in line, and nobody else has written since. It takes no time that grows."""
        return self._is_unchanged() and not self.is_damaged()

    def _is_unchanged(self) -> bool:
        is_known = self._sound is not None and self._vectors is not None and self._clock() < self._trusted_until
        return is_known and self._sound == self._state()

    def is_damaged(self) -> bool:
        """Say whether a store cannot be searched, or the keywords are not those of as many passages as there are."""
        return bool(self.vectors.damage) or self.keywords.is_behind()

    def repair(self) -> int:
        """Read both stores and bring them in line with the catalogue; return how many passages were put in or taken out."""
        self._sound = None
        if self.replica is None or self.replica.revision is None:
            now, mended = self._catalog.revision(), self.repair_all()
            if self.replica is not None:
                self.replica.note(now)
        else:
            self.follow()  # a report that changed elsewhere may have as many passages as before: no repair would notice
            mended = self.repair_all()
        self._trusted_until = self._clock() + TRUSTED_SECONDS
        self._note_sound()
        return mended

    def repair_all(self) -> int:
        """Do so whatever the change log says."""
        return self.keywords.repair() + self._repaired_vectors()

    def follow(self) -> int:
        """Do what the change log says; return how many reports had changed elsewhere."""
        if self.replica is None:
            return 0
        was_sound = self._sound is not None and self._sound[0] == self.replica.revision
        since, now = self.replica.revision, self._catalog.revision()
        try:
            derived = self.keywords.postings.passage_counts()
        except StoreFailed:
            since = None
        if since is None:
            changed = self.repair_all()
        else:
            present = set(self._catalog.report_ids())
            vanished = [report for report in derived if report not in present]
            reports = [*self._catalog.changed_since(since), *vanished]
            with self.keywords.together():
                for report in reports:
                    self._derive(report)
            if vanished:
                self.keywords.clean()
            changed = len(reports)
        self.replica.note(now)
        if was_sound and now == self._catalog.revision():
            self._note_sound()
        return changed

    def _derive(self, report: str) -> None:
        """Make anew what is derived of one report; keywords last: by them it is told which reports have gone."""
        if self.vectors.url is None:  # else one server holds them for all machines
            with self.mended():
                vectors = self._catalog.vectors_of([report])
                self.vectors.drop(sorted(self.vectors.ids_of(report) - vectors.keys()))
                self.vectors.put(vectors, dict.fromkeys(vectors, report))
        self.keywords.drop(report)
        self.keywords.put(report)

    def reopen(self) -> None:
        """Open the vector store anew if another process has written to it, or another one has taken its place."""
        if self.vectors.is_stale() or self.vectors.name != self._name():  # Chroma keeps what it has read in memory
            forget_clients()
            self.vectors = self._store()

    def compact(self) -> None:
        """Make both stores anew beside those there are; searches go on in the old ones until the new take their place."""
        self.keywords.compact()
        before, folder = self.vectors, self._catalog.folder
        for left in folder.glob(f"{VECTOR_FOLDER}*"):  # by a compaction that was killed
            if left != before.folder:
                shutil.rmtree(left, ignore_errors=True)
        mark = f"-{uuid.uuid4().hex[:8]}"
        fresh = self._store(mark)
        try:
            fresh.put(self._catalog.vectors(), self._catalog.owners())
        except StoreFailed as error:
            fresh.delete()
            raise IndexProblem(
                f"Chưa dọn được kho véc-tơ ({error}); kho cũ vẫn được dùng. Hãy kiểm tra dung lượng đĩa của "
                f"{self._settings.data_dir}"
            ) from error
        with self.followed():
            self._catalog.note(STORE, mark)
            self.vectors = fresh
            self._catalog.note(COMPACTION, "")
        time.sleep(SEARCH_SECONDS)
        before.delete()

    def _repaired_vectors(self) -> int:
        owners = self._catalog.owners()
        try:
            if damage := self.vectors.problem():
                return self.renew(damage)
            stored = self.vectors.ids()
            extra = sorted(stored - owners.keys())
            missing = [identity for identity in owners if identity not in stored]
            self.vectors.drop(extra)
            self.vectors.put(
                self._catalog.vectors(missing) if len(missing) < FEW_MISSING else self._vectors_among_all(missing), owners
            )
        except StoreFailed as error:
            return self.renew(str(error))
        return len(extra) + len(missing)

    def _vectors_among_all(self, identities: list[str]) -> dict[str, Vectors]:
        everything = self._catalog.vectors()
        return {identity: everything[identity] for identity in identities}

    def _state(self) -> State:
        return self._catalog.revision(), self.vectors.stamp(), self.vectors.name

    def _note_sound(self) -> None:
        self._sound = self._state()

    def _store(self, mark: str | None = None) -> VectorStore:
        """Return the vector store that belongs to the catalogue, or one with another mark."""
        from index.store.vectors import VectorStore

        mark = self._catalog.about().get(STORE, "") if mark is None else mark
        return VectorStore(self._catalog.folder / f"{VECTOR_FOLDER}{mark}", self._name(mark), self._settings.chroma_url)

    def _name(self, mark: str | None = None) -> str:
        """Return what the vector store of a catalogue is called: it tells libraries apart that share one Chroma server."""
        about = self._catalog.about()
        return f"passages-{about['library'][:16]}{about.get(STORE, '') if mark is None else mark}"


def forget_clients() -> None:
    """Close embedded vector stores, which would go on with the files of an index that is replaced."""
    from index.store.vectors import forget_clients as forget

    forget()
