"""What in a paragraph is of last year: figures, dates, documents, persons, and whatever other digits it has.

Every digit of a text is taken by one particular or left out on purpose: enumerators, numbers of rows, what refers to a part
of the report itself ("Phụ lục 1"), marks of footnotes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import regex as re

from app.comparison.knowledge import knowledge as lasting_words
from app.renewal.knowledge import knowledge
from app.renewal.model import RenewalKind
from ingest.language.dates import Date, When
from ingest.language.documents import DocumentNumber
from ingest.language.enumerators import enumerator
from ingest.language.labels import Label
from ingest.language.links import Reading
from ingest.language.names import persons
from ingest.language.numerals import Form
from ingest.language.quantities import TIMES, read
from ingest.language.quantity import Quantity
from ingest.language.spelling import fold
from ingest.language.vocabulary import vocabulary

SIGNS = frozenset(("enumerator", "row", "footnote"))  # kinds of labels that open a line or lead elsewhere
BEFORE_DATE = re.compile(r"\s{0,2},?\s{0,2}(?:ngày\s{1,2})?")
FEW = 3  # number words up to here count nothing as a rule where no unit follows: "hai mặt", "ba cùng"
LETTERS = re.compile(r"\p{L}{1,3}$")
DIGITS = re.compile(r"\d[\d.,/]*\d|\d")
LUNAR = re.compile(
    r"(?<!\p{L})(?:Giáp|Ất|Bính|Đinh|Mậu|Kỷ|Canh|Tân|Nhâm|Quý)\s(?:Tý|Sửu|Dần|Mão|Thìn|Tỵ|Tị|Ngọ|Mùi|Thân|Dậu|Tuất|Hợi)(?!\p{L})"
)  # the year by another name: "Tết Ất Tỵ"
# A rank is a result of its year: "xếp thứ 4/19", "(năm 2023 thứ 7)".
RANK = re.compile(
    r"(?<!\p{L})(?:(?:xếp|đứng|giữ|đạt)\s(?:vị trí\s|hạng\s|vị\s)?(?:thứ\s)?|(?:hạng|vị trí)\s(?:thứ\s)?"
    r"|năm\s\d{4}\s(?:xếp\s|đứng\s)?thứ\s)$"
)
INNER = re.compile(r"(?<![\p{L}\d])\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class Particular:
    """A particular at [start, end); ``stop``: where its unit ends, else ``end``. ``lasting``: as a rule as last year."""

    start: int
    end: int
    stop: int
    kind: RenewalKind
    lasting: bool = False
    date: Date | None = None
    quantity: Quantity | None = None
    document: DocumentNumber | None = None


def particulars(text: str, own_year: int | None, places: Collection[str] = (), signer: str = "") -> list[Particular]:
    """Return the particulars of a paragraph in order, none overlapping another; an empty text has none.

    :param own_year: first year of the report: documents older than the year before it go on to hold.
    :param places: folded names of places, which are no names of persons.
    :param signer: who signed, whatever stands before the name.
    """
    folded = fold(text)
    readings = read(text)
    found = list(_read(text, folded, readings, own_year))
    for one in persons(text):
        if fold(one.text) not in knowledge().set_aside and (one.title or fold(one.text) not in places):
            found.append(Particular(one.start, one.end, one.end, RenewalKind.PERSON))
    for match in re.finditer(re.escape(signer), text) if signer else ():
        found.append(Particular(*match.span(), match.end(), RenewalKind.PERSON))
    opened = enumerator(text)
    begin = opened.length if opened else 0
    taken = sorted((one for one in _distinct(found) if one.start >= begin), key=lambda one: one.start)
    held = bytearray(len(text))
    for start, end in [(one.start, one.stop) for one in taken] + [(r.start, r.end) for r in readings if _is_own(r, text)]:
        held[start:end] = b"\1" * (end - start)
    for match in DIGITS.finditer(text, begin):
        if not any(held[match.start() : match.end()]) and not _ends_unit(folded, *match.span()):
            taken.append(Particular(*match.span(), match.end(), RenewalKind.OTHER, lasting=True))
    for match in LUNAR.finditer(text):
        if not any(held[match.start() : match.end()]):
            taken.append(Particular(*match.span(), match.end(), RenewalKind.OTHER))
    ranked = (_ranked(one, folded) for one in taken)
    return sorted(ranked, key=lambda one: one.start)


def _ranked(one: Particular, folded: str) -> Particular:
    """Return a rank as what is new every year, any other particular as it is."""
    rank = one.lasting and one.kind is RenewalKind.OTHER and RANK.search(folded, max(0, one.start - 30), one.start)
    return replace(one, lasting=False) if rank else one


def _ends_unit(folded: str, start: int, end: int) -> bool:
    """Say whether a digit is the end of a unit: "m2"."""
    word = LETTERS.search(folded, max(0, start - 4), start)
    return word is not None and f"{word[0]}{folded[start:end]}" in vocabulary().units


def _is_own(one: Reading, text: str) -> bool:
    """Say whether a number tells a place in the report itself; "(31)" is none where no "(30)" stands before it."""
    if not isinstance(one, Label):
        return False
    if one.kind == "enumerator" and text[one.start - 1 : one.start] == "(" and one.text.isdigit():
        number = int(one.text)
        return text.find(f"({number - 1})", 0, one.start) >= 0 or (number == 1 and text.find("(2)", one.end) >= 0)
    return one.kind in SIGNS or one.kind in knowledge().own_labels


def _distinct(found: Sequence[Particular]) -> list[Particular]:
    """Return the particulars without those that overlap one before; of two at one place the longer."""
    kept: list[Particular] = []
    for one in sorted(found, key=lambda one: (one.start, -one.stop)):
        if not kept or one.start >= kept[-1].stop:
            kept.append(one)
    return kept


def _read(text: str, folded: str, readings: Sequence[Reading], own_year: int | None) -> Iterator[Particular]:
    done = 0
    for at, one in enumerate(readings):
        if one.start < done:
            continue
        if isinstance(one, DocumentNumber):
            dated = readings[at + 1] if at + 1 < len(readings) else None
            date = dated if isinstance(dated, Date) and BEFORE_DATE.fullmatch(text, one.end, dated.start) else None
            end = done = date.end if date else one.end
            lasting = _holds(one, date, own_year)
            yield Particular(one.start, end, end, RenewalKind.DOCUMENT, lasting, date, document=one)
        elif isinstance(one, Date):
            if one.when is When.TIME or (one.when is not When.RELATIVE and any(c.isdigit() for c in one.text)):
                law = knowledge().laws.search(folded, max(0, one.start - 100), one.start) is not None
                yield Particular(one.start, one.end, one.end, RenewalKind.DATE, law or one.when is When.TIME, one)
        elif isinstance(one, Label):
            if not _is_own(one, text) and not _ends_unit(folded, one.start, one.end):
                counted = one.kind == "enumerator" and one.start > 1  # "Tiếng Anh (31)"
                yield Particular(one.start, one.end, one.end, RenewalKind.OTHER, lasting=not counted)
        elif isinstance(one, Quantity) and _is_figure(one):
            yield _figure(text, one)


def _holds(one: DocumentNumber, date: Date | None, own_year: int | None) -> bool:
    """Say whether a document goes on to hold: a law, one of a body of the whole country, or one older than last year's."""
    bodies = set(one.body.split("-"))
    national = one.kind not in knowledge().yearly and (bool(one.year) or not bodies.isdisjoint(knowledge().national))
    year = date.year if date else None
    old = year is not None and own_year is not None and year < own_year - 1
    return national or old


