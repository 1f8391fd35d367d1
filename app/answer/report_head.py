"""Questions about a report itself: its number, its date. Answered from its head, or refused where the head is silent."""

from __future__ import annotations

import regex as re

from app.answer.citations import Citations
from app.answer.composition import Composition
from app.question.question import Question
from app.question.vocabulary import message, question_words
from index.query.facets import says, spoken
from index.store.library import Library
from ingest.model import Passage, Report

REPORT = "báo cáo"
NUMBER, DATE = "number", "date"
FILLED = 2  # hyphens of a date with its day; "2031-12" is one whose day was left blank for the pen


def about_itself(question: Question, reports: tuple[str, ...], citations: Citations, library: Library) -> Composition | None:
    """Return the number and date of the one report asked about, as far as asked, or None for a question of another kind.

    A question that names another kind of document ("quyết định số mấy") or several reports is of another kind.
    """
    folded = spoken(question.query.restored)
    words = question_words()
    kinds = [kind for kind in (NUMBER, DATE) if says_itself(kind, folded)]
    if not kinds or len(reports) != 1 or not says(folded, REPORT) or any(says(folded, kind) for kind in words.documents):
        return None
    report = library.catalog.report(reports[0])
    head = [passage for passage in library.catalog.passages_of(report.id) if not passage.headings]
    lines = [line_of(kind, report, head, citations) for kind in kinds]
    stated = [line for line, located in lines if located]
    if not head or not stated:
        place = citations.reporter(head[0]) if head else report.metadata.title or report.file
        return Composition(message("refusal.itself", place=place), refused=True)
    return Composition(
        "\n".join([message("answer.lead", place=citations.reporter(head[0])), *(f"- {line}" for line, _ in lines)])
    )


def says_itself(kind: str, folded: str) -> bool:
    """Say whether a question (:func:`index.query.facets.spoken`) asks for a report's own :data:`NUMBER` or :data:`DATE`."""
    return any(says(folded, cue) for cue in question_words().itself[kind])


def line_of(kind: str, report: Report, head: list[Passage], citations: Citations) -> tuple[str, bool]:
    """Return the sentence on the number or the date, and whether the head tells it."""
    facts = report.metadata
    if kind == NUMBER and facts.number:
        pattern = r"\s*".join(map(re.escape, facts.number.replace(" ", "")))
        where = _find(rf"(?:Số\s*:?\s*)?{pattern}", head)
        if where:
            return _quote(where, citations), True
    if kind == DATE and facts.date and facts.date.count("-") == FILLED:
        year, month, day = map(int, facts.date.split("-"))
        where = _find(rf"ngày\s+0?{day}\s+tháng\s+0?{month}\s+năm\s+{year}|0?{day}/0?{month}/{year}", head)
        if where:
            return _quote(where, citations), True
    return message(f"answer.no_{kind}"), False


def _quote(where: tuple[Passage, int, int], citations: Citations) -> str:
    quotation = citations.quoted(*where)
    return f"{quotation[:1].upper()}{quotation[1:]}"


def _find(pattern: str, head: list[Passage]) -> tuple[Passage, int, int] | None:
    for passage in head:
        match = re.search(pattern, passage.text)
        if match:
            return passage, match.start(), match.end()
    return None
