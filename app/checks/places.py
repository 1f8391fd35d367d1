"""Names of other places, and of other kinds of units, left in from the text that was copied."""

from __future__ import annotations

from collections.abc import Iterator

import regex as re

from app.checks.knowledge import knowledge
from app.checks.model import Finding, FindingKind, Sheet
from ingest.language.names import family_names
from ingest.language.terms import fold
from ingest.language.unit_names import LOCAL, UNITS, local_units
from ingest.model import Kind

COMMUNES = frozenset(("xã", "phường", "thị trấn", "đặc khu"))
DISTRICTS = frozenset(("huyện", "huyện đảo", "quận", "thị xã", "thành phố"))
MOST_NAMED = 2  # times: a place named more often has business in the report
OWN_VERB = r"(?:xây dựng|phát triển|đưa|trong|của|toàn|trên địa bàn|tại)"
KINDS = "|".join(UNITS)
UNIT_LIST = re.compile(rf"(?:{KINDS})\s*+[,/-]|,\s*+(?:{KINDS})|(?:và|các|mỗi|từng|\d|cấp)\s++(?:{KINDS})", re.IGNORECASE)
PEOPLE_OF_PROVINCE = re.compile(r"(?i:(?:nhân dân|hệ thống chính trị)\s+(?:trong|của)\s+tỉnh\b)(?!\s+\p{Lu})")

POST = re.compile(r"(?<!\p{L})(?i:chủ tịch|bí thư|trưởng|giám đốc|chánh|chỉ huy|thường trực|lãnh đạo)[^.;:,()]{0,50}$")
BESIDE = re.compile(
    r"\s?\((?:huyện|xã|phường|thị xã|thành phố|tỉnh|đơn vị|địa phương) (?:bạn|kết nghĩa)\)|[^.;\n]{0,40}kết nghĩa"
)
NO_NAMES = frozenset(map(fold, ("khóa", "khoá", "nhiệm", "năm", "giai", "lần", "quý", "tháng")))  # begin no unit's name


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every other place of the report's own kind, and for every unit of a kind that has no business."""
    own = LOCAL.match(sheet.report.metadata.place or "")
    if own is None:
        return
    kind, name = own[1].lower(), fold(own[2])
    rank = DISTRICTS if kind in DISTRICTS else COMMUNES
    yield from _others(sheet, name, rank, own[0])
    yield from _wrong_kind(sheet, kind, own[0])
    yield from _province(sheet, kind)


def _others(sheet: Sheet, own: str, rank: frozenset[str], place_name: str) -> Iterator[Finding]:
    counted: dict[str, int] = {}
    for (kind, name), times in local_units(sheet.text).items():
        if kind in rank:
            counted[fold(name)] = counted.get(fold(name), 0) + times
    for match in LOCAL.finditer(sheet.text):
        kind = match[1].lower()
        names = local_units(match[0])
        if kind not in rank or not names or sheet.report.in_closing(match.start()) or _in_table(sheet, match.start()):
            continue
        name = fold(next(iter(names))[1])
        if _is_person(sheet.text, match) or _is_broken_line(match):
            continue
        if own in name or name in own or counted.get(name, 0) > MOST_NAMED or _has_business(sheet.text, match):
            continue
        if _named_alone(sheet.text, kind, next(iter(names))[1]):
            continue  # called by its name alone too: a part of the place, or one that it was made of
        called = f"{kind} {next(iter(names))[1]}"
        counted[name] = MOST_NAMED + 1  # told once
        message = f"Báo cáo của {place_name} nhưng nhắc “{called}”: có thể là tên địa phương khác còn sót lại."
        yield Finding(FindingKind.PLACE, message, (sheet.quote(*match.span()),))


def _is_person(text: str, match: re.Match[str]) -> bool:
    """Say whether what follows the unit's kind names who holds a post there: "Phó Chủ tịch UBND huyện Lê Văn Ba"."""
    family, *given_names = match[2].split()
    post = POST.search(text, max(0, match.start() - 60), match.start())
    return post is not None and bool(given_names) and family in family_names()


def _is_broken_line(match: re.Match[str]) -> bool:
    """Say whether a title in capitals goes on with a word that begins no name: "ĐẠI HỘI HỘI NÔNG DÂN HUYỆN KHÓA VIII"."""
    return match[1].isupper() and fold(match[2].split()[0]) in NO_NAMES


def _named_alone(text: str, kind: str, name: str) -> bool:
    """Say whether a text calls a unit by its name without its kind before it."""
    every = rf"(?<!\p{{L}}){re.escape(name)}(?!\p{{L}})"
    return len(re.findall(every, text, re.IGNORECASE)) > len(re.findall(rf"{kind}\s+{every}", text, re.IGNORECASE))


def _in_table(sheet: Sheet, at: int) -> bool:
    sentence = sheet.sentence_at(at)
    return sentence is not None and sentence.kind is Kind.TABLE


def _has_business(text: str, match: re.Match[str]) -> bool:
    before, after = fold(text[max(0, match.start() - 60) : match.start()]), fold(text[match.end() : match.end() + 25])
    near = re.split(r"[.;]", before)[-1]
    listed = re.search(r"(?:,|và)\s*$", near) or re.match(r"\G\s*+(?:,|và)\s+\p{Lu}", text[match.end() : match.end() + 12])
    if near.rstrip().endswith("hợp tác"):
        return True  # hợp tác xã
    words = knowledge().allowed_places
    allowed = any(re.search(rf"(?<!\p{{L}}){word}(?!\p{{L}})", near) or after.strip().startswith(word) for word in words)
    beside = BESIDE.match(text, match.end()) is not None
    return bool(listed) or allowed or beside


def _wrong_kind(sheet: Sheet, own: str, place_name: str) -> Iterator[Finding]:
    """Find "xây dựng quận văn minh" in a report that knows no quận."""
    kinds = {kind for kind, _ in local_units(sheet.text)}
    for kind in UNITS:
        if kind == own or kind in kinds or kind in ("huyện đảo", "đặc khu"):
            continue
        for match in re.finditer(rf"(?i:\b{OWN_VERB})\s+({kind})\b(?!\s+\p{{Lu}}|\s+hội)", sheet.text):
            around = sheet.text[max(0, match.start() - 30) : match.end() + 25]
            higher = own in COMMUNES and kind in DISTRICTS
            lower = own in DISTRICTS and kind == "xã"
            if UNIT_LIST.search(around) or higher or lower or sheet.report.in_closing(match.start()):
                continue
            message = f"Báo cáo của {place_name} nhưng viết “{match[0]}”: cấp “{kind}” không có trong báo cáo này."
            yield Finding(FindingKind.PLACE, message, (sheet.quote(*match.span()),))


def _province(sheet: Sheet, own: str) -> Iterator[Finding]:
    """Find "nhân dân trong tỉnh" in a sentence about the district's own people."""
    for sentence in sheet.body:
        match = PEOPLE_OF_PROVINCE.search(sentence.text)
        if match and re.search(rf"(?:của|toàn|trong)\s+{own}\b|{own} nhà", sentence.text, re.IGNORECASE):
            start = sentence.start + match.start()
            message = f"Câu nói về {own} nhưng viết “{match[0]}”: có thể sót lại từ báo cáo của tỉnh."
            yield Finding(FindingKind.PLACE, message, (sheet.quote(start, sentence.start + match.end()),))
