"""What a report says of itself: agency, place, title, period, number, date, signer.

Read from the head (before the first heading), the opening and closing sentences and the signature block, in the
layout of Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II. What is not written stays None.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence

import regex as re

from ingest.language.text import fold_spaces, without_brackets
from ingest.language.unit_names import UNITS, local_units, provinces, small_capitals, written_small
from ingest.model import Metadata
from ingest.structure.closing import OFFICE

LONGEST_TITLE = 60  # words
# Parts of a report in which a fact is found, as the user is told.
HEAD, TITLE, OPENING_SENTENCE = "phần đầu báo cáo", "tên báo cáo", "câu mở đầu"
BODY, CLOSING_SENTENCE, SIGNATURE = "nội dung", "câu kết", "khối chữ ký"
# The report's own, filled in or not: capitals at most stand before the number, and a place before the date.
NUMBER = re.compile(r"^\P{Ll}*\b[Ss][ốỐ]\s*+:?[\s.…_]*+(\d{1,5}\s*/\s*BC\s*[-–]\s*[\p{Lu}\-–]+|/\s*BC)")
DATE = re.compile(
    r"(?:^\W*+|,[^\w,]*+|^\S{1,40}(?:\s\S{1,40}){0,3}\W{0,40})(?i:ngày)[\s.…_]*+(\d{1,2})?+[\s.…_]*+"
    r"tháng[\s.…_]*+(\d{1,2})?+[\s.…_]*+năm\s*+(\d{4})?+[\s.…_*\d]*+$"
)
FORMAL = re.compile(
    r"CỘNG H(?:ÒA|OÀ) XÃ HỘI|^độc lập\b|^số\s*:|^kính gửi|ngày.{0,80}?tháng.{0,80}?năm\s+\d{4}$", re.IGNORECASE
)
OPENING = re.compile(r"^\W*(?:thực hiện|căn cứ|theo|trong|năm|từ|để|tiếp tục|nhằm|trên cơ sở|phát huy)\b", re.IGNORECASE)
CALLS_ITSELF = re.compile(
    r"báo cáo\s+((?:tổng kết|sơ kết|kết quả|tình hình|đánh giá)\s(?:(?!báo cáo).)+?)"
    r"(?<!\s)\s*+(?:,\s*+)?(?:như sau|cụ thể|với các nội dung|:|$)",
    re.IGNORECASE,
)
CLOSES_AS = re.compile(
    r"trên đây là\s++(?:nội dung\s++)?báo cáo\s++((?:(?!trên đây là).)+?)(?<!\s)\s*+"
    r"(?:,\s*+(?:kính|đề nghị|ubnd|ủy ban|uỷ ban)|\./|[.;]|$)",
    re.IGNORECASE,
)
AGENCY = re.compile(
    r"((?:UBND|[ỦUủu][ỷy] ban nhân dân|Hội đồng (?:TĐKT|TĐ-KT|Thi đua\s*[-–,]\s*[Kk]hen [Tt]hưởng)|"
    r"(?:Ban|Sở) \p{Lu}(?:(?!(?:Ban|Sở) \p{Lu})[^,;.]){2,40}|Đảng ủy)(?:\s*\([\p{Lu}Đ\-]+\))?"
    rf"\s+(?:(?i:{'|'.join(UNITS)}|tỉnh)\s+\p{{Lu}}\p{{Ll}}*(?:\s\p{{Lu}}\p{{Ll}}*)*))"
)
UNNAMED = re.compile(rf"(UBND|[ỦUủu][ỷy] ban nhân dân)\s+((?i:{'|'.join(UNITS)}))\s+báo cáo")
PERIOD = re.compile(r"((?:19|20)\d{2})\s*(?:[-–]|đến(?:\s+(?:hết\s+)?năm)?)\s*((?:19|20)\d{2})")
YEAR = re.compile(r"\bnăm\s+((?:19|20)\d{2})")
TEN_YEARS = re.compile(r"\b(\d{1,2})\s+năm\s+(?:thực hiện|triển khai)\b.{0,300}?((?:19|20)\d{2})", re.IGNORECASE)
AHEAD = re.compile(r"phương hướng|nhiệm vụ trọng tâm|kế hoạch công tác", re.IGNORECASE)
_GIVEN = r"\p{Lu}\p{Ll}*(?:['’]\p{L}+)?"
NAME = re.compile(rf"^(?:{_GIVEN}(?:\s{_GIVEN}){{1,4}}|\p{{Lu}}+(?:\s\p{{Lu}}+(?:['’]\p{{Lu}}+)?){{1,4}})$")


def extract(head: Sequence[str], body: str, closing: Sequence[str]) -> Metadata:
    """Return the metadata.

    :param head: paragraphs before the first heading, in order.
    :param body: text of the whole report.
    :param closing: paragraphs of the closing block, in order; empty if there is none.
    """
    opening = " ".join(text for text in head if not FORMAL.search(text))
    ending = body[-3000:]
    title, title_in = _title(head, opening, ending)
    agency, agency_in = _agency(head, opening, ending)
    place = _place(agency, title, opening, body)
    if agency is None and place is not None:
        agency, agency_in = _unnamed_agency(opening, place), f"{OPENING_SENTENCE}, {BODY}"
    period, period_in = _period(title, opening, body)
    facts: dict[str, tuple[str | int | None, str]] = {
        "agency": (agency, agency_in),
        "place": (place, _place_in(place, agency, agency_in, title, opening)),
        "province": (_province(body), BODY),
        "title": (title, title_in),
        "period_from": (period[0], period_in),
        "period_to": (period[1], period_in),
        "number": (_number(head), HEAD),
        "date": (_date(head), HEAD),
        "signer": (_signer(closing), SIGNATURE),
    }
    found = tuple((name, where) for name, (value, where) in facts.items() if value is not None)
    return Metadata(**{name: value for name, (value, _) in facts.items()}, found=found)  # type: ignore[arg-type]


def _place_in(place: str | None, agency: str | None, agency_in: str, title: str | None, opening: str) -> str:
    """Return the part of the report that names the place first: as its agency, in its title, its opening, its text."""
    name = (place or "").partition(" ")[2].casefold()
    if name in (agency or "").casefold() and BODY not in agency_in:
        return agency_in
    if name in (title or "").casefold():
        return TITLE
    return OPENING_SENTENCE if name in opening.casefold() else BODY


def _title(head: Sequence[str], opening: str, ending: str) -> tuple[str | None, str]:
    """The lines under BÁO CÁO; failing that, what the opening or closing sentence calls the report."""
    for index, text in enumerate(head):
        if text.strip(" *#").upper() in ("BÁO CÁO", "BÁO CÁO TỔNG KẾT", "BÁO CÁO SƠ KẾT"):
            lines = []
            for line in head[index + 1 : index + 6]:
                if FORMAL.search(line) or OPENING.search(line) or len(line.split()) > LONGEST_TITLE or line.endswith(":"):
                    break
                lines.append(line)
            if lines:
                return _sentence_case(fold_spaces(" ".join(lines))), HEAD
    for pattern, text, where in ((CALLS_ITSELF, opening, OPENING_SENTENCE), (CLOSES_AS, ending, CLOSING_SENTENCE)):
        found = [m[1] for m in pattern.finditer(text) if len(m[1].split()) <= LONGEST_TITLE]
        if found:
            return _sentence_case(found[-1]), where
    return None, ""


def _sentence_case(title: str) -> str:
    title = title.strip(' .,:;*“”"')
    if title.isupper():
        title = title.capitalize()
    return title[:1].upper() + title[1:]


def _agency(head: Sequence[str], opening: str, ending: str) -> tuple[str | None, str]:
    """The issuing body: above the motto, or whoever the opening sentence says reports."""
    if reports := re.search(AGENCY.pattern + r"\s+báo cáo", opening):
        return _plain(reports[1]), OPENING_SENTENCE
    formal = []
    for text in head[:12]:
        before = re.split(r"CỘNG H(?:ÒA|OÀ) XÃ HỘI|BÁO CÁO", text)[0].strip(" *")
        if before and before.isupper() and not FORMAL.search(before):
            formal.append(before)
        if len(before) < len(text):
            break
    named = [at for at, line in enumerate(formal) if re.search(rf"\b(?:{'|'.join(UNITS)}|tỉnh)\b", line, re.IGNORECASE)]
    if named:
        formal = formal[: named[0] + 1]  # the body's name ends with its place; a council's line may follow
        return _written_out(fold_spaces(" ".join(formal))), HEAD
    for text, where in ((opening, OPENING_SENTENCE), (ending, CLOSING_SENTENCE)):
        found = AGENCY.findall(text)
        if found:
            return _plain(Counter(found).most_common(1)[0][0]), where
    return None, ""


def _unnamed_agency(opening: str, place: str) -> str | None:
    """The body that reports without its place's name ("Ủy ban nhân dân Huyện báo cáo"), named by the place."""
    for found in UNNAMED.finditer(opening):
        if place.lower().startswith(f"{found[2].lower()} "):
            return f"{found[1]} {place}"
    return None


