"""What the reader gives back of a folder of test files: outline, words, metadata, tables, footnotes, refusals, time.

The folder holds ``truth.json`` and a folder a format (``txt``, ``docx``, ``pdf``, ``doc``, ``scan``), with files named as
the reports in the truth; ``legacy`` and ``hard`` are measured where they are there.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import regex as re
from lxml import etree

from eval.outline import comparable, f1_placed, read_outline, true_outline
from ingest.model import Kind, Report
from ingest.reading import Reading
from ingest.report import understand

KINDS = ("txt", "docx", "pdf", "doc", "scan")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# metadata as the truth names it → as the product names it
FIELDS = (
    {"report_title": "title"}
    | {name: name for name in ("place", "province", "period_from", "period_to", "number", "date", "signer")}
    | {"agency": "issuer"}
)
# What a file that is hard to read must give: words of the refusal, or None for text.
HARD = {
    "truncated.pdf": "hỏng|cắt cụt",
    "encrypted.pdf": "mật khẩu",
    "empty.pdf": "không có",
    "not-a-pdf.pdf": "không phải tệp PDF",
    "zero.pdf": "rỗng",
    "zip-bomb.docx": "giới hạn",
}


@dataclass(frozen=True, slots=True)
class ReadingScore:
    """Measures of one file, each 0-1 or None where the truth says nothing of it; ``wrong`` names the metadata that is."""

    kind: str
    name: str
    outline: float
    words: float
    ordered: float
    metadata: tuple[int, int]  # fields right, fields
    cells: tuple[int, int]
    footnotes: tuple[int, int]  # notes whole and tied to their mark, notes
    wrong: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How reading one hard file went: what it said, seconds, largest memory in MB, whether it did as it must."""

    name: str
    message: str
    seconds: float
    megabytes: float
    good: bool


def measure(folder: Path, reading: Reading) -> Iterator[ReadingScore]:
    """Yield the score of every file that the truth knows, format by format."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["reports"]
    for kind in KINDS:
        for file in sorted((folder / kind).glob("*")):
            if file.stem in truth:
                yield _score(kind, file, truth[file.stem], folder, reading)


def _score(kind: str, file: Path, truth: Mapping[str, Any], folder: Path, reading: Reading) -> ReadingScore:
    started = time.perf_counter()
    report = understand(file, reading=reading)
    seconds = time.perf_counter() - started
    body, notes = _reference(kind, file.stem, folder)
    read_words = words(report.text)
    running = [w for span, k in zip(report.paragraphs, report.kinds, strict=True) if k is not Kind.NOTE
               for w in words(report.text[span.start : span.end])]  # fmt: skip
    right, wrong = _metadata(report, truth)
    return ReadingScore(
        kind,
        file.stem,
        f1_placed(Counter(read_outline(report)), Counter(true_outline(truth["outline"]))),
        share(body + notes, read_words),
        _in_order(body, running),
        (right, len(FIELDS)),
        _cells(report, truth.get("tables", ())),
        _footnotes(report, truth["footnotes"]),
        wrong,
        seconds,
    )


# Words


def words(text: str) -> list[str]:
    """Return the words of a text: what stands between white space, in NFC, without Markdown's stars."""
    return re.sub(r"\*+", " ", unicodedata.normalize("NFC", text)).split()


def share(expected: Sequence[str], actual: Sequence[str]) -> float:
    """Return which share of the wanted words was found, each as often as it is wanted; 1 for none wanted."""
    return (Counter(expected) & Counter(actual)).total() / len(expected) if expected else 1.0


