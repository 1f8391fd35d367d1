"""Fitting what tells a real syllable in the wrong word (``prompts/wrong_words.toml``): syllables are changed by chance.

What syllables follow one another is counted without the report at hand, so that its own words are as new as another's.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import regex as re
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from app.checks.model import Sentence
from app.checks.one_slip import Neighbours
from app.checks.suspects import FEATURES, RunWord, Said, Suspect, runs_of, suspect
from app.checks.syllable_pairs import SyllablePairs
from app.checks.word_pairs import WordPair
from eval.garbling import prose, real_syllable
from eval.syllable_pairs import OWN, counted
from ingest.language.sentences import sentences
from ingest.language.syllables import is_syllable
from ingest.language.text import normalize

CHANGED = 0.05  # of the syllables
ROUNDS = 2
RIDGE = 3.0  # of the weights of features that have a deviation of 1
SEED = 3
MARKUP = re.compile(r"\*\*|\[\^\d+\]:?|^- ")


@dataclass(frozen=True, slots=True)
class JudgedWord:
    """A syllable that is suspect, and the one that stood there ("" where it was not changed)."""

    suspect: Suspect | None
    original: str


def judged(
    text: str, pairs: SyllablePairs, near: Neighbours, known: frozenset[str], draw: random.Random
) -> Iterator[JudgedWord]:
    """Yield the suspect syllables of a report of the small format of which some were changed, and all those changed."""
    runs = [run for line in prose(text) for sentence in _sentences(line) for run in runs_of(sentence)]
    said = Said.of(runs)
    for run in runs:
        changed, originals = _changed(run, known, draw)
        for at, original in enumerate(originals):
            beside = [originals[n] for n in (at - 1, at + 1) if 0 <= n < len(run)]
            if not original and any(beside):
                continue  # right, and without its neighbour
            _say(said, run, changed, at, 1)
            found = suspect(pairs, near, changed, at, said)
            _say(said, run, changed, at, -1)
            if found or original:
                yield JudgedWord(found, original)


def _sentences(line: str) -> Iterator[Sentence]:
    text = MARKUP.sub("", line)
    for start, end in sentences(text):
        yield Sentence(start, end, text[start:end], (), ahead=False)


def _changed(run: Sequence[RunWord], known: frozenset[str], draw: random.Random) -> tuple[list[RunWord], list[str]]:
    """Return words of which some were changed, no two that stand side by side, and what stood in their place."""
    changed, originals = list(run), [""] * len(run)
    for at, word in enumerate(run):
        free = not word.is_name and is_syllable(word.folded) and not (at and originals[at - 1])
        if free and draw.random() < CHANGED and (other := real_syllable(word.folded, known, draw)):
            changed[at], originals[at] = replace(word, folded=other), word.folded
    return changed, originals


def _say(said: Said, run: Sequence[RunWord], changed: Sequence[RunWord], at: int, times: int) -> None:
    """Let what the report says hold the changed word instead of the one that stood there, or take it back (-1)."""
    for words, sign in ((changed, times), (run, -times)):
        said.syllables[words[at].folded] += sign
        for first in (at - 1, at):
            if 0 <= first < len(run) - 1:
                said.pairs[words[first].folded, words[first + 1].folded] += sign


def learn(files: Sequence[Path], weights: Mapping[WordPair, float], known: frozenset[str]) -> list[JudgedWord]:
    """Return what is to be learned from reports, each judged by the weights of pairs without its own."""
    draw = random.Random(SEED)  # noqa: S311 - no secrets
    near = Neighbours(SyllablePairs(weights).syllables)
    every: list[JudgedWord] = []
    for file in files:
        text = normalize(file.read_text(encoding="utf-8"))
        own = counted([text])
        left = {pair: rest for pair, weight in weights.items() if (rest := weight - OWN * own[pair]) > 0}
        pairs = SyllablePairs(left)
        for _ in range(ROUNDS):
            every += judged(text, pairs, near, known, draw)
    return every


def fit(every: Sequence[JudgedWord]) -> tuple[float, dict[str, float]]:
    """Return bias and weights of a logistic model.

    :raises ValueError: nothing was changed, or nothing was not.
    """
    rows = [one for one in every if one.suspect]
    x = np.array([[one.suspect.features[name] for name in FEATURES] for one in rows if one.suspect])
    y = np.array([bool(one.original) for one in rows])
    if not y.any() or y.all():
        raise ValueError("cần cả tiếng viết sai lẫn tiếng viết đúng để học")
    mean, deviation = x.mean(0), np.where(x.std(0) > 0, x.std(0), 1.0)
    z = (x - mean) / deviation

    def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = z @ parameters[1:] + parameters[0]
        error = expit(scores) - y
        value = float(np.logaddexp(0, scores).sum() - scores[y].sum() + RIDGE / 2 * (parameters[1:] ** 2).sum())
        return value, np.concatenate([[error.sum()], z.T @ error + RIDGE * parameters[1:]])

    found = minimize(loss, np.zeros(len(FEATURES) + 1), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    weights = found[1:] / deviation
    return float(found[0] - weights @ mean), dict(zip(FEATURES, map(float, weights), strict=True))


def threshold(every: Sequence[JudgedWord], bias: float, weights: Mapping[str, float], marks: float) -> float:
    """Return the score above which ``marks`` words that were not changed lie, in all."""
    scores = sorted(
        (
            bias + sum(weights[name] * value for name, value in one.suspect.features.items())
            for one in every
            if one.suspect and not one.original
        ),
        reverse=True,
    )
    return scores[min(int(marks), len(scores) - 1)] if scores else 0.0


def as_toml(bias: float, weights: Mapping[str, float], limit: float) -> str:
    """Return the data file."""
    lines = [
        "# What tells a real syllable in the wrong word, written by `python -m eval fit-wrong-words`. What the",
        "# features are says app/checks/suspects.py. A score is the log-odds that a word is wrong where one of twenty is.",
        f"bias = {bias:.3f}",
        f"threshold = {limit:.3f}",
        "[weights]",
        *(f"{name} = {weights[name]:.4f}" for name in FEATURES),
    ]
    return "\n".join(lines) + "\n"