def _written_out(capitals: str) -> str:
    """Return ỦY BAN NHÂN DÂN HUYỆN TÂN LẬP as it is written in a sentence."""
    text = small_capitals(capitals)
    for formal, usual in (("Ủy Ban Nhân Dân", "Ủy ban nhân dân"), ("Uỷ Ban Nhân Dân", "Uỷ ban nhân dân"), ("Ubnd", "UBND")):
        text = text.replace(formal, usual)
    return text


def _place(agency: str | None, title: str | None, opening: str, body: str) -> str | None:
    """The unit the report is about: the one named by the agency, else the one named most."""
    votes: Counter[tuple[str, str]] = Counter()
    for text, weight in ((agency or "", 200), (title or "", 20), (opening, 5), (body, 1)):
        for (kind, name), count in local_units(text).items():
            votes[kind, written_small(name)] += count * weight
    if not votes:
        return None
    (kind, name), count = max(votes.items(), key=lambda item: (item[1], item[0]))
    return f"{kind} {name}" if count > 1 else None


def _province(body: str) -> str | None:
    found: Counter[str] = Counter()
    for name, count in provinces(body).items():
        found[written_small(name)] += count
    return max(found.items(), key=lambda item: (item[1], item[0]))[0] if found else None


def _period(title: str | None, opening: str, body: str) -> tuple[tuple[int | None, int | None], str]:
    """The years reported on; what the title says after "phương hướng" is the plan and does not count."""
    for text, where in ((title or "", TITLE), (opening, OPENING_SENTENCE)):
        done = AHEAD.split(text)[0]
        if match := PERIOD.search(done):
            return (int(match[1]), int(match[2])), where
        if match := TEN_YEARS.search(done):
            start, span = int(match[2]), int(match[1])
            end = start + span
            written = re.search(rf"{start}\s*[-–]\s*{end}", body)
            return (start, end if written else None), where
        if years := YEAR.findall(done):
            return (int(years[0]), int(years[0])), where
    return (None, None), ""


