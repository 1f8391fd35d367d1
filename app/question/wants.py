"""What each question word of a question wants to hear: a day, a person, a document, a figure of some unit, one by one.

"Lớp tập huấn mở hôm nào, ở đâu, mấy người dự?" wants three things. A passage answers it only where it has all three
(:mod:`app.evidence.wants`).
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

import regex as re

from app.question.focus import MOST, Focus, focuses_of
from ingest.language.spelling import fold
from prompts import FOLDER, Tables, check_keys, load


class Want(StrEnum):
    """Kinds of thing that a question word wants."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    TIME = "time"  # any of these
    PERSON = "person"
    CALLED = "called"  # a name of whatever kind
    PLACE = "place"
    UNIT = "unit"  # a unit of territory of a kind
    BODY = "body"  # a body of a kind
    DOCUMENT = "document"
    FIGURE = "figure"


CUED = (Want.DAY, Want.MONTH, Want.YEAR, Want.TIME, Want.PERSON, Want.CALLED, Want.PLACE, Want.DOCUMENT)
HEADED = (Want.UNIT, Want.BODY)
RATED = frozenset({Want.DAY, Want.MONTH, Want.YEAR})  # "mỗi tháng mấy triệu" asks for a rate


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing wanted. ``head``: the word for its kind ("công ty"), of UNIT and BODY; ``focus``: of a FIGURE."""

    kind: Want
    head: str = ""
    focus: Focus | None = None


@dataclass(frozen=True, slots=True)
class WantWords:
    """The contents of ``prompts/wants.toml``, folded. ``cues``: kind and head by the words of the cue; ``cue``: any of them.

    ``asking``: a question word by itself. ``forms``: what reports call a body of a kind. ``behind``: cues that ask for a
    document's number where ``document`` stands before them.
    """

    cues: Mapping[str, tuple[Want, str]]
    cue: re.Pattern[str]
    asking: re.Pattern[str]
    every: frozenset[str]
    anybody: frozenset[str]
    forms: Mapping[str, re.Pattern[str]]
    none: re.Pattern[str]
    rank: re.Pattern[str]
    document: re.Pattern[str]
    behind: frozenset[str]


@functools.cache
def want_words() -> WantWords:
    """Return the words of this installation."""
    return load(FOLDER / "wants.toml", _want_words_of)


def _want_words_of(tables: Tables) -> WantWords:
    check_keys("wants", tables, {*CUED, *HEADED, "words", "rank"})
    words = tables["words"]
    cues = {fold(cue): (kind, "") for kind in CUED for cue in tables[kind]["cues"]}
    documents = tables[Want.DOCUMENT]
    cues |= {fold(f"{head} {end}"): (Want.DOCUMENT, "") for head in documents["heads"] for end in documents["numbered"]}
    behind_documents = frozenset(map(fold, documents["behind"]))
    cues |= dict.fromkeys(behind_documents, (Want.DOCUMENT, ""))
    for kind in HEADED:
        for head in map(fold, tables[kind]["heads"]):
            cues |= {f"{head} {fold(which)}": (kind, head) for which in words["which"]}
    scales, degrees, behind = (_any(tables["rank"][name]) for name in ("scales", "degrees", "behind"))
    rank = re.compile(rf"(?<!\p{{L}})(?:(?:{scales})\s(?:{degrees}|\d{{1,2}})|\d{{1,2}}\s(?:{behind}))(?![\p{{L}}\d])")
    forms = {
        fold(head): re.compile(
            rf"(?<!\p{{L}})(?:{_any([head, *tables[Want.BODY].get('forms', {}).get(head, ())])})(?!\p{{L}})"
        )
        for head in tables[Want.BODY]["heads"]
    }
    none = re.compile(rf"(?<!\p{{L}})(?:{_any(words['none'])})(?!\p{{L}})")
    cue = re.compile(rf"(?<!\p{{L}})(?:{_any(list(cues))})(?!\p{{L}})")
    asking = re.compile(rf"(?<!\p{{L}})(?:{_any(words['asking'])})(?!\p{{L}})")
    return WantWords(
        cues,
        cue,
        asking,
        frozenset(map(fold, words["every"])),
        frozenset(map(fold, words["anybody"])),
        forms,
        none,
        rank,
        re.compile(rf"(?<!\p{{L}})(?:{_any(documents['heads'])})(?!\p{{L}})"),
        behind_documents,
    )


def _any(phrases: list[str]) -> str:
    return "|".join(re.escape(fold(phrase)) for phrase in sorted(phrases, key=len, reverse=True))


def understand_wants(question: str) -> list[Wanted]:
    """Return what a question (:attr:`~index.query.query.Query.restored`) wants, in its order; figures come last."""
    words, folded = want_words(), fold(question)
    wants, spans = [], []
    for match in islice(words.cue.finditer(folded), MOST):
        kind, head = words.cues[match[0]]
        before = folded[: match.start()].split()[-1:]
        if match[0] in words.behind and not words.document.search(folded, 0, match.start()):
            continue
        if not _is_other(kind, "".join(before)):
            wants.append(Wanted(kind, head))
            spans.append(match.span())
    return [*wants, *(Wanted(Want.FIGURE, focus=focus) for focus in focuses_of(question, spans))]


def _is_other(kind: Want, before: str) -> bool:
    words = want_words()
    return (kind in RATED and before in words.every) or (kind is Want.PERSON and before in words.anybody)


def ranks_of(text: str) -> frozenset[str]:
    """Return the ranks that a text names ("giải nhì", "4 sao"), folded."""
    return frozenset(match[0] for match in want_words().rank.finditer(fold(text)))
