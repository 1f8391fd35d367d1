"""Which syllables a slip leads to from another: a tone, a mark, a beginning, an ending or a letter taken for another."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Collection, Iterator
from enum import StrEnum

import regex as re
from rapidfuzz.distance import OSA

from ingest.language.syllables import TONES
from ingest.language.text import strip_marks

ASKED_AND_TUMBLED = {"\u0309", "\u0303"}  # hỏi and ngã, which half the country speaks alike
ONSET = re.compile(r"^(?:ngh|ch|gh|gi(?=\p{L})|kh|ng|nh|ph|qu|th|tr|[bcdđghklmnpqrstvx])")
ONSETS = frozenset(
    frozenset(pair.split())
    for pair in ("l n", "s x", "ch tr", "d gi", "d r", "gi r", "d v", "v gi", "d đ", "g gh", "ng ngh")
)
ENDINGS = (("n", "ng"), ("t", "c"), ("n", "nh"), ("ng", "nh"), ("ch", "t"), ("m", "n"), ("p", "c"), ("o", "u"))
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")  # of the keyboard


class Slip(StrEnum):
    """How one syllable became another."""

    ASKED = "asked_or_tumbled"
    UNTONED = "tone_lost"
    TONE = "tone"
    VOWEL = "vowel"
    BARE = "bare"
    MARKS = "marks"
    ONSET = "onset"
    ENDING = "ending"
    KEY = "key"
    LENGTH = "length"
    SWAPPED = "swapped"
    LETTER = "letter"


def slip(written: str, meant: str) -> Slip | None:
    """Return how ``meant`` may have become ``written``, both in small letters; None: by no single slip."""
    (letters, tone), (others, other) = apart(written), apart(meant)
    if letters == others:
        if tone == other:
            return None
        if {tone, other} == ASKED_AND_TUMBLED:
            return Slip.ASKED
        return Slip.TONE if tone and other else Slip.UNTONED
    if strip_marks(letters) == strip_marks(others):
        if written == strip_marks(written):
            return Slip.BARE
        return Slip.VOWEL if tone == other else Slip.MARKS
    return _of_letters(letters, others) if tone == other else None


def _of_letters(written: str, meant: str) -> Slip | None:
    """Return which slip of letters leads from ``meant`` to ``written``, both without tones."""
    onset, other = _onset(written), _onset(meant)
    if written[len(onset) :] == meant[len(other) :] and frozenset((onset, other)) in ONSETS:
        return Slip.ONSET
    for pair in ENDINGS:
        for end, right in (pair, pair[::-1]):
            if written.endswith(end) and meant.endswith(right) and written[: -len(end)] == meant[: -len(right)]:
                return Slip.ENDING
    if OSA.distance(written, meant) != 1:
        return None
    if len(written) != len(meant):
        return Slip.LENGTH
    if sorted(written) == sorted(meant):
        return Slip.SWAPPED
    at = next(n for n, letter in enumerate(written) if letter != meant[n])
    return Slip.KEY if meant[at] in _beside(strip_marks(written[at])) else Slip.LETTER


@functools.lru_cache(maxsize=16384)
def apart(syllable: str) -> tuple[str, str]:
    """Return the letters of a syllable without its tone, and the tone ("" for the level one)."""
    decomposed = unicodedata.normalize("NFD", syllable)
    letters = "".join(letter for letter in decomposed if letter not in TONES)
    return unicodedata.normalize("NFC", letters), "".join(letter for letter in decomposed if letter in TONES)


class Neighbours:
    """The syllables of a vocabulary that lie a slip away from a syllable."""

    def __init__(self, syllables: Collection[str]) -> None:
        self._by_key: dict[str, list[str]] = {}
        for syllable in syllables:
            for key in _keys(syllable):
                self._by_key.setdefault(key, []).append(syllable)
        self._known: dict[str, tuple[tuple[str, Slip], ...]] = {}

    def of(self, syllable: str) -> tuple[tuple[str, Slip], ...]:
        """Return the syllables a slip away, each with the slip that leads from it to ``syllable``."""
        if syllable not in self._known:
            near = sorted({other for key in _keys(syllable) for other in self._by_key.get(key, ())})
            self._known[syllable] = tuple((other, found) for other in near if (found := slip(syllable, other)))
        return self._known[syllable]


def _keys(syllable: str) -> Iterator[str]:
    """Yield what syllables a slip apart have in common: their letters without marks, or those but for one."""
    bare = strip_marks(syllable)
    yield bare
    yield from {bare[:at] + bare[at + 1 :] for at in range(len(bare))}
    onset = _onset(bare)
    yield f"-{bare[len(onset) :]}"  # "-ai": what begins otherwise


def _onset(letters: str) -> str:
    match = ONSET.match(letters)
    return match[0] if match and len(match[0]) < len(letters) else ""


@functools.cache
def _beside(key: str) -> frozenset[str]:
    """Return the keys beside a key; d stands for đ too."""
    near = set()
    for number, row in enumerate(ROWS):
        if key in row:
            at = row.index(key)
            near |= set(row[max(0, at - 1) : at + 2])
            for other in (*ROWS[max(0, number - 1) : number], *ROWS[number + 1 : number + 2]):
                near |= set(other[max(0, at - 1) : at + 2])
    return frozenset(near | ({"đ"} if "d" in near else set()))
