"""The figures of all clauses that two reports share, paired: within a clause, then between the clauses of a paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.comparison import figures
from app.comparison.alignment import Alignment
from app.comparison.figures import Figure, Paired
from app.comparison.pieces import ReportBlock, ReportPiece

SAME_WORDS = 0.6  # share of words of an old clause in the new one from which a figure more or less is told by itself

Texts = tuple[str, str]
Held = tuple[Figure, ReportPiece]


@dataclass(frozen=True, slots=True)
class ClausePair:
    """Two clauses with their figures paired."""

    old: ReportPiece
    new: ReportPiece
    pairs: Paired

    @property
    def is_near(self) -> bool:
        """Whether most words of one clause stand in the other too: then a figure more or less is a change of its own."""
        words, others = ({word for word in piece.words if word.isalpha()} for piece in (self.old, self.new))
        return len(words & others) >= SAME_WORDS * max(1, min(len(words), len(others)))


def pair_figures(texts: Texts, aligned: Alignment, clauses: Sequence[tuple[ReportPiece, ReportPiece]]) -> list[ClausePair]:
    """Return the figures of the clauses, paired; what is left over is looked for in the other clauses of the paragraph.

    :param texts: of the old and the new report.
    """
    found = [ClausePair(one, other, _paired(texts, one, other)) for one, other in clauses]
    across = list(_across(texts, aligned, found))
    gone = {id(figure) for both in across for figure, _ in both.pairs.both}
    new = {id(figure) for both in across for _, figure in both.pairs.both}
    return [ClausePair(both.old, both.new, _without(both.pairs, gone, new)) for both in found] + across


def _paired(texts: Texts, one: ReportPiece, other: ReportPiece) -> Paired:
    old, new = figures.figures(texts[0], one), figures.figures(texts[1], other)
    return figures.paired(old, new, same_words=one.words == other.words)


def _without(pairs: Paired, gone: set[int], new: set[int]) -> Paired:
    return Paired(
        pairs.both,
        tuple(figure for figure in pairs.gone if id(figure) not in gone),
        tuple(figure for figure in pairs.new if id(figure) not in new),
    )


def _across(texts: Texts, aligned: Alignment, found: Sequence[ClausePair]) -> Iterator[ClausePair]:
    """Yield figures that went to another clause of the same paragraph."""
    left_old: dict[int, list[Held]] = {both.old.start: [(f, both.old) for f in both.pairs.gone] for both in found}
    left_new: dict[int, list[Held]] = {both.new.start: [(f, both.new) for f in both.pairs.new] for both in found}
    for left, text, unmatched in ((left_old, texts[0], aligned.gone), (left_new, texts[1], aligned.new)):
        for piece in (piece for _, rest in unmatched for piece in rest):
            left[piece.start] = [(figure, piece) for figure in figures.figures(text, piece)]
    for block, other in aligned.blocks:
        old, new = _held(block, left_old), _held(other, left_new)
        if not old or not new:
            continue
        homes = {id(figure): piece for figure, piece in (*old, *new)}
        pairs = figures.paired([f for f, _ in old], [f for f, _ in new], same_words=False, strict=True)
        for one, now in pairs.both:
            yield ClausePair(homes[id(one)], homes[id(now)], Paired(((one, now),), (), ()))


def _held(block: ReportBlock, left: dict[int, list[Held]]) -> list[Held]:
    return [held for piece in block.pieces for held in left.get(piece.start, ())]
