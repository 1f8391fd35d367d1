"""A rise, a fall, a plan exceeded or missed, told in words alone, against the row of a table that tells otherwise.

"Công suất sử dụng giường tăng so với năm 2023" of a row with 88,2 and 84,5; "các môn … đều tăng huy chương vàng".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import regex as re

from app.checks.facts import content, rarities, rarity_of, shared
from app.checks.grids import CheckedGrid, GridCell
from app.checks.model import Finding, FindingKind, Sentence, Sheet
from app.checks.years import own_year
from ingest.language.spelling import fold
from ingest.language.text import without_brackets
from ingest.model import Kind

# Texts are folded. What follows says against what, or that nothing else is told of it: "tăng so với", "giảm dần", "tăng,".
MOVED = re.compile(
    r"(?<!\p{L})(?:(?P<all>đều|đồng loạt)\s(?:có\s)?)?(?P<not>không\s(?:hề\s)?)?"
    r"(?:(?P<up>tăng|cao hơn|nhiều hơn)|giảm|thấp hơn|ít hơn)"
    r"(?:\s(?:lên|xuống|dần|đều|mạnh|nhẹ|nhanh|sâu|rõ rệt|rõ|đáng kể|liên tục))?"
    r"(?=\sso (?:với )?(?:cùng kì|năm trước|năm ngoái|năm học trước|kì trước|(?:cùng kì )?năm (?P<year>\d{4}))"
    r"|\s?[,.;)]|\s?$|\squa (?:các|từng) năm|\s(?P<measure>\p{Ll}++(?:\s\p{Ll}++){0,3}))"
)
PLANNED = re.compile(
    r"(?<!\p{L})(?P<all>đều\s|cùng\s)?(?:(?P<up>vượt)(?!\s\d)|thấp hơn|(?:không|chưa) đạt|hụt)"
    r"(?:\s(?:so với|mức)){0,2}\s?(?P<plan>kế hoạch|chỉ tiêu|dự toán|chương trình|giao)?"
    r"(?=\s?[,.;)]|\s?$|\s(?:được|đề|tỉnh|huyện|năm|giao))"
)
ALL_OF = re.compile(r"(?<!\p{L})(?:cả|tất cả|mọi|toàn bộ)\s([^,.;:()]{3,60})$")
FROM_TO = re.compile(r"\d")
BREAK = re.compile(r"[.;:]\s|\s[-–]\s")
COMMA = re.compile(r",\s|\(")
PLAN = re.compile(r"(?<!\p{L})(?:kế hoạch|kh|chỉ tiêu|dự toán|dt|giao|nghị quyết|nq|chương trình)(?!\p{L})")
RESULT = re.compile(r"(?<!\p{L})(?:th|thực hiện|ước|kết quả|đạt)(?!\p{L})")
PRIOR = re.compile(r"(?<!\p{L})(?:cùng kì|ck|năm trước|năm ngoái|kì trước)(?!\p{L})")
RATE = re.compile(
    r"so sánh|so với|tăng|giảm|(?<!\p{L})(?:%|tỷ lệ)\s(?:kh|th|so|hoàn thành|đạt)|%\s?kh"
    r"|/kh|/ck|20\d\d\s?/\s?(?:th\s)?20\d\d"
)
YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
# Of these less is better: what "vượt", "không đạt" mean is not said by which is larger.
LESS = re.compile(
    r"(?<!\p{L})(?:nghèo|giảm|vi phạm|tử vong|chết|bỏ học|suy dinh dưỡng|còi|nợ|tai nạn|tội phạm|sinh con|tồn)(?!\p{L})"
)
TIMES = frozenset("năm th kh thực hiện ước kết quả kế hoạch tháng đầu 6t 9t cuối kì cả".split())
SAME_ROW = 0.7  # of what a clause's subject tells, weighed by rarity, a row's label tells, or the other way round
AT_LEAST = 0.3  # and of the other side
FEWEST = 2  # words that both tell
TELLING = 4.0  # rarity of the words that both tell
AHEAD_OF_NEXT = 1.15  # times as much as the next row of any table


@dataclass(frozen=True, slots=True)
class TimedRow:
    """A row's cells of one measure by time; None where the table has no such column, or more than one."""

    before: GridCell | None
    now: GridCell | None
    plan: GridCell | None


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every movement told in words that the rows it is told of have not."""
    year = own_year(sheet)
    for sentence in sheet.body if sheet.grids else ():
        if sentence.kind is Kind.TABLE or sentence.ahead:
            continue
        text = fold(sentence.text)
        if len(text) != len(sentence.text):
            continue
        for match in MOVED.finditer(text):
            if match["year"] and year and int(match["year"]) != year - 1:
                continue
            yield from _held(sheet, sentence, text, match, year, planned=False)
        for match in PLANNED.finditer(text):
            if match["plan"] or match["all"]:
                yield from _held(sheet, sentence, text, match, year, planned=True)


def _held(
    sheet: Sheet, sentence: Sentence, text: str, match: re.Match[str], year: int | None, *, planned: bool
) -> Iterator[Finding]:
    """Hold one movement against the rows that its clause is about."""
    begin = max((cut.end() for cut in BREAK.finditer(text, 0, match.start())), default=0)
    measure = "" if planned else match["measure"] or ""
    up = bool(match["up"]) != bool(not planned and match["not"])
    subjects = _subjects(text[begin : match.start()], several=bool(match["all"]))
    if match["all"] and not planned and (every := ALL_OF.search(text, begin, match.start())):
        yield from _every(sheet, sentence, (begin, match), year, every)
        return
    for subject in subjects:
        if FROM_TO.search(subject):
            continue
        row = find_row(sheet, subject, exact=bool(match["all"]))
        if row is None:
            continue
        grid, at = row
        if planned and LESS.search(fold(grid.labels[at])):
            continue
        timed = timed_cells(grid, at, year, content(f"{measure} {subject}"), measured=bool(measure))
        first = timed.plan if planned else timed.before
        if first is None or timed.now is None or first.value == timed.now.value or first.share != timed.now.share:
            continue
        if (timed.now.value > first.value) != up:
            claim = sentence.text[match.start() : match.end()].strip()
            against = "kế hoạch" if planned else "trước đó"
            message = (
                f"Báo cáo ghi “{claim}”, nhưng bảng có “{grid.labels[at]}” {against} {first.text}, nay {timed.now.text}."
            )
            place = sheet.quote(sentence.start + begin, sentence.start + match.end())
            yield Finding(FindingKind.CONFLICT, message, (place, sheet.exactly(*grid.spans[at])))
            return


def _every(
    sheet: Sheet, sentence: Sentence, claim: tuple[int, re.Match[str]], year: int | None, every: re.Match[str]
) -> Iterator[Finding]:
    """Hold "cả sáu chương trình đều tăng" against all rows of the table that is about them."""
    begin, match = claim
    words = content(every[1])
    for grid in sheet.grids:
        about = content(f"{grid.caption} {' '.join(grid.titles)}")
        rows = [row for row in grid.rows if row in grid.spans and not grid.is_total(row)]
        if len(words & about) < FEWEST or len(rows) < FEWEST:
            continue
        for row in rows:
            timed = timed_cells(grid, row, year, content(match["measure"] or ""), measured=bool(match["measure"]))
            if timed.before is None or timed.now is None or timed.before.value == timed.now.value:
                continue
            if (timed.now.value > timed.before.value) != (bool(match["up"]) != bool(match["not"])):
                message = (
                    f"Báo cáo ghi “{match[0].strip()}”, nhưng bảng có “{grid.labels[row]}” trước đó {timed.before.text}, "
                    f"nay {timed.now.text}."
                )
                place = sheet.quote(sentence.start + begin, sentence.start + match.end())
                yield Finding(FindingKind.CONFLICT, message, (place, sheet.exactly(*grid.spans[row])))
                return


def _subjects(lead: str, *, several: bool) -> list[str]:
    """Return what a movement is told of: the words right before it, or, of several, each named in the clause."""
    if several:
        return [part for part in re.split(r",\s|\svà\s", lead) if part.strip()]
    cuts = [cut.end() for cut in COMMA.finditer(lead)]
    subject = lead[cuts[-1] :] if cuts else lead
    return [subject]


def find_row(sheet: Sheet, subject: str, *, exact: bool) -> tuple[CheckedGrid, int] | None:
    """Return the one row of the tables that a subject names; ``exact``: its label stands in the subject word by word."""
    rarity = rarities(sheet)
    words = content(subject)
    scored: list[tuple[float, int, CheckedGrid, int]] = []
    for grid in sheet.grids:
        for row in grid.rows:
            label = content(grid.labels[row])
            if row not in grid.spans or not label:
                continue
            if exact and fold(grid.labels[row]).strip() and subject.strip().endswith(fold(grid.labels[row]).strip()):
                scored.append((100.0, len(scored), grid, row))
                continue
            score = _score(words, label, rarity)
            if score:
                scored.append((score, len(scored), grid, row))
    scored.sort(key=lambda entry: (-entry[0], entry[1]))
    if not scored or (len(scored) > 1 and scored[0][0] < AHEAD_OF_NEXT * scored[1][0]):
        return None
    return scored[0][2], scored[0][3]


def _score(words: frozenset[str], label: frozenset[str], rarity: Mapping[str, float]) -> float:
    common = words & label
    weight = rarity_of(common, rarity)
    if len(common) < FEWEST or weight < TELLING:
        return 0.0
    forth, back = shared(words, common, rarity), shared(label, common, rarity)
    return weight * (forth + back) if max(forth, back) >= SAME_ROW and min(forth, back) >= AT_LEAST else 0.0


def timed_cells(grid: CheckedGrid, row: int, year: int | None, words: frozenset[str], *, measured: bool) -> TimedRow:
    """Return a row's cells by time, of the measure that the words name where the table has several."""
    measures: dict[frozenset[str], dict[str, list[GridCell]]] = {}
    for column in grid.columns:
        title = fold(grid.titles[column])
        cell = grid.cells.get((row, column))
        if cell is None or RATE.search(title):
            continue
        told = YEAR.search(title)
        is_plan = PLAN.search(title) is not None and RESULT.search(title) is None
        if told is not None and year is not None and int(told[1]) not in (year, year - 1):
            continue
        before = (told is not None and year is not None and int(told[1]) == year - 1) or PRIOR.search(title) is not None
        time = "before" if before and not is_plan else "plan" if is_plan and not before else "" if is_plan else "now"
        if time:
            named_by = content(without_brackets(title))  # a unit of measure names nothing
            key = frozenset(word for word in named_by if not word.isdigit()) - TIMES
            measures.setdefault(key, {}).setdefault(time, []).append(cell)
    named = [key for key in measures if key and key <= words]
    keys = named if named and len(measures) > 1 else list(measures)
    if len(keys) != 1 or (measured and len(measures) > 1 and not named):
        cells: dict[str, list[GridCell]] = {}
        if len(measures) > 1 and not measured and not named:
            cells = _merged(measures)
    else:
        cells = measures[keys[0]]
    only = {time: every[0] for time, every in cells.items() if len(every) == 1}
    return TimedRow(only.get("before"), only.get("now"), only.get("plan"))


def _merged(measures: Mapping[frozenset[str], Mapping[str, list[GridCell]]]) -> dict[str, list[GridCell]]:
    """Return the cells of all measures by time, where titles tell time alone: "Chương trình", "Kết quả"."""
    cells: dict[str, list[GridCell]] = {}
    for by_time in measures.values():
        for time, every in by_time.items():
            cells.setdefault(time, []).extend(every)
    return cells
