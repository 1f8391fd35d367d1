"""The quantity: a figure with what is said of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ingest.language.context import Bound, Change, Standing
from ingest.language.numerals import Form
from ingest.language.vocabulary import vocabulary

SHARES = {"%": Decimal(100), "‰": Decimal(1000)}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure with what is said of it, at [start, end): the numeral, and scale and unit where they follow.

    ``value``: in ``unit``, scale multiplied in ("2,5 tỷ đồng" is 2500000000 of "đồng"); the numerator of "x/y"; the lower
    end of a range; negative after a minus sign; None where it cannot be read. ``unit``: the unit's one name ("%", "đồng",
    "ha"), the counter's ("hộ", "người"), or "". ``counted``: the words behind it that name what is counted, as written
    ("hộ nghèo", "Giấy khen"); for a share, what it is of. ``subject``: the words before it in its clause.
    ``whole``: y of "x/y". ``high``: the upper end of a range. ``per``: "người/tháng" of "đồng/người/tháng". ``share``: the
    share in percent told right behind a count in brackets ("17 hộ (5,2%)"). ``direction``: 1 for rise, -1 for fall.
    ``step``: the value of the last digit printed. ``scale``: power of ten of the words multiplied in (9 for tỷ).
    ``numeral``: the span of the digits or number words. ``ambiguous``: another reading of the digits is possible ("1,234").
    """

    start: int
    end: int
    text: str
    numeral: tuple[int, int]
    value: Decimal | None
    unit: str = ""
    counted: str = ""
    subject: str = ""
    whole: Decimal | None = None
    high: Decimal | None = None
    per: str = ""
    share: Decimal | None = None
    bound: Bound = Bound.EXACT
    only: bool = False
    direction: int = 0
    change: Change = Change.NONE
    standing: Standing = Standing.UNSAID
    form: Form = Form.DIGITS
    step: Decimal = Decimal(1)
    scale: int = 0
    ambiguous: bool = False

    @property
    def fraction(self) -> Decimal | None:
        """The part of one that it states: 0,576 for "57,6%", 0,75 for "3/4"; None for anything else."""
        if self.value is None:
            return None
        if self.unit in SHARES:
            return self.value / SHARES[self.unit]
        return self.value / self.whole if self.whole else None

    @property
    def is_measure(self) -> bool:
        """Whether the unit measures (money, share, length, time) and the thing counted does not give it its meaning."""
        return bool(self.unit) and self.unit in vocabulary().units.values()


def counted_end(text: str, figure: Quantity) -> int:
    """Return where a figure of a text ends, with the words that name what it counts."""
    at = text.find(figure.counted, figure.numeral[1], figure.end + len(figure.counted) + 4) if figure.counted else -1
    return max(figure.end, at + len(figure.counted)) if at >= 0 else figure.end
