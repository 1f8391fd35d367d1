"""Which section, paragraph and clause of last year's report is which of this year's: by outline and masked words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from app.comparison.likeness import COMMON, PieceLikeness, Scored, holders_of, pair
from app.comparison.pieces import ReportBlock, ReportPiece

# Likeness (0 to 1) from which two stretches are the same one rewritten, in the same section and elsewhere. Chosen on an
# invented pair of reports with 20 changes (tests/app/comparison/pairs.py), where 0.35 to 0.5 and 0.55 to 0.7 do equally.
WITHIN, ELSEWHERE = 0.4, 0.6
REWORDED = 0.15  # in the same section, where both count the same thing ("hộ nghèo")
HEADINGS = 0.5
NEAR = 0.1  # how much the same place in the section adds at most: it decides between paragraphs of like words
MOST_ACROSS = COMMON**3  # pairs of clauses left over of all paragraphs
MOST_PAIRS = COMMON**2  # pairs of clauses of two paragraphs that are all looked at


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pairs of blocks and of pieces, and what has no counterpart, in reading order."""

    blocks: tuple[tuple[ReportBlock, ReportBlock], ...]
    pieces: tuple[tuple[ReportPiece, ReportPiece], ...]
    unmatched: tuple[tuple[ReportBlock, tuple[ReportPiece, ...]], ...]
    new: tuple[tuple[ReportBlock, tuple[ReportPiece, ...]], ...]
    sections: dict[int, int]  # numbers of old headings to those of new ones


def align(old: Sequence[ReportBlock], new: Sequence[ReportBlock]) -> Alignment:
    """Align the blocks of two reports; linear in their length but for paragraphs that share rare words."""
    like = PieceLikeness(block.words for block in (*old, *new))
    sections = _sections(old, new, like)
    matched = _match_blocks(old, new, like, sections)
    pieces: list[tuple[ReportPiece, ReportPiece]] = []
    left_old: dict[int, list[ReportPiece]] = {at: list(block.pieces) for at, block in enumerate(old)}
    left_new: dict[int, list[ReportPiece]] = {at: list(block.pieces) for at, block in enumerate(new)}
    for a, b in matched:
        for before, now in _pair_pieces(left_old[a], left_new[b], like, lambda _a, _b: WITHIN, force=True):
            pieces.append((before, now))
    for at, block in enumerate(old):
        left_old[at] = _rest(block, {piece_old.start for piece_old, _ in pieces})
    for at, block in enumerate(new):
        left_new[at] = _rest(block, {other.start for _, other in pieces})
    pieces += _across(old, new, left_old, left_new, like, sections)
    aligned_old, aligned_new = {piece_old.start for piece_old, _ in pieces}, {other.start for _, other in pieces}
    return Alignment(
        tuple((old[a], new[b]) for a, b in matched),
        tuple(sorted(pieces, key=lambda both: both[1].start)),
        tuple((block, tuple(rest)) for block in old if (rest := _rest(block, aligned_old))),
        tuple((block, tuple(rest)) for block in new if (rest := _rest(block, aligned_new))),
        sections,
    )


def _rest(block: ReportBlock, aligned: set[int]) -> list[ReportPiece]:
    return [piece for piece in block.pieces if piece.start not in aligned]


def _sections(old: Sequence[ReportBlock], new: Sequence[ReportBlock], like: PieceLikeness) -> dict[int, int]:
    """Return which heading became which: by the words of the title, and by the order where titles are the same."""
    olds = [block for block in old if block.is_heading]
    news = [block for block in new if block.is_heading]
    return {
        olds[match.old].section or 0: news[match.new].section or 0
        for match in pair(_scores(olds, news, like, lambda _a, _b: True, lambda _a, _b: HEADINGS))
    }


