"""When the body itself was founded, told twice; and how long ago: "kỷ niệm 20 năm thành lập" of one founded in 2003."""

from __future__ import annotations

from collections.abc import Iterator

import regex as re

from app.checks.model import Finding, FindingKind, Sheet
from app.checks.years import own_period
from ingest.model import Kind

_YEAR = r"((?:19|20)\d{2})(?!\d)"
# The body that reports: no name behind the kind of body.
OWN = (
    r"(?:bệnh viện|trung tâm|nhà trường|trường|ban quản lý|ban|chi cục|cục|sở|công ty|hợp tác xã|quỹ|hội|liên minh|văn phòng"
    r"|cơ quan|đơn vị|viện|xã|phường|thị trấn|huyện|thành phố)"
)
FOUNDED = re.compile(
    rf"(?<!\p{{L}})(?i:{OWN})(?:\s\p{{Lu}}\p{{L}}*+){{0,5}}\s(?:được\s|chính thức\s)?thành lập\s"
    rf"(?:theo|tại|từ|vào|năm|ngày|trên cơ sở)(?!\p{{L}})[^.;\n]{{0,90}}?(?:năm\s|\d/)?{_YEAR}"
)
SINCE = re.compile(
    rf"(?<!\p{{L}})(?:kể\s)?từ\s(?:khi|ngày|năm)\s(?:được\s)?thành lập\s?(?:\(|,|vào|năm|từ năm|ngày){{0,2}}\s?"
    rf"(?:năm\s|\d{{1,2}}/\d{{1,2}}/)?{_YEAR}",
    re.IGNORECASE,
)
AGE = re.compile(
    r"(?<!\p{L})(?:kỷ niệm|kỉ niệm|sau|qua|trải qua)\s(?:lần thứ\s)?(\d{1,3})\snăm\s(?:ngày\s)?(?:thành lập|xây dựng)",
    re.IGNORECASE,
)
OTHER = re.compile(r"\G[^.;,\n]{0,6}\s(?:Đảng|Đoàn|nước|Quân đội|Mặt trận|Công đoàn|ngành|Hội|tỉnh|huyện|Công an)(?!\p{L})")


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every second year of the founding, and every anniversary that does not fit the year."""
    founded: list[tuple[int, int, int]] = []
    ages: list[tuple[int, int, int]] = []
    for sentence in sheet.body:
        if sentence.kind is Kind.TABLE or "thành lập" not in sentence.text.lower():
            continue
        for form in (FOUNDED, SINCE):
            for match in form.finditer(sentence.text):
                founded.append((int(match[1]), sentence.start + match.start(), sentence.start + match.end()))
        for match in AGE.finditer(sentence.text):
            if not OTHER.match(sentence.text, match.end()):
                ages.append((int(match[1]), sentence.start + match.start(), sentence.start + match.end()))
    if not founded:
        return
    year, start, end = founded[0]
    since = [mention for mention in founded[1:] if SINCE.search(sheet.text[mention[1] : mention[2]]) and mention[0] != year]
    for other, begin, stop in since[:1]:
        message = f"Năm thành lập ghi hai cách: {year} và {other}."
        yield Finding(FindingKind.PERIOD, message, (sheet.quote(start, end), sheet.quote(begin, stop)))
    own = own_period(sheet)
    for age, begin, stop in ages if own is not None and not since else ():
        if own is not None and age not in range(own.first // 12 - year, own.last // 12 - year + 2):
            message = f"Thành lập năm {year}, đến {own.last // 12} là {own.last // 12 - year} năm, báo cáo ghi {age} năm."
            yield Finding(FindingKind.PERIOD, message, (sheet.quote(start, end), sheet.quote(begin, stop)))
