"""What is told to be done before the day of the decision that it rests on."""

from __future__ import annotations

from collections.abc import Iterator

import regex as re

from app.checks.documents import CitedDocument, citations
from app.checks.facts import content, rarities, shared
from app.checks.model import Finding, FindingKind, Sentence, Sheet
from ingest.language.dates import calendar_day, dates

NEAR_DAYS = 60  # what rests on a decision comes sooner
RESTS = re.compile(
    r"(?<!\p{L})(?:công bố (?:các\s)?quyết định|công bố kết luận|đoàn (?:thanh tra|kiểm tra|giám sát"
    r"|kiểm toán)|triển khai quyết định"
    r"|thực hiện quyết định|tổ kiểm tra)(?!\p{L})",
    re.IGNORECASE,
)
SETS_UP = re.compile(r"(?<!\p{L})(?:thành lập|kiểm tra|thanh tra|giám sát|công bố|đoàn)(?!\p{L})", re.IGNORECASE)
DECISION = "quyết định"
NEAR = 140  # characters before a day in which it is told what was done
RESTING = content("công bố quyết định kết luận đoàn thanh tra kiểm tra giám sát ngày kết thúc làm việc")
SAME_DOING = 0.4  # of what is told before the day, weighed by rarity, the decision's sentence tells too
MOST_DECISIONS = 40  # of a report, and days of a sentence; the reports measured have up to 9
MOST = 200  # decisions of a report that are looked at


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for what was done, on the same matter, before the day of the decision that it rests on."""
    every = list(citations(sheet.text))[:MOST]
    cited_at = [(document.number.start, document.end) for document in every]
    set_up = [
        (document, setting) for document in every if document.day and (setting := _set_up(sheet, document)) is not None
    ][:MOST_DECISIONS]
    decisions = [(document, content(setting.text)) for document, setting in set_up]
    rarity = rarities(sheet)
    for sentence in sheet.body if decisions else ():
        if not RESTS.search(sentence.text):
            continue
        for date in dates(sentence.text)[:MOST_DECISIONS]:
            day, start = calendar_day(date), sentence.start + date.start
            near = sentence.text[max(0, date.start - NEAR) : date.start]
            if day is None or not RESTS.search(near) or any(low <= start < high for low, high in cited_at):
                continue
            words = content(near) - RESTING
            for decision, matter in decisions:
                common = words & matter
                same = len(common) > 1 and shared(words, common, rarity) >= SAME_DOING
                if decision.day and 0 < (decision.day - day).days <= NEAR_DAYS and same:
                    message = (
                        f"Việc ghi ngày {day:%d/%m/%Y} lại trước ngày của {DECISION} {decision.number.text} "
                        f"({decision.day:%d/%m/%Y})."
                    )
                    places = sheet.quote(decision.number.start, decision.end), sheet.quote(start, sentence.start + date.end)
                    yield Finding(FindingKind.PERIOD, message, places)
                    break


def _set_up(sheet: Sheet, cited: CitedDocument) -> Sentence | None:
    """Return the sentence that cites a decision to inspect, None for any other document."""
    sentence = sheet.sentence_at(cited.number.start) if cited.number.kind == DECISION else None
    return sentence if sentence is not None and SETS_UP.search(sentence.text) else None
