"""The body that reports and the one above it: from the head, else from title, opening, closing or signature."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import regex as re

from ingest.language.bodies import Body, NamedUnit, bodies, units
from ingest.language.body_names import (
    OWN_NAME,
    field_in,
    kinds_signed_for,
    name_in_sentence,
    opening_of,
    opens_body,
    organ_of,
)
from ingest.language.text import fold_spaces, without_brackets
from ingest.language.unit_names import written_small
from ingest.structure.closing import OFFICE_AND_NAME, SIGNATURE, signs
from ingest.structure.letterhead import Letterhead
from ingest.structure.nameplate import is_cited, named_on_top, owner_in_title

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
# A body within another, called by the kind of that one: "Thanh tra sở" below "Sở Nội vụ tỉnh …".
WITHIN = re.compile(r"(?<!\p{L})(sở|chi cục|cục|bệnh viện|trường|ban quản lý)$", re.IGNORECASE)
COMMITTEE = "ủy ban nhân dân"
LONGEST_OFFICE = 4  # words before the body: "KT. TRƯỞNG CÔNG AN XÃ", "PHÓ CHỦ TỊCH"
LEVELS = ("hamlet", "commune", "district", "province")
# Party committees that are called by the kind of their unit (Điều lệ Đảng, chương IV).
COMMITTEE_UNITS = {"tỉnh ủy": "tỉnh", "huyện ủy": "huyện", "thị ủy": "thị xã", "quận ủy": "quận"} | {
    "tỉnh đoàn": "tỉnh", "huyện đoàn": "huyện", "thị đoàn": "thị xã", "quận đoàn": "quận",
}  # fmt: skip
ORGAN = re.compile(r"(?:ban chấp hành|ban thường vụ)\s+$", re.IGNORECASE)
VICE = re.compile(r"^(?:KT|TL|TUQ|Q|K/T|T/L)\.?\s", re.IGNORECASE)
# The subject of the sentence that opens a report: two words or more, the first with a capital, up to "báo cáo … như sau".
SUBJECT = re.compile(
    r"(?:^|[,;.:]\s)(\p{Lu}\p{L}{0,12}(?:\s[\p{L}\d&.-]{1,20}){1,10}?)\s?+(?:\([^()]{0,80}\)\s?)?"
    r"(?:xin\s|kính\s|trân trọng\s){0,3}báo cáo(?:\s[\p{L}\d/]{1,12}){0,8}\snhư\ssau"
)
# The letter that a report without a head goes with; who signs it reports.
ATTACHED = re.compile(r"kèm theo (?:tờ trình|công văn)\b", re.IGNORECASE)
# The office that signs, in one line behind the body that it signs for.
OFFICE_BEHIND = re.compile(
    r"\s(?=(?:PHÓ |QUYỀN |Q\. ?|KT\. ?|TỔNG )?"
    r"(?:CHỦ TỊCH|CHỦ NHIỆM|BÍ THƯ|GIÁM ĐỐC|HIỆU TRƯỞNG|TRƯỞNG BAN|CHÁNH)(?!\p{L}))"
)
TOP_LINES = 8  # among which that letter is named
TOP = 400  # characters in which a line names whose report it is
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


def issuer_of(
    head: Letterhead, title: str, opening: str, text: str, closing: Sequence[str], top: Sequence[str] = ()
) -> Issuer:
    """Return whose report it is; an empty one where nothing tells.

    :param title: lines of the title, "" without one.
    :param opening: the paragraphs between title and first heading.
    :param text: the whole report. :param closing: paragraphs of the closing block.
    :param top: the paragraphs before the first heading, which may name it where there is no head.
    """
    reporter = _reporter(opening)
    parent = name_in_sentence(head.bodies[-2]) if len(head.bodies) > 1 else None
    if head.bodies:
        last, above = _parted(fold_spaces(head.bodies[-1]))
        parent = parent or above
        name = _with_organ([name_in_sentence(body) for body in (*head.bodies[:-1], last)])
        if name != name_in_sentence(last):
            parent = name_in_sentence(head.bodies[-3]) if len(head.bodies) > 2 else None
        fuller = reporter and reporter.unit and reporter.unit.name and _unit_of(name) is None
        if (
            fuller
            and reporter
            and reporter.kind not in {body.kind for body in bodies(parent or "")}
            and not _opens_with_body(name)
        ):
            name = fold_spaces(without_brackets(reporter.text))
        name = _as_written(COUNCIL.sub("Hội đồng ", name), text)
        name = _completed(name, parent, f"{title}\n{opening}", text)
        return Issuer(name, parent, _unit_of(name) or _unit_of(parent or ""), HEAD)
    if plate := named_on_top(top):
        name = _completed(_as_written(name_in_sentence(plate), text), None, f"{title}\n{opening}", text)
        return Issuer(name, None, _unit_of(name), HEAD)
    for body, where in (
        (_owner(head.kind_line), TITLE),
        (reporter, OPENING),
        (_owner(title), TITLE),
        (_sender(top), OPENING),
        (_owner(" ".join(CLOSES.findall(text[-4000:]))), CLOSING),
    ):
        if body is not None:
            name = name_in_sentence(without_brackets(body.text))
            name = _completed(name, None, f"{title}\n{opening}", text)
            if body.kind == COMMITTEE and _unit_of(name) is None:
                continue  # "UBND xã" may be any
            return Issuer(name, None, _unit_of(name), where if name == name_in_sentence(body.text) else f"{where}, {BODY}")
    if owner := owner_in_title(title):
        name = _completed(name_in_sentence(owner), None, f"{title}\n{opening}", text)
        return Issuer(name, None, _unit_of(name), TITLE)
    name = _subject(opening, text)
    return Issuer(name, None, _unit_of(name), OPENING) if name else _signed(title, opening, text, closing)


def _parted(name: str) -> tuple[str, str | None]:
    """Return a body and the one above it where a dash joins them: "Đồn Biên phòng Pa Thơ - Bộ đội Biên phòng tỉnh X".

    Both must be bodies with a name or a unit: "Đảng ủy - UBND xã Tân Lập" are two that report together. The first is the
    one that reports, unless its unit is the larger: "Công an thị xã Lam Khê - Công an xã Nà Bó".
    """
    first, dash, second = name.partition(" - ")
    named = [bodies(part) for part in (first, second)]
    whole = all(found and found[0].text == part for found, part in zip(named, (first, second), strict=True))
    apart = dash and whole and all(found[0].name or (found[0].unit and found[0].unit.name) for found in named)
    if not apart:
        return name, None
    larger, smaller = (_level_of(part) for part in (first, second))
    if larger is not None and smaller is not None and smaller < larger:
        first, second = second, first
    return first, name_in_sentence(second)


def _level_of(name: str) -> int | None:
    """Return the level of a body's unit, 0 for a hamlet's; None where it names none of these."""
    unit = _unit_of(name)
    return LEVELS.index(unit.level) if unit is not None and unit.level in LEVELS else None


def _subject(opening: str, text: str) -> str:
    """Return who reports by the opening sentence, whatever kind of body it is; "" where none says so.

    "Cảng vụ ĐTNĐ Lam Khê báo cáo như sau" names it in short. A line of capitals on top that begins and ends alike has it in
    full.
    """
    match = SUBJECT.search(opening)
    if match is None:
        return ""
    name = fold_spaces(match[1])
    first, last = (word.casefold() for word in (name.split()[0], name.split()[-1]))
    for line in text[:TOP].splitlines():
        words = line.strip(" *#_-–:.").split()
        if len(words) > 2 and line.isupper() and (words[0].casefold(), words[-1].casefold()) == (first, last):
            return _as_written(name_in_sentence(" ".join(words)), text)
    return name


def _as_written(name: str, text: str) -> str:
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


def _opens_with_body(name: str) -> bool:
    """Say whether a name opens with a kind of body that stands by itself, without guessing at what follows."""
    named_bodies = bodies(name)
    return bool(named_bodies) and named_bodies[0].start == 0


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


def _sender(top: Sequence[str]) -> Body | None:
    """Return the body with whose letter a report goes, "(Kèm theo Tờ trình số … của Phòng …)"; None where none is named."""
    attached = "".join(line for line in top[:TOP_LINES] if ATTACHED.match(line.strip(" *(")))
    return next((body for body in bodies(attached) if OF.search(attached[: body.start])), None)


def _owner(text: str) -> Body | None:
    """Return the body of which a title or a closing sentence says that the report is; None without one."""
    cited = 0  # where what is cited ends
    for body in bodies(text):
        before = ORGAN.sub("", text[cited : body.start])
        if not OF.search(before) or organ_of(body.text) == len(body.text):
            continue
        if not is_cited(OF.sub("", before).rstrip()):
            return body
        cited = body.end
    return None


def _unit_of(name: str) -> NamedUnit | None:
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


def _lies_within(smaller: NamedUnit, larger: NamedUnit, name: str) -> bool:
    """Say whether two units are named as a place is: the smaller, a comma, the larger."""
    ranks = [LEVELS.index(unit.level) if unit.level in LEVELS else -1 for unit in (smaller, larger)]
    return -1 < ranks[0] < ranks[1] and name[smaller.end : larger.start].strip() == ","


def _completed(name: str, parent: str | None, near: str, text: str) -> str:
    """Return a body's name with its unit's: "Sở Y tế" below "UBND tỉnh Lũng Châu", "Công an xã" in one on xã Đông Cừ."""
    if _unit_of(name) is not None:
        return name
    if (inner := WITHIN.search(name)) and parent and parent.casefold().startswith(inner[1].casefold()):
        return f"{name[: inner.start()]}{parent}"
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
        return name if above.name.casefold() in name.casefold() else f"{name} {above.text}"
    committee = bodies(parent)
    return f"{name} {parent}" if committee and committee[0].kind.endswith(" ủy") and _opens_with_body(name) else name


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
    for at, line in enumerate(closing):
        plain = line.strip(" *")
        if plain.isupper() and opening_of(plain) not in (0, len(plain)) and signs(closing, at):
            name = _completed(_as_written(name_in_sentence(plain), text), None, f"{title}\n{opening}", text)
            return Issuer(name, None, _unit_of(name), SIGNATURE_BLOCK)
        if SIGNATURE.match(plain) and not VICE.match(plain):
            name = name_in_sentence(re.sub(r"^\W*T[./]?M\.?\s*", "", OFFICE_BEHIND.split(plain)[0]))
            if not _opens_with_body(name) or organ_of(name) == len(name):
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
        if plain.isupper() and (office_body := _named_by_office(plain, title, opening, text)):
            return Issuer(office_body, None, _unit_of(office_body), f"{SIGNATURE_BLOCK}, {BODY}")
    return Issuer()


def _named_by_office(office: str, title: str, opening: str, text: str) -> str | None:
    """Return the body that an office names with the kind of its unit: "TRƯỞNG CÔNG AN XÃ" in a report on xã Khe Sơn."""
    words = office.split()
    for at in range(1, min(LONGEST_OFFICE, len(words))):
        rest = " ".join(words[at:])
        if opens_body(rest) and NAMELESS.search(rest):
            name = _completed(name_in_sentence(rest), None, f"{title}\n{opening}", text)
            return name if _unit_of(name) else None
    return None


def _headed(kinds: Sequence[str], title: str, opening: str, text: str) -> str | None:
    """Return the body whose head signed: one of its kind that opening or text names, or its field with the title's unit."""
    for part in (f"{title}\n{opening}", text):
        counts = Counter(
            fold_spaces(body.text)
            for body in bodies(part)
            if body.kind in kinds and body.text[0].isupper() and (body.name or (body.unit and body.unit.name))
        )
        whole = {name: count for name, count in counts.items() if _unit_of(name) or kinds[0] in OWN_NAME}
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
