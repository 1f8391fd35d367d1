"""The state of an app for its administrator: the index, and what fills the disk."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from app.assistant import Assistant
from index.database.choice import OFFICE_FILE
from settings import Settings


@dataclass(frozen=True, slots=True)
class IndexState:
    """The index: how many reports, passages and vectors (as many as passages, or it has to be repaired), and how made.

    ``behind``: changes of other servers that this one does not follow yet.
    """

    reports: int
    passages: int
    vectors: int
    model: str
    revision: str
    format: str
    behind: int = 0


def state_of(assistant: Assistant) -> IndexState:
    """Return the state of the index that answers now."""
    library = assistant.library
    about = library.catalog.about()
    return IndexState(
        reports=len(library.catalog.report_ids()),
        passages=library.catalog.size(),
        vectors=library.vectors.count(),
        model=about["model"],
        revision=about["revision"],
        format=about["format"],
        behind=library.behind(),
    )


@dataclass(frozen=True, slots=True)
class Disk:
    """Bytes used by each part of the app's data, by what it is for, and what is left where they lie."""

    parts: tuple[tuple[str, int], ...]
    free: int


def disk_of(settings: Settings) -> Disk:
    """Return what the data take up."""
    folders = {
        "Chỉ mục": settings.index_dir,
        "Bản lưu các tệp báo cáo": settings.originals_dir,
        "Chữ của các trang quét": settings.pages_dir,
        "Mô hình": settings.model_dir,
    }
    parts = {name: _size(path) for name, path in folders.items()}
    parts["Tài khoản, nhật ký, lịch sử"] = sum(_size(file) for file in settings.data_dir.glob(f"{OFFICE_FILE}*"))
    known_files = {*folders.values(), *settings.data_dir.glob(f"{OFFICE_FILE}*")}
    parts["Khác"] = sum(_size(path) for path in settings.data_dir.iterdir() if path not in known_files)
    return Disk(tuple(parts.items()), shutil.disk_usage(settings.data_dir).free)


def _size(path: Path) -> int:
    """Return the bytes below a path; what goes away meanwhile counts nothing."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    total = 0
    for file in files:
        try:
            total += file.stat().st_size
        except OSError:
            continue
    return total
