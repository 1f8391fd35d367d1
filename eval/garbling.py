"""Garbles planted in a report by chance, of the kinds that people and machines make; shares no code with what finds them."""

from __future__ import annotations

import functools
import random
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import regex as re

from eval.noise import _noise as typing_noise
from eval.noise import telex_keys
from ingest.language.spelling import fold
from ingest.language.syllables import is_syllable
from prompts import load

FILE = Path(__file__).with_suffix(".toml")
TONES = ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")
ASKED_AND_TUMBLED = {"\u0309", "\u0303"}
WORD = re.compile(r"(?<![\p{L}\d&/.\-@_’'|\[^])\p{L}{2,}+(?![\p{L}\d&@_/\-\]])")
OPENINGS = ("@", "[^")  # lines of the small format that are no prose
APART = 12  # words from one garble to the next, at least
TRIES = 60  # places that are tried for one garble


@dataclass(frozen=True, slots=True)
class Garble:
    """A word as it was written wrongly, what stood there, and how it came about."""

    kind: str
    written: str
    meant: str


@dataclass(frozen=True, slots=True)
class _GarbledWords:
    """The words of a line of prose, and of the report: syllables that are known, names that it says at least twice."""

    line: str
    words: Sequence[re.Match[str]]
    known: frozenset[str]
    names: frozenset[str]


def plant(text: str, count: int, known: frozenset[str], draw: random.Random) -> tuple[str, list[Garble]]:
    """Return a report of the small format with ``count`` garbles in its prose, and these in no order.

    :param known: syllables in use: what becomes one of them is a real syllable in the wrong word.
    """
    lines, prose_lines = text.split("\n"), _prose(text)
    said = Counter(name for number in prose_lines for name in _names(lines[number]))
    names = frozenset(name for name, times in said.items() if times > 1)
    kinds = list(_data()["shares"])
    garbles: list[Garble] = []
    taken: list[tuple[int, int]] = []
    for kind in draw.choices(kinds, [_data()["shares"][kind] for kind in kinds], k=count):
        for _ in range(TRIES):
            number = draw.choice(prose_lines)
            around = _GarbledWords(lines[number], tuple(WORD.finditer(lines[number])), known, names)
            at = draw.randrange(len(around.words)) if around.words else -1
            place = around.words[at].start() if around.words else 0
            if at < 0 or any(number == other and abs(place - start) < APART * 5 for other, start in taken):
                continue
            if change := KINDS[kind](around, at, draw):
                start, end, written = change
                garbles.append(Garble(kind, written, lines[number][start:end]))
                lines[number] = lines[number][:start] + written + lines[number][end:]
                taken.append((number, place))
                break
    return "\n".join(lines), garbles


Change = tuple[int, int, str]  # what is written in [start, end)


def _other(kinds: Callable[[str], Iterator[str]], *, real: bool = True) -> Callable[..., Change | None]:
    """Return what writes a small word otherwise, as a real syllable or as none."""

    def change(around: _GarbledWords, at: int, draw: random.Random) -> Change | None:
        match = around.words[at]
        word = match[0]
        if not word.islower() or not is_syllable(word):
            return None
        others = {other for other in map(_composed, kinds(word)) if other != word and (other in around.known) == real}
        others = {other for other in others if real or not is_syllable(other)}
        return (*match.span(), draw.choice(sorted(others))) if others else None

    return change


def _tones(word: str) -> Iterator[str]:
    bare, tone = _split(word)
    for other in TONES:
        if other != tone and {tone, other} != ASKED_AND_TUMBLED:
            yield _toned(bare, other)


def _asked(word: str) -> Iterator[str]:
    bare, tone = _split(word)
    if tone in ASKED_AND_TUMBLED:
        yield from (_toned(bare, other) for other in ASKED_AND_TUMBLED)


def _vowels(word: str) -> Iterator[str]:
    bare, tone = _split(word)
    for at, letter in enumerate(bare):
        yield from (_toned(bare[:at] + other + bare[at + 1 :], tone) for other in _data()["vowels"].get(letter, ""))


def _onsets(word: str) -> Iterator[str]:
    bare, tone = _split(word)
    for pair in _data()["confused"]["onsets"]:
        for written, other in (pair.split(), reversed(pair.split())):
            if bare.startswith(written) and not (written in ("n", "g", "c", "d", "t") and bare[1:2] in ("g", "h", "i", "r")):
                yield _toned(other + bare[len(written) :], tone)


def _endings(word: str) -> Iterator[str]:
    bare, tone = _split(word)
    for pair in _data()["confused"]["endings"]:
        for written, other in (pair.split(), reversed(pair.split())):
            if bare.endswith(written) and len(bare) > len(written):
                yield _toned(bare[: -len(written)] + other, tone)


def _letters(word: str) -> Iterator[str]:
    bare, tone = _split(word)
    keys = typing_noise()["keys"]
    for at, letter in enumerate(bare):
        near = keys.get("d" if letter == "đ" else letter, "")
        yield from (_toned(bare[:at] + other + bare[at + 1 :], tone) for other in near)
        yield _toned(bare[:at] + bare[at + 1 :], tone)
        yield word[:at] + word[at : at + 1] * 2 + word[at + 1 :]
        if at + 1 < len(bare):
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _bare(around: _GarbledWords, at: int, draw: random.Random) -> Change | None:
    """Two words that lost their marks."""
    del draw
    if at + 1 == len(around.words):
        return None
    first, second = around.words[at], around.words[at + 1]
    written = around.line[first.start() : second.end()]
    bare = _plain(written)
    both = all(word.islower() and word != _plain(word) for word in (first[0], second[0]))
    return (first.start(), second.end(), bare) if both and written.count(" ") == 1 and len(written.split()) == 2 else None


