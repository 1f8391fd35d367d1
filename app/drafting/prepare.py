"""From a request to a draft: finds the outline and last year's report that the request names, then fills."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.assistant import Assistant
from app.drafting import outline as outlines
from app.drafting.draft import make
from app.drafting.last_year import PastFigure, figures_in, figures_of
from app.drafting.model import Draft
from app.drafting.outline import Outline
from app.drafting.request import BadRequest, Request
from ingest.language.text import normalize
from ingest.model import Report

MOST_HEADINGS = (
    100  # headings of a report that is followed as an outline; wording is sought for each, and the longest at hand has 34
)


def prepare(assistant: Assistant, kind: str, request: Request, variant: int = 0, *, files: bool = False) -> Draft:
    """Return the draft of a request; see :func:`app.drafting.draft.make`.

    :param files: the outline may be a file of this machine: only for who sits at it.
    :raises BadRequest: the outline named is neither a file nor a report of the library.
    :raises DataFileError: the outline file cannot be used.
    """
    return make(assistant, kind, request, chosen(assistant, kind, request, files=files), variant)


def chosen(assistant: Assistant, kind: str, request: Request, *, files: bool = False) -> Outline:
    """Return the outline a request names: a report of the library by its file's name, or the kind's.

    :param files: it may be a file (.toml) of this machine too. A name sent from elsewhere must never open one.
    """
    if request.outline is None:
        return outlines.of_kind(kind)
    file = Path(request.outline)
    if files and (file.suffix == ".toml" or file.is_file()):
        return outlines.load(file)
    report = in_library(assistant, request.outline)
    if report is not None:
        outline = outlines.of_report(report, outlines.of_kind(kind)) if len(report.headings) <= MOST_HEADINGS else None
        if outline is None or not outline.heads:
            raise BadRequest(
                f"“{request.outline}” có {len(report.headings)} đề mục trong phần nội dung; "
                f"đề cương cần từ 1 đến {MOST_HEADINGS}. Hãy chọn báo cáo khác, "
                "hoặc để outline là null để dùng đề cương có sẵn"
            )
        return outline
    raise BadRequest(
        f"Không có đề cương “{request.outline}”{': không phải tệp .toml và' if files else ':'} không phải báo cáo trong thư "
        f"viện ({_some_files(assistant)}). Hãy ghi đúng tên tệp, hoặc để outline là null để dùng đề cương có sẵn"
    )


def past(assistant: Assistant, kind: str, request: Request, do: Callable[..., list[PastFigure]]) -> list[PastFigure]:
    """Return what last year's report tells of the figures given and expected; without such a report an empty list.

    The report is a file of this machine, or one of the library by its file's name: only for who sits at the machine.

    :param do: does a task in a process of its own, as :meth:`app.workers.pool.Workshop.do` does.
    :raises BadRequest: what is named is neither a file nor a report of the library.
    :raises UnreadableFile: the file cannot be read.
    """
    if not request.last_year:
        return []
    figures_given = [name for group in request.figures for name, _ in group.values]
    heads = chosen(assistant, kind, request, files=True).heads
    names = [*figures_given, *(name for head in heads for name in head.figures)]
    report = in_library(assistant, request.last_year)
    file = Path(request.last_year)
    if report is not None:
        return do(figures_of, report, names)
    if not file.is_file():
        raise BadRequest(
            f"Không có báo cáo năm trước “{request.last_year}”: không phải tệp và không phải báo cáo trong thư viện "
            f"({_some_files(assistant)}). Hãy ghi đúng tên, hoặc bỏ last_year"
        )
    return do(figures_in, file.absolute(), names)


def in_library(assistant: Assistant, name: str) -> Report | None:
    """Return the report of the library that is called so (:func:`identity_of`); None: there is none."""
    identity = identity_of(assistant, name)
    return assistant.library.catalog.report(identity) if identity else None


def identity_of(assistant: Assistant, name: str) -> str | None:
    """Return the id of the report whose file has this name, with or without its ending, or which has this id."""
    folded_name, catalog = normalize(name).casefold(), assistant.library.catalog
    for identity in catalog.report_ids():
        file = catalog.file_of(identity).casefold()
        if folded_name in (file, Path(file).stem, identity):
            return identity
    return None


def _some_files(assistant: Assistant) -> str:
    return ", ".join(report.file for report, _ in zip(assistant.library.catalog.reports(), range(10), strict=False))
