"""Which files of given paths are read, and why others in folders are passed over."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from ingest import readers
from ingest.readers.passed_over import HIDDEN, is_leftover, why_no_reader


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files to read, in order: files as given, folders searched for known kinds, hidden files left out."""
    return explore(paths)[0]


def explore(paths: Iterable[Path]) -> tuple[list[Path], list[tuple[str, str]]]:
    """Return the files to read (:func:`find_files`), and what is passed over in folders, each with the reason.

    A link is followed where it leads to a file within its folder: a folder may be shared, and whoever writes to it is not
    to have other files of this machine read. A folder within is read in its own place.
    """
    files: dict[Path, None] = {}
    passed: list[tuple[str, str]] = []
    for path in paths:
        if not path.is_dir():
            files[plain_path(path)] = None
            continue
        for file in sorted(_inside(path)):
            reason = leads_outside(file, path)
            if reason and (file.suffix.lower() in readers.SUFFIXES or file.is_dir()):
                passed.append((str(plain_path(file)), reason))
            elif file.is_file() and file.suffix.lower() in readers.SUFFIXES:
                files[plain_path(file)] = None
            elif not reason and file.is_file() and not is_leftover(file.name):
                passed.append((str(plain_path(file)), why_no_reader(file.name)))
    return list(files), passed


def _inside(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder and the links in it, hidden ones left out; linked folders are not entered."""
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(HIDDEN)]
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        yield from (Path(place) / name for name in (*files, *links) if not name.startswith(HIDDEN))


def leads_outside(file: Path, folder: Path) -> str:
    """Return why a link in a folder is not read: it leads out of the folder, or nowhere. Other files give an empty text."""
    try:
        target, root = file.resolve(strict=True), folder.resolve()
    except (OSError, RuntimeError):
        return "liên kết hỏng hoặc không đọc được; hãy chép chính tệp đó vào thư mục"
    if target.is_relative_to(root):
        return ""
    return "liên kết trỏ ra ngoài thư mục nên không được đọc; hãy chép chính tệp đó vào thư mục, hoặc nạp thẳng tệp đó"


def plain_path(path: Path) -> Path:
    """Return the path without "..", so that one file has one name; links stay what they are."""
    return Path(os.path.normpath(path.absolute()))
