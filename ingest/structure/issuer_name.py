"""The body that reports, and how its name is made whole: with its unit, and written as the text writes it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import regex as re

from ingest.language.bodies import NamedUnit, bodies, units
from ingest.language.body_names import OWN_NAME, organ_of
from ingest.language.unit_names import written_small

# Parts of a report in which a fact is found, as the user is told.
HEAD, TITLE, OPENING, BODY = "phần đầu báo cáo", "tên báo cáo", "câu mở đầu", "nội dung"
CLOSING, SIGNATURE_BLOCK = "câu kết", "khối chữ ký"
NAMELESS = re.compile(
    r"(?<!\p{L})(?<!hợp tác )(tỉnh|thành phố|huyện đảo|huyện|thị xã|quận|xã|phường|thị trấn|đặc khu)$", re.IGNORECASE
)
# A body within another, called by the kind of that one: "Thanh tra sở" below "Sở Nội vụ tỉnh …".
WITHIN = re.compile(r"(?<!\p{L})(sở|chi cục|cục|bệnh viện|trường|ban quản lý)$", re.IGNORECASE)
LEVELS = ("hamlet", "commune", "district", "province")
# Party committees (Điều lệ Đảng, chương IV) and those of the Youth Union that are called by the kind of their unit.
COMMITTEE_UNITS = {
    "tỉnh ủy": "tỉnh",
    "huyện ủy": "huyện",
    "thị ủy": "thị xã",
    "quận ủy": "quận",
    "tỉnh đoàn": "tỉnh",
    "huyện đoàn": "huyện",
    "thị đoàn": "thị xã",
    "quận đoàn": "quận",
}


@dataclass(frozen=True, slots=True)
class Issuer:
    """Name and parts of the body that reports; ``parent`` is the body above it, None where the head names none.

    ``unit``: the administrative unit whose body it is. ``found``, ``parent_found``: where.
    """

    name: str | None = None
    parent: str | None = None
    unit: NamedUnit | None = None
    found: str = ""


def as_written(name: str, text: str) -> str:
    """Return a name whose last words are small with capitals, where the text writes them so: "Đồn Biên phòng Pa Thơ".

    What a head prints all in capitals does not tell a name from other words.
    """
    words = name.split()
    for at in range(1, len(words) - 1):
        tail = " ".join(words[at:])
        occurrences = (
            re.finditer(rf"(?<!\p{{L}}){re.escape(tail)}(?!\p{{L}})", text, re.IGNORECASE) if tail.islower() else ()
        )
        for occurrence in occurrences:
            if occurrence[0].istitle():
                return " ".join([*words[:at], occurrence[0]])
    return name


def opens_with_body(name: str) -> bool:
    """Say whether a name opens with a kind of body that stands by itself, without guessing at what follows."""
    named_bodies = bodies(name)
    return bool(named_bodies) and named_bodies[0].start == 0


def unit_of(name: str) -> NamedUnit | None:
    """Return the administrative unit whose body it is: the last one named, of "xã …, huyện …" the smaller.

    "Huyện ủy Lũng Vầu" names its unit without the word "huyện" before it.
    """
    named_units = [unit for unit in units(name) if unit.name]
    while len(named_units) > 1 and _lies_within(named_units[-2], named_units[-1], name):
        named_units.pop()
    if named_units:
        return named_units[-1]
    for body in reversed(bodies(name)):
        called = " ".join(body.text.split()[2:])
        if body.kind in COMMITTEE_UNITS and called:
            return NamedUnit(body.start, body.end, body.text, COMMITTEE_UNITS[body.kind], called, body.level)
    return None


def level_of(name: str) -> int | None:
    """Return the level of a body's unit, 0 for a hamlet's; None where it names none of these."""
    unit = unit_of(name)
    return LEVELS.index(unit.level) if unit is not None and unit.level in LEVELS else None


def _lies_within(smaller: NamedUnit, larger: NamedUnit, name: str) -> bool:
    """Say whether two units are named as a place is: the smaller, a comma, the larger."""
    ranks = [LEVELS.index(unit.level) if unit.level in LEVELS else -1 for unit in (smaller, larger)]
    return -1 < ranks[0] < ranks[1] and name[smaller.end : larger.start].strip() == ","


def completed(name: str, parent: str | None, near: str, text: str) -> str:
    """Return a body's name with its unit's: "Sở Y tế" below "UBND tỉnh Lũng Châu", "Công an xã" in one on xã Đông Cừ."""
    if unit_of(name) is not None:
        return name
    if (inner := WITHIN.search(name)) and parent and parent.casefold().startswith(inner[1].casefold()):
        return f"{name[: inner.start()]}{parent}"
    above = unit_of(parent or "")
    if nameless := NAMELESS.search(name):
        kind = nameless[1].lower()
        called = (
            above.name if above is not None and above.kind == kind else _most_named(kind, near) or _most_named(kind, text)
        )
        return f"{name[: nameless.start()]}{kind} {written_small(called)}" if called else name
    if parent is None or _has_own_name(name):
        return name
    if organ_of(name) == len(name):
        return f"{name} {parent}"
    if above is not None:
        return name if above.name.casefold() in name.casefold() else f"{name} {above.text}"
    committee = bodies(parent)
    return f"{name} {parent}" if committee and committee[0].kind.endswith(" ủy") and opens_with_body(name) else name


def _has_own_name(name: str) -> bool:
    """Say whether a school's or hospital's name is whole without a unit's: "Trường THCS Lê Lợi", not "Bệnh viện đa khoa"."""
    words = name.split()
    opens = any(name.casefold().startswith(kind) for kind in OWN_NAME)
    return opens and any(word[0].isupper() and word[1:].islower() for word in words[2:])


def _most_named(kind: str, text: str) -> str:
    """Return the name that a text gives units of a kind most often, "" where it names none or one in passing."""
    votes = Counter(written_small(unit.name) for unit in units(text) if unit.kind == kind and unit.name)
    if not votes:
        return ""
    (name, count) = max(votes.items(), key=lambda item: (item[1], item[0]))
    return name if count > 1 or (len(votes) == 1 and len(text) < 3000) else ""
