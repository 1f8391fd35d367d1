"""One quantity with two values, one event counted twice by the same number, and magnitudes that cannot be."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from statistics import median

import regex as re

from app.checks.figures import CheckedFigure, with_unit
from app.checks.knowledge import KnownQuantity, knowledge
from app.checks.model import Finding, FindingKind, Sentence, Sheet
from ingest.language.amounts import write_value
from ingest.language.terms import fold
from ingest.language.text import capitalized, without_brackets

YEAR = re.compile(r"(?:năm|cuối năm|hết năm)\s+((?:19|20)\d{2})|\(\s*(?:năm\s+)?((?:19|20)\d{2})\s*\)", re.IGNORECASE)
LINKS = frozenset(
    "năm là lên và từ đạt ước tăng giảm xuống còn cuối đầu đến triệu đồng tỷ người trên khoảng gần bình quân hết "
    "hiện nay ở mức chỉ chiếm tính vào kỳ giai đoạn của huyện xã thị trấn toàn trong cả nhanh bq tấn ha".split()
)
MOST_LINKS = 16  # words between a quantity's name and its figure
SHORT_CLAUSE = 25  # characters: what counts is then said by the clause before
LONGEST_PLACE = 200  # characters of a place's name with what follows it in its clause
LONGEST_CLAUSE = 1_000  # characters before a figure in which its clause begins; longest sentence of a report measured: 1,402
BESIDE = re.compile(r"so với (?:cùng kỳ )?$", re.IGNORECASE)  # the year of what a figure was compared with
AFTER_YEAR = re.compile(r"\G[\s\p{L}/]{0,40}?\(?\s*+(?:vào\s++)?(?:cuối\s++)?năm\s++((?:19|20)\d{2})", re.IGNORECASE)
CLAUSE_END = re.compile(r"[(,;.:]")
CLAUSE_BREAK = re.compile(r"[;.:]\s|\s[-–+]\s")
EVENT = re.compile(
    r"((?:hội nghị|đại hội)\s[^;:.,()\d]{5,90}?)\s++(?:(?:huyện|tỉnh|xã|thị trấn)\s[^;:.,()\d]{0,25})?"
    r"lần thứ\s++([IVXL]++)\b(?:\s+(?:huyện|tỉnh|xã|thị trấn))?"
    r"[^;:.]{0,30}?((?:19|20)\d{2})\s*[-–]\s*((?:19|20)\d{2})",
    re.IGNORECASE,
)
PART_OF_PLACE = re.compile(
    r"\b(?:xã|thôn|bản|tiểu khu|ấp)\s++\p{Lu}\p{Ll}++(?:\s\p{Lu}\p{Ll}++)*+\s*+(?:cũ\s*+)?+[^,;]{0,12}$"
)
OF_PLACE = re.compile(r"(?<!\s)\s++(?:huyện|tỉnh|xã|thị trấn|toàn quốc)", re.IGNORECASE)
SMALLER = 200  # times: a whole economy's sum this far below its like in the report is in the wrong unit

_folded = functools.lru_cache(maxsize=100_000)(fold)  # phrases, nouns and sentences, looked at for every quantity


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure that tells a quantity, and the year it is told for (None: no year is said)."""

    figure: CheckedFigure
    year: int | None
    sentence: Sentence


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every quantity told twice with different values, and for what cannot be in that unit."""
    for quantity in knowledge().quantities:
        pair = _contradiction(sheet, quantity)
        if pair:
            first, second = pair
            name = capitalized(quantity.name)
            message = f"“{name}” có hai số khác nhau: {with_unit(first)} và {with_unit(second)}."
            quotes = sheet.quote(first.start, first.end), sheet.quote(second.start, second.end)
            yield Finding(FindingKind.CONFLICT, message, quotes, frozenset((first.value, second.value)))
    yield from _events(sheet)
    yield from _magnitudes(sheet)


def _contradiction(sheet: Sheet, quantity: KnownQuantity) -> tuple[CheckedFigure, CheckedFigure] | None:
    mentions = [m for sentence in sheet.body if not sentence.ahead for m in _mentions(sheet, sentence, quantity)]
    comparable: dict[tuple[int | None, Decimal | None], dict[tuple[Decimal, Decimal], tuple[int, CheckedFigure]]] = {}
    for index, mention in enumerate(mentions):  # a sentence has one for a year, and what is told again the same adds nothing
        figure = mention.figure
        alike = comparable.setdefault((mention.year, figure.whole), {})
        alike.setdefault((figure.value, figure.step), (index, figure))
    pairs = [pair for alike in comparable.values() if (pair := _disagreeing(tuple(alike.values())))]
    first, second = min(pairs, key=lambda pair: (pair[0][0], pair[1][0]), default=(None, None))
    return (first[1], second[1]) if first and second else None


def _disagreeing(
    mentions: Sequence[tuple[int, CheckedFigure]],
) -> tuple[tuple[int, CheckedFigure], tuple[int, CheckedFigure]] | None:
    """Return the first two figures that differ by more than the last printed digit; two of one exactness always do."""
    for first, second in combinations(mentions, 2):
        if abs(first[1].value - second[1].value) >= max(first[1].step, second[1].step):
            return first, second
    return None


def _mentions(sheet: Sheet, sentence: Sentence, quantity: KnownQuantity) -> Iterator[Mention]:
    """The figures of a sentence that tell the quantity: the first for every year."""
    by_year: dict[int | None, Mention] = {}
    if not _may_tell(sentence, quantity):
        return
    for figure in sentence.figures:
        if not _counts(figure, quantity):
            continue
        at, end = figure.start - sentence.start, figure.end - sentence.start
        clause, after = clause_of(sentence.text, at, end)
        near = _phrasing(_folded_clause(sentence, clause, at), after, figure, quantity)
        if near is None or _is_target(near) or elsewhere(clause):
            continue
        context = f"{near} {fold(CLAUSE_END.split(after, maxsplit=1)[0])}"
        if any(_folded(word) in context for word in quantity.barred):
            continue
        year = year_of(sentence.text, at, end, sheet)
        if year is not None or not quantity.dated:
            by_year.setdefault(year, Mention(figure, year, sentence))
    yield from by_year.values()


def _may_tell(sentence: Sentence, quantity: KnownQuantity) -> bool:
    """Say whether the words of one of the quantity's phrases all stand in a sentence: most have none to look closer at."""
    text = _folded(sentence.text) if sentence.figures else ""
    return any(all(word in text for word in _folded(phrase).split()) for phrase in quantity.phrases)


