"""A library in one file, taken while people ask, and put back.

The file is a tar archive: both databases as SQLite files, whichever engine they are of, so that a backup of one goes back
into the other; the library's copies of the reports and the other files of ``DATA_DIR``; at its end a list of all of them
with their digests. Without the list it is no backup. What is derived (keywords, vectors, pictures of pages) is made anew.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tarfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from app.field_text import shown
from app.schema import make_office_tables
from app.transfer.copies import WAIT, TransferProblem, put, refuse_held
from index.database.choice import CATALOG_FILE, OFFICE_FILE, office_database
from index.database.copying import copy_rows
from index.database.model import Database
from index.database.sqlite import SqliteDatabase
from index.store.catalog import FORMAT, Catalog
from index.store.library import Library
from index.store.locks import write_lock
from index.store.place import UNFINISHED_COPY, place_of
from settings import Settings

KIND = "tro-ly-bao-cao"
LIST = "danh-sach.json"  # the last member: of what kind the file is, and the digest of every other member
RESTORING = ".khoi-phuc"  # the folder of DATA_DIR where a backup is unpacked
# Of DATA_DIR, left out: what is made anew, or belongs to a run.
DERIVED = ("index", "index.new", "index.old", "transit", "facsimiles", "models", "writing.lock", RESTORING, UNFINISHED_COPY)
PART = 1 << 20  # bytes


def back_up(settings: Settings, file: Path) -> tuple[int, int]:
    """Write a library to a file; return how many reports and bytes it has. The file is there when all of it is.

    :raises TransferProblem: there is no library. :raises LibraryBusy: somebody has been bringing files in for a minute.
    """
    catalog = place_of(settings).find()
    if catalog is None:
        raise TransferProblem(f"Chưa có thư viện để sao lưu trong {settings.data_dir}. Hãy kiểm tra DATA_DIR, DATABASE_URL")
    for folder in (settings.data_dir, settings.shared_dir):
        if file.absolute().is_relative_to(folder.absolute()):
            raise TransferProblem(f"{file} nằm trong chính thư mục được sao lưu. Hãy ghi ra ngoài {folder}, nên là đĩa khác")
    scratch, unfinished = (file.with_name(f".{file.name}.{part}") for part in ("csdl", "dang-ghi"))
    shutil.rmtree(scratch, ignore_errors=True)  # by a run that was killed
    unfinished.unlink(missing_ok=True)
    try:
        unfinished.touch(mode=0o600)  # it holds reports and hashes of passwords
        with unfinished.open("wb") as out:
            scratch.mkdir(mode=0o700)
            reports = _write_archive(settings, catalog, out, scratch)
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(file)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        unfinished.unlink(missing_ok=True)
    return reports, file.stat().st_size


def _write_archive(settings: Settings, catalog: Catalog, out: IO[bytes], scratch: Path) -> int:
    archive = _Archive(out)
    archive.add_trees(settings.data_dir, settings.shared_dir)  # most of it, before anybody has to wait
    office, office_file, catalog_file = office_database(settings), scratch / OFFICE_FILE, scratch / CATALOG_FILE
    with write_lock(settings, WAIT):
        archive.add_trees(settings.data_dir, settings.shared_dir)  # what came and went meanwhile
        about = {key: value for key, value in catalog.about().items() if key != "revision"}
        _write(catalog.database, catalog_file, lambda database: Catalog.create(database, scratch, about))
        reports = len(catalog.report_ids())
        if office.exists():
            _write(office, office_file, make_office_tables)
    for file in (catalog_file, office_file):
        if file.exists():
            archive.add(file, file.name)
    archive.end({"kind": KIND, "format": FORMAT, "made": datetime.now().astimezone().isoformat(timespec="seconds")})
    return reports


def restore(settings: Settings, file: Path) -> int:
    """Put a library back where there is none; return how many reports it has. One that is broken off is refused when opened.

    :raises TransferProblem: the file is no whole backup, or there is a library already.
    """
    refuse_held(settings)
    with _unpacked(file, settings.data_dir) as (folder, names):
        backed_up, office = SqliteDatabase(folder / CATALOG_FILE), SqliteDatabase(folder / OFFICE_FILE)
        form = backed_up.pairs("SELECT key, value FROM about").get("format")
        if form != FORMAT:
            raise TransferProblem(
                f"{file} có chỉ mục định dạng {form}, phiên bản này cần định dạng {FORMAT}. Hãy khôi phục bằng phiên bản đã "
                "sao lưu, rồi cập nhật"
            )
        mark = settings.data_dir / UNFINISHED_COPY
        mark.touch()
        for name in names - {CATALOG_FILE, OFFICE_FILE}:
            target = settings.shared_dir / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(folder / name, target)
        put(backed_up, office, settings)
        mark.unlink(missing_ok=True)
        backed_up.close()
        if office.exists():
            office.close()
    library = Library.open(settings)
    with write_lock(settings, WAIT):
        library.repair()
    return len(library.catalog.report_ids())


class _Archive:
    """A backup that is being written."""

    def __init__(self, out: IO[bytes]) -> None:
        self._tar = tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - closed by end()
        self._digests: dict[str, str] = {}
        self._stamps: dict[str, tuple[int, int]] = {}

    def add_trees(self, *folders: Path) -> None:
        """Add the files of folders that are not in it yet as they are now; what is gone does not count any more."""
        present = {name for folder in dict.fromkeys(folders) for name in self._added(folder)}
        for name in self._digests.keys() - present:
            del self._digests[name]

    def _added(self, folder: Path) -> Iterator[str]:
        """Add the files of a folder, and yield the names that they have below it."""
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if name.split("/")[0] in DERIVED or name.startswith(OFFICE_FILE) or not path.is_file():
                continue
            try:
                about = path.stat()
                if self._stamps.get(name) != (about.st_size, about.st_mtime_ns):
                    self._stamps[name] = (about.st_size, about.st_mtime_ns)
                    self.add(path, name)
            except FileNotFoundError:  # read or deleted meanwhile
                continue
            yield name

    def add(self, path: Path, name: str) -> None:
        """Add one file; of two of one name the later one counts."""
        with path.open("rb") as content:
            member = self._tar.gettarinfo(arcname=name, fileobj=content)
            digest = _Digest(content)
            self._tar.addfile(member, digest)
        self._digests[name] = digest.hex

    def end(self, about: dict[str, str]) -> None:
        """Add the list and end the archive."""
        content = json.dumps({**about, "files": self._digests}, ensure_ascii=False).encode()
        member = tarfile.TarInfo(LIST)
        member.size = len(content)
        self._tar.addfile(member, io.BytesIO(content))
        self._tar.close()


class _Digest(io.RawIOBase):
    """A file that is read and remembers what was read of it."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content, self._digest = content, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        part = self._content.read(size)
        self._digest.update(part)
        return part

    @property
    def hex(self) -> str:
        """The digest of all that was read."""
        return self._digest.hexdigest()


