"""A question's words: which stretches can be a name, and which kind of unit is written before one."""

from __future__ import annotations

from collections.abc import Sequence

import regex as re

from index.gazetteer.units import KINDS, WORD, agrees, loose, same_words
from ingest.language.syllables import is_syllable
from ingest.language.terms import fold
from ingest.language.text import strip_marks

SHORT_KINDS = {
    "thị trấn": ("tt",), "thị xã": ("tx",), "thành phố": ("tp",), "huyện": ("h",), "xã": ("x",), "phường": ("p",),
    "quận": ("q",),
}  # fmt: skip
ALL_KINDS = [(k, k.split(), [loose(word) for word in k.split()]) for k in ("huyện đảo", *KINDS)]
# What a word that reads like a kind belongs to instead, without marks ("địa phương Lam Trà" typed in haste).
NOT_KINDS = frozenset({"co quan", "tham quan", "hai quan", "dia phuong", "doi phuong", "vung xa", "sau xa"})
# "các xã Lam Trà", "12 xã Lam Trà", "cấp xã": the communes of a place, not one that is called so.
MARK = re.compile(r"[,;:.?!(]")
OF_MANY = frozenset("các những mấy nhiêu số nhiều từng mỗi cấp".split())


class MentionWords:
    """A question's words, and the kinds of unit written before a name; ``clauses``: the words that a mark stands before."""

    def __init__(self, text: str) -> None:
        self.text = text
        matches = list(WORD.finditer(text))
        self.all = [match[0] for match in matches]
        self.clauses = frozenset(
            at for at in range(1, len(matches)) if MARK.search(text[matches[at - 1].end() : matches[at].start()])
        )
        self.keys = [loose(word) for word in self.all]
        self.unmarked = text.isascii()

    def kind_before(self, at: int) -> tuple[str, int] | None:
        """Return the kind written before word ``at`` and its first word, or None if none is or it is plural ("các xã …")."""
        ending = self._kind_ending(at)
        if ending is None:
            return None
        before = self.all[ending[1] - 1] if ending[1] else ""
        if before.isdigit() or fold(before) in OF_MANY or self._kind_ending(ending[1]) is not None:
            return None
        return ending

    def _kind_ending(self, at: int) -> tuple[str, int] | None:
        for kind, kind_words, keys in ALL_KINDS:
            start = at - len(kind_words)
            if (
                self.keys[max(start, 0) : at] == keys
                and same_words(self.all[start:at], kind_words)
                and self._means_kind(kind, start)
            ):
                return kind, start
        if at:
            typed = self.all[at - 1].lower()
            return next(((kind, at - 1) for kind, short in SHORT_KINDS.items() if typed in short), None)
        return None

    def _means_kind(self, kind: str, at: int) -> bool:
        """A kind of one syllable is another word without its marks: only in a question typed without any."""
        if " " in kind or kind in ("huyện", "tỉnh") or fold(self.all[at]) == fold(kind):
            return True
        pair = strip_marks(f"{self.all[at - 1]} {self.all[at]}".lower()) if at else ""
        return self.unmarked and pair not in NOT_KINDS


def reads(typed: Sequence[str], stated: Sequence[str]) -> bool:
    """Say whether typed words are the written name, word for word or run together into no syllable."""
    if same_words(typed, stated):
        return True
    return len(typed) == 1 < len(stated) and not is_syllable(typed[0].lower()) and agrees(typed[0], "".join(stated))


def ends_with_kind(before: Sequence[str], kind: str) -> bool:
    """Say whether the words before a name end with this kind, written out or short."""
    kind_words = kind.split()
    if before and before[-1].lower() in SHORT_KINDS.get(kind, ()):
        return True
    return bool(kind_words) and same_words(before[-len(kind_words) :], kind_words)
