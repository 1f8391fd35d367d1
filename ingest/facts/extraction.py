"""All facts of one report."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex as re

from ingest.facts.model import Fact
from ingest.facts.prose import Setting, sentence_facts
from ingest.facts.rows import table_facts
from ingest.facts.times import FactTime, report_time, time_in
from ingest.facts.vocabulary import fact_words
from ingest.language.bodies import NamedUnit, units
from ingest.language.quantities import read
from ingest.language.sentences import sentences
from ingest.language.spelling import fold
from ingest.language.terms import fold as folded_name
from ingest.model import Kind, Passage, Report, Row
from ingest.sections import section_at

# "từ năm 2021 đổi tên": when something began is not the time of a section.
SINCE = re.compile(r"(?<!\p{L})từ (?:năm )?(?:19|20)\d{2}(?!\d|\s{0,2}(?:đến|tới|[-–]))", re.IGNORECASE)
BULLET = re.compile(r"\s{0,9}+(?:[-–+*•]|\(?(?:\d{1,2}|[a-zđ])[.)])\s")
# "của tỉnh" in a district's report is not of the district.
WIDER = re.compile(
    r"(?<!\p{L})(?i:toàn|của|chung|cả|bình quân|bình quân chung|mặt bằng chung)\s+(?:của\s+)?(?:toàn\s+)?"
    r"((?i:tỉnh|nước|quốc|huyện|thành phố))(?!\p{L})(?!\s+\p{Lu})"
)
LEVELS = ("nation", "province", "district", "commune", "hamlet")
WIDER_LEVELS = {"nước": "nation", "quốc": "nation", "tỉnh": "province", "thành phố": "province", "huyện": "district"}
LONGEST_LEAD = 40  # words of a line that introduces others
CAPTION_WORDS = 40
LEAST_STATEMENT = 10  # words


@dataclass(frozen=True, slots=True)
class _FactSection:
    headings: tuple[str, ...]
    time: FactTime | None
    ahead: bool


def facts_of(report: Report, passages: Sequence[Passage]) -> list[Fact]:
    """Return the facts of a report in reading order: one for each quantity outside of head and closing block.

    :param passages: those that the report is cut into; a fact that stands in none of them is left out.
    """
    if not passages:
        return []
    ordered = sorted(passages, key=lambda passage: passage.start)
    starts = [passage.start for passage in ordered]
    facts: list[Fact] = []
    for fact in sorted([*_prose(report), *_tables(report)], key=lambda fact: (fact.begin, fact.start)):
        at = bisect_right(starts, fact.start) - 1
        passage = ordered[at] if at >= 0 else None
        if passage is None or fact.end > passage.end:
            continue
        begin, stop, shift = max(fact.begin, passage.start), min(fact.stop, passage.end), passage.start
        facts.append(
            replace(
                fact,
                passage=passage.id,
                start=fact.start - shift,
                end=fact.end - shift,
                begin=begin - shift,
                stop=stop - shift,
                page=report.page_at(fact.start),
            )
        )
    return facts


def _prose(report: Report) -> Iterator[Fact]:
    text, folded = report.text, fold(report.text)
    readings = read(text)
    starts = [reading.start for reading in readings]
    own = report_time(report.metadata)
    sections: dict[int | None, _FactSection] = {}
    lead, opened = "", False
    for span, kind in zip(report.paragraphs, report.kinds, strict=True):
        if kind is Kind.TABLE or report.in_closing(span.start):
            lead = ""
            continue
        line = text[span.start : span.end]
        index = section_at(report, span.start)
        if index is None and span.start < report.closing and not _is_statement(line):
            continue  # the head
        bullet = BULLET.match(line) is not None
        lead = lead if bullet or opened else ""
        opened = False
        setting = _setting(report, index, own, sections, lead)
        if bisect_right(starts, span.end) > bisect_right(starts, span.start - 1):
            for a, b in sentences(line):
                begin, end = span.start + a, span.start + b
                inside = readings[bisect_right(starts, begin - 1) : bisect_right(starts, end - 1)]
                if inside:
                    places = _others(text[begin:end], begin, report)
                    yield from sentence_facts(text, folded, begin, end, inside, places, setting)
        if line.rstrip().endswith(":") and len(line.split()) <= LONGEST_LEAD:
            lead, opened = line.strip(" -–+*:"), True


def _is_statement(line: str) -> bool:
    """Say whether a paragraph before the first heading is one of text: lines of the head end without a full stop."""
    return line.rstrip().endswith(".") and len(line.split()) >= LEAST_STATEMENT


def _tables(report: Report) -> Iterator[Fact]:
    own = report_time(report.metadata)
    sections: dict[int | None, _FactSection] = {}
    by_table: dict[int, list[Row]] = {}
    for row in report.rows:
        by_table.setdefault(row.table, []).append(row)
    kinds = [(span.start, span.end, kind) for span, kind in zip(report.paragraphs, report.kinds, strict=True)]
    firsts = [start for start, _, _ in kinds]
    for number, rows in by_table.items():
        table = report.tables[number][0]
        first = min(row.start for row in rows)
        index = section_at(report, first)
        setting = _setting(report, index, own, sections, "")
        caption = _caption(report.text, kinds, bisect_right(firsts, first) - 1)
        if _is_annex(report, index, caption, ahead=setting.ahead):
            ahead = fact_words().annexes_ahead.search(fold(caption)) is not None
            setting = replace(setting, headings=(), around=own, dated="report" if own.year else "", ahead=ahead)
        yield from table_facts(table, sorted(rows, key=lambda row: row.start), report.text, caption, setting)


def _is_annex(report: Report, index: int | None, caption: str, *, ahead: bool) -> bool:
    """Say whether a table is no part of its section: an annex, or one with a caption in a last section of plans."""
    folded = fold(caption)
    if fact_words().annexes.match(folded) is not None:
        return True
    last = ahead and index is not None and index == len(report.headings) - 1
    return last and fact_words().captions.match(folded) is not None


def _caption(text: str, kinds: Sequence[tuple[int, int, Kind]], at: int) -> str:
    """Return the caption above a table: the short line before it, and the one before that where it only tells the unit."""
    lines: list[str] = []
    for start, end, kind in reversed(kinds[max(0, at - 2) : at]):
        line = text[start:end].strip()
        if kind is Kind.TABLE or len(line.split()) > CAPTION_WORDS:
            break
        captioned = fact_words().captions.match(fold(line)) is not None
        unit = fact_words().unit_before.search(fold(line)) is not None and len(line.split()) <= 8
        if not (captioned or unit or line.endswith(":") or line.startswith("(")):
            break
        lines.insert(0, line)
        if captioned:
            break
    return " ".join(lines)


def _setting(
    report: Report, index: int | None, own: FactTime, sections: dict[int | None, _FactSection], lead: str
) -> Setting:
    if index not in sections:
        headings = tuple(heading.title for heading in report.path(index))
        sections[index] = _FactSection(headings, _heading_time(headings, own), _is_ahead(headings))
    section = sections[index]
    around, dated = (section.time, "heading") if section.time is not None else (own, "report" if own.year else "")
    return Setting(lead, section.headings, own, around, dated, section.ahead)


def _heading_time(headings: Sequence[str], own: FactTime) -> FactTime | None:
    """Return the time of the innermost heading that says one; one that says the report's own only repeats it."""
    for title in reversed(headings):
        time = time_in(SINCE.sub(" ", title), own)
        if time is not None and time.year is not None and not time.prior:
            return time
    return None


def _is_ahead(headings: Sequence[str]) -> bool:
    """Say whether a section tells of what is to come: its headings do, and none of them says that it is done."""
    ahead = False
    for title in map(fold, headings):
        if fact_words().past.search(title):
            return False
        ahead = ahead or fact_words().ahead.search(title) is not None
    return ahead


def _others(sentence: str, start: int, report: Report) -> list[NamedUnit]:
    """Return the units that a sentence names, less that of the report; offsets are of the report's text."""
    facts = report.metadata
    own_names = [name for name in (facts.place, facts.province) if name]
    own = {folded_name(name) for name in own_names} | {folded_name(unit.name) for name in own_names for unit in units(name)}
    others = [unit for unit in units(sentence) if unit.name and folded_name(unit.name) not in own]
    level = next((LEVELS.index(unit.level) for unit in units(facts.place or "") if unit.level in LEVELS), 1)
    for match in WIDER.finditer(sentence):
        if LEVELS.index(WIDER_LEVELS[match[1].lower()]) < level:
            others.append(NamedUnit(match.start(1), match.end(1), match[1], match[1], match[1], ""))
    return [
        replace(unit, start=unit.start + start, end=unit.end + start) for unit in sorted(others, key=lambda unit: unit.start)
    ]
