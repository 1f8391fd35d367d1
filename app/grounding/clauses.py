"""Whether what a clause of a sentence says stands together in one clause of the evidence.

A sentence all of whose words stand in what it cites may still say what is not there: who did it is of one clause, what was
done of the next. A clause says of its own subject what it says. Where it has none, it has that of a clause before it in its
sentence: "Thư viện bổ sung 640 đầu sách, phục vụ 5.870 lượt bạn đọc". So a clause may be told with words of an earlier one,
if nothing is left out that it puts itself before what is told of it, nor what that earlier one begins with.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex as re

from app.answer.model import GroundingFault, Problem
from app.grounding.claims import key
from app.grounding.surroundings import blank_out, content, without_bounds
from app.grounding.vocabulary import grounding_words
from ingest.language.links import Reading
from ingest.language.quantities import read
from ingest.language.quantity import Quantity
from ingest.language.terms import fold, tokens

PIECE = re.compile(r"[,;:()¦]|[.!?…](?=\s|$)")
JOINED = re.compile(rf"{PIECE.pattern}|(?<=\s)và(?=\s)", re.IGNORECASE)  # of a sentence that is held against evidence
QUOTED = re.compile(r"“[^”]{0,200}+”|\"[^\"]{0,200}+\"")
OPENING = 2  # syllables that begin what a sentence is about
MOST_CLAUSES = 400  # of the evidence that a clause is held against: a passage has some twenty


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: its words that say something, in order, and where the figures stand among them.

    ``figures``: (key of the figure, number of words before it, whether it only tells of which things another is). ``leads``:
    it ends in a colon, so that it is said of all that follows.
    """

    words: tuple[str, ...]
    figures: tuple[tuple[str, int, bool], ...]
    leads: bool = False


@dataclass(frozen=True, slots=True)
class SentenceClauses:
    """The clauses of a sentence, in order; ``lead``: syllables of the line above that ends in a colon."""

    clauses: tuple[Clause, ...]
    lead: frozenset[str]

    def words(self, until: int | None = None) -> frozenset[str]:
        """Return the words of all its clauses, or of those before one."""
        return frozenset(word for clause in self.clauses[:until] for word in clause.words)


def clauses(text: str, ends: re.Pattern[str] = PIECE) -> tuple[Clause, ...]:
    """Return the clauses of a text that say something, in order; ``ends``: what parts them."""
    readings = read(text)
    plain = blank_out(without_bounds(text, readings), [(reading.start, reading.end) for reading in readings])
    return tuple(_clauses(text, plain, readings, ends))


def _clauses(text: str, plain: str, readings: Sequence[Reading], ends: re.Pattern[str]) -> Iterator[Clause]:
    inside = [(reading.start, reading.end) for reading in readings] + [match.span() for match in QUOTED.finditer(text)]
    begin = 0
    for match in [*ends.finditer(text), None]:
        if match and any(start <= match.start() < end for start, end in inside):  # "1,12 tỷ": part of a figure
            continue
        end = match.start() if match else len(text)
        figures = tuple(
            (key(reading), len(content(plain[begin : reading.start])), _is_whole(text, reading.start))
            for reading in readings
            if isinstance(reading, Quantity) and begin <= reading.start < end
        )
        words = tuple(content(plain[begin:end]))
        if words or figures:
            yield Clause(words, figures, match is not None and match[0] == ":")
        begin = match.end() if match else end


def _is_whole(text: str, start: int) -> bool:
    """Say whether the figure at ``start`` only tells of which things another one is: "trong 32 đơn"."""
    return grounding_words().of_things.search(fold(text[max(0, start - 20) : start])) is not None


def clause_faults(text: str, against: Sequence[SentenceClauses], around: frozenset[str]) -> Iterator[GroundingFault]:
    """Yield a fault for each clause of a text whose words the evidence says in several clauses that do not belong together.

    :param against: the sentences that the text rests on.
    :param around: syllables around what is cited, which may be said of all of it.
    """
    text_words = frozenset(tokens(text))
    opening: tuple[str, ...] = ()
    for clause in clauses(text, JOINED):
        opening = opening or clause.words[:OPENING]
        if len(clause.words) < 2 and not clause.figures:
            continue
        if not _stands_together(clause, opening, text_words, against, around):
            yield GroundingFault(Problem.SUBJECT, " ".join(clause.words[:4]))


