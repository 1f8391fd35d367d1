"""What a question about several places asks of one of them: its words less what is said of the others alone.

The question falls into parts at words that join ("so với", "còn", "hay") and at marks. A part that names no place is of all.
Of the first part that names one, what stands before the name is of all, if no part before it has said the matter. Of a part
that names another place, what stands before the name is that place's, and what follows is too, if the place asked about has
words of its own behind its name: "A trồng bao nhiêu rừng, B thu bao nhiêu tiền", but "A hay B trồng nhiều rừng hơn".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex as re

from app.question.follow_up import WORD, words_naming
from app.question.vocabulary import question_words
from index.gazetteer.scope import Place
from ingest.language.terms import fold
from ingest.language.text import fold_spaces, strip_marks

# Joints of one word that are other words too ("còn bao nhiêu") join only where a name follows within so many words.
NEAR = 4
MARK = re.compile(r"[,;:?.](?!\d)")


@dataclass(frozen=True, slots=True)
class _Part:
    """Words [start, end) of a question between two joints; ``named``: those that name places, by the place's number."""

    start: int
    end: int
    named: dict[int, set[int]]

    def before(self, own: int) -> range:
        """The words before the name of a place."""
        return range(self.start, min(self.named[own]))

    def behind(self, own: int) -> range:
        """The words behind the name of a place."""
        return range(max(self.named[own]) + 1, self.end)


def side_text(text: str, place: Place, places: Sequence[Place]) -> str:
    """Return the words of a question that are asked of one of its places, in order, without any place's name.

    In the reports of the place its own name stands everywhere and would only hide what is asked.

    :param place: one of ``places``.
    """
    matches = list(WORD.finditer(text))
    words = [match[0] for match in matches]
    named = [words_naming(words, [one]) for one in places]
    parts = _parts(text, [match.span() for match in matches], named)
    own = places.index(place)
    dropped = _of_others(parts, own, words) | set().union(*named)
    for at in sorted(dropped, reverse=True):
        text = text[: matches[at].start()] + " " + text[matches[at].end() :]
    return fold_spaces(text)


def _of_others(parts: Sequence[_Part], own: int, words: Sequence[str]) -> set[int]:
    """Return the words that are said of other places than number ``own``."""
    naming = [part for part in parts if part.named]
    matter_said = naming and any(_says_something(range(p.start, p.end), words) for p in parts[: parts.index(naming[0])])
    own_behind = any(_says_something(part.behind(own), words) for part in naming if set(part.named) == {own})
    dropped: set[int] = set()
    for part in naming:
        if len(part.named) > 1 or own in part.named:
            continue
        [other] = part.named
        if part is not naming[0] or matter_said:
            dropped.update(part.before(other))
        if own_behind:
            dropped.update(part.behind(other))
    return dropped


def _says_something(spots: range, words: Sequence[str]) -> bool:
    """Say whether words have a content beside words of asking and comparing, and figures."""
    empty = question_words().ignored | question_words().comparing.words | question_words().followup.empty
    return any(not words[at][0].isdigit() and not {fold(words[at]), words[at].lower()} & empty for at in spots)


def _parts(text: str, spans: Sequence[tuple[int, int]], named: Sequence[set[int]]) -> list[_Part]:
    """Return the parts of a question in order."""
    words = [fold(text[start:end]) for start, end in spans]
    ends = {at for at in range(1, len(words)) if MARK.search(text[spans[at - 1][1] : spans[at][0]])}
    inside = set().union(*named) if named else set()
    for joint in question_words().comparing.joints:
        parts = joint.split()
        for at in range(len(words) - len(parts) + 1):
            typed = words[at : at + len(parts)]
            if typed != parts and typed != [strip_marks(part) for part in parts]:
                continue
            behind = range(at + len(parts), at + len(parts) + NEAR)
            if at not in inside and (len(parts) > 1 or not inside.isdisjoint(behind)):
                ends.add(at)
    bounds = [0, *sorted(ends), len(words)]
    return [
        _Part(start, end, {number: spots for number, own in enumerate(named) if (spots := own & set(range(start, end)))})
        for start, end in zip(bounds, bounds[1:], strict=False)
        if end > start
    ]
