"""Bytes flipped in the vector store's files: it is made anew from the catalogue, and no search ends the process."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.errors import IndexProblem
from index.search.retrieval import Retriever
from index.store import library as module
from index.store.library import Library
from index.store.seal import DATABASE
from index.store.vectors import StoreFailed, VectorStore, forget_clients, guarded
from ingest.model import Metadata, Passage, Report
from settings import Settings
from tests.conftest import MODEL, REPO, KeywordEmbedder

COUNT = 1200  # from 1,000 on Chroma writes its graph to disk
QUESTION = "thôn số 700 có 4900 hộ"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A library whose vector store has all of Chroma's files."""
    folder = tmp_path_factory.mktemp("sound")
    settings = Settings(data_dir=folder / "data", model_dir=folder / "models", embedding_model=MODEL)
    opened = Library.open(settings, create=True)
    texts = [f"thôn số {n} có {n * 7} hộ" for n in range(COUNT)]
    pieces = [Passage(f"r-{n:04d}", "r", "a.txt", "", (), "", (), None, 0, len(t), t) for n, t in enumerate(texts)]
    report = Report("r", "a.txt", "", (), (), (), 0, (), None, Metadata())
    opened.add(report, pieces, KeywordEmbedder().passages(texts), "/a.txt")
    opened.catalog.close()
    forget_clients()
    return settings


def _copy(sound: Settings, folder: Path) -> Settings:
    shutil.copytree(sound.data_dir, folder / "data")
    return replace(sound, data_dir=folder / "data")


def _files(settings: Settings) -> list[Path]:
    graph = sorted((settings.index_dir / module.VECTOR_FOLDER).glob("*/*"))
    assert len(graph) >= 4
    return [*graph, settings.index_dir / module.VECTOR_FOLDER / DATABASE]


def _flip(file: Path, draw: random.Random, count: int) -> None:
    content = bytearray(file.read_bytes())
    for _ in range(count):
        content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
    file.write_bytes(content)


def _block(file: Path, draw: random.Random) -> None:
    content = bytearray(file.read_bytes())
    at = draw.randrange(max(1, len(content) - 4096))
    content[at : at + 4096] = draw.randbytes(len(content[at : at + 4096]))
    file.write_bytes(content)


def _cut(file: Path, draw: random.Random) -> None:
    file.write_bytes(file.read_bytes()[: draw.randrange(file.stat().st_size)])


DAMAGES: list[Callable[[Path, random.Random], None]] = [lambda file, draw: _flip(file, draw, 30), _block, _cut]


def test_flipped_bytes_anywhere(sound: Settings, tmp_path: Path) -> None:
    """All in a process of its own: Chroma's graph library ends the process that searches damaged files."""
    script = f"import sys; from {__name__} import survive_all; survive_all(*sys.argv[1:])"
    arguments = [str(sound.data_dir), str(tmp_path)]
    ran = subprocess.run([sys.executable, "-c", script, *arguments], cwd=REPO, capture_output=True, text=True, timeout=240)
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert "đang dựng lại từ danh mục" in ran.stderr


def survive_all(data: str, scratch: str) -> None:
    """Damage each file in a copy of a library, and use it."""
    sound = Settings(data_dir=Path(data), model_dir=Path(scratch), embedding_model=MODEL)
    for number, file in enumerate(_files(sound)):
        damage = DAMAGES[number % len(DAMAGES)]
        settings = _copy(sound, Path(scratch) / str(number))
        _survive(settings, file.relative_to(sound.data_dir), damage, random.Random(number), KeywordEmbedder())


