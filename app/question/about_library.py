"""Questions about the library itself: which reports it holds, how many, the newest; a report's main points.

Told by structure: the thing asked for is a document ("bao nhiêu báo cáo", "kho có báo cáo nào về …"), and every word
belongs to that structure, to a year, or to a name or matter that stands in its place. What is left over makes it a question
on something told inside a report ("báo cáo nào nêu …", "báo cáo của xã có bao nhiêu hộ"), which is none of these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import regex as re

from app.question.library_words import GENERAL, TAGS, at, library_words, tags_at
from ingest.language.terms import fold
from ingest.language.text import fold_spaces, normalize

WORD = re.compile(r"[\p{L}\p{N}%]+")
YEAR = re.compile(r"(?:19|20)\d{2}")
PERIOD = re.compile(rf"{YEAR.pattern}\s*+(?:[-–]|đến|den|tới|toi)\s*+(?:năm\s++|nam\s++)?{YEAR.pattern}", re.IGNORECASE)
# Tags that end a name or a matter; a name holds no word of the others either.
ENDS_NAME = TAGS - {"plural", "filler", "other", "work"}
LONGEST_IDLE = 3  # words of a phrase that says nothing ("trong vài dòng")
MEANINGLESS = frozenset({"filler", "holder", "time", "whether"})  # what may stand after "chưa", "không" at the end
BEFORE_WHICH = frozenset({"report", "has", "units", "latest", "holder", "list"})


class Asked(StrEnum):
    """What is asked of the library."""

    LIST = "list"
    COUNT = "count"
    EXISTS = "exists"
    LATEST = "latest"
    EARLIEST = "earliest"
    SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class LibraryQuestion:
    """A question about the library.

    ``issuer``: the body or place whose reports are asked for; ``title``: words of the report's title or name; ``matter``:
    what the reports are about; all as typed, empty where nothing is said. ``years``: in the order named; ``span``: they are
    the ends of one period. ``holder``: the question names the library.
    """

    asks: Asked
    issuer: str = ""
    title: str = ""
    matter: str = ""
    years: tuple[int, ...] = ()
    span: bool = False
    holder: bool = False


def classify(text: str) -> LibraryQuestion | None:
    """Return the text as a question about the library, or None if it is a question on a matter."""
    text = fold_spaces(normalize(text))
    spans = [match.span() for match in WORD.finditer(text)]
    reading = _WordReading(text, spans, [fold(text[start:end]) for start, end in spans])
    return reading.question() if reading.read() else None


@dataclass
class _WordReading:
    """One pass over the words; ``flags`` are the tags met outside names and matters."""

    text: str
    spans: list[tuple[int, int]]
    words: list[str]  # folded
    place: int = 0
    flags: list[str] = field(default_factory=list)
    issuer: str = ""
    title: str = ""
    matter: str = ""
    years: list[int] = field(default_factory=list)
    tags: list[tuple[str | None, int]] = field(default_factory=list)  # by place, with the number of their words
    lasts: list[bool] = field(default_factory=list)  # whether nothing but words without a meaning stands from a place on

    def __post_init__(self) -> None:
        """Tag every place, the last first: what a word is depends on what follows it, and is found out once."""
        count = len(self.words)
        self.tags, self.lasts = [(None, 1)] * count, [True] * (count + 1)
        for place in reversed(range(count)):
            tag, size = self.tags[place] = self._tag(place)
            alone = tag in MEANINGLESS or YEAR.fullmatch(self.words[place]) is not None
            self.lasts[place] = alone and self.lasts[place + size]

    def read(self) -> bool:
        """Read all words; False if one of them has no place in a question about the library."""
        while self.place < len(self.words):
            tag, size = self.tags[self.place]
            if tag == "other":
                return False
            if YEAR.fullmatch(self.words[self.place]):
                self.years.append(int(self.words[self.place]))
                self.place += 1
            elif tag is None:
                if not self._subject():
                    return False
            else:
                self.place += size
                self.flags.append(tag)
                if not self._after(tag):
                    return False
        return True

    def question(self) -> LibraryQuestion | None:
        """Return the question read, or None if nothing in it asks for documents."""
        asks = self._asks()
        if asks is None:
            return None
        span = len(self.years) == 2 and PERIOD.search(self.text) is not None
        years = tuple(self.years)
        return LibraryQuestion(asks, self.issuer, self.title, self.matter, years, span, "holder" in self.flags)

    def _asks(self) -> Asked | None:
        flags = [flag for flag in self.flags if flag not in ("filler", "time", "of", "about")]
        if self._is_outline_of_work(flags):
            return Asked.SUMMARY
        if "report" not in flags or ("saying" in flags and "holder" not in flags):
            return None
        first = flags.index("report")
        if "summary" in flags:
            return Asked.SUMMARY if flags.index("summary") < first else None
        if "submits" in flags and (self.matter or not {"whether", "units"} & set(flags)):
            return None
        for kind in (Asked.LATEST, Asked.EARLIEST):
            if kind in flags:
                return kind
        if "count" in flags:
            before = [flag for flag in flags[:first] if flag != "plural"]
            return Asked.COUNT if before[-1:] == ["count"] else None
        if "whether" in flags:
            return Asked.EXISTS if {"has", "submits", "holder"} & set(flags) or flags[-1] == "whether" else None
        return Asked.LIST if {"which", "list", "holder", "when", "plural"} & set(flags) else None

    def _is_outline_of_work(self, flags: Sequence[str]) -> bool:
        """Say whether a body's work is to be summed up, which its report tells ("tóm lược hoạt động năm 2024 của quỹ")."""
        return flags[:2] == ["summary", "work"] and set(flags) == {"summary", "work"} and bool(self.issuer)

    def _tag(self, place: int) -> tuple[str | None, int]:
        """Return the tag of the longest phrase at a place with the number of its words; what follows is tagged."""
        for phrase, tag in tags_at(self.words, place):
            after = place + len(phrase)
            if tag == "time" and not self._is_time(after):
                continue
            if tag == "when" and place and self.words[place - 1].isdigit():  # "báo cáo 10 năm nào"
                continue
            if tag == "whether" and not self.lasts[after]:
                continue
            return tag, len(phrase)
        return None, 1

    def _is_time(self, place: int) -> bool:
        return place < len(self.words) and (
            bool(YEAR.fullmatch(self.words[place])) or self.tags[place][0] in ("time", "when")
        )

    def _after(self, tag: str) -> bool:
        """Read the name or matter that may stand after a tag; False if what stands there belongs nowhere."""
        if tag in ("about", "saying"):
            self.matter = self._run(frozenset({"holder", "of", "time", "whether"}))
            return bool(self.matter)
        if tag == "of":
            return self._next() == "report" or self._owner(self._run(ENDS_NAME))
        if tag == "report":
            self.title = self._run(ENDS_NAME, ("plural", "filler", "other")) or self.title
        if tag == "which":  # right after the report, or a kind of unit
            flags = [flag for flag in self.flags[:-1] if flag not in ("filler", "plural")]
            if self.title and flags[-1:] == ["report"]:  # "có báo cáo tổng kết nào", not "báo cáo … nêu giải pháp nào"
                return bool({"has", "holder", "list", "plural"} & set(self.flags[: self.flags.index("report")]))
            return (
                "summary" in flags
                or flags[-1:] in (["report"], ["has"], ["units"], ["latest"], ["holder"], ["list"])
                or not flags
            )
        return True

    def _owner(self, name: str) -> bool:
        """Take the body whose reports are asked for; a kind of unit is one only before "nào"."""
        if self._is_unit(name):
            self.flags.append("units")
            words = fold(name).split()
            self.issuer = "" if any(len(unit) == len(words) and at(words, 0, unit) for unit in GENERAL) else name
            return True
        self.issuer = name
        return bool(name)

    def _subject(self) -> bool:
        """Read whose reports are asked for from the words before "có báo cáo"; False if no such thing stands here."""
        if "report" in self.flags:
            return False
        name = self._run(ENDS_NAME, ("other",))
        following = self._next()
        if not name or following not in ("has", "submits", "which") or (following == "which" and not self._is_unit(name)):
            return False
        idle = library_words().register["idle"]
        return all(fold(word) in idle for word in name.split()) or self._owner(name)  # "Đếm xem có mấy báo cáo"

    def _next(self) -> str | None:
        """Return the tag that stands next; None for another word, or at the end."""
        return self.tags[self.place][0] if self.place < len(self.words) else None

    def _is_unit(self, name: str) -> bool:
        words = fold(name).split()
        is_kind = any(len(unit) == len(words) and at(words, 0, unit) for unit in library_words().units)
        return is_kind and self._next() == "which"

    def _run(self, ends: frozenset[str], bars: tuple[str, ...] = ()) -> str:
        """Return the words from here to a tag that ends them; words of asking at its beginning are left out."""
        while self._next() == "plural":
            self.place += 1
        begin = self.place
        while self.place < len(self.words):
            tag, size = self.tags[self.place]
            year = YEAR.fullmatch(self.words[self.place])
            if year or tag in ends or (tag in bars and (tag == "other" or self.place == begin)):
                break
            self.place += size
        end = self.place
        while size := self._idle(begin, end):
            end -= size
        return self.text[self.spans[begin][0] : self.spans[end - 1][1]] if end > begin else ""

    def _idle(self, begin: int, end: int) -> int:
        """Return how many words at the end of a run say nothing ("… trong (kho)", "… được (không)")."""
        sizes = range(min(LONGEST_IDLE, end - begin), 0, -1)
        return next((size for size in sizes if self.tags[end - size] == ("filler", size)), 0)
