"""Numerals written in words: "năm mươi bảy", "hai trăm rưỡi", "dăm bảy", "một nửa", "hàng trăm".

Number words are also parts of other words: "năm" is a year, "thứ hai" a day, "Ba" begins a name. A single word counts only
where what follows can be counted.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from decimal import Decimal

import regex as re

from ingest.language.numerals import Form, Numeral
from ingest.language.vocabulary import vocabulary

TENS, TEN, DOZEN = "mươi", "mười", "chục"
POWERS = {"trăm": 2, "nghìn": 3, "ngàn": 3, "vạn": 4, "triệu": 6, "tỉ": 9}
ZERO_BETWEEN = frozenset(("linh", "lẻ"))
HALF, AND_HALF, PART = "nửa", "rưỡi", "phần"
FEW = {"dăm": 5, TENS: 10}
TWICE = {"đôi": Decimal(2), AND_HALF: Decimal("1.5")}  # "gấp đôi", "gấp rưỡi"
_LARGE = 99
RANGES = {(low, low + 1) for low in range(1, 9)} - {(5, 6)} | {(5, 7)}  # "ba bốn xã", "năm bảy hộ"


def word_numerals(text: str, folded: str) -> Iterator[Numeral]:
    """Yield the numerals of a text that are written in words, in order."""
    for run in _runs().finditer(folded):
        spans = [(m.start() + run.start(), m.end() + run.start()) for m in re.finditer(r"\p{L}+", run[0])]
        words = [folded[a:b] for a, b in spans]
        at = 0
        while at < len(words):
            number = _parse(words, at)
            if number is None:
                at += 1
                continue
            value, high, whole, loose, after = number
            start, end = spans[at][0], spans[after - 1][1]
            if _stands(text, folded, start, end, words[at:after], loose):
                yield Numeral(start, end, value, Form.WORDS, high, whole, loose=loose)
            at = after


@functools.cache
def _runs() -> re.Pattern[str]:
    terms = vocabulary()
    words = {*terms.digits, *terms.vague, *POWERS, TENS, TEN, DOZEN, *ZERO_BETWEEN, HALF, AND_HALF, PART, *FEW} - {"cả"}
    alternatives = "|".join(sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!\p{{L}})(?:{alternatives})(?!\p{{L}})(?:\s{{1,3}}(?:{alternatives})(?!\p{{L}}))*+")


_Parsed = tuple[Decimal, Decimal | None, Decimal | None, bool, int]  # value, high, whole, loose, words read up to


def _parse(words: Sequence[str], at: int) -> _Parsed | None:
    """Return the number that begins at a word; None where none does."""
    word, behind = words[at], words[at + 1] if at + 1 < len(words) else ""
    if word == HALF:
        return Decimal(1), None, Decimal(2), False, at + 1
    if behind == HALF and word == "một":
        return Decimal(1), None, Decimal(2), False, at + 2
    if word in vocabulary().vague and (behind in POWERS or behind == DOZEN):
        power, after = _powers(words, at + 1)
        return Decimal(10) ** power, None, None, True, after
    if word in TWICE:
        return TWICE[word], None, None, False, at + 1
    if word in FEW:
        upper = _digit(behind)
        if word == "dăm" and upper == 7:
            return Decimal(5), Decimal(7), None, True, at + 2
        return Decimal(FEW[word]), None, None, True, at + 1
    value, after = _cardinal(words, at)
    if not after:
        return None
    rest = words[after : after + 2]
    if len(rest) == 2 and rest[0] == PART and (parts := _digit(rest[1])) and parts > 1 and value < parts:
        return value, None, Decimal(parts), False, after + 2
    upper = _digit(rest[0]) if rest and after == at + 1 else None
    if upper and (int(value), upper) in RANGES:
        return value, Decimal(upper), None, True, after + 1
    return value, None, None, False, after


def _cardinal(words: Sequence[str], at: int) -> tuple[Decimal, int]:
    """Return the value of a cardinal and the word after it; (0, 0) where there is none."""
    total, last = Decimal(0), _LARGE
    after = at
    while after < len(words):
        begin = after + (words[after] in ZERO_BETWEEN and after > at)
        part, end = _below_thousand(words, begin)
        if not end:
            break
        power, behind = _powers(words, end)
        if power >= last or (after > at and power == 0 and end == after + 1 and begin == after):  # "hai nghìn năm": years
            break
        total, last, after = total + Decimal(part).scaleb(power), power, behind
        if after < len(words) and words[after] == AND_HALF and power:
            return total + Decimal(5).scaleb(power - 1), after + 1
        if power == 0:
            break
    return (total, after) if after > at else (total, 0)


def _powers(words: Sequence[str], at: int) -> tuple[int, int]:
    power = 0
    while at < len(words) and (words[at] in POWERS or words[at] == DOZEN):
        power += POWERS.get(words[at], 1)
        at += 1
    return power, at


def _below_thousand(words: Sequence[str], at: int) -> tuple[int, int]:
    """Return a value below 1,000 and the word after it; (0, 0) where there is none."""
    first = _digit(words[at]) if at < len(words) else None
    if first is not None and words[at + 1 : at + 2] == ["trăm"]:
        if (
            words[at + 2 : at + 3]
            and words[at + 2] in ZERO_BETWEEN
            and at + 3 < len(words)
            and (low := _digit(words[at + 3]))
        ):
            return 100 * first + low, at + 4
        if words[at + 2 : at + 3] == [AND_HALF]:
            return 100 * first + 50, at + 3
        tens, after = _tens(words, at + 2)
        return (100 * first + tens, after) if after else (100 * first, at + 2)
    tens, after = _tens(words, at)
    if after:
        return tens, after
    return (first, at + 1) if first and words[at] not in ("mốt", "lăm", "nhăm", "tư") else (0, 0)


def _tens(words: Sequence[str], at: int) -> tuple[int, int]:
    word, behind = (words[at] if at < len(words) else ""), words[at + 1 : at + 2]
    if word == TEN:
        ten, after = 10, at + 1
    elif (first := _digit(word)) and behind == [TENS]:
        ten, after = 10 * first, at + 2
    else:
        return 0, 0
    low = _digit(words[after]) if after < len(words) and words[after] != "năm" else None  # "hai mươi năm": years
    return (ten + low, after + 1) if low else (ten, after)


def _digit(word: str) -> int | None:
    return vocabulary().digits.get(word)


NEXT = re.compile(r"\s{1,3}(\p{L}+)")
PREVIOUS = re.compile(r"(?<!\p{L})(\p{L}{1,12}+|\d)\s{1,3}$")


def _stands(text: str, folded: str, start: int, end: int, words: Sequence[str], loose: bool) -> bool:
    """Say whether number words count something here, and are not part of other words ("năm học", "thứ hai", "Ba Khê")."""
    terms = vocabulary()
    before = PREVIOUS.search(folded[max(0, start - 12) : start])
    previous = before[1] if before else ""
    behind = NEXT.match(folded, end)
    following = behind[1] if behind else ""
    if previous == "gấp" or words[0] in TWICE:
        return previous == "gấp"
    if words == [HALF]:
        return previous in terms.half_after or following in ("số", "tổng")
    if previous in terms.barred_before or (behind is None and len(words) == 1):
        return False
    if len(words) > 1 and not (loose and words[0] in terms.digits):
        return True
    if behind is None or not text[behind.start(1)].islower() or following in terms.barred_after:
        return False
    at = behind.start(1)
    counts = bool(terms.counter.match(folded, at) or terms.unit.match(folded, at))
    if words[0] == "năm":
        return (
            counts
            and following not in ("tháng", "ngày")
            and (following == "năm" or not (previous in terms.year_before or previous.isdigit()))
        )
    return counts or (words[0] not in terms.needs_counter and not loose)
