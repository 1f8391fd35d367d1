"""A warning beside an answer whose figure the report gives otherwise elsewhere, as far as the checks find it."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from app.answer.model import Answer, Citation
from app.answer.sources import joined, page_name
from app.checks import conflicts, retold, tabled
from app.checks.figures import figures
from app.checks.model import Finding, Quote, Sheet
from app.question.vocabulary import message
from index.store.library import Library

LOOKING = (retold, tabled, conflicts)  # the checks that tell of one quantity with two values
LONGEST = 200_000  # characters of a report that is looked through while somebody waits: a second or two
AHEAD = 40  # reports looked through before anybody asks, a second each
KEPT = 256  # reports whose findings are remembered
TELLING = 1000  # from here on the same figure at another place of a report tells of the same quantity
MOST = 2  # warnings beside one answer


class TwoValues:
    """Says where an answer's figure stands with another value in its report. Threads may share it."""

    def __init__(self, library: Callable[[], Library]) -> None:
        self._library = library

    def warned(self, answer: Answer) -> Answer:
        """Return the answer with a note for each of its figures that its report gives with another value elsewhere."""
        if answer.refused:
            return answer
        notes = list(dict.fromkeys(note for citation in answer.citations for note in self._notes(citation, answer.short)))
        return replace(answer, notes=(*answer.notes, *notes[:MOST])) if notes else answer

    def _notes(self, citation: Citation, short: str | None) -> Iterator[str]:
        values = _values(citation.quote)
        if short is not None and _values(short):
            values &= _values(short)
        if not values:
            return
        start, end = citation.passage.start + citation.start, citation.passage.start + citation.end
        for finding in self._findings(citation.passage.report):
            shared = values & finding.values
            at_it = any(value >= TELLING for value in shared) or any(
                quote.start < end and start < quote.start + len(quote.quote) for quote in finding.quotes
            )
            if shared and at_it:
                places = "; ".join(dict.fromkeys(filter(None, map(_place, finding.quotes))))
                yield message("note.two_values", said=finding.message, places=f" ({places})" if places else "")

    def _findings(self, report: str) -> tuple[Finding, ...]:
        return _remembered.of(report, self._library())


class _Remembered:
    """What reports were found to tell twice, by their ids, which are those of their contents: page and API share it.

    A report is looked through by one thread; others that want it wait for that one.
    """

    def __init__(self) -> None:
        self._findings: OrderedDict[str, tuple[Finding, ...]] = OrderedDict()
        self._looking: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def of(self, report: str, library: Library) -> tuple[Finding, ...]:
        with self._lock:
            if report in self._findings:
                return self._findings[report]
            looking = self._looking.setdefault(report, threading.Lock())
        with looking:
            if report not in self._findings:
                findings = tuple(_looked_at(library, report))
                with self._lock:
                    self._findings[report] = findings
                    while len(self._findings) > KEPT:
                        self._findings.popitem(last=False)
                    self._looking.pop(report, None)
            return self._findings.get(report, ())


_remembered = _Remembered()


def look_ahead(library: Library, most: int = AHEAD) -> None:
    """Look through some reports, which the first answers on them would have to wait for; as long a pause after each."""
    for report in library.catalog.report_ids()[:most]:
        started = time.monotonic()
        _remembered.of(report, library)
        time.sleep(time.monotonic() - started)


def _looked_at(library: Library, report: str) -> Iterator[Finding]:
    try:
        checked = library.catalog.report(report)
    except KeyError:  # deleted meanwhile
        return
    if len(checked.text) <= LONGEST:
        sheet = Sheet(checked)
        findings = [finding for check in LOOKING for finding in check.check(sheet) if len(finding.values) > 1]
        yield from {finding.values: finding for finding in reversed(findings)}.values()  # two checks may find the same


def _values(text: str) -> set[Decimal]:
    return {figure.value for figure in figures(text)}


def _place(quote: Quote) -> str:
    section = f"mục {joined(quote.section)}" if quote.section else ""
    return (section + page_name(quote.page)).strip(", ")
