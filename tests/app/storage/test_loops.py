"""A thread that works until it is told to stop."""

from __future__ import annotations

import threading

from app.storage.loops import Loop


def test_it_works_until_it_is_stopped_and_begins_anew() -> None:
    begun = threading.Semaphore(0)

    def work() -> None:
        begun.release()
        loop.stopped.wait()

    loop = Loop("counting", work)
    loop.stop()  # it does not run: nothing happens
    for _ in range(2):
        loop.start()
        assert begun.acquire(timeout=10)
        loop.stop()
        assert not any(thread.name == "counting" for thread in threading.enumerate())
