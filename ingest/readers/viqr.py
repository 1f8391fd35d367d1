"""Vietnamese typed in ASCII by the VIQR convention (RFC 1456): "Toa`n xa~ co`n 37 ho^. nghe`o"."""

from __future__ import annotations

import unicodedata

import regex as re

from ingest.language.syllables import is_syllable

SHAPES = {"^": "\u0302", "(": "\u0306", "+": "\u031b", "*": "\u031b"}
TONES = {"'": "\u0301", "`": "\u0300", "?": "\u0309", "~": "\u0303", ".": "\u0323"}
FITS = {"^": "aeo", "(": "a", "+": "ou", "*": "ou"}
MARKED = re.compile(r"([aeiouy])([\^(+*]?)([`'?~.]?)([\^(+*]?)", re.IGNORECASE)
WORD = re.compile(r"\\?[A-Za-z][A-Za-z\^(+*`'?~.]*")
STRONG = re.compile(r"(?i)[aeo]\^|a\([a-z'`?~.]|[ou]\+|[aeiouy][`~]|\bdd[aeiouy]")  # marks that no other text has
LEAST_WORDS = 5
LEAST_SHARE = 0.15  # of all words; every third word of Vietnamese has such a mark
MOST_UNICODE = 0.01  # of the letters that may be beyond ASCII


def to_unicode(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the text with its marks as letters, and what the user should know; any other text comes back as it is."""
    words = WORD.findall(text)
    strong = sum(STRONG.search(word) is not None for word in words)
    foreign = sum(c.isalpha() and not c.isascii() for c in text)
    if strong < max(LEAST_WORDS, LEAST_SHARE * len(words)) or foreign > MOST_UNICODE * len(text):
        return text, ()
    return WORD.sub(lambda match: _word(match[0]), text), ("chữ gõ kiểu VIQR (dấu tách rời): đã chuyển sang Unicode",)


def _word(typed: str) -> str:
    """Return a word with its marks; a sign at its end that makes no syllable is punctuation."""
    if typed.startswith("\\"):
        return typed[1:]
    for length in range(len(typed), 0, -1):
        if typed[length - 1 :][:1].isalpha() or length == len(typed):
            word = _marked(typed[:length])
            if is_syllable(word.lower()):
                return word + typed[length:]
        elif is_syllable(_marked(typed[:length]).lower()):
            return _marked(typed[:length]) + typed[length:]
    return typed


def _marked(typed: str) -> str:
    struck = re.sub(r"dd", "đ", re.sub(r"D[dD]", "Đ", typed))
    return unicodedata.normalize("NFC", MARKED.sub(_letter, struck))


def _letter(match: re.Match[str]) -> str:
    vowel, first, tone, second = match[1], match[2], match[3], match[4]
    shape = first or second
    if shape and vowel.lower() not in FITS[shape]:
        return match[0]
    return vowel + SHAPES.get(shape, "") + TONES.get(tone, "")
