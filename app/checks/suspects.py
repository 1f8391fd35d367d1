"""Syllables that their neighbours do not expect, where another a slip away is expected: what speaks for and against it.

What is expected is told by how often syllables follow one another (:mod:`app.checks.syllable_pairs`), and by the
report itself.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import regex as re

from app.checks.model import Sentence, Sheet
from app.checks.one_slip import Neighbours, Slip
from app.checks.syllable_pairs import SyllablePairs
from app.checks.word_pairs import WordPair, pairs_known
from ingest.language.spelling import fold
from ingest.language.syllables import is_syllable
from ingest.language.text import strip_marks

LETTERS = re.compile(r"\p{L}++")
OPENS = re.compile(r"(?:^|[.:;!?])\s*+[\"“(–-]?\s*+$")
SETTLED = 4.0  # weight of both pairs of a syllable that is not looked at further
FEATURES = (
    "gain",
    "before",
    "after",
    "better_before",
    "better_after",
    "often",
    "other_often",
    "unmet",
    "all_unmet",
    "met",
    "becomes_word",
    "is_word",
    "ahead",
    "behind",
    "becomes_ahead",
    "becomes_behind",
    "best_met",
    "at_edge",
    "left_unknown",
    "right_unknown",
    "left_name",
    "right_name",
    "said_ahead",
    "said_behind",
    "said",
    "other_said",
    "other_said_ahead",
    "other_said_behind",
    "company",
    "bare",
    "length",
    "unknown",
    "surely_better",
    *(f"slip_{kind.value}" for kind in Slip),
)
CAPITALS = 0.7  # of the letters of a line that is written in capitals
# Logarithm of how likely each slip is, by hand, to choose among syllables; the weights judge the slip of the one chosen.
COST: Mapping[Slip, float] = {
    Slip.ASKED: -2.0,
    Slip.UNTONED: -2.5,
    Slip.TONE: -3.0,
    Slip.VOWEL: -3.0,
    Slip.BARE: -3.0,
    Slip.MARKS: -4.5,
    Slip.ONSET: -3.0,
    Slip.ENDING: -3.5,
    Slip.KEY: -5.0,
    Slip.LENGTH: -5.0,
    Slip.SWAPPED: -5.0,
    Slip.LETTER: -6.0,
}


@dataclass(frozen=True, slots=True)
class RunWord:
    """A word [start, end) of the report, folded; ``is_name``: it begins with a capital that nothing before it explains."""

    start: int
    end: int
    folded: str
    is_name: bool


@dataclass(frozen=True)
class Said:
    """How often the report itself says syllables and pairs of them."""

    syllables: Counter[str] = field(default_factory=Counter)
    pairs: Counter[WordPair] = field(default_factory=Counter)

    @classmethod
    def of(cls, runs: Sequence[Sequence[RunWord]]) -> Said:
        """Count what runs of words say."""
        said = cls()
        for run in runs:
            words = [word.folded for word in run]
            said.syllables.update(words)
            said.pairs.update(zip(words, words[1:], strict=False))
        return said


@dataclass(frozen=True, slots=True)
class Suspect:
    """A word that may be wrong: which syllable was rather meant, and what speaks for and against it, by name."""

    meant: str
    features: Mapping[str, float]


def runs(sheet: Sheet) -> Iterator[list[RunWord]]:
    """Yield the words of a report that stand side by side with nothing but a space between them."""
    for sentence in sheet.sentences:
        yield from runs_of(sentence)


def runs_of(sentence: Sentence) -> Iterator[list[RunWord]]:
    """Yield the words of one sentence that stand side by side."""
    text, last = sentence.text, 0
    run: list[RunWord] = []
    letters = [letter for letter in text if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters) > CAPITALS * len(letters)
    for match in LETTERS.finditer(text):
        if run and text[last : match.start()] != " ":
            yield run
            run = []
        opens = capitals or OPENS.search(text[max(0, match.start() - 4) : match.start()]) is not None
        is_name = match[0][0].isupper() and (not opens or (match[0].isupper() and not capitals))
        run.append(RunWord(sentence.start + match.start(), sentence.start + match.end(), fold(match[0]), is_name))
        last = match.end()
    if run:
        yield run


def suspect(pairs: SyllablePairs, near: Neighbours, run: Sequence[RunWord], at: int, said: Said) -> Suspect | None:
    """Return what may have been meant instead of ``run[at]``; None where nothing, or where it is plainly right."""
    word = run[at].folded
    left, right = (run[n].folded if 0 <= n < len(run) else "" for n in (at - 1, at + 1))
    alone = run[at].is_name and not any(run[n].is_name for n in (at - 1, at + 1) if 0 <= n < len(run))
    if (run[at].is_name and not alone) or not (left or right) or not is_syllable(word):
        return None
    ahead, behind = pairs.weight(left, word), pairs.weight(word, right)
    if min(ahead if left else SETTLED, behind if right else SETTLED) >= SETTLED:
        return None
    rival = max((_Rival(pairs, left, other, right, how) for other, how in near.of(word)), key=_Rival.score, default=None)
    if rival is None:
        return None
    if alone and (behind or (rival.word, right) not in pairs_known().dictionary):
        return None  # a name of one syllable, unless it opens a word as that of a body does ("Nổi vụ")
    features = {
        **_signs_of_pairs(pairs, left, word, right, rival),
        **_signs_of_report(said, left, word, right, rival),
        "left_name": float(at > 0 and run[at - 1].is_name),
        "right_name": float(at + 1 < len(run) and run[at + 1].is_name),
        "bare": float(word == strip_marks(word)),
        "length": float(len(word)),
        **{f"slip_{kind.value}": float(kind is rival.how) for kind in Slip},
    }
    return Suspect(rival.word, features)


class _Rival:
    """A syllable between two neighbours ("" for none): how likely it follows one and leads to the other."""

    def __init__(self, pairs: SyllablePairs, left: str, word: str, right: str, how: Slip | None = None) -> None:
        self.word, self.how = word, how
        self.before = pairs.likely(left, word)
        self.after = pairs.likely(word, right) if right else 0.0

    def score(self) -> float:
        """Return the logarithm of how likely it was meant, where a slip led from it to what is written."""
        return self.before + self.after + (COST[self.how] if self.how is not None else 0.0)


def _signs_of_pairs(pairs: SyllablePairs, left: str, word: str, right: str, rival: _Rival) -> dict[str, float]:
    """Return what the language says of a word between its neighbours, and of its rival there."""
    words, own = pairs_known().dictionary, _Rival(pairs, left, word, right)
    ahead, behind = pairs.weight(left, word), pairs.weight(word, right)
    becomes_ahead, becomes_behind = pairs.weight(left, rival.word), pairs.weight(rival.word, right)
    edges = float(not left or not right)
    unmet = float(not ahead) + float(not behind)
    gain = rival.score() - own.score()
    return {
        "gain": gain,
        "before": own.before,
        "after": own.after,
        "better_before": rival.before,
        "better_after": rival.after,
        "often": _log(pairs.often(word)),
        "other_often": _log(pairs.often(rival.word)),
        "unmet": unmet,
        "all_unmet": float(unmet == 2 - edges),
        "met": float(bool(becomes_ahead)) + float(bool(becomes_behind)),
        "becomes_word": float((left, rival.word) in words or (rival.word, right) in words),
        "is_word": float((left, word) in words or (word, right) in words),
        "ahead": _log(ahead),
        "behind": _log(behind),
        "becomes_ahead": _log(becomes_ahead),
        "becomes_behind": _log(becomes_behind),
        "best_met": _log(max(becomes_ahead, becomes_behind)),
        "at_edge": edges,
        "left_unknown": float(bool(left) and left not in pairs.first),
        "right_unknown": float(bool(right) and right not in pairs.second),
        "company": _log(pairs.followers.get(word, 0) + pairs.leaders.get(word, 0)),
        "unknown": float(not pairs.often(word)),
        "surely_better": float(unmet == 2 - edges) * min(gain, 12.0),
    }


def _signs_of_report(said: Said, left: str, word: str, right: str, rival: _Rival) -> dict[str, float]:
    """Return what the report itself says of both words; the word at hand is one of its own."""
    return {
        "said_ahead": float(said.pairs[left, word] > 1),
        "said_behind": float(said.pairs[word, right] > 1),
        "said": _log(said.syllables[word] - 1),
        "other_said": _log(said.syllables[rival.word]),
        "other_said_ahead": float(said.pairs[left, rival.word] > 0),
        "other_said_behind": float(said.pairs[rival.word, right] > 0),
    }


def _log(weight: float) -> float:
    return math.log1p(max(weight, 0.0))
