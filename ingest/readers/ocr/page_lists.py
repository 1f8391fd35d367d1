"""Which kept OCR pages are whose, so that a deleted report takes its pages along.

Beside the pages, which are kept by their content, stands one list a file, named by the digest of the file's bytes. A page
that two files share is kept once and stays as long as one of them does.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Collection, Sequence
from pathlib import Path

SUFFIX = ".list"


def write(folder: Path, file: Path, pages: Sequence[str]) -> None:
    """Record which kept pages (names of files in ``folder``) belong to a file."""
    with file.open("rb") as content:
        identity = hashlib.file_digest(content, "sha256").hexdigest()
    folder.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=folder, suffix=".new")
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write("\n".join(dict.fromkeys(pages)))
    Path(unfinished).rename(folder / f"{identity}{SUFFIX}")


def sweep(folder: Path, held: Collection[str]) -> None:
    """Remove every kept page that belongs to no file of those ``held`` (digests of their bytes); no folder: nothing.

    A page that is lost so while it is being read is read again when it is next needed.
    """
    if not folder.is_dir():
        return
    names: set[str] = set()
    for listed in folder.glob(f"*{SUFFIX}"):
        if listed.stem in held:
            names.update((listed.name, *listed.read_text(encoding="utf-8").split()))
    for file in folder.iterdir():
        if file.name not in names:
            file.unlink(missing_ok=True)
