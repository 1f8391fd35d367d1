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
    candidates = list(_read(text, folded, readings, own_year))
    for person in persons(text):
        if fold(person.text) not in knowledge().set_aside and (person.title or fold(person.text) not in places):
            candidates.append(Particular(person.start, person.end, person.end, RenewalKind.PERSON))
    for match in re.finditer(re.escape(signer), text) if signer else ():
        candidates.append(Particular(*match.span(), match.end(), RenewalKind.PERSON))
    opened = enumerator(text)
    begin = opened.length if opened else 0
    chosen = sorted(
        (particular for particular in _distinct(candidates) if particular.start >= begin),
        key=lambda particular: particular.start,
    )
    covered = bytearray(len(text))
    for start, end in [(particular.start, particular.stop) for particular in chosen] + [
        (r.start, r.end) for r in readings if _is_own(r, text)
    ]:
        covered[start:end] = b"\1" * (end - start)
    for match in DIGITS.finditer(text, begin):
        if not any(covered[match.start() : match.end()]) and not _ends_unit(folded, *match.span()):
            chosen.append(Particular(*match.span(), match.end(), RenewalKind.OTHER, lasting=True))
    for match in LUNAR.finditer(text):
        if not any(covered[match.start() : match.end()]):
            chosen.append(Particular(*match.span(), match.end(), RenewalKind.OTHER))
    ranked = (_ranked(particular, folded) for particular in chosen)
    return sorted(ranked, key=lambda particular: particular.start)


def _ranked(particular: Particular, folded: str) -> Particular:
    """Return a rank as what is new every year, any other particular as it is."""
    rank = (
        particular.lasting
        and particular.kind is RenewalKind.OTHER
        and RANK.search(folded, max(0, particular.start - 30), particular.start)
    )
    return replace(particular, lasting=False) if rank else particular


def _ends_unit(folded: str, start: int, end: int) -> bool:
    """Say whether a digit is the end of a unit: "m2"."""
    word = LETTERS.search(folded, max(0, start - 4), start)
    return word is not None and f"{word[0]}{folded[start:end]}" in vocabulary().units


def _is_own(reading: Reading, text: str) -> bool:
    """Say whether a number tells a place in the report itself; "(31)" is none where no "(30)" stands before it."""
    if not isinstance(reading, Label):
        return False
    if reading.kind == "enumerator" and text[reading.start - 1 : reading.start] == "(" and reading.text.isdigit():
        number = int(reading.text)
        return text.find(f"({number - 1})", 0, reading.start) >= 0 or (number == 1 and text.find("(2)", reading.end) >= 0)
    return reading.kind in SIGNS or reading.kind in knowledge().own_labels


def _distinct(candidates: Sequence[Particular]) -> list[Particular]:
    """Return the particulars without those that overlap one before; of two at one place the longer."""
    apart: list[Particular] = []
    for particular in sorted(candidates, key=lambda particular: (particular.start, -particular.stop)):
        if not apart or particular.start >= apart[-1].stop:
            apart.append(particular)
    return apart


def _read(text: str, folded: str, readings: Sequence[Reading], own_year: int | None) -> Iterator[Particular]:
    end_of_last = 0
    for at, reading in enumerate(readings):
        if reading.start < end_of_last:
            continue
        if isinstance(reading, DocumentNumber):
            dated = readings[at + 1] if at + 1 < len(readings) else None
            date = dated if isinstance(dated, Date) and BEFORE_DATE.fullmatch(text, reading.end, dated.start) else None
            end = end_of_last = date.end if date else reading.end
            lasting = _holds(reading, date, own_year)
            yield Particular(reading.start, end, end, RenewalKind.DOCUMENT, lasting, date, document=reading)
        elif isinstance(reading, Date):
            if reading.when is When.TIME or (reading.when is not When.RELATIVE and any(c.isdigit() for c in reading.text)):
                law = knowledge().laws.search(folded, max(0, reading.start - 100), reading.start) is not None
                yield Particular(
                    reading.start, reading.end, reading.end, RenewalKind.DATE, law or reading.when is When.TIME, reading
                )
        elif isinstance(reading, Label):
            if not _is_own(reading, text) and not _ends_unit(folded, reading.start, reading.end):
                counted = reading.kind == "enumerator" and reading.start > 1  # "Tiếng Anh (31)"
                yield Particular(reading.start, reading.end, reading.end, RenewalKind.OTHER, lasting=not counted)
        elif isinstance(reading, Quantity) and _is_figure(reading):
            yield _figure(text, reading)


def _holds(number: DocumentNumber, date: Date | None, own_year: int | None) -> bool:
    """Say whether a document goes on to hold: a law, one of a body of the whole country, or one older than last year's."""
    bodies = set(number.body.split("-"))
    national = number.kind not in knowledge().yearly and (bool(number.year) or not bodies.isdisjoint(knowledge().national))
    year = date.year if date else None
    old = year is not None and own_year is not None and year < own_year - 1
    return national or old


def _is_figure(quantity: Quantity) -> bool:
    """Say whether a quantity is a figure; number words that count nothing ("một số", "hai mặt") are none."""
    if quantity.form is not Form.WORDS:
        return True
    return (bool(quantity.unit) and (quantity.value or 0) > 1) or (bool(quantity.counted) and (quantity.value or 0) > FEW)


def _figure(text: str, quantity: Quantity) -> Particular:
    end = quantity.numeral[1]
    for match in INNER.finditer(text, end, quantity.end):
        end = match.end()
    lasting = quantity.form is Form.WORDS or _lasts(quantity, fold(text[max(0, quantity.start - 12) : quantity.start]))
    if lasting and quantity.unit in TIMES and quantity.end > end:  # "6 tháng", "05 năm": the time is one thing
        return Particular(quantity.start, end, max(end, quantity.end), RenewalKind.FIGURE, lasting=True, quantity=quantity)
    return Particular(quantity.start, end, max(end, quantity.end), RenewalKind.FIGURE, lasting, quantity=quantity)


def _lasts(quantity: Quantity, before: str) -> bool:
    """Say whether a figure is as a rule the same every year: villages, 100 %, ages, areas of land."""
    counted = fold(quantity.counted)
    full = quantity.value == quantity.whole or (quantity.unit == "%" and quantity.value == 100)
    unit = (
        quantity.whole is None
        and lasting_words().units.match(counted) is not None
        and knowledge().made_up_of.search(before) is not None
    )
    time = quantity.unit in TIMES and quantity.unit != "lần" and quantity.direction == 0
    lasts = knowledge().lasting.search(f"{fold(quantity.subject)} {counted}") is not None
    return full or unit or time or lasts
