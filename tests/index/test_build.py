"""Bringing files in: only what is new or changed, and never half of it."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
import pytest

from index import build, preparation
from index.build import bring_in, rebuild
from index.embedding.embedder import Vectors
from index.errors import IndexProblem
from index.folders import explore, find_files
from index.originals import original
from index.store.library import VECTOR_FOLDER, Library
from ingest.language.terms import terms
from settings import Settings

pytestmark = pytest.mark.usefixtures("reading_here")


def _fresh_process() -> None:
    """Chroma keeps clients by their path for as long as a process lives; a command is a process of its own."""
    chromadb.api.client.SharedSystemClient.clear_system_cache()


QUESTIONS = ["hộ nghèo xã Tân Lập", "quyết định 118/QĐ-UBND", "tặng giấy khen tập thể", "640 ha rừng"]


def _state(library: Library, embedder: Any) -> dict[str, Any]:
    """All that a search can see: passages, vectors on both sides, keyword results."""
    vectors = library.catalog.vectors()
    return {
        "sources": sorted((Path(path).name, identity) for path, identity in library.catalog.sources().items()),
        "passages": {key: library.catalog.passages([key])[key] for key in sorted(vectors)},
        "vectors": {key: vectors[key].tobytes() for key in sorted(vectors)},
        "stored": sorted(library.vectors.ids()),
        "nearest": [
            [(key, round(score, 5)) for key, score in library.vectors.nearest(embedder.vector(q), 50, None)]
            for q in QUESTIONS
        ],
        "keywords": [library.keywords.scores(terms(q), 50, None) for q in QUESTIONS],
    }


@pytest.fixture
def undisturbed(reports: Path, tmp_path: Path, settings: Settings, embedder: Any) -> Callable[[], dict[str, Any]]:
    """What a run of its own over the reports as they are now leads to."""

    def run() -> dict[str, Any]:
        opened = Library.open(replace(settings, data_dir=tmp_path / "undisturbed"), create=True)
        bring_in(opened, embedder, [reports])
        return _state(opened, embedder)

    return run


# Which files


def test_find_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.PDF", "sub/c.docx", "d.md", "bo-qua.exe", ".an.txt", "~$khoa.docx", ".an/e.txt"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.touch()
    names = [str(file.relative_to(tmp_path)) for file in find_files([tmp_path])]
    assert names == ["a.PDF", "b.txt", "d.md", "sub/c.docx"]
    files = find_files([tmp_path / "bo-qua.exe", tmp_path / "b.txt", tmp_path / "b.txt", tmp_path / "sub"])
    assert [file.name for file in files] == ["bo-qua.exe", "b.txt", "c.docx"]
    assert find_files([]) == []


# Incremental


def test_first_run(settings: Settings, embedder: Any, reports: Path) -> None:
    library = Library.open(settings, create=True)
    outcome = bring_in(library, embedder, [reports])
    assert [Path(path).name for path in outcome.added] == ["dong-khe.txt", "suoi-may.txt", "tan-lap.txt"]
    assert outcome.passages == len(embedder.embedded) == library.vectors.count() == len(library.catalog.owners()) > 0
    assert (outcome.unread, outcome.copies, outcome.replaced, outcome.unchanged, outcome.vanished) == ([], [], [], [], [])
    for identity in library.catalog.report_ids():
        copy = original(settings.originals_dir, identity, library.catalog.file_of(identity))
        assert copy.read_bytes() == (reports / library.catalog.file_of(identity)).read_bytes()


def test_unchanged_files_are_not_embedded_again(library: Library, embedder: Any, reports: Path) -> None:
    outcome = bring_in(library, embedder, [reports])
    assert len(outcome.unchanged) == 3 and outcome.passages == 0
    assert embedder.embedded == []


def test_a_touched_file_is_unchanged(library: Library, embedder: Any, reports: Path) -> None:
    (reports / "tan-lap.txt").touch()
    assert len(bring_in(library, embedder, [reports]).unchanged) == 3


def test_a_changed_file_replaces_what_it_held(
    library: Library, embedder: Any, reports: Path, undisturbed: Callable[[], dict[str, Any]]
) -> None:
    file = reports / "tan-lap.txt"
    file.write_text(file.read_text(encoding="utf-8").replace("41 hộ nghèo", "39 hộ nghèo"), encoding="utf-8")
    outcome = bring_in(library, embedder, [reports])
    assert outcome.replaced == [str(file)] and len(outcome.unchanged) == 2
    assert library.keywords.scores(["41"], 5, None) == []
    assert _state(library, embedder) == undisturbed()


def test_a_copy_is_recognised_and_not_embedded(library: Library, embedder: Any, reports: Path) -> None:
    copy = reports / "tan-lap (1).txt"
    shutil.copy(reports / "tan-lap.txt", copy)
    outcome = bring_in(library, embedder, [reports])
    assert outcome.copies == [(str(copy), str(reports / "tan-lap.txt"))]
    assert embedder.embedded == [] and len(library.catalog.report_ids()) == 3
    assert len(bring_in(library, embedder, [reports]).unchanged) == 4


def test_a_renamed_file_is_not_embedded_again(library: Library, embedder: Any, reports: Path) -> None:
    (reports / "tan-lap.txt").rename(reports / "moi.txt")
    outcome = bring_in(library, embedder, [reports])
    assert [path for path, _ in outcome.copies] == [str(reports / "moi.txt")]
    assert outcome.vanished == [str(reports / "tan-lap.txt")]
    assert embedder.embedded == []


def test_an_archive_is_the_reports_within(settings: Settings, library: Library, embedder: Any, reports: Path) -> None:
    with zipfile.ZipFile(reports / "nam.zip", "w") as archive:
        archive.write(reports / "tan-lap.txt", "cũ/tan-lap.txt")
        archive.writestr("moi.txt", "I. KẾT QUẢ\n\nXã Khe Sơn có 64 hộ khá.")
        archive.writestr("ghi-am.amr", "x")
    outcome = bring_in(library, embedder, [reports])
    inside = str(reports / "nam.zip" / "moi.txt")
    assert outcome.added == [inside] and outcome.vanished == []
    assert outcome.copies == [(str(reports / "nam.zip" / "cũ" / "tan-lap.txt"), str(reports / "tan-lap.txt"))]
    assert [path for path, _ in outcome.unread] == [str(reports / "nam.zip" / "ghi-am.amr")]
    again = bring_in(library, embedder, [reports])
    assert (len(again.unchanged), again.added, again.vanished) == (5, [], [])
    (reports / "nam.zip").unlink()
    assert inside in bring_in(library, embedder, [reports]).vanished
    identity = library.catalog.sources()[inside]
    assert rebuild(settings, embedder).unread == [] and identity in Library.open(settings).catalog.report_ids()


def test_vanished_files_are_named_and_stay(library: Library, embedder: Any, reports: Path) -> None:
    (reports / "tan-lap.txt").unlink()
    outcome = bring_in(library, embedder, [reports])
    assert outcome.vanished == [str(reports / "tan-lap.txt")]
    assert len(library.catalog.report_ids()) == 3
    assert bring_in(library, embedder, [reports / "dong-khe.txt"]).vanished == []  # no folder was given


def test_broken_files_do_not_stop_the_rest(settings: Settings, embedder: Any, reports: Path) -> None:
    (reports / "a-hong.pdf").write_bytes(b"%PDF-1.7 cut")
    (reports / "b-rong.docx").touch()
    (reports / "z-nhi-phan.txt").write_bytes(bytes(100))
    library = Library.open(settings, create=True)
    outcome = bring_in(library, embedder, [reports, reports / "khong-co.txt"])
    assert [Path(path).name for path, _ in outcome.unread] == ["a-hong.pdf", "b-rong.docx", "z-nhi-phan.txt", "khong-co.txt"]
    assert all(reason and "\n" not in reason for _, reason in outcome.unread)
    assert len(outcome.added) == 3
    assert len(bring_in(library, embedder, [reports]).unread) == 3  # named every time


def test_a_file_that_broke_keeps_what_was_read_before(library: Library, embedder: Any, reports: Path) -> None:
    (reports / "tan-lap.txt").write_bytes(b"")
    outcome = bring_in(library, embedder, [reports])
    assert len(outcome.unread) == 1 and len(library.catalog.report_ids()) == 3


def test_progress_runs_from_nothing_to_all(settings: Settings, embedder: Any, reports: Path) -> None:
    shares: list[float] = []
    bring_in(Library.open(settings, create=True), embedder, [reports], lambda name, share: shares.append(share))
    assert shares == sorted(shares)
    assert shares[0] == 0.0 and shares[-1] == 1.0


def test_the_order_of_coming_in_does_not_matter(
    settings: Settings, embedder: Any, reports: Path, undisturbed: Callable[[], dict[str, Any]]
) -> None:
    library = Library.open(settings, create=True)
    for name in ("tan-lap.txt", "dong-khe.txt", "suoi-may.txt"):
        bring_in(library, embedder, [reports / name])
    assert _state(library, embedder) == undisturbed()


def test_vectors_do_not_depend_on_the_size_of_a_batch(
    settings: Settings,
    embedder: Any,
    reports: Path,
    undisturbed: Callable[[], dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(preparation, "EMBEDDED_AT_ONCE", 2)
    library = Library.open(settings, create=True)
    bring_in(library, embedder, [reports])
    assert _state(library, embedder) == undisturbed()


# Stopped runs and damage


class Killed(BaseException):
    """Stands for Ctrl-C, a lost machine, a model that fails."""


@pytest.mark.parametrize("calls", [0, 1, 2])
def test_a_stopped_run_is_completed_by_the_next(
    settings: Settings, embedder: Any, reports: Path, undisturbed: Callable[[], dict[str, Any]], calls: int
) -> None:
    library = Library.open(settings, create=True)
    whole, left = embedder.passages, calls

    def failing(texts: Sequence[str]) -> Vectors:
        nonlocal left
        if not left:
            raise Killed
        left -= 1
        return whole(texts)

    embedder.passages = failing
    with pytest.raises(Killed):
        bring_in(library, embedder, [reports])
    assert len(library.catalog.report_ids()) == calls
    embedder.passages = whole
    embedder.embedded.clear()
    outcome = bring_in(Library.open(settings), embedder, [reports])
    assert (len(outcome.unchanged), len(outcome.added)) == (calls, 3 - calls)
    assert len(embedder.embedded) == outcome.passages
    assert _state(library, embedder) == undisturbed()


@pytest.mark.parametrize("when", ["before the vectors go in", "before the old ones go out"])
def test_a_run_stopped_between_catalogue_and_store(
    library: Library,
    embedder: Any,
    reports: Path,
    undisturbed: Callable[[], dict[str, Any]],
    when: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = reports / "tan-lap.txt"
    file.write_text("I. KẾT QUẢ\n\nXã Tân Lập trồng 12 ha dâu.", encoding="utf-8")

    def killed(*arguments: object) -> None:
        if arguments[0]:  # nothing to do is done without being killed
            raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(library.vectors, "put" if when == "before the vectors go in" else "drop", killed)
        with pytest.raises(Killed):
            bring_in(library, embedder, [reports])
    assert library.vectors.ids() != set(library.catalog.owners())
    embedder.embedded.clear()
    outcome = bring_in(library, embedder, [reports])
    assert len(outcome.unchanged) == 3 and embedder.embedded == []
    assert _state(library, embedder) == undisturbed()


def test_missing_and_extra_vectors_are_put_right(
    library: Library, embedder: Any, reports: Path, undisturbed: Callable[[], dict[str, Any]]
) -> None:
    library.vectors.drop(sorted(library.catalog.owners())[::2])
    library.vectors.put({"thừa-0000": embedder.vector("hộ nghèo")}, {"thừa-0000": "r"})
    bring_in(library, embedder, [reports])
    assert embedder.embedded == []
    assert _state(library, embedder) == undisturbed()


def test_a_deleted_vector_store_is_made_anew(
    library: Library, settings: Settings, embedder: Any, reports: Path, undisturbed: Callable[[], dict[str, Any]]
) -> None:
    _fresh_process()
    shutil.rmtree(library.catalog.folder / VECTOR_FOLDER)
    again = Library.open(settings)
    bring_in(again, embedder, [reports])
    assert embedder.embedded == []
    assert _state(again, embedder) == undisturbed()


def _spoil(folder: Path, kinds: str) -> None:
    for file in folder.rglob("*"):
        if file.is_file() and (kinds == "all" or (file.suffix == ".sqlite3") == (kinds == "sqlite")):
            file.write_bytes(b"r\xe1c" * 1000)


@pytest.mark.parametrize("kinds", ["sqlite", "all"])
def test_a_vector_store_of_garbage_is_made_anew(
    library: Library, settings: Settings, embedder: Any, reports: Path, undisturbed: Callable[[], dict[str, Any]], kinds: str
) -> None:
    expected = undisturbed()
    embedder.embedded.clear()
    library.catalog.close()
    _fresh_process()
    _spoil(library.catalog.folder / VECTOR_FOLDER, kinds)
    again = Library.open(settings)
    bring_in(again, embedder, [reports])
    assert embedder.embedded == []
    assert _state(again, embedder) == expected


# Rebuilding


def test_rebuild_makes_the_same_index(
    library: Library, settings: Settings, embedder: Any, reports: Path, undisturbed: Callable[[], dict[str, Any]]
) -> None:
    expected = undisturbed()
    shutil.rmtree(reports)  # the library's own copies are enough
    library.catalog.close()
    _fresh_process()
    outcome = rebuild(settings, embedder)
    assert len(outcome.added) == 3 and outcome.unread == []
    _fresh_process()
    assert _state(Library.open(settings), embedder) == expected
    assert sorted(p.name for p in settings.data_dir.iterdir() if p.name.startswith("index")) == ["index"]


def test_rebuild_for_another_model(library: Library, settings: Settings, reports: Path, embedder: Any) -> None:
    other = replace(settings, embedding_model="khác")
    embedder.name = "khác"
    with pytest.raises(IndexProblem, match="--rebuild"):
        Library.open(other)
    library.catalog.close()
    _fresh_process()
    rebuild(other, embedder)
    _fresh_process()
    assert Library.open(other).catalog.about()["model"] == "khác"
    with pytest.raises(IndexProblem, match="--rebuild"):
        Library.open(settings)


def test_rebuild_keeps_copies(library: Library, settings: Settings, embedder: Any, reports: Path) -> None:
    shutil.copy(reports / "tan-lap.txt", reports / "ban-sao.md")
    bring_in(library, embedder, [reports])
    before = library.catalog.sources()
    library.catalog.close()
    _fresh_process()
    outcome = rebuild(settings, embedder)
    assert len(outcome.added) == 3 and len(outcome.copies) == 1
    _fresh_process()
    assert Library.open(settings).catalog.sources() == before


def test_a_stopped_rebuild_leaves_the_old_index(library: Library, settings: Settings, embedder: Any, reports: Path) -> None:
    before = _state(library, embedder)
    library.catalog.close()
    _fresh_process()
    whole = embedder.passages

    def failing(texts: Sequence[str]) -> Vectors:
        raise Killed

    embedder.passages = failing
    with pytest.raises(Killed):
        rebuild(settings, embedder)
    embedder.passages = whole
    _fresh_process()
    assert _state(Library.open(settings), embedder) == before
    _fresh_process()
    assert len(rebuild(settings, embedder).added) == 3


@pytest.mark.sqlite_only
def test_rebuild_without_a_library(settings: Settings, embedder: Any) -> None:
    with pytest.raises(IndexProblem, match="Chưa có thư viện"):
        rebuild(settings, embedder)


@pytest.mark.sqlite_only
def test_the_catalogue_is_a_sound_database_after_it_all(
    library: Library, settings: Settings, embedder: Any, reports: Path
) -> None:
    (reports / "tan-lap.txt").unlink()
    library.forget(str(reports / "tan-lap.txt"))
    bring_in(library, embedder, [reports])
    with sqlite3.connect(library.catalog.database.file) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        (passages,) = db.execute("SELECT count(*) FROM passages").fetchone()
    assert passages == library.keywords.postings.count() == library.vectors.count()
    assert library.catalog.document_frequencies([]) == ({}, passages)


@pytest.mark.own_reader
def test_a_reader_that_crashes_on_one_file_does_not_stop_the_rest(
    settings: Settings, embedder: Any, reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = build.ReportReader.understand

    def failing(reader: Any, path: Path, *rest: Any) -> Any:
        if path.name == "dong-khe.txt":
            reader.expect(path, rest[0])
            os.kill(reader.pid, signal.SIGKILL)
        return whole(reader, path, *rest)

    monkeypatch.setattr(build.ReportReader, "understand", failing)
    outcome = bring_in(Library.open(settings, create=True), embedder, [reports])
    assert len(outcome.added) == 2 and [Path(file).name for file, _ in outcome.unread] == ["dong-khe.txt"]


def test_one_file_under_two_names_is_one_file(library: Library, embedder: Any, reports: Path) -> None:
    outcome = bring_in(library, embedder, [reports / ".." / reports.name])
    assert len(outcome.unchanged) == 3 and outcome.copies == []


def test_rebuild_without_the_librarys_copies_falls_back_on_the_files(
    library: Library, settings: Settings, embedder: Any, reports: Path
) -> None:
    library.catalog.close()
    _fresh_process()
    shutil.rmtree(settings.originals_dir)
    rebuild(settings, embedder)
    _fresh_process()
    assert len(Library.open(settings).catalog.report_ids()) == 3


@pytest.mark.sqlite_only
def test_rebuild_after_one_killed_between_its_renames(library: Library, settings: Settings, embedder: Any) -> None:
    library.catalog.close()
    _fresh_process()
    settings.index_dir.rename(settings.index_dir.with_suffix(".old"))
    assert len(rebuild(settings, embedder).added) == 3


def test_the_library_can_be_used_after_a_rebuild_in_the_same_process(
    library: Library, settings: Settings, embedder: Any, reports: Path
) -> None:
    rebuild(settings, embedder)
    again = Library.open(settings)
    (reports / "moi.txt").write_text("I. KẾT QUẢ\n\nXã đạt kết quả tốt.", encoding="utf-8")
    bring_in(again, embedder, [reports])
    assert again.vectors.ids() == set(again.catalog.owners())


def test_vectors_are_stored_as_they_were_made(library: Library, embedder: Any) -> None:
    stored = library.catalog.vectors()
    for key, passage in library.catalog.passages(stored).items():
        np.testing.assert_array_equal(stored[key], embedder.vector(passage.embedded))


def test_links_are_followed_within_their_folder_only(tmp_path: Path) -> None:
    folder, outside = tmp_path / "kho", tmp_path / "ngoai"
    (folder / "con").mkdir(parents=True)
    outside.mkdir()
    (outside / "mat.txt").write_text("bí mật", encoding="utf-8")
    (folder / "con" / "a.txt").write_text("a", encoding="utf-8")
    (folder / "b.txt").symlink_to("con/a.txt")
    (folder / "mat.txt").symlink_to(outside / "mat.txt")
    (folder / "xa").symlink_to(outside)
    (folder / "gan").symlink_to("con")
    (folder / "hong.pdf").symlink_to("khong-co.pdf")
    (folder / "vong.pdf").symlink_to("vong.pdf")
    (folder / ".an.txt").symlink_to(outside / "mat.txt")
    (folder / "bang.exe").symlink_to(outside / "mat.txt")
    files, passed = explore([folder])
    assert [str(file.relative_to(folder)) for file in files] == ["b.txt", "con/a.txt"]
    reasons = {Path(path).name: reason for path, reason in passed}
    assert set(reasons) == {"mat.txt", "xa", "hong.pdf", "vong.pdf"}
    assert "ra ngoài" in reasons["mat.txt"] and "ra ngoài" in reasons["xa"] and "hỏng" in reasons["hong.pdf"]
    assert explore([folder / "mat.txt"]) == ([folder / "mat.txt"], [])  # named by whoever runs the command
    (tmp_path / "loi-vao").symlink_to(folder)
    assert len(explore([tmp_path / "loi-vao"])[0]) == 2  # the folder itself may be a link
