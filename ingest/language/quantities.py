"""The grammar of figures: every number of a text as a quantity, a date, a document's number or a label.

No digit is invisible: each one stands in exactly one reading, and a figure whose value cannot be told ("1.23.456") is a
quantity without a value. All is linear in the length of the text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import regex as re

from ingest.language.context import Bound, Change, context_of, counted_at, subject_before
from ingest.language.dates import dates
from ingest.language.documents import document_numbers
from ingest.language.labels import Label, fixed_labels, label_kind
from ingest.language.links import Reading, link
from ingest.language.number_words import word_numerals
from ingest.language.numerals import Form, Numeral, digit_numerals, plain_digits
from ingest.language.quantity import Quantity
from ingest.language.spelling import fold
from ingest.language.vocabulary import vocabulary

MONEY = "đồng"
MILLION = 10**6
TIMES = frozenset(
    ("năm", "tháng", "tháng tuổi", "tuần", "ngày", "giờ", "phút", "tuổi", "lần")
)  # what follows them is not counted


def quantities(text: str) -> list[Quantity]:
    """Return the quantities of a text in order; an empty text has none."""
    return [reading for reading in read(text) if isinstance(reading, Quantity)]


def read(text: str) -> list[Reading]:
    """Return every number of a text in order, none overlapping another; an empty text has none."""
    plain = plain_digits(text)
    folded = fold(plain)
    fixed: list[Reading] = list(_first([*fixed_labels(plain)], document_numbers(plain), dates(plain)))
    fixed = [replace(reading, text=text[reading.start : reading.end]) for reading in fixed] if plain != text else fixed
    return _Reader(text, plain, folded, fixed).read()


def _first(*kinds: Sequence[Reading]) -> list[Reading]:
    """Merge readings; where two overlap the kind named first stands."""
    readings: list[Reading] = []
    for kind in kinds:
        spans = sorted((reading.start, reading.end) for reading in readings)
        starts = [start for start, _ in spans]
        for reading in kind:
            at = bisect_right(starts, reading.start)
            if (at == 0 or spans[at - 1][1] <= reading.start) and (at == len(spans) or spans[at][0] >= reading.end):
                readings.append(reading)
    return sorted(readings, key=lambda reading: reading.start)


SCALES = re.compile(r"(?:\s{0,3}(trăm|nghìn|ngàn|vạn|triệu|tỉ(?!\s(?:lệ|suất|số|trọng|giá)(?!\p{L})))(?!\p{L}))++")
AND_HALF = re.compile(r"\s{1,2}rưỡi(?!\p{L})")
GAP = re.compile(r"\s{0,3}")
TIMES_BEFORE = re.compile(r"(?<!\p{L})gấp\s{1,2}$")
PER = re.compile(r"\s?/\s?(\p{L}+(?:\s(?:dân|năm|tháng|tuổi|tiêm))?\d?(?:/\p{L}+\d?)*)")
DATED = re.compile(r"năm\s+\d{4}|(?:ngày|tháng)\s+\d")  # "tổ máy số 1 ngày 26/8": no one day
PROPER = re.compile(r"\p{Lu}\p{Ll}+[^\S\n]\p{Lu}\p{Ll}")  # "1 Đồng Lam": a name, no unit
BELOW_ZERO = re.compile(r"(?<!\p{L})âm\s$")
SUPERSCRIPT = re.compile(r"[¹²³⁰⁴-⁹]++")
RANK = re.compile(r"/\d++(?!/)")  # "xếp thứ 5/7"
OVER = re.compile(r"\s?/\s?(?=\d)")
RANGE_TO = re.compile(r"\s{1,2}(?:đến|tới)\s{1,2}(?=\d)|\s{0,2}[-–]\s{0,2}(?=\d)")
NOT_MONEY = re.compile(r"\s{0,3}\p{Ll}")


class _Reader:
    """Reads one text from left to right."""

    def __init__(self, text: str, plain: str, folded: str, fixed: list[Reading]) -> None:
        self.text, self.plain, self.folded, self.fixed = text, plain, folded, fixed
        self.starts = [reading.start for reading in fixed]

    def read(self) -> list[Reading]:
        numerals = sorted((*digit_numerals(self.folded), *word_numerals(self.plain, self.folded)), key=lambda n: n.start)
        readings: list[Reading] = list(self.fixed)
        at, last_end, since, figure, fixed = 0, 0, 0, 0, 0
        while at < len(numerals):
            numeral = numerals[at]
            at += 1
            while fixed < len(self.fixed) and self.fixed[fixed].start <= numeral.start:
                since = max(since, self.fixed[fixed].end)
                fixed += 1
            if numeral.start < last_end or self._is_fixed(numeral):
                continue
            kind = "" if numeral.form is Form.WORDS else label_kind(self.plain, self.folded, numeral.start, numeral.end)
            if numeral.form is Form.SIGN and not kind and SUPERSCRIPT.fullmatch(self.plain, numeral.start, numeral.end):
                kind = "footnote"
            if kind:
                readings.append(Label(numeral.start, numeral.end, self.text[numeral.start : numeral.end], kind))
                rank = RANK.match(self.folded, numeral.end)
                last_end = since = rank.end() if rank else numeral.end
                readings[-1] = Label(numeral.start, last_end, self.text[numeral.start : last_end], kind)
                continue
            quantity = self._quantity(numeral, numerals[at : at + 3], since, figure)
            readings.append(quantity)
            last_end = since = figure = quantity.end
        readings.sort(key=lambda reading: reading.start)
        return link(readings, self.folded)

    def _is_fixed(self, numeral: Numeral) -> bool:
        at = bisect_right(self.starts, numeral.start)
        return (at > 0 and self.fixed[at - 1].end > numeral.start) or (
            at < len(self.starts) and self.starts[at] < numeral.end
        )

    def _quantity(self, numeral: Numeral, behind: Sequence[Numeral], since: int, figure: int) -> Quantity:
        end, value, whole, high, scale, unit, per = numeral.end, numeral.value, numeral.whole, numeral.high, 0, "", ""
        context = context_of(self.folded, numeral.start, since, figure)
        other = behind[0] if behind and not self._is_fixed(behind[0]) else None
        if whole is None and other and (match := OVER.match(self.folded, end)) and match.end() == other.start:
            whole, end, other = other.value, other.end, None
        times = TIMES_BEFORE.search(self.folded[max(0, numeral.start - 6) : numeral.start]) is not None
        scale, unit, measured = (0, "lần", end) if times and numeral.form is Form.WORDS else self._unit(end)
        upper = self._upper(numeral, other, end, measured, context.direction) if whole is None and high is None else None
        if upper is not None:
            high, end = upper.value, upper.end
            own = scale
            scale, unit, measured = self._unit(end)
            if own != scale and own and high is not None and value is not None:  # "800 triệu - 1,2 tỷ"
                value, high, scale = value.scaleb(own - scale), high, scale
        else:
            end = max(end, measured)
        end = max(end, measured)
        half = AND_HALF.match(self.folded, end) if scale else None
        value, high, whole = _scaled(value, scale), _scaled(high, scale), _scaled(whole, scale)
        if half and value is not None:
            value, end = value + 5 * Decimal(10) ** (scale - 1), half.end()
            _, unit, end = self._unit(end)
        if scale and value is not None and other and high is None:
            value, end, unit = self._and_less(value, scale, behind, end, unit)
        if whole is None and unit and other and high is None and (match := OVER.match(self.folded, end)):
            less, same, stop = self._unit(other.end)
            if match.end() == other.start and same == unit:  # "615 ha/600 ha"
                whole, end = _scaled(other.value, less), stop
        if unit and (match := PER.match(self.folded, end)):
            per, end = match[1], match.end()
        counted = self._counted(end, unit)
        large = scale in (6, 9) or (numeral.form is Form.WORDS and value is not None and value >= MILLION)
        if large and not unit and not self._counts(end):
            unit = MONEY
        if unit == "" and counted:
            unit = self._counter(counted)
        unit = unit or ("lần" if times else "")
        if counted and not per and (stroke := self.text.find("/", counted[0], counted[1])) > 0 and unit != "đồng chí":
            per, counted = self.text[stroke + 1 : counted[1]], (counted[0], stroke)
        value, ambiguous = self._whole_number(numeral, value, unit)
        if numeral.form is Form.DIGITS and value is not None and self._is_negative(numeral.start):
            value = -value
        return self._with_bounds(
            Quantity(
                start=numeral.start,
                end=end,
                text=self.text[numeral.start : end],
                numeral=(numeral.start, numeral.end),
                value=value,
                unit=unit,
                counted=self.text[counted[0] : counted[1]] if counted else "",
                subject=self._subject(numeral.start, since),
                whole=whole,
                high=high,
                per=per,
                bound=Bound.ABOUT if numeral.loose and context.bound is Bound.EXACT else context.bound,
                only=context.only,
                direction=context.direction,
                change=context.change,
                standing=context.standing,
                form=numeral.form,
                step=numeral.step.scaleb(scale),
                scale=scale,
                ambiguous=ambiguous,
            ),
            counted,
        )

    def _unit(self, at: int) -> tuple[int, str, int]:
        """Return scale, unit of measure and where they end behind a number; no unit for a counter."""
        scale = 0
        if match := SCALES.match(self.folded, at):
            scale, at = sum(vocabulary().scales[word] for word in match.captures(1)), match.end()
        gap = GAP.match(self.folded, at)
        begin = gap.end() if gap else at
        measure, counter = vocabulary().unit.match(self.folded, begin), vocabulary().counter.match(self.folded, begin)
        if measure is None or (counter is not None and counter.end() > measure.end()):
            return scale, "", at
        unit = vocabulary().units[" ".join(measure[0].split())]
        if DATED.match(self.folded, begin) or (measure and PROPER.match(self.plain, begin)):
            return scale, "", at
        if unit == "điểm" and not scale and self._is_place(at, measure.end()):
            return scale, "", at
        return scale, unit, measure.end()

    def _is_place(self, at: int, end: int) -> bool:
        """Say whether places are counted: "21 điểm tiêm" are places, "3,64 điểm" marks."""
        number = re.search(r"(?<![\d.,])[\d.,]{1,12}+$", self.folded[max(0, at - 12) : at])
        begin, stop = counted_at(self.text, self.folded, end)
        return stop > begin and (number is None or "," not in number[0])

    def _upper(self, numeral: Numeral, other: Numeral | None, end: int, measured: int, direction: int) -> Numeral | None:
        """Return the upper end of the range that the number begins, None for none."""
        if other is None or numeral.value is None or other.value is None:
            return None
        for begin in dict.fromkeys((end, measured)):
            match = RANGE_TO.match(self.folded, begin)
            if match is None or match.end() != other.start:
                continue
            dashed = match[0].strip() in "-–"
            if dashed and self.folded[other.end : other.end + 1] in "-–" and other.end < len(self.folded):
                return None
            spaced = dashed and match[0][0].isspace()
            if not dashed and (
                direction or not re.search(r"(?<!\p{L})từ\s{1,2}$", self.folded[max(0, numeral.start - 6) : numeral.start])
            ):
                return None
            scale, unit, _ = self._unit(other.end)
            own, _, _ = self._unit(end)
            larger = _scaled(other.value, scale) > (_scaled(numeral.value, own if own else scale) or 0)  # type: ignore[operator]
            has_unit = unit or scale or NOT_MONEY.match(self.plain, other.end)
            if larger and (has_unit or not spaced):
                return other
        return None

    def _and_less(
        self, value: Decimal, scale: int, behind: Sequence[Numeral], end: int, unit: str
    ) -> tuple[Decimal, int, str]:
        """Add "200 triệu đồng" to "1 tỷ"."""
        rest = behind[0]
        gap = GAP.match(self.folded, end)
        if unit or rest.value is None or gap is None or gap.end() != rest.start or "\n" in gap[0] or rest.value >= 1000:
            return value, end, unit
        less, less_unit, measured = self._unit(rest.end)
        if not 0 < less < scale:
            return value, end, unit
        return value + rest.value.scaleb(less), measured, less_unit

    def _counts(self, end: int) -> bool:
        """Say whether a counter or a thing follows "2,5 triệu"."""
        gap = GAP.match(self.folded, end)
        return bool(gap and vocabulary().counter.match(self.folded, gap.end()))

    def _counted(self, end: int, unit: str) -> tuple[int, int] | None:
        if unit in TIMES:
            return None
        begin, stop = counted_at(self.text, self.folded, end)
        return (begin, stop) if stop > begin else None

    def _counter(self, counted: tuple[int, int]) -> str:
        match = vocabulary().counter.match(self.folded, counted[0])
        if match is None or (self.text[counted[0]].isupper() and " khen" not in match[0]):
            return ""  # "Người chết" begins the next row of a table
        return vocabulary().counters[" ".join(match[0].split())]

    def _whole_number(self, numeral: Numeral, value: Decimal | None, unit: str) -> tuple[Decimal | None, bool]:
        """Read "1,234 người" as 1234: what is counted is whole; and say whether the digits can be read otherwise."""
        if not numeral.grouped_or_decimal or value is None:
            return value, False
        counter = unit in vocabulary().counters.values() or unit in (MONEY, "USD")
        return ((value * 1000).quantize(Decimal(1)), False) if counter and numeral.value == value else (value, True)

    def _is_negative(self, start: int) -> bool:
        before = self.folded[max(0, start - 3) : start]
        if BELOW_ZERO.search(self.folded[max(0, start - 4) : start]):
            return True
        return (
            before.endswith(("-", "−"))
            and len(before) > 1
            and before[-2] in " (:"
            and self.plain[max(0, start - 9) : start - 1].strip(" ")[-1:] not in ("", "\n")
        )

    def _subject(self, start: int, since: int) -> str:
        begin, end = subject_before(self.text, self.folded, start, since)
        return self.text[begin:end]

    def _with_bounds(self, quantity: Quantity, counted: tuple[int, int] | None) -> Quantity:
        """Read "trở lên", "trở xuống" behind the figure and what it counts."""
        at = counted[1] if counted else quantity.end
        gap = GAP.match(self.folded, at)
        begin = gap.end() if gap else at
        if vocabulary().upwards.match(self.folded, begin):
            return replace(quantity, bound=Bound.AT_LEAST, change=Change.NONE)
        if vocabulary().downwards.match(self.folded, begin):
            return replace(quantity, bound=Bound.AT_MOST, change=Change.NONE)
        return quantity


def _scaled(value: Decimal | None, scale: int) -> Decimal | None:
    if value is None or not scale:
        return value
    scaled = value.scaleb(scale)
    return scaled.quantize(Decimal(1)) if scaled == scaled.to_integral_value() else scaled
