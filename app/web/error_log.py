"""The log of what nobody foresaw: no caller can fill a disk with it, whatever they send and however often."""

from __future__ import annotations

import logging
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from app.field_text import printable

logger = logging.getLogger(__name__)

APP = Path(__file__).parents[1]
MOST_LINES = 20  # in MINUTE: more says nothing new, and a disk holds years of it
MINUTE = 60.0  # seconds
LONGEST = 200  # characters of what an error says, which may be what was sent
DEEPEST = 20  # calls of a traceback, the innermost; one of endless recursion has a thousand


class ErrorLog:
    """Notes errors, a line each and :data:`MOST_LINES` a minute; the first of a place in our own code with its traceback.

    Safe to share between threads.

    :param around: a file of ours through which every call goes, and which therefore says nothing of where one failed.
    """

    def __init__(self, around: str = __file__, now: Callable[[], float] = time.monotonic) -> None:
        self._around, self._now, self._lock = around, now, threading.Lock()
        self._since, self._lines, self._left_out = now(), 0, 0
        self._traced: set[tuple[str, str, int]] = set()  # as many as there are places in code

    def note(self, what: str, error: BaseException) -> None:
        """Note that something failed."""
        frames = traceback.extract_tb(error.__traceback__)
        ours = [frame for frame in frames if Path(frame.filename).is_relative_to(APP) and frame.filename != self._around]
        file, line = (frames[-1].filename, frames[-1].lineno or 0) if frames else ("?", 0)
        with self._lock:
            left_out = self._begin()
            if self._lines >= MOST_LINES:
                self._left_out += 1
                return
            self._lines += 1
            place = (type(error).__name__, file, line)
            traced = not ours or place in self._traced
            if ours:
                self._traced.add(place)
        if left_out:
            logger.error("%d more failed in the minute before", left_out)
        message = printable(" ".join(str(error).split())[:LONGEST])
        summary = f"{type(error).__name__}: {message} ({Path(file).name}:{line})"
        trace = "" if traced else "\n" + "".join(traceback.format_exception(error, limit=-DEEPEST)).rstrip()
        logger.error("%s failed: %s%s", what, summary, trace)

    def _begin(self) -> int:
        """Begin a new minute where one is over; return how many errors the one before left out."""
        if self._now() - self._since < MINUTE:
            return 0
        left_out = self._left_out
        self._since, self._lines, self._left_out = self._now(), 0, 0
        return left_out


log = ErrorLog()  # of all that is no event of the page
