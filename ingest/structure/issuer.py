"""The body that reports and the one above it: from the head, else from title, opening, closing or signature."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import regex as re

from ingest.language.bodies import Body, NamedUnit, bodies, units
from ingest.language.body_names import OWN_NAME, field_in, kinds_signed_for, name_in_sentence, organ_of
from ingest.language.text import fold_spaces, without_brackets
from ingest.language.unit_names import written_small
from ingest.structure.closing import OFFICE_AND_NAME, SIGNATURE
from ingest.structure.letterhead import Letterhead

# Parts of a report in which a fact is found, as the user is told.
HEAD, TITLE, OPENING, BODY = "phần đầu báo cáo", "tên báo cáo", "câu mở đầu", "nội dung"
CLOSING, SIGNATURE_BLOCK = "câu kết", "khối chữ ký"
# What a body does in its own opening sentence.
REPORTS = re.compile(
    r"(?<!\s)\s*+(?:\([^()]{1,40}\)\s*+)?+(?:,\s*+)?+(?:(?:xin|trân trọng|kính|nay|đã)\s++){0,8}"
    r"(?:báo cáo|xây dựng kế hoạch|ban hành|kính trình|trình|đề nghị|thông báo|tổng hợp)\b",
    re.IGNORECASE,
)
OF = re.compile(r"(?<!\p{L})của\s+$", re.IGNORECASE)
CLOSES = re.compile(r"(?:^|\n)[^\w\n]*+(?:trên đây|đây) là\b[^\n]{0,400}", re.IGNORECASE)
NAMELESS = re.compile(
    r"(?<!\p{L})(?<!hợp tác )(tỉnh|thành phố|huyện đảo|huyện|thị xã|quận|xã|phường|thị trấn|đặc khu)$", re.IGNORECASE
)
COMMITTEE = "ủy ban nhân dân"
ORGAN = re.compile(r"(?:ban chấp hành|ban thường vụ)\s+$", re.IGNORECASE)
VICE = re.compile(r"^(?:KT|TL|TUQ|Q|K/T|T/L)\.?\s", re.IGNORECASE)
COUNCIL = re.compile(r"^HĐ\s+")  # the usual short form in the head of a council


@dataclass(frozen=True, slots=True)
class Issuer:
    """Name and parts of the body that reports; ``parent`` is the body above it, None where the head names none.

    ``unit``: the administrative unit whose body it is. ``found``, ``parent_found``: where.
    """

    name: str | None = None
    parent: str | None = None
    unit: NamedUnit | None = None
    found: str = ""


def issuer_of(head: Letterhead, title: str, opening: str, text: str, closing: Sequence[str]) -> Issuer:
    """Return whose report it is; an empty one where nothing tells.

    :param title: lines of the title, "" without one.
    :param opening: the paragraphs between title and first heading.
    :param text: the whole report. :param closing: paragraphs of the closing block.
    """
    reporter = _reporter(opening)
    parent = name_in_sentence(head.bodies[-2]) if len(head.bodies) > 1 else None
    if head.bodies:
        name = _with_organ([name_in_sentence(body) for body in head.bodies])
        if name != name_in_sentence(head.bodies[-1]):
            parent = name_in_sentence(head.bodies[-3]) if len(head.bodies) > 2 else None
        fuller = reporter and reporter.unit and reporter.unit.name and _unit_of(name) is None
        if fuller and reporter and reporter.kind not in {body.kind for body in bodies(parent or "")} and not _known(name):
            name = fold_spaces(without_brackets(reporter.text))
        name = _completed(COUNCIL.sub("Hội đồng ", name), parent, f"{title}\n{opening}", text)
        return Issuer(name, parent, _unit_of(name) or _unit_of(parent or ""), HEAD)
    for body, found in (
        (_owner(head.kind_line), TITLE),
        (reporter, OPENING),
        (_owner(title), TITLE),
        (_owner(" ".join(CLOSES.findall(text[-4000:]))), CLOSING),
    ):
        if body is not None:
            name = name_in_sentence(without_brackets(body.text))
            name = _completed(name, None, f"{title}\n{opening}", text)
            if body.kind == COMMITTEE and _unit_of(name) is None:
                continue  # "UBND xã" may be any
            return Issuer(name, None, _unit_of(name), found if name == name_in_sentence(body.text) else f"{found}, {BODY}")
    return _signed(title, opening, text, closing)


def _known(name: str) -> bool:
    """Say whether a name opens with a kind of body that stands by itself, without guessing at what follows."""
    found = bodies(name)
    return bool(found) and found[0].start == 0


def _with_organ(names: Sequence[str]) -> str:
    """Return the last name, after an organ's the body's too: "Ban Chấp hành" … "huyện", below "Đoàn TNCS"."""
    last = names[-1]
    length = organ_of(last)
    rest = last[length:].strip()
    if not length or last.casefold().startswith("văn phòng") or len(names) < 2:
        return last
    if rest and not (units(rest) and units(rest)[0].start == 0):
        return last
    return f"{last[:length]} {names[-2]} {rest}".strip()


def _reporter(opening: str) -> Body | None:
    """Return the body that an opening sentence says reports, the last one; None without one."""
    reports = [body for body in bodies(opening) if REPORTS.match(opening, body.end)]
    return reports[-1] if reports else None


def _owner(text: str) -> Body | None:
    """Return the body of which a title or a closing sentence says that the report is; None without one."""
    found = bodies(text)
    for body in found:
        before = ORGAN.sub("", text[: body.start])
        if OF.search(before) and organ_of(body.text) != len(body.text):
            return body
    return None


def _unit_of(name: str) -> NamedUnit | None:
    """Return the last administrative unit with a name that a body's name holds."""
    found = [unit for unit in units(name) if unit.name]
    return found[-1] if found else None


