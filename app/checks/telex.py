"""Words that the keyboard left as they were struck in Telex: "kieemr" for "kiểm", "truwongf" for "trường"."""

from __future__ import annotations

import unicodedata

import regex as re

from ingest.language.syllables import is_syllable

# Letters of TCVN 5712 as they are struck; the longer first.
STROKES = (
    ("uwow", "ươ"),
    ("uwo", "ươ"),
    ("uow", "ươ"),
    ("dd", "đ"),
    ("aa", "â"),
    ("ee", "ê"),
    ("oo", "ô"),
    ("aw", "ă"),
    ("ow", "ơ"),
    ("uw", "ư"),
)
TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
OWN = "ăâêôơư"
VOWEL = re.compile(r"[aăâeêioôơuưy]")


def struck(word: str) -> str:
    """Return the syllable that a word of small letters stands for if it was struck in Telex; "" where it was not.

    A letter struck twice or with w, and a tone, must both be there: "box" and "teen" are words of other languages.
    """
    letters = word
    for keys, letter in STROKES:
        letters = letters.replace(keys, letter)
    if letters == word:
        return ""
    if "dd" in word and is_syllable(letters):
        return letters
    for at, key in enumerate(letters):
        if key not in TONES or at == 0:
            continue
        bare = letters[:at] + letters[at + 1 :]
        vowels = sorted(VOWEL.finditer(bare), key=lambda vowel: (vowel[0] in OWN, vowel.start()), reverse=True)
        for vowel in vowels:  # the tone stands above a letter with a mark of its own, the last of two
            toned = bare[: vowel.end()] + TONES[key] + bare[vowel.end() :]
            syllable = unicodedata.normalize("NFC", toned)
            if is_syllable(syllable):
                return syllable
    return ""
