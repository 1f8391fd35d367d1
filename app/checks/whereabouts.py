"""One person or thing told of at two places: "ông Lò Văn Ún ở bản Nậm Tốc" and "Lò Văn Ún, bản Nậm Tịt"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import regex as re

from app.checks.model import Finding, FindingKind, Sentence, Sheet
from app.checks.parents import is_within
from ingest.language.bodies import NamedUnit, units
from ingest.language.names import persons, quotations
from ingest.language.spelling import fold
from ingest.model import Kind, Table

# Things that stand at one place; roads and programmes pass through many.
THINGS = (
    "bãi rác|bãi chôn lấp|hồ chứa(?: nước)?|hồ|đập|cầu|chợ|mỏ|khu công nghiệp|cụm công nghiệp|KCN|CCN|nhà máy"
    "|trạm bơm|trạm cấp nước"
    "|khu tái định cư|khu đô thị|đình|đền|chùa|di tích"
)
# What kind of one it is may stand between: "cầu dân sinh Suối Cạn".
_OF_A_KIND = (
    r"(?:\s(?!(?:ở|tại|thuộc|của|và|do|xã|phường|thôn|bản|huyện|ấp|tỉnh|qua|giáp|với|đi|từ)(?!\p{L}))\p{Ll}{2,7}+){0,3}?"
)
NAMED = re.compile(rf"(?<!\p{{L}})(?i:({THINGS})){_OF_A_KIND}\s(\p{{Lu}}\p{{L}}*+(?:\s\p{{Lu}}\p{{L}}*+){{0,3}})")
# Titles of columns that say where the thing of a row is, with the level of units.
COLUMNS = {
    "thôn": "hamlet", "bản": "hamlet", "ấp": "hamlet", "khu phố": "hamlet", "tổ dân phố": "hamlet",
    "xã": "commune", "phường": "commune", "thị trấn": "commune", "huyện": "district",
}  # fmt: skip
# Parts of one body known by their number: "cơ sở 2 ở thị trấn …".
NUMBERED = re.compile(
    r"(?<!\p{L})(?i:(cơ sở|điểm trường|phân hiệu|chi nhánh|kho|trạm bơm|trạm|bến|nhà máy|xưởng))\s(?:số\s)?(\d{1,2})"
    r"(?=\s?,?\s(?:đặt |đóng )?(?:ở|tại|thuộc)\s|\s\()"
)
MODEL = re.compile(
    r"(?<!\p{L})(?i:mô hình|dự án|công trình)\s([\p{Ll}\s]{6,40}?)(?=\s(?:ở|tại|giao|với|của|cho|do|trên|thuộc|\d)|[,.;(])"
)
HOLDS = re.compile(
    rf"\G\s?(?:,|\()\s?nơi có\s(?i:({THINGS}))\s(\p{{Lu}}\p{{L}}*+(?:\s\p{{Lu}}\p{{L}}*+){{0,3}})"
)  # behind its unit
LINK = re.compile(r"(?:(?<!\p{L})(?:ở|tại|thuộc|trú tại|quê|trên địa bàn)\s(?:các\s)?|[(,\-–]\s?)$", re.IGNORECASE)
# What between a name and a place makes the place another's.
MOVES = re.compile(
    r"(?<!\p{L})(?:đến|về|sang|thăm|gặp|từ|với|và|cùng|giúp|nhân dân|qua|đi|bà|ông|đồng chí|do|giáp|cách)(?!\p{L})|[.;:]\s",
    re.IGNORECASE,
)
SEVERAL = re.compile(r"\s{0,5}+(?:,|và|-|–)\s{0,5}+(?:(?:xã|thôn|bản|huyện|phường|ấp)\s)?\p{Lu}|\s{0,5}+cũ(?!\p{L})")
FORMER = re.compile(r"\s{0,5}+\(?(?:cũ|trước đây|nay là)")
HELD = re.compile(r"\s*+[,(\-–]?\s*+(?:thuộc\s)?")
OPENS_ROW = re.compile(r"(?:\d{1,3}\.?\s)?(?:mô hình\s)?")
CELL = re.compile(r"\p{Lu}\p{L}*+(?:[\s-]\p{Lu}\p{L}*+){0,4}")  # one unit's name alone
KIND = re.compile(r"^(?:xã|phường|thị trấn|huyện|thị xã|quận|thôn|bản|ấp|khóm|khu phố)\s")
OF = re.compile(r"\s?của\s$")  # a model in quotation marks is told of whoever has it
QUOTED = frozenset('”"’»')
FARTHEST = 60  # characters between a name and its place
LEVELS = ("hamlet", "commune", "district")  # from within outwards
MOST = 400  # names of a report that are looked at; the reports measured have up to 120


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where something named ``key`` is told to be: the unit of a level, at [start, end) of the report's text."""

    key: str
    called: str
    unit: NamedUnit
    start: int
    end: int
    tabled: bool
    figures: frozenset[str]  # told with it; of what has no name of its own they say which it is


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every person and thing that is told to be in two units of one level."""
    first: dict[tuple[str, str], Whereabouts] = {}
    reported: set[str] = set()
    cells = _cells(sheet)
    for whereabouts in (*_of_sentences(sheet), *_of_rows(sheet)):
        before = first.setdefault((whereabouts.key, whereabouts.unit.level), whereabouts)
        name_before, other = fold(before.unit.name), fold(whereabouts.unit.name)
        two = {name_before, other} <= cells  # "Thạnh An" and "Thạnh An Hậu", each with a row of its own
        tabled = whereabouts.tabled or before.tabled
        apart = name_before != other and (two or not is_within(name_before, other, tabled=tabled))
        rows = whereabouts.tabled != before.tabled  # a table has a row for each model, so that its name says which it is
        same = not whereabouts.key.startswith("=") or before.figures & whereabouts.figures or rows
        if apart and same and whereabouts.key not in reported:
            reported.add(whereabouts.key)
            places = f"{before.unit.text} và {whereabouts.unit.text}"
            message = f"“{whereabouts.called}” ghi ở hai nơi khác nhau: {places}."
            quotes = sheet.quote(before.start, before.end), sheet.quote(whereabouts.start, whereabouts.end)
            yield Finding(FindingKind.PLACE, message, quotes)


def _cells(sheet: Sheet) -> frozenset[str]:
    """Return what single cells of the report's tables hold, folded, units without their kind."""
    every = (cell for table, _ in sheet.report.tables for row in table.rows for cell in row)
    return frozenset(KIND.sub("", fold(cell.strip())) for cell in every if len(cell) <= FARTHEST)


