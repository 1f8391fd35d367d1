"""A file on its way into the library: its name as we keep it, its bytes as they come, its digest."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path, PurePosixPath

import regex as re

from index.database import disk
from ingest.language.text import fold_spaces, normalize
from ingest.limits import over
from ingest.readers import SUFFIXES

LONGEST_NAME = 120  # characters; with three bytes a letter and a suffix still a name that every disk takes
FORBIDDEN = re.compile(r'[\p{C}/\\:*?"<>|]')  # what some system does not allow in a name


class BadUpload(Exception):
    """A file that is not taken. The message says in Vietnamese why and what to do."""


class Incoming:
    """A file that is on its way. Write to it, then hand it to :meth:`app.library.uploads.Uploads.add` or discard it."""

    def __init__(self, folder: Path, name: str, max_mb: int) -> None:
        self.name = safe_name(name)
        self._max_mb = max_mb
        self._digest = hashlib.sha256()
        self._size = 0
        disk.make_folder(folder)
        self.content = folder / f"{secrets.token_hex(16)}{Path(self.name).suffix.lower()}"
        self._file = self.content.open("xb")

    @property
    def identity(self) -> str:
        """The digest of what was written."""
        return self._digest.hexdigest()

    def write(self, part: bytes) -> None:
        """Write the next part.

        :raises BadUpload: the file is too large.
        """
        self._size += len(part)
        if self._size > self._max_mb * 1_000_000:
            raise BadUpload(over("max_file_mb", self._max_mb, f"dung lượng tệp lớn hơn {self._max_mb} MB"))
        self._digest.update(part)
        self._file.write(part)

    def close(self) -> None:
        """End it.

        :raises BadUpload: nothing was written.
        """
        self._file.close()
        if not self._size:
            self.discard()
            raise BadUpload("tệp rỗng (0 byte); hãy chép lại tệp gốc")

    def discard(self) -> None:
        """Leave nothing of it."""
        self._file.close()
        self.content.unlink(missing_ok=True)


def safe_name(name: str) -> str:
    """Return the name of a file without folders and without what no system allows; its suffix stays.

    :raises BadUpload: by its suffix it is no file that can be read.
    """
    plain = fold_spaces(FORBIDDEN.sub(" ", PurePosixPath(normalize(name).replace("\\", "/")).name)).lstrip(". ~$")
    stem, suffix = (plain[: -len(Path(plain).suffix)], Path(plain).suffix) if Path(plain).suffix else (plain, "")
    if suffix.lower() not in SUFFIXES:
        suffixes = ", ".join(sorted(SUFFIXES))
        raise BadUpload(f"loại tệp {suffix or 'không có đuôi'} chưa đọc được; hãy dùng một trong các loại: {suffixes}")
    return f"{stem.strip()[:LONGEST_NAME] or 'báo cáo'}{suffix}"


def another_name(name: str, names: set[str]) -> str:
    """Return the name with the first number behind it that is not taken: "a (2).docx"."""
    stem, suffix, number = Path(name).stem, Path(name).suffix, 2
    while f"{stem} ({number}){suffix}" in names:
        number += 1
    return f"{stem} ({number}){suffix}"