def _telex(around: _GarbledWords, at: int, draw: random.Random) -> Change | None:
    del draw
    match = around.words[at]
    keys = telex_keys(match[0])
    return (*match.span(), keys) if match[0].islower() and len(keys) > len(match[0]) else None


def _glued(around: _GarbledWords, at: int, draw: random.Random) -> Change | None:
    del draw
    if at + 1 == len(around.words):
        return None
    first, second = around.words[at], around.words[at + 1]
    beside = around.line[first.end() : second.start()] == " " and second[0].islower()
    return (first.start(), second.end(), first[0] + second[0]) if beside and not first[0].isupper() else None


def _doubled(around: _GarbledWords, at: int, draw: random.Random) -> Change | None:
    del draw
    match = around.words[at]
    return (*match.span(), f"{match[0]} {match[0]}") if match[0].islower() else None


def _named(around: _GarbledWords, at: int, draw: random.Random) -> Change | None:
    """A name that the report says more than once, one letter or mark otherwise."""
    match = around.words[at]
    names = [name for name in around.names if match[0] in name.split()]
    if not names or not match[0].istitle() or not any(name in around.line for name in names):
        return None
    small = match[0].lower()
    ways = [*_tones(small), *_vowels(small), *_onsets(small), *_endings(small)]
    others = sorted({o for o in map(_composed, ways) if o != small and is_syllable(o) and o in around.known})
    return (*match.span(), draw.choice(others).capitalize()) if others else None


def _scanned(around: _GarbledWords, at: int, draw: random.Random) -> Change | None:
    match = around.words[at]
    places = [n for n, letter in enumerate(match[0]) if letter in _data()["machine"]]
    if not match[0].islower() or not places:
        return None
    n = draw.choice(places)
    written = match[0][:n] + _data()["machine"][match[0][n]] + match[0][n + 1 :]
    return (*match.span(), written)


WAYS: dict[str, Callable[[str], Iterator[str]]] = {
    "thanh": _tones,
    "hỏi ngã": _asked,
    "nguyên âm": _vowels,
    "phụ âm đầu": _onsets,
    "phụ âm cuối": _endings,
    "chữ, thành tiếng": _letters,
}
KINDS: dict[str, Callable[[_GarbledWords, int, random.Random], Change | None]] = {
    **{kind: _other(ways) for kind, ways in WAYS.items()},
    "chữ, không thành tiếng": _other(_letters, real=False),
    "mất dấu": _bare,
    "telex": _telex,
    "dính": _glued,
    "lặp": _doubled,
    "tên": _named,
    "máy quét": _scanned,
}


def prose(text: str) -> list[str]:
    """Return the lines of a report of the small format that are prose."""
    lines = text.split("\n")
    return [lines[number] for number in _prose(text)]


def real_syllable(word: str, known: frozenset[str], draw: random.Random) -> str:
    """Return another known syllable for a small word, by a slip drawn at the shares of those that make one; "" for none."""
    kinds = {kind: ways for kind, ways in WAYS.items() if kind in _data()["shares"]}
    for kind in draw.choices(list(kinds), [_data()["shares"][kind] for kind in kinds], k=6):
        others = {other for other in map(_composed, kinds[kind](word)) if fold(other) != fold(word) and other in known}
        if others:
            return fold(draw.choice(sorted(others)))
    return ""


def _prose(text: str) -> list[int]:
    """Return the numbers of the lines that are prose of the small format: no block, no centred line, no footnote."""
    numbers, inside = [], False
    for number, line in enumerate(text.split("\n")):
        if line.startswith(("@head", "@sign", "@table")):
            inside = True
        elif line.startswith("@end"):
            inside = False
        elif not inside and not line.startswith(OPENINGS) and len(line.split()) > APART:
            numbers.append(number)
    return numbers


NAME = re.compile(r"(?<!\p{L})\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}+){1,3}(?!\p{L})")


def _names(line: str) -> list[str]:
    return [match[0] for match in NAME.finditer(line)]


def _split(word: str) -> tuple[str, str]:
    apart = unicodedata.normalize("NFD", word)
    bare = unicodedata.normalize("NFC", "".join(c for c in apart if c not in TONES[1:]))
    return bare, "".join(c for c in apart if c in TONES[1:])


def _toned(bare: str, tone: str) -> str:
    """Return letters with a tone where the orthography puts it; without vowels as they are."""
    begin = 2 if bare.startswith("qu") or (bare.startswith("gi") and re.search("[aăâeêoôơuưy]", bare[2:])) else 0
    vowels = [at for at in range(begin, len(bare)) if bare[at] in "aăâeêioôơuưy"]
    if not vowels or not tone:
        return bare
    own = [at for at in vowels if bare[at] in "ăâêôơư"]
    closed = vowels[-1] < len(bare) - 1
    at = own[-1] if own else vowels[-1] if closed or len(vowels) == 1 else vowels[-2]
    return bare[: at + 1] + tone + bare[at + 1 :]


def _composed(word: str) -> str:
    return unicodedata.normalize("NFC", word)


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return unicodedata.normalize("NFC", "".join(c for c in apart if not unicodedata.combining(c)))


@functools.cache
def _data() -> dict[str, Any]:
    return load(FILE, dict)
