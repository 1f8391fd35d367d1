"""Catalogue and vector store together, opened for one model."""

from __future__ import annotations

import importlib
import shutil
import sqlite3
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import chromadb
import pytest

from index.build import rebuild
from index.errors import IndexProblem
from index.store import library as module
from index.store.library import Library
from index.store.locks import write_lock
from ingest import passages
from ingest.model import Metadata, Passage, Report
from ingest.report import understand
from settings import Settings


@pytest.mark.sqlite_only
def test_none_there_and_none_made(settings: Settings) -> None:
    with pytest.raises(IndexProblem, match="python -m ingest"):
        Library.open(settings)
    assert not settings.data_dir.exists()


def test_making_an_empty_one(settings: Settings) -> None:
    opened = Library.open(settings, create=True)
    assert opened.catalog.report_ids() == [] and opened.vectors.count() == 0
    assert Library.open(settings).catalog.about() == opened.catalog.about()


def test_another_model_names_both_and_the_remedy(library: Library, settings: Settings) -> None:
    with pytest.raises(IndexProblem) as problem:
        Library.open(replace(settings, embedding_model="khác"))
    assert all(part in str(problem.value) for part in ("'keywords'", "'khác'", "--rebuild"))


def test_an_older_format_asks_for_a_rebuild(library: Library, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FORMAT", "mới")
    with pytest.raises(IndexProblem, match="--rebuild"):
        Library.open(settings)


@pytest.mark.sqlite_only
@pytest.mark.usefixtures("reading_here")
def test_a_library_of_format_6_is_rebuilt(library: Library, settings: Settings, embedder: Any) -> None:
    """It had its keywords in the catalogue, in tables of FTS5."""
    expected = library.keywords.scores(["hộ_nghèo"], 10, None)
    shutil.rmtree(settings.index_dir / module.KEYWORD_FOLDER)
    with sqlite3.connect(library.catalog.database.file) as db:
        db.execute("ALTER TABLE passages DROP COLUMN terms")
        db.execute("DROP TABLE terms")
        db.execute("CREATE VIRTUAL TABLE keywords USING fts5 (context, body)")
        db.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab (keywords, row)")
        db.execute("UPDATE about SET value = '6' WHERE key = 'format'")
    library.catalog.close()
    with pytest.raises(IndexProblem, match=r"định dạng 6.*--rebuild"):
        Library.open(settings)
    assert len(rebuild(settings, embedder).added) == 3
    again = Library.open(settings)
    assert expected and again.keywords.scores(["hộ_nghèo"], 10, None) == expected and again.repair() == 0


@pytest.mark.sqlite_only
def test_two_libraries_know_nothing_of_each_other(library: Library, settings: Settings, tmp_path: Path) -> None:
    other = Library.open(replace(settings, data_dir=tmp_path / "other"), create=True)
    assert other.vectors.name != library.vectors.name
    assert other.catalog.report_ids() == [] and other.vectors.count() == 0


def _change(library: Library, embedder: Any, reports: Path, text: str) -> tuple[str, str]:
    """Put another text at the path of tan-lap.txt; return the ids before and after."""
    file = reports / "tan-lap.txt"
    before = library.catalog.sources()[str(file)]
    file.write_text(text, encoding="utf-8")
    report = understand(file)
    pieces = passages.cut(report, embedder.count_tokens)
    library.add(report, pieces, embedder.passages([p.embedded for p in pieces]), str(file))
    return before, report.id


def test_adding_in_place_of_another_report(library: Library, embedder: Any, reports: Path) -> None:
    before, after = _change(library, embedder, reports, "I. KẾT QUẢ\n\nXã trồng 12 ha dâu.")
    assert before not in library.catalog.report_ids() and after in library.catalog.report_ids()
    assert library.vectors.ids() == set(library.catalog.owners())


def test_point_and_forget_keep_the_store_in_line(library: Library, reports: Path) -> None:
    here, there = str(reports / "tan-lap.txt"), str(reports / "dong-khe.txt")
    sources = library.catalog.sources()
    library.point(here, sources[there])  # tan-lap's report has no path any more
    assert sources[here] not in library.catalog.report_ids()
    assert library.vectors.ids() == set(library.catalog.owners())
    library.forget(here)
    assert sources[there] in library.catalog.report_ids()
    library.forget(there)
    library.forget(there)
    assert library.catalog.report_ids() == [sources[str(reports / "suoi-may.txt")]]
    assert library.vectors.ids() == set(library.catalog.owners())


def test_repair_of_a_sound_library_does_nothing(library: Library) -> None:
    assert library.repair() == 0


def test_repair_puts_back_what_is_missing_and_drops_what_is_extra(library: Library, embedder: Any) -> None:
    expected = sorted(library.catalog.owners())
    question = embedder.vector("hộ nghèo ở xã Tân Lập")
    before = library.vectors.nearest(question, 50, None)
    library.vectors.drop(expected[:2])
    library.vectors.put({"lạ-0000": question}, {"lạ-0000": "r"})
    assert library.repair() == 3
    assert library.vectors.ids() == set(expected)
    assert dict(library.vectors.nearest(question, 50, None)) == pytest.approx(dict(before), abs=1e-6)
    assert embedder.embedded == []


def test_one_writer_at_a_time(settings: Settings) -> None:
    refused: list[str] = []

    def second() -> None:
        try:
            with write_lock(settings):
                refused.append("không bị chặn")
        except IndexProblem as problem:
            refused.append(str(problem))

    with write_lock(settings):
        worker = threading.Thread(target=second)
        worker.start()
        worker.join(timeout=10)
    assert len(refused) == 1 and "Một lượt nạp khác" in refused[0]
    with write_lock(settings):
        pass


def test_the_lock_is_freed_when_the_writer_fails(settings: Settings) -> None:
    with pytest.raises(RuntimeError), write_lock(settings):
        raise RuntimeError
    with write_lock(settings):
        pass


@pytest.mark.sqlite_only
def test_a_rebuild_killed_between_its_renames_is_undone(library: Library, settings: Settings) -> None:
    names = library.catalog.report_ids()
    library.catalog.close()
    settings.index_dir.rename(settings.index_dir.with_suffix(".old"))
    assert Library.open(settings).catalog.report_ids() == names


@pytest.mark.sqlite_only
def test_a_data_folder_that_cannot_be_written(settings: Settings) -> None:
    settings.data_dir.parent.mkdir(parents=True, exist_ok=True)
    settings.data_dir.write_text("một tệp", encoding="utf-8")
    with pytest.raises(IndexProblem, match="Không tạo được"):
        Library.open(settings, create=True)


def test_a_damaged_vector_index_is_made_anew(settings: Settings, embedder: Any) -> None:
    opened = Library.open(settings, create=True)
    texts = [f"thôn số {n} có {n * 7} hộ" for n in range(1200)]  # from 1,000 on Chroma writes its index to disk
    pieces = [Passage(f"r-{n:04d}", "r", "a.txt", "", (), "", (), None, 0, len(t), t) for n, t in enumerate(texts)]
    report = Report("r", "a.txt", "", (), (), (), 0, (), None, Metadata())
    opened.add(report, pieces, embedder.passages(texts), "/a.txt")
    question = embedder.vector(texts[700])
    folder = opened.catalog.folder
    del opened
    chromadb.api.client.SharedSystemClient.clear_system_cache()  # as a new process would
    spoilt = list((folder / module.VECTOR_FOLDER).rglob("*.bin"))
    assert spoilt
    for file in spoilt:
        file.write_bytes(b"r\xe1c" * 1000)
    again = Library.open(settings)
    assert again.repair() == 1200
    assert "r-0700" in [key for key, _ in again.vectors.nearest(question, 3, None)]
    assert again.repair() == 0


# What bringing in one more report costs


def _filled(settings: Settings, base: Report, pieces: list[Passage], embedder: Any, count: int) -> Library:
    """A library of many small reports, whose stores were brought in line once."""
    opened = Library.open(settings, create=True)
    for number in range(count):
        opened.catalog.add(*_numbered(base, pieces, embedder, number))
    assert opened.keep_in_line() == 2 * count * len(pieces)  # words and vectors
    return opened


def _numbered(base: Report, pieces: list[Passage], embedder: Any, number: int) -> tuple[Report, list[Passage], Any, str]:
    identity = f"{number:064x}"
    report = replace(base, id=identity, file=f"{number}.txt")
    own = [replace(piece, id=f"{number:016x}-{at:04d}", report=identity) for at, piece in enumerate(pieces)]
    return report, own, embedder.passages([piece.embedded for piece in own]), f"/r/{number}.txt"


WHOLE = (  # what reads all of a store
    "index.store.catalog.Catalog.owners", "index.store.catalog.Catalog.vectors",
    "index.store.catalog.Catalog.passage_counts", "index.store.catalog.Catalog.report_ids",
    "index.store.catalog.Catalog.sources", "index.store.vectors.VectorStore.ids", "index.store.seal.Seal.problem",
    "index.store.postings.Postings.problem", "index.store.postings.Postings.passage_counts",
    "index.store.library.sweep_originals",
)  # fmt: skip


def _count_whole_readings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows by a name whenever all of a store is read."""
    seen: list[str] = []

    def counted(name: str) -> None:
        place, _, own = name.rpartition(".")
        module_name, _, owner = place.rpartition(".")
        target = (
            getattr(importlib.import_module(module_name), owner) if owner[0].isupper() else importlib.import_module(place)
        )
        before = getattr(target, own)
        monkeypatch.setattr(target, own, lambda *given, **named: (seen.append(name), before(*given, **named))[1])

    for name in WHOLE:
        counted(name)
    return seen


@pytest.mark.sqlite_only
def test_one_more_report_costs_the_same_in_a_library_of_twenty_times_the_size(
    settings: Settings, embedder: Any, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = understand(reports / "suoi-may.txt")
    pieces = passages.cut(base, embedder.count_tokens)
    steps: dict[int, int] = {}
    for size in (15, 300):
        library = _filled(replace(settings, data_dir=tmp_path / str(size)), base, pieces, embedder, size)
        with monkeypatch.context() as patch:
            seen, done = _count_whole_readings(patch), [0]
            plain = library.catalog.database._connection.plain
            plain.set_progress_handler(lambda done=done: done.__setitem__(0, done[0] + 1), 10)  # of SQLite's own steps
            for number in range(size, size + 3):
                assert library.keep_in_line() == 0
                library.add(*_numbered(base, pieces, embedder, number))
                assert library.catalog.has_namesake(f"{number}.txt", "khác")
            plain.set_progress_handler(None, 0)
            assert seen == []
        steps[size] = done[0]
        assert library.repair() == 0
    assert steps[300] < 1.3 * steps[15], steps


def test_stores_are_read_whole_when_they_may_differ_and_else_not(
    library: Library, settings: Settings, embedder: Any, reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = _count_whole_readings(monkeypatch)

    def was_read() -> bool:
        seen.clear()
        assert library.keep_in_line() == 0
        return "index.store.seal.Seal.problem" in seen

    assert was_read(), "nothing is known after a start"
    assert not was_read()
    _change(library, embedder, reports, "I. KẾT QUẢ\n\nXã trồng 12 ha dâu.")
    with library.keywords.together():
        for path in list(library.catalog.sources())[:2]:
            library.forget(path)
    assert not was_read(), "it was this process that wrote"
    library.catalog.note("khác", "1")
    assert was_read() and not was_read(), "the catalogue was changed past the library"
    day = library.derived._clock() + 25 * 3600
    monkeypatch.setattr(library.derived, "_clock", lambda: day)
    assert was_read() and not was_read(), "a day has gone by"
    with pytest.raises(RuntimeError), library.derived.followed():
        raise RuntimeError
    assert was_read() and not was_read(), "a write failed"
    library.keywords.postings.drop(library.catalog.report_ids())
    assert library.keep_in_line() > 0 and not was_read(), "words were missing"
