"""Whether the words of a sentence stand in the sentences of the evidence that it rests on.

Every syllable that says something must stand there, denied where it is denied there and only then. Harm that no report
tells of, a judgement, a number in words that no grammar reads: all of it is dropped without a list of such words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex as re

from app.answer.model import GroundingFault, Problem
from app.evidence.support import glossary_forms
from app.grounding.evidence import PIECE, Evidence, EvidenceSentence, polarity
from app.grounding.surroundings import blank_out, content, without_bounds
from app.grounding.vocabulary import grounding_words
from ingest.language.links import Reading
from ingest.language.quantities import read
from ingest.language.quantity import Quantity
from ingest.language.terms import tokens

SIGNED = re.compile(r"(?<=[\s(:])[-–—−]\d")  # "còn –1.037": no dash of a range, which the grammar reads
PLAIN = re.compile(r"[\p{L}\p{M}\d\s.,;:()“”\"'‘’\-–—/…!?«»¦]")  # signs that no sentence owes to a report


def word_faults(
    text: str, figure_sentences: Sequence[EvidenceSentence], against: Sequence[Evidence], moves: int
) -> Iterator[GroundingFault]:
    """Yield a fault for each sign and word of a text that what it cites does not hold, and for what is turned round.

    :param figure_sentences: the sentences of the evidence that say its numbers, which are held there by themselves.
    :param moves: which way its figures go from the start of a change to the end, 0 where they do not tell.
    """
    readings = read(text)
    yield from _signs(text, readings, against)
    blank = _without(text, readings)
    around = frozenset(word for e in against for word in e.around_words)
    strange: list[str] = []
    causes = _causes(text, figure_sentences or [item for e in against for item in e.sentences])
    at = 0
    for match in [*PIECE.finditer(text), None]:
        end = match.start() if match else len(text)
        if (piece := blank[at:end]).strip():
            counts = any(at <= reading.start < end for reading in readings if isinstance(reading, Quantity))
            missing = _missing(
                piece,
                figure_sentences if figure_sentences and counts else _resting(piece, figure_sentences, around, against),
                around,
                against,
            )
            strange += [word for word in missing if word not in grounding_words().moving[moves] and word not in causes]
            yield from _find_turned(piece, missing, against)
        at = match.end() if match else end
    turning = [word for word in strange if word in grounding_words().turning]
    yield from (GroundingFault(Problem.TURNED, word) for word in dict.fromkeys(turning))
    if other := [word for word in dict.fromkeys(strange) if word not in turning]:
        yield GroundingFault(Problem.WORDS, " ".join(other))


def _causes(text: str, resting: Sequence[EvidenceSentence]) -> frozenset[str]:
    """Return the words that tell a cause, or what is suffered, which a text may use because a sentence tells the same cause.

    What stands behind "do" here must stand before "làm" there: "34 mái nhà bị hư hỏng do mưa đá".
    """
    words = grounding_words()
    spoken = tokens(text)
    at = next((at for at, word in enumerate(spoken) if word in words.causes_behind), None)
    cause = frozenset(content(" ".join(spoken[at + 1 :]))) if at is not None else frozenset()
    for item in resting:
        for clause in PIECE.split(item.text):
            there = tokens(clause)
            verb = next((number for number, word in enumerate(there) if word in words.causes_before), None)
            if verb is not None and cause and cause <= frozenset(there[:verb]):
                return words.causes_behind | words.suffering
    return frozenset()


def _without(text: str, readings: Sequence[Reading]) -> str:
    """Return the text with blanks for its numbers and their units."""
    return blank_out(without_bounds(text, readings), [(reading.start, reading.end) for reading in readings])


def _signs(text: str, readings: Sequence[Reading], against: Sequence[Evidence]) -> Iterator[GroundingFault]:
    inside = {at for reading in readings for at in range(reading.start, reading.end)}
    for at, sign in enumerate(text):
        if at not in inside and not PLAIN.match(sign) and not any(sign in e.lines for e in against):
            yield GroundingFault(Problem.FIGURE, sign)
    for match in SIGNED.finditer(text):
        if match.start() not in inside:
            yield GroundingFault(Problem.FIGURE, match[0])


def _resting(
    piece: str, figure_sentences: Sequence[EvidenceSentence], around: frozenset[str], against: Sequence[Evidence]
) -> list[EvidenceSentence]:
    """Return the sentences that a piece without a figure rests on: the figures', and the one that holds most of it."""
    words = set(content(piece)) - around - {word for item in figure_sentences for word in item.words}
    others = [item for e in against for item in e.sentences]
    if not words or not others:
        return list(figure_sentences) or sorted(others, key=lambda item: -len(item.words & set(content(piece))))[:1]
    best = max(others, key=lambda item: len(set(content(piece)) & item.words))
    return [*figure_sentences, best]


def _missing(
    piece: str, resting: Sequence[EvidenceSentence], around: frozenset[str], against: Sequence[Evidence]
) -> list[str]:
    supported = around | {word for item in resting for word in (*item.words, *item.lead)}
    turning = grounding_words().turning
    return [
        word
        for word in content(piece)
        if word not in supported or (word in turning and not any(word in item.words for item in resting))
        if not any(e.says(form) for form in glossary_forms(word) for e in against)
    ]


def _find_turned(piece: str, missing: Sequence[str], against: Sequence[Evidence]) -> Iterator[GroundingFault]:
    """Yield what is denied here and affirmed there, or the other way round, and "nhiều hơn" where only "hơn" is said."""
    sentences = [item for e in against for item in e.sentences]
    denied, plain = polarity(piece)
    there = frozenset(word for item in sentences for word in item.denied)
    affirmed = frozenset(word for item in sentences for word in item.plain).union(*(e.around_words for e in against))
    for word in content(piece):
        if word in missing or word in grounding_words().turning:
            continue
        if word in denied and word not in there:
            yield GroundingFault(Problem.TURNED, f"không {word}")
        elif not denied and word in plain and word in there and word not in affirmed:
            yield GroundingFault(Problem.TURNED, word)
    compared = {(before, word) for before, word in pairwise(tokens(piece)) if word in grounding_words().with_previous}
    if compared:
        compared -= {pair for item in sentences for pair in pairwise(tokens(item.text))}
        yield from (GroundingFault(Problem.TURNED, " ".join(pair)) for pair in sorted(compared) if pair[1] not in missing)
