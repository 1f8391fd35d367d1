"""The nouns of a renewal: the places of last year's report that are to be renewed, and what becomes of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ingest.facts.model import Fact
from ingest.language.dates import Date
from ingest.model import Metadata


class RenewalKind(StrEnum):
    """What stands at a place."""

    FIGURE = "figure"
    DATE = "date"
    DOCUMENT = "document"  # a document's number, with the date behind it
    PERSON = "person"
    SIGNER = "signer"
    OWN_NUMBER = "own number"  # number of the report itself
    OWN_DATE = "own date"
    OTHER = "other"  # digits that are none of these: "lần thứ 5", "số 1"


class RenewalState(StrEnum):
    """What becomes of a place."""

    FILLED = "filled"  # with what the office gave
    COMPUTED = "computed"  # by subtraction, or from last year's report itself
    MOVED = "moved"  # a year of the period gone on
    BLANK = "blank"
    KEPT = "kept"  # as last year, marked to be looked at


@dataclass(frozen=True, slots=True)
class RenewalPlace:
    """A stretch [start, end) of a paragraph of the Word file; ``paragraph``: its number in the file's order.

    ``old``: what stands there, of a rise or fall with the word of it ("giảm 23"); ``stop``: where its unit ends, ``end``
    where it has none. ``code``: what the sheet of figures calls it ("S12"), "" for what is no figure. ``cell``: it stands in
    a table. ``section``: where it stands, in words. ``name``, ``unit``: what it is of, as the office reads it. ``around``:
    its sentence or row, word for word. ``fact``: what the report's figures tell of it, None for what is none or not
    understood. ``date``: for dates. ``lasting``: it is as a rule the same every year. ``gap``: the words between it and the
    place before it in its paragraph; ``behind``: the words that follow, some eighty letters.
    """

    paragraph: int
    start: int
    end: int
    stop: int
    kind: RenewalKind
    old: str
    code: str = ""
    cell: bool = False
    section: str = ""
    name: str = ""
    unit: str = ""
    around: str = ""
    fact: Fact | None = None
    date: Date | None = None
    lasting: bool = False
    gap: str = ""
    behind: str = ""


@dataclass(frozen=True, slots=True)
class PlainStretch:
    """Paragraphs first to last, one below the other, in which nothing is to be renewed."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class OldHead:
    """What last year's head and closing block told and a new one may take over; empty where they did not say.

    ``is_rewritten``: the file has a head that is written anew. ``signed``: so it is with its closing block, which goes
    before the part of the body with the number ``closing_at``.
    """

    is_rewritten: bool = False
    signed: bool = False
    closing_at: int = 0
    subject: str = ""
    parent: str = ""
    agency: str = ""
    authority: str = ""
    title: str = ""
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RenewalFrame:
    """Last year's report, ready to be renewed.

    ``word``: the Word file without head and closing block where these are written anew. ``headings``: paragraph → look of a
    heading ("section", "clause", "point"). ``pictures``: paragraphs with a picture or chart.
    """

    word: bytes
    metadata: Metadata
    head: OldHead
    places: tuple[RenewalPlace, ...]
    facts: tuple[Fact, ...]
    plain: tuple[PlainStretch, ...] = ()
    headings: tuple[tuple[int, str], ...] = ()
    pictures: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RenewedPlace:
    """A place and what becomes of it; ``new``: what is printed there; ``whole``: in place of its unit too.

    ``note``: where the new value comes from, or why there is none; ``waits``: it follows by itself from another that is
    missing.
    """

    place: RenewalPlace
    state: RenewalState
    new: str = ""
    note: str = ""
    whole: bool = False
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Renewal:
    """A frame with what becomes of each place, in the file's order.

    ``unused``: figures given for which last year's report has no place, each with the reason. ``label``: what the old values
    are of: "năm 2024". ``subject``: of the title, with the years of the new period.
    """

    frame: RenewalFrame
    places: tuple[RenewedPlace, ...]
    unused: tuple[str, ...] = ()
    label: str = ""
    subject: str = ""

    @property
    def missing(self) -> tuple[RenewedPlace, ...]:
        """The places that are blank."""
        return tuple(place for place in self.places if place.state is RenewalState.BLANK)

    def count(self, state: RenewalState) -> int:
        """Return how many places are in a state."""
        return sum(place.state is state for place in self.places)
