"""Fitting the weights of the answering score (``prompts/scoring.toml``) on gold questions, and judging them left out.

The model is a choice among the candidates of a question and "none of them" (:mod:`app.evidence.scoring`). A question
without an answer, or whose answer was not retrieved, chooses none. Leave-one-report-out: the questions of a report are
judged with weights fitted on those of all others.

"answerable" learns from each question twice: as it is, and as if its answer stood nowhere, with what holds it taken out of
what was found. Both ask in the same words, so that how people put questions without an answer teaches it nothing.

"read" and "answerable_read" weigh what the reader says. They are fitted only on questions that the reader has not learned
from (``eval.reader``), on which it would seem surer than it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from app.assistant import Assistant
from app.evidence.answerability import TermLookup
from app.evidence.blocks import Block, BlockKind
from app.evidence.candidates import Candidate, all_signs, rank_blocks, with_wanted_first
from app.evidence.frame import Frame
from app.evidence.gathering import QuestionEvidence
from app.evidence.scoring import MODELS, scoring
from eval.metrics import answered, comparable
from eval.questions import Gold, asked_of
from prompts import FOLDER

RIDGE = 3.0  # of the standardised weights; left out by report 1, 3 and 6 choose the right block for 158, 160 and 161 of 203
TAKEN_OUT = 0.25  # what a question counts whose answer was taken out (0, .25, .5, 1 tried; 1 misses most written by people)
HELD = 0.5  # share of a stretch that must stand in the gold quote
GRAM = 12  # characters by whose runs two texts are compared
LIST_WORDS = 260  # an answer to a list has at most so many words
SECTION_WORDS = 350
FACTS = ("fact", "table", "noisy", "paraphrase", "unanswerable")
# Features whose weight may have either sign; all others may only speak for a candidate (those that contradict are negative).
FREE = frozenset({"cosine", "density", "passage_rank", "passage_score", "cell"})
# Least weights of what contradicts: too few wrong candidates of the fitted questions name another year, unit or name for
# the fit to learn what that costs. What names other years alone is no answer at all
# (OTHER_YEARS of app/evidence/gathering.py).
# Twins say nothing for the score, which is the same for both; questions of other matters do.
# Of two sentences alike, the one that says it itself comes before the one that what leads up to it says it for.
LEAST = {"year": 2.0, "unit": 1.0, "names": 0.4, "words_own": 0.3, "numbered": 2.0, "period": 0.5, "score": 0.15}
SIGNED = ("stretch", "answerable", "read", "answerable_read")  # models whose features may only speak for a candidate
Matrix = NDArray[np.float64]
NAMES = MODELS
THRESHOLD = {
    "stretch": "fact",
    "answerable": "answerable",
    "read": "fact_read",
    "answerable_read": "answerable_read",
    "list": "list",
    "section": "section",
}
OUT = "không còn"  # the row of questions whose answer was taken out
KEPT = "# Thresholds"  # the part of the file that is not fitted begins with this line


@dataclass(frozen=True, slots=True)
class Choice:
    """The candidates of one question: their features, one a row, and whether each is right (1, or a part of it).

    ``weight``: how much it counts beside others.
    """

    gold: Gold
    features: Matrix
    right: NDArray[np.float64]
    weight: float = 1.0

    @property
    def report(self) -> str:
        """The report that is left out together with the question."""
        return self.gold.report


class Judged(Protocol):
    """Candidates of which one may be right: their features, one a row, and whether each is right (1, or a part of it)."""

    @property
    def features(self) -> Matrix:
        """Features, one candidate a row."""

    @property
    def right(self) -> NDArray[np.float64]:
        """How far each candidate is right, 0 to 1."""

    @property
    def weight(self) -> float:
        """How much it counts beside others."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Weights of features in their order, and the bias."""

    weights: NDArray[np.float64]
    bias: float

    def scores(self, choice: Judged) -> NDArray[np.float64]:
        """Return the scores of a question's candidates."""
        return choice.features @ self.weights + self.bias


