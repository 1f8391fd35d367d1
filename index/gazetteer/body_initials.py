"""Bodies named by what an abbreviation in their name means: "bên thủy lợi" of a "Công ty TNHH MTV KTCTTL …".

The report may never spell the abbreviation out. Two or three syllables behind a word such as "bên" that begin with its last
letters mean it, where one body of the library alone has such an abbreviation.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import regex as re

from index.gazetteer.issuers import ReportingBody, issuer_words
from index.gazetteer.mentions import MentionWords
from index.gazetteer.places import Place
from ingest.language.bodies import is_short_form
from ingest.language.terms import fold
from ingest.language.text import strip_marks

ABBREVIATION = re.compile(r"\p{Lu}{4,}")  # shorter ones have letters that fit too many words
SYLLABLES = (3, 2)


class BodyInitials:
    """The last letters of the abbreviations in the names of a library's bodies."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._bodies: dict[str, list[tuple[ReportingBody, Place]]] = {}
        for place in places:
            for body in place.bodies:
                for token in ABBREVIATION.findall(body.name) if not body.name.isupper() else ():
                    if not is_short_form(token):
                        for size in SYLLABLES:
                            self._bodies.setdefault(fold(token[-size:]), []).append((body, place))

    def find(self, words: MentionWords, taken: Collection[int]) -> list[tuple[int, int, ReportingBody, Place]]:
        """Return the bodies named so, each with its words [at, end), in order; none at words that are ``taken``."""
        found = []
        for at in range(len(words.all)) if self._bodies else ():
            if at in taken or not _is_frame(words, at):
                continue
            for size in SYLLABLES:
                typed = words.all[at + 1 : at + 1 + size]
                initials = "".join(fold(word)[0] for word in typed)
                own = self._bodies.get(initials, []) if len(typed) == size else []
                if words.unmarked:
                    own = [pair for key, pairs in self._bodies.items() if strip_marks(key) == initials for pair in pairs]
                if len({id(body) for body, _ in own}) == 1 and all(word.isalpha() for word in typed):
                    found.append((at, at + 1 + size, *own[0]))
                    break
        return found


def _is_frame(words: MentionWords, at: int) -> bool:
    typed = fold(words.all[at])
    return any(typed == frame or (words.unmarked and typed == strip_marks(frame)) for frame in issuer_words().before)
