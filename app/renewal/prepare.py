"""From a request and last year's report, a file or one of the library, to its renewal and the Word file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from app import field_text
from app.assistant import Assistant
from app.drafting.prepare import identity_of
from app.drafting.request import BadRequest, Request
from app.renewal.frame import frame_of
from app.renewal.model import Renewal, RenewalFrame
from app.renewal.new_figures import NewFigure, new_figures
from app.renewal.renewing import renew, with_head
from app.renewal.writing import write_renewal
from index.originals import original

Do = Callable[..., Any]  # does a task in a process of its own, as app.workers.pool.Workshop.do does


def frame_in(assistant: Assistant, name: str, do: Do, *, files: bool = False) -> RenewalFrame:
    """Return the frame of last year's report: a report of the library by its file's name, or a file.

    :param files: it may be a file of this machine: only for who sits at it.
    :raises BadRequest: it is neither.
    :raises UnreadableFile: the file cannot be read.
    """
    identity = identity_of(assistant, name)
    if identity is not None:
        file = assistant.library.catalog.file_of(identity)
        copy = original(assistant.library.settings.originals_dir, identity, file)
        if not copy.is_file():
            raise BadRequest(f"Kho không còn bản gốc của “{file}”. Hãy nạp lại báo cáo đó, hoặc chọn tệp của báo cáo")
        return frame_of_file(copy, do, file)
    if files and Path(name).is_file():
        return frame_of_file(Path(name).absolute(), do)
    raise BadRequest(
        f"Không có báo cáo năm trước “{field_text.shown(name)}”{': không phải tệp và' if files else ':'} không phải báo "
        "cáo trong thư viện. Hãy kiểm tra tên tệp hoặc chọn báo cáo khác"
    )


def frame_of_file(path: Path, do: Do, name: str | None = None) -> RenewalFrame:
    """Return the frame of a file.

    :raises UnreadableFile: with the reason, in Vietnamese.
    """
    frame: RenewalFrame = do(frame_of, path, name)
    return frame


def renewed(assistant: Assistant, frame: RenewalFrame, request: Request, sheet: Sequence[NewFigure] = ()) -> Renewal:
    """Return what becomes of the frame's places; ``sheet``: figures of a sheet, which go before those of the request."""
    figures = [*sheet, *new_figures(request)]
    return renew(frame, request, figures, assistant.retriever.reader, assistant.library.catalog)


def word_of(renewal: Renewal, request: Request, do: Do, *, final: bool = False) -> bytes:
    """Return the renewal as a Word file."""
    word: bytes = do(write_renewal, renewal, with_head(request, renewal.frame), final)
    return word
