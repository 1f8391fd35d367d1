"""An answer as it is kept: what the screen shows of it, without the passages that it was chosen from."""

from __future__ import annotations

import logging
from dataclasses import replace

import regex as re
from pydantic import TypeAdapter, ValidationError

from app.answer.citations import MARKER
from app.answer.model import Answer, Citation
from app.question.vocabulary import message
from index.store.catalog import Catalog
from ingest.language.text import fold_spaces

logger = logging.getLogger(__name__)

_ANSWER = TypeAdapter(Answer)


def slim(answer: Answer) -> Answer:
    """Return the answer with its quotes, the titles of rows quoted among them, and no other words of the reports' texts."""
    return replace(answer, citations=tuple(map(_bare, answer.citations)), hits=())


def _bare(citation: Citation) -> Citation:
    rows = tuple(row for row in citation.passage.rows if (row.start, row.end) == (citation.start, citation.end))
    return replace(citation, passage=replace(citation.passage, text="", context="", label="", rows=rows))


def to_json(answer: Answer) -> str:
    """Return a slim answer (:func:`slim`) as JSON."""
    return _ANSWER.dump_json(answer).decode()


def of_json(text: str) -> Answer:
    """Read what :func:`to_json` wrote; what another version wrote in another form gives an answer that says so."""
    try:
        return _ANSWER.validate_json(text)
    except ValidationError:
        logger.exception("a kept answer cannot be read")
        return Answer(message("kept.unreadable"), True, "extractive", (), (), 0)


def without_report(answer: Answer, report: str) -> Answer:
    """Return a slim answer less every line drawn from a report, with a line that says so.

    An answer without such a line stays as it is. Lines without a citation go too, since they may name the report's headings;
    so does what stood beside the text.
    """
    numbers = {c.n for c in answer.citations if c.passage.report == report}
    if not numbers:
        return answer
    lines = [line for line in answer.text.split("\n") if (cited := _cited_numbers(line)) and not cited & numbers]
    used = _cited_numbers("\n".join(lines))
    citations = tuple(c for c in answer.citations if c.n in used)
    return Answer("\n".join([*lines, message("kept.deleted")]), answer.refused, answer.mode, citations, (), answer.ms)


def settled(answer: Answer, catalog: Catalog) -> Answer:
    """Return a slim answer whose citations point where their quotes stand in the library as it is now.

    A rebuilt index may have cut a report anew, so that a passage's id means another stretch of it. A quote whose report
    has changed or gone keeps the id that it had, which opens nothing.
    """
    return replace(answer, citations=tuple(_settle(citation, catalog) for citation in answer.citations))


def _settle(citation: Citation, catalog: Catalog) -> Citation:
    passage = catalog.passages([citation.passage.id]).get(citation.passage.id)
    if passage and fold_spaces(passage.text[citation.start : citation.end]) == citation.quote:
        return citation
    words = re.compile(r"\s+".join(map(re.escape, citation.quote.split())))
    for other in catalog.passages_of(citation.passage.report):
        match = words.search(other.text)
        if match:
            rows = tuple(replace(row, start=match.start(), end=match.end()) for row in citation.passage.rows)
            moved = replace(citation.passage, id=other.id, start=other.start, end=other.end, rows=rows)
            return replace(citation, passage=moved, start=match.start(), end=match.end())
    return citation


def _cited_numbers(text: str) -> set[int]:
    return {int(number) for number in MARKER.findall(text)}
