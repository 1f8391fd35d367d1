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
FigureAt = tuple[Figure, ReportPiece]


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
    pairs = [ClausePair(before, now, _pair_figures(texts, before, now)) for before, now in clauses]
    across = list(_across(texts, aligned, pairs))
    paired_old = {id(figure) for both in across for figure, _ in both.pairs.both}
    paired_new = {id(figure) for both in across for _, figure in both.pairs.both}
    return [ClausePair(both.old, both.new, _without(both.pairs, paired_old, paired_new)) for both in pairs] + across


def _pair_figures(texts: Texts, before: ReportPiece, now: ReportPiece) -> Paired:
    old, new = figures.figures(texts[0], before), figures.figures(texts[1], now)
    return figures.pair_by_words(old, new, same_words=before.words == now.words)


def _without(pairs: Paired, paired_old: set[int], paired_new: set[int]) -> Paired:
    return Paired(
        pairs.both,
        tuple(figure for figure in pairs.unpaired if id(figure) not in paired_old),
        tuple(figure for figure in pairs.new if id(figure) not in paired_new),
    )


def _across(texts: Texts, aligned: Alignment, clause_pairs: Sequence[ClausePair]) -> Iterator[ClausePair]:
    """Yield figures that went to another clause of the same paragraph."""
    left_old: dict[int, list[FigureAt]] = {
        both.old.start: [(f, both.old) for f in both.pairs.unpaired] for both in clause_pairs
    }
    left_new: dict[int, list[FigureAt]] = {both.new.start: [(f, both.new) for f in both.pairs.new] for both in clause_pairs}
    for left, text, unmatched in ((left_old, texts[0], aligned.unmatched), (left_new, texts[1], aligned.new)):
        for piece in (piece for _, rest in unmatched for piece in rest):
            left[piece.start] = [(figure, piece) for figure in figures.figures(text, piece)]
    for block, other in aligned.blocks:
        old, new = _left_in(block, left_old), _left_in(other, left_new)
        if not old or not new:
            continue
        homes = {id(figure): piece for figure, piece in (*old, *new)}
        pairs = figures.pair_by_words([f for f, _ in old], [f for f, _ in new], same_words=False, strict=True)
        for before, now in pairs.both:
            yield ClausePair(homes[id(before)], homes[id(now)], Paired(((before, now),), (), ()))


def _left_in(block: ReportBlock, left: dict[int, list[FigureAt]]) -> list[FigureAt]:
    return [item for piece in block.pieces for item in left.get(piece.start, ())]
