"""Ages that do not fit the year of birth: "sinh năm 1968, năm nay 45 tuổi" in a report of 2023."""

from __future__ import annotations

from collections.abc import Iterator

import regex as re

from app.checks.model import Finding, FindingKind, Sheet
from ingest.model import Kind

_GAP = r"[^.;:()\d]{0,25}"
BORN_FIRST = re.compile(
    rf"(?<!\p{{L}})(?:sinh|SN)\s(?:năm\s|ngày\s\d{{1,2}}/\d{{1,2}}/)?((?:19|20)\d{{2}})\s?[,)(–-]{_GAP}(?<!\d)(\d{{2,3}})\stuổi"
    r"(?!\s(?:đảng|nghề|quân|đời))",
    re.IGNORECASE,
)
AGE_FIRST = re.compile(
    rf"(?<!\d)(\d{{2,3}})\stuổi(?!\s(?:đảng|nghề|quân|đời)){_GAP}(?:sinh|SN)\s(?:năm\s)?((?:19|20)\d{{2}})(?!\d)",
    re.IGNORECASE,
)
THEN = re.compile(r"(?<!\p{L})(?:khi|lúc|hồi|từ năm|mất|hưởng thọ)(?!\p{L})", re.IGNORECASE)  # an age of another time


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every age that nobody born in the year told has in the report's year, counted either way."""
    day = sheet.report.metadata.date
    year = int(day[:4]) if day else sheet.report.metadata.period_to
    for sentence in sheet.body if year else ():
        if sentence.kind is Kind.TABLE:
            continue
        for pattern, born, age in ((BORN_FIRST, 1, 2), (AGE_FIRST, 2, 1)):
            for match in pattern.finditer(sentence.text):
                truth = (year or 0) - int(match[born])
                if THEN.search(match[0]) or int(match[age]) in (truth - 1, truth, truth + 1):
                    continue  # "tuổi mụ" counts one more, a birthday to come one less
                message = f"Sinh năm {match[born]} thì năm {year} là {truth} tuổi, báo cáo ghi {match[age]} tuổi."
                place = sheet.quote(sentence.start + match.start(), sentence.start + match.end())
                yield Finding(FindingKind.CONFLICT, message, (place,))
