"""The door to answers that are not about a passage: talk, the register of the library, the summary of one report."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import replace

from app.answer.citations import Citations
from app.answer.register import RegisterAnswer, answer_from_register, table, talk_answer
from app.answer.register_match import Entry, fitting, in_time, is_about, register_of
from app.answer.register_names import reports_called, says_anything, words_of
from app.answer.speakers import speakers
from app.answer.summary import summarize
from app.question.about_library import YEAR, Asked, LibraryQuestion, classify
from app.question.library_cues import asks_register, asks_summary, matters, may_ask_summary
from app.question.library_words import library_words, say
from app.question.small_talk import talk_of
from index.gazetteer.units import agrees
from index.search.retrieval import Hit
from index.store.library import Library

Search = Callable[[str], Sequence[Hit]]


def answer_about_library(
    text: str,
    library: Library,
    citations: Citations,
    search: Search,
    *,
    restore: Callable[[str], str] = lambda words: words,
    reports: Sequence[str] | None = None,
    reports_named: Callable[[], Sequence[str]] = lambda: (),
) -> RegisterAnswer | None:
    """Return the answer to talk or to a question about the library, None for a question on something told in reports.

    :param text: the question, completed from the turns before it.
    :param search: finds passages, best first, for a matter that no title names.
    :param restore: gives a matter typed without marks its spelling.
    :param reports: ids of the reports that may be asked; None for all.
    :param reports_named: gives the ids of the reports whose bodies or places the question names.
    """
    talk, question = talk_of(text), classify(text)
    loose = asks_summary(text) or asks_register(text) or may_ask_summary(text)
    if talk is None and question is None and not loose:
        return None
    entries = [entry for entry in register_of(library) if reports is None or entry.report in reports]
    if talk is not None:
        return RegisterAnswer(talk_answer(talk, entries))
    if question is None:
        return _loosely(text, entries, library, citations, reports_named)
    if question.asks is Asked.SUMMARY and entries:
        summary = _summary(question, entries, library, citations) or _loosely(
            text, entries, library, citations, reports_named
        )
        return summary or (None if question.matter else answer_from_register(question, entries))

    def speaks_of(matter: str) -> dict[str, Callable[[], str]]:
        stretches = speakers(matter, search(matter))
        return {report: functools.partial(citations.cite, *stretch) for report, stretch in stretches.items()}

    if question.matter and text.isascii():  # a few words with marks are left alone: there is little around to tell by
        question = replace(question, matter=restore(question.matter))

    def otherwise() -> RegisterAnswer | None:
        return _reports_called(text, in_time(question, entries) if question.years else entries)

    return answer_from_register(question, entries, speaks_of, otherwise)


def _reports_called(text: str, entries: Sequence[Entry]) -> RegisterAnswer | None:
    """Return the reports that are called much like what a question says, None for none."""
    likely = reports_called(matters(text), entries)
    return RegisterAnswer(f"{say('held', count=len(likely), what='')}\n{table(likely)}") if likely else None


def _loosely(
    text: str, entries: Sequence[Entry], library: Library, citations: Citations, reports_named: Callable[[], Sequence[str]]
) -> RegisterAnswer | None:
    """Return the answer to a question that says more than its form has room for, None if it is no such question."""
    summary, register = asks_summary(text), asks_register(text)
    if not (summary or register or may_ask_summary(text)):
        return None
    years = tuple(int(year) for year in dict.fromkeys(YEAR.findall(text)))
    timely = in_time(LibraryQuestion(Asked.LIST, years=years), entries) if years else entries
    named = set(reports_named())
    likely = [entry for entry in timely if entry.report in named]
    if summary:
        likely = likely or reports_called(matters(text), timely)
        return _of_one(likely, library, citations) if likely else None
    if not register:
        return _of_one(likely, library, citations) if likely and _says_no_more(text, likely) else None
    by_name = _reports_called(text, timely)
    if by_name is not None:
        return by_name
    if likely or not says_anything(matters(text)):
        listed = likely or timely
        return RegisterAnswer(f"{say('held', count=len(listed), what='')}\n{table(listed)}")
    return RegisterAnswer(f"{say('held_unlike', count=len(entries))}\n{table(entries)}") if entries else None


def _says_no_more(text: str, entries: Sequence[Entry]) -> bool:
    """Say whether a question names no matter beside the reports that it asks for: "tóm tắt tình hình năm 2024 của …"."""
    register = library_words().register
    sayable = {word for entry in entries for word in words_of(entry)} | register["whole"] | register["idle"]
    return all(any(agrees(word, form) for form in sayable) for run in matters(text) for word in run)


def _summary(
    question: LibraryQuestion, entries: Sequence[Entry], library: Library, citations: Citations
) -> RegisterAnswer | None:
    """Return the summary of the one report meant, of the newest of one body, or the reports to choose from."""
    if question.matter and not any(is_about(question.matter, entry) for entry in entries):
        return None  # "tóm tắt báo cáo của xã A về giảm nghèo": a section of it
    candidates = fitting(question, entries)
    if not candidates:
        return None
    return _of_one(candidates, library, citations)


def _of_one(candidates: Sequence[Entry], library: Library, citations: Citations) -> RegisterAnswer | None:
    """Return the summary of the newest report of one body, or the reports of several to choose from."""
    if len({entry.facts.issuer for entry in candidates}) > 1:
        return RegisterAnswer(f"{say('summary_which', count=len(candidates))}\n{table(candidates)}")
    chosen = max(candidates, key=lambda entry: entry.written)
    notes = [(note.start, note.end) for note in library.catalog.report(chosen.report).footnotes]
    text = summarize(chosen.title, library.catalog.passages_of(chosen.report), citations, notes)
    if text is None:
        return None
    others = [say("summary_others", count=len(candidates) - 1)] if len(candidates) > 1 else []
    return RegisterAnswer("\n".join([text, *others]))
