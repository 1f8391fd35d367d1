"""Totals told behind their parts: "tặng 19 tập thể và 87 cá nhân, tổng cộng 109 giấy khen"; and totals told before them.

Parts told in sentences or clauses of their own behind a total: "Toàn tỉnh cấp 2.137 giấy; Sở cấp 46 giấy, huyện cấp 2.081".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import regex as re

from app.checks.figures import CheckedFigure, with_unit
from app.checks.model import Finding, FindingKind, Sentence, Sheet
from app.checks.slips import is_mistyped
from ingest.language.amounts import write_value
from ingest.language.context import Bound, Change, Standing
from ingest.model import Kind

CLOSES = re.compile(
    r"(?<!\p{L})(?:tổng cộng|tổng số|tất cả|cộng(?: lại| chung)?|tổng|cả (?:năm|kỳ|hai|ba|bốn)"
    r"|lũy kế)(?:\s(?:là|có|được|gồm|lên|thành))?(?:\s\p{L}{1,12}+){0,2}\s*+:?\s*+$",
    re.IGNORECASE,
)
ALL_OF = re.compile(
    r"(?<!\p{L})(?:toàn (?:tỉnh|huyện|xã|phường|ngành|thành phố|thị xã|trường|đảng bộ)|cả (?:tỉnh|huyện"
    r"|xã|năm|nước)|tổng(?: số| cộng)?)(?!\p{L})[^.;:\d]{0,50}$",
    re.IGNORECASE,
)
PARTED = re.compile(r"[;:(,]\s|\s[-–]\s")
OTHER = re.compile(
    r"trong đó|riêng|bao gồm|gồm|so với|tăng|giảm|cùng kỳ|năm trước|(?<!\p{L})còn(?!\p{L})|lũy kế|luỹ kế", re.IGNORECASE
)
_PART = r"[\p{L}\s]{2,40}?\s\d{1,3}(?:\.\d{3})*+"
LIST = re.compile(rf"\p{{Lu}}[\p{{L}}\s]{{1,40}}:\s?(?:gồm\s)?{_PART}(?:(?:,|;|\svà)\s{_PART}){{2,12}}\s*+(?=[.;]|$)")
# A sentence that opens with it tells the parts of what the one before it counts: "… là 486 người. Cụ thể: bác sĩ 104 …".
CONTINUES = re.compile(
    r"(?:cụ thể|trong đó|trong số đó|bao gồm|gồm|chia ra|cơ cấu)(?:\s(?:là|có|gồm|như sau|bao gồm))?\s?[:,]?\s",
    re.IGNORECASE,
)
WHOLLY = re.compile(r"(?:bao )?gồm|chia ra", re.IGNORECASE)
NESTED = re.compile(r"\.\s|\(|(?<!\p{L})(?:trong đó|riêng|bao gồm|tăng|giảm|so với|bằng|đạt)(?!\p{L})", re.IGNORECASE)
GROWN = re.compile(r"(?<!\p{L})(?:tăng|giảm|thêm|so với|vượt)(?!\p{L})[^.;,]{0,20}$", re.IGNORECASE)
MOST_OVER = Decimal("1.5")  # times the total that parts may come to: beyond, they overlap
NEAR = Decimal("0.1")  # parts that miss their total by less were meant to be all of it
MOST_PARTS = 8
FARTHEST = 90  # characters from the last part to the total; between two parts


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every total that the parts told in the same sentence, right before or behind it, do not make."""
    for sentence, following in zip(sheet.body, (*sheet.body[1:], None), strict=False):
        if sentence.kind is Kind.TABLE:
            continue
        if following is not None:
            yield from _next(sheet, sentence, following)
            yield from _continued(sheet, sentence, following)
        for number, total in enumerate(sentence.figures):
            if _is_plain(total):
                yield from _behind(sheet, sentence, number)
                yield from _ahead(sheet, sentence, number)


def _behind(sheet: Sheet, sentence: Sentence, number: int) -> Iterator[Finding]:
    """The total stands behind its parts."""
    total = sentence.figures[number]
    at = total.start - sentence.start
    if not CLOSES.search(sentence.text, max(0, at - 40), at):
        return
    before = sentence.figures[max(0, number - MOST_PARTS) : number]
    run: list[CheckedFigure] = []
    end = total.start
    for figure in reversed(before):
        between = sentence.text[figure.end - sentence.start : end - sentence.start]
        if (
            end - figure.end > FARTHEST
            or re.search(r"[.;](?=\s)", between)
            or not _is_plain(figure)
            or figure.unit != total.unit
        ):
            break
        run.insert(0, figure)
        end = figure.start
    if len(run) >= 2:
        sums = [sum((f.value for f in run[first:]), Decimal(0)) for first in range(len(run) - 1)]
        yield from _wrong_total(sheet, total, run, sums)


def _ahead(sheet: Sheet, sentence: Sentence, number: int) -> Iterator[Finding]:
    """The total stands first, said to be of all, and each figure behind it counts the same."""
    total = sentence.figures[number]
    at = total.start - sentence.start
    if total.unit or not total.noun or not ALL_OF.search(sentence.text, max(0, at - 70), at):
        return
    first = total.noun.split()[0]
    run: list[CheckedFigure] = []
    for figure in sentence.figures[number + 1 : number + 1 + MOST_PARTS]:
        begin = (run[-1] if run else total).end - sentence.start
        between = sentence.text[begin : figure.start - sentence.start]
        if figure.noun.split()[:1] != [first] or not _is_plain(figure) or len(between) > FARTHEST:
            break
        if OTHER.search(between) or not PARTED.search(between) or re.search(r"\.\s", between):
            break
        run.append(figure)
    rest = sentence.figures[number + 1 + len(run) :]
    if len(run) >= 2 and not any(f.noun.split()[:1] == [first] for f in rest) and not _is_compared(run, total):
        yield from _wrong_total(sheet, total, run, [sum((f.value for f in run), Decimal(0))])