def _of_sentences(sheet: Sheet) -> Iterator[Whereabouts]:
    persons_of_prose = {
        fold(person.text): person.text
        for sentence in sheet.body
        if sentence.kind is not Kind.TABLE
        for person in persons(sentence.text)
    }
    models = {
        fold(match[1]): match[0]
        for sentence in sheet.body
        if sentence.kind is not Kind.TABLE
        for match in MODEL.finditer(sentence.text)
    }
    left = MOST
    for sentence in sheet.sentences:
        if sentence.kind is not Kind.TABLE and sheet.report.in_closing(sentence.start):
            continue  # tables of an annex stand behind the signature
        places = units(sentence.text)
        if not places:
            continue
        for unit in places:
            holds = HOLDS.match(sentence.text, unit.end)
            if holds is not None and unit.level in LEVELS and sentence.kind is not Kind.TABLE:
                key, called = f"{fold(holds[1])} {fold(holds[2])}", f"{holds[1]} {holds[2]}"
                start, end = sentence.start + unit.start, sentence.start + holds.end()
                yield Whereabouts(key, called, unit, start, end, False, frozenset())
        for key, called, start, end in _names(sentence, persons_of_prose, models):
            left -= 1
            if left < 0:
                return
            figures = frozenset(f.text for f in sentence.figures if f.value > 1)
            for unit in _units_of(sentence, places, end):
                reach = sentence.start + max(end, unit.end)
                yield Whereabouts(key, called, unit, sentence.start + start, reach, sentence.kind is Kind.TABLE, figures)


