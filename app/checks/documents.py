"""Documents cited: numbers, days and kinds that disagree among themselves or with the national documents known.

The form of numbers follows Nghị định 30/2020/NĐ-CP (Phụ lục I) and Hướng dẫn 05-HD/VPTW.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

import regex as re

from app.checks.facts import content
from app.checks.model import Finding, FindingKind, Quote, Sheet
from app.checks.slips import is_slip
from ingest.language.documents import DocumentNumber, document_numbers, kind_names
from ingest.language.spelling import fold
from prompts import FOLDER, Tables, load

DAY = re.compile(r"\G\s*+(?:,\s*+)?ngày\s++(\d{1,2})\s?(?:/|-|\s+tháng\s+)\s?(\d{1,2})\s?(?:/|-|\s+năm\s+)\s?(\d{4})")
DAY_BEFORE = re.compile(
    r"ngày\s++(\d{1,2})\s?(?:/|-|\s+tháng\s+)\s?(\d{1,2})\s?(?:/|-"
    r"|\s+năm\s+)\s?(\d{4}),?\s[^.;:\d\n]{0,50}?(?:ký|ban hành|có|ra)\s"
    r"(?:\p{L}++\s){1,3}(?:số\s*+:?\s*+)?$",
    re.IGNORECASE,
)
BODY = re.compile(
    r"(?<!\p{L})(?:tỉnh|huyện|xã|phường|thị xã|thị trấn|thành phố|chính phủ|thủ tướng|bộ|ban bí thư|bộ chính trị"
    r"|trung ương|sở)(?!\p{L})",
    re.IGNORECASE,
)
SUBJECT = re.compile(
    r"(?:về(?: việc)?|phê duyệt|ban hành|triển khai|quy định|thực hiện)\s++([^.;()]{10,120})", re.IGNORECASE
)
LAW = re.compile(r"(?<!\p{L})((?:Luật|Bộ luật|Pháp lệnh)\s[\p{L}\s,]{2,60}?)\s(?:năm\s\d{4}\s)?(?:\(?số\s*+)$")
ATTACHED = re.compile(r"(?:kèm theo|đính kèm)\s++báo cáo\s++(?:số\s++)?$", re.IGNORECASE)
SAME_MATTER = 0.6  # of the words of two subjects: they are one document's
MOST = 300  # citations of a report that are held against each other; the reports measured have up to 60


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A document's number with the day behind it (None: not said or impossible) and the words after it."""

    number: DocumentNumber
    day: datetime.date | None
    end: int
    after: str

    @property
    def matter(self) -> frozenset[str]:
        """The words that say what the document is about."""
        match = SUBJECT.search(self.after)
        return content(match[1]) if match else frozenset()

    @property
    def body(self) -> str:
        """The level of the body that issued it, "" where none is said."""
        match = BODY.search(re.split(r"[.;,()]|\svề\s", self.after)[0])
        return match[0].lower() if match else ""


