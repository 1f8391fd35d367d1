"""What the tests share: a small world of their own, and a guard that they never touch the user's.

No test needs a model: :class:`KeywordEmbedder` puts words into buckets, so texts that share words are near each other
and every expected cosine can be worked out. Tests of the packaged model are marked ``slow``.
"""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np
import pytest
from hypothesis import settings as hypothesis_settings

from app.schema import make_tables
from index.build import BuildOutcome, store
from index.database.choice import CATALOG_FILE, catalogue_file, catalogue_schemas
from index.database.copying import copy_rows
from index.embedding.embedder import ReadStatement, Vectors
from index.preparation import Prepared, prepare
from index.store.catalog import Catalog
from index.store.library import Library
from index.store.locks import write_lock
from index.store.vectors import forget_clients
from ingest.language.terms import tokens
from ingest.limits import Limits
from ingest.model import Report
from ingest.reading import Reading
from ingest.report import understand
from ingest.worker import Progress, ReportReader
from ingest.worker_messages import Task
from settings import Settings
from tests.postgresql import Cluster

REPO = Path(__file__).resolve().parent.parent
MODEL = "keywords"  # the fake embedder's name
DIMENSION = 256

# The same examples in every run, and no folder of past ones in the checkout.
hypothesis_settings.register_profile("suite", deadline=None, max_examples=60, derandomize=True)
hypothesis_settings.load_profile("suite")

MEMORY_DISK = Path("/dev/shm")
ROOM = 6 * 1024**3  # bytes; a run holds up to 1.5 GB there, and two may go side by side


def pytest_configure(config: pytest.Config) -> None:
    """Put the tests' folders on the disk in memory where there is room: half of their time was waiting for a disk.

    PYTEST_DEBUG_TEMPROOT or --basetemp name another place.
    """
    if not (MEMORY_DISK.is_dir() and os.access(MEMORY_DISK, os.W_OK)):
        return
    disk = os.statvfs(MEMORY_DISK)
    if (
        disk.f_bavail * disk.f_frsize > ROOM and not disk.f_flag & os.ST_NOEXEC
    ):  # tests of the installer run what they install
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY_DISK))


TAN_LAP = """ỦY BAN NHÂN DÂN
XÃ TÂN LẬP

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 15/BC-UBND

Tân Lập, ngày 08 tháng 12 năm 2025

BÁO CÁO

Kết quả phong trào thi đua năm 2025

Thực hiện Kế hoạch số 21/KH-UBND ngày 15/01/2025, Ủy ban nhân dân xã Tân Lập, tỉnh Hồng Lam báo cáo như sau:

I. ĐẶC ĐIỂM TÌNH HÌNH

Xã Tân Lập có 12 thôn với 3.215 hộ dân, nghề chính là trồng chè và nuôi ong lấy mật.

II. KẾT QUẢ THỰC HIỆN

1. Giảm nghèo

Cuối năm 2025 toàn xã còn 41 hộ nghèo, chiếm 1,27%, giảm 23 hộ so với năm 2024.

2. Nông thôn mới

Nhân dân hiến 2.450 m2 đất và đóng góp 1.120 ngày công làm đường liên thôn.

III. TỒN TẠI, HẠN CHẾ

Việc phát hiện điển hình tiên tiến còn chậm; hồ sơ khen thưởng của một số thôn gửi muộn.

Nơi nhận:

- UBND huyện;

- Lưu: VT.

TM. ỦY BAN NHÂN DÂN

CHỦ TỊCH

Lò Văn Phúc
"""

DONG_KHE = """UBND huyện Đông Khê báo cáo tổng kết phong trào thi đua giai đoạn 2020 - 2024 như sau:

I. CÔNG TÁC CHỈ ĐẠO

Huyện Đông Khê, tỉnh Hồng Lam đã ban hành Quyết định số 118/QĐ-UBND ngày 03/02/2020 về quy chế khen thưởng.

II. KẾT QUẢ

a) Phong trào giáo dục

Ngành giáo dục có 18 trường đạt chuẩn quốc gia, học sinh giỏi cấp tỉnh đạt 126 giải.

b) Phong trào giữ rừng

Kiểm lâm cùng người dân trồng mới 640 ha rừng phòng hộ, không để xảy ra cháy rừng.
"""

