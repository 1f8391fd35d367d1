"""The body that reports and the one above it: from the head, else from title, opening, closing or signature."""

from __future__ import annotations

from collections.abc import Sequence

import regex as re

from ingest.language.bodies import Body, bodies, units
from ingest.language.body_names import name_in_sentence, organ_of
from ingest.language.text import fold_spaces, without_brackets
from ingest.structure.issuer_name import (
    BODY,
    CLOSING,
    HEAD,
    OPENING,
    TITLE,
    Issuer,
    as_written,
    completed,
    level_of,
    opens_with_body,
    unit_of,
)
from ingest.structure.letterhead import Letterhead
from ingest.structure.nameplate import is_cited, named_on_top, owner_in_title
from ingest.structure.signed_for import body_signed_for

# What a body does in its own opening sentence.
REPORTS = re.compile(
    r"(?<!\s)\s*+(?:\([^()]{1,40}\)\s*+)?+(?:,\s*+)?+(?:(?:xin|trân trọng|kính|nay|đã)\s++){0,8}"
    r"(?:báo cáo|xây dựng kế hoạch|ban hành|kính trình|trình|đề nghị|thông báo|tổng hợp)\b",
    re.IGNORECASE,
)
OF = re.compile(r"(?<!\p{L})của\s+$", re.IGNORECASE)
CLOSES = re.compile(r"(?:^|\n)[^\w\n]*+(?:trên đây|đây) là\b[^\n]{0,400}", re.IGNORECASE)
COMMITTEE = "ủy ban nhân dân"
INSPECTION = re.compile(r"[ủu][ỷy] ban kiểm tra(?!\p{L})", re.IGNORECASE)  # an organ with the committee above it
ORGAN = re.compile(r"(?:ban chấp hành|ban thường vụ)\s+$", re.IGNORECASE)
# The subject of the sentence that opens a report: two words or more, the first with a capital, up to "báo cáo … như sau".
SUBJECT = re.compile(
    r"(?:^|[,;.:]\s)(\p{Lu}\p{L}{0,12}(?:\s[\p{L}\d&.-]{1,20}){1,10}?)\s?+(?:\([^()]{0,80}\)\s?)?"
    r"(?:xin\s|kính\s|trân trọng\s){0,3}báo cáo(?:\s[\p{L}\d/]{1,12}){0,8}\snhư\ssau"
)
# The letter that a report without a head goes with; who signs it reports.
ATTACHED = re.compile(r"kèm theo (?:tờ trình|công văn)\b", re.IGNORECASE)
TOP_LINES = 8  # among which that letter is named
TOP = 400  # characters in which a line names whose report it is
COUNCIL = re.compile(r"^HĐ\s+")  # the usual short form in the head of a council


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
        if name != name_in_sentence(last) and not INSPECTION.match(name):
            parent = name_in_sentence(head.bodies[-3]) if len(head.bodies) > 2 else None
        fuller = reporter and reporter.unit and reporter.unit.name and unit_of(name) is None
        if (
            fuller
            and reporter
            and reporter.kind not in {body.kind for body in bodies(parent or "")}
            and not opens_with_body(name)
        ):
            name = fold_spaces(without_brackets(reporter.text))
        name = as_written(COUNCIL.sub("Hội đồng ", name), text)
        name = completed(name, parent, f"{title}\n{opening}", text)
        return Issuer(name, parent, unit_of(name) or unit_of(parent or ""), HEAD)
    if plate := named_on_top(top):
        name = completed(as_written(name_in_sentence(plate), text), None, f"{title}\n{opening}", text)
        return Issuer(name, None, unit_of(name), HEAD)
    for body, where in (
        (_owner(head.kind_line), TITLE),
        (reporter, OPENING),
        (_owner(title), TITLE),
        (_sender(top), OPENING),
        (_owner(" ".join(CLOSES.findall(text[-4000:]))), CLOSING),
    ):
        if body is not None:
            name = name_in_sentence(without_brackets(body.text))
            name = completed(name, None, f"{title}\n{opening}", text)
            if body.kind == COMMITTEE and unit_of(name) is None:
                continue  # "UBND xã" may be any
            return Issuer(name, None, unit_of(name), where if name == name_in_sentence(body.text) else f"{where}, {BODY}")
    if owner := owner_in_title(title):
        name = completed(name_in_sentence(owner), None, f"{title}\n{opening}", text)
        return Issuer(name, None, unit_of(name), TITLE)
    name = _subject(opening, text)
    return Issuer(name, None, unit_of(name), OPENING) if name else body_signed_for(title, opening, text, closing)


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
    larger, smaller = (level_of(part) for part in (first, second))
    if larger is not None and smaller is not None and smaller < larger:
        first, second = second, first
    return first, name_in_sentence(second)


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
            return as_written(name_in_sentence(" ".join(words)), text)
    return name


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
