"""Which of several reports was issued first: their dates from their heads, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import regex as re

from app.answer.citations import MARKER, Citations
from app.answer.comparison import name_of_side
from app.answer.composition import Composition
from app.answer.report_head import DATE, REPORT, line_of, says_itself
from app.question.question import Question
from app.question.vocabulary import message, question_words
from index.query.facets import says, spoken
from index.store.library import Library
from ingest.language.text import capitalized, strip_marks

BETWEEN = 3  # words between a verb of issuing and the word of order ("ký trước", "ban hành năm 2024 trước")


def compare_dates(
    question: Question, reports: Sequence[tuple[str, ...]], citations: Citations, library: Library
) -> Composition | None:
    """Return a line with the date of each place's report, and by how many days the first comes before the second of two.

    None where something else is asked, or a place has several reports.

    :param reports: ids of the reports of each place of the question, in its order.
    """
    folded = spoken(question.query.restored)
    asks = says(folded, REPORT) and not any(says(folded, kind) for kind in question_words().documents)
    if not asks or not (asks_order(folded) or says_itself(DATE, folded)) or any(len(own) != 1 for own in reports):
        return None
    lines, dates = [], []
    for place, (identity,) in zip(question.scope.places, reports, strict=True):
        report = library.catalog.report(identity)
        head = [passage for passage in library.catalog.passages_of(identity) if not passage.headings]
        line, stated = line_of(DATE, report, head, citations)
        lines.append("- " + message("answer.line_place", place=name_of_side(place), text=line))
        if stated and report.metadata.date:
            name = name_of_side(place)
            within = place.called if capitalized(place.called) == name else name  # "huyện …" within a sentence
            dates.append((date.fromisoformat(report.metadata.date), within, [match[0] for match in MARKER.finditer(line)]))
    if not dates:
        return None
    if len(dates) == len(lines):
        (first, earlier, own), (second, _, other) = sorted(dates)[:2]
        days, markers = (second - first).days, "".join((*own, *other))
        told = message("answer.earlier", place=earlier, days=days, markers=markers)
        lines.append(told if days else message("answer.same_day", markers=markers))
    return Composition("\n".join(lines))


def asks_order(folded: str) -> bool:
    """Say whether a question (:func:`index.query.facets.spoken`) asks which of several was issued first or last."""
    words = question_words().itself
    forms = [{form for cue in words[name] for form in (cue, strip_marks(cue))} for name in ("issued", "order")]
    issued, order = ("|".join(map(re.escape, sorted(of_it, key=len, reverse=True))) for of_it in forms)
    return bool(re.search(rf"(?<!\p{{L}})(?:{issued})(?: [\p{{L}}\d]+){{0,{BETWEEN}}}? (?:{order})(?!\p{{L}})", folded))
