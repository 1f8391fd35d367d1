"""Parts that do not add up to their total, and money spent beyond what was raised."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate, combinations

import regex as re

from app.checks.figures import MONEY, CheckedFigure
from app.checks.model import Finding, FindingKind, Sentence, Sheet
from app.checks.slips import is_digit_apart, is_mistyped
from ingest.language.amounts import write_value
from ingest.language.terms import fold
from ingest.language.text import fold_spaces
from ingest.model import Table

OPENING = re.compile(
    r"(?:trong\s+đó|bao\s+gồm|gồm\s+có|gồm|chia\s+ra)\s*+(?:có\s*+)?:?|\(|:(?=\s*+\d++\s)"
    # "69 văn bản: trình huyện 14, xã 41, …"
    r"|:(?=\s(?:[\p{L}\s,]{2,50}?\s\d{1,3}(?:\.\d{3})*+(?:\s\p{L}{1,9}){0,2}(?:,|;|\svà)\s){2})",
    re.IGNORECASE,
)
WHOLLY = re.compile(r"gồm|chia", re.IGNORECASE)  # words that promise all parts; "trong đó" may name some
RECIPIENTS = re.compile(r"tập thể|cá nhân|hộ(?: gia đình)?$|hộ(?: gia đình)? ")  # all who are rewarded
NESTED = re.compile(r"\(|trong đó|riêng|;", re.IGNORECASE)
TRAITS = re.compile(r"(?<!\p{L})(?:nữ|nam|dân tộc|tôn giáo|đảng viên|đoàn viên|trẻ|đại học|thạc sĩ)(?!\p{L})", re.IGNORECASE)
FEWEST = 10  # totals below are a digit from any other sum
BY_YEAR = re.compile(r"(?:19|20)\d{2}\s?:\s?$")
OF_A_YEAR = re.compile(r"(?:19|20)\d{2}\s?$")  # "2020: 11 vụ": no list
IN_WORDS = re.compile(
    r"(?<!\p{L})(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\s"
    r"(?:giải|tập thể|cá nhân|hộ|xã|thôn|đồng chí|người|vụ|lớp|trường)(?!\p{L})",
    re.IGNORECASE,
)
NEXT_PART = 40  # characters behind the last part in figures in which one in words may stand
MOST_OVER = Decimal("1.5")  # times the total that parts behind "trong đó" may come to: beyond, they overlap
MOST_PARTS = 60  # of a total, and figures before it; no sentence of the reports measured has more than 20 figures
LAST_MEMBER = re.compile(r"^[^.;:\d]{2,90}\s(?:và|cùng)\s(?:\p{L}++\s){0,2}$")
COMPARED = re.compile(r"(?:tăng|giảm|so với|vượt)\s*+(?:thêm\s*+)?$")
GROWN = re.compile(r"(?:tăng|giảm|so với|thêm|vượt|năm trước)\s*+$")
BRACKET_BEFORE = re.compile(r"\(\s*+$")
NEAR = Decimal("0.1")  # parts that miss their total by less were meant to be all of it
GIVEN = r"(?:vận động|huy động|quyên góp|tiếp nhận|thu được|ủng hộ)"
NEAR_ALL = Decimal("0.25")  # the same where words promise all parts, told one behind the other
RAISED = re.compile(rf"{GIVEN}(?=[^.;]{{0,80}}(?:được|quỹ|đạt))", re.IGNORECASE)
SPENT = re.compile(r"(?:trích|chi|sử dụng|xuất)\s+(?:quỹ|từ|nguồn)|đã\s+(?:trích|chi|sử dụng)", re.IGNORECASE)
FUND = re.compile(r"[Qq]uỹ\s+[“\"'‘]*+\s*+(\p{L}++\s\p{L}+)")
TABLE_NEAR = Decimal("0.02")  # a figure of the text this near to a row's sum speaks of that row
RECIPIENT = re.compile(r"\b(tập thể|cá nhân|hộ gia đình)\)?$", re.IGNORECASE)
CELL = r"(?:\d{1,3}(?:\.\d{3})+|\d+)"
ROW = re.compile(
    rf"(?:^|(?<=\s))((?:\d{{1,2}}\s)?(?=[^\W\d][^\d\n]{{2,300}}+\d)[^\W\d][^\d\n]{{2,70}}?)[^\S\n]++({CELL}(?:[^\S\n]++{CELL}){{2,9}})(?=\s|$)",
    re.MULTILINE,
)


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every total that its parts miss, every fund overspent, every table the text contradicts."""
    for sentence in sheet.body:
        yield from _within(sheet, sentence)
    yield from _overspent(sheet)
    yield from _tables(sheet)


