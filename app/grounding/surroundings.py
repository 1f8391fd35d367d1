"""Which words of a sentence belong to which of its figures.

Beside a figure stands what follows the first separator behind the figure before it, and what goes on to the next separator.
A figure without a subject of its own has that of the one before: "57 tập thể, 203 cá nhân". A share, a change and the parts
behind "trong đó" have its whole thing: "41 hộ nghèo, chiếm 1,27%", "24 trường đạt chuẩn, trong đó mầm non 8 trường".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.grounding.vocabulary import grounding_words
from ingest.language import spelling
from ingest.language.dates import Date, When
from ingest.language.documents import DocumentNumber
from ingest.language.governing import NAMES_END
from ingest.language.links import Reading
from ingest.language.quantity import SHARES, Quantity
from ingest.language.terms import tokens
from ingest.language.vocabulary import vocabulary

VERB = 4  # syllables: a verb and its object ("giải quyết việc làm cho 780 người")
RUNS = 6  # texts that a figure has from those before it, three figures back
LONGEST_BOUND = 24  # characters before a figure in which its bound stands
Run = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The syllables beside a figure that say something.

    ``own``: in its own stretch; ``near``: with those that it has from the figure before it; ``ahead``: of these, before it.
    ``runs``: the texts of all these as syllables, joining ones too. ``verb``: the last ones before it, which tell what is
    done with what is counted; ``state``: the one right behind that, which tells its state ("143 hồ sơ quá hạn"), or "".
    """

    near: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    ahead: frozenset[str] = frozenset()
    runs: tuple[Run, ...] = ()
    verb: frozenset[str] = frozenset()
    state: str = ""

    def behind(self, name: str) -> Surroundings:
        """Return these surroundings with a name before the figure."""
        words = frozenset(content(name))
        runs = (*self.runs, tuple(tokens(name)))
        return replace(self, near=self.near | words, own=self.own | words, ahead=self.ahead | words, runs=runs)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The texts before and behind a figure, and behind what it counts.

    ``joined``: it goes on from the figure before it; ``apart``: a semicolon parts them.
    """

    before: str
    behind: str
    tail: str
    until: int
    joined: bool
    apart: bool

    @property
    def state(self) -> str:
        """The syllable right behind what is counted, "" where it only joins; tense and voice are passed over."""
        word = next((word for word in tokens(self.tail) if word not in grounding_words().tenses), "")
        return word if _says(word) and word not in grounding_words().turning else ""


def content(text: str) -> list[str]:
    """Return what of a text says something, in order: syllables that do not only join, documents' numbers, full dates."""
    return [word for word in tokens(text) if _says(word)]


def _says(word: str) -> bool:
    if word.isalpha():
        return word not in grounding_words().silent
    return word.count("/") == 2 or ("/" in word and not word.replace("/", "").isdigit())


def surroundings(
    text: str, plain: str, figures: Sequence[Quantity], start: int, end: int
) -> Iterator[tuple[Surroundings, int]]:
    """Yield what stands beside each figure of the sentence [start, end) of a text, and where the next figure begins.

    :param plain: the text by :func:`without_bounds`.
    """
    stretches = list(_stretches(text, plain, figures, start, end))
    last = whole = Surroundings()
    for at, (figure, stretch) in enumerate(zip(figures, stretches, strict=True)):
        before, behind = frozenset(content(stretch.before)), frozenset(content(stretch.behind))
        own = before | behind
        for other in stretches[at + 1 :]:  # "38 tập thể và 117 cá nhân có thành tích": the end is said of both
            if not other.joined:
                break
            behind |= frozenset(content(other.tail))
        verb = frozenset(content(stretch.before)[-VERB:]) - grounding_words().existing
        runs = tuple(tuple(tokens(piece)) for piece in (stretch.before, stretch.behind))
        beside = Surroundings(own | behind, own, before, runs, verb, stretch.state)
        if at:
            of_whole = grounding_words().part.search(spelling.fold(stretch.before)) is not None
            whole = last if of_whole else Surroundings() if stretch.apart else whole
            beside = _with_subject(beside, whole if whole.near else last, figure, stretch, part=bool(whole.near))
        yield beside, stretch.until
        if text.rfind("(", start, figure.start) <= text.rfind(
            ")", start, figure.start
        ):  # what brackets hold goes no further
            last = beside


