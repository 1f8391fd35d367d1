"""What is done with the files that people send, in a process of its own (:mod:`app.workers.pool`).

Nothing here may load the vector store or a model: the process has to be up quickly, and its memory is bounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.checks import check, raw_text
from app.checks.model import Finding
from app.drafting import sheet
from app.drafting.last_year import PastFigure, offered
from app.drafting.request import BadRequest
from ingest.errors import UnreadableFile
from ingest.model import Report
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


def figures_in(path: Path, names: Sequence[str], reading: Reading) -> list[PastFigure]:
    """Return what last year's report, a file, tells of the quantities named; see :func:`app.drafting.last_year.offered`.

    :raises UnreadableFile: with the reason, in Vietnamese.
    """
    report = understand(path, None, reading)
    reading.progress(1.0)
    return offered(report, names)


def figures_of(report: Report, names: Sequence[str], reading: Reading) -> list[PastFigure]:  # noqa: ARG001
    """Return the same of a report that has been read."""
    return offered(report, names)


def sheet_of(path: Path, reading: Reading) -> dict[str, dict[str, str]]:  # noqa: ARG001
    """Return the figures of a sheet; see :func:`app.drafting.sheet.read`.

    :raises BadRequest: not a sheet, too large, or a row without section or name.
    """
    return sheet.read(path)