def fit(choices: Sequence[Judged], names: Sequence[str], *, signed: bool, least: Mapping[str, float] = LEAST) -> Fit:
    """Return the weights that make the right choices most likely.

    :param signed: features may only speak for a candidate, but for those in FREE.
    :param least: what a feature weighs at least.
    :raises ValueError: there is no choice to learn from.
    """
    if not choices:
        raise ValueError("no questions to fit on")
    rows = np.concatenate([choice.features for choice in choices])
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    scaled = [(choice.features - mean) / spread for choice in choices]
    rights = [_right(choice.right) for choice in choices]
    shares = [choice.weight for choice in choices]
    count = len(names)

    def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights, bias = parameters[:count], parameters[count]
        total, slope = 0.0, np.zeros(count + 1)
        for matrix, right, weight in zip(scaled, rights, shares, strict=True):
            scores = matrix @ weights + bias
            top = max(float(scores.max()), 0.0)
            odds, none = np.exp(scores - top), np.exp(-top)
            chances = odds / (odds.sum() + none)
            if right.any():
                chosen = odds * right
                total -= weight * np.log(chosen.sum() / (odds.sum() + none))
                error = chances - chosen / chosen.sum()
            else:
                total -= weight * np.log(none / (odds.sum() + none))
                error = chances
            slope[:count] += weight * (matrix.T @ error)
            slope[count] += weight * error.sum()
        return total + RIDGE * float(weights @ weights) / 2, slope + np.r_[RIDGE * weights, 0.0]

    bounds = [*(_bound(name, signed, size, least) for name, size in zip(names, spread, strict=True)), (None, None)]
    optimum = minimize(loss, np.zeros(count + 1), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 400})
    weights = optimum.x[:count] / spread
    return Fit(weights, float(optimum.x[count] - mean @ weights))


