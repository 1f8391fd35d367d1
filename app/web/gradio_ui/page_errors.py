"""What goes wrong in an event of the page: a line in the log, and words for whoever sent it.

Gradio prints a traceback for each, so that anybody signed in could fill the log with events that no page sends.
"""

from __future__ import annotations

import logging
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gradio as gr
from anyio import to_thread

from app.field_text import printable
from app.web.requester import SIGNED_OUT, renew
from index.errors import IndexProblem
from index.store.disk import disk_problem

logger = logging.getLogger(__name__)

APP = Path(__file__).parents[2]
MOST_LINES = 20  # in MINUTE: more says nothing new, and a disk holds years of it
MINUTE = 60.0  # seconds
LONGEST = 200  # characters of what an error says, which may be what was sent
FAILED = "Ứng dụng không làm được việc này. Hãy tải lại trang (F5) rồi làm lại; nếu vẫn không được, hãy báo quản trị viên."


class ErrorLog:
    """Notes errors, a line each and :data:`MOST_LINES` a minute; the first of a place in our own code with its traceback.

    Safe to share between threads.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now, self._lock = now, threading.Lock()
        self._since, self._lines, self._left_out = now(), 0, 0
        self._traced: set[tuple[str, str, int]] = set()  # as many as there are places in code

    def note(self, event: str, error: BaseException) -> None:
        """Note that an event failed."""
        frames = traceback.extract_tb(error.__traceback__)
        ours = [frame for frame in frames if Path(frame.filename).is_relative_to(APP) and frame.filename != __file__]
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
            logger.error("%d more events of the page failed in the minute before", left_out)
        said = printable(" ".join(str(error).split())[:LONGEST])
        told = f"{type(error).__name__}: {said} ({Path(file).name}:{line})"
        logger.error("event %s of the page failed: %s", event, told, exc_info=None if traced else error)

    def _begin(self) -> int:
        """Begin a new minute where one is over; return how many errors the one before left out."""
        if self._now() - self._since < MINUTE:
            return 0
        left_out = self._left_out
        self._since, self._lines, self._left_out = self._now(), 0, 0
        return left_out


class ErrorPage(gr.Blocks):  # type: ignore[misc]  # Gradio has no types for us
    """A page of Gradio whose events run with present rights; failed ones are noted in :class:`ErrorLog`, not printed."""

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - what Gradio takes
        super().__init__(**given)
        self.error_log = ErrorLog()

    async def process_api(self, block_fn: Any, *given: Any, **named: Any) -> dict[str, Any]:  # noqa: ANN401
        """Run an event as Gradio does, or its next step, with the rights that its sender has by now: it may have waited.

        :raises gr.Error: it failed, or its sender is signed out; the words are for whoever sent it.
        """
        request = named.get("request")
        if isinstance(request, gr.Request) and await to_thread.run_sync(renew, request) is None:
            raise gr.Error(SIGNED_OUT, title="Thông báo", print_exception=False)
        try:
            done: dict[str, Any] = await super().process_api(block_fn, *given, **named)
        except gr.Error as error:
            error.print_exception = False  # was raised to be shown
            raise
        except Exception as error:
            self.error_log.note(str(getattr(block_fn, "name", None) or block_fn), error)
            raise gr.Error(_said(error), title="Thông báo", print_exception=False) from error
        return done


def _said(error: Exception) -> str:
    if isinstance(error, IndexProblem):
        return str(error)
    known = disk_problem(error, Path("DATA_DIR")) if isinstance(error, OSError) else None
    return str(known) if known else FAILED
