"""What the numbers of a text are said of: the readings of ``ingest.language``, each with words, time and place beside it.

"Năm 2024 huyện Lam Trà còn 41 hộ nghèo" says 41 of "hộ nghèo", of 2024 and of Lam Trà. Numbers themselves are read by
the grammar alone; this module adds which words of the sentence belong to which of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import regex as re

from app.grounding.periods import Period, dated_spans
from app.grounding.places import governing_places, named_places
from app.grounding.surroundings import Surroundings, document_surroundings, surroundings, without_bounds
from app.grounding.vocabulary import grounding_words
from ingest.language import spelling
from ingest.language.dates import Date, When
from ingest.language.documents import DocumentNumber
from ingest.language.governing import from_start, governing
from ingest.language.labels import Label
from ingest.language.links import Reading
from ingest.language.quantities import read
from ingest.language.quantity import Quantity
from ingest.language.sentences import sentences


@dataclass(frozen=True, slots=True)
class Claim:
    """A number of a text with what is said of it, in ``sentence``; ``key``: of the number alone, by :func:`key`.

    ``period``: the time that governs it, None where its sentence says none; ``before``: the last one said in earlier
    sentences. ``since``: times it may be compared with. ``places``: keys of the places that govern it. ``pair``: key of the
    document whose date it is. ``lead``: folded, what stands right before it. ``aimed``:
    whether its clause says that it is to come.
    """

    reading: Reading
    key: str
    sentence: str
    beside: Surroundings
    period: Period | None
    before: Period | None
    since: frozenset[Period]
    places: frozenset[str]
    pair: str
    lead: str
    aimed: bool


def claims(text: str, own: tuple[str, str] = ("", ""), place_names: Iterable[str] = ()) -> list[Claim]:
    """Return the claims of a normalised text, in order; a text without a number has none.

    :param own: kind and folded name of the place whose report it is: what "toàn huyện" means.
    :param place_names: folded names that are places also without their kind before them.
    """
    stated: list[Claim] = []
    before: Period | None = None
    readings, folded = read(text), spelling.fold(text)
    if not readings:
        return stated
    plain = without_bounds(text, readings)
    dates = [reading for reading in readings if isinstance(reading, Date)]
    documents = [reading.end for reading in readings if isinstance(reading, DocumentNumber)]
    dated = dated_spans(folded, dates, documents)
    places = named_places(text, folded, own, place_names)
    for start, end in sentences(text):
        inside = [reading for reading in readings if start <= reading.start < end]
        spans = [span for span in dated if start <= span.start < end]
        of_sentence = [place for place in places if start <= place.start < end]
        figures = [reading for reading in inside if isinstance(reading, Quantity)]
        papers = [reading for reading in inside if isinstance(reading, DocumentNumber)]
        beside = dict(zip((figure.start for figure in figures), surroundings(text, plain, figures, start, end), strict=True))
        of_documents = document_surroundings(plain, papers, start, end)
        beside |= {paper.start: (around, end) for paper, around in zip(papers, of_documents, strict=True)}
        for reading in inside:
            around, until = beside.get(reading.start, (Surroundings(), end))
            may = from_start(reading, spans, figures) if isinstance(reading, Quantity) else spans
            said_of = governing(folded, reading.start, reading.end, may, until)
            stated.append(
                Claim(
                    reading,
                    key(reading),
                    text[start:end],
                    around,
                    said_of.period if said_of else None,
                    before,
                    frozenset(span.period for span in spans if span.compared),
                    governing_places(folded, reading.start, reading.end, of_sentence, until),
                    _document_of(reading, inside, folded),
                    folded[max(start, reading.start - 20) : reading.start],
                    grounding_words().aim.search(folded, max(start, folded.rfind(";", 0, reading.start)), reading.start)
                    is not None,
                )
            )
        governing_spans = [span for span in spans if not span.compared and span.period.years]
        before = governing_spans[-1].period if governing_spans else before
    return stated


def _document_of(date: Reading, readings: Sequence[Reading], folded: str) -> str:
    """Return the key of the document's number right before a date, "" for anything else."""
    if not isinstance(date, Date) or date.when is not When.DAY:
        return ""
    for other in readings:
        between = folded[other.end : date.start]
        if isinstance(other, DocumentNumber) and re.fullmatch(r"\s{0,2},?\s?(?:ngày|kí ngày)?\s{0,2}", between):
            return other.key
    return ""


def key(reading: Reading) -> str:
    """Return what a reading says by itself, in one form: "q 2148", "d 2025-7-1", "n 118/qđ-ubnd", "l thứ 3/11"."""
    if isinstance(reading, Quantity):
        if reading.value is None:
            return f"q {spelling.fold(reading.text)}"
        whole, high = (
            (f"/{_plain(reading.whole)}" if reading.whole else ""),
            (f"..{_plain(reading.high)}" if reading.high else ""),
        )
        return f"q {_plain(reading.value)}{whole}{high}"
    if isinstance(reading, DocumentNumber):
        return f"n {spelling.fold(reading.key)}"
    if isinstance(reading, Label):
        return f"l {re.sub(r'^0+(?=[0-9])', '', spelling.fold(reading.text).strip(' .()'))}"
    if reading.when is When.TIME:
        return f"d {spelling.fold(reading.text)}"
    parts = (reading.year, reading.until, reading.quarter, reading.months, reading.month, reading.day)
    return f"d {reading.relative}{'-'.join('' if part is None else str(part) for part in parts)}"


def numbers(text: str, *, parts: bool = False) -> set[str]:
    """Return what the numbers of a normalised text say alone, by :func:`key`; an empty text says none.

    :param parts: what they say besides, too: the count and the whole of "9/14", year and month of a date.
    """
    keys: set[str] = set()
    for reading in read(text):
        keys.add(key(reading))
        if not parts:
            continue
        if isinstance(reading, Quantity):
            keys |= {f"q {_plain(value)}" for value in (reading.value, reading.whole, reading.high) if value is not None}
        if isinstance(reading, Date):
            keys |= {key(replace(reading, when=When.YEAR, until=None, month=None, day=None, quarter=None, months=None))}
            keys |= {key(replace(reading, when=When.MONTH, day=None))}
    return keys


def _plain(value: object) -> str:
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
