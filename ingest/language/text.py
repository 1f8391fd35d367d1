"""The one text normalisation, used for what is read and for what is asked."""

from __future__ import annotations

import re
import unicodedata

# Icelandic eth and African D look like Đ and are typed for it; NFC does not touch them.
LOOKALIKES = str.maketrans("ÐðƉ", "ĐđĐ")
_INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff\x00-\x08\x0b\x0e-\x1f\x7f"
_SPACE = "\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
INVISIBLE = re.compile(f"[{_INVISIBLE}]")
SPACE = re.compile(f"[{_SPACE}]")
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SPACES = re.compile(r"\s+")
BRACKETED = re.compile(r"\([^)]*+(\)?)")  # takes in one that never closes, so that it is looked for only once
TONES = "\u0300\u0301\u0303\u0309\u0323"
_MARKS = f"{TONES}\u0302\u0306\u031b"
MARKS = re.compile(f"[{_MARKS}]{{2,}}")
ODD = re.compile(f"[{_INVISIBLE}{_SPACE}{_MARKS}ÐðƉ]")  # what a composed text may hold that normalising changes


def normalize(text: str) -> str:
    """Return ``text`` in NFC, with look-alikes of Đ mapped to it and invisible characters removed.

    Spaces of all kinds become the plain one; line breaks stay. A tone mark typed before the vowel mark is put after
    it, since NFC alone would leave the two uncomposed. Idempotent.
    """
    if unicodedata.is_normalized("NFC", text) and not ODD.search(text):  # nearly every text, forty times as fast
        return text
    decomposed = unicodedata.normalize("NFD", INVISIBLE.sub("", text))
    ordered = MARKS.sub(lambda run: "".join(sorted(run[0], key=TONES.__contains__)), decomposed)
    return SPACE.sub(" ", unicodedata.normalize("NFC", ordered).translate(LOOKALIKES))


def fold_spaces(text: str) -> str:
    """Return ``text`` with every run of white space as one space, none at the ends."""
    return SPACES.sub(" ", text).strip()


def capitalized(text: str) -> str:
    """Return ``text`` with its first letter as a capital; the rest stays."""
    return text[:1].upper() + text[1:]


def xml_text(text: str, instead: str = "") -> str:
    """Return a text without the characters that XML, and so a Word file, cannot hold; ``instead`` stands for each."""
    return NOT_XML.sub(instead, text)


def without_brackets(text: str) -> str:
    """Return ``text`` with a space for every "(…)" up to the first closing bracket; one that never closes stays."""
    return BRACKETED.sub(lambda match: " " if match[1] else match[0], text)


def strip_marks(text: str) -> str:
    """Return ``text`` without Vietnamese diacritics; đ, which Unicode does not decompose, becomes d."""
    if text.isascii():
        return text
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return bare.replace("đ", "d").replace("Đ", "D")
