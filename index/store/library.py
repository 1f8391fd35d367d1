"""The library: catalogue, keyword index and vector store together, opened for one embedding model."""

from __future__ import annotations

import logging
import shutil
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from index.database import disk
from index.embedding.embedder import Vectors
from index.errors import IndexProblem, LibraryBusy, StoreFailed
from index.store.catalog import COMPACTION, FORMAT, Catalog
from index.store.change_log import Replica
from index.store.keywords import Keywords
from index.store.leftovers import clean, sweep_originals
from index.store.locks import folder_lock, write_lock
from index.store.place import place_of
from ingest.model import Passage, Report
from settings import Settings

if TYPE_CHECKING:
    from index.store.vectors import VectorStore  # brings Chroma along, which takes a second to load

logger = logging.getLogger(__name__)

VECTOR_FOLDER = "chroma"
KEYWORD_FOLDER = "keywords"
KEPT_FACTS = {"model", "format", "library", "revision"}  # in "about" of every catalogue
STORE = "vectors"  # in "about": what tells the present vector store from the ones before it
SEARCH_SECONDS = 2.0  # in which searches that began in the old vector store have ended


class Library:
    """An open library. Make one with :meth:`open`.

    Reports go into the catalogue first, into the keyword index and the vector store after it; :meth:`repair` brings both
    in line with the catalogue after a run that was killed in between.
    """

    def __init__(self, settings: Settings, catalog: Catalog, keywords: Keywords) -> None:
        self.settings = settings
        self.catalog = catalog
        self.keywords = keywords
        self._vectors: VectorStore | None = None
        self._identity = place_of(settings).identity(catalog)
        # With one machine, what is derived lies beside an SQLite file and follows it at once.
        self._replica = None if settings.database_url is None else Replica(catalog.folder)

    @classmethod
    def open(cls, settings: Settings, *, create: bool = False) -> Library:
        """Open the library below ``settings.data_dir``.

        :param create: make an empty one if there is none.
        :raises IndexProblem: there is none, or it was made with another model or an older format.
        """
        for own in (settings.index_dir, settings.originals_dir):
            disk.take_from_others(own)
        place = place_of(settings)
        catalog = place.find()
        if catalog is None and not create:
            raise IndexProblem(
                f"Chưa có báo cáo nào trong thư viện {settings.data_dir}. Hãy nạp: python -m ingest THƯ_MỤC_BÁO_CÁO"
            )
        return cls.of(settings, catalog or place.make(_about(settings)), vectors=create or settings.chroma_url is not None)

    @staticmethod
    def make_place(settings: Settings) -> None:
        """Make an empty catalogue in PostgreSQL where there is none; that of SQLite is made by what is brought in."""
        place = place_of(settings, may_define=True)
        if settings.database_url is not None and place.find() is None:
            place.make(_about(settings))

    @classmethod
    def beside(cls, settings: Settings) -> Library:
        """Make an empty library beside the one there is, which it is to replace."""
        return cls.of(settings, place_of(settings).beside(_about(settings)))

    @classmethod
    def of(cls, settings: Settings, catalog: Catalog, *, vectors: bool = True) -> Library:
        """Open the library of a catalogue.

        :param vectors: open its vector store now; else it is opened when it is first needed.
        :raises IndexProblem: see :meth:`open`.
        """
        recorded = catalog.about()
        if not recorded.keys() >= KEPT_FACTS:
            raise catalog.database.damaged("thiếu thông tin về chính nó")
        if recorded.get("model") != settings.embedding_model:
            raise IndexProblem(
                f"Chỉ mục này được tạo bằng mô hình nhúng {recorded.get('model')!r}, còn EMBEDDING_MODEL đang là "
                f"{settings.embedding_model!r}. Hãy đặt lại EMBEDDING_MODEL={recorded.get('model')}, hoặc tạo lại chỉ mục: "
                "python -m ingest --rebuild"
            )
        if recorded.get("format") != FORMAT:
            raise IndexProblem(
                f"Chỉ mục có định dạng {recorded.get('format')}, phiên bản này cần định dạng {FORMAT}. "
                "Hãy tạo lại chỉ mục: python -m ingest --rebuild"
            )
        library = cls(settings, catalog, Keywords(catalog, catalog.folder / KEYWORD_FOLDER))
        if vectors:
            library.vectors = _store(settings, catalog)
        return library

    @property
    def vectors(self) -> VectorStore:
        """The vector store; one that asking alone opened the library for is opened when it is first needed."""
        if self._vectors is None:
            self._vectors = _store(self.settings, self.catalog)
        return self._vectors

    @vectors.setter
    def vectors(self, store: VectorStore) -> None:
        self._vectors = store

    @property
    def has_vectors_open(self) -> bool:
        """Whether the vector store has been opened."""
        return self._vectors is not None

    def add(self, report: Report, passages: Sequence[Passage], vectors: Vectors, path: str) -> None:
        """Put a report in place of whatever ``path`` held before."""
        with self._followed():
            stale = self._at(path)
            self.catalog.add(report, passages, vectors, path)
            with self.keywords.together():
                self.keywords.put(report.id)
                with self._mended():
                    owners = {p.id: report.id for p in passages}
                    self.vectors.put({p.id: v for p, v in zip(passages, vectors, strict=True)}, owners)
                self._drop_stale(*stale)

    def point(self, path: str, report: str) -> None:
        """Record ``path`` as another place of a report that is in already."""
        with self._followed():
            stale = self._at(path)
            self.catalog.point(path, report)
            self._drop_stale(*stale)

    def forget(self, path: str) -> None:
        """Take a path out, and its report if it was the last."""
        with self._followed():
            stale = self._at(path)
            self.catalog.forget(path)
            self._drop_stale(*stale)

    def update(self, report: Report, passages: Sequence[Passage], vectors: Vectors, anew: Sequence[str]) -> None:
        """Put a report and its passages in place of what is held of it; ``anew``: ids of passages with another vector."""
        with self._followed():
            with self._mended():
                self.vectors.drop(anew)  # if the run is killed, the repair puts them back from the catalogue
            self.keywords.drop(report.id)  # likewise
            self.catalog.update(report, passages, vectors)
            self.keywords.put(report.id)
            fresh = {p.id: v for p, v in zip(passages, vectors, strict=True) if p.id in set(anew)}
            with self._mended():
                self.vectors.put(fresh, {p.id: report.id for p in passages})

    @contextmanager
    def _followed(self) -> Iterator[None]:
        """Note that what is derived here follows the change of the block, where it followed the catalogue before."""
        follows = self._replica is not None and self._replica.revision == self.catalog.revision()
        yield
        if self._replica is not None and follows:
            self._replica.note(self.catalog.revision())

    def behind(self) -> int:
        """Return how many changes of other machines what is derived here does not follow yet."""
        if self._replica is None:
            return 0
        return max(0, self.catalog.revision() - (self._replica.revision or 0))

    def catch_up(self) -> int:
        """Bring what is derived here in line with what other machines changed; return how many reports had changed.

        Searches go on in what there is meanwhile.

        :raises LibraryBusy: somebody on this machine is writing; it is tried again.
        """
        self.refresh()
        if self._replica is None or not (self.behind() or self._is_damaged()):
            return 0
        with folder_lock(self.settings):
            self._reopen()
            if self._is_damaged() and not self.behind():
                return self.keywords.repair() + self._repaired_vectors()
            return self._follow()

    def _is_damaged(self) -> bool:
        return bool(self.vectors.damage) or self.keywords.is_behind()

    def _follow(self) -> int:
        """Do what :meth:`catch_up` does, with the lock held."""
        if self._replica is None:
            return 0
        known, now = self._replica.revision, self.catalog.revision()
        try:
            derived = self.keywords.postings.passage_counts()
        except StoreFailed:
            known = None
        if known is None:
            changed = self.keywords.repair() + self._repaired_vectors()
        else:
            held = set(self.catalog.report_ids())
            gone = [report for report in derived if report not in held]
            reports = [*self.catalog.changed_since(known), *gone]
            with self.keywords.together():
                for report in reports:
                    self._derive(report)
            if gone:
                self.keywords.clean()
            changed = len(reports)
        self._replica.note(now)
        return changed

    def _derive(self, report: str) -> None:
        """Make anew what is derived of one report; keywords last: by them it is told which reports have gone."""
        if self.vectors.url is None:  # else one server holds them for all machines
            with self._mended():
                vectors = self.catalog.vectors_of([report])
                self.vectors.drop(sorted(self.vectors.ids_of(report) - vectors.keys()))
                self.vectors.put(vectors, dict.fromkeys(vectors, report))
        self.keywords.drop(report)
        self.keywords.put(report)

    def _at(self, path: str) -> tuple[str | None, list[str]]:
        """Return the report that a path holds, and the ids of its passages."""
        report = self.catalog.report_at(path)
        return report, [p.id for p in self.catalog.passages_of(report)] if report else []

    def _drop_stale(self, report: str | None, ids: list[str]) -> None:
        if report is None or self.catalog.holds(report):
            return
        with self._mended():
            self.vectors.drop(ids)
        self.keywords.drop(report)

    @contextmanager
    def _mended(self) -> Iterator[None]:
        """Make the vector store anew from the catalogue, which is written first, where writing to it fails."""
        try:
            yield
        except StoreFailed as error:
            self.renew(str(error))

    def renew(self, why: str) -> int:
        """Make the vector store anew where it lies; return how many passages it holds.

        :raises IndexProblem: that fails too; the catalogue holds all, and searches go on in it.
        """
        folder = self.settings.data_dir
        if disk.is_full(folder):
            raise disk.StorageProblem(disk.full(folder))
        logger.warning("Kho véc-tơ hỏng (%s), đang dựng lại từ danh mục; không có gì bị mất", why)
        try:
            self.vectors.reset()
            self.vectors.put(self.catalog.vectors(), self.catalog.owners())
            return self.vectors.count()
        except StoreFailed as error:
            raise IndexProblem(
                f"Không dựng lại được kho véc-tơ ({error}). Danh mục vẫn đủ báo cáo và vẫn tra cứu được, chỉ chậm hơn. Hãy "
                f"kiểm tra quyền ghi và dung lượng đĩa của {folder} rồi chạy lại lệnh nạp"
            ) from error

    def refresh(self) -> None:
        """Open the index anew if another process has rebuilt it meanwhile, the vector store if one has written to it."""
        if place_of(self.settings).identity(self.catalog) != self._identity:
            _forget_clients()  # Chroma would go on with the files of the old index
            fresh = Library.open(self.settings)
            self.catalog, self.keywords, self._vectors = fresh.catalog, fresh.keywords, fresh._vectors
            self._identity, self._replica = fresh._identity, fresh._replica
        elif self._vectors is not None and self._vectors.is_stale():
            with suppress(LibraryBusy), write_lock(self.settings):  # LibraryBusy: somebody is still writing
                self._reopen()

    def _reopen(self) -> None:
        if self.vectors.is_stale() or self.vectors.name != _name(self.catalog):  # Chroma keeps what it has read in memory
            _forget_clients()
            self.vectors = _store(self.settings, self.catalog)

    def clean(self) -> None:
        """Remove from disk what deleted and replaced reports left: their files, read pages, words of the index.

        Call it with the lock held. :meth:`compact` removes the vectors, and the words where the library is large.
        """
        clean(self.settings, self.catalog)
        self.keywords.clean()

    def is_loose(self) -> bool:
        """Say whether the stores still hold vectors or words of reports that are out."""
        return self.catalog.about().get(COMPACTION) == "due"

    def compact(self) -> None:
        """Make both stores anew from the catalogue: they keep words and vectors of deleted passages in their files.

        Searches go on in the old stores until the new ones take their place. Call it with the lock held, and in the process
        that serves: another one goes on with the vector store it has open. 20,000 passages take two to three minutes.
        """
        self.keywords.compact()
        before, folder = self.vectors, self.catalog.folder
        for left in folder.glob(f"{VECTOR_FOLDER}*"):  # by a compaction that was killed
            if left != before.folder:
                shutil.rmtree(left, ignore_errors=True)
        mark = f"-{uuid.uuid4().hex[:8]}"
        fresh = _store(self.settings, self.catalog, mark)
        try:
            fresh.put(self.catalog.vectors(), self.catalog.owners())
        except StoreFailed as error:
            fresh.delete()
            raise IndexProblem(
                f"Chưa dọn được kho véc-tơ ({error}); kho cũ vẫn được dùng. Hãy kiểm tra dung lượng đĩa của "
                f"{self.settings.data_dir}"
            ) from error
        self.catalog.note(STORE, mark)
        self.vectors = fresh
        self.catalog.note(COMPACTION, "")
        time.sleep(SEARCH_SECONDS)
        before.delete()

    def repair(self) -> int:
        """Bring both stores in line with the catalogue; return how many passages were added to them or dropped.

        Nothing is embedded: the catalogue holds the vectors. A store that cannot be read is made anew.
        """
        self._reopen()
        sweep_originals(self.settings.originals_dir)
        place_of(self.settings).sweep(self.catalog)
        if self._replica is None or self._replica.revision is None:
            now, mended = self.catalog.revision(), self.keywords.repair() + self._repaired_vectors()
            if self._replica is not None:
                self._replica.note(now)
            return mended
        self._follow()  # a report that changed elsewhere may have as many passages as before: no repair would notice
        return self.keywords.repair() + self._repaired_vectors()

    def _repaired_vectors(self) -> int:
        owners = self.catalog.owners()
        try:
            if damage := self.vectors.problem():
                return self.renew(damage)
            stored = self.vectors.ids()
            extra = sorted(stored - owners.keys())
            missing = [identity for identity in owners if identity not in stored]
            self.vectors.drop(extra)
            self.vectors.put(self.catalog.vectors(missing) if len(missing) < 500 else self._all(missing), owners)
        except StoreFailed as error:
            return self.renew(str(error))
        return len(extra) + len(missing)

    def _all(self, identities: list[str]) -> dict[str, Vectors]:
        everything = self.catalog.vectors()
        return {identity: everything[identity] for identity in identities}


def _store(settings: Settings, catalog: Catalog, mark: str | None = None) -> VectorStore:
    """Return the vector store that belongs to a catalogue, or one with another mark."""
    from index.store.vectors import VectorStore

    about = catalog.about()
    mark = about.get(STORE, "") if mark is None else mark
    return VectorStore(catalog.folder / f"{VECTOR_FOLDER}{mark}", _name(catalog, mark), settings.chroma_url)


def _forget_clients() -> None:
    from index.store.vectors import forget_clients

    forget_clients()


def _name(catalog: Catalog, mark: str | None = None) -> str:
    """Return what the vector store of a catalogue is called: it tells libraries apart that share one Chroma server."""
    about = catalog.about()
    return f"passages-{about['library'][:16]}{about.get(STORE, '') if mark is None else mark}"


def _about(settings: Settings) -> dict[str, str]:
    return {"model": settings.embedding_model, "format": FORMAT, "library": uuid.uuid4().hex}
