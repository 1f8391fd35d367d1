"""Another body that speaks in the report's own name: "Phòng Y tế thị xã … kính đề nghị" in the report of another Phòng."""

from __future__ import annotations

from collections.abc import Iterator

import regex as re

from app.checks.model import Finding, FindingKind, Sheet
from index.gazetteer.issuers import field_names
from ingest.language.bodies import Body, bodies
from ingest.language.spelling import fold
from ingest.model import Kind

SPEAKS = re.compile(
    r"\s{0,5}+(?:trân trọng\s|kính\s|xin\s|rất mong\s|kính trình\s)?(?:báo cáo|đề nghị|kiến nghị|đề xuất"
    r"|trân trọng|mong nhận|kính trình)(?!\p{L})",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"Trên đây[^.;]{0,200}?(?<!\p{L})của\s$|(?:kèm theo|kèm|ban hành kèm theo)\s[^.;]{0,90}?(?<!\p{L})của\s$", re.IGNORECASE
)
OPENERS = 12  # characters before a body that speaks: an enumerator or a dash


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every body of the issuer's kind, but of another name, that the report lets speak for itself."""
    own = next(iter(bodies(sheet.report.metadata.issuer or "")), None)
    if own is None:
        return
    parent = fold(sheet.report.metadata.parent or "")
    reported: set[str] = set()
    for sentence in sheet.body:
        if sentence.kind is Kind.TABLE:
            continue
        for body in bodies(sentence.text):
            before, behind = sentence.text[: body.start], sentence.text[body.end : body.end + 40]
            speaks = len(before.strip()) <= OPENERS and not re.search(r"\p{Ll}{3}", before) and SPEAKS.match(behind)
            closes = CLOSING.search(before) is not None
            if (
                not (speaks or closes)
                or not _is_other(own, body)
                or fold(body.text) == parent
                or fold(body.text) in reported
            ):
                continue
            reported.add(fold(body.text))
            message = f"Báo cáo của {sheet.report.metadata.issuer} nhưng ghi “{body.text}”: có thể còn sót từ báo cáo khác."
            place = sheet.quote(sentence.start + body.start, sentence.start + body.end)
            yield Finding(FindingKind.PLACE, message, (place,))


def _is_other(own: Body, body: Body) -> bool:
    """Say whether a body is of the issuer's kind and of another unit or name; one told without either is the issuer."""
    if own.kind != body.kind:
        return False
    name = bool(own.name and body.name) and not _within(own.name, body.name)
    own_unit, other = own.unit, body.unit
    unit = (
        own_unit is not None
        and other is not None
        and bool(own_unit.name and other.name)
        and not _within(own_unit.name, other.name)
    )
    return name or (unit and own.level == body.level)


def _within(own_name: str, other: str) -> bool:
    """Say whether two names are one, told in full or in part, or two ways of writing a field ("VHTTDL")."""
    same_field = fold(other) in {fold(name) for name in field_names(own_name)}
    return same_field or fold(own_name) in fold(other) or fold(other) in fold(own_name)
