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
    reported: set[str] = set()
    yield from _days(sheet, cited, reported)
    yield from _national(sheet, cited, reported)
    yield from _numbers(sheet, cited)
    yield from _bare(sheet, cited)
    yield from _laws(sheet, cited)
    yield from _kinds(sheet, cited)
    yield from _years(sheet, [document for document in cited if _key(document) not in reported])
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


def _days(sheet: Sheet, cited: Sequence[CitedDocument], reported: set[str]) -> Iterator[Finding]:
    """One number with two days of one year: numbers start anew every year and with every body."""
    for document, other in combinations(cited, 2):
        key = _key(document)
        if document.day is None or other.day is None or key != _key(other) or key in reported:
            continue
        same_year = document.day.year == other.day.year or (document.day.day, document.day.month) == (
            other.day.day,
            other.day.month,
        )
        if document.day == other.day or not (same_year or document.number.year) or _of_two_bodies(document, other):
            continue
        reported.add(key)
        days = f"{document.day:%d/%m/%Y} và {other.day:%d/%m/%Y}"
        message = f"Văn bản số {document.number.text} ghi hai ngày khác nhau: {days}."
        yield Finding(FindingKind.CITATION, message, (_quote(sheet, document), _quote(sheet, other)))


def _numbers(sheet: Sheet, cited: Sequence[CitedDocument]) -> Iterator[Finding]:
    """One day, kind and body with two numbers that are a slip apart or are said to be of one matter."""
    reported: set[tuple[str, str]] = set()
    for document, other in combinations([c for c in cited if c.day], 2):
        first, second = document.number, other.number
        if document.day != other.day or (first.number, second.number) in reported or _of_two_bodies(document, other):
            continue
        if first.number == second.number and first.kind == second.kind and fold(first.symbol) != fold(second.symbol):
            reported.add((first.number, second.number))
            message = f"Cùng một số, cùng ngày {document.day:%d/%m/%Y} nhưng ghi hai ký hiệu: {first.text} và {second.text}."
            yield Finding(FindingKind.CITATION, message, (_quote(sheet, document), _quote(sheet, other)))
        if fold(first.symbol) != fold(second.symbol) or first.number == second.number:
            continue
        matter = document.matter & other.matter
        same = bool(matter) and len(matter) >= SAME_MATTER * max(len(document.matter), len(other.matter))
        if is_slip(Decimal(first.number), Decimal(second.number)) or (same and len(matter) > 2):
            reported.add((first.number, second.number))
            message = (
                f"Cùng một loại văn bản, cùng ngày {document.day:%d/%m/%Y} nhưng ghi hai số: {first.text} và {second.text}."
            )
            yield Finding(FindingKind.CITATION, message, (_quote(sheet, document), _quote(sheet, other)))


def _bare(sheet: Sheet, cited: Sequence[CitedDocument]) -> Iterator[Finding]:
    """A number that is nowhere cited in full, a slip away from one that is."""
    full = {_key(document): document for document in cited if document.day is not None}
    reported: set[str] = set()
    for document in cited:
        key = _key(document)
        own = document.number.key == sheet.report.metadata.number
        if own or document.day is not None or key in full or key in reported or len(document.number.number) < 2:
            continue
        for other in full.values():
            slip = is_slip(Decimal(document.number.number), Decimal(other.number.number))
            if (
                slip
                and fold(document.number.symbol) == fold(other.number.symbol)
                and document.number.year == other.number.year
            ):
                reported.add(key)
                message = f"Số {document.number.text} không dẫn đầy đủ ở đâu; có thể là {other.number.text}."
                yield Finding(FindingKind.CITATION, message, (_quote(sheet, document), _quote(sheet, other)))
                break


def _laws(sheet: Sheet, cited: Sequence[CitedDocument]) -> Iterator[Finding]:
    """A law called by its name with two numbers of one year, or with another number than the national law of that year."""
    first_numbers: dict[tuple[str, str], CitedDocument] = {}
    for document in cited:
        match = (
            LAW.search(sheet.text, max(0, document.number.start - 90), document.number.start)
            if document.number.year
            else None
        )
        if match is None:
            continue
        name = fold(match[1])
        other = first_numbers.setdefault((name, document.number.year), document)
        law = next(
            (k for k in _national_documents().values() if fold(k.title) == name and f"/{document.number.year}/" in k.number),
            None,
        )
        if other.number.number != document.number.number:
            message = f"“{match[1]}” ghi hai số khác nhau: {other.number.text} và {document.number.text}."
            yield Finding(FindingKind.CITATION, message, (_quote(sheet, other), _quote(sheet, document)))
        elif law is not None and _key(document) != fold(law.number.lstrip("0")):
            message = f"“{match[1]}” là số {law.number}, báo cáo ghi {document.number.text}."
            yield Finding(FindingKind.CITATION, message, (_quote(sheet, document),))