SUOI_MAY = """BÁO CÁO

Sơ kết công tác khen thưởng năm 2023

UBND thị trấn Suối Mây báo cáo như sau:

I. KHEN THƯỞNG

Thị trấn Suối Mây tặng giấy khen cho 57 tập thể và 203 cá nhân.

II. PHƯƠNG HƯỚNG

Năm 2024 phấn đấu mỗi tổ dân phố có một mô hình dân vận khéo.
"""


REPORTS = {"tan-lap.txt": TAN_LAP, "dong-khe.txt": DONG_KHE, "suoi-may.txt": SUOI_MAY}


class KeywordEmbedder:
    """An :class:`index.embedding.embedder.Embedder` of hashed words: unit vectors, equal words in equal buckets.

    ``embedded`` and ``asked`` remember what it was given, in order.
    """

    def __init__(self, name: str = MODEL) -> None:
        self.name = name
        self.embedded: list[str] = []
        self.asked: list[str] = []

    def passages(self, texts: Sequence[str]) -> Vectors:
        """See :class:`index.embedding.embedder.Embedder`."""
        self.embedded.extend(texts)
        return np.stack([self.vector(text) for text in texts]) if texts else np.zeros((0, DIMENSION), np.float32)

    def query(self, text: str) -> Vectors:
        """See :class:`index.embedding.embedder.Embedder`."""
        self.asked.append(text)
        return self.vector(text)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """See :class:`index.embedding.embedder.Embedder`; a token is a word between spaces."""
        return [len(text.split()) for text in texts]

    def read(self, question: str, statements: Sequence[ReadStatement]) -> None:
        """See :class:`index.embedding.embedder.Embedder`; it has not learned to read."""

    @staticmethod
    def vector(text: str) -> Vectors:
        """Return the unit vector of a text; without any word it points into a corner of its own."""
        counts = np.zeros(DIMENSION, dtype=np.float32)
        counts[0] = 0.01
        for token in tokens(text):
            counts[1 + zlib.crc32(token.encode()) % (DIMENSION - 1)] += 1
        return counts / np.linalg.norm(counts)