def _in_order(expected: Sequence[str], actual: Sequence[str]) -> float:
    blocks = SequenceMatcher(None, expected, actual, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(expected) if expected else 1.0


def _reference(kind: str, name: str, folder: Path) -> tuple[list[str], list[str]]:
    """Return the words of body and footnotes: of the text itself for txt, else of the Word file, read here anew."""
    if kind == "txt":
        return words((folder / "txt" / f"{name}.txt").read_text(encoding="utf-8")), []
    with zipfile.ZipFile(folder / "docx" / f"{name}.docx") as archive:
        parts = [
            _paragraphs(archive.read(f"word/{p}.xml"))
            for p in ("document", "footnotes")
            if f"word/{p}.xml" in archive.namelist()
        ]
    return words(" ".join(parts[0])), words(" ".join(parts[1])) if len(parts) > 1 else []


def _paragraphs(xml: bytes) -> list[str]:
    spaces = {f"{W}tab", f"{W}br"}
    return [
        "".join(e.text or "" if e.tag == f"{W}t" else " " if e.tag in spaces else "" for e in paragraph.iter())
        for paragraph in etree.fromstring(xml).iter(f"{W}p")
    ]


# Metadata, tables, footnotes


def _metadata(report: Report, truth: Mapping[str, Any]) -> tuple[int, tuple[str, ...]]:
    right, wrong = 0, []
    for field, own in FIELDS.items():
        actual, expected = getattr(report.metadata, own), truth["metadata"][field]
        accepted = [expected, *truth.get("metadata_accept", {}).get(field, ())]
        if _same(actual) in map(_same, accepted):
            right += 1
        else:
            wrong.append(f"{own}: {actual!r} ≠ {expected!r}")
    return right, tuple(wrong)


def _same(value: object) -> str | None:
    return None if value is None else comparable(re.sub(r"^[ỦU][ỷy] ban nhân dân\b", "UBND", str(value)))


def _cells(report: Report, truth: Sequence[Mapping[str, Any]]) -> tuple[int, int]:
    right = cells = 0
    for table in truth:
        rows = [table["columns"], *table["rows"]]
        cells += sum(map(len, rows))
        scores = [
            sum(comparable(a) == comparable(str(b)) for row, true in zip(table_read.rows, rows, strict=False)
                for a, b in zip(row, true, strict=False)) if len(table_read.rows) == len(rows) else 0
            for table_read, _ in report.tables
        ]  # fmt: skip
        right += max(scores, default=0)
    return right, cells


def _footnotes(report: Report, truth: Sequence[Mapping[str, Any]]) -> tuple[int, int]:
    right = 0
    for note in truth:
        for note_read in report.footnotes:
            before = (
                comparable(report.text[max(0, note_read.anchor - 80) : note_read.anchor])
                if note_read.anchor is not None
                else ""
            )
            whole = comparable(note_read.text)
            right += (
                note_read.mark == str(note["n"])
                and before.endswith(comparable(note["anchor"]))
                and _near(whole[: len(note["starts"])], comparable(note["starts"]))
                and _near(whole[-len(note["ends"]) :], comparable(note["ends"]))
            )
    return right, len(truth)


def _near(actual: str, expected: str) -> bool:
    """OCR may miss a letter."""
    return SequenceMatcher(None, actual, expected, autojunk=False).ratio() > 0.9


# Legacy encodings and hard files


def legacy(folder: Path, reading: Reading) -> Iterator[tuple[str, float, float]]:
    """Yield (file, words recovered, words recovered in the right case) of the files in old code tables."""
    expected = words((folder / "legacy" / "excerpt-utf8.txt").read_text(encoding="utf-8"))
    for file in sorted((folder / "legacy").glob("*")):
        actual = words(understand(file, reading=reading).text)
        yield file.name, _in_order([w.lower() for w in expected], [w.lower() for w in actual]), _in_order(expected, actual)


def hard(folder: Path) -> Iterator[Behaviour]:
    """Yield how ``python -m ingest outline`` takes each hard file, in a process of its own."""
    for file in sorted((folder / "hard").glob("*")):
        started = time.perf_counter()
        command = [sys.executable, "-m", "ingest", "outline", str(file)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        output = process.stderr.read() if process.stderr else ""
        _, status, usage = os.wait4(process.pid, 0)  # of this file alone, the programs it calls included
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds, megabytes = time.perf_counter() - started, usage.ru_maxrss / 1024
        message = output.strip().removeprefix(f"{file}: ")
        pattern = HARD.get(file.name)
        if pattern:
            good = process.returncode == 1 and "\n" not in message and re.search(pattern, message) is not None
        else:
            good = process.returncode == 0 and not message
        yield Behaviour(file.name, message or "đọc được", seconds, megabytes, good and seconds < 60 and megabytes < 1024)


# Speed


# Run in a process of its own: reads the first file, so that all is loaded, then the second, and prints what that took.
TIMED = """
import json, os, resource, sys, time
from pathlib import Path
from ingest.report import understand
os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])
understand(Path(sys.argv[1]))
started = time.process_time()
understand(Path(sys.argv[2]))
spent, most = time.process_time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([spent, most]))
"""
LENGTHS = (20, 100)  # pages


def long_files(folder: Path) -> Iterator[tuple[int, float, float]]:
    """Yield (pages, seconds of one core, largest memory in MB) of reading, with the audit, PDFs bound from a folder's."""
    from pypdf import PdfReader, PdfWriter

    pages = [page for file in sorted((folder / "pdf").glob("*.pdf")) for page in PdfReader(file).pages]
    with tempfile.TemporaryDirectory() as place:
        for count in LENGTHS:
            bound, short = PdfWriter(), PdfWriter()
            for at in range(count):
                bound.add_page(pages[at % len(pages)])
            short.add_page(pages[0])
            bound.write(Path(place, "bound.pdf"))
            short.write(Path(place, "short.pdf"))
            command = [sys.executable, "-c", TIMED, str(Path(place, "short.pdf")), str(Path(place, "bound.pdf"))]
            seconds, megabytes = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
            yield count, seconds, megabytes
