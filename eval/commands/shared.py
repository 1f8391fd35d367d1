"""What the commands of ``python -m eval`` share: exit status, output, the commit measured, folders for scratch libraries."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OK, MISUSED = 0, 2
say = sys.stdout.write
EVAL = Path(__file__).resolve().parents[1]
RESULTS = EVAL / "results"


@contextmanager
def scratch_folder(named_folder: Path | None) -> Iterator[Path]:
    """Give a folder for a scratch library: the one named, which stays, or a temporary one."""
    if named_folder is not None:
        named_folder.mkdir(parents=True, exist_ok=True)
        yield named_folder
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def measured_commit() -> str:
    """Return the first 12 digits of the commit that is measured, "-dirty" if files differ from it, or "no-commit"."""
    here = EVAL
    try:
        head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=here, capture_output=True, text=True, check=True)
        changed = subprocess.run(["git", "status", "--porcelain"], cwd=here, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "no-commit"
    return head.stdout.strip()[:12] + ("-dirty" if changed.stdout.strip() else "")