def _survive(settings: Settings, file: Path, damage: Any, draw: random.Random, embedder: Any) -> None:
    damage(settings.data_dir / file, draw)
    forget_clients()
    opened = Library.open(settings)
    passage = opened.catalog.passages(["r-0700"])["r-0700"]
    hits = Retriever(opened, embedder).search(QUESTION)
    assert passage.id in [hit.passage.id for hit in hits], file  # found, made anew or not
    graph = file.name != DATABASE
    assert not graph or opened.vectors.damage, file
    assert not graph or opened.repair() == COUNT, file
    opened.repair()
    assert opened.vectors.ids() == set(opened.catalog.owners()), file
    assert "r-0700" in [key for key, _ in opened.vectors.nearest(embedder.vector(QUESTION), 3, None)], file
    assert opened.repair() == 0 and not opened.vectors.damage, file


def test_a_killed_write_is_made_anew(sound: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    settings = _copy(sound, tmp_path)
    (settings.index_dir / module.VECTOR_FOLDER / "seal.json").write_text("writing", encoding="utf-8")
    opened = Library.open(settings)
    assert opened.vectors.damage
    assert opened.repair() == COUNT
    assert "đang dựng lại từ danh mục; không có gì bị mất" in caplog.text
    assert opened.vectors.count() == COUNT and opened.repair() == 0


def test_a_store_of_before_there_were_seals_is_trusted(sound: Settings, tmp_path: Path) -> None:
    settings = _copy(sound, tmp_path)
    (settings.index_dir / module.VECTOR_FOLDER / "seal.json").unlink()
    opened = Library.open(settings)
    assert opened.repair() == 0 and opened.vectors.count() == COUNT


def test_a_panic_is_a_failure_of_the_store() -> None:
    class PanicError(BaseException):
        """As pyo3 raises it: no Exception."""

    with pytest.raises(StoreFailed, match="index out of bounds"), guarded():
        raise PanicError("index out of\nbounds")
    with pytest.raises(KeyboardInterrupt), guarded():
        raise KeyboardInterrupt


def test_a_write_that_fails_makes_the_store_anew(library: Library, monkeypatch: pytest.MonkeyPatch, reports: Path) -> None:
    calls = []

    def failing(self: VectorStore, ids: list[str]) -> None:
        calls.append(ids)
        raise StoreFailed("hỏng")

    monkeypatch.setattr(VectorStore, "drop", failing)
    library.forget(str(reports / "tan-lap.txt"))
    assert calls and library.vectors.ids() == set(library.catalog.owners())


def test_a_store_that_cannot_be_made_anew_says_so(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(self: VectorStore, *given: object) -> None:
        raise StoreFailed("không ghi được")

    monkeypatch.setattr(VectorStore, "put", failing)
    with pytest.raises(IndexProblem, match=r"Không dựng lại được kho véc-tơ.*Hãy"):
        library.derived.renew("hỏng")


def test_what_another_process_wrote_is_read(library: Library, settings: Settings, reports: Path, embedder: Any) -> None:
    """A reader goes on with what it has in memory unless it is told."""
    question = embedder.vector("Xã trồng 12 ha dâu")
    library.vectors.nearest(question, 5, None)
    (reports / "moi.txt").write_text("I. KẾT QUẢ\n\nXã trồng 12 ha dâu.", encoding="utf-8")
    script = (
        "import sys; from pathlib import Path; from index.build import bring_in; from index.store.library import Library\n"
        "from tests.conftest import KeywordEmbedder, MODEL; from settings import Settings\n"
        "settings = Settings(data_dir=Path(sys.argv[1]), model_dir=Path(sys.argv[2]), embedding_model=MODEL)\n"
        "bring_in(Library.open(settings), KeywordEmbedder(), [Path(sys.argv[3])])\n"
    )
    arguments = [str(settings.data_dir), str(settings.model_dir), str(reports / "moi.txt")]
    subprocess.run([sys.executable, "-c", script, *arguments], cwd=REPO, check=True, timeout=120)
    assert library.vectors.is_stale()
    library.refresh()
    assert not library.vectors.is_stale()
    assert library.vectors.ids() == set(library.catalog.owners())
    assert library.repair() == 0 and not library.vectors.problem()
    best, _ = library.vectors.nearest(question, 1, None)[0]
    assert library.catalog.passages([best])[best].file == "moi.txt"
