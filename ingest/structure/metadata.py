"""What a report says of itself: issuer and the body above it, kind, place, title, period, number, date, signer.

Read from the head (before the first heading), the opening and closing sentences and the signature block, in the
layout of Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II. What is not written stays None.
"""

from __future__ import annotations

import datetime
import itertools
from collections import Counter
from collections.abc import Sequence

import regex as re

from ingest.language.bodies import bodies
from ingest.language.body_names import title_in_sentence
from ingest.language.documents import document_numbers, kind_names
from ingest.language.names import persons
from ingest.language.text import capitalized, fold_spaces
from ingest.language.unit_names import local_units, provinces, written_small
from ingest.model import Metadata
from ingest.structure.closing import DEGREES, NAME, NAMED_OFFICE, OFFICE, OFFICE_AND_NAME
from ingest.structure.issuer import issuer_of
from ingest.structure.issuer_name import BODY, CLOSING, HEAD, OPENING, SIGNATURE_BLOCK, TITLE, Issuer
from ingest.structure.letterhead import (
    ADDRESS,
    DATE,
    LONGEST,
    NUMBER_LINE,
    SUBJECT,
    TIME_BEHIND,
    Letterhead,
    is_formal,
    letterhead,
    opens_title,
)  # fmt: skip
from ingest.structure.nameplate import LABEL, body_alone
from ingest.structure.period import DAYS, period

LONGEST_TITLE = 60  # words
LONGEST_TITLE_LINES = 6
LONGEST_DATE = 25  # words of a line with place and date
LONGEST_SENTENCE = 20  # words of a title that ends in a full stop
YEARS_LINE = re.compile(r"^\W*+(?:19|20)\d{2}\s*+[-–]\s*+(?:19|20)\d{2}\W*+")
NUMBER = NUMBER_LINE  # the report's own, filled in or not
OPENS = re.compile(r"^\W*(?:thực hiện|căn cứ|theo|trong|năm|từ|để|tiếp tục|nhằm|trên cơ sở|phát huy)\b", re.IGNORECASE)
CALLS_ITSELF = re.compile(
    r"báo cáo\s+((?:tổng kết|sơ kết|kết quả|tình hình|đánh giá)\s(?:(?!báo cáo).)+?)"
    r"(?<!\s)\s*+(?:,\s*+)?(?:như sau|cụ thể|với các nội dung|:|$)",
    re.IGNORECASE,
)
CLOSES_AS = re.compile(
    r"trên đây là\s++(?:nội dung\s++)?báo cáo\s++((?:(?!trên đây là).)+?)(?<!\s)\s*+"
    r"(?:,\s*+(?:kính|đề nghị|ubnd|ủy ban|uỷ ban)|\./|[.;]|$)",
    re.IGNORECASE,
)
NAMED = re.compile(
    r"\Abáo cáo\s{1,4}(?=(?:tổng kết|sơ kết|kết quả|tình hình|công tác|đánh giá|thực hiện)(?!\p{L}))", re.IGNORECASE
)
OWNER = re.compile(r"^của\b|^(?:tổng kết|sơ kết|nhanh|tóm tắt|tham luận)$", re.IGNORECASE)  # no part of a title by itself
FILLED_IN = re.compile(r"^[^:.;,]{2,40}:\s\S|^[☐☑☒✓✔✗]")  # "Kỳ báo cáo: …", a box of a form
BRACKETED = re.compile(r"^[^\w(]*+\(.*\)[^\w)]*+$")


def extract(head: Sequence[str], body: str, closing: Sequence[str]) -> Metadata:
    """Return the metadata.

    :param head: paragraphs before the first heading, in order.
    :param body: text of the whole report.
    :param closing: paragraphs of the closing block, in order; empty if there is none.
    """
    top = letterhead(head)
    lines, rest = _title_lines(top, head)
    opening = " ".join(text for text in rest if not is_formal(text) and not ADDRESS.match(text))
    title, title_in = _title(lines, opening, body[-3000:])
    own = issuer_of(top, fold_spaces(" ".join(lines)), opening, body, closing, head)
    place, place_in = _place(own, title, opening, body)
    number = _number(head)
    kind, kind_in = _kind(top, title, title_in, number, opening, body)
    date, date_in = _date(head), HEAD
    if date is None and not any(len(text.split()) < LONGEST_DATE and DATE.search(text) for text in head):
        date, date_in = _date(closing), SIGNATURE_BLOCK
    years, by_title = period(title or "", opening, body, int(date[:4]) if date else None)
    if years == (None, None):  # "CHI BỘ THÔN … - NĂM 2024"
        tops = [text for text in head[:LONGEST] if (text.isupper() or TIME_BEHIND.search(text)) and not is_formal(text)]
        years, by_title = period(" ".join(tops), "", body, None)
    facts: dict[str, tuple[str | int | None, str]] = {
        "issuer": (own.name, own.found),
        "parent": (own.parent, HEAD),
        "kind_of_document": (kind, kind_in),
        "place": (place, place_in),
        "province": _province(own, body),
        "title": (title, title_in),
        "period_from": (years[0], TITLE if by_title else OPENING),
        "period_to": (years[1], TITLE if by_title else OPENING),
        "number": (number, HEAD),
        "date": (date, date_in),
        "signer": (_signer(closing), SIGNATURE_BLOCK),
    }
    sources = tuple((name, where) for name, (value, where) in facts.items() if value is not None)
    return Metadata(**{name: value for name, (value, _) in facts.items()}, found=sources)  # type: ignore[arg-type]


