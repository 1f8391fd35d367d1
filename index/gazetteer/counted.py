"""Bodies that a question names by their number alone: "hai đơn vị", "cả ba báo cáo", "hai sở".

They are meant where the library has just so many: of any kind, or of the kind that is counted.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.gazetteer.issuers import issuer_words
from index.gazetteer.mentions import MentionWords
from index.gazetteer.places import Place, plain
from ingest.language.bodies import body_forms
from ingest.language.terms import fold
from ingest.language.text import strip_marks

LONGEST_NOUN = 3  # words
FEWEST = 2


def counted_places(words: MentionWords, places: Sequence[Place]) -> tuple[int, tuple[Place, ...]] | None:
    """Return the places that a number means, and at which word it stands; None where none does.

    ``places``: those of the library, in their order. "hai xã nào" asks which, and means none.
    """
    for at, word in enumerate(words.all):
        number = issuer_words().numbers.get(fold(word)) or (int(word) if word.isdigit() and len(word) == 1 else 0)
        if number < FEWEST:
            continue
        for size in range(LONGEST_NOUN, 0, -1):
            noun = " ".join(fold(typed) for typed in words.all[at + 1 : at + 1 + size])
            behind = fold(words.all[at + 1 + size]) if at + 1 + size < len(words.all) else ""
            meant = _of_noun(noun, places, unmarked=words.unmarked)
            if len(meant) == number and behind not in issuer_words().asking and not _goes_on(words, at + 1 + size):
                return at, meant
    return None


def _of_noun(noun: str, places: Sequence[Place], *, unmarked: bool) -> tuple[Place, ...]:
    def says(name: str) -> bool:
        return noun in (name, strip_marks(name)) if unmarked else noun == name

    if any(says(word) for word in issuer_words().sides):
        return tuple(places)
    kinds = [kind for kind, names in body_forms().items() if any(says(fold(name)) for name in (kind, *names))]
    return tuple(p for p in places if says(fold(plain(p.kind))) or any(body.kind in kinds for body in p.bodies))


def _goes_on(words: MentionWords, at: int) -> bool:
    """Say whether a name stands at a word: "hai xã Lam Khê và …" names them itself."""
    return at < len(words.all) and words.all[at][0].isupper()
