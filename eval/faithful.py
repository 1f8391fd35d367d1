"""Whether every figure of every answer stands in what its statement cites; reads answers as ``app batch`` writes them.

Shares no code with the product, so that it cannot share its mistakes: own numbers, own dates, own cutting into statements.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MARKS = re.compile(r"(?:\s*\[\d+\])+")
IN_WORDS = re.compile(r"(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})")
NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")


@dataclass(frozen=True, slots=True)
class FaithfulnessResult:
    """What was looked at in one answer: its figures, how many stand in a quote, how many only in title or heading.

    ``violations``: figures that stand in neither, each with its statement. ``uncited``: statements without a citation.
    """

    id: str
    mode: str
    figures: int
    quoted: int
    headed: int
    violations: tuple[str, ...]
    uncited: tuple[str, ...]


def check(file: Path) -> list[FaithfulnessResult]:
    """Check the answers of a file, one JSON object a line; refusals state nothing and are passed over."""
    lines = file.read_text(encoding="utf-8").splitlines()
    answers = [json.loads(line) for line in lines if line.strip()]
    return [check_one(answer) for answer in answers if not answer["refused"]]


def check_one(answer: dict[str, Any]) -> FaithfulnessResult:
    """Check one answer in the shape that INTERFACES fixes."""
    sources = {c["n"]: c for c in answer["citations"]}
    figures = quoted = headed = 0
    violations: list[str] = []
    uncited: list[str] = []
    for stated, numbers in statements(answer["answer"]):
        if not numbers and not stated.endswith(":"):
            uncited.append(stated)
        cited = [sources[n] for n in numbers if n in sources] if numbers else list(sources.values())
        quotes = {number for c in cited for number in numbers_of(c["quote"])}
        heads = {number for c in cited for number in numbers_of(f"{c['title']} ; {c['heading']} ; {' '.join(c['section'])}")}
        for figure in numbers_of(stated, whole=True):
            figures += 1
            if figure in quotes:
                quoted += 1
            elif figure in heads:
                headed += 1
            else:
                violations.append(f"{figure}: {stated}")
    return FaithfulnessResult(str(answer["id"]), answer["mode"], figures, quoted, headed, tuple(violations), tuple(uncited))


def statements(text: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield the stretches of an answer with the numbers they cite; words after a line's last marker belong to it."""
    for line in text.split("\n"):
        at = 0
        numbers: tuple[int, ...] = ()
        for match in MARKS.finditer(line):
            numbers = tuple(map(int, re.findall(r"\d+", match[0])))
            yield line[at : match.start()].strip(" -"), numbers
            at = match.end()
        rest = line[at:].strip(" -")
        if re.search(r"\w", rest):
            yield rest, numbers


def numbers_of(text: str, *, whole: bool = False) -> list[str]:
    """Return the numbers of a text in one form: no thousands' points, no leading zeros, dates as d/m/y.

    :param whole: dates and fractions only as a whole; else their parts too, which is what a source holds.
    """
    plain = IN_WORDS.sub(r"\1/\2/\3", unicodedata.normalize("NFC", text).replace("\N{NO-BREAK SPACE}", " "))
    numbers = []
    for number in NUMBER.findall(plain):
        if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", number):
            number = number.replace(".", "")
        parts = [part.lstrip("0") or "0" for part in number.split("/")]
        numbers.append("/".join(parts))
        if not whole and len(parts) > 1:
            numbers += [*parts, "/".join(parts[1:])]
    return numbers


def as_text(results: list[FaithfulnessResult]) -> str:
    """Return the sums by mode, then every violation."""
    lines = ["cách trả lời   câu  số liệu  trong trích dẫn  chỉ ở tên báo cáo, đề mục  không có  ý không dẫn nguồn"]
    for mode in sorted({result.mode for result in results}):
        own = [result for result in results if result.mode == mode]
        sums = [sum(getattr(result, name) for result in own) for name in ("figures", "quoted", "headed")]
        bad, uncited = sum(len(result.violations) for result in own), sum(len(result.uncited) for result in own)
        lines.append(f"{mode:12}{len(own):6}{sums[0]:9}{sums[1]:17}{sums[2]:27}{bad:10}{uncited:20}")
    lines += [f"{result.id}: không có trong nguồn: {line}" for result in results for line in result.violations]
    lines += [f"{result.id}: không dẫn nguồn: {line}" for result in results for line in result.uncited]
    return "\n".join(lines) + "\n"