def _counts(figure: CheckedFigure, quantity: KnownQuantity) -> bool:
    if quantity.unit == "/":
        return figure.whole is not None
    noun = not quantity.noun or _folded(figure.noun).startswith(_folded(quantity.noun))
    return figure.unit == quantity.unit and figure.whole is None and noun


def _phrasing(before: str, after: str, figure: CheckedFigure, quantity: KnownQuantity) -> str | None:
    """Return the words by which a folded clause tells the quantity up to the figure; None if it tells another thing."""
    phrases = [_folded(phrase) for phrase in quantity.phrases]
    if quantity.unit in ("%", "đồng"):
        at, size = max(((before.rfind(phrase), len(phrase)) for phrase in phrases), default=(-1, 0))
        if at < 0 or not leads_on(before[at + size :]):
            return None
        return before[max(before.rfind(",", 0, at) + 1, at - 40) :]
    around = f"{before} {fold(figure.noun)} {fold(after)}"
    if not any(phrase in around for phrase in phrases):
        return None
    return before[max(before.rfind(",") + 1, len(before) - 60) :]


def leads_on(between: str) -> bool:
    """Say whether only links ("năm 2019 đạt", "tăng từ 18,6 triệu đồng (năm 2014) lên") stand between phrase and figure."""
    bare = without_brackets(between)
    words = re.findall(r"\p{L}+", bare)
    return len(words) <= MOST_LINKS and LINKS.issuperset(words) and not re.search(r"(?:tăng|giảm|thêm)\s*$", bare)


def clause_of(text: str, at: int, end: int) -> tuple[str, str]:
    """Return what stands before a figure up to the clause's start, and some words after it."""
    start = _last_break(text, at)
    if at - start < SHORT_CLAUSE:  # "…(OCOP) trên địa bàn huyện: Có 11 sản phẩm": the clause before says what is counted
        start = _last_break(text, max(0, start - 2))
    stop = CLAUSE_BREAK.search(text, end)
    return text[start:at], text[end : min(stop.start() if stop else len(text), end + 60)]


