"""The headings read, against the sources of invented reports (``md/``): bold lines and numbered titles are headings there.

A numbered line that is a sentence is an item of a list; a bold line that opens "Bảng 1" is a table's caption. Words that a
colon or full stop parts from their text behind a star, a bracket or a number may be taken for a heading or not: neither
counts. A heading is compared by all it prints, its number included, so that a title set below "PHẦN THỨ NHẤT" or "Phụ lục 1"
counts with it, but for what stands in brackets at its end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import regex as re

from eval.outline import comparable
from ingest.model import Report
from ingest.report import understand

FORMATS = ("docx", "pdf", "txt")
NUMBERED = re.compile(r"(?:[IVX]+|\d{1,2}(?:\.\d{1,2})*|[A-Za-zđĐ])\s*[.)/]\s*[-–]?\s*\p{Lu}")
ALONE = re.compile(
    r"(?:PHẦN|Phần|PHỤ LỤC|Phụ lục|BIỂU|Biểu|CHƯƠNG|Chương)(?:\s+(?:số\s+)?[\p{L}\d]+){0,3}\W*", re.IGNORECASE
)
EITHER = re.compile(r"(?:[*+]|\(?[\p{L}\d]{1,3}(?:\.\d{1,2}){0,2}[.)]?)\s+(\p{Lu}[^:.]{1,120})[:.](?:\s|$)")
CAPTION = re.compile(r"(?:@center )?\**(?:Bảng|Biểu|BẢNG|BIỂU|Hình)\s+\d")
UNIT = re.compile(r"\s*\([^()]*\)\W*$")
LONGEST = 40  # words of a numbered title


@dataclass(frozen=True, slots=True)
class HeadingScore:
    """One file: right headings, those read, those wanted, and the titles missed and read in excess."""

    name: str
    right: int
    read: int
    expected: int
    missing: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def f1(self) -> float:
        """F1 of the headings; 1 for a report without any."""
        return 2 * self.right / (self.read + self.expected) if self.read + self.expected else 1.0


def measure(folder: Path, names: Sequence[str] = ()) -> Iterator[HeadingScore]:
    """Yield the score of every file of the folder whose source lies in ``md``; ``names``: only those stems."""
    for source in sorted((folder / "md").glob("*.md")):
        if names and source.stem not in names:
            continue
        text = source.read_text(encoding="utf-8")
        expected, either = Counter(true_headings(text)), Counter(open_headings(text))
        for kind in FORMATS:
            for file in (folder / kind).glob(f"{source.stem}.*"):
                actual = Counter(read_headings(understand(file)))
                actual -= either - expected
                right = expected & actual
                yield HeadingScore(
                    file.name, right.total(), actual.total(), expected.total(), tuple((expected - right).elements()),
                    tuple((actual - right).elements()),
                )  # fmt: skip


def summary(scores: Sequence[HeadingScore]) -> str:
    """Return F1 of the headings by format, over all files."""
    lines = []
    for kind in FORMATS:
        own = [score for score in scores if score.name.endswith(kind)]
        right, read, expected = sum(s.right for s in own), sum(s.read for s in own), sum(s.expected for s in own)
        both = max(1, read + expected)
        lines.append(f"đề mục {kind:5} F1 {2 * right / both:.3f}  đúng {right}  đọc {read}  phải có {expected}")
    return "\n".join(lines)


def read_headings(report: Report) -> list[str]:
    """Return what every heading prints, comparable."""
    return [comparable(UNIT.sub("", f"{'' if h.label == '*' else h.label} {h.title}")) for h in report.headings]


def open_headings(source: str) -> list[str]:
    """Return what a reader may take for a heading or not, with its number and without: "* Khách quan: …"."""
    plain = (re.sub(r"\[\^\w+\]", "", line).strip() for line in source.splitlines())
    forms = [(line[: match.end(1)], match[1]) for line in plain if (match := EITHER.match(line))]
    return [comparable(form) for pair in forms for form in pair]


def true_headings(source: str) -> list[str]:
    """Return what every heading of a source prints, comparable."""
    body = re.sub(r"^@(head|sign|table).*?^@end", "", source, flags=re.DOTALL | re.MULTILINE)
    lines = [line.strip() for line in body.splitlines() if line.strip() and not line.startswith("[^")]
    lines = [re.sub(r"^\*\*([\dIVX.]{1,8})\*\*", r"\1", line) for line in lines if not CAPTION.match(line)]
    start = next((at + 1 for at, line in enumerate(lines[:4]) if re.match(r"(?:@center )?\**BÁO CÁO", line)), 0)
    while start < len(lines) and _is_title(lines[start], start) and not ALONE.fullmatch(_plain(lines[start])):
        start += 1
    titles: list[str] = []
    alone = False
    for line in lines[start:]:
        title = _title(line)
        if title is None:
            alone = False
        elif alone and line.startswith(("@center", "**")) and not NUMBERED.match(title):
            titles[-1] = f"{titles[-1]} {title}"
        else:
            titles.append(title)
            alone = ALONE.fullmatch(title) is not None
    return [comparable(UNIT.sub("", title)) for title in titles]


def _is_title(line: str, at: int) -> bool:
    """Say whether a line below "BÁO CÁO" is of the report's title."""
    return line.startswith("@center") or (at < 3 and line.startswith("**") and not NUMBERED.match(line.strip("* ")))


def _plain(line: str) -> str:
    return re.sub(r"\[\^\w+\]", "", line.removeprefix("@center").strip()).strip("* ")


def _title(line: str) -> str | None:
    """Return the title of a line that is a heading, None for another."""
    marked = re.sub(r"\[\^\w+\]", "", line.removeprefix("@center").strip())
    if whole := re.match(r"(?:[*+-]\s+)?\*\*([^*]+)\*\*\s*(.*)$", marked):
        number = re.match(r"[*+-]\s", marked) is not None
        return whole[1] if not number or whole[2] or whole[1] else None
    if line.startswith("@center") or not NUMBERED.match(marked):
        return None
    head, colon, rest = marked.partition(":")
    if colon and rest.strip() and len(head.split()) <= LONGEST // 2:
        return head
    return marked if not marked.endswith((".", ";", ",")) and len(marked.split()) <= LONGEST else None
