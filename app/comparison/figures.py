"""Figures of two clauses that are the same one rewritten: which moved and by how much, which stand as last year."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import regex as re

from app.comparison.knowledge import knowledge
from app.comparison.likeness import Scored, pair
from app.comparison.pieces import ReportPiece
from ingest.language.amounts import POINTS, write_amount
from ingest.language.context import Bound, Change, Standing
from ingest.language.numerals import Form
from ingest.language.quantities import TIMES
from ingest.language.quantity import Quantity
from ingest.language.spelling import fold
from ingest.language.vocabulary import vocabulary

WORDS_AROUND = 6  # words before a figure, and half as many behind, that tell figures of one clause apart
FAR = 400  # characters to each side in which these words stand: a clause of hundreds of figures is not read for each of them
MOST_PAIRS = 10_000  # pairs of figures of two clauses that are all looked at: no clause of a report has a hundred figures
ALIKE = 0.3  # share of those words that two figures need where the clauses differ in more than figures
WORD = re.compile(r"\p{L}+|%")
BOUNDARY = re.compile(r"[,;(]\s|[.:]\s")
DATED = re.compile(
    r"(?<!\p{L})(?:(?:tính\s)?(?:đến|trong|của)\s)?(?:(?:cuối|hết|đầu)\s)?năm\s(?:\d{4}|nay|trước)(?!\p{L})", re.IGNORECASE
)
NAME_WORDS = 8  # words of an indicator's name in a message


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity with the words around it in its clause."""

    quantity: Quantity
    around: frozenset[str]
    start: int  # in the report's text
    name: str = ""  # what it is of, in the report's words

    @property
    def value(self) -> tuple[Decimal | None, ...]:
        """What two figures are compared by."""
        quantity = self.quantity
        sign = -1 if quantity.change is Change.BY and quantity.direction < 0 else 1
        return (sign * (quantity.value or Decimal()), quantity.high, quantity.whole)

    @property
    def kind(self) -> tuple[str, str, bool]:
        """What two figures share that can be the same indicator."""
        quantity = self.quantity
        return (quantity.unit, fold(quantity.per), quantity.whole is None)

    @property
    def lasts(self) -> bool:
        """Whether it stays the same from year to year and is no oversight: villages, 100 %, ages, lower limits, areas."""
        quantity = self.quantity
        words, counted = knowledge(), fold(quantity.counted)
        full = quantity.value == quantity.whole or (quantity.unit == "%" and quantity.value == 100) or quantity.value == 0
        unit = quantity.whole is None and words.units.match(counted) is not None
        limit = quantity.bound in (Bound.AT_LEAST, Bound.AT_MOST) or (quantity.unit in TIMES and quantity.unit != "lần")
        lasting_name = words.lasting.search(f"{fold(quantity.subject)} {counted}") is not None
        return full or unit or limit or lasting_name or (quantity.form is Form.WORDS and (quantity.value or 0) < 10)

    @property
    def of_the_past(self) -> bool:
        """Whether it tells what is compared with: "so với 64 hộ năm trước", "từ 64 hộ xuống"."""
        return self.quantity.standing is Standing.PRIOR or self.quantity.change is Change.FROM

    @property
    def printed(self) -> str:
        """The figure as printed, with its counter or unit."""
        quantity = self.quantity
        text = " ".join(quantity.text.split())
        return text if quantity.is_measure or not quantity.unit or quantity.unit in fold(text) else f"{text} {quantity.unit}"


@dataclass(frozen=True, slots=True)
class Paired:
    """Figures of two clauses: those that are the same indicator, and those without a counterpart."""

    both: tuple[tuple[Figure, Figure], ...]
    unpaired: tuple[Figure, ...]
    new: tuple[Figure, ...]


