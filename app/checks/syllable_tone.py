"""Where the tone mark of a syllable stands: on the vowel that the orthography gives it ("được", not "đựơc")."""

from __future__ import annotations

import unicodedata

TONES = "\u0300\u0301\u0303\u0309\u0323"
PAIRS = (
    "ươ",
    "iê",
    "yê",
    "uô",
    "uâ",
    "oa",
    "oe",
    "oă",
    "uê",
    "uơ",
)  # with an ending behind, the second vowel bears the tone
VOWELS = frozenset("aăâeêioôơuưy")


def is_misplaced(word: str) -> bool:
    """Say whether the tone of a small word stands on the first of two vowels that an ending follows.

    "hòa" and "hoà" are both written; "tóan" and "đựơc" are not. The u of "qu" and the i of "gi" are no vowels.
    """
    letters: list[tuple[str, bool]] = []
    for letter in unicodedata.normalize("NFC", word):
        apart = unicodedata.normalize("NFD", letter)
        toned = any(mark in TONES for mark in apart)
        letters.append((unicodedata.normalize("NFC", "".join(c for c in apart if c not in TONES)), toned))
    plain = "".join(letter for letter, _ in letters)
    begin = 2 if plain.startswith(("qu", "gi")) and len(plain) > 2 else 0
    if plain.startswith("qu") and any(toned for _, toned in letters[:2]):
        return True  # "qủa"
    for at in range(begin, len(letters) - 1):
        pair = plain[at : at + 2]
        ended = at + 2 < len(letters)
        hatted = pair in ("ươ", "iê", "yê", "uô", "uâ", "uê", "uơ")
        if pair in PAIRS and letters[at][1] and (ended or hatted) and pair[0] in VOWELS:
            return True
    return False