def _within(sheet: Sheet, sentence: Sentence) -> Iterator[Finding]:
    text, start = sentence.text, sentence.start
    starts = [figure.start - start for figure in sentence.figures]
    closings = _closings(text)
    cases: set[tuple[int, int, int, str]] = set()
    for match in OPENING.finditer(text):
        bracketed = match[0].startswith("(") or BRACKET_BEFORE.search(text, max(0, match.start() - 9), match.start())
        stop = closings[match.end()] if bracketed else len(text)
        first, last = bisect.bisect_left(starts, match.end()), bisect.bisect_left(starts, stop)
        if not bracketed:
            last = _list_end(text, match.end(), first, last, sentence)
        already = bisect.bisect_left(starts, match.start())
        case = already, first, last, match[0].lower()
        if (
            OF_A_YEAR.search(text, max(0, match.start() - 12), match.start())
            or not already
            or not 2 <= last - first <= MOST_PARTS
            or case in cases
        ):
            continue
        cases.add(case)
        before, parts = sentence.figures[max(0, already - MOST_PARTS) : already], sentence.figures[first:last]
        missed = _missed(text, start, match, before, parts)
        if missed:
            total, summed, added = missed
            message = (
                f"Các thành phần cộng lại là {write_value(added, total.scale)}, báo cáo ghi tổng {total.text}: "
                + " + ".join(write_value(f.value, total.scale) for f in summed)
                + f" = {write_value(added, total.scale)}."
            )
            yield Finding(FindingKind.SUM, message, (sheet.quote(total.start, max(f.end for f in summed)),))
            return


def _list_end(text: str, begin: int, first: int, last: int, sentence: Sentence) -> int:
    """Return the number of the figure at which a list of parts ends: behind a semicolon, if commas part its members."""
    for n in range(first + 1, last - 1):
        figure, other, beyond = sentence.figures[n - 1 : n + 2]
        joined = text[figure.end - sentence.start : other.start - sentence.start]
        if (
            _same_kind(figure, other)
            and LAST_MEMBER.search(joined)
            and (beyond.unit != other.unit or not _same_kind(beyond, other))
        ):
            return n + 1  # "gồm 6 dự án … và 9 dự án …, tổng vốn …": what follows is of something else
    semicolon = text.find(";", begin)
    behind = [n for n in range(first, last) if sentence.figures[n].start - sentence.start < semicolon]
    members = [n for n in behind if sentence.figures[n].unit == sentence.figures[behind[0]].unit]
    members = [n for n in members if not _grown(text, sentence.start, sentence.figures[n])]
    return behind[-1] + 1 if len(members) > 2 and semicolon >= 0 else last


def _closings(text: str) -> list[int]:
    """Return, for every place of a text and for its end, where the bracket closes that stands open there."""
    closings = [len(text)] * (len(text) + 1)
    unopened: list[int] = []  # closing brackets to the right that no bracket to the right opens
    for at in range(len(text) - 1, -1, -1):
        if text[at] == ")":
            unopened.append(at)
        elif text[at] == "(" and unopened:
            unopened.pop()
        closings[at] = unopened[-1] if unopened else len(text)
    return closings


