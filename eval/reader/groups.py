"""Groups that the reader learns from: a question, its candidates in a library, those that answer it and those that do not.

The candidates come from the product's own search, so that the wrong ones are those that it really has to tell apart.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import regex as re

from app.assistant import Assistant
from app.evidence.blocks import Block, BlockKind
from app.evidence.candidates import BLOCK_WORDS, Candidate, RankedBlock, meaning_of, rank_blocks
from app.evidence.frame import figures_of
from app.evidence.gathering import QuestionEvidence
from app.evidence.reading import statement_of
from eval.cells import NamedCell, is_value
from eval.fit import FACTS, right_block, right_stretch
from eval.metrics import answered
from eval.questions import Gold, asked_of
from index.embedding.embedder import ReadStatement

ASKED_AS = (0.55, 0.3, 0.15)  # how often a question is put as it is searched, as it was typed, without diacritics
MOST_OF_A_CELL = 4  # candidates that hold a cell's value; where more do, nobody knows which is meant
CELL_WEIGHT = 0.4  # what a cell counts beside a question, for its right candidates are guessed by the value
RIGHT_READ, NEAR, OTHERS = 2, 3, 1  # right candidates read each time, wrong ones among the best, any other wrong ones
TAKEN_OUT = 0.2  # how often the right ones are left out, and none is right
BLOCKS, ACROSS = ("list", "section"), "across"
BLOCKS_READ = 16  # blocks of a question, best first
MARKS = re.compile(r"[?.!,]")


@dataclass(frozen=True, slots=True)
class ReadingGroup:
    """One question as searched, as typed and without diacritics; its candidates, best first.

    ``right``: 1 for those that answer, 0 for those that do not, -1 where nobody knows. ``weight``: what it counts.
    """

    forms: tuple[str, str, str]
    statements: tuple[ReadStatement, ...]
    right: tuple[int, ...]
    weight: float = 1.0


def groups_of(assistant: Assistant, golds: Sequence[Gold], cells: Sequence[NamedCell] = ()) -> Iterator[ReadingGroup]:
    """Yield the groups of questions for a fact, a list, a section, of what several reports tell and of what none does.

    Also of figures that somebody named. Questions whose answer was not found are left out.
    """
    for gold in golds:
        if len(gold.turns) == 1 and gold.type in (*FACTS, *BLOCKS, ACROSS):
            evidence = asked_of(assistant, gold).evidence_for(gold.turns[0])[1]
            if gold.type == ACROSS:
                yield from _groups_of_reports(gold, evidence)
            elif gold.type in BLOCKS:
                yield from _group_of_blocks(assistant, gold, evidence)
            else:
                right = _right(gold, evidence.candidates)
                if 1 in right or (gold.type == "unanswerable" and evidence.candidates):
                    yield _group(gold.turns[0], meaning_of(evidence.frame), map(statement_of, evidence.candidates), right)
    for cell in cells:
        text = f"{cell.indicator} năm {cell.year}"
        gold = Gold(f"{cell.report}:{text}", "cell", (text,), (cell.report,), (), (), (), within=True)
        evidence = asked_of(assistant, gold).evidence_for(text)[1]
        right = [int(_holds(cell, candidate)) for candidate in evidence.candidates]
        if cell.value is None or 1 <= sum(right) <= MOST_OF_A_CELL:
            yield _group(text, meaning_of(evidence.frame), map(statement_of, evidence.candidates), right, CELL_WEIGHT)


def _groups_of_reports(gold: Gold, evidence: QuestionEvidence) -> Iterator[ReadingGroup]:
    """Yield a group for each report of a question put to several: one that has no evidence of it does not answer it."""
    by_report: dict[str, list[Candidate]] = {}
    for candidate in evidence.candidates:
        by_report.setdefault(Path(candidate.hit.passage.file).stem, []).append(candidate)
    for document, own in by_report.items():
        quoted = any(doc == document for doc, _ in gold.evidence)
        right = _right(gold, own)
        if 1 in right or not quoted:
            yield _group(gold.turns[0], meaning_of(evidence.frame), map(statement_of, own), right)


def _group_of_blocks(assistant: Assistant, gold: Gold, evidence: QuestionEvidence) -> Iterator[ReadingGroup]:
    """Yield the group of a question for a list or a section, whose candidates are blocks; none where no block is right."""
    facts, embedder = assistant.retriever.facts(), assistant.retriever.embedder
    blocks = rank_blocks(gold.type, evidence.frame, evidence.hits, facts, assistant.library, embedder)[:BLOCKS_READ]
    right = [_is_right_block(gold, ranked) for ranked in blocks]
    if 1 in right:
        statements = (statement_of_block(ranked.block) for ranked in blocks)
        yield _group(gold.turns[0], meaning_of(evidence.frame), statements, right)


def statement_of_block(block: Block) -> ReadStatement:
    """Return what is read of a block: its first words below its headings; of points and rows behind what leads to them."""
    leads = block.kind in (BlockKind.ENUMERATION, BlockKind.TABLE)
    return ReadStatement(block.path, block.lead if leads else "", " ".join(block.text.split()[: 2 * BLOCK_WORDS]))


def _is_right_block(gold: Gold, ranked: RankedBlock) -> int:
    """Return 1 for a right block, 0 for a wrong one, -1 for one that holds a part of what is needed."""
    if right_block(gold, ranked.block):
        return 1
    return -1 if any(answered(ranked.block.text, [key]) for key in gold.keys) else 0


def _group(
    text: str, meaning: str, statements: Iterable[ReadStatement], right: Sequence[int], weight: float = 1.0
) -> ReadingGroup:
    return ReadingGroup((meaning, text, plain(text)), tuple(statements), tuple(right), weight)


def _right(gold: Gold, candidates: Sequence[Candidate]) -> list[int]:
    """Return which candidates are right: those that hold most of what is needed. What holds a part elsewhere is unknown."""
    shares = np.array([right_stretch(gold, candidate) for candidate in candidates])
    most = shares.max(initial=0.0)
    keys = [any(answered(candidate.statement, [key]) for key in gold.keys) for candidate in candidates]
    return [
        1 if most and share >= most - 1e-9 else -1 if share or holds_key else 0
        for share, holds_key in zip(shares, keys, strict=True)
    ]


def _holds(cell: NamedCell, candidate: Candidate) -> bool:
    figures = figures_of(candidate.stretch.value or candidate.statement)
    return any(figure.value is not None and is_value(cell, figure.value) for figure in figures)


def plain(text: str) -> str:
    """Return a text as it is typed in haste: small letters, no diacritics, no marks."""
    bare = "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return MARKS.sub("", bare.replace("đ", "d").replace("Đ", "D")).lower()


def drawn(group: ReadingGroup, draw: random.Random) -> tuple[str, list[ReadStatement], list[bool]]:
    """Return the question in one of its forms, some candidates of a group, and which of these are right."""
    right = [at for at, value in enumerate(group.right) if value == 1]
    wrong = [at for at, value in enumerate(group.right) if value == 0]
    if draw.random() < TAKEN_OUT:
        right = []
    right = draw.sample(right, min(RIGHT_READ, len(right)))
    near = NEAR + RIGHT_READ - len(right)
    chosen = draw.sample(wrong[: near + 1], min(near, len(wrong)))
    rest = [at for at in wrong if at not in chosen]
    chosen += draw.sample(rest, min(OTHERS, len(rest)))
    statements = [group.statements[at] for at in (*right, *chosen)]
    return draw.choices(group.forms, ASKED_AS)[0], statements, [True] * len(right) + [False] * len(chosen)
