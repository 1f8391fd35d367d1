"""Lists that announce how many members they have and have another number: "03 nhiệm vụ sau", and four follow.

Members in the same paragraph are numbered in brackets or in words: "03 hạn chế: (1) …; (2) …".
"""

from __future__ import annotations

from collections.abc import Iterator

import regex as re

from app.checks.figures import CheckedFigure, figures_in_words
from app.checks.model import Finding, FindingKind, Sentence, Sheet
from ingest.language.enumerators import Enumerator, Rank, enumerator
from ingest.language.spelling import fold
from ingest.model import Kind

# What lists of a report are made of. Other things ("03 xã") are seldom told one a paragraph.
THINGS = (
    r"(?:nhóm\s+)?(?:nhiệm vụ|giải pháp|nội dung|hạn chế|tồn tại|bài học(?:\s+kinh nghiệm)?|kiến nghị|đề xuất|vấn đề|"
    r"mục tiêu|chỉ tiêu|phong trào|nguyên nhân|khâu đột phá|đột phá|trọng tâm|việc|văn bản|nghị quyết|kế hoạch|dự án|"
    r"công trình|điểm)"
)
ANNOUNCED = re.compile(THINGS, re.IGNORECASE)
OPENS = re.compile(r"(?:sau(?:\s+đây)?|như sau|cụ thể|gồm|là|đó là|bao gồm)\s*+:?\s*+$|:\s*+$", re.IGNORECASE)
NAMES = re.compile(
    r"\G[^.;:()\d]{0,40}?(?::|\(|,?\s(?:là|gồm|tại|ở|thuộc)(?:\s(?:các\s)?(?:xã|thôn|bản|huyện|phường|ấp))?:?)\s*+"
    r"((?:\p{Lu}\p{L}*+(?:\s\p{Lu}\p{L}*+){0,4})(?:(?:,\s|\svà\s|;\s)\p{Lu}\p{L}*+(?:\s\p{Lu}\p{L}*+){0,4})++)\s*+(?=[.;)]|$)"
)
TOLD = re.compile(
    r"\G\s(?:\p{L}++\s){1,6}?(?:\p{L}++:|gồm(?:\scó)?\s?:?|bao gồm\s?:?|là\s?:|đó là\s?:?"
    r"|cụ thể\s?:?)\s([^.:()\d;]{4,300}(?:;[^.:()\d;]{4,300}){0,20})(?=[.)]|$)",
    re.IGNORECASE,
)
LONGEST_MEMBER = 12  # words of a thing that is told in a list
PLACE = re.compile(r"\A\s?(?:xã|phường|huyện|thị xã|thị trấn|thành phố|thôn|bản|tỉnh)\s\p{Lu}")
OPENS_NAMES = re.compile(r"\G\s[^.;:()\d,]{2,60}?(?:\s(?:gồm|bao gồm|là|đó là|tại)(?:\scó)?\s?:?|:)\s", re.IGNORECASE)
UNITS = frozenset("xã thôn bản huyện phường ấp tỉnh khóm tổ làng buôn".split())
ETC = re.compile(r"…|\.\.\.|v\.v|như")
DASH = re.compile(r"\s{0,9}+[-–+•]\s")
SPOKEN = re.compile(r"(?:thứ\s)?(một|nhất|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín)(?:\slà|,)(?!\p{L})", re.IGNORECASE)
ORDINALS = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
AS_COUNTED = {"nhất": "một", "tư": "bốn"}
NUMBERED = re.compile(r"(?:^|[\s;:,])\(?([1-9]|1\d|[a-h])\)\s")
LONGEST_REST = 60  # characters of an announcement behind its number
SPOKEN_AMONG = 40  # sentences behind an announcement in which its members stand
MOST = 20  # members of a list that anybody announces by number


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every list that has more or fewer members than it was announced with."""
    sentences = sheet.body
    for at, sentence in enumerate(sentences):
        if sentence.kind is not Kind.TEXT:
            continue
        for figure in (*sentence.figures, *figures_in_words(sentence.text, sentence.start)):
            if figure.whole is None and figure.unit == "" and 1 < figure.value <= MOST:
                findings = list(_names(sheet, sentence, figure)) or list(_alike(sheet, sentence, figure))
                yield from findings or _things(sheet, sentence, figure)
                yield from _numbered(sheet, at, figure)
                yield from _paragraphs(sheet, at, figure)
                yield from _spoken(sheet, at, figure)


def _names(sheet: Sheet, sentence: Sentence, figure: CheckedFigure) -> Iterator[Finding]:
    """Members named in the sentence: "03 xã: Hạ Lũng, Đông Khê"."""
    counted = figure.noun.split()[:1]
    match = NAMES.match(sentence.text, figure.end - sentence.start)
    if match is None or not counted or counted[0] not in UNITS or ETC.search(match[0]):
        return
    members = re.split(r",\s|;\s|\svà\s", match[1])
    if len(members) != figure.value:
        message = f"Ghi {figure.text} {counted[0]} nhưng kể tên {len(members)}."
        yield Finding(FindingKind.SUM, message, (sheet.quote(figure.start, sentence.start + match.end()),))


def _alike(sheet: Sheet, sentence: Sentence, figure: CheckedFigure) -> Iterator[Finding]:
    """Members that all begin with what is counted: "05 trạm trực thuộc gồm: Trạm Bắc, Trạm Nam và Trạm Đông"."""
    kind = " ".join(figure.noun.split()[:1])
    opening = OPENS_NAMES.match(sentence.text, figure.end - sentence.start)
    if opening is None or not kind or ETC.search(sentence.text, opening.end()):
        return
    stop = re.compile(r"[.;()\d]|$").search(sentence.text, opening.end())
    end = stop.start() if stop else len(sentence.text)
    members = re.split(r",\s|\svà\s", sentence.text[opening.end() : end])
    alike = all(fold(member.strip()).startswith(fold(kind)) for member in members)
    if len(members) > 1 and len(members) != figure.value and (alike or all(map(PLACE.match, members))):
        message = f"Ghi {figure.text} {kind} nhưng kể tên {len(members)}."
        yield Finding(FindingKind.SUM, message, (sheet.quote(figure.start, sentence.start + end),))


def _things(sheet: Sheet, sentence: Sentence, figure: CheckedFigure) -> Iterator[Finding]:
    """Things told one behind the other: "04 mô hình gồm: nuôi ong, trồng dưa lưới, nuôi cá lồng"."""
    match = TOLD.match(sentence.text, figure.end - sentence.start)
    if match is None or ETC.search(match[0]) or re.search(r"trong đó|như sau", match[0], re.IGNORECASE):
        return
    parts = [part for part in re.split(r";\s" if ";" in match[1] else r",\s", match[1]) if part.strip()]
    joined = sum(len(re.split(r"\svà\s", part)) for part in parts)  # "và" parts two members, or stands within one
    if (
        len(parts) > 1
        and all(len(part.split()) <= LONGEST_MEMBER for part in parts)
        and not len(parts) <= figure.value <= joined
    ):
        count = len(parts) if figure.value < len(parts) else joined
        message = f"Ghi {figure.text} {' '.join(figure.noun.split()[:3])} nhưng kể ra {count}."
        yield Finding(FindingKind.SUM, message, (sheet.quote(figure.start, sentence.start + match.end()),))


def _paragraphs(sheet: Sheet, at: int, figure: CheckedFigure) -> Iterator[Finding]:
    """Members that are paragraphs with numbers or letters behind the announcement."""
    sentence = sheet.body[at]
    rest = sentence.text[figure.end - sentence.start :]
    if not OPENS.search(rest) or not ANNOUNCED.match(rest.strip()) or len(rest) > 120:
        return
    members = _members(sheet, at) or _dashed(sheet, at)
    if len(members) > 1 and len(members) != figure.value:
        message = f"Báo trước {figure.text} {figure.noun}, sau đó kể {len(members)}."
        last = members[-1]
        yield Finding(
            FindingKind.SUM, message, (sheet.quote(figure.start, figure.end), sheet.quote(last.start, last.start + 1))
        )


def _numbered(sheet: Sheet, at: int, figure: CheckedFigure) -> Iterator[Finding]:
    """Members with numbers in brackets, told behind the announcement in the same paragraph."""
    sentence = sheet.body[at]
    paragraph = next((span for span in sheet.report.paragraphs if span.start <= figure.start < span.end), None)
    rest = sheet.text[figure.end : paragraph.end] if paragraph else ""
    first = NUMBERED.search(rest)
    if first is None or first[1] not in ("1", "a") or not ANNOUNCED.match(rest.strip()):
        return
    if first.start() > LONGEST_REST or re.search(r"\d", rest[: first.start()]):
        return
    count, end = 0, figure.end
    for match in NUMBERED.finditer(rest):
        order = int(match[1]) if match[1].isdigit() else "abcdefgh".index(match[1]) + 1
        if order != count + 1:
            break
        count, end = order, figure.end + match.end()
    if count > 1 and count != figure.value:
        message = f"Báo trước {figure.text} {figure.noun}, sau đó kể {count}."
        places = sheet.quote(figure.start, min(figure.end, sentence.end)), sheet.quote(end - 1, end)
        yield Finding(FindingKind.SUM, message, places)


def _spoken(sheet: Sheet, at: int, figure: CheckedFigure) -> Iterator[Finding]:
    """Members told in sentences behind the announcement: "Một là …", "Thứ hai, …"."""
    sentence = sheet.body[at]
    rest = sentence.text[figure.end - sentence.start :].strip()
    if not ANNOUNCED.match(rest) or len(rest) > LONGEST_REST:
        return
    count = 0
    last = sentence
    for following in sheet.body[at + 1 : at + 1 + SPOKEN_AMONG]:
        match = SPOKEN.match(following.text)
        number = _ordinal(match[1]) if match else 0
        if number == count + 1:
            count, last = number, following
        elif number or count == 0:
            break
    if count > 1 and count != figure.value:
        message = f"Báo trước {figure.text} {figure.noun}, sau đó kể {count}."
        places = sheet.quote(figure.start, figure.end), sheet.quote(last.start, last.start + 1)
        yield Finding(FindingKind.SUM, message, places)


def _ordinal(word: str) -> int:
    small = word.lower()
    return ORDINALS.index(AS_COUNTED.get(small, small)) + 1


def _dashed(sheet: Sheet, at: int) -> list[Sentence]:
    """Return the first sentences of the paragraphs with one dash behind a sentence that ends with a colon."""
    if not sheet.body[at].text.rstrip().endswith(":"):
        return []
    paragraphs = {span.start for span in sheet.report.paragraphs}
    members: list[Sentence] = []
    for sentence in sheet.body[at + 1 :]:
        if sentence.start not in paragraphs:
            continue
        if not DASH.match(sentence.text) or (members and sentence.text.strip()[0] != members[0].text.strip()[0]):
            if not members or not DASH.match(sentence.text):
                break
            continue  # a member's own members
        members.append(sentence)
    return members


def _members(sheet: Sheet, at: int) -> list[Sentence]:
    """Return the first sentences of the paragraphs that go on with one numbering right behind a sentence."""
    members: list[tuple[Sentence, Enumerator]] = []
    paragraphs = {span.start for span in sheet.report.paragraphs}
    for sentence in sheet.body[at + 1 :]:
        number = enumerator(sentence.text) if sentence.start in paragraphs else None
        if number is None or number.rank is Rank.STAR:
            if not members and sentence.start in paragraphs:
                break
            continue
        if members and number.rank is not members[0][1].rank:
            if number.depth < members[0][1].depth:
                break
            continue
        if number.order != len(members) + 1:
            break
        members.append((sentence, number))
    return [sentence for sentence, _ in members]
