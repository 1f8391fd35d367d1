"""What is done with the files that people send, in a process of its own (:mod:`app.workers.pool`).

Last year's report is read by a task of :mod:`app.drafting.last_year`.

Nothing here may load the vector store or a model: the process has to be up quickly, and its memory is bounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.checks import check, raw_text
from app.checks.model import Finding
from app.drafting import sheet
from app.drafting.request import BadRequest
from ingest.errors import UnreadableFile
from ingest.reading import Reading
from ingest.report import understand
from prompts import DataFileError

FORESEEN = (UnreadableFile, BadRequest, DataFileError)
MOST_FINDINGS = 1000  # a report that nobody checked has some fifty


@dataclass(frozen=True, slots=True)
class Findings:
    """The findings in a report in reading order, as many as anybody would look through; ``more``: how many are left out."""

    shown: tuple[Finding, ...]
    more: int = 0


def checked(path: Path, name: str | None, reading: Reading) -> Findings:
    """Return the findings in one file, to be called ``name`` (None: as it is).

    :raises UnreadableFile: with the reason, in Vietnamese.
    """
    report = understand(path, name, reading)
    reading.progress(1.0)  # the time for checking counts from here
    found = check(report, raw_text(path))
    return Findings(tuple(found[:MOST_FINDINGS]), max(0, len(found) - MOST_FINDINGS))


def sheet_of(path: Path, reading: Reading) -> dict[str, dict[str, str]]:  # noqa: ARG001
    """Return the figures of a sheet; see :func:`app.drafting.sheet.read`.

    :raises BadRequest: not a sheet, too large, or a row without section or name.
    """
    return sheet.read(path)
