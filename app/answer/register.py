"""Answers from the register: which reports the library holds, how many, the newest, whether one is in.

Everything is counted from what the reports say of themselves, as people have put it right. A name is found in the issuer
and the place, a matter in the titles; where no title tells it, in the passages of the reports that speak of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.answer.register_match import Entry, by_time, in_time, is_about, is_named, settle_owner
from app.question.about_library import Asked, LibraryQuestion
from app.question.library_words import library_words, say
from app.question.small_talk import Talk

ROWS = 30  # reports in the table; the rest is counted

SpeaksOf = Callable[[str], Mapping[str, Callable[[], str]]]  # a matter to report ids, each with what cites it


@dataclass(frozen=True, slots=True)
class RegisterAnswer:
    """An answer from the register. ``short``: the count or the name that answers, None for a list."""

    text: str
    short: str | None = None


def talk_answer(talk: Talk, entries: Sequence[Entry]) -> str:
    """Return what is said to a greeting, to thanks, to a question on the assistant itself."""
    if not entries and talk in (Talk.GREETING, Talk.IDENTITY, Talk.ABILITIES):
        return f"{say(talk.value, count=0)}\n{say('empty')}"
    return say(talk.value, count=len(entries)) if talk in (Talk.GREETING, Talk.IDENTITY, Talk.ABILITIES) else say(talk.value)


def answer_from_register(
    question: LibraryQuestion,
    entries: Sequence[Entry],
    speaks_of: SpeaksOf = lambda matter: {},
    otherwise: Callable[[], RegisterAnswer | None] = lambda: None,
) -> RegisterAnswer | None:
    """Return the answer to a question about the library, or None if it turns out to be about something told in a report.

    :param speaks_of: finds the reports that speak of a matter no title names, with a citation each.
    :param otherwise: gives the answer where no report is called so; where it gives None, the answer is that there is none.
    """
    if not entries:
        return RegisterAnswer(say("empty"))
    question = settle_owner(question, entries)
    candidates = [entry for entry in entries if is_named(question, entry)]
    if question.title and not candidates and not question.holder:
        return None  # "bao nhiêu báo cáo tham luận": papers of a conference, not of the library
    on = [entry for entry in candidates if not question.matter or is_about(question.matter, entry)]
    if question.matter and not on:
        cite = speaks_of(question.matter)
        speaking = [entry for entry in in_time(question, candidates) if entry.report in cite]
        if speaking:
            cited = {entry.report: cite[entry.report]() for entry in speaking[:ROWS]}
            return RegisterAnswer("\n".join([say("none_speaks", matter=question.matter), *_table(speaking, cited)]))
    exact, longer = by_time(question, on)
    if not exact and not longer:
        if (other := otherwise()) is not None:
            return other
        return RegisterAnswer(
            say("none", what=_what(question), count=len(entries)), "0 báo cáo" if _counts(question) else None
        )
    if question.asks in (Asked.LATEST, Asked.EARLIEST):
        return _by_age(question, exact or longer)
    return _list_reports(question, exact, longer)


def table(entries: Sequence[Entry]) -> str:
    """Return the reports as a Markdown table, at most :data:`ROWS`, and how many more there are."""
    return "\n".join(_table(entries))


def _list_reports(question: LibraryQuestion, exact: Sequence[Entry], longer: Sequence[Entry]) -> RegisterAnswer:
    what = _what(question)
    if exact and longer:
        lead = say("held_long", count=len(exact), what=what, more=len(longer))
    elif longer:
        lead = say("held_only_long", what=what, more=len(longer))
    else:
        lead = say("yes" if question.asks is Asked.EXISTS else "held", count=len(exact), what=what)
    short = f"{len(exact)} báo cáo" if _counts(question) else None
    return RegisterAnswer("\n".join([lead, *_table([*exact, *longer])]), short)


def _by_age(question: LibraryQuestion, entries: Sequence[Entry]) -> RegisterAnswer:
    dated = [entry for entry in entries if entry.written]
    undated = len(entries) - len(dated)
    latest = question.asks is Asked.LATEST
    notes = [say("undated", count=undated)] if undated else []
    if not dated:
        return RegisterAnswer("\n".join([*notes, *_table(entries)]))
    chosen = (max if latest else min)(dated, key=lambda entry: entry.written)
    same = [entry for entry in dated if entry.written == chosen.written]
    lead = say("latest" if latest else "earliest", what=_what(question))
    return RegisterAnswer("\n".join([lead, *_table(same), *notes]), chosen.title if len(same) == 1 else None)


def _counts(question: LibraryQuestion) -> bool:
    return question.asks is Asked.COUNT


def _what(question: LibraryQuestion) -> str:
    """Return the words after "báo cáo" that say which are meant, each with a space before it."""
    parts = [f" {question.title}"] if question.title else []
    parts += [say("of", name=question.issuer)] if question.issuer else []
    parts += [say("about", matter=question.matter)] if question.matter else []
    years = ("–" if question.span else ", ").join(map(str, question.years))
    return "".join([*parts, *([say("in_years", years=years)] if years else [])])


# The table


def _table(entries: Sequence[Entry], cited: Mapping[str, str] | None = None) -> list[str]:
    columns = library_words().columns
    lines = [_row(columns), _row(["---"] * len(columns))]
    lines += [_row(_cells(entry, (cited or {}).get(entry.report, ""))) for entry in entries[:ROWS]]
    return [*lines, say("more", count=len(entries) - ROWS)] if len(entries) > ROWS else lines


def _cells(entry: Entry, marker: str) -> list[str]:
    facts = entry.facts
    years = "–".join(str(year) for year in dict.fromkeys((facts.period_from, facts.period_to)) if year is not None)
    dated = "/".join(reversed(facts.date.split("-"))) if facts.date else ""
    number = ", ".join(filter(None, (facts.number, dated)))
    return [f"{entry.title} {marker}".strip(), facts.issuer or "–", number or "–", years or "–", entry.file]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(" ".join(cell.replace("|", "/").split()) for cell in cells) + " |"