@pytest.fixture(autouse=True)
def own_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Point every setting at the test's own folder, and fail a test that writes below ``./data`` all the same."""
    for name in ("EMBEDDING_MODEL", "CHROMA_URL", "DATABASE_URL", "HOST", "PORT", "LLM", "LLM_BASE_URL", "LLM_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("MODEL_DIR", str(tmp_path / "models"))
    before = _listing(REPO / "data")
    yield
    assert _listing(REPO / "data") == before, "the test wrote below ./data, the user's own library"


def _listing(folder: Path) -> dict[str, tuple[int, int]] | None:
    if not folder.exists():
        return None
    return {str(p): (p.stat().st_mtime_ns, p.stat().st_size) for p in folder.rglob("*") if p.is_file()}


# Folders and modules whose tests run on SQLite and on PostgreSQL, where they keep anything. A test of SQLite's files is
# marked ``sqlite_only``.
BOTH = (
    "app/access", "app/library/test_ingestion.py", "app/library/test_library_check.py", "app/library/test_register.py",
    "app/library/test_reindex.py", "app/library/test_uploads.py", "app/library/test_watched_folders.py", "app/records",
    "app/storage", "app/web/handlers/test_administration.py", "app/web/handlers/test_drafting.py",
    "app/web/handlers/test_history.py", "app/web/handlers/test_tabulation.py", "app/web/http/test_api.py",
    "app/web/http/test_api_with_accounts.py", "app/web/http/test_authentication.py", "app/web/test_library.py",
    "index/store/test_catalog.py", "index/store/test_library.py", "index/test_build.py",
)  # fmt: skip


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the tests of :data:`BOTH` that have a database on either."""
    where = metafunc.definition.path.relative_to(REPO / "tests").as_posix()
    if "database_url" in metafunc.fixturenames and where.startswith(BOTH):
        only_one = metafunc.definition.get_closest_marker("sqlite_only")
        metafunc.parametrize("database_url", ["sqlite"] if only_one else ["sqlite", "postgresql"], indirect=True)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server of the session's own; tests that need it are skipped where Debian's package is absent."""
    if Cluster.binaries() is None:
        pytest.skip("no PostgreSQL here: make system-packages installs it")
    with Cluster.started() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def migrated(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database in which all tables are made and empty."""
    name = cluster.create()
    data = tmp_path_factory.mktemp("migrated")
    make_tables(Settings(data_dir=data, embedding_model=MODEL, database_url=cluster.url(name)))
    cluster.let_go()
    return name


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """None: the test runs on SQLite. Otherwise the address of a PostgreSQL database of its own with all tables."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield None
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    name = cluster.create(request.getfixturevalue("migrated"))
    yield cluster.url(name)
    cluster.let_go()
    cluster.drop(name)


@pytest.fixture
def settings(tmp_path: Path, database_url: str | None, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of a library in the test's own folder, for the fake embedder."""
    if database_url is not None:
        monkeypatch.setenv("DATABASE_URL", database_url)  # for commands, which read them from there
    return Settings(
        data_dir=tmp_path / "data", model_dir=tmp_path / "models", embedding_model=MODEL, database_url=database_url
    )


@pytest.fixture
def embedder() -> KeywordEmbedder:
    """A fresh fake embedder."""
    return KeywordEmbedder()


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A folder with three short invented reports: a commune, a district, a township."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for name, text in REPORTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> list[Prepared]:
    """The three reports, read, cut and embedded once for all tests: reading starts a process of its own, 1.5 s each time."""
    world = tmp_path_factory.mktemp("prepared")
    settings, embedder = Settings(data_dir=world / "data", embedding_model=MODEL), KeywordEmbedder()
    library = Library.open(settings, create=True)
    made = []
    with ReportReader(settings.limits, settings.pages_dir) as reader:
        for name, text in sorted(REPORTS.items()):
            (world / name).write_text(text, encoding="utf-8")
            made.append(prepare(library, embedder, reader, world / name, world / name))
    return made


class WorkerHere:
    """A :class:`ingest.worker.Worker` that does its tasks in this process: starting one takes longer than all the test does.

    What a task is given and what it returns goes through pickle, as it does on its way to a process of its own and back.
    """

    pid = None

    def __init__(
        self, limits: Limits | None = None, pages: Path | None = None, *_: object, whole: bool = True, **__: object
    ):
        self._reading = Reading(limits or Limits(), pages.absolute() if pages else None, whole=whole)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def do(self, task: Task, *given: object, progress: Progress = lambda share: None) -> Any:
        """See :class:`ingest.worker.Worker`."""
        arguments = pickle.loads(pickle.dumps(given))
        return pickle.loads(pickle.dumps(task(*arguments, replace(self._reading, progress=progress))))

    def interrupt(self) -> None:
        """See :class:`ingest.worker.Worker`; a task here is done to its end."""

    def stop(self) -> None:
        """See :class:`ingest.worker.Worker`."""


class ReaderHere(WorkerHere):
    """A :class:`ingest.worker.ReportReader` in this process; what can be read is read once a session."""

    _read: ClassVar[dict[tuple[object, ...], bytes]] = {}  # by name, content and limits; the report, pickled

    def expect(self, path: Path, name: str | None = None) -> None:
        """See :class:`ingest.worker.ReportReader`; nothing is read ahead."""

    def understand(self, path: Path, name: str | None = None, progress: Progress = lambda share: None) -> Report:
        """See :class:`ingest.worker.ReportReader`."""
        key = (name, path.name, path.read_bytes() if path.is_file() else None, self._reading.limits, self._reading.whole)
        if key not in self._read:
            report = understand(path.absolute(), name, replace(self._reading, progress=progress))
            self._read[key] = pickle.dumps(report)
        progress(1.0)
        again: Report = pickle.loads(self._read[key])
        return again


@pytest.fixture
def reading_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read and check files in this process, for tests of what becomes of a report.

    Those of the reader itself are in tests/ingest, those of the processes of the app in tests/app/workers. Tests marked
    ``own_reader`` keep the process of its own: they are about what happens beside it, or to it.
    """
    if request.node.get_closest_marker("own_reader") is None:
        for user in ("index.build", "app.library.ingestion"):
            monkeypatch.setattr(f"{user}.ReportReader", ReaderHere)
        monkeypatch.setattr("app.workers.pool.Worker", WorkerHere)


@pytest.fixture(scope="session")
def stocked(tmp_path_factory: pytest.TempPathFactory, prepared: list[Prepared]) -> Path:
    """The data folder of a library that holds the three reports; it is copied, since making one waits for the disk."""
    world = tmp_path_factory.mktemp("stocked")
    settings = Settings(data_dir=world / "data", embedding_model=MODEL)
    made, outcome = Library.open(settings, create=True), BuildOutcome()
    with write_lock(settings):
        for one in prepared:
            store(made, one, outcome)
    assert len(outcome.added) == 3, outcome
    made.catalog.close()
    forget_clients()
    return settings.data_dir


@pytest.fixture
def library(settings: Settings, reports: Path, stocked: Path) -> Library:
    """A library that holds the three reports, as if they had been brought in from the folder ``reports``."""
    shutil.copytree(stocked, settings.data_dir, dirs_exist_ok=True)
    if settings.database_url is not None:
        copy_of_library(settings)
    opened = Library.open(settings)
    with opened.catalog.database.changing() as db:
        for (path,) in db.rows("SELECT path FROM sources"):
            db.execute("UPDATE sources SET path = ? WHERE path = ?", (str(reports / Path(path).name), path))
    return opened


def copy_of_library(settings: Settings) -> None:
    """Put the library of a data folder into PostgreSQL, with what is derived from it where that is looked for."""
    catalog = Catalog(catalogue_file(settings.index_dir), settings.index_dir)
    folder = settings.index_dir / catalog.about()["library"][:16]
    (target, _) = catalogue_schemas(str(settings.database_url))
    copy_rows(catalog.database, target)
    catalog.close()
    (settings.index_dir / CATALOG_FILE).unlink()
    folder.mkdir()
    for part in [part for part in settings.index_dir.iterdir() if part != folder]:
        part.rename(folder / part.name)


@pytest.fixture(scope="session")
def samples() -> Path:
    """The sample reports of the project: ``reports``, ``truth`` and ``questions`` below it."""
    return REPO / "eval" / "samples"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The five real reports beside the checkout; tests that need them are skipped where they are absent."""
    folder = REPO.parent / "shared"
    if not (folder / "reports" / "truth.json").exists():
        pytest.skip("no ../shared/reports: the five real reports are not part of the project")
    return folder


@pytest.fixture(scope="session")
def model_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the packaged model is unpacked, once a session; ``TEST_MODEL_DIR`` names a folder that keeps it."""
    kept = os.environ.get("TEST_MODEL_DIR")
    return Path(kept) if kept else tmp_path_factory.mktemp("models")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 24 MB of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk is not allowed here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Leave no room on a disk."""
    file = folder / "fill"
    with file.open("wb", buffering=0) as out:
        for size in (65536, 4096, 1):
            try:
                while out.write(b"x" * size):
                    pass
            except OSError:
                continue
    return file