def _missed(
    text: str, start: int, opening: re.Match[str], before: Sequence[CheckedFigure], parts: Sequence[CheckedFigure]
) -> tuple[CheckedFigure, list[CheckedFigure], Decimal] | None:
    """Return (total, parts, their sum) where they disagree."""
    counted = [f for f in before if f.unit != "%" and f.whole is None]
    if not counted or len(parts) < 2:
        return None
    total = _total(counted, text, start)
    alike = [f for f in parts if f.unit == total.unit and _same_kind(f, total) and not _grown(text, start, f)]
    between = text[total.end - start : opening.start()]
    direct = between.strip(" ,:(").count(",") < 2 and len(between) < 60 and not re.search(r"\d", between)
    loose = len(alike) < 2 and direct  # the parts count by other words than their total, or by none
    if loose and all(f.unit == "" and not f.noun and f.whole is None for f in parts):
        alike = list(parts)  # "36 mã số, trong đó chuối 21, bưởi 30"
    elif loose and total.unit == "" and opening[0] != ":":
        alike = _listed(text, start, [f for f in parts if f.unit == "" and f.whole is None])
    if len(alike) < 2 or (opening[0] == ":" and "," in between):
        return None
    added = sum((f.value for f in alike), Decimal(0))
    slack = sum((f.step for f in (total, *alike) if f.unit), Decimal(0)) / 2  # what is counted is exact
    recipients = all(RECIPIENTS.match(f.noun) for f in alike)
    flat = recipients or (WHOLLY.search(opening[0]) and not NESTED.search(text, opening.end(), alike[-1].start - start))
    if (
        _agrees(added, total, slack)
        or (not flat and _some_agree(alike, total, slack))
        or any(_agrees(added, f, slack) for f in counted)
    ):
        return None
    gap = abs(added - total.value)
    whole = total.unit == MONEY or WHOLLY.search(opening[0]) or len(alike) > 2
    most = 4 if WHOLLY.search(opening[0]) else MOST_OVER
    exceeds = whole and total.value < added < most * total.value and opening[0] != "(" and between.count(";") <= 1
    if IN_WORDS.search(text, opening.end(), alike[-1].end - start + NEXT_PART):
        return None  # one of the parts is told in words
    overlap = loose and all(f.value <= total.value for f in alike)
    if overlap and TRAITS.search(text, opening.end(), alike[-1].end - start):
        return None  # "(nữ 4, dân tộc 3)": some are both, some neither
    if any(BY_YEAR.search(text, max(0, f.start - start - 7), f.start - start) for f in alike):
        return None  # "(2022: 28 vụ; 2024: 11 vụ)"
    bracketed = text[opening.end() : alike[0].start - start].strip()
    bracket = (
        opening[0] == "("
        and (not bracketed or not alike[0].noun)
        and not NESTED.search(text, opening.end(), alike[-1].start - start)
    )
    typed = is_mistyped(added, total.value) or (
        (flat or bracket) and total.value >= FEWEST and is_digit_apart(added, total.value)
    )
    every = (
        flat and len(alike) > 2 and all(f.noun and _same_kind(f, total) for f in alike)
    )  # named as the total is: all of it
    if not exceeds and not typed and not every and gap > (NEAR_ALL if flat else NEAR) * total.value:
        return None
    return total, list(alike), added


def _total(counted: Sequence[CheckedFigure], text: str, start: int) -> CheckedFigure:
    """The last figure before the parts that is no comparison of another one; "Tổng …" marks it."""
    for figure in reversed(counted):
        at = figure.start - start
        if not COMPARED.search(text, max(0, at - 30), at):
            return figure
    return counted[-1]


def _same_kind(part: CheckedFigure, total: CheckedFigure) -> bool:
    if part.unit:
        return True
    of_part, of_total = part.noun.split(), total.noun.split()
    return bool(of_part and of_total and of_part[0] == of_total[0])


def _grown(text: str, start: int, figure: CheckedFigure) -> bool:
    at = figure.start - start
    return GROWN.search(text, max(0, at - 14), at) is not None


def _listed(text: str, start: int, parts: Sequence[CheckedFigure]) -> list[CheckedFigure]:
    """Return the figures that open the members of a list right behind each other: "61 tập thể, 148 cá nhân và 09 hộ"."""
    members: list[CheckedFigure] = []
    for figure in parts:
        if members:
            between = text[members[-1].end - start : figure.start - start]
            if len(between.split()) > 9 or re.search(r"[.;(]|trong đó|với", between):
                break
        members.append(figure)
    return members


def _agrees(added: Decimal, total: CheckedFigure, slack: Decimal) -> bool:
    return abs(added - total.value) <= slack


def _some_agree(parts: Sequence[CheckedFigure], total: CheckedFigure, slack: Decimal) -> bool:
    """Say whether some of the parts make the total: the others are parts of parts, or belong to what follows."""
    if any(_agrees(added, total, slack) for added in [*accumulate(f.value for f in parts)][1:-1]):
        return True
    few = parts[:8]
    return any(
        _agrees(sum((f.value for f in chosen), Decimal(0)), total, slack)
        for size in range(2, len(few))
        for chosen in combinations(few, size)
    )


