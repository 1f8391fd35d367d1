"""Whether a question sets bodies and places side by side, joins them, or asks many."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from index.gazetteer.body_places import BodyMention
from index.gazetteer.issuers import issuer_words
from index.gazetteer.mentions import MentionWords
from ingest.language.terms import fold
from ingest.language.text import strip_marks

LONGEST_LEAD = 3  # words of belonging between a joint and a body ("với báo cáo của")
LONGEST_KIND = 2  # words of a kind of unit between a joint and the unit's name ("thị trấn")


def asks_many(words: MentionWords) -> bool:
    """Say whether a question is put to many reports, or asks for wording: there a kind without a name narrows nothing."""
    return any(_count(words, cue) for cue in issuer_words().many)


def compares(words: MentionWords) -> bool:
    """Say whether a question sets things side by side: it says so ("so", "bên nào"), or asks how many more than once."""
    cues = issuer_words()
    return any(_count(words, cue) for cue in cues.compares) or sum(_count(words, cue) for cue in cues.how_many) > 1


def joins(words: MentionWords, mentions: Sequence[BodyMention], places: Collection[tuple[int, int]]) -> bool:
    """Say whether a question joins a body and a place, or two bodies: "Sở Công Thương và phường Lam Khê".

    :param places: (first word, word behind) of every place named.
    """

    def joined(end: int, at: int) -> bool:
        return end < at <= end + LONGEST_KIND + 1 and fold(words.all[end]) in issuer_words().joints

    beside_place = any(joined(m.end, at) or joined(end, m.at) for m in mentions for at, end in places)
    return beside_place or any(is_joined(words, m.at, {other.end for other in mentions}) for m in mentions)


def _count(words: MentionWords, cue: str) -> int:
    """Return how often a cue stands among the words, in a question typed without marks without its own."""
    text = f" {' '.join(fold(word) for word in words.all)} "
    return max(text.count(f" {cue} "), text.count(f" {strip_marks(cue)} ") if words.unmarked else 0)


def is_joined(words: MentionWords, at: int, ends: Collection[int]) -> bool:
    """Say whether a word of joining stands before a word, with a place or body named before it, a time aside.

    A body named right behind another is joined by a comma. Words of belonging may stand behind a joint: "… với của Sở Y tế".
    """
    if at in ends:
        return True
    start = at
    while start > max(0, at - LONGEST_LEAD) and is_one_of(words.all[start - 1], issuer_words().leads, words.unmarked):
        start -= 1
    if not start or not is_one_of(words.all[start - 1], issuer_words().joints, words.unmarked):
        return False
    return any(all(_is_time(word) for word in words.all[end : start - 1]) for end in ends if end <= start - 1)


def _is_time(word: str) -> bool:
    return fold(word) in ("năm", "tháng", "quý") or any(sign.isdigit() for sign in word)


def is_one_of(word: str, listed: Collection[str], unmarked: bool) -> bool:
    """Say whether a word is a listed one; in a question typed without marks, also without its own."""
    return fold(word) in listed or (unmarked and word.lower() in {strip_marks(word_listed) for word_listed in listed})
