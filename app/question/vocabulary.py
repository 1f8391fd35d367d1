"""Loads the data files below ``prompts/`` and checks them: a missing or unknown entry is an error at once."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.gazetteer.descent import Reason
from index.query.facets import says
from index.search.explanation import Nearness
from ingest.language.terms import fold, fold_all
from ingest.language.text import strip_marks
from prompts import FOLDER, Tables, check_fields, check_keys, load

# Every message and the names it must hold.
MESSAGES: Mapping[str, frozenset[str]] = {
    "answer.lead": frozenset({"place"}),
    "answer.lead_section": frozenset({"place", "heading"}),
    "answer.lead_across": frozenset(),
    "answer.line_place": frozenset({"place", "text"}),
    "answer.silent": frozenset({"place"}),
    "answer.silent_years": frozenset({"place", "asked", "told"}),
    "refusal.name": frozenset({"name"}),
    "answer.difference": frozenset({"place", "result", "formula"}),
    "answer.equal": frozenset(),
    "answer.earlier": frozenset({"place", "days", "markers"}),
    "answer.same_day": frozenset({"markers"}),
    "answer.more": frozenset({"count"}),
    "answer.section": frozenset({"path"}),
    "answer.no_number": frozenset(),
    "answer.no_date": frozenset(),
    **{f"note.{reason.value}": frozenset({"asked", "reached"}) for reason in Reason},
    "kept.deleted": frozenset(),
    "kept.unreadable": frozenset(),
    "note.missing": frozenset({"units"}),
    "note.two_values": frozenset({"said", "places"}),
    "model.writing": frozenset(),
    "model.written": frozenset(),
    "model.slow": frozenset({"seconds"}),
    "model.failed": frozenset(),
    "refusal.nothing": frozenset(),
    "refusal.place": frozenset({"places", "known"}),
    "refusal.unit": frozenset({"unit", "places"}),
    "refusal.in_report": frozenset({"places"}),
    "refusal.other_years": frozenset({"places", "asked", "told"}),
    "refusal.nearby": frozenset(),
    "refusal.lacking": frozenset({"things"}),
    **{
        f"want.{name}": frozenset()
        for name in ("day", "month", "year", "time", "person", "called", "place", "document", "figure")
    },
    **{f"want.{name}": frozenset({"head"}) for name in ("unit", "body")},
    "want.measure": frozenset({"unit"}),
    "refusal.itself": frozenset({"place"}),
    "refusal.none": frozenset({"place", "heading", "text"}),
    "refusal.empty": frozenset(),
    "refusal.no_question": frozenset(),
    "suggest.role": frozenset({"subject", "place"}),
    "suggest.heading": frozenset({"heading", "place"}),
    "understood.line": frozenset({"shown"}),
    "understood.context": frozenset({"text"}),
    "understood.reports": frozenset({"names"}),
    "understood.gone": frozenset(),
    "understood.set": frozenset({"name", "count"}),
    "understood.several": frozenset({"count"}),
    "understood.province": frozenset({"count"}),
    "understood.period": frozenset({"years"}),
    "understood.added": frozenset({"forms"}),
    "understood.spelling": frozenset({"text"}),
    "source.line": frozenset({"title", "section", "page"}),
    "source.official": frozenset({"report", "section", "page"}),
    "source.report": frozenset({"number", "date", "by"}),
    "source.number": frozenset({"number"}),
    "source.date": frozenset({"date"}),
    "source.month": frozenset({"date"}),
    "source.issuer": frozenset({"issuer"}),
    "source.section": frozenset({"labels"}),
    "source.heading": frozenset({"heading"}),
    "source.page": frozenset({"page"}),
    "source.note": frozenset({"mark"}),
    "source.ocr": frozenset(),
    "why.terms": frozenset({"phrases"}),
    **{f"why.{nearness.value}": frozenset({"cosine"}) for nearness in Nearness},
    "why.role": frozenset({"role"}),
    "why.period": frozenset(),
    "why.kind": frozenset({"kind"}),
    "why.place": frozenset({"place"}),
    "why.province": frozenset(),
}


ASKS = frozenset({"figure", "document", "date", "person"})  # the names by which app.question.question looks phrases up
# The groups of phrases that ask who reports; then those that decide a shape alone or together, and words beside them.
REPORTING = (
    "across",
    "reporters",
    "reporter",
    "saying",
    "several",
    "somewhere",
)
SHAPES = frozenset(
    {"across", "reporters", "reporter", "saying", "place", "several", "somewhere", "someone", "among", "wording"}
)


@dataclass(frozen=True, slots=True)
class FollowUpWords:
    """Phrases by which a question leans on the one before it.

    ``empty``: words that say nothing by themselves. ``years``: phrases of the year before (-1) and after (1).
    """

    refers: tuple[str, ...]
    instead: tuple[str, ...]
    both: tuple[str, ...]
    anew: tuple[str, ...]
    empty: frozenset[str]
    years: Mapping[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ComparingWords:
    """Words of a comparison that say nothing of the matter, phrases by which it asks for figures, spans told by no year.

    ``joints``: words that join its sides.
    """

    words: frozenset[str]
    figure: tuple[str, ...]
    spans: tuple[str, ...]
    joints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DoubtWords:
    """Phrases that ask for a reason, that give one, and that ask for an opinion or a forecast, which no report has.

    ``opening``: words of doubt where a question begins, elsewhere a part of nouns ("số liệu"). ``numbered``: nouns of things
    that a number tells apart.
    """

    reason: tuple[str, ...]
    because: tuple[str, ...]
    opinion: tuple[str, ...]
    opening: tuple[str, ...]
    numbered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """The contents of ``prompts/question.toml``, folded as the index folds text.

    ``ignored``: also as typed without marks, when "thi" may be "thì"; ``silent``: only as written.
    """

    ignored: frozenset[str]
    silent: frozenset[str]
    asks: Mapping[str, tuple[str, ...]]
    shapes: Mapping[str, tuple[str, ...]]
    common: tuple[str, ...]
    documents: tuple[str, ...]
    followup: FollowUpWords
    counted: Mapping[str, tuple[str, ...]]
    uncounted: frozenset[str]
    comparing: ComparingWords
    itself: Mapping[str, tuple[str, ...]]
    doubt: DoubtWords

    def reporting(self, folded: str) -> frozenset[str]:
        """Return the words by which a question (:func:`index.query.facets.spoken`) asks who reports; none for another."""
        cues = (cue for name in REPORTING for cue in self.shapes[name] if says(folded, cue))
        return frozenset(word for cue in cues for form in (cue, strip_marks(cue)) for word in form.split())

    @property
    def phrases(self) -> list[str]:
        """All phrases of questions, for the spelling model."""
        cues = [cue for table in (self.asks, self.shapes) for entry in table.values() for cue in entry]
        return [*self.common, *cues]


def message(key: str, **values: object) -> str:
    """Return the message ``key`` ("refusal.nothing") with its names filled in."""
    return _messages()[key].format(**values)


@functools.cache
def _messages() -> Mapping[str, str]:
    return load_messages(FOLDER / "messages.toml")


def load_messages(file: Path) -> Mapping[str, str]:
    """Load the messages.

    :raises DataFileError: a message is missing, unknown, or does not hold exactly the names it must.
    """
    return load(file, _messages_of)


def _messages_of(tables: Tables) -> Mapping[str, str]:
    texts = {f"{table}.{key}": text for table, entries in tables.items() for key, text in entries.items()}
    check_keys("messages", texts, MESSAGES)
    for key, text in texts.items():
        check_fields(key, text, MESSAGES[key])
    return texts


@functools.cache
def question_words() -> QuestionWords:
    """Return the words by which questions are understood."""
    return load_question_words(FOLDER / "question.toml")


def load_question_words(file: Path) -> QuestionWords:
    """Load the words of questions.

    :raises DataFileError: a table is missing.
    """
    return load(file, _question_words_of)


def _question_words_of(tables: Tables) -> QuestionWords:
    ignored = frozenset(fold(tables["ignored"]["words"]).split())
    asks = {name: fold_all(entry["cues"]) for name, entry in tables["asks"].items()}
    shapes = {name: fold_all(entry["cues"]) for name, entry in tables["shape"].items()}
    common = fold_all([phrase.strip() for phrase in tables["common"]["phrases"].replace("\n", " ").split(",")])
    documents = fold_all(tables["documents"]["kinds"])
    leaning = tables["followup"]
    compared = tables["comparing"]
    phrases = (fold_all(compared[name]) for name in ("figure", "spans", "joints"))
    comparing = ComparingWords(_with_bare(fold(compared["words"]).split()), *phrases)
    uncounted = _with_bare(fold(tables["uncounted"]["words"]).split())
    counted = {fold(noun): fold_all(forms) for noun, forms in tables["counted"].items()}
    itself = {name: fold_all(tables["itself"][name]) for name in ("number", "date", "where", "issued", "order")}
    refers, instead, both, anew = (fold_all(leaning[name]) for name in ("refers", "instead", "both", "anew"))
    followup = FollowUpWords(
        refers, instead, both, anew, _with_bare(fold(leaning["empty"]).split()), _steps(leaning["years"])
    )
    doubtful = ("reason", "because", "opinion", "opening", "numbered")
    doubt = DoubtWords(*(fold_all(tables["doubt"][name]) for name in doubtful))
    check_keys("asks", asks, ASKS)
    check_keys("shape", shapes, SHAPES)
    return QuestionWords(
        _with_bare(ignored), ignored, asks, shapes, common, documents, followup, counted, uncounted, comparing, itself, doubt
    )


def _with_bare(words: Iterable[str]) -> frozenset[str]:
    """Return the words, and each as it is typed without its marks."""
    folded = frozenset(words)
    return folded | {strip_marks(word) for word in folded}


def _steps(phrases: Mapping[str, Sequence[str]]) -> dict[int, tuple[str, ...]]:
    """Return phrases for the year before or after, with and without marks, the longest first, by the number of years."""
    steps = {"before": -1, "after": 1}
    check_keys("followup.years", phrases, steps)
    return {
        steps[name]: tuple(
            sorted({form for phrase in of_it for form in (phrase, strip_marks(phrase))}, key=len, reverse=True)
        )
        for name, of_it in phrases.items()
    }
