"""Which reports of the register a question names: by issuer and place, by words of the title, by the years they are on."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import regex as re

from app.question.about_library import LibraryQuestion
from index.gazetteer.units import agrees
from index.query.facets import ReportKind, facet_words, says, spoken
from index.query.glossary import glossary
from index.store.library import Library
from ingest.language.abbreviations import LEFT_OUT, SHORTEST
from ingest.language.syllables import is_syllable
from ingest.language.text import strip_marks
from ingest.model import Metadata
from ingest.passages import title_of

LIKELY = 0.8  # share of the words of a name that a report's own names must hold to be meant at all
READINGS = 8  # of a name with abbreviations that have several long forms
AND = re.compile(r" ?, ?| (?:và|va|hoặc|hoac|hay) ")
NOTHING = frozenset("công tác việc tình hình nội dung chủ đề lĩnh vực phong trào kết quả các những".split())


@dataclass(frozen=True, slots=True)
class Entry:
    """A report of the register: its id, its file's name, what it says of itself."""

    report: str
    file: str
    facts: Metadata

    @property
    def title(self) -> str:
        """The title the report is cited by."""
        return title_of(self.facts, self.file)

    @property
    def written(self) -> str:
        """The date it was written on, the end of its period or nothing: a key to order reports by time."""
        return self.facts.date or str(self.facts.period_to or "")


def register_of(library: Library) -> list[Entry]:
    """Return the register, ordered by file name."""
    catalog = library.catalog
    return [Entry(identity, catalog.file_of(identity), facts) for identity, facts in catalog.facts().items()]


def fitting(question: LibraryQuestion, entries: Sequence[Entry]) -> list[Entry]:
    """Return the reports that a question for one report can mean, the likeliest and then the newest first.

    The body named must be theirs in full or, failing that, in most of its words; years and words of the title only order.
    """
    question = settle_owner(question, entries)
    name = question.issuer or question.title
    owned = [entry for entry in entries if _owns(question.issuer, entry)] if question.issuer else list(entries)
    if not owned and name:
        shares = [(_share(name, entry), entry) for entry in entries]
        most = max((share for share, _ in shares), default=0.0)
        owned = [entry for share, entry in shares if share == most >= LIKELY]
    timely = in_time(question, owned) or ([] if question.years else owned)
    words = f"{question.title} {question.matter}".strip()
    best = max((_share(words, entry) for entry in timely), default=0.0) if words else 0.0
    if words and not question.issuer and best < LIKELY:
        return []
    closest = [entry for entry in timely if not words or _share(words, entry) == best]
    return sorted(closest, key=lambda entry: entry.written, reverse=True)


# Names


def settle_owner(question: LibraryQuestion, entries: Sequence[Entry]) -> LibraryQuestion:
    """Return the question with a body that owns no report read as part of the matter ("… về đời sống của bà con")."""
    if question.matter and question.issuer and not any(_owns(question.issuer, entry) for entry in entries):
        return LibraryQuestion(
            question.asks,
            "",
            question.title,
            f"{question.matter} của {question.issuer}",
            question.years,
            question.span,
            True,
        )
    return question


def is_named(question: LibraryQuestion, entry: Entry) -> bool:
    """Say whether a report is of the body asked for and called what is asked for."""
    return (not question.issuer or _owns(question.issuer, entry)) and (
        not question.title or _is_called(question.title, entry)
    )


def _owns(name: str, entry: Entry) -> bool:
    """Say whether a report is of the body or place named, or of one of those named ("xã A, xã B và xã C")."""
    owners = [" ".join(filter(None, (entry.facts.issuer, entry.facts.place, entry.facts.province)))]
    owners += [owner for owner in (entry.facts.issuer, entry.facts.place) if owner]
    return any(_runs_through(part, owner) for part in dict.fromkeys((name, *AND.split(name))) if part for owner in owners)


def _is_called(words: str, entry: Entry) -> bool:
    """Say whether a report's title, issuer and place hold all words, or its period is of the kind they name."""
    kind = _kind_of(words)
    return (kind is not None and kind.is_of(entry.facts)) or _share(words, entry) == 1.0


