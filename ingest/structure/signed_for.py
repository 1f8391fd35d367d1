"""The body for which a report was signed, where neither head nor title nor opening tells whose it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import regex as re

from ingest.language.bodies import NamedUnit, bodies, units
from ingest.language.body_names import (
    OWN_NAME,
    field_in,
    kinds_signed_for,
    name_in_sentence,
    opening_of,
    opens_body,
    organ_of,
)
from ingest.language.text import fold_spaces
from ingest.language.unit_names import written_small
from ingest.structure.closing import OFFICE_AND_NAME, SIGNATURE, signs
from ingest.structure.issuer_name import (
    BODY,
    NAMELESS,
    SIGNATURE_BLOCK,
    Issuer,
    as_written,
    completed,
    opens_with_body,
    unit_of,
)

LONGEST_OFFICE = 4  # words before the body: "KT. TRƯỞNG CÔNG AN XÃ", "PHÓ CHỦ TỊCH"
VICE = re.compile(r"^(?:KT|TL|TUQ|Q|K/T|T/L)\.?\s", re.IGNORECASE)
# The office that signs, in one line behind the body that it signs for.
OFFICE_BEHIND = re.compile(
    r"\s(?=(?:PHÓ |QUYỀN |Q\. ?|KT\. ?|TỔNG )?"
    r"(?:CHỦ TỊCH|CHỦ NHIỆM|BÍ THƯ|GIÁM ĐỐC|HIỆU TRƯỞNG|TRƯỞNG BAN|CHÁNH)(?!\p{L}))"
)


def body_signed_for(title: str, opening: str, text: str, closing: Sequence[str]) -> Issuer:
    """Return the body for which the signature was given: "TM. ỦY BAN NHÂN DÂN", "TRƯỞNG PHÒNG"."""
    for at, line in enumerate(closing):
        plain = line.strip(" *")
        if plain.isupper() and opening_of(plain) not in (0, len(plain)) and signs(closing, at):
            name = completed(as_written(name_in_sentence(plain), text), None, f"{title}\n{opening}", text)
            return Issuer(name, None, unit_of(name), SIGNATURE_BLOCK)
        if SIGNATURE.match(plain) and not VICE.match(plain):
            name = name_in_sentence(re.sub(r"^\W*T[./]?M\.?\s*", "", OFFICE_BEHIND.split(plain)[0]))
            if not opens_with_body(name) or organ_of(name) == len(name):
                continue
            if unit_of(name) is None and not NAMELESS.search(name):
                unit = _covered(title, opening, text)
                name = f"{name} {unit.text}" if unit is not None else ""
            name = completed(name, None, f"{title}\n{opening}", text)
            if unit_of(name):
                return Issuer(name, None, unit_of(name), f"{SIGNATURE_BLOCK}, {BODY}")
        if both := OFFICE_AND_NAME.match(plain):
            plain = both["office"]
        kinds = kinds_signed_for(plain) if plain.isupper() else ()
        if kinds and (headed := _headed(kinds, title, opening, text)):
            return Issuer(headed, None, unit_of(headed), f"{SIGNATURE_BLOCK}, {BODY}")
        if plain.isupper() and (office_body := _named_by_office(plain, title, opening, text)):
            return Issuer(office_body, None, unit_of(office_body), f"{SIGNATURE_BLOCK}, {BODY}")
    return Issuer()


def _named_by_office(office: str, title: str, opening: str, text: str) -> str | None:
    """Return the body that an office names with the kind of its unit: "TRƯỞNG CÔNG AN XÃ" in a report on xã Khe Sơn."""
    words = office.split()
    for at in range(1, min(LONGEST_OFFICE, len(words))):
        rest = " ".join(words[at:])
        if opens_body(rest) and NAMELESS.search(rest):
            name = completed(name_in_sentence(rest), None, f"{title}\n{opening}", text)
            return name if unit_of(name) else None
    return None


def _headed(kinds: Sequence[str], title: str, opening: str, text: str) -> str | None:
    """Return the body whose head signed: one of its kind that opening or text names, or its field with the title's unit."""
    for part in (f"{title}\n{opening}", text):
        counts = Counter(
            fold_spaces(body.text)
            for body in bodies(part)
            if body.kind in kinds and body.text[0].isupper() and (body.name or (body.unit and body.unit.name))
        )
        whole = {name: count for name, count in counts.items() if unit_of(name) or kinds[0] in OWN_NAME}
        if whole:
            return max(whole.items(), key=lambda item: (item[1], item[0]))[0]
        if part != text and (field := field_in(title)) and kinds[0] in ("phòng", "sở") and (unit := unit_of(title)):
            return f"{kinds[0].capitalize()} {field} {unit.text}"
    return None


def _covered(title: str, opening: str, text: str) -> NamedUnit | None:
    """Return the unit that title, opening or text is about: the one named most."""
    for part in (title, opening, text):
        votes = Counter((unit.kind, written_small(unit.name)) for unit in units(part) if unit.level != "hamlet")
        if votes:
            (kind, name), _ = max(votes.items(), key=lambda item: (item[1], item[0]))
            return next(u for u in units(part) if (u.kind, written_small(u.name)) == (kind, name))
    return None