def figures(text: str, piece: ReportPiece) -> list[Figure]:
    """Return the figures of a clause of a report's text, in order; small numbers in words that count nothing are none."""
    figures_read: list[Figure] = []
    name_start = piece.start
    for offset, quantity in piece.figures:
        since = name_start
        name_start = name_start if quantity.unit in TIMES else offset + quantity.end  # "trẻ 5 tuổi ra lớp" is one name
        if quantity.form is Form.WORDS and not quantity.unit:
            continue
        start = offset + quantity.start
        begins, ends = offset + quantity.numeral[1], min(piece.end, offset + quantity.numeral[1] + FAR)
        before = WORD.findall(fold(text[max(piece.start, start - FAR) : start]))[-WORDS_AROUND:]
        behind = WORD.findall(fold(text[begins:ends]))[: WORDS_AROUND // 2]
        around = frozenset((*before, *(f"+{word}" for word in behind)))
        figures_read.append(
            Figure(
                quantity, around, start, _name(text[since:start], quantity, figures_read[-1].name if figures_read else "")
            )
        )
    return figures_read


def _name(before: str, quantity: Quantity, leader: str) -> str:
    """Return what is counted where two words or more name it ("hộ nghèo"), else the words before the figure in its clause.

    :param leader: name of the figure before it in the clause, of which "chiếm 21%" is said.
    """
    if quantity.change is Change.BY and quantity.direction:
        return f"{leader}, mức {'tăng' if quantity.direction > 0 else 'giảm'}".removeprefix(", ")
    if " " in quantity.counted and quantity.direction == 0:
        return " ".join(quantity.counted.split()[:NAME_WORDS])
    words = DATED.sub(" ", BOUNDARY.split(before)[-1]).split()
    name = list(words)
    while name and fold(name[-1].strip(",:")) in vocabulary().predicate:
        name.pop()
    if len(name) > 1:
        return " ".join(name[-NAME_WORDS:]).strip(" -–:")
    if not words:
        return quantity.counted or quantity.unit
    short = " ".join([*words[-NAME_WORDS:], "…", quantity.counted or quantity.unit]).strip()
    return f"{leader}, {short}" if leader and quantity.is_measure else short


def pair_by_words(old: Sequence[Figure], new: Sequence[Figure], *, same_words: bool, strict: bool = False) -> Paired:
    """Pair figures of the same kind by the words around them; clauses of the same words pair one by one.

    :param strict: also the only two of a kind need the full share of words in common.
    """
    if same_words and [figure.kind for figure in old] == [figure.kind for figure in new]:
        return Paired(tuple(zip(old, new, strict=True)), (), ())
    scored = _scores(old, new, strict=strict) if len(old) * len(new) <= MOST_PAIRS else _scores_in_order(old, new)
    pairs = sorted((both.old, both.new) for both in pair(scored))
    olds, news = {a for a, _ in pairs}, {b for _, b in pairs}
    return Paired(
        tuple((old[a], new[b]) for a, b in pairs),
        tuple(figure for a, figure in enumerate(old) if a not in olds),
        tuple(figure for b, figure in enumerate(new) if b not in news),
    )


def _scores(old: Sequence[Figure], new: Sequence[Figure], *, strict: bool) -> Iterator[Scored]:
    kinds = [figure.kind for figure in old], [figure.kind for figure in new]
    counts = Counter(kinds[0]), Counter(kinds[1])
    for a, figure in enumerate(old):
        kind = kinds[0][a]
        alone = counts[0][kind] == counts[1][kind] == 1
        least = ALIKE / 2 if alone and not strict else ALIKE
        for b, other in enumerate(new):
            if kind != kinds[1][b]:
                continue
            shared = 2 * len(figure.around & other.around) / max(1, len(figure.around) + len(other.around))
            if shared >= least:
                yield Scored(shared - 0.1 * abs(a / len(old) - b / len(new)), a, b)


def _scores_in_order(old: Sequence[Figure], new: Sequence[Figure]) -> Iterator[Scored]:
    """Yield the figures with the same words around them, in order: of a clause with hundreds, no others are looked for."""
    waiting: defaultdict[tuple[object, ...], deque[int]] = defaultdict(deque)
    for b, figure in enumerate(new):
        waiting[figure.kind, figure.around].append(b)
    for a, figure in enumerate(old):
        if figure.around and (same := waiting[figure.kind, figure.around]):
            yield Scored(1.0, a, same.popleft())


def select_moved(pairs: Sequence[tuple[Figure, Figure]]) -> Iterator[tuple[Figure, Figure]]:
    """Yield the pairs whose value differs, less those that both tell the past."""
    for before, now in pairs:
        if before.value != now.value and not (before.of_the_past and now.of_the_past):
            yield before, now


def select_stale(pairs: Sequence[tuple[Figure, Figure]]) -> Iterator[tuple[Figure, Figure]]:
    """Yield the pairs whose figure stands as last year though years go by; a target only where nothing beside it moved."""
    stirred = any(True for _ in select_moved(pairs))
    for before, now in pairs:
        plan = now.quantity.standing is Standing.PLAN
        if before.value == now.value and not now.lasts and not (plan and stirred):
            yield before, now


def difference(old: Quantity, new: Quantity, unit: str = "") -> str:
    """Return "giảm 23 hộ", "tăng 1,5 điểm phần trăm", "không đổi"; "" where plain subtraction says nothing.

    :param unit: of the figures where they do not say it themselves (a table's column).
    """
    if old.value is None or new.value is None or old.high is not None or new.high is not None or old.whole != new.whole:
        return ""
    if old.change is Change.BY and old.direction != new.direction:
        return ""
    gap = new.value - old.value
    if gap == 0:
        return "không đổi"
    counter = new.unit or unit
    amount = write_amount(abs(gap), POINTS if counter == "%" else counter, min(old.scale, new.scale))
    per = f"/{new.per}" if new.per else ""
    more, less = ("lớn hơn", "nhỏ hơn") if new.change is Change.BY and new.direction else ("tăng", "giảm")
    return f"{more if gap > 0 else less} {amount}{per}"