def told_whole(text: str, figure: str, against: Sequence[SentenceClauses], around: frozenset[str]) -> Iterator[int]:
    """Yield the numbers of the sentences of which a clause is told whole, with the figure and nothing else but its subject.

    What is done with what is counted is then what the evidence says, in whatever order.
    """
    text_words = frozenset(tokens(text))
    for clause in clauses(text, JOINED):
        if not any(figure == name for name, *_ in clause.figures):
            continue
        for number, sentence in enumerate(against):
            for at, base in enumerate(sentence.clauses):
                if not {name for name, *_ in clause.figures} <= {name for name, *_ in base.figures}:
                    continue
                place = next(place for name, place, _ in base.figures if name == figure)
                if not place or {*base.words} - text_words - grounding_words().causes_before:
                    continue
                free = sentence.lead | _free() | (around - sentence.words())
                foreign = frozenset(clause.words) - frozenset(base.words) - free
                is_subject = len(foreign) > 1 and _begins_with(foreign, sentence.clauses[:at][-1:], text_words, bare=False)
                if not foreign or is_subject:
                    yield number


def _free() -> frozenset[str]:
    words = grounding_words()
    return words.causes_behind | words.suffering


def _stands_together(
    clause: Clause,
    opening: Sequence[str],
    text_words: frozenset[str],
    against: Sequence[SentenceClauses],
    around: frozenset[str],
) -> bool:
    keys = [name for name, _, is_whole in clause.figures if not is_whole]
    if clause.figures and not keys:
        return True
    places = [(item, at) for item in against for at in range(len(item.clauses))][:MOST_CLAUSES]
    for name in keys or [""]:
        holding = [
            (item, at) for item, at in places if not name or any(name == other for other, *_ in item.clauses[at].figures)
        ]
        if holding and not any(_is_told(clause, name, opening, text_words, item, at, around) for item, at in holding):
            return False
    return True


def _is_told(
    clause: Clause,
    figure: str,
    opening: Sequence[str],
    text_words: frozenset[str],
    sentence: SentenceClauses,
    at: int,
    around: frozenset[str],
) -> bool:
    """Say whether a clause of the evidence, with what it has from earlier ones of its sentence, tells what a clause says.

    :param opening: the first words of the sentence held against it, which may be of what all its clauses are said of.
    """
    base, words = sentence.clauses[at], grounding_words()
    leads = {word for clause in sentence.clauses[:at] if clause.leads for word in clause.words}
    free = words.causes_behind | words.suffering | words.turning | words.times | words.totals | sentence.lead | leads
    own = frozenset(clause.words) - frozenset(base.words) - free
    opening_words = frozenset(opening) - frozenset(base.words) - free
    elsewhere = (opening_words | own & around) & sentence.words()  # who the sentence is about stands in another clause
    if not own - around and not elsewhere:
        return True
    places = [number + 1 for number, word in enumerate(base.words) if word in clause.words]
    if not places and not figure:
        return False
    place = max((place for name, place, _ in base.figures if name == figure), default=0)
    left_out = {*base.words[: place if figure else max(places)]} - words.turning
    if left_out - text_words - around - words.causes_before - words.totals:
        return False
    # a share, a change: of the thing of the figure before
    return _begins_with(
        own - around, sentence.clauses[:at], text_words | around | words.totals, bare=bool(figure) and not left_out
    )


def _begins_with(foreign: frozenset[str], earlier: Sequence[Clause], text_words: frozenset[str], *, bare: bool) -> bool:
    """Say whether words are of what earlier clauses begin with: nothing before them there is left out.

    :param bare: they may be of what such a clause counts, too.
    """
    left = foreign
    for clause in reversed(earlier):
        first = next((number for number, word in enumerate(clause.words) if word in left), None)
        if first is None:
            continue
        if not bare and not text_words.issuperset(clause.words[:first]):
            return False
        left -= frozenset(clause.words)
    return not left
