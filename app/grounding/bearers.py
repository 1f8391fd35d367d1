"""Whether what a sentence without figures says of a person or place is said of that one, and not of the next one named.

In "Ông A được tặng Bằng khen, bà B được tặng Giấy khen" a name bears what follows it up to the next name; names with nothing
between them bear together what follows the last.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.answer.model import GroundingFault, Problem
from app.grounding.evidence import Evidence
from app.grounding.surroundings import content
from ingest.language.bodies import units
from ingest.language.names import persons
from ingest.language.spelling import fold
from ingest.language.text import fold_spaces

Named = tuple[int, int, str]  # where a name stands and what it is, folded


def bearer_faults(text: str, against: Sequence[Evidence]) -> Iterator[GroundingFault]:
    """Yield a fault for each person or place of a text of which nothing cited says all that the text does."""
    for named in (_persons, _units):
        found = named(text)
        if len(found) != 1:  # several: which of them bears what cannot be told by words
            continue
        name = found[0][2]
        said = frozenset(content(text))
        stretches = [words for e in against for item in e.sentences for words in _borne(item.text, name, named(item.text))]
        around = frozenset(word for e in against for word in e.around_words)
        lead = frozenset(word for e in against for item in e.sentences for word in item.lead)
        if stretches and not any(said <= words | around | lead for words in stretches):
            yield GroundingFault(Problem.SUBJECT, text[found[0][0] : found[0][1]])


def _borne(sentence: str, name: str, found: Sequence[Named]) -> Iterator[frozenset[str]]:
    """Yield the syllables that each mention of a name in a sentence bears; what stands before the first belongs to all."""
    lead = frozenset(content(sentence[: found[0][0]])) if found else frozenset()
    for at, (start, end, key) in enumerate(found):
        if key != name:
            continue
        words, last = lead | frozenset(content(sentence[start:end])), end
        for other in [*found[at + 1 :], None]:
            between = content(sentence[last : other[0] if other else len(sentence)])
            words |= frozenset(between)
            if between or other is None:
                break
            last = other[1]
        yield words


def _persons(text: str) -> list[Named]:
    found = [(one, len(one.title) + bool(one.title)) for one in persons(text)]
    return [(max(0, one.start - title), one.end, fold_spaces(fold(one.text))) for one, title in found]


def _units(text: str) -> list[Named]:
    return [(one.start, one.end, fold_spaces(fold(one.name))) for one in units(text)]
