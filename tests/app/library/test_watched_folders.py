"""Watched folders: new and changed files go into the queue, vanished ones are asked about."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from app.library.uploads import Uploads, UploadState
from app.library.watched_folders import BadFolder, Folders
from app.storage.store import Store
from index.store.library import Library
from settings import Settings
from tests.app.conftest import held


@pytest.fixture
def store(settings: Settings) -> Store:
    return Store.open(settings)


@pytest.fixture
def uploads(store: Store, settings: Settings) -> Uploads:
    return Uploads(store, settings.uploads_dir)


@pytest.fixture
def folders(store: Store, settings: Settings, library: Library, reports: Path) -> Folders:
    """Folders that watch the one with the three reports, which the library holds already."""
    made = Folders(store, settings)
    made.add(str(reports))
    return made


def _written(file: Path, text: str = "I. KẾT QUẢ\n\nXã đạt kết quả tốt.", age: float = 60) -> Path:
    file.write_text(text, encoding="utf-8")
    os.utime(file, (time.time() - age, time.time() - age))
    return file


def _waiting(uploads: Uploads) -> list[str]:
    return sorted(Path(one.path).name for one in uploads.all() if one.state is UploadState.WAITING)


def test_what_the_library_holds_is_not_read_again(folders: Folders, library: Library, uploads: Uploads) -> None:
    assert folders.look(library.catalog, uploads) == 0
    assert uploads.all() == []
    assert folders.all()[0].said == "3 tệp" and folders.all()[0].looked


def test_new_and_changed_files_go_into_the_queue_once(
    folders: Folders, library: Library, uploads: Uploads, reports: Path
) -> None:
    _written(reports / "moi.txt")
    _written(reports / "tan-lap.txt", "I. KẾT QUẢ\n\nXã Tân Lập trồng 12 ha dâu.")
    _written(reports / "bo-qua.accdb")
    assert folders.look(library.catalog, uploads) == 2
    assert _waiting(uploads) == ["moi.txt", "tan-lap.txt"]
    assert folders.look(library.catalog, uploads) == 0
    assert "2 tệp mới" not in folders.all()[0].said


def test_a_file_that_is_still_being_copied_is_left_for_the_next_look(
    folders: Folders, library: Library, uploads: Uploads, reports: Path
) -> None:
    file = _written(reports / "moi.txt", age=0)
    assert folders.look(library.catalog, uploads) == 0
    os.utime(file, (time.time() - 60, time.time() - 60))
    assert folders.look(library.catalog, uploads) == 1


def test_a_broken_file_is_not_tried_again_until_it_changes(
    folders: Folders, library: Library, uploads: Uploads, reports: Path, settings: Settings, store: Store
) -> None:
    file = _written(reports / "hong.txt")
    folders.look(library.catalog, uploads)
    uploads.finish(uploads.all()[0], UploadState.UNREAD, "hỏng")
    afresh = Folders(store, settings)  # the app was started again
    assert afresh.look(library.catalog, uploads) == 0
    _written(file, "I. KẾT QUẢ\n\nĐã sửa.", age=30)
    assert afresh.look(library.catalog, uploads) == 1


def test_a_vanished_file_is_asked_about_and_stays(
    folders: Folders, library: Library, uploads: Uploads, reports: Path
) -> None:
    gone, moved = reports / "tan-lap.txt", reports / "dong-khe.txt"
    content = gone.read_bytes()
    gone.unlink()
    moved.unlink()
    folders.look(library.catalog, uploads)
    assert folders.vanished() == sorted(map(str, (gone, moved)))
    assert len(library.catalog.report_ids()) == 3
    folders.keep(str(moved))
    folders.look(library.catalog, uploads)
    assert folders.vanished() == [str(gone)]
    gone.write_bytes(content)
    folders.look(library.catalog, uploads)
    assert folders.vanished() == []


def test_a_folder_that_cannot_be_opened_loses_nothing(
    folders: Folders, library: Library, uploads: Uploads, reports: Path, tmp_path: Path
) -> None:
    shutil.move(reports, tmp_path / "thao-o-dia")
    assert folders.look(library.catalog, uploads) == 0
    assert folders.vanished() == []
    assert "không mở được thư mục" in folders.all()[0].said


def test_a_declined_file_does_not_come_back_unless_it_changes(
    folders: Folders, library: Library, uploads: Uploads, reports: Path, settings: Settings
) -> None:
    file = reports / "tan-lap.txt"
    library.forget(str(file))
    assert folders.decline([str(file), "uploads/x.txt"]) == [str(file)]
    os.utime(file, (file.stat().st_atime, file.stat().st_mtime))
    assert folders.look(library.catalog, uploads) == 0
    assert b"tan-lap" not in held(Store.open(settings))
    _written(file, "I. KẾT QUẢ\n\nBản mới.")
    assert folders.look(library.catalog, uploads) == 1


def test_which_folders_cannot_be_watched(folders: Folders, reports: Path, settings: Settings, tmp_path: Path) -> None:
    (reports / "con").mkdir()
    for typed, why in (
        ("bao-cao", "đường dẫn đầy đủ"),
        (str(tmp_path / "khong-co"), "Không mở được"),
        (str(reports / "tan-lap.txt"), "Không mở được"),
        (str(settings.data_dir), "thư mục dữ liệu"),
        (str(settings.data_dir.parent), "thư mục dữ liệu"),
        (str(reports / "con"), "đã được theo dõi"),
        (f"{reports}/../{reports.name}", "đã được theo dõi"),
    ):
        with pytest.raises(BadFolder, match=why):
            folders.add(typed)
    folders.drop(str(reports))
    folders.add(str(reports / "con"))
    folders.add(str(reports))  # takes the place of the one within
    assert [folder.path for folder in folders.all()] == [str(reports)]


def test_when_it_is_time(folders: Folders, library: Library, uploads: Uploads) -> None:
    assert folders.due()
    folders.look(library.catalog, uploads)
    assert not folders.due()
    folders.hasten()
    assert folders.due()


def test_links_out_of_a_folder_are_named_and_passed_over(
    folders: Folders, library: Library, uploads: Uploads, reports: Path, tmp_path: Path
) -> None:
    _written(tmp_path / "mat.txt")
    (reports / "xa.txt").symlink_to(tmp_path / "mat.txt")
    assert folders.look(library.catalog, uploads) == 0 and uploads.all() == []
    assert folders.all()[0].said == "3 tệp, bỏ qua 1 tệp hoặc liên kết không đọc được: xa.txt"
    assert folders.leads_outside(reports / "xa.txt") and not folders.leads_outside(reports / "tan-lap.txt")


def test_a_file_of_a_clock_that_was_ahead_is_read(
    folders: Folders, library: Library, uploads: Uploads, reports: Path
) -> None:
    _written(reports / "moi.txt", age=-400 * 86400)
    assert folders.look(library.catalog, uploads) == 1