def _match_blocks(
    old: Sequence[ReportBlock], new: Sequence[ReportBlock], like: PieceLikeness, sections: dict[int, int]
) -> list[tuple[int, int]]:
    def may(before: ReportBlock, now: ReportBlock) -> bool:
        if before.is_heading or now.is_heading:
            return before.is_heading and now.is_heading and sections.get(before.section or 0, -1) == now.section
        return before.kind is now.kind

    def least(before: ReportBlock, now: ReportBlock) -> float:
        return 0.0 if before.is_heading else WITHIN if _together(before, now, sections) else ELSEWHERE

    return sorted((match.old, match.new) for match in pair(_scores(old, new, like, may, least)))


def _together(before: ReportBlock, now: ReportBlock, sections: dict[int, int]) -> bool:
    if before.section is None or now.section is None:
        return before.section is now.section
    return sections.get(before.section) == now.section


def _scores(
    old: Sequence[ReportBlock],
    new: Sequence[ReportBlock],
    like: PieceLikeness,
    may: Callable[[ReportBlock, ReportBlock], bool],
    least: Callable[[ReportBlock, ReportBlock], float],
) -> Iterator[Scored]:
    """Yield the pairs alike by the least that they need; one that shares no rare pair of words is not looked at."""
    bags = [like.bag(block.words) for block in new]
    holders = holders_of(bags)
    for a, block in enumerate(old):
        bag = like.bag(block.words)
        for b in like.near(bag, holders):
            other = new[b]
            if not may(block, other):
                continue
            score = like.of(bag, bags[b])
            if score >= least(block, other):
                same = 1.0 if block.text == other.text else 0.0
                yield Scored(score + same + NEAR * (1 - abs(a / len(old) - b / len(new))), a, b)


def _pair_pieces(
    old: Sequence[ReportPiece],
    new: Sequence[ReportPiece],
    like: PieceLikeness,
    least: Callable[[ReportPiece, ReportPiece], float],
    *,
    force: bool = False,
    most: int = MOST_PAIRS,
) -> Iterator[tuple[ReportPiece, ReportPiece]]:
    """Yield the pieces of two blocks that are alike; ``force``: blocks of one piece each are alike already.

    :param most: pairs that are all looked at; of more, those that share rare words.
    """
    if force and len(old) == len(new) == 1:
        yield old[0], new[0]
        return
    bags = [like.bag(piece.words) for piece in new]
    holders = holders_of(bags) if len(old) * len(new) > most else None
    scored = []
    for a, piece in enumerate(old):
        bag = like.bag(piece.words)
        for b in range(len(new)) if holders is None else like.near(bag, holders):
            other = new[b]
            score = like.of(bag, bags[b])
            if score >= REWORDED and score >= least(piece, other):  # the least of all that is asked for
                scored.append(Scored(score + NEAR * (1 - abs(a / len(old) - b / len(new))), a, b))
    for both in pair(scored):
        yield old[both.old], new[both.new]


def _across(
    old: Sequence[ReportBlock],
    new: Sequence[ReportBlock],
    left_old: dict[int, list[ReportPiece]],
    left_new: dict[int, list[ReportPiece]],
    like: PieceLikeness,
    sections: dict[int, int],
) -> list[tuple[ReportPiece, ReportPiece]]:
    """Return pairs of pieces whose paragraphs were split, joined or moved."""
    homes_old = {piece.start: old[at] for at, rest in left_old.items() for piece in rest}
    homes_new = {piece.start: new[at] for at, rest in left_new.items() for piece in rest}
    olds = [piece for rest in left_old.values() for piece in rest if not homes_old[piece.start].is_heading]
    news = [piece for rest in left_new.values() for piece in rest if not homes_new[piece.start].is_heading]
    if len(olds) * len(news) > MOST_ACROSS:  # two reports that have nothing to do with each other
        return []

    def least(before: ReportPiece, now: ReportPiece) -> float:
        if not _together(homes_old[before.start], homes_new[now.start], sections):
            return ELSEWHERE
        return REWORDED if before.counted & now.counted else WITHIN

    return list(_pair_pieces(olds, news, like, least, most=MOST_ACROSS))