def _next(sheet: Sheet, sentence: Sentence, following: Sentence) -> Iterator[Finding]:
    """The total ends a sentence, and the next one is the list of its parts: "Hình thức: khiển trách 14, cảnh cáo 6"."""
    match = LIST.match(following.text)
    parts = [f for f in following.figures if match and f.start - following.start < match.end()]
    added = sum((f.value for f in parts), Decimal(0))
    totals = [
        f for f in sentence.figures if _is_plain(f) and not f.unit and f.value > max((p.value for p in parts), default=0)
    ]
    if len(parts) > 2 and all(map(_is_plain, parts)) and totals:
        total = min(totals, key=lambda f: abs(f.value - added))
        yield from _wrong_total(sheet, total, parts, [added])


def _continued(sheet: Sheet, sentence: Sentence, following: Sentence) -> Iterator[Finding]:
    """The total ends a sentence, and the next says that it tells its parts: "Cụ thể: lúa 28 ha, ngô 6 ha, rau 5 ha"."""
    opening = CONTINUES.match(following.text)
    if opening is None or following.kind is Kind.TABLE or "\n" in sheet.text[sentence.end : following.start]:
        return
    is_complete = (
        WHOLLY.search(opening[0]) is not None
    )  # "64 cán bộ. Gồm: 12 thạc sĩ, 31 đại học, 24 cao đẳng": all, by other words
    counted = [f for f in sentence.figures if _is_plain(f) and not _is_grown(sentence, f)]
    parts = _parts(following, opening.end(), by_name=is_complete and len(counted) == 1)
    if len(parts) < 2:
        return
    by_name = any(not _alike(part, parts[0]) for part in parts)
    same = [f for f in counted if by_name or _alike(f, parts[0])]
    if by_name and (len(parts) < 3 or any(f.unit for f in (*same, *parts))):
        return
    totals = [f for f in same if f.value > max(part.value for part in parts)]
    if not totals or any(f is not totals[-1] for f in same):
        return  # of several figures that count the same nothing says which the parts make
    added = sum((part.value for part in parts), Decimal(0))
    if any(f.value == added for f in sentence.figures):
        return  # the parts of another figure of the sentence, told with another word
    if totals[-1].value < added <= MOST_OVER * totals[-1].value and len(parts) < 3:
        return  # two that come to more than their total overlap
    yield from _wrong_total(sheet, totals[-1], parts, [added])


def _parts(sentence: Sentence, begin: int, *, by_name: bool) -> list[CheckedFigure]:
    """Return the figures of a list that opens a sentence, up to where parts of parts begin.

    :param by_name: each may count by a word of its own; else all count by that of the first.
    """
    stop = NESTED.search(sentence.text, begin)
    parts: list[CheckedFigure] = []
    for figure in sentence.figures:
        at = figure.start - sentence.start
        if at < begin:
            continue
        if (stop and at > stop.start()) or len(parts) == MOST_PARTS:
            break
        if not _is_plain(figure) or (parts and not by_name and not _alike(figure, parts[0])):
            return []  # the list tells of other things besides
        parts.append(figure)
    return parts


def _alike(figure: CheckedFigure, other: CheckedFigure) -> bool:
    """Say whether two figures are in one unit of measure, or count by the same word."""
    return figure.unit == other.unit and bool(figure.unit or figure.noun.split()[:1] == other.noun.split()[:1] != [])


def _is_grown(sentence: Sentence, figure: CheckedFigure) -> bool:
    at = figure.start - sentence.start
    return GROWN.search(sentence.text, max(0, at - 40), at) is not None


def _wrong_total(
    sheet: Sheet, total: CheckedFigure, run: Sequence[CheckedFigure], sums: Sequence[Decimal]
) -> Iterator[Finding]:
    slack = sum((f.step for f in (total, *run) if f.step < 1 or f.scale), Decimal(0)) / 2
    if any(abs(added - total.value) <= slack for added in sums):
        return
    added = sums[0]
    if not (abs(added - total.value) <= NEAR * total.value or is_mistyped(added, total.value)):
        return
    message = (
        f"Các thành phần cộng lại là {write_value(added, total.scale)}, báo cáo ghi tổng {with_unit(total)}: "
        + " + ".join(write_value(f.value, total.scale) for f in run)
        + f" = {write_value(added, total.scale)}."
    )
    start, end = min(total.start, run[0].start), max(total.end, run[-1].end)
    yield Finding(FindingKind.SUM, message, (sheet.quote(start, end),), frozenset((added, total.value)))


def _is_plain(figure: CheckedFigure) -> bool:
    read = figure.read
    return (
        read is not None and figure.whole is None and figure.unit != "%" and figure.value > 0 and read.bound is Bound.EXACT
        and read.high is None and read.change is Change.NONE and read.standing not in (Standing.PLAN, Standing.PRIOR)
        and not read.per
    )  # fmt: skip


def _is_compared(run: Sequence[CheckedFigure], total: CheckedFigure) -> bool:
    """Say whether a part is larger than the total: they are no parts of it."""
    return any(figure.value > total.value for figure in run)
