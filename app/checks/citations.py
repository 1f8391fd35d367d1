"""Documents cited: numbers in the wrong form, documents no longer in force, wrong titles, letters that only look right.

The form of numbers follows Nghị định 30/2020/NĐ-CP, Phụ lục I, and for the Party's documents usage: 34-CT/TW.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import regex as re

from app.checks.knowledge import Validity, knowledge
from app.checks.model import Finding, FindingKind, Quote, Sheet
from ingest.language.syllables import is_syllable
from ingest.language.terms import fold
from ingest.language.text import normalize, strip_marks

PARTY_BODIES = "TW|TU|HU|ĐU|BTV|BBT|BCT"
PARTY_AS_STATE = re.compile(rf"(?<![\w/])(\d{{1,4}})\s*/\s*(\p{{Lu}}\p{{L}}{{0,2}})\s*-\s*({PARTY_BODIES})\b")
STATE_AS_PARTY = re.compile(r"(?<![\w/])(\d{1,5})\s*-\s*(QĐ|KH|CT|NQ|BC|TB|CTr|HD)\s*/\s*(UBND|HĐND|TTg|CP)\b")
ADDRESS = re.compile(r"https?://([\w.-]+)")
SOON = datetime.timedelta(days=60)  # a document that ends so soon after the report is not to be built upon
MOST_LABELS = 300  # hosts' names that are looked at: a long list of addresses is no prose
LONGEST_LABEL = 63  # the longest that a host's name may have (RFC 1035)
SHORTEST_LABEL = 10  # letters of a host's name that is taken for words run together


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every citation that is not right."""
    yield from _forms(sheet)
    yield from _lapsed(sheet)
    yield from _titles(sheet)
    yield from _letters(sheet)
    yield from _addresses(sheet)


def _forms(sheet: Sheet) -> Iterator[Finding]:
    for match in PARTY_AS_STATE.finditer(sheet.text):
        right = f"{match[1]}-{match[2]}/{match[3]}"
        message = f"Số, ký hiệu văn bản của Đảng viết sai: “{match[0]}”, đúng là “{right}”."
        yield Finding(FindingKind.CITATION, message, (sheet.quote(*match.span()),))
    for match in STATE_AS_PARTY.finditer(sheet.text):
        right = f"{match[1]}/{match[2]}-{match[3]}"
        message = f"Số, ký hiệu văn bản viết sai: “{match[0]}”, đúng là “{right}”."
        yield Finding(FindingKind.CITATION, message, (sheet.quote(*match.span()),))


def _lapsed(sheet: Sheet) -> Iterator[Finding]:
    """A document out of force before the report's period began, or ending as an annual report looks ahead."""
    facts = sheet.report.metadata
    if facts.period_to is None:
        return
    folded = fold(sheet.text)
    begins = datetime.date(facts.period_from or facts.period_to, 1, 1)
    report_day = _day(facts.date) or datetime.date(facts.period_to, 12, 31)
    yearly = facts.period_from == facts.period_to
    for document in knowledge().documents:
        is_lapsed = document.to < begins
        going = yearly and document.to <= report_day + SOON
        place = _place(sheet, folded, document) if is_lapsed or going else None
        if place:
            state = "đã" if document.to < report_day else "sẽ"
            message = (
                f"{document.name} {state} hết hiệu lực sau ngày {document.to:%d/%m/%Y}; văn bản thay thế: {document.after}."
            )
            yield Finding(FindingKind.CITATION, message, (sheet.quote(*place),))


def _place(sheet: Sheet, folded: str, document: Validity) -> tuple[int, int] | None:
    """Return where the document is cited; folding keeps lengths, so places agree."""
    if len(folded) != len(sheet.text):
        return None
    places = [at for called in document.called if (at := folded.find(fold(called))) >= 0]
    return (min(places), min(places) + 10) if places else None


