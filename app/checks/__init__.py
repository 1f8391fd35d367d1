"""Soát báo cáo: what in a report does not add up. One module a check; each yields findings with both places quoted."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

from app.answer.sources import joined
from app.checks import (
    abbreviations,
    ages,
    bearers,
    calendar,
    changes,
    citations,
    cited_twice,
    closing_totals,
    conflicts,
    consistency,
    conversions,
    cutoffs,
    dated_twice,
    deadlines,
    denials,
    directions,
    documents,
    earlier,
    events,
    far_shares,
    founding,
    full_shares,
    graded,
    grown_rows,
    halves,
    law_years,
    leftovers,
    lists,
    members,
    misnamed,
    mistyped,
    named_counts,
    named_lists,
    named_parts,
    named_wholes,
    occasions,
    offices,
    parents,
    percent_signs,
    percents,
    periods,
    persons,
    placed_twice,
    places,
    products,
    provinces,
    received,
    remainders,
    retold,
    spans,
    speakers,
    spelling,
    structure,
    sums,
    superlatives,
    tabled,
    tabled_shares,
    tables,
    told_twice,
    venues,
    whereabouts,
    years,
)
from app.checks.arrangement import arrange
from app.checks.model import Finding, FindingKind, Quote, Sheet
from ingest.language.text import normalize
from ingest.model import Report
from ingest.readers import pdf
from ingest.report import understand

CHECKS = (
    sums,
    graded,
    closing_totals,
    changes,
    earlier,
    grown_rows,
    products,
    remainders,
    lists,
    named_lists,
    named_parts,
    tables,
    retold,
    tabled,
    mistyped,
    told_twice,
    tabled_shares,
    superlatives,
    directions,
    conflicts,
    members,
    named_counts,
    received,
    persons,
    offices,
    ages,
    bearers,
    denials,
    percents,
    percent_signs,
    named_wholes,
    full_shares,
    far_shares,
    halves,
    conversions,
    places,
    provinces,
    parents,
    whereabouts,
    placed_twice,
    venues,
    speakers,
    periods,
    spans,
    events,
    founding,
    occasions,
    dated_twice,
    calendar,
    years,
    cutoffs,
    deadlines,
    citations,
    documents,
    cited_twice,
    law_years,
    spelling,
    misnamed,
    leftovers,
    abbreviations,
    structure,
    consistency,
)
NAMES = {
    FindingKind.SUM: "cộng số liệu",
    FindingKind.CONFLICT: "số liệu mâu thuẫn",
    FindingKind.PERCENT: "tỷ lệ phần trăm",
    FindingKind.PLACE: "địa danh",
    FindingKind.PERIOD: "thời gian",
    FindingKind.CITATION: "viện dẫn",
    FindingKind.SPELLING: "chính tả",
    FindingKind.ABBREVIATION: "chữ viết tắt",
    FindingKind.OUTLINE: "đề cương",
    FindingKind.LAYOUT: "thể thức",
    FindingKind.WORDING: "cách viết",
}
LOOKED_AT = (
    "Đã soát: số liệu kể hai lần, tổng và thành phần, phần còn lại, tỷ lệ, tăng giảm (cả so với năm trước ở chỗ khác), "
    "đơn giá, đơn vị đo, thứ hạng, bảng, danh sách; tên người, địa phương, kỳ và ngày; số, ngày văn bản; chính tả, "
    "chỗ chờ điền, chữ viết tắt, một từ viết hai cách, đánh số đề mục, thể thức cuối báo cáo."
)
NOT_LOOKED_AT = (
    "Máy không soát được: số liệu có đúng với thực tế không, việc kể có thật không, nhận định có thỏa đáng không; "
    "số chỉ kể một lần thì không có gì để đối chiếu. Không thấy điều gì cần xem lại không có nghĩa là báo cáo đã đúng."
)
WORD_PARTS = re.compile(r"word/(?:document|footnotes)\.xml")
TAG = re.compile(r"<[^<>]*+>")
LOOSE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")  # tone marks apart from their letters
MARKED = re.compile("[\u1ea0-\u1ef9]")  # letters of Vietnamese that are one sign with their tone


def check_file(path: Path) -> list[Finding]:
    """Return the findings in one file, the most harmful first.

    :raises UnreadableFile: with the reason, in Vietnamese.
    """
    return check(understand(path), raw_text(path))


def check(report: Report, raw: str = "") -> list[Finding]:
    """Return the findings in a report, the most harmful first; none: an empty list.

    :param raw: the file's text as typed, for slips that normalisation mends; "" where it cannot be had.
    """
    sheet = Sheet(report, raw)
    return arrange([finding for module in CHECKS for finding in module.check(sheet)])


def as_text(findings: Sequence[Finding]) -> str:
    """Return the findings as numbered lines, each with its places."""
    if not findings:
        return f"Không thấy điều gì cần xem lại.\n{LOOKED_AT}\n{NOT_LOOKED_AT}\n"
    lines = [f"{len(findings)} điều cần xem lại:"]
    for number, finding in enumerate(findings, start=1):
        lines.append(f"\n{number}. [{NAMES[finding.kind]}] {finding.message}")
        for quote in dict.fromkeys(finding.quotes):
            lines.append(f"   {where(quote)}: “{quote.quote}”")
    return "\n".join(lines) + "\n"


def where(quote: Quote) -> str:
    """Return section and page of a place, "đầu báo cáo" for one before any section in a file without pages."""
    parts = [f"mục {joined(quote.section)}"] if quote.section else []
    parts += [f"trang {quote.page}"] if quote.page is not None else []
    return ", ".join(parts) or "đầu báo cáo"


def raw_text(path: Path) -> str:
    """Return a file's text before normalisation: of text, Word and PDF files; "" for others."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if WORD_PARTS.fullmatch(name)]
            return "\n".join(TAG.sub("", archive.read(name).decode("utf-8", "replace")) for name in names)
    content = path.read_bytes()
    if content.startswith(b"%PDF"):
        text = pdf.typed(path)
        # a program that takes all letters apart as it writes the PDF tells nothing of how they were typed
        return text if len(LOOSE.findall(text)) < len(MARKED.findall(text)) else normalize(text)
    return "" if b"\0" in content[:4096] else content.decode("utf-8", "replace")
