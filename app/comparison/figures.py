"""Figures of two clauses that are the same one rewritten: which moved and by how much, which stand as last year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import regex as re

from app.checks.figures import spoken
from app.comparison.knowledge import knowledge
from app.comparison.likeness import Scored, pair
from app.comparison.pieces import ReportPiece
from ingest.language.context import Bound, Change, Standing
from ingest.language.numerals import Form
from ingest.language.quantities import TIMES
from ingest.language.quantity import Quantity
from ingest.language.spelling import fold
from ingest.language.vocabulary import vocabulary

MONEY = "đồng"
SCALES = {9: "tỷ đồng", 6: "triệu đồng", 3: "nghìn đồng", 0: "đồng"}
WORDS_AROUND = 6  # before a figure, and half of it behind, that tell figures of one clause apart
ALIKE = 0.3  # share of those words that two figures need where the clauses differ in more than figures
WORD = re.compile(r"\p{L}+|%")
BOUNDARY = re.compile(r"[,;(]\s|[.:]\s")
DATED = re.compile(
    r"(?<!\p{L})(?:(?:tính\s)?(?:đến|trong|của)\s)?(?:(?:cuối|hết|đầu)\s)?năm\s(?:\d{4}|nay|trước)(?!\p{L})", re.IGNORECASE
)
NAME_WORDS = 8  # of an indicator's name in a message


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
        one = self.quantity
        sign = -1 if one.change is Change.BY and one.direction < 0 else 1
        return (sign * (one.value or Decimal()), one.high, one.whole)

    @property
    def kind(self) -> tuple[str, str, bool]:
        """What two figures share that can be the same indicator."""
        one = self.quantity
        return (one.unit, fold(one.per), one.whole is None)

    @property
    def lasts(self) -> bool:
        """Whether it stays the same from year to year and is no oversight: villages, 100 %, ages, lower limits, areas."""
        one = self.quantity
        known, counted = knowledge(), fold(one.counted)
        full = one.value == one.whole or (one.unit == "%" and one.value == 100) or one.value == 0
        unit = one.whole is None and known.units.match(counted) is not None
        limit = one.bound in (Bound.AT_LEAST, Bound.AT_MOST) or (one.unit in TIMES and one.unit != "lần")
        named = known.lasting.search(f"{fold(one.subject)} {counted}") is not None
        return full or unit or limit or named or (one.form is Form.WORDS and (one.value or 0) < 10)

    @property
    def of_the_past(self) -> bool:
        """Whether it tells what is compared with: "so với 64 hộ năm trước", "từ 64 hộ xuống"."""
        return self.quantity.standing is Standing.PRIOR or self.quantity.change is Change.FROM

    @property
    def printed(self) -> str:
        """The figure as printed, with its counter or unit."""
        one = self.quantity
        shown = " ".join(one.text.split())
        return shown if one.is_measure or not one.unit or one.unit in fold(shown) else f"{shown} {one.unit}"


@dataclass(frozen=True, slots=True)
class Paired:
    """Figures of two clauses: those that are the same indicator, and those without a counterpart."""

    both: tuple[tuple[Figure, Figure], ...]
    gone: tuple[Figure, ...]
    new: tuple[Figure, ...]


def figures(text: str, piece: ReportPiece) -> list[Figure]:
    """Return the figures of a clause of a report's text, in order; small numbers in words that count nothing are none."""
    found: list[Figure] = []
    done = piece.start
    for offset, one in piece.figures:
        since = done
        done = done if one.unit in TIMES else offset + one.end  # "trẻ 5 tuổi ra lớp" is one name
        if one.form is Form.WORDS and not one.unit:
            continue
        start = offset + one.start
        before = WORD.findall(fold(text[piece.start : start]))[-WORDS_AROUND:]
        behind = WORD.findall(fold(text[offset + one.numeral[1] : piece.end]))[: WORDS_AROUND // 2]
        around = frozenset((*before, *(f"+{word}" for word in behind)))
        found.append(Figure(one, around, start, _name(text[since:start], one, found[-1].name if found else "")))
    return found


def _name(before: str, one: Quantity, leader: str) -> str:
    """Return what is counted where two words or more name it ("hộ nghèo"), else the words before the figure in its clause.

    :param leader: name of the figure before it in the clause, of which "chiếm 21%" is said.
    """
    if one.change is Change.BY and one.direction:
        return f"{leader}, mức {'tăng' if one.direction > 0 else 'giảm'}".removeprefix(", ")
    if " " in one.counted and one.direction == 0:
        return " ".join(one.counted.split()[:NAME_WORDS])
    words = DATED.sub(" ", BOUNDARY.split(before)[-1]).split()
    name = list(words)
    while name and fold(name[-1].strip(",:")) in vocabulary().predicate:
        name.pop()
    if len(name) > 1:
        return " ".join(name[-NAME_WORDS:]).strip(" -–:")
    if not words:
        return one.counted or one.unit
    short = " ".join([*words[-NAME_WORDS:], "…", one.counted or one.unit]).strip()
    return f"{leader}, {short}" if leader and one.is_measure else short


def paired(old: Sequence[Figure], new: Sequence[Figure], *, same_words: bool, strict: bool = False) -> Paired:
    """Pair figures of the same kind by the words around them; clauses of the same words pair one by one.

    :param strict: also the only two of a kind need the full share of words in common.
    """
    if same_words and [one.kind for one in old] == [one.kind for one in new]:
        return Paired(tuple(zip(old, new, strict=True)), (), ())
    scored = []
    for a, one in enumerate(old):
        for b, other in enumerate(new):
            if one.kind != other.kind:
                continue
            shared = 2 * len(one.around & other.around) / max(1, len(one.around) + len(other.around))
            alone = sum(f.kind == one.kind for f in old) == sum(f.kind == one.kind for f in new) == 1
            if shared >= (ALIKE / 2 if alone and not strict else ALIKE):
                scored.append(Scored(shared - 0.1 * abs(a / len(old) - b / len(new)), a, b))
    pairs = sorted((both.old, both.new) for both in pair(scored))
    olds, news = {a for a, _ in pairs}, {b for _, b in pairs}
    return Paired(
        tuple((old[a], new[b]) for a, b in pairs),
        tuple(one for a, one in enumerate(old) if a not in olds),
        tuple(one for b, one in enumerate(new) if b not in news),
    )


def moved(pairs: Sequence[tuple[Figure, Figure]]) -> Iterator[tuple[Figure, Figure]]:
    """Yield the pairs whose value differs, less those that both tell the past."""
    for one, other in pairs:
        if one.value != other.value and not (one.of_the_past and other.of_the_past):
            yield one, other


def stale(pairs: Sequence[tuple[Figure, Figure]]) -> Iterator[tuple[Figure, Figure]]:
    """Yield the pairs whose figure stands as last year though years go by; a target only where nothing beside it moved."""
    stirred = any(True for _ in moved(pairs))
    for one, other in pairs:
        plan = other.quantity.standing is Standing.PLAN
        if one.value == other.value and not other.lasts and not (plan and stirred):
            yield one, other


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
    scale = min(old.scale, new.scale)
    named = new.unit or unit
    if named == "%":
        named = "điểm phần trăm"
    elif named == MONEY:
        named = SCALES.get(scale, MONEY)
        scale = scale if scale in SCALES else 0
    per = f"/{new.per}" if new.per else ""
    more, less = ("lớn hơn", "nhỏ hơn") if new.change is Change.BY and new.direction else ("tăng", "giảm")
    return f"{more if gap > 0 else less} {spoken(abs(gap), scale)} {named}".strip() + per