def _day(iso_date: str | None) -> datetime.date | None:
    parts = [int(part) for part in (iso_date or "").split("-") if part]
    if len(parts) < 2:
        return None
    return datetime.date(parts[0], parts[1], parts[2] if len(parts) > 2 else 28)


def _titles(sheet: Sheet) -> Iterator[Finding]:
    """A title for persons that is given to collectives, in a sentence or in the row of a table."""
    for person, collective in knowledge().titles:
        pattern = re.compile(
            rf"{re.escape(person)}(?:\s++(?:cấp\s++)?+cơ\s++sở)?+\s*+(?:[:\-–]?+\s*+|(?<=\s)cho\s++\d++\s++)tập\s++thể(?!\s++(?:lao|có|xuất))\s*+[\d:]?",
            re.IGNORECASE,
        )
        for match in pattern.finditer(sheet.text):
            message = f"“{person}” là danh hiệu của cá nhân; danh hiệu tương ứng của tập thể là “{collective}”."
            yield Finding(FindingKind.CITATION, message, (sheet.exactly(*match.span()),))
            break


def _letters(sheet: Sheet) -> Iterator[Finding]:
    """Letters that look right and are not: Ð (Icelandic) for Đ, tone marks typed apart from their letters."""
    foreign = re.search(r"(?<!\S)[^\sÐðƉ]*+[ÐðƉ]\S*+", sheet.raw)
    if foreign:
        place = _place_of(sheet, foreign[0])
        message = f"Chữ “Đ” trong “{foreign[0]}” gõ bằng ký tự khác (Ð của tiếng Iceland): máy tìm kiếm không nhận ra."
        yield Finding(FindingKind.CITATION, message, place)
    loose = re.findall(r"(?<!\p{L})\p{L}++[\u0300\u0301\u0303\u0309\u0323]\p{L}*+", sheet.raw)
    if loose:
        examples = ", ".join(f"“{normalize(word)}”" for word in dict.fromkeys(loose[:4]))
        message = f"{len(loose)} chữ gõ bằng Unicode tổ hợp (dấu rời khỏi chữ), ví dụ {examples}; hãy chuyển sang dựng sẵn."
        yield Finding(FindingKind.LAYOUT, message, _place_of(sheet, loose[0]))


def _place_of(sheet: Sheet, raw: str) -> tuple[Quote, ...]:
    at = sheet.text.find(normalize(raw))
    return (sheet.quote(at, at + len(raw)),) if at >= 0 else ()


def _addresses(sheet: Sheet) -> Iterator[Finding]:
    """A web address whose words read as Vietnamese with one letter less."""
    right_labels: dict[str, str | None] = {}
    for match in ADDRESS.finditer(sheet.text):
        for label in match[1].lower().split("."):
            if label not in right_labels and len(right_labels) < MOST_LABELS:
                right_labels[label] = _right(label)
            if right := right_labels.get(label):
                message = f"Địa chỉ “{match[0]}” có thể gõ sai: “{label}” không đọc được thành tiếng, có thể là “{right}”."
                yield Finding(FindingKind.CITATION, message, (sheet.quote(*match.span()),))
                break


def _right(label: str) -> str | None:
    """Return the words that a host's name was meant to run together, None where it has no slip that can be told."""
    if not SHORTEST_LABEL <= len(label) <= LONGEST_LABEL or not label.isalpha() or _reads(label):
        return None
    mended = [label[:i] + label[i + 1 :] for i in range(len(label))]
    swapped = [label[:i] + c + label[i + 1 :] for i in range(len(label)) for c in "kcghnt"]
    return next((word for word in (*swapped, *mended) if _reads(word)), None)


def _reads(label: str) -> bool:
    """Say whether letters without marks can be cut into syllables."""
    ends = {0}
    for end in range(1, len(label) + 1):
        if any(start in ends and is_syllable(strip_marks(label[start:end])) for start in range(max(0, end - 7), end)):
            ends.add(end)
    return len(label) in ends
