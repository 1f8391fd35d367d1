"""A thread that works beside the app until it is told to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Loop:
    """Runs ``work`` in a thread. ``work`` returns soon after :attr:`stopped` is set; it can be started again after that."""

    def __init__(self, name: str, work: Callable[[], None]) -> None:
        self.stopped = threading.Event()
        self._name, self._work = name, work
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to work."""
        self.stopped.clear()
        self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
        self._thread.start()

    def stop(self, wait: float = 10.0) -> None:
        """Tell it to stop and wait at most so many seconds for it; nothing happens where it does not run."""
        self.stopped.set()
        if self._thread is not None:
            self._thread.join(wait)
            self._thread = None