def _with_subject(
    beside: Surroundings, last: Surroundings, figure: Quantity, stretch: _Stretch, *, part: bool
) -> Surroundings:
    """Return the surroundings with what they have from the figure before."""
    words = grounding_words()
    light = words.turning | vocabulary().predicate
    before = frozenset(content(stretch.before))
    opens = next((word in light for word in tokens(stretch.before) if word not in words.times), False)
    if before and not before <= light and not part and not opens:
        return beside
    share = figure.unit in SHARES or bool(figure.change) or part
    verb = beside.verb - light or (last.verb if stretch.joined else frozenset())
    inherited = last.near if share else last.ahead
    return Surroundings(
        beside.near | inherited, beside.own, beside.ahead | inherited, (*beside.runs, *last.runs[:RUNS]), verb, beside.state
    )


def _stretches(text: str, plain: str, figures: Sequence[Quantity], start: int, end: int) -> Iterator[_Stretch]:
    first = figures[0].start if figures else start
    low, joined, apart = max(start, text.rfind(";", start, first) + 1), False, False
    for at, figure in enumerate(figures):
        until = figures[at + 1].start if at + 1 < len(figures) else end
        counted = _counted_end(text, figure)
        stop = NAMES_END.search(plain, counted, until)
        tail = plain[counted : stop.start() if stop else until]
        yield _Stretch(plain[low : figure.start], plain[figure.end : counted] + tail, tail, until, joined, apart)
        low = stop.end() if stop else counted
        apart = stop is not None and stop[0] == ";"
        joined = grounding_words().joining.fullmatch(spelling.fold(text[counted:until])) is not None


def document_surroundings(text: str, documents: Sequence[DocumentNumber], start: int, end: int) -> list[Surroundings]:
    """Return what stands beside each document's number of the sentence [start, end): kind, date, matter."""
    beside, low = list[Surroundings](), start
    # the words before the first number are said of all numbers
    lead = frozenset(content(text[start : documents[0].start])) if documents else frozenset()
    for at, number in enumerate(documents):
        until = documents[at + 1].start if at + 1 < len(documents) else end
        stop = NAMES_END.search(text, number.end, until)
        before = text[low : number.start] if at else ""
        own = frozenset(content(f"{before} {text[number.end : stop.start() if stop else until]}"))
        beside.append(Surroundings(lead | own, own))
        low = stop.end() if stop else number.end
    return beside


def follows(runs: Sequence[Run], pair: tuple[str, str], said_words: frozenset[str]) -> bool:
    """Say whether in a run the second syllable follows the first, with only syllables between them that are said, too."""
    for run in runs:
        for at, word in enumerate(run):
            if word == pair[0]:
                rest = run[at + 1 :]
                skipped = next((n for n, other in enumerate(rest) if other not in said_words or other == pair[1]), len(rest))
                if skipped < len(rest) and rest[skipped] == pair[1]:
                    return True
    return False


def without_bounds(text: str, readings: Sequence[Reading]) -> str:
    """Return the text with blanks for its times, phrases that only join, and what leads to figures ("đạt hơn").

    The grammar has read times and bounds. Days stay: they tell one document from another.
    """
    bounds = [grounding_words().of_whole, *vocabulary().bounds_before.values()]
    folded = spelling.fold(text)
    spans = [match.span() for match in grounding_words().phrases.finditer(folded)]
    for reading in readings:
        if isinstance(reading, Date) and reading.when is not When.DAY:
            spans.append((reading.start, reading.end))
        if isinstance(reading, Quantity):
            low = max(0, reading.start - LONGEST_BOUND)
            before = folded[low : reading.start]
            begin = min((match.start() for bound in bounds if (match := bound.search(before))), default=len(before))
            verb = grounding_words().before_figures.search(before[:begin])
            spans.append((low + (verb.start() if verb else begin), reading.start))
    return blank_out(text, spans)


def blank_out(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return the text with blanks in place of the spans."""
    characters = list(text)
    for start, end in spans:
        characters[start:end] = " " * (end - start)
    return "".join(characters)


def _counted_end(text: str, quantity: Quantity) -> int:
    """Return where the name of what is counted ends."""
    at = text.find(quantity.counted, quantity.end) if quantity.counted else -1
    return at + len(quantity.counted) if 0 <= at < quantity.end + 4 else quantity.end
