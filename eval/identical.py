"""Compares two files of answers, before and after a change that must change nothing: all but the time must be the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

TIMED = frozenset({"ms"})  # fields that no two runs share


def differing(before: Path, after: Path) -> Iterator[str]:
    """Yield the id of each answer that differs, in the order of the files; nothing where all are the same.

    A line that only one file has counts as differing, by its own id. Both files are JSON lines as ``app batch`` writes them.
    """
    with before.open(encoding="utf-8") as old, after.open(encoding="utf-8") as new:
        for left, right in zip_longest(old, new):
            if left is None or right is None or _without_time(left) != _without_time(right):
                yield str(json.loads(left or right)["id"])


def _without_time(line: str) -> str:
    """Return the line without its timed fields, its other bytes in the order in which they were written."""
    return json.dumps({key: value for key, value in json.loads(line).items() if key not in TIMED}, ensure_ascii=False)
