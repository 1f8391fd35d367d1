"""What the app is busy with at this moment: answers being given, files being read, the index being made anew."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Task:
    """One running piece of work; ``share`` of it done (0-1; None where it is unknown), ``begun`` in seconds since 1970."""

    kind: str
    name: str
    begun: float
    share: float | None = None
    step: str = ""


class Work:
    """The running work of one app, in memory only. Safe to share between threads."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now, self._lock = now, threading.Lock()
        self._tasks: dict[object, Task] = {}

    @contextmanager
    def running(self, kind: str, name: str) -> Iterator[Callable[[str, float], None]]:
        """Show work, such as ("Trả lời", name of the person), while the block runs; gives what tells of its progress."""
        key = object()
        with self._lock:
            self._tasks[key] = Task(kind, name, self._now())

        def progress(step: str, share: float) -> None:
            with self._lock:
                self._tasks[key] = replace(self._tasks[key], share=share, step=step)

        try:
            yield progress
        finally:
            with self._lock:
                del self._tasks[key]

    def through(self, kind: str, name: str, steps: Iterator[T]) -> Iterator[T]:
        """Yield ``steps``, shown as running work until they end."""
        with self.running(kind, name):
            yield from steps

    def tasks(self) -> list[Task]:
        """Return what runs now, the longest running first."""
        with self._lock:
            return sorted(self._tasks.values(), key=lambda task: task.begun)