def _folded_clause(sentence: Sentence, clause: str, at: int) -> str:
    """Return a clause that ends at a place of a sentence, folded; a sentence is folded once for all its clauses."""
    folded = _folded(sentence.text)
    return folded[at - len(clause) : at] if len(folded) == len(sentence.text) else fold(clause)


def _last_break(text: str, at: int) -> int:
    begin = max(0, at - LONGEST_CLAUSE)
    return max((m.end() for m in CLAUSE_BREAK.finditer(text, begin, at)), default=begin)


def _is_target(near: str) -> bool:
    return _of_a_target().search(near) is not None


@functools.cache
def _of_a_target() -> re.Pattern[str]:
    return re.compile(rf"\b(?:(?:tăng|giảm)\s*+$|(?:{'|'.join(map(fold, knowledge().target_words))})\b)")


def elsewhere(clause: str) -> bool:
    """A part of the place, or a place above it: "xã Lam Đài còn …", "của tỉnh là …"."""
    return PART_OF_PLACE.search(clause, max(0, len(clause) - LONGEST_PLACE)) is not None


def year_of(text: str, at: int, end: int, sheet: Sheet) -> int | None:
    """The year a figure is told for: right behind it, else the last one before it in the sentence.

    In a report on one year, a figure without a year is that year's.
    """
    if behind := AFTER_YEAR.match(text, end):
        return int(behind[1])
    years = [int(m[1] or m[2]) for m in YEAR.finditer(text, max(0, at - 120), at) if not BESIDE.search(text, 0, m.start())]
    if years:
        return years[-1]
    facts = sheet.report.metadata
    return facts.period_to if facts.period_from == facts.period_to else None


def _events(sheet: Sheet) -> Iterator[Finding]:
    first_terms: dict[tuple[str, str], tuple[tuple[str, str], int, int]] = {}
    for match in EVENT.finditer(sheet.text):
        name = fold(OF_PLACE.split(match[1], maxsplit=1)[0])
        level = re.search(r"(?:huyện|tỉnh|xã|thị trấn|toàn quốc)", match[0], re.IGNORECASE)
        key, term = (f"{name} {level[0].lower() if level else ''}", match[2].upper()), (match[3], match[4])
        before = first_terms.setdefault(key, (term, *match.span()))
        if before[0] != term:
            message = f"Hai lần tổ chức khác nhau ({'-'.join(before[0])} và {'-'.join(term)}) cùng ghi “lần thứ {match[2]}”."
            yield Finding(FindingKind.CONFLICT, message, (sheet.exactly(*before[1:]), sheet.exactly(*match.span())))


def _magnitudes(sheet: Sheet) -> Iterator[Finding]:
    """A sum of the whole economy told in triệu đồng, where its like are told in tỷ."""
    totals: list[CheckedFigure] = []
    for sentence in sheet.body:
        for figure in sentence.figures:
            if figure.unit != "đồng" or sentence.ahead:
                continue
            at = figure.start - sentence.start
            clause = clause_of(sentence.text, at, figure.end - sentence.start)[0]
            if _tells_total(_folded_clause(sentence, clause, at)):
                totals.append(figure)
    large = [f for f in totals if f.scale == 9]
    if not large:
        return
    usual = median(f.value for f in large)
    typical = min(large, key=lambda f: abs(f.value - usual))
    for figure in totals:
        if figure.scale == 6 and figure.value * SMALLER < usual:
            message = (
                f"{figure.text} triệu đồng nhỏ hơn hàng trăm lần so với các tổng khác của báo cáo "
                f"(ví dụ {typical.text} tỷ đồng): có thể là {write_value(figure.value, 6)} tỷ đồng."
            )
            places = sheet.quote(figure.start, figure.end), sheet.quote(typical.start, typical.end)
            yield Finding(FindingKind.CONFLICT, message, places)


def _tells_total(clause: str) -> bool:
    phrases = knowledge()
    at = max((clause.rfind(_folded(phrase)) for phrase in phrases.totals_said), default=-1)
    rest = re.sub(r"năm \d{4}", " ", clause[at:])
    return at >= 0 and not any(_folded(word) in rest for word in phrases.totals_barred) and not re.search(r"\d", rest)