def _of_rows(sheet: Sheet) -> Iterator[Whereabouts]:
    """The things that a table's rows name, in the unit that a column of its own tells: "Thôn" and "Bến Trâu"."""
    placed = {(row.table, row.number): row for row in sheet.report.rows}
    for number, (table, _) in enumerate(sheet.report.tables):
        for column, kind in _columns(table):
            for at in range(table.header, len(table.rows)):
                cells, row = table.rows[at], placed.get((number, at))
                place = cells[column].strip() if column < len(cells) else ""
                if row is None or not CELL.fullmatch(place):
                    continue
                unit = NamedUnit(0, len(place), f"{kind} {place}", kind, place, COLUMNS[kind])
                for cell in cells[:column] + cells[column + 1 :]:
                    match = NAMED.fullmatch(cell.strip())
                    if match is not None:
                        key = f"{fold(match[1])} {fold(match[2])}"
                        yield Whereabouts(key, match[0], unit, row.start, row.end, True, frozenset())


def _columns(table: Table) -> Iterator[tuple[int, str]]:
    """Yield the columns of a table whose title is a kind of unit, with that kind."""
    heads = table.rows[: table.header]
    for column in range(max(map(len, heads), default=0)):
        titles = {fold(row[column].strip()) for row in heads if column < len(row) and row[column].strip()}
        if len(titles) == 1 and (title := titles.pop()) in COLUMNS:
            yield column, title


def _names(
    sentence: Sentence, persons_of_prose: Mapping[str, str], models: Mapping[str, str]
) -> Iterator[tuple[str, str, int, int]]:
    """The names of a sentence: of persons, of what stands in quotation marks, of things, and models by what they are of.

    :param known: persons of the prose, by folded name: in a table's row a name runs into the next cell.
    :param models: models of the prose, by what they are of.
    """
    text = sentence.text
    if sentence.kind is Kind.TABLE:
        folded = fold(text)
        for key, name in persons_of_prose.items() if len(folded) == len(text) else ():
            at = folded.find(key) if len(key.split()) > 2 else -1
            if at >= 0:
                yield key, name, at, at + len(key)
        for key, name in models.items() if len(folded) == len(text) else ():
            row = OPENS_ROW.match(folded)
            if row is not None and folded.startswith(key, row.end()):
                yield f"={key}", name, row.end(), row.end() + len(key)
    else:
        for person in persons(text):
            yield fold(person.text), person.text, person.start, person.end
    for quotation in quotations(text):
        if len(quotation.text.split()) <= 6:
            yield f"“{fold(quotation.text)}", quotation.text, quotation.start, quotation.end + 1
    for match in NAMED.finditer(text):
        yield f"{fold(match[1])} {fold(match[2])}", match[0], match.start(), match.end()
    for match in NUMBERED.finditer(text) if sentence.kind is not Kind.TABLE else ():
        yield f"{fold(match[1])} {match[2].lstrip('0')}", match[0], match.start(), match.end()
    for match in MODEL.finditer(text):
        yield f"={fold(match[1])}", match[0], match.start(), match.end()


def _units_of(sentence: Sentence, places: list[NamedUnit], end: int) -> list[NamedUnit]:
    """Return the units that a name is said to be in, from within outwards; none where several are told side by side.

    They stand behind it, joined by a word of place or a bracket.
    """
    text = sentence.text
    chain: list[NamedUnit] = []
    for unit in (unit for unit in places if unit.start >= end):
        between = text[chain[-1].end if chain else end : unit.start]
        rises = not chain or (unit.level in LEVELS and LEVELS.index(unit.level) > LEVELS.index(chain[-1].level))
        if unit.level not in LEVELS or not rises or (chain and not HELD.fullmatch(between)):
            break
        chain.append(unit)
    if not chain or FORMER.match(text, chain[-1].end) or SEVERAL.match(text, chain[-1].end):
        return []
    between = text[end : chain[0].start]
    if sentence.kind is Kind.TABLE:
        return chain if len(between) <= FARTHEST and not re.search(r"\d", between) else []
    of = OF.fullmatch(between) is not None and text[end - 1 : end] in QUOTED
    joined = of or LINK.search(between) is not None or not between.strip()
    return chain if joined and len(between) <= FARTHEST and not MOVES.search(between) else []