def is_about(matter: str, entry: Entry) -> bool:
    """Say whether a report's title holds all words of a matter but those that say nothing of it."""
    words = [word for word in spoken(matter).split() if word not in NOTHING]
    forms = [form for reading in _readings(entry.title) for form in reading]
    return bool(words) and any(
        all(any(agrees(word, form) for form in forms) for word in reading if word not in NOTHING)
        for reading in _readings(matter)
    )


def _kind_of(words: str) -> ReportKind | None:
    folded = spoken(f"báo cáo {words}") if not spoken(words).isascii() else f"bao cao {spoken(words)}"
    return next((kind for kind in reversed(facet_words().kinds) if any(says(folded, cue) for cue in kind.cues)), None)


def _share(words: str, entry: Entry) -> float:
    """Return the share of the words that a report's title, issuer and place hold."""
    asked_words = spoken(words).split()
    entry_words = spoken(" ".join(filter(None, (entry.title, entry.facts.issuer, entry.facts.place)))).split()
    return (
        sum(any(agrees(word, form) for form in entry_words) for word in asked_words) / len(asked_words)
        if asked_words
        else 0.0
    )


def _runs_through(name: str, owner: str) -> bool:
    """Say whether the words of a name stand in an owner's in their order ("hội phụ nữ Nà Bó", "Hội LHPN xã Nà Bó")."""
    return any(_follows(typed, own_form) for typed, own_form in itertools.product(_readings(name), _readings(owner)))


def _follows(typed: Sequence[str], own_form: Sequence[str]) -> bool:
    """Say whether single words follow an owner's. Letters that make no syllable stand for as many words' beginnings."""
    at = here = 0
    while at < len(typed) and here < len(own_form):
        if agrees(typed[at], own_form[here]):
            at, here = at + 1, here + 1
        elif size := _initials(own_form[here], typed[at:]):
            at, here = at + size, here + 1
        elif size := _initials(typed[at], own_form[here:]):
            at, here = at + 1, here + size
        elif typed[at] in LEFT_OUT:
            at += 1
        else:
            here += 1
    return at == len(typed)


def _initials(short: str, words: Sequence[str]) -> int:
    """Return the number of words that a short form stands for at their beginning; 0 if it is none."""
    letters = strip_marks(short)
    if len(letters) < SHORTEST or is_syllable(short) or len(words) < len(letters):
        return 0
    return len(letters) if all(strip_marks(w[0]) == x for w, x in zip(words, letters, strict=False)) else 0


def _readings(name: str) -> list[list[str]]:
    """Return the words of a name, with its abbreviations as written and in each of their long forms."""
    choices = [[[word], *(form.split() for form in _long(word))] for word in spoken(name).split()]
    return [list(itertools.chain(*reading)) for reading in itertools.islice(itertools.product(*choices), READINGS)][::-1]


def _long(word: str) -> tuple[str, ...]:
    return () if is_syllable(word) else glossary().long.get(word, ())


# Time


def in_time(question: LibraryQuestion, entries: Sequence[Entry]) -> list[Entry]:
    """Return the reports on a year asked for, those on longer periods last."""
    exact, longer = by_time(question, entries)
    return [*exact, *longer]


def by_time(question: LibraryQuestion, entries: Sequence[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Return the reports on the very years asked for, and those on a longer period with one of them; newest first."""
    ordered = sorted(entries, key=lambda entry: entry.written, reverse=True)
    if not question.years:
        return ordered, []
    first, last = min(question.years), max(question.years)
    exact, longer = [], []
    for entry in ordered:
        period = _period(entry)
        if period is None:
            continue
        within = (first <= period[0] and period[1] <= last) if question.span else period[0] == period[1] in question.years
        if within:
            exact.append(entry)
        elif any(period[0] <= year <= period[1] for year in question.years):
            longer.append(entry)
    return exact, longer


def _period(entry: Entry) -> tuple[int, int] | None:
    """Return the first and last year a report is on; its date's year where it says no period."""
    facts = entry.facts
    dated = int(facts.date[:4]) if facts.date else None
    first, last = facts.period_from or facts.period_to or dated, facts.period_to or facts.period_from or dated
    return (first, last) if first is not None and last is not None else None
