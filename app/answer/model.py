"""The data classes of an answer. They are frozen and depend on no framework."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from index.constraints import Constraint, ConstraintKind
from index.search.explanation import Explanation
from index.search.retrieval import Hit
from ingest.model import Passage


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a statement comes from: ``quote`` is ``passage.text[start:end]`` with white space folded.

    ``n`` is the number printed in the answer; it belongs to the passage's id, not to a place in a list. ``note`` is the
    mark of the footnote that the quote stands in, ``ocr`` says that its page was read by OCR. ``items`` are the labels of
    the enumerated paragraphs that the quote begins in, below the passage's headings. ``issuer``, ``number`` and ``date``
    are the report's, as put right by people.
    """

    n: int
    passage: Passage
    start: int
    end: int
    quote: str
    page: int | None
    note: str | None = None
    ocr: bool = False
    items: tuple[str, ...] = ()
    issuer: str | None = None
    number: str | None = None
    date: str | None = None

    @property
    def section(self) -> tuple[str, ...]:
        """Labels from the outermost heading to the innermost enumerated paragraph."""
        return self.passage.section + self.items

    def as_json(self) -> dict[str, Any]:
        """Return the citation in the shape of INTERFACES (file, title, issuer, number, date, section, heading, page)."""
        return {
            "n": self.n,
            "file": self.passage.file,
            "title": self.passage.title,
            "issuer": self.issuer,
            "number": self.number,
            "date": self.date,
            "section": list(self.section),
            "heading": self.passage.heading,
            "page": self.page,
            "quote": self.quote,
            "note": self.note,
            "ocr": self.ocr,
            "passage": self.passage.id,
        }


@dataclass(frozen=True, slots=True)
class Understood:
    """A constraint understood from a question: its key (:class:`index.constraints.Constraint`) and the words ``shown``."""

    key: str
    shown: str

    @property
    def rank(self) -> int:
        """The position among all that was understood, taken off or not."""
        constraint = Constraint.parse(self.key)
        return constraint.rank if constraint else len(ConstraintKind)


class Problem(StrEnum):
    """What can be wrong with a sentence that cites; ``prompts/model.toml`` has an entry for each."""

    UNCITED = "uncited"
    CITATION = "citation"
    MARKUP = "markup"
    QUESTION = "question"
    QUOTATION = "quotation"
    FIGURE = "figure"
    UNIT = "unit"
    COUNTED = "counted"
    YEAR = "year"
    PLACE = "place"
    SUBJECT = "subject"
    NAME = "name"
    TURNED = "turned"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class GroundingFault:
    """A problem of a sentence, and the words of the sentence that cause it (``what``)."""

    problem: Problem
    what: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """Counts of the sentences that a language model wrote for an answer: all, corrected ones, dropped ones."""

    sentences: int = 0
    mended: int = 0
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: Vietnamese text whose every statement carries [n], the citations, the ten best passages.

    ``mode`` is "llm" if a language model wrote part of the text. ``notes`` stand beside the text and state nothing from the
    reports. A note says, for example, which unit's report is quoted, or why the model's words are missing. ``beside`` says
    that each point is about one place or report, named before a colon, so that a page may show the points as a table.
    ``short`` is the shortest stretch that answers, word for word in the first citation; None where none fits.
    """

    text: str
    refused: bool
    mode: str  # "extractive", "llm", or "library": about the library itself
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    ms: int
    notes: tuple[str, ...] = ()
    understood: tuple[Understood, ...] = ()
    removed: tuple[Understood, ...] = ()  # understood too, but taken off by the reader
    written: Written = Written()
    beside: bool = False
    short: str | None = None

    def as_json(self, identity: str | None = None) -> dict[str, Any]:
        """Return the answer as one JSON object; ``identity`` is the question's id."""
        return {
            "id": identity,
            "answer": self.text,
            "short": self.short,
            "refused": self.refused,
            "notes": list(self.notes),
            "understood": [{"key": part.key, "shown": part.shown} for part in self.understood],
            "mode": self.mode,
            "citations": [citation.as_json() for citation in self.citations],
            "passages": [hit_json(hit) for hit in self.hits],
            "ms": self.ms,
        }


@dataclass(frozen=True, slots=True)
class Why:
    """Why a passage was found, and the same said to a reader, a clause each."""

    explanation: Explanation
    said: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the reasons as JSON. "cosine" is the semantic similarity (at most 1), "said" the clauses for a reader."""
        explanation = self.explanation
        return {
            "terms": list(explanation.phrases),
            "cosine": round(explanation.cosine, 3),
            "boosts": list(explanation.boosts),
            "said": list(self.said),
        }


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search found: passages, best first, and ``why``, one for each; see :class:`Answer` for the others."""

    hits: tuple[Hit, ...] = ()
    why: tuple[Why, ...] = ()
    notes: tuple[str, ...] = ()
    understood: tuple[Understood, ...] = ()
    removed: tuple[Understood, ...] = ()

    def as_json(self) -> list[dict[str, Any]]:
        """Return the passages as JSON, each with why it was found."""
        return [{**hit_json(hit), "why": why.as_json()} for hit, why in zip(self.hits, self.why, strict=True)]


def hit_json(hit: Hit) -> dict[str, Any]:
    """Return a found passage as JSON; "also": where copies of it stand."""
    passage = hit.passage
    return {
        "file": passage.file,
        "section": list(passage.section),
        "heading": passage.heading,
        "page": passage.page,
        "score": round(hit.score, 4),
        "text": passage.text,
        "also": [{"file": copy.file, "section": list(copy.section), "page": copy.page} for copy in hit.also],
    }
