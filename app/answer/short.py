"""The shortest stretch that answers: a figure with what it counts, a date, a document's number, a name."""

from __future__ import annotations

from collections.abc import Iterator

import regex as re

from app.evidence.candidates import Candidate
from app.evidence.figure_fit import unit_fit
from app.evidence.frame import Frame, coverage, figures_of, words_of
from app.evidence.support import DATE, DOCUMENT
from app.evidence.trimming import trim
from app.evidence.wants import wants_of
from ingest.language.context import Change
from ingest.language.names import persons
from ingest.language.quantity import Quantity, counted_end
from ingest.language.text import fold_spaces

LONGEST = 15  # words
CLEAR = 0.15  # share of the question's words by which a figure must fit better than the next
APART = re.compile(r"[,;:(.](?=\s)|(?<=\s)(?:và|trong đó)(?=\s)|\(")
DATED = re.compile(
    r"ngày\s+\d{1,2}(?:\s*/\s*\d{1,2}\s*/\s*\d{4}|\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?)|\d{1,2}/\d{1,2}/\d{4}"
)
KIND_OF_DOCUMENT = re.compile(r"(?:(?<!\p{L})\p{Lu}\p{L}{0,12}\s(?:\p{L}{1,12}\s)?)?số\s$")
BEFORE = 32  # characters in which the kind of a document stands before its number


def short_of(frame: Frame, candidate: Candidate) -> str | None:
    """Return the shortest stretch of a candidate that answers, word for word in its quote; None where none fits."""
    stretch = candidate.stretch
    if stretch.cell is not None:
        if len(frame.question.years) > 1:  # one year's figure is half an answer
            return None
        return stretch.value if len(stretch.value.split()) <= LONGEST else None
    passage = candidate.hit.passage
    start, end = trim(stretch, frame)
    text = passage.text[start:end]
    asks = frame.question.asks
    answer = None
    if "document" in asks:
        at = _beside(frame, text, [match.span() for match in DOCUMENT.finditer(text)])
        answer = _document(text, at[0]) if at else None
    elif asks_several(frame):
        return None  # half an answer in bold would mislead
    elif "date" in asks:
        at = _beside(
            frame, text, [match.span() for match in DATED.finditer(text)] or [match.span() for match in DATE.finditer(text)]
        )
        answer = text[slice(*at)] if at else None
    elif "person" in asks:
        at = _beside(frame, text, [(person.start, person.end) for person in persons(text)])
        answer = text[slice(*at)] if at else None
    elif "figure" in asks:
        figure = _figure(frame, text)
        answer = text[figure.start : counted_end(text, figure)] if figure else None
    if answer is None or len(answer.split()) > LONGEST:
        return None
    return fold_spaces(answer)


def asks_several(frame: Frame) -> bool:
    """Say whether a question asks for more than one thing ("bao nhiêu vụ, mấy người bị thương")."""
    return len(wants_of(frame.question.query.restored)) > 1


def _beside(frame: Frame, text: str, spans: list[tuple[int, int]]) -> tuple[int, int] | None:
    """Return the span that most of the question's words stand beside; None where two spans are about as good.

    Beside a span is the text between the span before it and the span behind it.
    """
    if len(spans) < 2:
        return spans[0] if spans else None
    starts, ends = [0, *(end for _, end in spans[:-1])], [*(start for start, _ in spans[1:]), len(text)]
    shares = [coverage(frame.words, words_of(text[start:end])) for start, end in zip(starts, ends, strict=True)]
    best, next_best = sorted(shares, reverse=True)[:2]
    return spans[shares.index(best)] if best - next_best >= CLEAR else None


def figure_of(frame: Frame, candidate: Candidate) -> Quantity | None:
    """Return the figure of a candidate that answers; None where none fits, or two of them about as well."""
    stretch = candidate.stretch
    if stretch.cell is not None:
        of_cell = figures_of(f"{stretch.value} {stretch.unit}".strip()) if len(frame.question.years) < 2 else ()
        return of_cell[0] if len(of_cell) == 1 else None
    start, end = trim(stretch, frame)
    return _figure(frame, candidate.hit.passage.text[start:end])


def _figure(frame: Frame, text: str) -> Quantity | None:
    fitting = sorted(_shares(frame, text), key=lambda item: -item[0])
    if not fitting or (len(fitting) > 1 and fitting[0][0] - fitting[1][0] < CLEAR):
        return None
    return fitting[0][1]


def _shares(frame: Frame, text: str) -> Iterator[tuple[float, Quantity]]:
    """Yield the figures that can be meant, with the share of the question's words that stand right beside each.

    Beside it: from the figure or sign of punctuation before it to the end of what it counts. Where the question says of what
    unit or thing, only figures of that can be meant; else any.
    """
    focus = frame.focus
    before = 0
    for figure in figures_of(text):
        end = counted_end(text, figure)
        apart = max((match.end() for match in APART.finditer(text, before, figure.start)), default=before)
        own = words_of(text[apart:end])
        before = end
        specific = focus is not None and bool(focus.unit or focus.counted)
        if specific and unit_fit(frame, figure, own) <= 0:
            continue
        change = focus is not None and bool(focus.direction) != (figure.change is Change.BY)
        yield coverage(frame.words, own) + 0.5 * coverage(frame.pairs, own) - CLEAR * change, figure


def _document(text: str, at: int) -> str:
    """Return the document whose number begins at a place, with its kind before it and its date behind it."""
    stop = re.compile(r"[\p{L}\d/-]*").match(text, at)
    before = KIND_OF_DOCUMENT.search(text, max(0, at - BEFORE), at)
    start = before.start() if before else at
    end = stop.end() if stop else at
    dated = DATED.match(text, end + 1)
    return text[start : dated.end() if dated else end]
