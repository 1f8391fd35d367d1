"""Restoring a question typed in haste: no diacritics, half of them, a letter slipped, words run together.

The model is the library itself: how often each syllable and each pair of neighbouring syllables occurs in it (the
keyword index knows). The most likely reading of the whole question is found by Viterbi over the candidates of each
word. A word that carries a mark and is known stays as typed, and so does every known word of a question that is
accented as Vietnamese normally is. Letters that can be no Vietnamese syllable are a slip and are mended; a syllable
that the library merely does not contain stays. So text typed properly comes through unharmed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import regex as re
from rapidfuzz.distance import OSA

from index.query.glossary import Glossary
from ingest.language.syllables import is_syllable
from ingest.language.terms import fold, tokens
from ingest.language.text import strip_marks

WORD = re.compile(r"\p{L}+")
CAPITALS = re.compile(r"[A-ZĐ]{2,}")  # an abbreviation, in a text that is not all in capitals
PROPER_SHARE = 0.45  # of words without marks in properly typed Vietnamese: about .3; above this marks are missing
PAIR_SHARE = 0.85  # weight of the pair against the single syllable in a transition
SLIP = -5.0  # log-probability of a slipped letter
KEPT = 1.0  # log-bonus for the form as typed
FIRM_PAIR = 2  # times a corrected word must have stood beside the neighbour it has now
FIRMER_PAIR = 6  # the same where a letter differs, not only a mark
SHORTEST_SLIP = 3  # letters; shorter words have too many neighbours
SHORTEST_JOINED = 5  # letters of two syllables run together
MOST_CANDIDATES = 24  # readings of one word that are weighed


@dataclass(frozen=True, slots=True)
class BigramModel:
    """Counts of syllables and of pairs of neighbouring syllables; ``forms``: syllables by their letters alone."""

    single: Mapping[str, int]
    pairs: Mapping[tuple[str, str], int]
    forms: Mapping[str, tuple[str, ...]]
    total: int

    def times(self, phrase: Sequence[str]) -> int:
        """Return how often a phrase stands in the library at most: its rarest pair of syllables, or its only syllable."""
        if len(phrase) == 1:
            return self.single.get(phrase[0], 0)
        return min(self.pairs.get(pair, 0) for pair in zip(phrase, phrase[1:], strict=False))

    def step(self, before: str | None, word: str) -> float:
        """Return the log-probability of ``word`` after ``before`` (None at the start), never minus infinity."""
        alone = (self.single.get(word, 0) + 0.1) / (self.total + 1)
        if before is None:
            return math.log(alone)
        follow = self.pairs.get((before, word), 0) / (self.single.get(before, 0) + 1)
        return math.log(PAIR_SHARE * follow + (1 - PAIR_SHARE) * alone)


def model_of(counts: Iterable[tuple[str, int]], phrases: Iterable[str] = ()) -> BigramModel:
    """Make a model of index terms with their counts ("nông", "nông_thôn").

    :param phrases: phrases that questions use and reports may lack ("bao nhiêu"); each counts a few times.
    """
    single: dict[str, int] = {}
    pairs: dict[tuple[str, str], int] = {}
    for term, count in counts:
        parts = term.split("_")
        if len(parts) == 2:
            pairs[(parts[0], parts[1])] = pairs.get((parts[0], parts[1]), 0) + count
        elif term.isalpha():
            single[term] = single.get(term, 0) + count
    for phrase in phrases:
        words = [word for word in tokens(phrase) if word.isalpha()]
        for word in words:
            single[word] = single.get(word, 0) + 3
        for pair in zip(words, words[1:], strict=False):
            pairs[pair] = pairs.get(pair, 0) + 3
    forms: dict[str, list[str]] = {}
    for word in sorted(single, key=lambda w: -single[w]):
        forms.setdefault(strip_marks(word), []).append(word)
    return BigramModel(single, pairs, {bare: tuple(words) for bare, words in forms.items()}, sum(single.values()))


def restore(text: str, model: BigramModel, glossary: Glossary) -> str:
    """Return the question with its most likely spelling; what is no word (figures, document numbers) stays.

    A word with nothing like it in the library stays as typed.
    """
    folded = fold(text)
    words = [(match.start(), match.end(), match[0]) for match in WORD.finditer(folded) if _is_word(folded, match)]
    if not words or not model.total:
        return text
    typed = [word for _, _, word in words]
    plain = sum(word == strip_marks(word) for word in typed) / len(typed)
    shouted = text.isupper()
    options = [
        [(word, 0.0)]
        if not shouted and CAPITALS.fullmatch(text[start:end])  # FDI is meant, not "đi"
        else _candidates(word, plain > PROPER_SHARE, model, glossary)
        for start, end, word in words
    ]
    chosen = _most_likely(options, model)
    parts, at = [], 0
    for (start, end, word), best in zip(words, chosen, strict=True):
        original = text[start:end] if len(folded) == len(text) else word
        parts.append((text if len(folded) == len(text) else folded)[at:start])
        parts.append(original if best == word else best)
        at = end
    parts.append((text if len(folded) == len(text) else folded)[at:])
    return "".join(parts)


def _is_word(text: str, match: re.Match[str]) -> bool:
    """Leave out the letters of document numbers and units (24/CT-TTg, 12km)."""
    before, after = text[: match.start()][-1:], text[match.end() :][:1]
    return not (before.isdigit() or before in ("/", "-") or after in ("/", "-") or after.isdigit())


def _candidates(word: str, bare: bool, model: BigramModel, glossary: Glossary) -> list[tuple[str, float]]:
    """Return the readings of a word with their log-bonus."""
    is_known = word in model.single
    marked = word != strip_marks(word)
    if glossary.is_short(word) and not (is_known and marked):
        return [(word, 0.0)]
    if is_known and (marked or not bare):
        return [(word, 0.0)]
    if bare and not marked and word in model.forms:
        return [(form, KEPT if form == word else 0.0) for form in model.forms[word][:MOST_CANDIDATES]]
    if is_syllable(word):
        return [(word, 0.0)]
    joined = _apart(word, model)
    if joined:
        return [(joined, 0.0)]
    slips = _slips(word, model) if len(word) >= SHORTEST_SLIP else []
    return slips or [(word, 0.0)]


def alternatives(words: Sequence[str], model: BigramModel) -> list[str]:
    """Return syllables to search besides: the same letters with other marks, where only these go with a neighbour.

    "dinh dưởng" is searched as "dưỡng" too: a real syllable, but one the library lacks beside the one it has.
    """
    forms = []
    for at, word in enumerate(words):
        if word in model.single or not word.isalpha() or word == strip_marks(word):
            continue
        neighbours = (words[at - 1] if at else "", words[at + 1] if at + 1 < len(words) else "")
        for form, _ in _slips(word, model):
            beside = model.pairs.get((neighbours[0], form), 0) + model.pairs.get((form, neighbours[1]), 0)
            if beside >= (FIRM_PAIR if strip_marks(form) == strip_marks(word) else FIRMER_PAIR):
                forms.append(form)
    return list(dict.fromkeys(forms))


def _slips(word: str, model: BigramModel) -> list[tuple[str, float]]:
    """Return known syllables one slip away: a letter, a mark, or a letter without regard to marks."""
    letters = strip_marks(word)
    near = []
    for bare, forms in model.forms.items():
        if abs(len(bare) - len(letters)) > 1 or OSA.distance(bare, letters, score_cutoff=1) > 1:
            continue
        for form in forms:
            marks = OSA.distance(form, word, score_cutoff=3)
            near.append((form, SLIP * (0.6 if bare == letters else 1.0) - 0.7 * marks))
    near.sort(key=lambda item: -item[1] - math.log(1 + model.single[item[0]]))
    return near[:MOST_CANDIDATES]


def _apart(word: str, model: BigramModel) -> str | None:
    """Return the most frequent pair of syllables that were run together ("hagiang" → "hà giang"), or None."""
    if len(word) < SHORTEST_JOINED:
        return None
    best, most = None, 0
    for at in range(2, len(word) - 1):
        for left in _fitting(word[:at], model):
            for right in _fitting(word[at:], model):
                count = model.pairs.get((left, right), 0)
                if count > most:
                    best, most = f"{left} {right}", count
    return best


def _fitting(part: str, model: BigramModel) -> Sequence[str]:
    part = fold(part)  # "ly" is "lí" only once it stands alone
    if part != strip_marks(part):
        return [part] if part in model.single else []
    return model.forms.get(part, ())


def _most_likely(options: Sequence[Sequence[tuple[str, float]]], model: BigramModel) -> list[str]:
    """Return the reading of every word on the most likely path (Viterbi)."""
    paths: dict[str, tuple[float, list[str]]] = {}
    for place, readings in enumerate(options):
        step: dict[str, tuple[float, list[str]]] = {}
        for reading, bonus in readings:
            first, last = reading.split(" ")[0], reading.split(" ")[-1]
            inner = model.step(first, last) if first != last else 0.0
            if place == 0:
                best = (model.step(None, first) + bonus + inner, [reading])
            else:
                score, path = max(
                    ((score + model.step(path[-1].split(" ")[-1], first), path) for score, path in paths.values()),
                    key=lambda item: item[0],
                )
                best = (score + bonus + inner, [*path, reading])
            step[reading] = best
        paths = step
    return max(paths.values(), key=lambda item: item[0])[1]
