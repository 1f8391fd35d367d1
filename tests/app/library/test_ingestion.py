"""Files become reports one after the other, whatever else writes; a deleted report leaves nothing."""

from __future__ import annotations

import io
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.assistant import Assistant
from app.library import ingestion as module
from app.library.ingestion import WAITS, Shelving
from app.library.uploads import Upload, UploadState
from app.storage.running_work import Work
from app.storage.store import Store
from index.errors import LibraryBusy
from index.store.library import Library
from index.store.locks import write_lock
from settings import Settings
from tests.conftest import DONG_KHE, SUOI_MAY, TAN_LAP
from tests.index.test_leavings import SECRET, traces

pytestmark = pytest.mark.usefixtures("reading_here")

OTHER = SECRET.replace("ngỗngtrắng", "vịtxiêm")


@pytest.fixture
def shelving(library: Library, embedder: Any, settings: Settings) -> Any:
    made = Shelving(lambda: library, embedder, Store.open(settings), Work())
    yield made
    made.stop()


def _hand_in(shelving: Shelving, name: str, text: str | bytes) -> Upload:
    incoming = shelving.uploads.begin(name, 10)
    incoming.write(text if isinstance(text, bytes) else text.encode())
    incoming.close()
    return shelving.hand_in(incoming, "nguoi")


def _done(shelving: Shelving, upload: Upload) -> Upload:
    while shelving.uploads.next() is not None:
        shelving.work()
    return shelving.uploads.get(upload.number)


def _until(holds: Callable[[], object]) -> None:
    for _ in range(300):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("did not happen within 30 s")


@pytest.mark.own_reader
def test_a_file_becomes_a_report(shelving: Shelving, settings: Settings) -> None:
    upload = _done(shelving, _hand_in(shelving, "khuất nẻo.txt", SECRET))
    assert (upload.state, upload.said) == (UploadState.READ, "1 mục")
    catalog = shelving.library.catalog
    assert catalog.sources()["uploads/khuất nẻo.txt"] == upload.report
    assert catalog.report(upload.report or "").file == "khuất nẻo.txt"
    assert list(settings.uploads_dir.iterdir()) == [] and shelving.progress == {}
    assert shelving.library.vectors.ids() == set(catalog.owners())


def test_a_keyword_index_that_is_behind_is_repaired_at_the_next_look(shelving: Shelving) -> None:
    library = shelving.library
    first, *_ = library.catalog.report_ids()
    library.keywords.postings.drop([first])  # as a run leaves it that is killed before its words are committed
    with write_lock(library.settings), pytest.raises(LibraryBusy):
        shelving.work()
    assert shelving.work() and library.keywords.postings.passage_counts() == library.catalog.passage_counts()
    for file in library.keywords.postings.folder.iterdir():
        file.write_bytes(b"r")
    library.keywords.postings.damage = "hỏng"
    assert shelving.work() and not library.keywords.is_behind()
    assert library.keywords.scores(["nghèo"], 5, None)


def test_a_copy_says_whose(shelving: Shelving) -> None:
    upload = _done(shelving, _hand_in(shelving, "ban-sao.txt", TAN_LAP))
    assert (upload.state, upload.said) == (UploadState.COPY, "bản sao của tan-lap.txt")
    assert len(shelving.library.catalog.report_ids()) == 3


def test_what_cannot_be_read_says_why(shelving: Shelving) -> None:
    upload = _done(shelving, _hand_in(shelving, "hong.docx", b"PK cut short"))
    assert upload.state is UploadState.UNREAD and "hãy chép lại tệp gốc" in upload.said
    assert not upload.content.exists()