def _is_figure(one: Quantity) -> bool:
    """Say whether a quantity is a figure; number words that count nothing ("một số", "hai mặt") are none."""
    if one.form is not Form.WORDS:
        return True
    return (bool(one.unit) and (one.value or 0) > 1) or (bool(one.counted) and (one.value or 0) > FEW)


def _figure(text: str, one: Quantity) -> Particular:
    end = one.numeral[1]
    for match in INNER.finditer(text, end, one.end):
        end = match.end()
    lasting = one.form is Form.WORDS or _lasts(one, fold(text[max(0, one.start - 12) : one.start]))
    if lasting and one.unit in TIMES and one.end > end:  # "6 tháng", "05 năm": the time is one thing
        return Particular(one.start, end, max(end, one.end), RenewalKind.FIGURE, lasting=True, quantity=one)
    return Particular(one.start, end, max(end, one.end), RenewalKind.FIGURE, lasting, quantity=one)


def _lasts(one: Quantity, before: str) -> bool:
    """Say whether a figure is as a rule the same every year: villages, 100 %, ages, areas of land."""
    counted = fold(one.counted)
    full = one.value == one.whole or (one.unit == "%" and one.value == 100)
    unit = (
        one.whole is None
        and lasting_words().units.match(counted) is not None
        and knowledge().made_up_of.search(before) is not None
    )
    time = one.unit in TIMES and one.unit != "lần" and one.direction == 0
    named = knowledge().lasting.search(f"{fold(one.subject)} {counted}") is not None
    return full or unit or time or named
