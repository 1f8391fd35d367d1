"""The library: catalogue and vector store together, opened for one embedding model."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.catalog import FORMAT, Catalog
from index.embedding import Vectors
from index.errors import IndexProblem
from index.vectors import VectorStore
from ingest.model import Passage, Report
from settings import Settings

logger = logging.getLogger(__name__)

CATALOG_FILE = "catalog.sqlite"
VECTOR_FOLDER = "chroma"
UNFINISHED, RETIRED = ".new", ".old"  # suffixes of the index folder while it is rebuilt


class Library:
    """An open library. Make one with :meth:`open`.

    Reports go into the catalogue first and into the vector store after it; :meth:`repair` brings the store in line
    with the catalogue after a run that was killed in between.
    """

    def __init__(self, settings: Settings, catalog: Catalog, vectors: VectorStore) -> None:
        self.settings = settings
        self.catalog = catalog
        self.vectors = vectors

    @classmethod
    def open(cls, settings: Settings, *, create: bool = False, folder: Path | None = None) -> Library:
        """Open the library below ``settings.data_dir``.

        :param create: make an empty one if there is none.
        :param folder: open this index folder instead (used while rebuilding).
        :raises IndexProblem: there is none, or it was made with another model or an older format.
        """
        folder = folder or settled(settings.index_dir)
        file = folder / CATALOG_FILE
        if not file.exists():
            if not create:
                raise IndexProblem(
                    f"Chưa có báo cáo nào trong thư viện {settings.data_dir}. Hãy nạp: python -m ingest THƯ_MỤC_BÁO_CÁO"
                )
            about = {"model": settings.embedding_model, "format": FORMAT, "library": uuid.uuid4().hex}
            catalog = _created(file, about)
        else:
            catalog = Catalog(file)
        found = catalog.about()
        if found.get("model") != settings.embedding_model:
            raise IndexProblem(
                f"Chỉ mục này được tạo bằng mô hình nhúng {found.get('model')!r}, còn EMBEDDING_MODEL đang là "
                f"{settings.embedding_model!r}. Hãy đặt lại EMBEDDING_MODEL={found.get('model')}, hoặc tạo lại chỉ mục: "
                "python -m ingest --rebuild"
            )
        if found.get("format") != FORMAT:
            raise IndexProblem(
                f"Chỉ mục có định dạng {found.get('format')}, phiên bản này cần định dạng {FORMAT}. "
                "Hãy tạo lại chỉ mục: python -m ingest --rebuild"
            )
        # the name tells libraries apart that share one Chroma server
        name = f"passages-{found['library'][:16]}"
        return cls(settings, catalog, VectorStore(folder / VECTOR_FOLDER, name, settings.chroma_url))

    def add(self, report: Report, passages: Sequence[Passage], vectors: Vectors, path: str) -> None:
        """Put a report in place of whatever ``path`` held before."""
        before = self.catalog.sources().get(path)
        stale = [p.id for p in self.catalog.passages_of(before)] if before else []
        self.catalog.add(report, passages, vectors, path)
        self.vectors.put({p.id: v for p, v in zip(passages, vectors, strict=True)}, {p.id: report.id for p in passages})
        self._drop_stale(stale)

    def point(self, path: str, report: str) -> None:
        """Record ``path`` as another place of a report that is in already."""
        before = self.catalog.sources().get(path)
        stale = [p.id for p in self.catalog.passages_of(before)] if before and before != report else []
        self.catalog.point(path, report)
        self._drop_stale(stale)

    def forget(self, path: str) -> None:
        """Take a path out, and its report if it was the last."""
        report = self.catalog.sources().get(path)
        stale = [p.id for p in self.catalog.passages_of(report)] if report else []
        self.catalog.forget(path)
        self._drop_stale(stale)

    def _drop_stale(self, ids: list[str]) -> None:
        kept = self.catalog.passages(ids)
        self.vectors.drop([identity for identity in ids if identity not in kept])

    def repair(self) -> int:
        """Bring the vector store in line with the catalogue; return how many passages were added or dropped.

        Nothing is embedded: the catalogue holds the vectors. A store that cannot be read is made anew.
        """
        owners = self.catalog.owners()
        try:
            stored = self.vectors.ids()
        except Exception as error:  # noqa: BLE001 - a damaged store fails in ways Chroma does not document
            logger.warning("Kho véc-tơ hỏng (%s), đang dựng lại từ danh mục", error)
            self.vectors.reset()
            stored = set()
        extra = sorted(stored - owners.keys())
        missing = [identity for identity in owners if identity not in stored]
        self.vectors.drop(extra)
        if missing:
            self.vectors.put(self.catalog.vectors(missing) if len(missing) < 500 else self._all(missing), owners)
        return len(extra) + len(missing)

    def _all(self, wanted: list[str]) -> dict[str, Vectors]:
        everything = self.catalog.vectors()
        return {identity: everything[identity] for identity in wanted}


@contextmanager
def write_lock(settings: Settings) -> Iterator[None]:
    """Hold the lock that one writer at a time has; the system frees it when a process dies.

    :raises IndexProblem: another process is writing.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    lock = FileLock(settings.data_dir / "writing.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise IndexProblem("Một lượt nạp khác đang ghi vào thư viện này. Hãy đợi lượt đó xong rồi chạy lại") from error
    try:
        yield
    finally:
        lock.release()


def settled(folder: Path) -> Path:
    """Undo a rebuild that was killed between its two renames."""
    before = folder.with_suffix(RETIRED)
    if not folder.exists() and before.exists():
        before.rename(folder)
    return folder


def _created(file: Path, about: dict[str, str]) -> Catalog:
    """Make the catalogue beside its place and move it there, so that it is never seen half made."""
    try:
        unfinished = file.with_suffix(".new")
        unfinished.unlink(missing_ok=True)
        file.parent.mkdir(parents=True, exist_ok=True)
        made = Catalog.create(unfinished, about)
        made.close()
        unfinished.rename(file)
    except OSError as error:
        raise IndexProblem(
            f"Không tạo được chỉ mục tại {file.parent} ({error.strerror}). Hãy kiểm tra quyền ghi và DATA_DIR"
        ) from error
    return Catalog(file)
