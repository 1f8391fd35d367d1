"""Folders that the library watches: new and changed files go into the queue; of vanished ones the office is asked.

A file that was deleted from the library and still lies in its folder does not come back by itself, unless it is changed.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from app.field_text import BadText, line
from app.library.uploads import Uploads
from app.storage.store import Store
from index.folders import explore, leads_outside
from index.store.catalog import Catalog
from ingest.readers.bundles import holder
from ingest.report import content_id
from settings import Settings

SETTLED = 5.0  # seconds since the last change; a file that is still being copied is left for the next look
SHOWN = 5  # files and links named in what is said of a folder
LONGEST_PATH = 1_000  # characters
WATCHER = "thư mục theo dõi"  # who brings in what is found in a folder

SCHEMA = """
CREATE TABLE IF NOT EXISTS folders (path TEXT PRIMARY KEY, looked TEXT NOT NULL, said TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS declined (version TEXT PRIMARY KEY) STRICT;
CREATE TABLE IF NOT EXISTS vanished (path TEXT PRIMARY KEY, kept INTEGER NOT NULL DEFAULT 0) STRICT;
"""


class BadFolder(Exception):
    """A folder that cannot be watched. The message says in Vietnamese why and what to do."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A watched folder: when it was last looked into (local time, "" never), and what was found."""

    path: str
    looked: str
    said: str


class Folders:
    """The watched folders of one library."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self._seen: dict[str, str] = {}  # versions of files that need not be looked at again
        self._last: float | None = None
        store.create(SCHEMA)

    def all(self) -> list[Folder]:
        """Return the folders, by path."""
        rows = self._store.rows("SELECT path, looked, said FROM folders ORDER BY path")
        return [Folder(row["path"], row["looked"], row["said"]) for row in rows]

    def add(self, typed: str) -> None:
        """Watch a folder.

        :raises BadFolder: it cannot be opened, or is watched already, or is the library's own.
        """
        try:
            path = Path(line(typed, "Thư mục", LONGEST_PATH))
        except BadText as error:
            raise BadFolder(str(error)) from error
        if not path.is_absolute():
            raise BadFolder("Hãy gõ đường dẫn đầy đủ của thư mục trên máy chủ, bắt đầu bằng dấu /, ví dụ /srv/bao-cao")
        path = Path(os.path.normpath(path))
        try:
            next(path.iterdir(), None)
        except OSError as error:
            raise BadFolder(
                f"Không mở được thư mục {path} ({error.strerror}). Hãy kiểm tra đường dẫn và quyền đọc của chương trình"
            ) from error
        own = self._settings.data_dir.resolve()
        if _within(path.resolve(), own) or _within(own, path.resolve()):
            raise BadFolder(f"{path} chứa hoặc nằm trong thư mục dữ liệu của chương trình. Hãy chọn thư mục khác")
        for other in self.all():
            if _within(path, Path(other.path)):
                raise BadFolder(f"{path} đã được theo dõi cùng với {other.path}")
        with self._store.changing() as db:
            db.execute("INSERT INTO folders VALUES (?, '', '')", (str(path),))
            db.execute("DELETE FROM folders WHERE substr(path, 1, length(?)) = ?", (_inside(path), _inside(path)))
        self._last = None

    def drop(self, path: str) -> None:
        """Watch a folder no longer; its reports stay in the library."""
        with self._store.changing() as db:
            db.execute("DELETE FROM folders WHERE path = ?", (path,))
            db.execute("DELETE FROM vanished WHERE substr(path, 1, length(?)) = ?", (_inside(path), _inside(path)))

    def hasten(self) -> None:
        """Look into the folders as soon as there is time."""
        self._last = None

    def due(self) -> bool:
        """Say whether it is time to look into the folders."""
        return self._last is None or time.monotonic() - self._last >= self._settings.watch_minutes * 60

    def look(self, catalog: Catalog, uploads: Uploads) -> int:
        """Put what is new or changed into the queue, note what has vanished; return how many files were put there."""
        self._last = time.monotonic()
        count = 0
        for folder in self.all():
            try:
                next(Path(folder.path).iterdir(), None)
            except OSError as error:  # the share is not mounted, so nothing has vanished
                self._say(folder, f"không mở được thư mục ({error.strerror}); hãy kiểm tra ổ đĩa, kết nối và quyền đọc")
                continue
            files, passed = explore([Path(folder.path)])
            sources = catalog.sources()
            new = sum(self._take(file, sources, uploads) for file in files)
            vanished = self._note_vanished(folder, sources)
            count += new
            parts = [f"{len(files)} tệp", *([f"{new} tệp mới hoặc đã sửa"] if new else [])]
            parts += [f"{vanished} tệp không còn"] if vanished else []
            parts += [f"bỏ qua {len(passed)} tệp hoặc liên kết không đọc được: {_some_names(passed)}"] if passed else []
            self._say(folder, ", ".join(parts))
        return count

    def leads_outside(self, path: Path) -> str:
        """Return why a file is not read now: since it was found it has become a link out of its folder."""
        for folder in self.all():
            if _within(path, Path(folder.path)):
                return leads_outside(path, Path(folder.path))
        return ""

    def vanished(self) -> list[str]:
        """Return the paths of files that are gone from their folders, and of which nobody has said what to do."""
        return [row["path"] for row in self._store.rows("SELECT path FROM vanished WHERE kept = 0 ORDER BY path")]

    def keep(self, path: str) -> None:
        """Keep the report of a vanished file, and ask no more."""
        with self._store.changing() as db:
            db.execute("UPDATE vanished SET kept = 1 WHERE path = ?", (path,))

    def decline(self, paths: Iterable[str]) -> list[str]:
        """Do not bring these files in again as they are now; return those that still lie in their folder."""
        left = []
        with self._store.changing() as db:
            for path in paths:
                db.execute("DELETE FROM vanished WHERE path = ?", (path,))
                lies = holder(Path(path))  # an archive is declined whole: its other reports are in already
                stamp = _stamp(lies)
                if stamp is not None and lies.is_absolute():
                    db.execute("INSERT INTO declined VALUES (?) ON CONFLICT DO NOTHING", (_version(str(lies), stamp),))
                    left.append(path)
        return left

    def _take(self, file: Path, sources: dict[str, str], uploads: Uploads) -> bool:
        path, stamp = str(file), _stamp(file)
        if stamp is None or self._seen.get(path) == stamp or _is_fresh(file):
            return False
        if _is_held(file, sources) or self._is_declined(path, stamp) or uploads.tried(path, stamp):
            self._seen[path] = stamp
            return False
        if not uploads.open_at(path):
            uploads.add_watched(file, stamp, WATCHER)
            self._seen[path] = stamp
        return True

    def _is_declined(self, path: str, stamp: str) -> bool:
        return bool(self._store.rows("SELECT 1 FROM declined WHERE version = ?", (_version(path, stamp),)))

    def _note_vanished(self, folder: Folder, sources: dict[str, str]) -> int:
        here = [path for path in sources if path.startswith(_inside(folder.path))]
        vanished = [path for path in here if not holder(Path(path)).exists()]
        with self._store.changing() as db:
            db.executemany("INSERT INTO vanished (path) VALUES (?) ON CONFLICT DO NOTHING", [(path,) for path in vanished])
            noted = [row["path"] for row in db.rows("SELECT path FROM vanished")]
            back = [(path,) for path in noted if path.startswith(_inside(folder.path)) and path not in vanished]
            db.executemany("DELETE FROM vanished WHERE path = ?", back)
        return len(vanished)

    def _say(self, folder: Folder, message: str) -> None:
        now = datetime.datetime.now().astimezone().strftime("%H:%M, %d/%m/%Y")
        with self._store.changing() as db:
            db.execute("UPDATE folders SET looked = ?, said = ? WHERE path = ?", (now, message, folder.path))


def _some_names(passed: list[tuple[str, str]]) -> str:
    names = [Path(path).name for path, _ in passed]
    return ", ".join(names[:SHOWN]) + ("…" if len(names) > SHOWN else "")


def _is_held(file: Path, sources: dict[str, str]) -> bool:
    identity = sources.get(str(file))
    try:
        return identity is not None and content_id(file) == identity
    except OSError:
        return False


def _is_fresh(file: Path) -> bool:
    """Say whether a file may still be being copied; a time in the future, of a clock that was ahead, says nothing."""
    try:
        age = time.time() - file.stat().st_mtime
    except OSError:
        return True
    return 0 <= age < SETTLED


def _stamp(file: Path) -> str | None:
    """Return what tells this version of a file from others; None where there is none."""
    try:
        about = file.stat()
    except OSError:
        return None
    return f"{about.st_mtime_ns}-{about.st_size}"


def _version(path: str, stamp: str) -> str:
    """Return what a deleted file is remembered by: not its name, which would be left of it."""
    return hashlib.sha256(f"{path}\n{stamp}".encode()).hexdigest()


def _inside(folder: str | Path) -> str:
    """Return what the paths of the files in a folder begin with."""
    return f"{folder}{os.sep}"


def _within(path: Path, folder: Path) -> bool:
    return path == folder or folder in path.parents
