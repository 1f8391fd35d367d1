"""One document cited with two numbers or two years: "Quyết định số 939/QĐ-TTg" and "938/QĐ-TTg" on the same matter."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

import regex as re

from app.checks.documents import CitedDocument, citations
from app.checks.facts import content, rarities, rarity_of
from app.checks.model import Finding, FindingKind, Sheet
from app.checks.slips import is_digit_apart, is_slip
from ingest.language.documents import DocumentNumber
from ingest.language.spelling import fold

LONG = 3  # digits of a number of which one is another
AROUND = 110  # characters on each side of a number that say what the document is about
# Rarity of the words that both citations must be surrounded by: of documents of one office, which issues few of a
# kind; of the centre's, or of the same number in two years, which are many.
ALIKE, MUCH_ALIKE = 4.0, 8.0
CENTRAL = re.compile(r"(?<!\p{L})(?:cp|ttg|qh\d*|tw|tt|nq-cp|ubtvqh\d*)(?!\p{L})")
MOST = 200  # citations of a report that are held against each other
FORMAL = content(
    "số ngày tháng năm của về việc căn cứ thực hiện theo quy định nghị quyết quyết định kế hoạch thông tư chỉ thị công văn"
)


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every two numbers a slip or a year apart that are cited on the same matter."""
    cited = list(citations(sheet.text))[:MOST]
    rarity = rarities(sheet)
    reported: set[frozenset[str]] = set()
    for document, other in combinations(cited, 2):
        pair = frozenset((document.number.key, other.number.key))
        if len(pair) < 2 or pair in reported or not _is_slip(document.number, other.number):
            continue
        if sheet.sentence_at(document.number.start) is sheet.sentence_at(other.number.start):
            continue  # named side by side they are two
        if document.day and other.day and document.day != other.day:
            continue
        common = (_about(sheet, document) & _about(sheet, other)) - FORMAL
        if rarity_of(common, rarity) >= _least(document, other):
            reported.add(pair)
            message = f"Có thể cùng một văn bản nhưng ghi hai số: {document.number.text} và {other.number.text}."
            places = tuple(sheet.quote(each.number.start, each.end) for each in (document, other))
            yield Finding(FindingKind.CITATION, message, places)


def _is_slip(first: DocumentNumber, other: DocumentNumber) -> bool:
    """Say whether two numbers of one kind and body are a slip apart, or the same of two years."""
    if fold(first.symbol) != fold(other.symbol) or bool(first.year) != bool(other.year):
        return False
    numbers = first.number, other.number
    if numbers[0] == numbers[1] or not all(number.isdigit() for number in numbers):
        return first.year != other.year
    values = Decimal(numbers[0]), Decimal(numbers[1])
    digit = len(numbers[0]) >= LONG and is_digit_apart(*values)
    return first.year == other.year and (is_slip(*values) or digit)


def _least(document: CitedDocument, other: CitedDocument) -> float:
    """Return how much the words around two citations must tell for them to be one."""
    two_years = document.number.year != other.number.year
    return MUCH_ALIKE if two_years or CENTRAL.search(fold(document.number.symbol)) else ALIKE


def _about(sheet: Sheet, document: CitedDocument) -> frozenset[str]:
    """Return the words around a citation within its sentence."""
    sentence = sheet.sentence_at(document.number.start)
    low, high = (sentence.start, sentence.end) if sentence is not None else (document.number.start, document.end)
    before = sheet.text[max(low, document.number.start - AROUND) : document.number.start]
    return content(before + " " + sheet.text[document.end : min(high, document.end + AROUND)])