def _of_two_bodies(document: CitedDocument, other: CitedDocument) -> bool:
    """Say whether two numbers were given by bodies of two levels: a district's and a commune's "12/QĐ-UBND"."""
    local = document.number.body.startswith(("UBND", "HĐND", "HU", "ĐU"))
    return bool(local and document.body and other.body and document.body != other.body)


def _national(sheet: Sheet, cited: Sequence[CitedDocument], reported: set[str]) -> Iterator[Finding]:
    for act in cited:
        document = _national_documents().get(_key(act))
        if document is None or act.day is None or act.day in document.days or _key(act) in reported:
            continue
        near = [
            day
            for day in document.days
            if day.year == act.day.year or act.number.year or (day.day, day.month) == (act.day.day, act.day.month)
        ]
        if near:
            reported.add(_key(act))
            message = (
                f"{act.number.text} ({document.title}) ban hành ngày {near[0]:%d/%m/%Y}, báo cáo ghi {act.day:%d/%m/%Y}."
            )
            yield Finding(FindingKind.CITATION, message, (_quote(sheet, act),))


def _kinds(sheet: Sheet, cited: Sequence[CitedDocument]) -> Iterator[Finding]:
    """The kind before a number is not that of its symbol: "Quyết định số 12/KH-UBND"."""
    pattern = _kind_before()
    for document in cited:
        match = pattern.search(sheet.text, max(0, document.number.start - 60), document.number.start)
        kind = fold(match[1]) if match else ""
        if (
            kind
            and document.number.kind
            and kind != fold(document.number.kind)
            and fold(document.number.kind) in map(fold, kind_names())
        ):
            ruled = document.number.party and kind == "quy định"  # the Party's rules bear the code of its decisions
            if (
                ruled
                or kind == "luật"
                or document.number.kind == "công văn"
                or document.number.kind in kind
                or kind in document.number.kind
            ):
                continue
            message = f"Gọi là “{kind}” nhưng ký hiệu {document.number.text} là của {document.number.kind}."
            yield Finding(FindingKind.CITATION, message, (_quote(sheet, document),))


def _years(sheet: Sheet, cited: Sequence[CitedDocument]) -> Iterator[Finding]:
    """A number with its year, and a day of another year; a document issued after the report."""
    report_day = _day(sheet.report.metadata.date)
    for document in cited:
        if document.day is None:
            continue
        if document.number.year and int(document.number.year) != document.day.year:
            message = f"Số {document.number.text} là của năm {document.number.year} nhưng ghi ngày {document.day:%d/%m/%Y}."
            yield Finding(FindingKind.CITATION, message, (_quote(sheet, document),))
        elif report_day and document.day > report_day:
            message = f"{document.number.text} ngày {document.day:%d/%m/%Y} sau ngày của báo cáo ({report_day:%d/%m/%Y})."
            yield Finding(FindingKind.CITATION, message, (_quote(sheet, document),))


def _own(sheet: Sheet, cited: Sequence[CitedDocument]) -> Iterator[Finding]:
    """An annex that belongs to a report of another number or day."""
    facts = sheet.report.metadata
    for document in cited:
        if not ATTACHED.search(sheet.text, max(0, document.number.start - 40), document.number.start):
            continue
        number = facts.number is not None and facts.number.lstrip("0").split("/")[0].split("-")[0] != document.number.number
        day = document.day is not None and _day(facts.date) is not None and document.day != _day(facts.date)
        if number or day:
            message = f"Phụ lục ghi kèm theo báo cáo {document.number.text}, khác số hoặc ngày của báo cáo này."
            yield Finding(FindingKind.CITATION, message, (_quote(sheet, document),))


def _day(iso_date: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(iso_date or "")
    except ValueError:
        return None


def _key(document: CitedDocument) -> str:
    return fold(re.sub(r"^0+", "", document.number.key))


def _quote(sheet: Sheet, document: CitedDocument) -> Quote:
    return sheet.quote(document.number.start, document.end)


@functools.cache
def _kind_before() -> re.Pattern[str]:
    return re.compile(rf"(?<!\p{{L}})({'|'.join(kind_names())})\s++(?:số\s*+:?\s*+)?$", re.IGNORECASE)


@functools.cache
def _national_documents() -> dict[str, Known]:
    return load(FOLDER / "national_documents.toml", _known_of)


def _known_of(tables: Tables) -> dict[str, Known]:
    documents: dict[str, Known] = {}
    for entry in tables["document"]:
        if not isinstance(entry["date"], datetime.date):
            raise TypeError(f"document.date = {entry['date']!r} (cần một ngày, ví dụ 2023-12-31)")
        key = fold(re.sub(r"^0+", "", entry["number"]))
        before = documents.get(key)
        documents[key] = Known(entry["number"], (*(before.days if before else ()), entry["date"]), entry["title"])
    return documents
