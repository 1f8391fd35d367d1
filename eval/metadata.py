"""What the reader takes for issuer, number, date, period and signer, against the sources of reports (``md/``).

A source has its head between ``@head`` and ``@end``: the left column prints the issuing body bold, the body above it not,
then the number; the right one place and date. ``@sign`` ends with the signer's name. The truth is read from there, by rules
of this module alone. A report whose head got lost is known by its file's name: the kind of body, then the place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import regex as re

from eval.outline import comparable
from ingest.language.text import strip_marks
from ingest.model import Metadata
from ingest.report import understand

FORMATS = ("docx", "pdf", "txt")
FIELDS = ("issuer", "parent", "kind_of_document", "number", "date", "period", "signer")
AHEAD = re.compile(r"phương hướng|(?:,|và)\s+(?:nhiệm vụ|kế hoạch)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Truth:
    """Facts as printed; None where the source does not tell."""

    issuer: str | None
    parent: str | None
    kind_of_document: str | None
    number: str | None
    date: str | None
    period: tuple[int, int] | None
    signer: str | None


@dataclass(frozen=True, slots=True)
class FieldVerdict:
    """One file: the fields that are right, those left out, and those that are wrong with what was read."""

    name: str
    right: tuple[str, ...]
    missing: tuple[str, ...]
    wrong: tuple[str, ...]


def measure(folder: Path, names: Sequence[str] = ()) -> Iterator[FieldVerdict]:
    """Yield a verdict on every file of the folder whose source lies in ``md``; ``names``: only those stems."""
    for source in sorted((folder / "md").glob("*.md")):
        if names and source.stem not in names:
            continue
        truth = truth_of(source.read_text(encoding="utf-8"))
        for kind in FORMATS:
            for file in (folder / kind).glob(f"{source.stem}.*"):
                yield _verdict(file, truth, understand(file).metadata)


def summary(verdicts: Sequence[FieldVerdict]) -> str:
    """Return, a field a line: right, left out, wrong, and the share that is right or left out."""
    lines = []
    for field in FIELDS:
        counts = Counter(
            where
            for verdict in verdicts
            for where, fields in (
                ("right", verdict.right),
                ("missing", verdict.missing),
                ("wrong", [w.split(":")[0] for w in verdict.wrong]),
            )
            if field in fields
        )
        total = max(1, counts.total())
        lines.append(
            f"{field:18} đúng {counts['right']:3}  bỏ trống {counts['missing']:3}  sai {counts['wrong']:3}  "
            f"đúng hoặc trống {(total - counts['wrong']) / total:.3f}"
        )
    return "\n".join(lines)


def truth_of(source: str) -> Truth:
    """Return what a source prints of itself."""
    left, right = _columns(source, "head")
    bold = [line.strip("* ") for line in left if line.startswith("**")]
    number_at = next((at for at, line in enumerate(left) if re.match(r"Số\b", line)), len(left))
    first_bold = next((at for at, line in enumerate(left) if line.startswith("**")), 0)
    above = [line.strip("* ") for line in left[:first_bold] if line.strip("*- ")]
    number = re.sub(r"^Số\s*:?|\s", "", left[number_at]) if number_at < len(left) else ""
    signed = " ".join(_columns(source, "sign")[1])
    day = re.search(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", " ".join(right) or signed)
    names = [line.strip("* ") for line in _columns(source, "sign")[1] if line.strip("* ")]
    kind, title = _title(source)
    return Truth(
        " ".join(bold) or None,
        " ".join(above) or None,
        kind,
        number if re.match(r"\d", number) else None,
        f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}" if day else None,
        _period(title),
        _name(names[-1]) if names else None,
    )


def _name(line: str) -> str | None:
    """Return the signer's name without rank or degree, None where the last line is an office."""
    if both := re.match(r"[^\p{Ll}]{5,}\s(\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}+){1,4})$", line):
        return both[1]  # office and name in one cell
    if re.search(r"CHỦ TỊCH|TRƯỞNG|GIÁM ĐỐC|BÍ THƯ|BAN", line):
        return None
    return re.sub(r"^(?:\p{L}+\s+(?:tá|úy)|ThS\.?|TS\.?|BS\S*)\s+", "", line)


def _columns(source: str, block: str) -> tuple[list[str], list[str]]:
    block_match = re.search(rf"^@{block}[^\n]*\n(.*?)^@end", source, re.DOTALL | re.MULTILINE)
    rows = [line.partition("|") for line in block_match[1].splitlines()] if block_match else []
    return [row[0].strip() for row in rows if row[0].strip()], [row[2].strip() for row in rows if row[2].strip()]


def _title(source: str) -> tuple[str | None, str]:
    body = re.sub(r"^@head.*?^@end", "", source, flags=re.DOTALL | re.MULTILINE)
    lines = [line.removeprefix("@center").strip() for line in body.splitlines() if line.strip()]
    for at, line in enumerate(lines[:4]):
        plain = line.strip("* ")
        if match := re.match(r"BÁO CÁO|KẾ HOẠCH|TỜ TRÌNH|THÔNG BÁO|THAM LUẬN|BIÊN BẢN|NGHỊ QUYẾT|QUYẾT ĐỊNH", plain):
            rest = [plain[match.end() :]]
            for following in lines[at + 1 : at + 5]:
                if "**" not in following:
                    break
                rest.append(following.strip("* "))
            return match[0].lower(), " ".join(rest)
    return None, ""


def _period(title: str) -> tuple[int, int] | None:
    plain = re.sub(r"\([^)]*\)", " ", title)
    for part in (AHEAD.split(plain)[0], plain):
        if span := re.search(r"((?:19|20)\d\d)\s*[-–]\s*((?:19|20)\d\d)", part):
            return int(span[1]), int(span[2])
        if year := re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", part):
            return int(year[0]), int(year[0])
    return None


def _verdict(file: Path, truth: Truth, facts: Metadata) -> FieldVerdict:
    right, missing, wrong = [], [], []
    for field in FIELDS:
        actual = (facts.period_from, facts.period_to) if field == "period" else getattr(facts, field)
        expected = getattr(truth, field)
        if actual in (None, (None, None)) and expected is not None:
            missing.append(field)
        elif _agrees(field, actual, expected, truth, file.stem):
            right.append(field)
        else:
            wrong.append(f"{field}: {actual!r} ≠ {expected!r}")
    return FieldVerdict(file.name, tuple(right), tuple(missing), tuple(wrong))


def _agrees(field: str, actual: object, expected: object, truth: Truth, stem: str) -> bool:
    if field == "issuer":
        return _is_issuer(str(actual or ""), truth, stem)
    if field in ("period", "kind_of_document") and expected is None:
        return True  # the title is silent, and this module reads no opening
    return actual == expected or (
        isinstance(actual, str) and isinstance(expected, str) and comparable(actual) == comparable(expected)
    )


def _is_issuer(issuer: str, truth: Truth, stem: str) -> bool:
    """The name printed, or it with the unit of the body above it."""
    own = comparable(issuer)
    if truth.issuer is not None:
        expected = comparable(truth.issuer)
        words = comparable(truth.parent or "").split()
        return own == expected or (
            own.startswith(expected) and set(own[len(expected) :].split()) <= set(words) | {"tỉnh", "huyện"}
        )
    words = [word for word in stem.split("-") if word.isalpha()]
    return bool(own) and sum(word in strip_marks(own).split() for word in words) * 2 >= len(words)
