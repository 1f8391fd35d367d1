"""Which word two syllables were meant to be, where they make none and one slip away from them a word stands.

Words come from ``prompts/word_pairs.toml``; what merely occurs, or stands in
``prompts/dictionary_pairs.toml``, is left alone.
"""

from __future__ import annotations

import functools
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import regex as re
from rapidfuzz.distance import OSA

from ingest.language.text import strip_marks
from prompts import FOLDER, Tables, load

WordPair = tuple[str, str]
_ONE_ONSET = {"tr": "ch", "ch": "ch", "s": "x", "x": "x", "gi": "d", "r": "d", "d": "d"}
ONSETS = re.compile(r"^(?:tr|ch|s|x|gi(?=[aeou])|r|d)")
ENDINGS = (("ng", "n"), ("nh", "n"), ("m", "n"), ("ch", "t"), ("c", "t"), ("p", "t"))  # taken for one another by ear
# A syllable of more known pairs is a word by itself: a letter away from it another may be meant, but hardly is. Measured on
# seventeen reports of 125 pages: of the slips found as many, of 40 words marked wrongly 20 less.
COMMON = 25
RARE = 5  # pairs: a syllable of no more is hardly ever meant
TENS = frozenset(("mươi", "chục"))
CUT = 12  # pairs: a syllable of so many is no other one cut short


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of syllables.

    ``words``: those that are meant where they are a slip away; ``dictionary``: all that are a word; ``known``: those that
    occur. ``times``: known pairs of a syllable. ``near``: words by one of their syllables, what the other sounds
    like or is but for
    a letter, and which of them it is (2: the second is cut short).
    """

    words: frozenset[WordPair]
    dictionary: frozenset[WordPair]
    known: frozenset[WordPair]
    times: Mapping[str, int]
    near: Mapping[tuple[str, str, int], tuple[WordPair, ...]]
    alone: frozenset[str]


def meant(folded: Sequence[str], at: int) -> WordPair | None:
    """Return the word that ``folded[at:at + 2]`` was meant to be; None where they are known, or nothing better is.

    Two syllables of which one makes a word with its other neighbour are of two words. "" stands where a text breaks.
    """
    pairs = pairs_known()
    first, second = folded[at], folded[at + 1]
    counts = "".join(folded[max(0, at - 1) : at]) in TENS  # "tám mươi mốt khẩu": a number ends between the two
    if (first, second) in pairs.known or counts or first in pairs.alone or second in pairs.alone:
        return None
    best = min(_candidates(pairs, first, second), key=lambda pair: _distance((first, second), pair), default=None)
    if best is None and 1 < len(second) < 4 and pairs.times.get(second, 0) < CUT:
        best = next((pair for pair in pairs.near.get((first, "", 2), ()) if _is_cut(pair[1], second)), None)
    if best is None:
        return None
    behind, before = (second, "".join(folded[at + 2 : at + 3])), ("".join(folded[max(0, at - 1) : at]), first)
    own, other, slip = (behind, before, second) if best[1] != second else (before, behind, first)
    marks = strip_marks(first + second) == strip_marks("".join(best))
    apart = other in pairs.words and pairs.times.get(slip, 0) > (COMMON if marks else RARE)
    return None if own in pairs.dictionary or apart else best


def _candidates(pairs: Pairs, first: str, second: str) -> Iterator[WordPair]:
    for key in _keys(second):
        yield from (p for p in pairs.near.get((first, key, 0), ()) if _may_be(pairs, second, p[1]))
    for key in _keys(first):
        yield from (p for p in pairs.near.get((key, second, 1), ()) if _may_be(pairs, first, p[0]))


def _may_be(pairs: Pairs, written: str, word: str) -> bool:
    """Say whether one slip leads from a syllable to another: of the marks, of what sounds alike, or of one letter."""
    if written == word:
        return False
    if strip_marks(written) == strip_marks(word):
        return True
    if _onset_alike(written, word):
        return True
    if pairs.times.get(written, 0) > COMMON:
        return False
    alike = _sound(written) == _sound(word)
    return alike or (len(word) > 2 and min(OSA.distance(_apart(written), _apart(word)), OSA.distance(written, word)) <= 1)


def _onset_alike(written: str, word: str) -> bool:
    """Say whether two syllables differ in an onset alone that many confuse by ear: "chào" and "trào"."""
    onset, other = ONSETS.match(written), ONSETS.match(word)
    if onset is None or other is None or _ONE_ONSET[onset[0]] != _ONE_ONSET[other[0]]:
        return False
    return written[onset.end() :] == word[other.end() :]


def _distance(written: WordPair, word: WordPair) -> tuple[bool, int, WordPair]:
    """Return how far a word is from what is written: changed letters count for more than changed marks."""
    letters = any(strip_marks(a) != strip_marks(b) for a, b in zip(written, word, strict=True))
    return letters, sum(OSA.distance(_apart(a), _apart(b)) for a, b in zip(written, word, strict=True)), word


def _apart(syllable: str) -> str:
    return unicodedata.normalize("NFD", syllable)


def _sound(syllable: str) -> str:
    """Return a syllable without marks, with one letter for beginnings and endings that many confuse by ear: tr ch, n ng."""
    bare = ONSETS.sub(lambda match: _ONE_ONSET[match[0]], strip_marks(syllable))
    for written, heard in ENDINGS:
        if bare.endswith(written) and len(bare) > len(written):
            return bare[: -len(written)] + heard
    return bare


def _keys(syllable: str) -> set[str]:
    """Return what two syllables a slip apart have in common: their sound, or their letters but for one."""
    bare = strip_marks(syllable)
    return {_sound(syllable), bare, *(bare[:at] + bare[at + 1 :] for at in range(len(bare)))}


def _is_cut(whole: str, written: str) -> bool:
    """Say whether a syllable lost its end: "li" of "liệu"."""
    return len(whole) > len(written) + 1 and strip_marks(whole).startswith(strip_marks(written)) and len(written) > 1


@functools.cache
def pairs_known() -> Pairs:
    """Return the pairs of this installation."""
    words, known, alone = load(
        FOLDER / "word_pairs.toml",
        lambda tables: (_of(tables, "words"), _of(tables, "known"), frozenset(tables["alone"]["words"].split())),
    )
    listed, running = load(FOLDER / "dictionary_pairs.toml", lambda tables: (_of(tables, "words"), _of(tables, "running")))
    every = words | known | listed | running
    times = Counter(syllable for pair in every for syllable in pair)
    near: dict[tuple[str, str, int], list[WordPair]] = {}
    for first, second in sorted(words):
        for key in _keys(second):
            near.setdefault((first, key, 0), []).append((first, second))
        for key in _keys(first):
            near.setdefault((key, second, 1), []).append((first, second))
        near.setdefault((first, "", 2), []).append((first, second))
    return Pairs(words, words | listed, every, times, {key: tuple(pairs) for key, pairs in near.items()}, alone)


def _of(tables: Tables, name: str) -> frozenset[WordPair]:
    return frozenset((first, second) for first, rest in tables[name].items() for second in rest.split())
