"""Whether what a sentence without figures says of a person or place is said of that one, and not of the next one named.

In "Ông A được tặng Bằng khen, bà B được tặng Giấy khen" a name bears what follows it up to the next name; names with nothing
between them bear together what follows the last.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.answer.model import GroundingFault, Problem
from app.grounding.evidence import Evidence
from app.grounding.surroundings import content
from app.grounding.vocabulary import grounding_words
from ingest.language.bodies import units
from ingest.language.names import persons
from ingest.language.spelling import fold
from ingest.language.text import fold_spaces

Named = tuple[int, int, str]  # where a name stands and what it is, folded


def bearer_faults(text: str, against: Sequence[Evidence]) -> Iterator[GroundingFault]:
    """Yield a fault for each person or place of a text of which nothing cited says all that the text does."""
    for mentions_in in (_persons, _units):
        mentions = mentions_in(text)
        if len(mentions) != 1:  # with several names, words do not show which name bears what
            continue
        name = mentions[0][2]
        text_words = frozenset(content(grounding_words().phrases.sub(" ", fold(text))))
        stretches = [
            words for e in against for item in e.sentences for words in _borne(item.text, name, mentions_in(item.text))
        ]
        around = frozenset(word for e in against for word in e.around_words)
        lead = frozenset(word for e in against for item in e.sentences for word in item.lead)
        if stretches and not any(text_words <= words | around | lead for words in stretches):
            yield GroundingFault(Problem.SUBJECT, text[mentions[0][0] : mentions[0][1]])


def _borne(sentence: str, name: str, mentions: Sequence[Named]) -> Iterator[frozenset[str]]:
    """Yield the syllables that each mention of a name in a sentence bears; what stands before the first belongs to all."""
    lead = frozenset(content(sentence[: mentions[0][0]])) if mentions else frozenset()
    for at, (start, end, key) in enumerate(mentions):
        if key != name:
            continue
        words, last = lead | frozenset(content(sentence[start:end])), end
        for other in [*mentions[at + 1 :], None]:
            between = content(sentence[last : other[0] if other else len(sentence)])
            words |= frozenset(between)
            if between or other is None:
                break
            last = other[1]
        yield words


def _persons(text: str) -> list[Named]:
    titled = [(person, len(person.title) + bool(person.title)) for person in persons(text)]
    return [(max(0, person.start - title), person.end, fold_spaces(fold(person.text))) for person, title in titled]


def _units(text: str) -> list[Named]:
    return [(unit.start, unit.end, fold_spaces(fold(unit.name))) for unit in units(text)]
