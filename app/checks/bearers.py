"""Who holds a post, a field, an honour, a first prize, or is the farthest: one thing told of two, or two of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex as re

from app.checks.facts import NAME, content
from app.checks.knowledge import knowledge
from app.checks.model import Finding, FindingKind, Sentence, Sheet
from ingest.language.bodies import units
from ingest.language.names import persons
from ingest.language.spelling import fold
from ingest.model import Kind

# Posts of which a person holds one at a time; a chairman may be one of several bodies.
POST = re.compile(
    r"\G\s?[,(–-]\s?(?:đang là\s|là\s|hiện là\s)?"
    r"(?i:(trưởng phòng|hiệu trưởng|chánh văn phòng|chánh thanh tra|giám đốc))\s"
    r"((?:[\p{L}&]++\s?){1,8}?)(?=\s?[,.;)]|\s(?:đã|được|trình|kết|báo|phát|làm|có)(?!\p{L})|$)"
)
FIELD = re.compile(r"\G[,(\s–-]{0,3}(?:\p{L}++\s){0,5}?phụ trách\s((?:\p{L}++\s?){1,2})")
HONOUR = re.compile(r"(?<!\p{L})((?:Huân chương|Huy chương)\s\p{L}++(?:\s\p{Ll}++)?)\s(?i:(hạng (?:nhất|nhì|ba)))(?!\p{L})")
WON = re.compile(r"(?<!\p{L})(?:vô địch|nhất toàn đoàn)(?!\p{L})", re.IGNORECASE)  # a first prize is one of many
CONTEST = re.compile(
    r"(?<!\p{L})(?:giải|hội thi|cuộc thi|hội thao|hội diễn|liên hoan)\s((?:\p{L}++\s?){2,7})", re.IGNORECASE
)
FARTHEST = re.compile(r"(?<!\p{L})xa(?:\s\p{Ll}++){0,4}?\snhất(?!\p{L})", re.IGNORECASE)
IS = re.compile(r"\s(?:là|ở|thuộc)\s(?:\p{Ll}++\s)?")
ASKED = re.compile(r"(?<!\p{L})(?:đề nghị|trình khen|nguyên|lập hồ sơ)(?!\p{L})", re.IGNORECASE)
YEAR = re.compile(r"(?<![\d/])(?:19|20)\d{2}(?!\d)")
NEAR = 70  # characters between a prize or a place and who bears it
SAME = 2  # words of two contests that are the same
MOST = 200  # told bearers of a report that are held against each other


@dataclass(frozen=True, slots=True)
class Borne:
    """That ``bearer`` bears ``what`` ("hạng Ba"), of the kind ``of``, told at [start, end) of the report's text."""

    of: str
    bearer: str
    what: str
    about: frozenset[str]
    clause: str
    years: frozenset[str]
    start: int
    end: int


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every person with two posts, fields or classes of one honour, and every prize with two winners."""
    earlier: list[Borne] = []
    reported: set[tuple[str, str]] = set()
    for borne in _bearers(sheet):
        for other in earlier:
            if (borne.of, borne.bearer) not in reported and _clash(borne, other):
                reported.add((borne.of, borne.bearer))
                message = f"“{borne.bearer}” ghi hai cách: {other.what} và {borne.what}."
                places = sheet.quote(other.start, other.end), sheet.quote(borne.start, borne.end)
                yield Finding(FindingKind.CONFLICT, message, places)
                break
        earlier.append(borne)


def _clash(borne: Borne, other: Borne) -> bool:
    apart = fold(borne.what) != fold(other.what)
    if borne.of not in ("honour", "prize", "farthest"):  # a field in full, in part and in short is one
        apart = apart and not content(borne.what) & content(other.what) and not _is_short(borne.what, other.what)
    if borne.of != other.of or not apart or (borne.years and other.years and not borne.years & other.years):
        return False
    if borne.of in ("prize", "farthest"):
        return len(borne.about & other.about) >= SAME and not knowledge().doings.contrasts.parts(borne.clause, other.clause)
    return borne.bearer == other.bearer and borne.start != other.start


def _is_short(field: str, other: str) -> bool:
    """Say whether one of two fields is the other in initials: "GD&ĐT"."""
    short, long = sorted((field, other), key=len)
    initials = "".join(word[0] for word in long.split() if word != "và").upper()
    return "".join(filter(str.isalpha, short)) == initials


def _bearers(sheet: Sheet) -> Iterator[Borne]:
    left = MOST
    for sentence in sheet.body:
        if sentence.kind is Kind.TABLE:
            continue
        for borne in (*_persons(sentence), *_prizes(sentence), *_farthest(sentence)):
            left -= 1
            if left < 0:
                return
            yield borne


def _borne(sentence: Sentence, of: str, bearer: str, what: str, about: str, start: int, end: int) -> Borne:
    years = frozenset(YEAR.findall(sentence.text))
    clause = fold(sentence.text)
    return Borne(of, bearer, what.strip(), content(about), clause, years, sentence.start + start, sentence.start + end)


def _persons(sentence: Sentence) -> Iterator[Borne]:
    """Posts, fields and classes of honours of persons named in a sentence."""
    text = sentence.text
    full_names = [person for person in persons(text) if len(person.text.split()) > 2]
    for person in full_names:
        is_question = ASKED.search(text, max(0, person.start - 30), person.end + 30) is not None
        post, field = POST.match(text, person.end), FIELD.match(text, person.end)
        if post is not None and not is_question:
            yield _borne(sentence, fold(post[1]), person.text, post[2], "", person.start, post.end())
        if field is not None and not is_question:
            yield _borne(sentence, "field", person.text, field[1], "", person.start, field.end())
    for honour in HONOUR.finditer(text) if len(full_names) == 1 and not ASKED.search(text) else ():
        person = full_names[0]
        start, end = min(person.start, honour.start()), max(person.end, honour.end())
        if end - start <= 2 * NEAR + len(honour[0]):
            yield _borne(sentence, "honour", f"{honour[1]} của {person.text}", honour[2], "", start, end)


def _prizes(sentence: Sentence) -> Iterator[Borne]:
    """Who won a contest: the name right before the word."""
    text = sentence.text
    contest = CONTEST.search(text)
    for won in WON.finditer(text) if contest else ():
        low = max(0, won.start() - NEAR)
        names = [(unit.start, unit.end, unit.name) for unit in units(text) if unit.name and low <= unit.start < won.start()]
        names += [(*match.span(), match[0]) for match in NAME.finditer(text, low, won.start())]
        inside = [candidate for candidate in names if contest and not contest.start() <= candidate[0] < contest.end()]
        if inside and contest:
            start, _, name = max(inside, key=lambda candidate: candidate[1])
            yield _borne(sentence, "prize", contest[0].strip(), name.strip(), contest[0], start, won.end())


def _farthest(sentence: Sentence) -> Iterator[Borne]:
    """Which unit is the farthest: named right behind or before."""
    text = sentence.text
    for match in FARTHEST.finditer(text):
        near = [unit for unit in units(text) if unit.name and abs(unit.start - match.end()) <= NEAR]
        behind = [
            unit for unit in near if re.fullmatch(r"\s(?:là|ở|thuộc)\s(?:\p{Ll}++\s)?", text[match.end() : unit.start])
        ]
        before = [unit for unit in near if text[unit.end : match.start()].strip() in ("", "là", "ở")]
        for unit in behind[:1] or before[-1:]:
            begin = min(unit.start, match.start())
            yield _borne(sentence, "farthest", "xa nhất", unit.text, f"xa nhất {unit.kind}", begin, match.end())
