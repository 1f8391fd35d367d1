"""Figures of last year's report, offered beside this year's; the change is plain subtraction of what the office confirms.

A figure is offered only where the report gives exactly one value of that quantity for its last year.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import regex as re

from app.checks.conflicts import clause_of, elsewhere, leads_on, year_of
from app.checks.figures import CheckedFigure, figures
from app.checks.model import Quote, Sentence, Sheet
from app.drafting.request import BadRequest, ConfirmedFigure
from ingest.language.amounts import write_value
from ingest.language.terms import fold
from ingest.model import Report
from ingest.reading import Reading
from ingest.report import understand

GROWN = re.compile(r"(?:giảm|tăng|thêm|vượt|hỗ trợ|tặng|cho|giúp|trong)\s*$")  # a figure behind these is not the total
MONEY = {9: " tỷ đồng", 6: " triệu đồng", 3: " nghìn đồng", 0: " đồng"}


@dataclass(frozen=True, slots=True)
class PastFigure:
    """A figure of last year's report: what it is called this year, its value as printed there, its year, where it stands."""

    name: str
    value: str
    year: int
    quote: Quote


def figures_in(path: Path, names: Sequence[str], reading: Reading) -> list[PastFigure]:
    """Return what last year's report, a file, tells of the quantities named; a task for a process of its own.

    :raises UnreadableFile: with the reason, in Vietnamese.
    """
    report = understand(path, None, reading)
    reading.progress(1.0)  # the time for comparing counts from here
    return offered(report, names)


def figures_of(report: Report, names: Sequence[str], reading: Reading) -> list[PastFigure]:  # noqa: ARG001
    """Return the same for a report that has been read already. This is a task, too."""
    return offered(report, names)


def offered(report: Report, names: Sequence[str]) -> list[PastFigure]:
    """Return what the report tells of the quantities named, in their order; those it tells twice differently are left out.

    A report that does not say its period offers nothing: a comparison needs its year.
    """
    last = report.metadata.period_to
    if last is None:
        return []
    sheet = Sheet(report)
    offers = []
    for name in dict.fromkeys(names):
        mentions = [mention for mention in _figures_named(sheet, name) if mention[0] in (last, None)]
        # "64 hộ nghèo, chiếm 2,07%": the count is the quantity
        mentions = [mention for mention in mentions if not mention[1].unit] or mentions
        sure = [mention for mention in mentions if mention[0] == last] or mentions
        if len({(figure.value, figure.unit) for _, figure, _ in sure}) == 1:
            _, figure, sentence = sure[0]
            offers.append(PastFigure(name, _printed(figure, sentence), last, sheet.quote(figure.start, figure.end)))
    return offers


def change(name: str, value: str, past: ConfirmedFigure) -> str:
    """Return "giảm 23 hộ so với năm 2024" for "41 hộ, chiếm 1,37%" and "64 hộ"; shares differ by "điểm phần trăm".

    :raises BadRequest: one of the values has no figure, or they are of two units.
    """
    own, other = next(figures(value), None), next(figures(past.value), None)
    if own is None or other is None or not comparable(own, other):
        raise BadRequest(
            f"Không so sánh được “{name}”: năm nay “{value}”, năm {past.year} “{past.value}”. "
            "Hai số cần cùng đơn vị, ví dụ 41 hộ và 64 hộ; hãy sửa hoặc bỏ chọn so sánh"
        )
    difference = own.value - other.value
    if difference == 0:
        return f"bằng năm {past.year}"
    unit = " điểm phần trăm" if own.unit == "%" else MONEY[own.scale] if own.unit == "đồng" else f" {own.counts.split()[0]}"
    word = "tăng" if difference > 0 else "giảm"
    return f"{word} {write_value(abs(difference), own.scale)}{unit if own.counts else ''} so với năm {past.year}"


def comparable(first: CheckedFigure, second: CheckedFigure) -> bool:
    """Say whether two figures are of one unit: the same measure, or counts of the same thing."""
    return (
        first.whole is None is second.whole
        and first.unit == second.unit
        and first.noun.split()[:1] == second.noun.split()[:1]
    )


def _figures_named(sheet: Sheet, name: str) -> Iterator[tuple[int | None, CheckedFigure, Sentence]]:
    bare_name = re.sub(r"^số\s+", "", fold(name))
    for sentence in sheet.body:
        for figure in () if sentence.ahead else sentence.figures:
            at, end = figure.start - sentence.start, figure.end - sentence.start
            before, _ = clause_of(sentence.text, at, end)
            if (
                figure.whole is not None
                or GROWN.search(fold(before))
                or elsewhere(before)
                or not _names(before, figure, bare_name)
            ):
                continue
            yield year_of(sentence.text, at, end, sheet), figure, sentence


def _names(before: str, figure: CheckedFigure, bare_name: str) -> bool:
    """Say whether a figure counts what the name says ("41 hộ nghèo"), or follows it ("thu nhập bình quân đạt 61,8 …")."""
    if not figure.unit:
        return re.match(rf"{re.escape(bare_name)}(?!\s+(?:và|cận)\b)(?!\p{{L}})", fold(figure.noun)) is not None
    folded = fold(before)
    at = folded.rfind(bare_name)
    return at >= 0 and not re.match(r"\p{L}", folded[at + len(bare_name) :]) and leads_on(folded[at + len(bare_name) :])


def _printed(figure: CheckedFigure, sentence: Sentence) -> str:
    """Return the figure with its unit, or with the first word of what it counts."""
    if figure.unit:
        return sentence.text[figure.start - sentence.start : figure.end - sentence.start].strip()
    return f"{figure.text} {figure.noun.split()[0]}"
