"""Files in folders and archives that no report is in: what programs leave behind, and kinds without a reader."""

from __future__ import annotations

from pathlib import PurePosixPath

HIDDEN = (".", "~$")  # how the names of hidden and of half-written files begin
LEFTOVERS = ("thumbs.db", "desktop.ini")  # what Windows leaves in folders; no one's report
FOLDERS = frozenset({"__macosx"})  # what macOS adds to archives
NO_READER = "chưa đọc được loại tệp này ({kind}); nếu là báo cáo, hãy lưu thành Word hoặc PDF rồi nạp lại"


def is_leftover(name: str) -> bool:
    """Say whether a file, named with its folders, is what a program left behind."""
    path = PurePosixPath(name.lower())
    return path.name.startswith((*HIDDEN, *LEFTOVERS)) or not FOLDERS.isdisjoint(path.parts)


def why_no_reader(name: str) -> str:
    """Return why a file is not read, by its suffix; empty where a reader knows it."""
    from ingest.readers import SUFFIXES  # which loads this module

    kind = PurePosixPath(name).suffix.lower()
    return "" if kind in SUFFIXES else NO_READER.format(kind=kind or "không có đuôi")
