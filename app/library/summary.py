"""What the library holds, told briefly: its reports, and questions that their headings say they can answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.query.facets import SectionRole, facet_words
from ingest.model import Report
from ingest.passages import describe

EXAMPLES = 4  # questions offered in the first view

# What a question calls the section of each role, in the order in which the questions are offered.
SUBJECTS: Mapping[str, str] = {
    "limits": "Hạn chế",
    "lessons": "Bài học kinh nghiệm",
    "causes": "Nguyên nhân nêu",
    "directions": "Phương hướng, nhiệm vụ",
    "proposals": "Kiến nghị, đề xuất",
    "solutions": "Giải pháp",
    "difficulties": "Khó khăn",
    "advantages": "Thuận lợi",
}


@dataclass(frozen=True, slots=True)
class ListedReport:
    """A report as the list of the library names it; ``period`` is empty where the report does not say."""

    title: str
    file: str
    period: str
    pages: int | None


@dataclass(frozen=True, slots=True)
class LibrarySummary:
    """The library's reports, ordered by file name, and up to :data:`EXAMPLES` questions to begin with."""

    reports: tuple[ListedReport, ...] = ()
    examples: tuple[str, ...] = ()


def summarize_library(reports: Sequence[Report]) -> LibrarySummary:
    """Return what the list of the library and the first view show of these reports."""
    listed = tuple(ListedReport(describe(r), r.file, period(r), r.pages) for r in reports)
    return LibrarySummary(listed, tuple(examples(reports)))


def period(report: Report) -> str:
    """Return "2020–2025", "2023", or nothing where the report does not say."""
    years = [year for year in (report.metadata.period_from, report.metadata.period_to) if year is not None]
    return "–".join(str(year) for year in dict.fromkeys(years))


def examples(reports: Sequence[Report], limit: int = EXAMPLES) -> list[str]:
    """Return questions about sections that the reports have, each of another role and, where possible, another report.

    No such heading, or no place named: an empty list.
    """
    roles = {role.name: role for role in facet_words().roles}
    used: set[str] = set()
    questions: list[str] = []
    for name, subject in SUBJECTS.items():
        fitting = [r for r in reports if r.metadata.place and name in roles and _has(r, roles[name])]
        fresh = [r for r in fitting if r.id not in used]
        if fitting and len(questions) < limit:
            chosen = (fresh or fitting)[0]
            used.add(chosen.id)
            questions.append(f"{subject} trong báo cáo của {chosen.metadata.place} là gì?")
    return questions


def _has(report: Report, role: SectionRole) -> bool:
    return any(role.is_of(heading.title) for heading in report.headings)
