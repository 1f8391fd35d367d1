"""A reply as it comes in pieces, cut into statements: a sentence, or a line of a list, with the markers that follow it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import regex as re

from ingest.language.sentences import sentences
from ingest.language.text import fold_spaces, normalize

BULLET = re.compile(r"^\s*(?:[-–*+•▪]|\d{1,2}[.)](?=\s))\s*")
# Markers come in many ways; "[1, 2]", "[đoạn 1]" and "【1】" mean the same.
MARKERS = re.compile(
    r"[\[【]\s*+(?:(?:đoạn|trích|số|nguồn)\s*+)?+(\d{1,3}(?:\s*+[,;]\s*+\d{1,3})*+)\s*+[\]】]", re.IGNORECASE
)
STOP_BEFORE = re.compile(
    r"(?:(?<!\s)\s++|(?<![\s.!?…;,:]))([.!?…;,:]++)\s*+((?:\[\d++\])++)"
)  # "… hộ. [1]": the sentence ends after its markers
# "Theo đoạn trích [1], xã còn …": the marker goes to the end, where it is wanted.
OPENING = re.compile(
    r"^\s*(?:theo|trong)\s+(?:các\s+)?(?:đoạn\s+)?(?:trích\s+)?((?:\[\d+\])+)\s*[,:]?\s*(\S.*?)(\.?)$", re.IGNORECASE
)
ENDING = re.compile(r"[\n.!?…;:,\]】]")  # without one of these no statement is complete
NEAR = 40  # characters behind such a one in which it shows whether the next sentence has begun
EMPHASIS = re.compile(r"\*\*|__|^#{1,6}\s+|(?<=\s)\*(?=\S)|(?<=\S)\*(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Statement:
    """What is stated, with its markers "[n]"; ``bullet``: it began a line of a list; ``line``: on which line it stands."""

    text: str
    bullet: bool
    line: int


def statements(pieces: Iterable[str]) -> Iterator[Statement]:
    """Yield the statements of a reply that comes in pieces, in order, each as soon as it is complete."""
    cut = _Cut()
    for piece in pieces:
        yield from cut.feed(piece)
    yield from cut.end()


class _Cut:
    """Cuts a reply into statements while it comes; what may still go on is held back."""

    def __init__(self) -> None:
        self._left = ""
        self._line = 0
        self._near = NEAR
        self._given = 0  # statements of the line that have been given already

    def feed(self, piece: str) -> Iterator[Statement]:
        """Yield the statements that a further piece of the reply completes, in order."""
        self._left += piece
        self._near = NEAR if ENDING.search(piece) else self._near - len(piece)
        if self._near <= 0:  # a line that goes on: to look at all of it again with each word would take ever longer
            return
        while "\n" in self._left:
            line, self._left = self._left.split("\n", 1)
            yield from self._statements(line, whole=True)
            self._line += 1
            self._given = 0
        yield from self._statements(self._left, whole=False)

    def end(self) -> Iterator[Statement]:
        """Yield what is left when the reply is over."""
        yield from self._statements(self._left, whole=True)
        self._left = ""

    def _statements(self, line: str, *, whole: bool) -> Iterator[Statement]:
        bullet = BULLET.match(line)
        text = _in_one_way(line[bullet.end() :] if bullet else line)
        spans = sentences(text)
        if not whole:  # the last may go on; so may one that ends where the next begins with a marker
            spans = spans[:-1] if len(spans) > 1 and text[spans[-1][0]] not in "[【" else []
        for at, (start, end) in enumerate(spans):
            if at >= self._given and text[start:end].strip():
                self._given = at + 1
                yield Statement(_cited_last(fold_spaces(text[start:end])), bullet is not None and at == 0, self._line)


def _in_one_way(text: str) -> str:
    plain = MARKERS.sub(lambda m: "".join(f"[{n}]" for n in re.findall(r"\d+", m[1])), normalize(text))
    plain = re.sub(r"(\])\s+(?=\[\d)", r"\1", STOP_BEFORE.sub(r" \2\1 ", plain))
    return EMPHASIS.sub("", plain)


def _cited_last(sentence: str) -> str:
    match = OPENING.match(sentence)
    if match is None:
        return sentence
    return f"{match[2][0].upper()}{match[2][1:]} {match[1]}{match[3]}"
