"""What goes wrong in an event of the page: a line in the log, and words for whoever sent it.

Gradio prints a traceback for each, so that anybody signed in could fill the log with events that no page sends.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr
from anyio import to_thread

from app.web.error_log import ErrorLog
from app.web.requester import SIGNED_OUT, renew
from index.database.disk import disk_problem
from index.errors import IndexProblem

FAILED = "Ứng dụng không làm được việc này. Hãy tải lại trang (F5) rồi làm lại; nếu vẫn không được, hãy báo quản trị viên."


class ErrorPage(gr.Blocks):  # type: ignore[misc]  # Gradio has no types for us
    """A page of Gradio whose events run with present rights; failed ones are noted in :class:`ErrorLog`, not printed."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - what Gradio takes
        super().__init__(**options)
        self.error_log = ErrorLog(__file__)

    async def process_api(self, block_fn: Any, *arguments: Any, **options: Any) -> dict[str, Any]:  # noqa: ANN401
        """Run an event as Gradio does, or its next step, with the rights that its sender has by now: it may have waited.

        :raises gr.Error: it failed, or its sender is signed out; the words are for whoever sent it.
        """
        request = options.get("request")
        if isinstance(request, gr.Request) and await to_thread.run_sync(renew, request) is None:
            raise gr.Error(SIGNED_OUT, title="Thông báo", print_exception=False)
        try:
            output: dict[str, Any] = await super().process_api(block_fn, *arguments, **options)
        except gr.Error as error:
            error.print_exception = False  # was raised to be shown
            raise
        except Exception as error:
            self.error_log.note(f"event {getattr(block_fn, 'name', None) or block_fn} of the page", error)
            raise gr.Error(_explain(error), title="Thông báo", print_exception=False) from error
        return output


def _explain(error: Exception) -> str:
    if isinstance(error, IndexProblem):
        return str(error)
    problem = disk_problem(error, Path("DATA_DIR")) if isinstance(error, OSError) else None
    return str(problem) if problem else FAILED
