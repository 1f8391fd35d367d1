"""From a request to a draft: finds the outline the request names, then fills it."""

from __future__ import annotations

from pathlib import Path

from app.assistant import Assistant
from app.drafting import outline as outlines
from app.drafting.draft import Draft, make
from app.drafting.outline import Outline
from app.drafting.request import BadRequest, Request
from ingest.text import normalize


def prepare(assistant: Assistant, kind: str, request: Request, variant: int = 0) -> Draft:
    """Return the draft of a request; see :func:`app.drafting.draft.make`.

    :raises BadRequest: the outline named is neither a file nor a report of the library.
    :raises DataFileError: the outline file cannot be used.
    """
    return make(assistant, kind, request, chosen(assistant, kind, request), variant)


def chosen(assistant: Assistant, kind: str, request: Request) -> Outline:
    """Return the outline a request names: a file (.toml), a report of the library by its file's name, or the kind's."""
    if request.outline is None:
        return outlines.of_kind(kind)
    file = Path(request.outline)
    if file.suffix == ".toml" or file.is_file():
        return outlines.load(file)
    reports = list(assistant.library.catalog.reports())
    wanted = normalize(request.outline).casefold()
    for report in reports:
        if wanted in (report.file.casefold(), Path(report.file).stem.casefold(), report.id):
            return outlines.of_report(report, outlines.of_kind(kind))
    known = ", ".join(report.file for report in reports[:10])
    raise BadRequest(
        f"Không có đề cương “{request.outline}”: không phải tệp .toml và không phải báo cáo trong thư viện ({known}). "
        "Hãy ghi đúng tên tệp, hoặc để outline là null để dùng đề cương có sẵn"
    )
