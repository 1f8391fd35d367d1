"""The library: catalogue, keyword index and vector store together, opened for one embedding model."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from index.database import disk
from index.embedding.embedder import Vectors
from index.errors import IndexProblem, LibraryBusy
from index.store.catalog import FORMAT, Catalog
from index.store.derived import KEYWORD_FOLDER, VECTOR_FOLDER, Derived, forget_clients
from index.store.keywords import Keywords
from index.store.leftovers import clean, sweep_originals
from index.store.locks import folder_lock, write_lock
from index.store.place import place_of
from index.store.source_rows import COMPACTION
from ingest.model import Passage, Report
from settings import Settings

if TYPE_CHECKING:
    from index.store.vectors import VectorStore  # brings Chroma along, which takes a second to load

__all__ = ["KEYWORD_FOLDER", "VECTOR_FOLDER", "Library"]

KEPT_FACTS = {"model", "format", "library", "revision"}  # in "about" of every catalogue


class Library:
    """An open library. Make one with :meth:`open`.

    Reports go into the catalogue first, into the keyword index and the vector store after it; :meth:`repair` brings both
    in line with the catalogue after a run that was killed in between.
    """

    def __init__(self, settings: Settings, catalog: Catalog) -> None:
        self.settings = settings
        self.catalog = catalog
        self.derived = Derived(settings, catalog)
        self._identity = place_of(settings).identity(catalog)

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
        library = cls(settings, catalog)
        if vectors:
            _ = library.vectors
        return library

    @property
    def keywords(self) -> Keywords:
        """The keyword index."""
        return self.derived.keywords

    @property
    def vectors(self) -> VectorStore:
        """The vector store; one that asking alone opened the library for is opened when it is first needed."""
        return self.derived.vectors

    @property
    def has_vectors_open(self) -> bool:
        """Whether the vector store has been opened."""
        return self.derived.has_vectors_open

    def add(self, report: Report, passages: Sequence[Passage], vectors: Vectors, path: str) -> None:
        """Put a report in place of whatever ``path`` held before."""
        with self.derived.followed():
            stale = self._at(path)
            self.catalog.add(report, passages, vectors, path)
            with self.keywords.together():
                self.keywords.put(report.id)
                with self.derived.mended():
                    owners = {p.id: report.id for p in passages}
                    self.vectors.put({p.id: v for p, v in zip(passages, vectors, strict=True)}, owners)
                self._drop_stale(*stale)

    def point(self, path: str, report: str) -> None:
        """Record ``path`` as another place of a report that is in already."""
        with self.derived.followed():
            stale = self._at(path)
            self.catalog.point(path, report)
            self._drop_stale(*stale)

    def forget(self, path: str) -> None:
        """Take a path out, and its report if it was the last."""
        with self.derived.followed():
            stale = self._at(path)
            self.catalog.forget(path)
            self._drop_stale(*stale)

    def update(self, report: Report, passages: Sequence[Passage], vectors: Vectors, anew: Sequence[str]) -> None:
        """Put a report and its passages in place of what is held of it; ``anew``: ids of passages with another vector."""
        with self.derived.followed():
            with self.derived.mended():
                self.vectors.drop(anew)  # if the run is killed, the repair puts them back from the catalogue
            self.keywords.drop(report.id)  # likewise
            self.catalog.update(report, passages, vectors)
            self.keywords.put(report.id)
            fresh = {p.id: v for p, v in zip(passages, vectors, strict=True) if p.id in set(anew)}
            with self.derived.mended():
                self.vectors.put(fresh, {p.id: report.id for p in passages})

    def behind(self) -> int:
        """Return how many changes of other machines what is derived here does not follow yet."""
        replica = self.derived.replica
        return 0 if replica is None else max(0, self.catalog.revision() - (replica.revision or 0))

    def catch_up(self) -> int:
        """Bring what is derived here in line with what other machines changed; return how many reports had changed.

        Searches go on in what there is meanwhile.

        :raises LibraryBusy: somebody on this machine is writing; it is tried again.
        """
        self.refresh()
        if self.derived.replica is None or not (self.behind() or self.derived.is_damaged()):
            return 0
        with folder_lock(self.settings):
            self.derived.reopen()
            if self.derived.is_damaged() and not self.behind():
                return self.derived.repair_all()
            return self.derived.follow()

    def _at(self, path: str) -> tuple[str | None, list[str]]:
        """Return the report that a path holds, and the ids of its passages."""
        report = self.catalog.report_at(path)
        return report, [p.id for p in self.catalog.passages_of(report)] if report else []

    def _drop_stale(self, report: str | None, ids: list[str]) -> None:
        if report is None or self.catalog.holds(report):
            return
        with self.derived.mended():
            self.vectors.drop(ids)
        self.keywords.drop(report)

    def refresh(self) -> None:
        """Open the index anew if another process has rebuilt it meanwhile, the vector store if one has written to it."""
        if place_of(self.settings).identity(self.catalog) != self._identity:
            forget_clients()  # Chroma would go on with the files of the old index
            fresh = Library.open(self.settings)
            self.catalog, self.derived, self._identity = fresh.catalog, fresh.derived, fresh._identity
        elif self.has_vectors_open and self.vectors.is_stale():
            with suppress(LibraryBusy), write_lock(self.settings):  # LibraryBusy: somebody is still writing
                self.derived.reopen()

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
        self.derived.compact()

    def repair(self) -> int:
        """Bring both stores in line with the catalogue; return how many passages were added to them or dropped.

        Nothing is embedded: the catalogue holds the vectors. A store that cannot be read is made anew. Both stores are read
        whole, and so it takes time that grows with the library; see :meth:`keep_in_line`.
        """
        self.derived.reopen()
        sweep_originals(self.settings.originals_dir)
        place_of(self.settings).sweep(self.catalog)
        return self.derived.repair()

    def keep_in_line(self) -> int:
        """Do what :meth:`repair` does where it may be needed; return the same.

        It may be once after a start, when somebody else has written, after a write that failed, and once a day.
        """
        self.derived.reopen()
        return 0 if self.derived.is_sound() else self.repair()


def _about(settings: Settings) -> dict[str, str]:
    return {"model": settings.embedding_model, "format": FORMAT, "library": uuid.uuid4().hex}
