"""Inputs made after public bug reports (``shared/wild``), and whether the reader gives of each what a person sees in it.

``wild.toml`` beside this module says what each input must give, in a few words and figures; LOG.md in the folder names the
inputs. A row of LOG.md without an expectation, or the other way round, is an error: nothing is passed over.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import regex as re

from ingest.errors import UnreadableFile
from ingest.language.text import fold_spaces
from ingest.model import Report
from ingest.outline_json import as_json
from ingest.text_output import as_text
from ingest.worker import ReportReader

EXPECTED = Path(__file__).with_name("wild.toml")
ROW = re.compile(r"^\| (\S+?)/?(?: \(\d+ files\))? \|", re.MULTILINE)
KEYS = {
    "text",
    "absent",
    "rows",
    "outline",
    "metadata",
    "footnotes",
    "warning",
    "refusal",
    "once",
    "ordered",
    "loose",
    "folder",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one input was read: what is wrong with it, empty where nothing is; ``warned``: a warning or refusal was given."""

    name: str
    wrong: tuple[str, ...]
    warned: bool


def measure(folder: Path, reader: ReportReader, only: str = "") -> Iterator[Verdict]:
    """Yield the verdict on every row of LOG.md, in its order; of those alone whose names begin with ``only``.

    :raises ValueError: LOG.md and the expectations do not name the same inputs.
    """
    expected = expectations()
    rows = [name for name in ROW.findall((folder / "LOG.md").read_text(encoding="utf-8")) if name not in ("input", "---")]
    if differing := set(rows).symmetric_difference(expected):
        raise ValueError(f"in only one of LOG.md and {EXPECTED.name}: {', '.join(sorted(differing))}")
    for name in (name for name in rows if name.startswith(only)):
        yield _folder(folder / name) if expected[name].get("folder") else _file(folder / name, expected[name], reader)


def expectations() -> dict[str, dict[str, Any]]:
    """Return what every input must give.

    :raises ValueError: a key that is none of :data:`KEYS`.
    """
    # a file's name has a full stop, which TOML takes for a table within a table
    text = re.sub(r"^\[([^\]\"]+)\]", r'["\1"]', EXPECTED.read_text(encoding="utf-8"), flags=re.MULTILINE)
    expected = tomllib.loads(text)
    if unknown := {key for entry in expected.values() for key in entry} - KEYS:
        raise ValueError(f"{EXPECTED.name}: unknown {', '.join(sorted(unknown))}")
    return expected


def _file(file: Path, expected: Mapping[str, Any], reader: ReportReader) -> Verdict:
    try:
        report = reader.understand(file)
    except UnreadableFile as error:
        right = "refusal" in expected and re.search(expected["refusal"], str(error)) is not None
        return Verdict(file.name, () if right else (f"refused: {error}",), True)
    wrong = list(find_faults(report, expected))
    warnings = " ".join(report.warnings)
    if "warning" in expected and re.search(expected["warning"], warnings):
        wrong = [line for line in wrong if line.startswith("read")]
    if expected.get("text") == [] and "refusal" in expected:
        wrong.append("read what is to be refused")
    return Verdict(file.name, tuple(wrong), bool(warnings))


def find_faults(report: Report, expected: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a report lacks or has too much of, against what its file's truth says; nothing for a good one."""
    printed = as_text(report)
    lines = [_even(line) for line in printed.splitlines()]
    text = _even(" ".join(lines))
    if expected.get("loose"):
        text = _even(text.replace("¦", " "))
    yield from (f"lacks {stretch!r}" for stretch in expected.get("text", ()) if _even(stretch) not in text)
    yield from (f"lacks the row {row!r}" for row in expected.get("rows", ()) if _even(row) not in lines)
    yield from (f"reads {stretch!r}" for stretch in expected.get("absent", ()) if _even(stretch) in text)
    yield from (
        f"{stretch!r} stands {text.count(stretch)} times" for stretch in expected.get("once", ()) if text.count(stretch) != 1
    )
    if "ordered" in expected and (places := [text.find(stretch) for stretch in expected["ordered"]]) != sorted(places):
        yield f"out of order: {places}"
    if "outline" in expected and (labels := _labels(report)) != expected["outline"]:
        yield f"outline {labels}"
    if (
        "footnotes" in expected
        and (marks := [n.mark for n in report.footnotes if n.anchor is not None]) != expected["footnotes"]
    ):
        yield f"footnotes tied {marks}"
    facts = as_json(report)["metadata"]
    for name, value in expected.get("metadata", {}).items():
        own = facts.get(name)
        if str(own).casefold() != str(value).casefold():
            yield f"{name} {own!r}"


def _even(text: str) -> str:
    return fold_spaces(text.replace("\u00a0", " "))


def _labels(report: Report) -> list[str]:
    """Return every heading's labels from the outermost on; a heading without a number as a star and its title."""
    paths = (report.path(index) for index in range(len(report.headings)))
    return [".".join(f"*{step.title}" if step.label == "*" else step.label for step in path) for path in paths]


def _folder(folder: Path) -> Verdict:
    """Bring a folder in: every file is a new report, or is named with the reason why not, and then the status says so."""
    files = [file for file in folder.rglob("*") if file.is_file() and file.name != "Thumbs.db"]
    with tempfile.TemporaryDirectory() as data:
        environment = os.environ | {"DATA_DIR": data, "TQDM_DISABLE": "1"}
        command = [sys.executable, "-m", "ingest", str(folder)]
        process = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    notices = [
        line for line in (process.stdout + process.stderr).splitlines() if re.match(r"Không đọc được|Bỏ qua|Bản sao", line)
    ]
    count = re.search(r"Mới (\d+)", process.stdout)
    files_named = sum(any(file.name in line for line in notices) for file in files)
    refused = any(not line.startswith("Bản sao") for line in notices)
    wrong = (
        []
        if count and int(count[1]) + files_named >= len(files)
        else [f"{files_named} of {len(files)} files named: {process.stdout}"]
    )
    if refused != (process.returncode == 1):
        wrong.append(f"exit status {process.returncode}")
    return Verdict(folder.name, tuple(wrong), files_named > 0)


def summary(verdicts: Sequence[Verdict]) -> str:
    """Return how many inputs are right, and how many of the wrong ones gave no warning."""
    wrong = [verdict for verdict in verdicts if verdict.wrong]
    silent = sum(not verdict.warned for verdict in wrong)
    return f"{len(verdicts) - len(wrong)} of {len(verdicts)} right; {silent} of the {len(wrong)} others without a warning"
