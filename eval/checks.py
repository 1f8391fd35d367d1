"""Findings of "Soát báo cáo" against the contradictions planted in the sample reports."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from app.checks import check_file
from app.checks.model import Finding
from ingest.language.text import fold_spaces, normalize


@dataclass(frozen=True, slots=True)
class Checked:
    """One report: which planted contradictions were found and which not (their notes), and findings beyond them."""

    file: str
    found: tuple[str, ...]
    missed: tuple[str, ...]
    others: tuple[Finding, ...]


def compare(truth: Path) -> list[Checked]:
    """Check every report that a truth file (or a folder of them) tells about.

    A planted contradiction is found if a finding of its kind quotes one of its places.
    """
    files = sorted(truth.glob("*.json")) if truth.is_dir() else [truth]
    return [_one(file) for file in files]


def _one(file: Path) -> Checked:
    told = json.loads(file.read_text(encoding="utf-8"))
    report = file.parent.parent / "reports" / Path(told["file"]).name
    findings = check_file(report)
    found: list[str] = []
    missed: list[str] = []
    used: set[int] = set()
    for planted in told["planted"]:
        alike = [(n, finding) for n, finding in enumerate(findings) if finding.kind == planted["kind"]]
        hits = [n for n, finding in alike if _same(finding, planted["quotes"])]
        (found if hits else missed).append(planted["note"])
        used.update(hits)
    others = tuple(finding for n, finding in enumerate(findings) if n not in used)
    return Checked(report.name, tuple(found), tuple(missed), others)


def _same(finding: Finding, quotes: list[str]) -> bool:
    wanted = [_plain(quote) for quote in quotes]
    given = [_plain(quote.quote) for quote in finding.quotes]
    return any(w in g or g in w for w in wanted for g in given)


def _plain(text: str) -> str:
    return fold_spaces(normalize(text)).casefold()
