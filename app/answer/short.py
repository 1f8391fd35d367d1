"""The shortest stretch that answers: a figure with what it counts, a date, a document's number, a name."""

from __future__ import annotations

import regex as re

from app.evidence.candidates import Candidate
from app.evidence.features import Frame, local_figure
from app.evidence.support import DATE, DOCUMENT, PERSON
from app.evidence.trimming import trim
from ingest.language.text import fold_spaces

LONGEST = 15  # words
DATED = re.compile(
    r"ngày\s+\d{1,2}(?:\s*/\s*\d{1,2}\s*/\s*\d{4}|\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?)|\d{1,2}/\d{1,2}/\d{4}"
)
KIND_OF_DOCUMENT = re.compile(r"(?:(?<!\p{L})\p{Lu}\p{L}{0,12}\s(?:\p{L}{1,12}\s)?)?số\s$")
BEFORE = 32  # characters in which the kind of a document stands before its number


def short_of(frame: Frame, candidate: Candidate) -> str | None:
    """Return the shortest stretch of a candidate that answers, word for word in its quote; None where none fits."""
    stretch = candidate.stretch
    if stretch.cell is not None:
        return stretch.value if len(stretch.value.split()) <= LONGEST else None
    passage = candidate.hit.passage
    start, end = trim(stretch, frame)
    text = passage.text[start:end]
    asks = frame.question.asks
    found = None
    if "document" in asks:
        found = _document(text)
    elif "date" in asks:
        match = DATED.search(text) or DATE.search(text)
        found = match[0] if match else None
    elif "person" in asks:
        match = PERSON.search(text)
        found = match[0] if match else None
    elif "figure" in asks:
        found = _figure(frame, text)
    if found is None or len(found.split()) > LONGEST:
        return None
    return fold_spaces(found)


def _figure(frame: Frame, text: str) -> str | None:
    figure = local_figure(frame, text)[1]
    if figure is None:
        return None
    end = figure.end
    if figure.counted and (at := text.find(figure.counted, figure.numeral[1])) >= 0:
        end = max(end, at + len(figure.counted))
    return text[figure.start : end]


def _document(text: str) -> str | None:
    match = DOCUMENT.search(text)
    if match is None:
        return None
    stop = re.compile(r"[\p{L}\d/-]*").match(text, match.start())
    before = KIND_OF_DOCUMENT.search(text, max(0, match.start() - BEFORE), match.start())
    start = before.start() if before else match.start()
    end = stop.end() if stop else match.end()
    dated = DATED.match(text, end + 1)
    return text[start : dated.end() if dated else end]
