"""A number of units with their names right behind it: "hai xã Hòn Trà, Cồn Nhạn, Bãi Ngoài", "02 tổ (Lũng 1, Hạ và Xóm Lò)".

And a number of parts against the rows of the table that lists them all: "huyện chia 5 cụm", where the table has four.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex as re

from app.checks.figures import CheckedFigure, figures_in_words
from app.checks.grids import CheckedGrid
from app.checks.model import Finding, FindingKind, Sentence, Sheet
from ingest.language.spelling import fold
from ingest.language.unit_names import UNITS
from ingest.model import Kind

_NAME = r"\p{Lu}\p{L}*+(?:\s(?:\p{Lu}\p{L}*+|\d{1,2}(?!\d|[,.]\d))){0,4}"
_NAMES = rf"({_NAME}(?:,\s(?:và\s)?{_NAME}|\svà\s{_NAME})++)"
_HAMLETS = ("thôn", "bản", "ấp", "khóm", "khu phố", "tổ dân phố", "tiểu khu", "làng", "buôn")
KINDS = "|".join(sorted((*UNITS, *_HAMLETS), key=len, reverse=True))
# The kind with a word or two of what they are, then the names; behind them the list is over.
BARE = re.compile(
    rf"\G\s(?i:{KINDS})(?:\s\p{{Ll}}{{2,12}}+){{0,2}}\s(?:là\s|gồm\s)?{_NAMES}(?!\p{{L}})(?!,?\s(?:và|cùng)\s|,\s\p{{L}}|\s?[-–/])"
)
BRACKET = re.compile(
    rf"\G\s\p{{Ll}}[^.;:()\d]{{1,40}}\s?\(\s?(?:gồm\s|là\s|tại\s)?(?:(?i:các)\s)?(?:(?i:{KINDS})\s)?{_NAMES}\s?\)"
)
COLON = re.compile(
    r"\G(?:\s(?:đơn vị|cơ quan|tổ chức))?\s?:\s(\p{Lu}[^.;:()\d]{3,80}"
    r"(?:,\s\p{Lu}[^.;:()\d,]{3,80}){0,12}\svà\s\p{Lu}[^.;:()\d,]{3,80})(?=[.;]|$)"
)
PARTED = re.compile(r",\s(?:và\s)?|\svà\s")
MEMBERS = re.compile(r",\s|\svà\s(?=\p{Lu})")
# All of them: only then do the rows of a table say how many there are.
ALL = re.compile(r"(?<!\p{L})(?:cả|chia(?: thành)?|chia ra|toàn bộ|tất cả|có tất cả|đủ)\s$", re.IGNORECASE)
NUMBERED = re.compile(r"(?<!\p{L})\p{L}++\s\d")
LEVEL = re.compile(r"(?:đơn vị|địa phương)\s(?:hành chính\s)?cấp\s(huyện|xã)")
OF_LEVEL = {"huyện": ("huyện", "thành phố", "tp", "thị xã", "tx", "quận"), "xã": ("xã", "phường", "thị trấn", "tt")}
OTHER_PLACE = re.compile(r"(?<!\p{L})(?:như|trong đó|ví dụ|v\.v|…|điển hình)", re.IGNORECASE)
MOST = 30  # members that are listed by name
NEAR = 2  # rows more or fewer: a table that is farther off lists something else
FEWEST_ROWS = 3


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every number that its names, or the rows of the table of all of them, do not come to."""
    for sentence in sheet.body:
        if sentence.kind is Kind.TABLE:
            continue
        for figure in (*sentence.figures, *figures_in_words(sentence.text, sentence.start)):
            if figure.whole is None and figure.unit == "" and 1 < figure.value <= MOST:
                yield from _named(sheet, sentence, figure)
                yield from _tabled(sheet, sentence, figure)


def _named(sheet: Sheet, sentence: Sentence, figure: CheckedFigure) -> Iterator[Finding]:
    text, end = sentence.text, _behind(sentence, figure)
    for pattern, parted in ((BARE, PARTED), (BRACKET, PARTED), (COLON, MEMBERS)):
        match = pattern.match(text, end)
        if match is None or OTHER_PLACE.search(text, end, match.end()):
            continue
        members = parted.split(match[1])
        count = len(members)
        parts = all(member[-1].isdigit() for member in members)  # "13 người (quản lý 02, giáo viên 11)" tells its parts
        if count != figure.value and not parts:
            message = f"Ghi {figure.text} nhưng kể tên {count}: {match[1]}."
            yield Finding(FindingKind.SUM, message, (sheet.quote(figure.start, sentence.start + match.end()),))
        return


def _behind(sentence: Sentence, figure: CheckedFigure) -> int:
    """Return where a number itself ends: what it counts belongs to what is read behind it."""
    numeral = figure.read.numeral[1] if figure.read is not None else figure.end - sentence.start
    return min(numeral, figure.end - sentence.start)


def _tabled(sheet: Sheet, sentence: Sentence, figure: CheckedFigure) -> Iterator[Finding]:
    """All units of a kind are counted, and a table with a row for each and a total has another number of them."""
    at = figure.start - sentence.start
    if sentence.ahead or not ALL.search(sentence.text, max(0, at - 20), at):
        return
    behind = fold(sentence.text[_behind(sentence, figure) :][:40]).strip()
    level = LEVEL.match(behind)
    if NUMBERED.match(behind):
        return  # "cả 4 khối 1, 2, 3, 4" are some
    kinds = OF_LEVEL[level[1]] if level else tuple(re.findall(r"\p{L}++", behind)[:1])
    for grid in sheet.grids:
        rows = _rows_of(grid, kinds)
        if len(rows) >= FEWEST_ROWS and 0 < abs(len(rows) - int(figure.value)) <= NEAR:
            message = f"Ghi {figure.text} {' '.join(behind.split()[:4])}, bảng kể {len(rows)}."
            quotes = sheet.quote(figure.start, figure.end), sheet.exactly(*grid.spans[rows[-1]])
            yield Finding(FindingKind.SUM, message, quotes)
            return


def _rows_of(grid: CheckedGrid, kinds: tuple[str, ...]) -> list[int]:
    """Return the rows of a table that all begin with one of the kinds but for a total, which a table of units has."""
    labelled = [row for row in grid.rows if grid.labels[row].strip() and row in grid.spans]
    members = [row for row in labelled if not grid.is_total(row)]
    begins = [re.split(r"[\s.]", fold(grid.labels[row]).strip(), maxsplit=1)[0] for row in members]
    longer = [fold(grid.labels[row]).startswith(kinds) for row in members]
    complete = len(members) < len(labelled) or len(kinds) == 1
    alike = all(begin in kinds or is_longer for begin, is_longer in zip(begins, longer, strict=True))
    return members if complete and members and alike else []