def _overspent(sheet: Sheet) -> Iterator[Finding]:
    """A fund that gave more than it was given, told in one sentence or two in a row."""
    pairs = [(a, b) for a, b in zip(sheet.body, (*sheet.body[1:], None), strict=False) if not a.ahead]
    for first, second in pairs:
        raised = RAISED.search(first.text)
        if raised is None or not FUND.search(first.text):
            continue
        for sentence in filter(None, (first, second)):
            spent = SPENT.search(sentence.text, raised.end() if sentence is first else 0)
            if spent is None:
                continue
            edge = first.start + (spent.start() if sentence is first else len(first.text))
            raised_sums = [f for f in first.figures if f.unit == MONEY and first.start + raised.start() < f.start < edge]
            gave = [f for f in sentence.figures if f.unit == MONEY and f.start > sentence.start + spent.start()]
            if raised_sums and gave and gave[0].value > raised_sums[-1].value:
                message = f"Chi ra {_money(gave[0])} nhiều hơn số vận động được {_money(raised_sums[-1])}."
                places = sheet.quote(raised_sums[-1].start, raised_sums[-1].end), sheet.quote(gave[0].start, gave[0].end)
                yield Finding(FindingKind.SUM, message, places)
                break


def _money(figure: CheckedFigure) -> str:
    return f"{figure.text} {'tỷ ' if figure.scale == 9 else 'triệu ' if figure.scale == 6 else ''}đồng"


def _tables(sheet: Sheet) -> Iterator[Finding]:
    """Rows of figures whose last column is no total of the others, and text that tells a row's sum otherwise."""
    for table, _ in sheet.report.tables:
        if table.rows and re.search(r"tổng|cộng", table.rows[0][-1], re.IGNORECASE):
            yield from _totals(sheet, table)
    group = ""
    for match in ROW.finditer(sheet.text):
        label = fold_spaces(match[1])
        values = [int(value.replace(".", "")) for value in match[2].split()]
        recipient = RECIPIENT.search(label)
        before = label[: recipient.start()].strip(" -:(") if recipient else label
        group = before if len(before) > 2 else group
        if recipient and group and not all(1900 < value < 2100 for value in values):
            yield from _in_prose(sheet, match, group, recipient[1].lower(), Decimal(sum(values)))


def _totals(sheet: Sheet, table: Table) -> Iterator[Finding]:
    for row in table.rows[1:]:
        values = []
        for cell in reversed(row):
            if not cell.strip().replace(".", "").isdigit():
                break
            values.append(int(cell.replace(".", "")))
        if len(values) < 3 or sum(values[1:]) == values[0]:
            continue
        where = re.search(r"\s+".join(re.escape(cell.strip()) for cell in row if cell.strip()), sheet.text)
        if where:
            stated, added = write_value(Decimal(values[0])), write_value(Decimal(sum(values[1:])))
            message = f"Hàng của bảng cộng lại là {added}, cột tổng ghi {stated}."
            yield Finding(FindingKind.SUM, message, (sheet.exactly(*where.span()),))


def _in_prose(sheet: Sheet, row: re.Match[str], group: str, recipient: str, added: Decimal) -> Iterator[Finding]:
    name = fold(re.sub(r"^\d+\s*+", "", group))
    section = sheet.quote(row.start(), row.start() + 1).section
    for sentence in sheet.body:
        itself = sentence.start <= row.start() < sentence.end
        if itself or sheet.quote(sentence.start, sentence.start + 1).section != section:
            continue
        for figure in sentence.figures:
            told_of = fold(sentence.text[max(0, figure.start - sentence.start - 60) : figure.start - sentence.start])
            near = figure.value != added and abs(figure.value - added) < TABLE_NEAR * added
            if near and figure.noun.startswith(recipient) and name in told_of:
                message = f"Bảng cộng lại được {write_value(added)} {recipient}, lời văn ghi {figure.text}."
                places = sheet.quote(figure.start, figure.end), sheet.exactly(row.start(), row.end(2))
                yield Finding(FindingKind.SUM, message, places)
