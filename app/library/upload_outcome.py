"""What came of a file that was brought in, as the sentence that the library's tab shows beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.library.uploads import UploadState
from index.build import BuildOutcome
from index.preparation import Prepared
from index.store.library import Library

SHOWN_WARNINGS = 3  # of a report, where its file is told of; its page has all of them


def describe(ready: Prepared, outcome: BuildOutcome, library: Library) -> tuple[UploadState, str]:
    """Return what came of a file, and the sentence that says so."""
    if outcome.unread:
        return UploadState.UNREAD, outcome.unread[0][1]
    if outcome.unchanged:
        return UploadState.SAME, "Kho đang giữ đúng tệp này, không có gì đổi"
    if outcome.copies:
        return UploadState.COPY, f"bản sao của {Path(outcome.copies[0][1]).name}"
    report = ready.report
    assert report is not None  # noqa: S101 - stored, so it was read
    pages = f"{report.pages} trang, " if report.pages else ""
    message = f"{'đã thay bản trước: ' if outcome.replaced else ''}{pages}{len(report.headings)} mục"
    if library.catalog.has_namesake(report.file, report.id):
        message += f". Kho còn một tệp khác cùng tên {report.file}; cả hai được giữ"
    first_warnings = report.warnings[:SHOWN_WARNINGS]
    message += f". Lưu ý: {'; '.join(first_warnings)}" if first_warnings else ""
    more = len(report.warnings) - len(first_warnings)
    message += f"; còn {more} lưu ý nữa, xem ở trang của báo cáo" if more else ""
    return (UploadState.OCR if report.ocr else UploadState.READ), message


def describe_members(outcomes: Sequence[tuple[str, UploadState, str]]) -> tuple[UploadState, str]:
    """Return what came of a file that holds others, from name, state and sentence of each; none is left unnamed."""
    states = [state for _, state, _ in outcomes]
    unread = states.count(UploadState.UNREAD)
    same = states.count(UploadState.SAME)
    message = f"có {len(outcomes)} tệp bên trong, đã nạp {len(outcomes) - unread - same}"
    message += f", {same} tệp không đổi" if same else ""
    message += f", {unread} tệp không đọc được" if unread else ""
    each = [f"{name}: {text}" for name, state, text in outcomes if state is not UploadState.SAME]
    if unread == len(outcomes):
        state = UploadState.UNREAD
    elif unread + same == len(outcomes):
        state = UploadState.SAME
    else:
        state = UploadState.OCR if UploadState.OCR in states else UploadState.READ
    return state, ". ".join([message, *each])
