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
    return sorted(once, key=lambda one: (ORDER.index(one.kind), one.quotes[0].start if one.quotes else -1))


def _once(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings, those of the same two figures as one with all their places."""
    kept: list[Finding] = []
    for finding in findings:
        if any(one.kind is finding.kind is FindingKind.PLACE and one.quotes == finding.quotes for one in kept):
            continue  # another check has told of the same name
        if any(one.message == finding.message and set(one.quotes) & set(finding.quotes) for one in kept):
            continue  # found in two ways
        first = next((n for n, one in enumerate(kept) if finding.values and one.values == finding.values), None)
        if first is None:
            kept.append(finding)
        else:
            kept[first] = replace(kept[first], quotes=tuple(dict.fromkeys((*kept[first].quotes, *finding.quotes))))
    return kept


def _abbreviations(findings: Sequence[Finding]) -> list[Finding]:
    rest: list[Finding] = []
    alike: dict[str, list[tuple[str, Finding]]] = {}
    for finding in findings:
        match = NOWHERE.fullmatch(finding.message) if finding.kind is FindingKind.ABBREVIATION else None
        if match:
            alike.setdefault(match[2], []).append((match[1], finding))
        else:
            rest.append(finding)
    for said, group in alike.items():
        if len(group) == 1:
            rest.append(group[0][1])
            continue
        names = ", ".join(f"“{name}”" for name, _ in group)
        rest.append(_joined(f"{len(group)} chữ viết tắt {said}: {names}.", [one for _, one in group]))
    return rest


def _numbering(findings: Sequence[Finding]) -> list[Finding]:
    numbered = [one for one in findings if one.kind is FindingKind.OUTLINE and one.message.startswith("Số thứ tự")]
    if len(numbered) < 2:
        return list(findings)
    message = f"Đánh số đề mục có {len(numbered)} chỗ cần xem: " + " ".join(one.message for one in numbered)
    return [*(one for one in findings if one not in numbered), _joined(message, numbered)]


def _joined(message: str, group: Sequence[Finding]) -> Finding:
    quotes = dict.fromkeys(quote for one in group for quote in one.quotes)
    return Finding(group[0].kind, message, tuple(quotes)[:MOST])