def _number(head: Sequence[str]) -> str | None:
    """The report's number; None also where it is left blank."""
    own = next((found[1] for text in head if (found := NUMBER.search(text))), "/")
    return None if own.startswith("/") else re.sub(r"\s", "", own)


def _date(head: Sequence[str]) -> str | None:
    """The date beside the number, as far as it is filled in; a bare year is no date."""
    own = next((found for text in head if len(text.split()) < 25 and (found := DATE.search(text))), None)
    if own is None or not (own[2] and own[3]):
        return None
    try:
        date = datetime.date(int(own[3]), int(own[2]), int(own[1] or 1)).isoformat()
    except ValueError:  # no such day
        return None
    return date if own[1] else date[:7]


def _signer(closing: Sequence[str]) -> str | None:
    """The last line of the closing block that reads like a person's name; one in capitals stands below an office."""
    for at in reversed(range(len(closing))):
        line = closing[at].strip(" *")
        if match := re.search(r"(?:VT|TĐKT|[;.)])\s+(\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}+){1,4})$", line):
            line = match[1]
        if (
            NAME.match(line)
            and not OFFICE.search(line)
            and not (line.isupper() and not OFFICE.search(" ".join(closing[:at])))
        ):
            return written_small(line)
    return None


def _plain(agency: str) -> str:
    """Without the abbreviation introduced in brackets: "Ủy ban nhân dân (UBND) xã …"."""
    plain = fold_spaces(without_brackets(agency))
    return plain[0].upper() + plain[1:]