def _right(right: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which candidates are right; where none is wholly, those that hold most."""
    whole = right >= 0.98
    return whole if whole.any() or not right.any() else right >= right.max() - 1e-9


def _bound(name: str, signed: bool, spread: float, least: Mapping[str, float]) -> tuple[float | None, float | None]:
    """Return the bounds of a standardised weight."""
    return (None, None) if not signed or name in FREE else (least.get(name, 0.0) * spread, None)


def left_out(choices: Sequence[Choice], names: Sequence[str], *, signed: bool) -> Iterator[tuple[Choice, Fit]]:
    """Yield every question with the weights fitted on the questions of all other reports."""
    for report in sorted({choice.report for choice in choices}):
        weights = fit([c for c in choices if c.report != report], names, signed=signed)
        yield from ((choice, weights) for choice in choices if choice.report == report)


def choices_of(assistant: Assistant, golds: Sequence[Gold], progress: Callable[[], object]) -> dict[str, list[Choice]]:
    """Return for every model of ``app.evidence.scoring`` the choices it decides; ``progress``: called after each question.

    Questions that retrieve nothing are left out. Those for a list or a section count only where the answer was retrieved:
    whether to answer them at all is decided by the best stretch. "answerable" has one candidate a question, right where
    the question has an answer; its signs hold the score of the weights in use, so it is fitted after "stretch" is written.
    """
    choices: dict[str, list[Choice]] = {name: [] for name in NAMES}
    for gold in golds:
        progress()
        if gold.type not in (*FACTS, "list", "section") or len(gold.turns) != 1:
            continue
        evidence = asked_of(assistant, gold).evidence_for(gold.turns[0])[1]
        if gold.type not in FACTS:
            facts, embedder = assistant.retriever.facts(), assistant.retriever.embedder
            blocks = rank_blocks(gold.type, evidence.frame, evidence.hits, facts, assistant.library, embedder)
            right = [right_block(gold, ranked.block) for ranked in blocks]
            if any(right):
                choices[gold.type].append(Choice(gold, np.array([ranked.features for ranked in blocks]), np.array(right)))
        elif evidence.candidates:
            for name, own in _choices_of_stretches(gold, evidence, assistant.terms_in):
                choices[name].append(own)
    return choices


def _choices_of_stretches(gold: Gold, evidence: QuestionEvidence, terms_in: TermLookup) -> Iterator[tuple[str, Choice]]:
    """Yield what the models of stretches decide of a question, each with the model's name."""
    frame, ranked = evidence.frame, evidence.candidates
    weighed = [replace(candidate, score=candidate.weighed, reading=None) for candidate in ranked]
    weighed = with_wanted_first(frame, sorted(weighed, key=lambda candidate: -candidate.score))
    right = np.array([right_stretch(gold, candidate) for candidate in weighed])
    yield "stretch", Choice(gold, np.array([candidate.features for candidate in weighed]), right)
    for choice in _choices_of_signs(gold, frame, weighed, terms_in):
        yield "answerable", choice
    if ranked[0].reading is not None:
        right = np.array([right_stretch(gold, candidate) for candidate in ranked])
        yield "read", Choice(gold, np.array([(candidate.weighed, candidate.reading) for candidate in ranked]), right)
        for choice in _choices_of_signs(gold, frame, ranked, terms_in):
            yield "answerable_read", choice


def _choices_of_signs(gold: Gold, frame: Frame, ranked: Sequence[Candidate], terms_in: TermLookup) -> Iterator[Choice]:
    """Yield a question as it is, and, if it has an answer, as if this stood nowhere."""
    yield Choice(gold, all_signs(frame, ranked, terms_in)[None, :], np.array([float(gold.type != "unanswerable")]))
    left = [c for c in ranked if not right_stretch(gold, c) and not _holds_part(gold, c)]
    if left and gold.type != "unanswerable":
        yield Choice(gold, all_signs(frame, left, terms_in)[None, :], np.zeros(1), TAKEN_OUT)


def right_stretch(gold: Gold, candidate: Candidate) -> float:
    """Return the share of the needed parts that a candidate holds, 0 where it stands outside the gold quotes."""
    stretch, passage = candidate.stretch, candidate.hit.passage
    whole = passage.text[stretch.start : stretch.end]
    if not gold.keys or not any(doc == _stem(passage.file) and overlap(whole, q) >= HELD for doc, q in gold.evidence):
        return 0.0
    if stretch.cell is not None and not any(answered(stretch.value, [key]) for key in gold.keys):
        return 0.0
    return sum(answered(stretch.statement, [key]) for key in gold.keys) / len(gold.keys)


def _holds_part(gold: Gold, candidate: Candidate) -> bool:
    return any(answered(candidate.statement, [key]) for key in gold.keys)


def right_block(gold: Gold, block: Block) -> float:
    """Return 1 for a block that is the section asked for or holds the whole list in few words, else 0."""
    if _stem(block.parts[0][0].file) not in {doc for doc, _ in gold.evidence}:
        return 0.0
    text = f"{block.lead} {block.text}"
    whole = answered(text, gold.keys)
    words = len(text.split())
    if gold.type == "section":
        labels = block.parts[0][0].section[: len(block.path)]
        is_section_asked = labels in {tuple(section.split(" > ")) for section in gold.sections}
        return float(block.kind is BlockKind.SECTION and (is_section_asked or (whole and words <= SECTION_WORDS)))
    return float(whole and words <= LIST_WORDS)


def overlap(text: str, quote: str) -> float:
    """Return the share of the shorter of two texts that stands in the other, by runs of letters; 0 where one is empty."""
    first, second = comparable(text), comparable(quote)
    if not first or not second:
        return 0.0
    if first in second or second in first:
        return 1.0
    runs = [{text[at : at + GRAM] for at in range(max(1, len(text) - GRAM + 1))} for text in (first, second)]
    return len(runs[0] & runs[1]) / min(map(len, runs))


def _stem(file: str) -> str:
    return file.rsplit(".", 1)[0]


def report_fit(choices: Sequence[Choice], name: str) -> str:
    """Return a table by type of question, each judged with the weights of all other reports.

    Its columns: how often the first candidate is right, one of the first two, and how often none is chosen.
    """
    threshold = scoring().thresholds[THRESHOLD[name]]
    rows: dict[str, list[tuple[bool, bool, bool]]] = {}
    for choice, weights in left_out(choices, NAMES[name], signed=name in SIGNED):
        scores = weights.scores(choice)
        order = np.argsort(-scores)
        refused = bool(scores[order[0]] < threshold)
        right = _right(choice.right)
        first = bool(not refused and right[order[0]])
        two = bool(not refused and right[order[:2]].any())
        rows.setdefault(choice.gold.type if choice.weight == 1 else OUT, []).append((first, two, refused))
    lines = ["loại".ljust(14) + "".join(title.rjust(12) for title in ("n", "đúng", "đúng (hai)", "từ chối"))]
    for kind, outcomes in rows.items():
        shares = [sum(column) / len(outcomes) for column in zip(*outcomes, strict=True)]
        lines.append(kind.ljust(14) + f"{len(outcomes):12d}" + "".join(f"{share:12.3f}" for share in shares))
    return "\n".join(lines) + "\n"


def as_toml(name: str, weights: Fit, names: Sequence[str]) -> str:
    """Return the tables of one model for ``prompts/scoring.toml``."""
    lines = [f"[{name}]", f"bias = {weights.bias:.3f}", f"[{name}.weights]"]
    return (
        "\n".join([*lines, *(f"{feature} = {value:.3f}" for feature, value in zip(names, weights.weights, strict=True))])
        + "\n"
    )


def write(choices: Mapping[str, Sequence[Choice]], fitted_on: str, file: Path = FOLDER / "scoring.toml") -> None:
    """Fit models and write them into ``prompts/scoring.toml``; the other models and the thresholds stay.

    :param fitted_on: the sets and the commit.
    """
    head, kept, thresholds = file.read_text(encoding="utf-8").partition(KEPT)
    blocks = [block.strip() for block in head.split("\n\n") if block.strip()]  # a comment, then one a model
    for name, own in choices.items():
        tables = as_toml(name, fit(own, NAMES[name], signed=name in SIGNED), NAMES[name])
        block = f"# Fitted on: {fitted_on}.\n{tables}".strip()
        places = [at for at, other in enumerate(blocks) if f"[{name}]" in other.splitlines()]
        blocks[slice(places[0], places[0] + 1) if places else slice(len(blocks), None)] = [block]
    file.write_text("\n\n".join([*blocks, kept + thresholds]), encoding="utf-8")