@dataclass(frozen=True, slots=True)
class Known:
    """A national document: its number, the days under which documents with that number were issued, what about."""

    number: str
    days: tuple[datetime.date, ...]
    title: str


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every number, day or kind of a document that cannot be right together with another."""
    cited = list(citations(sheet.text))[:MOST]
    told: set[str] = set()
    yield from _days(sheet, cited, told)
    yield from _national(sheet, cited, told)
    yield from _numbers(sheet, cited)
    yield from _bare(sheet, cited)
    yield from _laws(sheet, cited)
    yield from _kinds(sheet, cited)
    yield from _years(sheet, [one for one in cited if _key(one) not in told])
    yield from _own(sheet, cited)


def citations(text: str) -> Iterator[CitedDocument]:
    """Yield the documents that a text cites by number, in order."""
    for number in document_numbers(text):
        if not number.symbol:
            continue
        match = DAY.match(text, number.end) or DAY_BEFORE.search(text, max(0, number.start - 110), number.start)
        day = None
        if match:
            try:
                day = datetime.date(int(match[3]), int(match[2]), int(match[1]))
            except ValueError:
                day = None  # told by the check of periods
        end = max(match.end(), number.end) if match else number.end
        yield CitedDocument(number, day, end, text[end : end + 200])


def _days(sheet: Sheet, cited: Sequence[CitedDocument], told: set[str]) -> Iterator[Finding]:
    """One number with two days of one year: numbers start anew every year and with every body."""
    for one, other in combinations(cited, 2):
        key = _key(one)
        if one.day is None or other.day is None or key != _key(other) or key in told:
            continue
        same_year = one.day.year == other.day.year or (one.day.day, one.day.month) == (other.day.day, other.day.month)
        if one.day == other.day or not (same_year or one.number.year) or _of_two_bodies(one, other):
            continue
        told.add(key)
        days = f"{one.day:%d/%m/%Y} và {other.day:%d/%m/%Y}"
        message = f"Văn bản số {one.number.text} ghi hai ngày khác nhau: {days}."
        yield Finding(FindingKind.CITATION, message, (_quote(sheet, one), _quote(sheet, other)))


def _numbers(sheet: Sheet, cited: Sequence[CitedDocument]) -> Iterator[Finding]:
    """One day, kind and body with two numbers that are a slip apart or are said to be of one matter."""
    told: set[tuple[str, str]] = set()
    for one, other in combinations([c for c in cited if c.day], 2):
        first, second = one.number, other.number
        if one.day != other.day or (first.number, second.number) in told or _of_two_bodies(one, other):
            continue
        if first.number == second.number and first.kind == second.kind and fold(first.symbol) != fold(second.symbol):
            told.add((first.number, second.number))
            message = f"Cùng một số, cùng ngày {one.day:%d/%m/%Y} nhưng ghi hai ký hiệu: {first.text} và {second.text}."
            yield Finding(FindingKind.CITATION, message, (_quote(sheet, one), _quote(sheet, other)))
        if fold(first.symbol) != fold(second.symbol) or first.number == second.number:
            continue
        matter = one.matter & other.matter
        same = bool(matter) and len(matter) >= SAME_MATTER * max(len(one.matter), len(other.matter))
        if is_slip(Decimal(first.number), Decimal(second.number)) or (same and len(matter) > 2):
            told.add((first.number, second.number))
            message = f"Cùng một loại văn bản, cùng ngày {one.day:%d/%m/%Y} nhưng ghi hai số: {first.text} và {second.text}."
            yield Finding(FindingKind.CITATION, message, (_quote(sheet, one), _quote(sheet, other)))


def _bare(sheet: Sheet, cited: Sequence[CitedDocument]) -> Iterator[Finding]:
    """A number that is nowhere cited in full, a slip away from one that is."""
    full = {_key(one): one for one in cited if one.day is not None}
    told: set[str] = set()
    for one in cited:
        key = _key(one)
        own = one.number.key == sheet.report.metadata.number
        if own or one.day is not None or key in full or key in told or len(one.number.number) < 2:
            continue
        for other in full.values():
            slip = is_slip(Decimal(one.number.number), Decimal(other.number.number))
            if slip and fold(one.number.symbol) == fold(other.number.symbol) and one.number.year == other.number.year:
                told.add(key)
                message = f"Số {one.number.text} không dẫn đầy đủ ở đâu; có thể là {other.number.text}."
                yield Finding(FindingKind.CITATION, message, (_quote(sheet, one), _quote(sheet, other)))
                break


def _laws(sheet: Sheet, cited: Sequence[CitedDocument]) -> Iterator[Finding]:
    """A law called by its name with two numbers of one year, or with another number than the national law of that year."""
    seen: dict[tuple[str, str], CitedDocument] = {}
    for one in cited:
        match = LAW.search(sheet.text, max(0, one.number.start - 90), one.number.start) if one.number.year else None
        if match is None:
            continue
        name = fold(match[1])
        other = seen.setdefault((name, one.number.year), one)
        known = next((k for k in _known().values() if fold(k.title) == name and f"/{one.number.year}/" in k.number), None)
        if other.number.number != one.number.number:
            message = f"“{match[1]}” ghi hai số khác nhau: {other.number.text} và {one.number.text}."
            yield Finding(FindingKind.CITATION, message, (_quote(sheet, other), _quote(sheet, one)))
        elif known is not None and _key(one) != fold(known.number.lstrip("0")):
            message = f"“{match[1]}” là số {known.number}, báo cáo ghi {one.number.text}."
            yield Finding(FindingKind.CITATION, message, (_quote(sheet, one),))


def _of_two_bodies(one: CitedDocument, other: CitedDocument) -> bool:
    """Say whether two numbers were given by bodies of two levels: a district's and a commune's "12/QĐ-UBND"."""
    local = one.number.body.startswith(("UBND", "HĐND", "HU", "ĐU"))
    return bool(local and one.body and other.body and one.body != other.body)


def _national(sheet: Sheet, cited: Sequence[CitedDocument], told: set[str]) -> Iterator[Finding]:
    for one in cited:
        known = _known().get(_key(one))
        if known is None or one.day is None or one.day in known.days or _key(one) in told:
            continue
        near = [
            day
            for day in known.days
            if day.year == one.day.year or one.number.year or (day.day, day.month) == (one.day.day, one.day.month)
        ]
        if near:
            told.add(_key(one))
            message = f"{one.number.text} ({known.title}) ban hành ngày {near[0]:%d/%m/%Y}, báo cáo ghi {one.day:%d/%m/%Y}."
            yield Finding(FindingKind.CITATION, message, (_quote(sheet, one),))


def _kinds(sheet: Sheet, cited: Sequence[CitedDocument]) -> Iterator[Finding]:
    """The kind before a number is not that of its symbol: "Quyết định số 12/KH-UBND"."""
    pattern = _kind_before()
    for one in cited:
        match = pattern.search(sheet.text, max(0, one.number.start - 60), one.number.start)
        named = fold(match[1]) if match else ""
        if named and one.number.kind and named != fold(one.number.kind) and fold(one.number.kind) in map(fold, kind_names()):
            ruled = one.number.party and named == "quy định"  # the Party's rules bear the code of its decisions
            if (
                ruled
                or named == "luật"
                or one.number.kind == "công văn"
                or one.number.kind in named
                or named in one.number.kind
            ):
                continue
            message = f"Gọi là “{named}” nhưng ký hiệu {one.number.text} là của {one.number.kind}."
            yield Finding(FindingKind.CITATION, message, (_quote(sheet, one),))


def _years(sheet: Sheet, cited: Sequence[CitedDocument]) -> Iterator[Finding]:
    """A number with its year, and a day of another year; a document issued after the report."""
    written = _day(sheet.report.metadata.date)
    for one in cited:
        if one.day is None:
            continue
        if one.number.year and int(one.number.year) != one.day.year:
            message = f"Số {one.number.text} là của năm {one.number.year} nhưng ghi ngày {one.day:%d/%m/%Y}."
            yield Finding(FindingKind.CITATION, message, (_quote(sheet, one),))
        elif written and one.day > written:
            message = f"{one.number.text} ngày {one.day:%d/%m/%Y} sau ngày của báo cáo ({written:%d/%m/%Y})."
            yield Finding(FindingKind.CITATION, message, (_quote(sheet, one),))


def _own(sheet: Sheet, cited: Sequence[CitedDocument]) -> Iterator[Finding]:
    """An annex that belongs to a report of another number or day."""
    facts = sheet.report.metadata
    for one in cited:
        if not ATTACHED.search(sheet.text, max(0, one.number.start - 40), one.number.start):
            continue
        number = facts.number is not None and facts.number.lstrip("0").split("/")[0].split("-")[0] != one.number.number
        day = one.day is not None and _day(facts.date) is not None and one.day != _day(facts.date)
        if number or day:
            message = f"Phụ lục ghi kèm theo báo cáo {one.number.text}, khác số hoặc ngày của báo cáo này."
            yield Finding(FindingKind.CITATION, message, (_quote(sheet, one),))


def _day(written: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(written or "")
    except ValueError:
        return None


def _key(one: CitedDocument) -> str:
    return fold(re.sub(r"^0+", "", one.number.key))


def _quote(sheet: Sheet, one: CitedDocument) -> Quote:
    return sheet.quote(one.number.start, one.end)


@functools.cache
def _kind_before() -> re.Pattern[str]:
    return re.compile(rf"(?<!\p{{L}})({'|'.join(kind_names())})\s++(?:số\s*+:?\s*+)?$", re.IGNORECASE)


@functools.cache
def _known() -> dict[str, Known]:
    return load(FOLDER / "national_documents.toml", _known_of)


def _known_of(tables: Tables) -> dict[str, Known]:
    found: dict[str, Known] = {}
    for entry in tables["document"]:
        if not isinstance(entry["date"], datetime.date):
            raise TypeError(f"document.date = {entry['date']!r} (cần một ngày, ví dụ 2023-12-31)")
        key = fold(re.sub(r"^0+", "", entry["number"]))
        before = found.get(key)
        found[key] = Known(entry["number"], (*(before.days if before else ()), entry["date"]), entry["title"])
    return found
