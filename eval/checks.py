"""Findings of "Soát báo cáo" against contradictions planted in reports: the samples', or those of a list of others."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.checks import check_file
from app.checks.model import Finding
from ingest.language.text import fold_spaces, normalize

# One check may call a wrong sum what another calls contradicting figures; the reader is helped by either.
# One writer plants two different days as a conflict, another as a matter of time.
# What some plant as a count that its list has not, or a direction that the figures have not, is told as any of figures.
ALIKE = (
    {"sum", "conflict", "percent", "count", "direction"},
    {"citation", "law"},
    {"place", "period"},
    {"conflict", "period"},
)
STYLE = frozenset(("abbreviation", "outline", "layout", "wording"))  # matters of style, counted by themselves


@dataclass(frozen=True, slots=True)
class Checked:
    """One report: which planted contradictions were found and which not (their notes), and findings beyond them.

    ``exact``: how many were found under the very kind that they were planted as.
    """

    file: str
    detected: tuple[str, ...]
    missed: tuple[str, ...]
    others: tuple[Finding, ...]
    exact: int

    @property
    def of_substance(self) -> tuple[Finding, ...]:
        """The other findings that are no matter of style."""
        return tuple(finding for finding in self.others if finding.kind.value not in STYLE)


def compare(truth: Path) -> list[Checked]:
    """Check every report that a truth file (or a folder of them) tells about.

    A truth file tells of one report (``file``, ``planted``), or is a list of planted contradictions that name theirs
    (``doc``), whose Word files stand in "docx" beside it. A planted contradiction is found if a finding of its kind, or of
    one like it, quotes one of its places; of a report that tells of itself, of its very kind.
    """
    if truth.is_file() and isinstance(listed := json.loads(truth.read_text(encoding="utf-8")), list):
        names = sorted({planted["doc"] for planted in listed})
        folder = truth.parent / "docx"
        return [
            _compare_report(folder / f"{name}.docx", [p for p in listed if p["doc"] == name], strict=False) for name in names
        ]
    files = sorted(truth.glob("*.json")) if truth.is_dir() else [truth]
    truths = [(file, json.loads(file.read_text(encoding="utf-8"))) for file in files]
    return [
        _compare_report(file.parent.parent / "reports" / Path(truth_of_report["file"]).name, truth_of_report["planted"])
        for file, truth_of_report in truths
    ]


def _compare_report(report: Path, planted: Sequence[dict[str, object]], *, strict: bool = True) -> Checked:
    findings = check_file(report)
    right: list[str] = []
    missed: list[str] = []
    used: set[int] = set()
    exact = 0
    for error in planted:
        note, quotes = str(error.get("note") or error.get("what")), [str(quote) for quote in error["quotes"]]  # type: ignore[attr-defined]
        hits = [n for n, finding in enumerate(findings) if _same(finding, quotes)]
        of_kind = [n for n in hits if findings[n].kind == error["kind"]]
        hits = of_kind or ([] if strict else [n for n in hits if _tells(findings[n], str(error["kind"]), quotes)])
        (right if hits else missed).append(f"[{error['kind']}] {note}")
        exact += bool(of_kind)
        used.update(hits)
    others = tuple(finding for n, finding in enumerate(findings) if n not in used)
    return Checked(report.name, tuple(right), tuple(missed), others, exact)


def _tells(finding: Finding, kind: str, quotes: Sequence[str]) -> bool:
    """Say whether a finding is of a kind like the one planted, or quotes both places of what was, whatever it calls it."""
    alike = any(finding.kind.value in kinds and kind in kinds for kinds in ALIKE)
    return alike or (
        len(quotes) > 1 and finding.kind.value not in STYLE and all(_same(finding, [quote]) for quote in quotes)
    )


def _same(finding: Finding, quotes: Sequence[str]) -> bool:
    quotes_planted = [_plain(quote) for quote in quotes]
    quotes_found = [_plain(quote.quote) for quote in finding.quotes]
    return any(w in g or g in w for w in quotes_planted for g in quotes_found)


def _plain(text: str) -> str:
    """Return a quote to be compared: one row of a table is planted with bars between its cells, or without."""
    return fold_spaces(normalize(text).replace("|", " ")).casefold().strip()
