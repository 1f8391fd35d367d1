"""The library's own copies of the files that it was given."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from index.database import disk


def original(originals: Path, identity: str, file: str) -> Path:
    """Return where the library keeps its copy of a report's file."""
    return originals / f"{identity}{Path(file).suffix.lower()}"


def keep_original(originals: Path, file: Path, identity: str, name: str) -> None:
    """Copy a file to its place among the originals, whole or not at all; a copy that is there already stays."""
    target = original(originals, identity, name)
    if target.exists():
        return
    disk.make_folder(originals)
    handle, unfinished = tempfile.mkstemp(dir=originals, prefix=".")
    os.close(handle)
    try:
        shutil.copyfile(file, unfinished)
        os.rename(unfinished, target)
    except OSError:
        Path(unfinished).unlink(missing_ok=True)
        raise