def _write(database: Database, file: Path, make: Callable[[Database], object]) -> None:
    """Write a database to an SQLite file as it is now."""
    if isinstance(database, SqliteDatabase):
        database.copy_to(file)
        return
    target = SqliteDatabase(file)
    make(target)
    copy_rows(database, target)
    target.close()


@contextmanager
def _unpacked(file: Path, data_dir: Path) -> Iterator[tuple[Path, set[str]]]:
    """Give a folder with what a backup holds, checked, and the names of it; the folder goes afterwards.

    Nothing is written anywhere else, whoever made the file: it may come from another office, or have been changed.

    :raises TransferProblem: the file is no whole backup.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    folder = data_dir / RESTORING
    shutil.rmtree(folder, ignore_errors=True)  # by a run that was killed
    folder.mkdir()
    try:
        try:
            with tarfile.open(file, "r:") as archive:
                _check_members(archive.getmembers(), file.stat().st_size)
                archive.extractall(folder, filter="data")
            about = json.loads((folder / LIST).read_text(encoding="utf-8"))
            files: dict[str, str] = about["files"]
            _check_names(files)
            wrong = [name for name, digest in files.items() if _digest_of(folder / name) != digest]
        except FileNotFoundError as error:
            if not file.exists():
                raise TransferProblem(f"Không có tệp {file}. Hãy kiểm tra đường dẫn") from error
            raise TransferProblem(_no_backup(file, "thiếu danh sách ở cuối")) from error
        except (tarfile.TarError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise TransferProblem(_no_backup(file, " ".join(str(error).split()))) from error
        if about.get("kind") != KIND or wrong or CATALOG_FILE not in files:
            raise TransferProblem(_no_backup(file, f"sai nội dung: {', '.join(wrong[:3])}" if wrong else "tệp loại khác"))
        yield folder, set(files)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _check_members(members: Iterable[tarfile.TarInfo], size: int) -> None:
    """See that an archive of ``size`` bytes holds plain files alone, as ours do, and no more of them than it is long.

    :raises ValueError: it does not.
    """
    room = size
    for member in members:
        room -= member.size
        if not member.isreg() or member.issparse() or room < 0:
            raise ValueError(f"có mục không phải tệp thường: {shown(member.name)}")


def _check_names(names: Iterable[str]) -> None:
    """See that names lead below the folder that they are put into, and to nothing there that is made anew.

    :raises ValueError: one leads elsewhere.
    """
    for name in names:
        parts = name.split("/")
        beside = name.startswith((CATALOG_FILE, OFFICE_FILE)) and name not in (CATALOG_FILE, OFFICE_FILE)
        if not all(parts) or {".", ".."} & set(parts) or "\0" in name or parts[0] in (*DERIVED, LIST) or beside:
            raise ValueError(f"tên tệp không dùng được: {shown(name)}")


def _digest_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as content:
        while part := content.read(PART):
            digest.update(part)
    return digest.hexdigest()


def _no_backup(file: Path, why: str) -> str:
    return (
        f"{file} không phải bản sao lưu nguyên vẹn ({why}); chưa khôi phục gì. Cần tệp do python -m app backup ghi xong. "
        "Hãy chọn bản sao lưu khác"
    )