def _title_lines(top: Letterhead, head: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the lines of the title, below the line of the kind or behind "V/v", and the paragraphs after it.

    Without either it is what stands first and opens as titles do: :func:`_first_lines`.
    """
    if not top.kind:
        lines = _first_lines(top.below)
        return (lines, list(top.below[len(lines) :])) if lines else (_subject(head), list(top.below))
    first = fold_spaces(top.kind_line.strip(" *#_-–:."))
    first = first[len(top.kind) :].strip(" :-–") if first.casefold().startswith(top.kind) else ""
    if first.startswith("CỦA"):  # whose report it is, in capitals before the title
        first = re.sub(r"^(?:[^\s\p{Ll}]++(?:\s|$))++", "", first)
    lines = [first] if first and not OWNER.search(first) else []
    at = 0  # lines taken
    aside: list[str] = []  # lines in brackets that tell from which day to which
    for line in top.below[:LONGEST_TITLE_LINES]:
        words = len(line.split())
        if YEARS_LINE.fullmatch(line):  # "(2014 - 2024)" is the end of a title
            lines.append(line)
            at += 1
            continue
        if not re.search(r"\p{L}", line) or BRACKETED.match(line):
            aside += [line] if DAYS.search(line) else []
            at += 1
            continue
        ends = line.rstrip().endswith((":", "!")) or (line.rstrip().endswith(".") and words > LONGEST_SENTENCE)
        if is_formal(line) or ADDRESS.match(line) or OPENS.match(line) or words > LONGEST_TITLE or ends:
            break
        if LABEL.match(line) or (lines and body_alone(line, lines[-1])):  # whose report it is, below its title
            break
        if lines and FILLED_IN.match(line):
            break
        lines.append(line)
        at += 1
    return lines, [*aside, *top.below[at:]]


def _first_lines(below: Sequence[str]) -> list[str]:
    """Return the lines of a title that no line of the kind stands above; [] where the first is none.

    "TỔNG KẾT NĂM HỌC …" with the lines in capitals that go on from it, or "Báo cáo kết quả công tác …" in one line.
    """
    first = fold_spaces(below[0]).strip(" *#_") if below else ""
    own = NAMED.match(first)
    if own and len(first.split()) <= LONGEST_TITLE and not first.endswith((":", "sau")):
        return [first[own.end() :]]
    if not (first.isupper() and opens_title(first)):
        return []
    lines = itertools.takewhile(lambda line: line.isupper() and not is_formal(line), below[:LONGEST_TITLE_LINES])
    return list(lines)


def _subject(head: Sequence[str]) -> list[str]:
    """Return what an official letter says it is about: the lines from "V/v" to the next that is formal."""
    for at, line in enumerate(head):
        if SUBJECT.match(line):
            lines = [SUBJECT.sub("", line)]
            for following in head[at + 1 : at + 3]:
                if is_formal(following) or ADDRESS.match(following) or OPENS.match(following) or following[:1].isupper():
                    break
                lines.append(following)
            return lines
    return []


def _title(lines: Sequence[str], opening: str, ending: str) -> tuple[str | None, str]:
    """The lines of the title; failing those, what the opening or closing sentence calls the report."""
    if lines:
        return _sentence_case(fold_spaces(" ".join(lines))), HEAD
    for pattern, text, where in ((CALLS_ITSELF, opening, OPENING), (CLOSES_AS, ending, CLOSING)):
        titles = [m[1] for m in pattern.finditer(text) if len(m[1].split()) <= LONGEST_TITLE]
        if titles:
            return _sentence_case(titles[-1]), where
    return None, ""


def _sentence_case(title: str) -> str:
    title = title.strip(' .,:;*“”"') if title.count("“") == title.count("”") == 0 else title.strip(" .,:;*")
    if title.isupper():
        title = title_in_sentence(title)
    return capitalized(title)


def _kind(
    top: Letterhead, title: str | None, title_in: str, number: str | None, opening: str, body: str
) -> tuple[str | None, str]:
    """The kind of document: as its line says, else by the code of its number, else as it calls itself."""
    if top.kind == "thông báo" and (title or "").casefold().startswith("kết luận"):
        return "thông báo kết luận", HEAD
    if top.kind:
        return top.kind, HEAD
    if number and (numbers := document_numbers(number)) and numbers[0].kind:
        return numbers[0].kind, HEAD
    if title_in in (OPENING, CLOSING):
        return "báo cáo", title_in
    names = "|".join(kind_names())
    if match := re.search(rf"trên đây là\s+(?:toàn bộ\s+)?(?:nội dung\s+)?({names})\b", body[-3000:], re.IGNORECASE):
        return match[1].lower(), CLOSING
    if re.search(r"\bbáo cáo\b[^.]{0,300}(?:như sau|cụ thể|:)\s*$", opening, re.IGNORECASE):
        return "báo cáo", OPENING
    return None, ""


def _place(own: Issuer, title: str | None, opening: str, body: str) -> tuple[str | None, str]:
    """The unit the report covers: its issuer's; without one, the one that title, opening and text name most.

    None for a body of the province, and for one with a name of its own (a school) whose unit nobody names.
    """
    if own.unit is not None:
        small = own.unit.level != "province"
        return (f"{own.unit.kind} {written_small(own.unit.name)}", own.found) if small else (None, "")
    if own.name is not None and own.found == HEAD and own.parent is not None:
        return None, ""
    if re.match(r"(?:Sở|Trường|Bệnh viện|Tỉnh ủy|Tỉnh đoàn)\b", own.name or ""):
        return None, ""
    votes: Counter[tuple[str, str]] = Counter()
    # Of a body of no kind known, the units in its text are those it works in.
    unlisted = own.name is not None and not bodies(own.name)
    for text, weight in ((title or "", 20), (opening, 5), ("" if unlisted else body, 1)):
        for (kind, name), count in local_units(text).items():
            votes[kind, written_small(name)] += count * weight
    if not votes:
        return None, ""
    (kind, name), count = max(votes.items(), key=lambda item: (item[1], item[0]))
    if count < 2:
        return None, ""
    within = ((TITLE, title or ""), (OPENING, opening))
    return f"{kind} {name}", next((part for part, text in within if name.casefold() in text.casefold()), BODY)


def _province(own: Issuer, body: str) -> tuple[str | None, str]:
    """The province of the issuer or of the body above it; else the one the report names most."""
    for name in (own.name, own.parent):
        if names := provinces(name or ""):
            return written_small(next(iter(names))), own.found
    votes: Counter[str] = Counter()
    for name, count in provinces(body).items():
        votes[written_small(name)] += count
    return (max(votes.items(), key=lambda item: (item[1], item[0]))[0], BODY) if votes else (None, "")


def _number(head: Sequence[str]) -> str | None:
    """The document's number as printed, without spaces; None also where it is left blank."""
    for text in head:
        line = fold_spaces(text.strip(" *"))
        label = NUMBER_LINE.match(line)
        for number in document_numbers(line):
            own = number.start <= label.end() if label else (number.start, number.end) == (0, len(line))
            if own and number.symbol:
                return re.sub(r"\s", "", number.text).replace("–", "-")
        if label:
            return None
    return None


def _date(head: Sequence[str]) -> str | None:
    """The date beside the number, as far as it is filled in; a bare year is no date."""
    own = next((match for text in head if len(text.split()) < LONGEST_DATE and (match := DATE.search(text))), None)
    if own is None or not (own[2] and own[3]):
        return None
    try:
        date = datetime.date(int(own[3]), int(own[2]), int(own[1] or 1)).isoformat()
    except ValueError:  # no such day
        return None
    return date if own[1] else date[:7]


def _signer(closing: Sequence[str]) -> str | None:
    """The last line of the closing block that reads like a person's name; one in capitals stands below an office.

    Ranks and degrees before the name are left out: "Thượng tá …", "ThS. …".
    """
    for at in reversed(range(len(closing))):
        line = DEGREES.sub("", closing[at].strip(" *"))
        if match := re.search(r"(?:VT|TĐKT|[;.)])\s+(\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}+){1,4})$", line):
            line = match[1]
        if match := OFFICE_AND_NAME.match(line) or NAMED_OFFICE.search(line):
            line = match["name"]
        titled = [
            person
            for person in persons(line)
            if person.title and person.end == len(line) and line[: person.start].strip().lower() == person.title
        ]
        if titled and not OFFICE.search(titled[0].title):
            line = titled[0].text
        if (
            NAME.match(line)
            and not OFFICE.search(line)
            and not (line.isupper() and not OFFICE.search(" ".join(closing[:at])))
        ):
            return written_small(line)
    return None
