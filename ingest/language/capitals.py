"""Names in capitals as they are written in a sentence: one capital a word, abbreviations and Roman numerals as they are."""

from __future__ import annotations

import unicodedata

import regex as re

from ingest.language.syllables import is_syllable

ROMAN = re.compile(r"[IVXLC]{2,}+")
LETTERS = re.compile(r"\p{L}+")
MARKED = re.compile(r"\p{M}")  # no abbreviation carries a mark of a vowel or a tone; Đ is a letter of its own
# A word of another language that can be spoken ("KRÔNG", "EA"), as names of the Central Highlands are: what opens it
# is an onset of Vietnamese, K or M before another consonant, or one before R or L; two consonants at most end it. "UBND",
# "GDĐT", "QPAN", "BHYT" are read letter by letter.
ONSET = r"(?:[CGKPT]H|N[GH]|TR|ST|QU|[KM][BCDĐGHKLMNPRTV]|[BCDĐGHKPT][RL]|[BCDĐGHKLMNPRSTVX])?+"
CONSONANT, VOWEL = r"[BCDĐGHKLMNPRSTVX]", "[AEIOUY]"
SPOKEN = re.compile(rf"{ONSET}{VOWEL}{{1,3}}+(?:{CONSONANT}{{1,2}}+{VOWEL}{{1,3}}+)*+{CONSONANT}{{0,2}}+")


def titled(name: str) -> str:
    """Return "TÂN LẬP" as "Tân Lập"; "UBND", "GD&ĐT" and "XXIII" stay. Spaces are folded; an empty name stays empty."""
    return " ".join(word if "&" in word else "-".join(map(_titled_word, word.split("-"))) for word in name.split())


def _titled_word(word: str) -> str:
    return word if is_short_form(word) else word.capitalize()


def is_short_form(word: str) -> bool:
    """Say whether a word in capitals is an abbreviation or a Roman numeral: it cannot be spoken as it stands."""
    parts = LETTERS.findall(word)
    if not word.isupper() or len("".join(parts)) < 2 or is_syllable(word.lower()):
        return False
    if ROMAN.fullmatch(word):
        return True
    if MARKED.search(unicodedata.normalize("NFD", word)):
        return False
    return not all(len(part) == 1 or SPOKEN.fullmatch(part) for part in parts)
