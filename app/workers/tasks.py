"""What is done with the files that people send, in a process of its own (:mod:`app.workers.pool`).

Last year's report is read by a task of :mod:`app.drafting.last_year`.

Nothing here may load the vector store or a model: the process has to be up quickly, and its memory is bounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.checks import check, raw_text
from app.checks.keys import report_key
from app.checks.model import Finding
from app.comparison.changes import compare
from app.comparison.model import ReportChange
from app.drafting import sheet
from app.drafting.request import BadRequest
from ingest.errors import UnreadableFile
from ingest.model import Report
from ingest.reading import Reading
from ingest.report import understand
from prompts import DataFileError

FORESEEN = (UnreadableFile, BadRequest, DataFileError)
MOST_FINDINGS = 1000  # a report that nobody checked has some fifty
MOST_CHANGES = 5000  # two reports of fifty pages have some five hundred


@dataclass(frozen=True, slots=True)
class Findings:
    """The findings in a report, worst first, as many as anybody would look through; ``more``: how many are left out.

    ``report``: what was read, to show places of; ``key``: what the report is called by (:mod:`app.checks.keys`).
    """

    listed: tuple[Finding, ...]
    more: int
    report: Report
    key: str


def checked(path: Path, name: str | None, reading: Reading) -> Findings:
    """Return the findings in one file, to be called ``name`` (None: as it is).

    :raises UnreadableFile: with the reason, in Vietnamese.
    """
    report = understand(path, name, reading)
    reading.progress(1.0)  # the time for checking counts from here
    return _most_of(report, raw_text(path))


def checked_report(report: Report, path: Path | None, reading: Reading) -> Findings:  # noqa: ARG001
    """Return the same of a report that has been read; ``path``: of its file, None where that is gone."""
    return _most_of(report, raw_text(path) if path is not None else "")


def _most_of(report: Report, raw: str) -> Findings:
    findings = check(report, raw)
    return Findings(tuple(findings[:MOST_FINDINGS]), max(0, len(findings) - MOST_FINDINGS), report, report_key(report))


def commented(path: Path, findings: Sequence[Finding], reading: Reading) -> bytes:  # noqa: ARG001
    """Return the Word file that is given back with these findings; see :func:`app.checks.commented.write`."""
    from app.checks.commented import write

    return write(path, findings)


def sheet_of(path: Path, reading: Reading) -> dict[str, dict[str, str]]:  # noqa: ARG001
    """Return the figures of a sheet; see :func:`app.drafting.sheet.read`.

    :raises BadRequest: not a sheet, too large, or a row without section or name.
    """
    return sheet.read(path)


def compared(old: Path, new: Path, reading: Reading) -> list[ReportChange]:
    """Return what changed from one file to the next, as many changes as anybody would look through.

    :raises UnreadableFile: with the reason, in Vietnamese, and the name of the file that cannot be read.
    """
    reports = []
    for number, path in enumerate((old, new), start=1):
        try:
            reports.append(understand(path, None, reading))
        except UnreadableFile as error:
            raise type(error)(f"{path.name}: {error}") from error  # a full disk keeps its own error
        reading.progress(number / 2)  # the time for the next step counts from here
    return compare(*reports)[:MOST_CHANGES]


def compared_reports(old: Report, new: Report, reading: Reading) -> list[ReportChange]:  # noqa: ARG001
    """Return the same of two reports that have been read."""
    return compare(old, new)[:MOST_CHANGES]
