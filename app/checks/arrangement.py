"""Findings as a reader wants them: the most harmful first, and many of one kind as one with all its places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex as re

from app.checks.model import Finding, FindingKind

# From what does most harm when it is signed: wrong figures, wrong names and times, wrong law, wrong words, mere style.
ORDER = (
    FindingKind.SUM,
    FindingKind.CONFLICT,
    FindingKind.PERCENT,
    FindingKind.PLACE,
    FindingKind.PERIOD,
    FindingKind.CITATION,
    FindingKind.SPELLING,
    FindingKind.ABBREVIATION,
    FindingKind.OUTLINE,
    FindingKind.LAYOUT,
    FindingKind.WORDING,
)
OF_FIGURES = frozenset(ORDER[:3])
NOWHERE = re.compile(r"“([^”]+)” (không được viết đầy đủ ở đâu trong báo cáo|dùng trước khi được viết đầy đủ)\.")
MOST = 40  # places of one finding


def arrange(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings worst first, in reading order within a kind; those of abbreviations and numbering joined."""
    once = _abbreviations(_numbering(_once(findings)))
    return sorted(once, key=lambda finding: (ORDER.index(finding.kind), finding.quotes[0].start if finding.quotes else -1))


def _once(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings, those of the same two figures as one with all their places."""
    distinct: list[Finding] = []
    for finding in findings:
        if any(
            earlier.kind is finding.kind is FindingKind.PLACE and earlier.quotes == finding.quotes for earlier in distinct
        ):
            continue  # another check has told of the same name
        if any(earlier.message == finding.message and set(earlier.quotes) & set(finding.quotes) for earlier in distinct):
            continue  # found in two ways
        first = next((n for n, earlier in enumerate(distinct) if finding.values and earlier.values == finding.values), None)
        if first is None:
            distinct.append(finding)
        else:
            distinct[first] = replace(
                distinct[first], quotes=tuple(dict.fromkeys((*distinct[first].quotes, *finding.quotes)))
            )
    return distinct


def _abbreviations(findings: Sequence[Finding]) -> list[Finding]:
    rest: list[Finding] = []
    alike: dict[str, list[tuple[str, Finding]]] = {}
    for finding in findings:
        match = NOWHERE.fullmatch(finding.message) if finding.kind is FindingKind.ABBREVIATION else None
        if match:
            alike.setdefault(match[2], []).append((match[1], finding))
        else:
            rest.append(finding)
    for remark, group in alike.items():
        if len(group) == 1:
            rest.append(group[0][1])
            continue
        names = ", ".join(f"“{name}”" for name, _ in group)
        rest.append(_joined(f"{len(group)} chữ viết tắt {remark}: {names}.", [finding for _, finding in group]))
    return rest


def _numbering(findings: Sequence[Finding]) -> list[Finding]:
    numbered = [
        finding for finding in findings if finding.kind is FindingKind.OUTLINE and finding.message.startswith("Số thứ tự")
    ]
    if len(numbered) < 2:
        return list(findings)
    message = f"Đánh số đề mục có {len(numbered)} chỗ cần xem: " + " ".join(finding.message for finding in numbered)
    return [*(finding for finding in findings if finding not in numbered), _joined(message, numbered)]


def _joined(message: str, group: Sequence[Finding]) -> Finding:
    quotes = dict.fromkeys(quote for finding in group for quote in finding.quotes)
    return Finding(group[0].kind, message, tuple(quotes)[:MOST])
