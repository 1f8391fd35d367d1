"""The queue of files: nothing waits twice, nothing is lost when the app is killed."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from app.library.incoming import BadUpload
from app.library.uploads import TRIES, Upload, Uploads, UploadState
from app.storage.store import Store
from settings import Settings


@pytest.fixture
def uploads(settings: Settings) -> Uploads:
    return Uploads(Store.open(settings), settings.uploads_dir)


def _add(uploads: Uploads, name: str, content: bytes = b"I. KET QUA", state: UploadState = UploadState.WAITING) -> Upload:
    incoming = uploads.begin(name, 1)
    incoming.write(content)
    incoming.close()
    return uploads.add(incoming, "nguoi", state)


def test_content_lies_under_a_name_of_our_own(uploads: Uploads, settings: Settings) -> None:
    upload = _add(uploads, "../bí mật.txt", b"abc")
    assert upload.content.parent == settings.uploads_dir and "mật" not in upload.content.name
    assert upload.content.read_bytes() == b"abc"
    assert (upload.name, upload.path, upload.stamp) == (
        "bí mật.txt",
        "uploads/bí mật.txt",
        hashlib.sha256(b"abc").hexdigest(),
    )


def test_empty_and_too_large_files_leave_nothing(uploads: Uploads, settings: Settings) -> None:
    with pytest.raises(BadUpload, match="rỗng"):
        uploads.begin("a.txt", 1).close()
    large = uploads.begin("a.txt", 1)
    with pytest.raises(BadUpload, match="MAX_FILE_MB"):
        large.write(bytes(1_000_001))
    large.discard()
    assert list(settings.uploads_dir.iterdir()) == []


def test_the_longest_waiting_comes_first_and_people_before_folders(uploads: Uploads, tmp_path: Path) -> None:
    watched = uploads.add_watched(tmp_path / "thu-muc.txt", "1-1", "thư mục")
    first, second = _add(uploads, "a.txt"), _add(uploads, "b.txt")
    order = []
    while (upload := uploads.next()) is not None:
        order.append(upload.number)
        uploads.finish(upload, UploadState.READ, "1 mục", "r" * 64)
    assert order == [first.number, second.number, watched.number]
    assert not first.content.exists() and uploads.get(first.number).report == "r" * 64
    with pytest.raises(KeyError):
        uploads.get(99)


def test_a_killed_app_goes_on_where_it_was(uploads: Uploads, settings: Settings) -> None:
    waiting, reading = _add(uploads, "a.txt"), _add(uploads, "b.txt")
    uploads.start(reading)
    (settings.uploads_dir / "half-sent.txt").write_bytes(b"x")
    again = Uploads(Store.open(settings), settings.uploads_dir)
    again.resume()
    assert [again.get(one.number).state for one in (waiting, reading)] == [UploadState.WAITING, UploadState.WAITING]
    assert {file.name for file in settings.uploads_dir.iterdir()} == {waiting.content.name, reading.content.name}


def test_a_file_that_ends_the_app_every_time_is_given_up_and_named(uploads: Uploads) -> None:
    upload = _add(uploads, "b.txt")
    for _ in range(TRIES):
        uploads.start(upload)
        uploads.resume()
    assert uploads.get(upload.number).state is UploadState.UNREAD
    assert "bị dừng" in uploads.get(upload.number).said
    assert not upload.content.exists()


def test_clearing_keeps_what_is_open_and_what_would_be_tried_again(uploads: Uploads, tmp_path: Path) -> None:
    waiting, done = _add(uploads, "a.txt"), _add(uploads, "b.txt")
    uploads.finish(done, UploadState.UNREAD, "hỏng")
    broken = uploads.add_watched(tmp_path / "c.txt", "1-1", "thư mục")
    uploads.finish(broken, UploadState.UNREAD, "hỏng")
    uploads.clear()
    assert {one.number for one in uploads.all()} == {waiting.number, broken.number}
    assert uploads.tried(broken.path, "1-1") and not uploads.tried(broken.path, "2-1")


def test_a_deleted_report_leaves_no_row(uploads: Uploads) -> None:
    held, copy, other = _add(uploads, "a.txt"), _add(uploads, "b.txt"), _add(uploads, "c.txt")
    uploads.finish(held, UploadState.READ, "", "r1")
    uploads.finish(copy, UploadState.COPY, "bản sao của a.txt", "r1")
    uploads.finish(other, UploadState.READ, "", "r2")
    uploads.forget("r1", ["uploads/a.txt"])
    assert [one.number for one in uploads.all()] == [other.number]
