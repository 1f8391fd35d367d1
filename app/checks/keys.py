"""What a report and a finding are called by, so that what somebody dismissed stays dismissed when the file is mended.

Keys are hashes: who reads them learns no word of the report.
"""

from __future__ import annotations

import hashlib

import regex as re

from app.checks.model import Finding, FindingKind
from ingest.language.spelling import fold
from ingest.model import Report

LISTED = frozenset((FindingKind.SPELLING, FindingKind.ABBREVIATION, FindingKind.WORDING))  # each tells of many words
WORD = re.compile(r"“([^”]*)”")


def report_key(report: Report) -> str:
    """Return the key of a report: by issuer, title and period, which stay while it is mended; else by its content."""
    facts = report.metadata
    identity = (facts.issuer, facts.title, str(facts.period_from), str(facts.period_to))
    return _hash(*map(fold, filter(None, identity))) if facts.issuer and facts.title else _hash(report.id)


def finding_keys(finding: Finding) -> tuple[str, ...]:
    """Return the keys of a finding: of one that lists words, one for each, so that a new word is a new matter."""
    words = WORD.findall(finding.message) if finding.kind in LISTED else []
    lead = finding.message.split(":")[0] if words else ""
    return tuple(_hash(finding.kind, lead, word) for word in dict.fromkeys(words)) or (_hash(finding.kind, finding.message),)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