def _completed(name: str, parent: str | None, near: str, text: str) -> str:
    """Return a body's name with its unit's: "Sở Y tế" below "UBND tỉnh Lũng Châu", "Công an xã" in one on xã Đông Cừ."""
    if _unit_of(name) is not None:
        return name
    above = _unit_of(parent or "")
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
        return f"{name} {above.text}"
    committee = bodies(parent)
    return f"{name} {parent}" if committee and committee[0].kind.endswith(" ủy") and _known(name) else name


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


def _signed(title: str, opening: str, text: str, closing: Sequence[str]) -> Issuer:
    """Return the body for which the signature was given: "TM. ỦY BAN NHÂN DÂN", "TRƯỞNG PHÒNG"."""
    for line in closing:
        plain = line.strip(" *")
        if SIGNATURE.match(plain) and not VICE.match(plain):
            name = name_in_sentence(re.sub(r"^\W*T[./]?M\.?\s*", "", plain))
            if not _known(name) or organ_of(name) == len(name):
                continue
            if _unit_of(name) is None and not NAMELESS.search(name):
                unit = _covered(title, opening, text)
                name = f"{name} {unit.text}" if unit is not None else ""
            name = _completed(name, None, f"{title}\n{opening}", text)
            if _unit_of(name):
                return Issuer(name, None, _unit_of(name), f"{SIGNATURE_BLOCK}, {BODY}")
        if both := OFFICE_AND_NAME.match(plain):
            plain = both["office"]
        kinds = kinds_signed_for(plain) if plain.isupper() else ()
        if kinds and (headed := _headed(kinds, title, opening, text)):
            return Issuer(headed, None, _unit_of(headed), f"{SIGNATURE_BLOCK}, {BODY}")
    return Issuer()


def _headed(kinds: Sequence[str], title: str, opening: str, text: str) -> str | None:
    """Return the body whose head signed: one of its kind that opening or text names, or its field with the title's unit."""
    for part in (f"{title}\n{opening}", text):
        named = Counter(
            fold_spaces(body.text)
            for body in bodies(part)
            if body.kind in kinds and body.text[0].isupper() and (body.name or (body.unit and body.unit.name))
        )
        whole = {name: count for name, count in named.items() if _unit_of(name) or kinds[0] in OWN_NAME}
        if whole:
            return max(whole.items(), key=lambda item: (item[1], item[0]))[0]
        if part != text and (field := field_in(title)) and kinds[0] in ("phòng", "sở") and (unit := _unit_of(title)):
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
