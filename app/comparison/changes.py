"""This year's report against last year's: every change, in the reading order of the new one."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.comparison import figures, years
from app.comparison.alignment import Alignment, align
from app.comparison.figure_pairs import pair_figures
from app.comparison.figures import Figure
from app.comparison.knowledge import knowledge
from app.comparison.model import ChangeKind, ReportChange, Years, heading_name, place, years_of
from app.comparison.pieces import ReportBlock, ReportPiece, blocks
from app.comparison.table_changes import table_changes
from ingest.language.spelling import fold
from ingest.language.text import capitalized
from ingest.model import Kind, Report
from ingest.sections import section_at

FEWEST_WORDS = 8  # words of a paragraph told as copied; shorter ones lead to what follows ("Kết quả đạt được như sau:")
FEWEST_NEW = 4  # words of a clause that is told as new or gone


def compare(old: Report, new: Report) -> list[ReportChange]:
    """Return the changes from one report to the next, in the reading order of the new one; none: an empty list.

    What is gone stands behind what stood before it. Closing blocks are not compared.
    """
    return _Comparison(old, new).changes()


class _Comparison:
    """One pass over two reports."""

    def __init__(self, old: Report, new: Report) -> None:
        self.old, self.new = old, new
        self.years: Years = years_of(old, new)
        self.blocks = (blocks(old), blocks(new))
        self.aligned: Alignment = align(*self.blocks)
        self.copied = {b.start for a, b in self.aligned.blocks if a.text == b.text}
        copied_pieces = {piece.start for _, b in self.aligned.blocks if b.start in self.copied for piece in b.pieces}
        rewritten = [(piece, other) for piece, other in self.aligned.pieces if other.start not in copied_pieces]
        self.pairs = pair_figures((old.text, new.text), self.aligned, rewritten)
        self.met = {(both.old.start, both.new.start) for both in self.pairs}

    def changes(self) -> list[ReportChange]:
        """Return all changes in order."""
        changes = [*self._copied(), *self._rewritten(), *self._only_in_one()]
        changes += table_changes(self.old, self.new, self.years, self.aligned.sections)
        pieces = sorted((piece.start, other.start) for piece, other in self.aligned.pieces)
        furthest = itertools.accumulate((new for _, new in pieces), max)
        anchors = [(old, new) for (old, _), new in zip(pieces, furthest, strict=True)]
        return [self._under(change) for change in sorted(changes, key=lambda change: _order(change, anchors))]

    def _under(self, change: ReportChange) -> ReportChange:
        """Return what is gone under the section of the new report that took the place of its own."""
        if change.old is None or change.new is not None:
            return change
        at = section_at(self.old, change.old.start)
        top = at
        while at is not None:
            top, at = at, self.old.headings[at].parent
        section = self.aligned.sections.get(top) if top is not None else None
        if section is None:
            return change
        return replace(change, old=replace(change.old, heading=heading_name(self.new.headings[section])))

    def _copied(self) -> Iterator[ReportChange]:
        for before, now in self.aligned.blocks:
            if now.start not in self.copied or now.is_heading or len(now.text.split()) < FEWEST_WORDS:
                continue
            folded = fold(now.text)
            if knowledge().formulas.match(folded) or knowledge().captions.match(folded) or self._in_head(now):
                continue
            printed = [f.printed for piece in now.pieces for f in figures.figures(self.new.text, piece)]
            also = f", kể cả số liệu ({'; '.join(printed[:8])})" if printed else ""
            yield ReportChange(
                ChangeKind.COPIED,
                f"Đoạn giống hệt báo cáo trước{also}.",
                place(self.old, before.start, before.end),
                place(self.new, now.start, now.end),
            )

    def _in_head(self, block: ReportBlock) -> bool:
        """Say whether a block stands in the letterhead: before the first heading, and no sentence."""
        return block.section is None and block.kind is Kind.TEXT and not block.text.rstrip().endswith((".", ":", ";"))

    def _rewritten(self) -> Iterator[ReportChange]:
        for piece, other in self.aligned.pieces:
            yield from self._left_in(piece, other)
        for both in self.pairs:
            for before, now in figures.select_moved(both.pairs.both):
                yield self._change(ChangeKind.MOVED, self._moved(before, now), both.old, both.new)
            for _, now in figures.select_stale(both.pairs.both) if not self.years.same else ():
                message = f"{capitalized(now.name)} vẫn là {now.printed} như báo cáo trước."
                yield self._change(ChangeKind.STALE, message, both.old, both.new)
            for now in both.pairs.new if both.is_near else ():
                message = f"Số liệu mới trong câu: {now.printed} ({now.name})."
                yield self._change(ChangeKind.NEW, message, None, both.new)
            for before in both.pairs.unpaired if both.is_near else ():
                message = f"Số liệu không còn trong câu: {before.printed} ({before.name})."
                yield self._change(ChangeKind.GONE, message, both.old, None)

    def _left_in(self, before: ReportPiece, now: ReportPiece) -> Iterator[ReportChange]:
        for date, _ in years.left_in((self.old.text, self.new.text), before, now, self.years):
            message = f"Vẫn ghi “{' '.join(date.text.split())}” như báo cáo trước; hãy xem có cần cập nhật."
            yield self._change(ChangeKind.STALE, message, before, now)

    def _moved(self, before: Figure, now: Figure) -> str:
        gap = figures.difference(before.quantity, now.quantity)
        values = self.years.write_both(before.printed, now.printed)
        return f"{capitalized(now.name or before.name or 'Số liệu')} – {values}{f'; {gap}' if gap else ''}."

    def _change(self, kind: ChangeKind, message: str, piece: ReportPiece | None, other: ReportPiece | None) -> ReportChange:
        before = place(self.old, piece.opens, piece.closes) if piece else None
        now = place(self.new, other.opens, other.closes) if other else None
        return ReportChange(kind, message, before, now)

    def _only_in_one(self) -> Iterator[ReportChange]:
        yield from self._unmatched(self.aligned.new, self.new, ChangeKind.NEW)
        yield from self._unmatched(self.aligned.unmatched, self.old, ChangeKind.GONE)

    def _unmatched(
        self, left: Sequence[tuple[ReportBlock, tuple[ReportPiece, ...]]], report: Report, kind: ChangeKind
    ) -> Iterator[ReportChange]:
        """Yield whole sections, paragraphs and sentences without a counterpart."""
        run_end = -1
        at = 1 if kind is ChangeKind.NEW else 0
        met = {starts[at] for starts in self.met}  # its figures have a counterpart elsewhere in the paragraph
        left = [(block, tuple(piece for piece in rest if piece.start not in met)) for block, rest in left]
        whole = {block.start: block for block, rest in left if rest and len(rest) == len(block.pieces)}
        order = list(self.blocks[at])
        places = {block.start: number for number, block in enumerate(order)}
        for block, rest in left:
            if block.start < run_end or self._in_head(block):
                continue
            if block.is_heading:
                run = _run(order[places[block.start] :], whole)
                if len(run) > 1:
                    run_end = run[-1].end
                    yield self._describe(kind, "Mục", report, run[0].start, run[-1].end)
            elif block.start in whole and len(block.words) >= FEWEST_NEW:
                yield self._describe(kind, "Đoạn", report, block.start, block.end)
            elif rest and block.start not in whole:
                for opens, closes in _runs(block, rest):
                    yield self._describe(kind, "Ý", report, opens, closes)

    def _describe(self, kind: ChangeKind, what: str, report: Report, start: int, end: int) -> ReportChange:
        where = place(report, start, end)
        if kind is ChangeKind.NEW:
            return ReportChange(kind, f"{what} mới, báo cáo trước không có.", None, where)
        return ReportChange(kind, f"{what} của báo cáo trước không còn trong báo cáo này.", where, None)


def _run(order: Sequence[ReportBlock], whole: dict[int, ReportBlock]) -> list[ReportBlock]:
    """Return a heading with the blocks behind it, headings right below it too, as far as all are without a counterpart."""
    run = [order[0]]
    for block in order[1:]:
        if block.start not in whole or (block.is_heading and not run[-1].is_heading):
            break
        run.append(block)
    return run


def _runs(block: ReportBlock, rest: Sequence[ReportPiece]) -> Iterator[tuple[int, int]]:
    """Yield neighbouring pieces of a block that have no counterpart as one stretch each."""
    left = {piece.start for piece in rest}
    start = end = None
    words = 0
    for piece in (*block.pieces, None):
        if piece is not None and piece.start in left:
            start, end, words = start if start is not None else piece.start, piece.end, words + len(piece.words)
            continue
        if start is not None and end is not None and words >= FEWEST_NEW:
            yield start, end
        start, words = None, 0


def _order(change: ReportChange, anchors: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return where a change stands; ``anchors``: of each old clause, in order, the furthest new one up to there."""
    if change.new is not None:
        return change.new.start, 0
    start = change.old.start if change.old else 0
    at = bisect.bisect_right(anchors, start, key=lambda anchor: anchor[0])
    return anchors[at - 1][1] if at else 0, 1