def _archive(**files: str | bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_dot_", "."), content)
    return held.getvalue()


def test_an_archive_becomes_the_reports_within(shelving: Shelving) -> None:
    held = _archive(kin_dot_txt=SECRET, tan_dot_txt=TAN_LAP, ghi_am_dot_amr=b"x")
    upload = _done(shelving, _hand_in(shelving, "năm.zip", held))
    assert upload.state is UploadState.READ and upload.said.startswith(
        "có 3 tệp bên trong, đã nạp 2, 1 tệp không đọc được. "
    )
    assert "kin.txt: 1 mục" in upload.said and "tan.txt: bản sao của tan-lap.txt" in upload.said
    assert "ghi_am.amr: chưa đọc được loại tệp này (.amr)" in upload.said
    catalog = shelving.library.catalog
    inside = catalog.sources()["uploads/năm.zip/kin.txt"]
    assert catalog.report(inside).file == "kin.txt" and "uploads/năm.zip" not in catalog.sources()
    again = _done(shelving, _hand_in(shelving, "năm.zip", held))
    assert again.state is UploadState.SAME and "2 tệp không đổi" in again.said


def test_an_archive_with_nothing_readable_is_unread(shelving: Shelving) -> None:
    upload = _done(shelving, _hand_in(shelving, "a.zip", _archive(ghi_am_dot_amr=b"x")))
    assert upload.state is UploadState.UNREAD and "ghi_am.amr: chưa đọc được" in upload.said


def test_what_to_heed_of_a_file_is_told_with_it(shelving: Shelving) -> None:
    upload = _done(shelving, _hand_in(shelving, "xuoi.txt", SECRET.encode("utf-8").decode("latin-1")))
    assert upload.state is UploadState.READ and ". Lưu ý: " in upload.said


def test_the_same_name_asks_first(shelving: Shelving) -> None:
    first = _done(shelving, _hand_in(shelving, "a.txt", SECRET))
    same = _hand_in(shelving, "a.txt", SECRET)
    assert same.state is UploadState.SAME and not same.content.exists()
    second = _hand_in(shelving, "a.txt", OTHER)
    assert second.state is UploadState.ASKING and shelving.uploads.next() is None
    shelving.answer(second.number, "replace")
    second = _done(shelving, second)
    assert second.state is UploadState.READ and second.said.startswith("đã thay bản trước")
    catalog = shelving.library.catalog
    assert catalog.sources()["uploads/a.txt"] == second.report != first.report
    shelving.work()
    assert catalog.deleted_reports() == [] and traces(shelving.library.settings.data_dir, ("ngỗngtrắng",)) == []


def test_both_may_stay_or_the_new_one_goes(shelving: Shelving) -> None:
    _done(shelving, _hand_in(shelving, "a.txt", SECRET))
    second, third = _hand_in(shelving, "a.txt", OTHER), _hand_in(shelving, "a.txt", DONG_KHE + "thêm")
    assert (second.state, third.state) == (UploadState.ASKING, UploadState.ASKING)
    shelving.answer(second.number, "both")
    shelving.answer(third.number, "drop")
    assert _done(shelving, second).name == "a (2).txt"
    names = {path for path in shelving.library.catalog.sources() if path.startswith("uploads/")}
    assert names == {"uploads/a.txt", "uploads/a (2).txt"}
    with pytest.raises(KeyError):
        shelving.uploads.get(third.number)
    assert not third.content.exists()


def test_two_of_one_name_in_the_queue_are_asked_about_too(shelving: Shelving) -> None:
    assert _hand_in(shelving, "a.txt", SECRET).state is UploadState.WAITING
    assert _hand_in(shelving, "a.txt", OTHER).state is UploadState.ASKING


@pytest.mark.own_reader
def test_a_broken_new_version_keeps_the_old(shelving: Shelving) -> None:
    first = _done(shelving, _hand_in(shelving, "a.docx", SECRET))  # told by its content
    assert first.state is UploadState.UNREAD
    good = _done(shelving, _hand_in(shelving, "b.txt", SECRET))
    bad = _hand_in(shelving, "b.txt", bytes(50))
    shelving.answer(bad.number, "replace")
    assert _done(shelving, bad).said.endswith("Kho vẫn giữ bản trước")
    assert shelving.library.catalog.sources()["uploads/b.txt"] == good.report


def test_another_run_is_waited_for(shelving: Shelving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BUSY_SECONDS", 0.05)
    with write_lock(shelving.library.settings):
        upload = _hand_in(shelving, "a.txt", SECRET)
        shelving.start()
        _until(lambda: shelving.uploads.get(upload.number).said == WAITS)
        with pytest.raises(LibraryBusy):
            monkeypatch.setattr(module, "PATIENCE", 0.05)
            shelving.delete(shelving.library.catalog.report_ids()[0])
    _until(lambda: shelving.uploads.get(upload.number).state is UploadState.READ)


@pytest.mark.own_reader
def test_a_stopped_app_reads_the_rest_at_its_next_start(
    shelving: Shelving, embedder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BUSY_SECONDS", 0.05)
    with write_lock(shelving.library.settings):  # so that the first stays in the middle of its way
        files = [_hand_in(shelving, f"{n}.txt", f"{SECRET} {n}") for n in range(3)]
        shelving.start()
        _until(lambda: shelving.uploads.get(files[0].number).said == WAITS)
        shelving.stop()
    assert len(shelving.library.catalog.report_ids()) == 3
    fresh = Library.open(shelving.library.settings)
    again = Shelving(lambda: fresh, embedder, Store.open(fresh.settings), Work())
    again.start()
    _until(lambda: all(again.uploads.get(one.number).state is UploadState.READ for one in files))
    again.stop()


@pytest.mark.own_reader
def test_answers_come_while_files_are_read(shelving: Shelving, embedder: Any) -> None:
    assistant = Assistant(shelving.library, embedder)
    files = [_hand_in(shelving, f"{n}.txt", SUOI_MAY.replace("57 tập thể", f"{n + 60} tập thể")) for n in range(8)]
    shelving.start()
    asked = 0
    while any(shelving.uploads.get(one.number).state in (UploadState.WAITING, UploadState.READING) for one in files):
        assert "41 hộ nghèo" in assistant.answer("Xã Tân Lập còn bao nhiêu hộ nghèo?").text
        asked += 1
    assert asked > 2
    assert [shelving.uploads.get(one.number).state for one in files] == [UploadState.READ] * 8


def test_a_deleted_report_is_gone_from_answers_index_and_disk(
    shelving: Shelving, embedder: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant = Assistant(shelving.library, embedder)
    upload = _done(shelving, _hand_in(shelving, "khuất nẻo.txt", SECRET))
    copy = _done(shelving, _hand_in(shelving, "bản khác khuất nẻo.txt", SECRET))
    assert copy.state is UploadState.COPY
    assert "ngỗngtrắng" in assistant.answer("Xã Khuất Nẻo nhân rộng mô hình gì?").text
    ids = [passage.id for passage in shelving.library.catalog.passages_of(upload.report or "")]
    shelving.correct(upload.report or "", {"signer": "Bà Ngạctuyền"})
    assert shelving.delete(upload.report or "") == []
    answer = assistant.answer("Xã Khuất Nẻo nhân rộng mô hình gì?")
    assert answer.refused and not any("khuất" in hit.passage.file for hit in answer.hits)
    assert traces(settings.data_dir) == []
    with pytest.raises(KeyError):
        shelving.delete(upload.report or "")
    monkeypatch.setattr(module, "QUIET_SECONDS", 0)  # a quiet minute later
    assert shelving.work() and not shelving.work()
    assert traces(settings.data_dir, (*ids, upload.report or "")) == []
    assert len(assistant.search("hộ nghèo", 3)) > 0


def test_a_file_of_the_office_stays_where_it_is_and_out_of_the_library(shelving: Shelving, reports: Path) -> None:
    shelving.folders.add(str(reports))
    path = str(reports / "tan-lap.txt")
    assert shelving.delete(shelving.library.catalog.sources()[path]) == [path]
    assert Path(path).exists()
    assert shelving.work() is False and shelving.uploads.all() == []


def test_a_vanished_file_is_forgotten_when_asked(shelving: Shelving, reports: Path) -> None:
    shelving.folders.add(str(reports))
    gone = reports / "tan-lap.txt"
    gone.unlink()
    shelving.work()
    assert shelving.folders.vanished() == [str(gone)]
    shelving.forget(str(gone))
    assert shelving.folders.vanished() == [] and len(shelving.library.catalog.report_ids()) == 2
    shelving.forget(str(gone))


def test_a_folder_is_read_by_itself(shelving: Shelving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.library.watched_folders.SETTLED", 0.0)
    folder = tmp_path / "theo-doi"
    folder.mkdir()
    (folder / "khuat-neo.txt").write_text(SECRET, encoding="utf-8")
    shelving.folders.add(str(folder))
    shelving.start()
    _until(lambda: str(folder / "khuat-neo.txt") in shelving.library.catalog.sources())
    assert (folder / "khuat-neo.txt").exists()


def test_one_file_that_fails_in_a_way_nobody_thought_of_does_not_stop_the_rest(
    shelving: Shelving, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real = module.prepare

    def failing(*given: Any) -> Any:
        if given[3].name == "a.txt":
            raise RuntimeError("secret detail")
        return real(*given)

    monkeypatch.setattr(module, "prepare", failing)
    bad, good = _hand_in(shelving, "a.txt", SECRET), _hand_in(shelving, "b.txt", OTHER)
    assert _done(shelving, good).state is UploadState.READ
    assert "ngoài dự kiến" in shelving.uploads.get(bad.number).said
    assert "secret detail" in caplog.text


@pytest.mark.own_reader
def test_stopping_ends_a_long_reading_at_once(shelving: Shelving, monkeypatch: pytest.MonkeyPatch) -> None:
    entered = threading.Event()
    monkeypatch.setattr(module.ReportReader, "understand", lambda *_: entered.set() or time.sleep(0.3) or 1 / 0)
    upload = _hand_in(shelving, "a.txt", SECRET)
    shelving.start()
    entered.wait(20)
    shelving.stop()
    assert shelving.uploads.get(upload.number).state is UploadState.READING
    shelving.uploads.resume()
    assert shelving.uploads.get(upload.number).state is UploadState.WAITING
