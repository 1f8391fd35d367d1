"""Tasks for the tests of workers: a process of its own has to be able to import them."""

from __future__ import annotations

import os
import time
from pathlib import Path

from ingest.reading import Reading


class Foreseen(Exception):
    """An error with words for the user."""


def doubled(number: int, reading: Reading) -> int:
    return 2 * number + 0 * reading.limits.max_seconds


def refused(words: str, reading: Reading) -> None:
    raise Foreseen(words)


def large(size: int, reading: Reading) -> bytes:
    return os.urandom(size)


def spinning(reading: Reading) -> None:
    """Hold the interpreter as a pattern that blows up does."""
    while True:
        pass


def greedy(megabytes: int, reading: Reading) -> int:
    return len(bytearray(megabytes * 1024 * 1024))


def waiting(file: Path, reading: Reading) -> int:
    """Hang until a file is there."""
    while not file.exists():
        time.sleep(0.01)
    return 1


def endless(reading: Reading) -> None:
    """Get on for ever."""
    while True:
        reading.progress(0.5)
        time.sleep(0.05)


def loaded(reading: Reading) -> list[str]:
    """Return what must not be in a process that checks, as far as it is."""
    import sys

    return [name for name in ("torch", "chromadb", "gradio", "langchain_core") if name in sys.modules]
