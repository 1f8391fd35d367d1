"""Files that pass between the page and a browser: what somebody uploads to have it read once, and what they take away.

Whom a file belongs to is told by the folder it lies in, so nothing has to be remembered and a restart changes nothing. Files
go after an hour, and the oldest of somebody who has many go first; none is of use any longer by then.
"""

from __future__ import annotations

import hashlib
import secrets
import shutil
import threading
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from settings import Settings

HOUR = 3600.0  # seconds that a file is kept: an upload is read at once, a download is fetched within the second
MOST_FILES = 20  # of one person; each event uses one
MOST_LARGEST = 4  # how many files of the largest size allowed one person may have here at once
LONGEST_NAME = 120  # characters of a file's name: three bytes each at most fit into what file systems take
TIDY_SECONDS = 600.0  # between two looks for old files while nobody uploads


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a file or a session of the page is: ``person`` by account; without accounts also ``browser``, by its cookie."""

    person: str
    browser: str = ""


class Transit:
    """The folder of such files. Safe to share between threads.

    :param most: bytes that one person may have here.
    """

    def __init__(self, root: Path, most: int, now: Callable[[], float] = time.time) -> None:
        self.root, self._most, self._now = root.resolve(), most, now
        self._lock, self._looked = threading.Lock(), 0.0

    @classmethod
    def open(cls, settings: Settings) -> Transit:
        """Open the folder of an app; only the account that runs the app can look into it."""
        transit = cls(settings.transit_dir, MOST_LARGEST * settings.limits.max_file_mb * 1_000_000)
        transit.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        transit.tidy()
        return transit

    def place(self, owner: Owner, name: str, size: int = 0) -> Path:
        """Return the path for a new file of ``size`` bytes; older ones of the same person make room for it."""
        self.tidy()
        with self._lock:
            self._make_room(self._of_person(owner), size)
            folder = self._of(owner) / secrets.token_hex(8)
            folder.mkdir(parents=True)
        return folder / clean_name(name)

    def common(self, name: str) -> Path:
        """Return the path of a file that is the same for everybody."""
        folder = self.root / "common"
        folder.mkdir(exist_ok=True)
        return folder / name

    def holds(self, owner: Owner, path: str) -> bool:
        """Say whether ``path`` is a file that this owner uploaded or was given. Links count as what they lead to."""
        return _is_file_within(path, self._of(owner))

    def serves(self, owner: Owner, path: str) -> bool:
        """Say whether this owner may fetch ``path``."""
        return self.holds(owner, path) or _is_file_within(path, self.root / "common")

    def tidy(self) -> None:
        """Delete what is older than an hour; a second look within ten minutes does nothing."""
        with self._lock:
            now = self._now()
            if 0 <= now - self._looked < TIDY_SECONDS:  # a clock put back does not keep it from looking
                return
            self._looked = now
            for path in list(self.root.rglob("*")):  # first all of them: their folders go with them
                if path.is_file() and path.parent.name != "common" and abs(now - _time_changed(path)) > HOUR:
                    _delete(path)

    def _make_room(self, folder: Path, size: int) -> None:
        files = sorted((path for path in folder.rglob("*") if path.is_file()), key=_time_changed)
        used = sum(_size(path) for path in files)
        while files and (len(files) >= MOST_FILES or used + size > self._most):
            used -= _size(files[0])
            _delete(files.pop(0))

    def _of_person(self, owner: Owner) -> Path:
        return self.root / _folder_name(owner.person)

    def _of(self, owner: Owner) -> Path:
        return self._of_person(owner) / _folder_name(owner.browser)


def clean_name(name: str) -> str:
    """Return a file name as its owner knows it, without what a file system or a screen could stumble over."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*').strip(" .")
    stem, dot, ending = plain.rpartition(".")
    ending = ending[:10] if dot else ""
    return (stem[: LONGEST_NAME - 11] + dot + ending if stem else plain[:LONGEST_NAME]) or "tep"


def _folder_name(word: str) -> str:
    """Return a name for the folder of a word; names of people may hold any letters."""
    return hashlib.sha256(word.encode(errors="replace")).hexdigest()[:32]


def _is_file_within(path: str, folder: Path) -> bool:
    try:
        real = Path(path).resolve(strict=True)
        return Path(path).is_absolute() and real.is_relative_to(folder.resolve()) and real.is_file()
    except (OSError, ValueError, RuntimeError):  # nothing there, no path at all, or links in a circle
        return False


def _time_changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _delete(path: Path) -> None:
    """Delete a file with the folder that was made for it."""
    path.unlink(missing_ok=True)
    if len(path.parent.name) == 16:  # the folder of one file
        shutil.rmtree(path.parent, ignore_errors=True)
