"""One person called in two ways: a name with a letter or a mark other than before, "ông" and "bà", two posts at one time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import regex as re
from rapidfuzz.distance import Levenshtein

from app.checks.facts import content, rarities, shared
from app.checks.model import Finding, FindingKind, Sheet
from ingest.language.names import persons
from ingest.language.spelling import fold
from ingest.language.text import strip_marks

AROUND = 70  # characters before and behind a name that say who it is
SAME_PERSON = 0.4  # of what is told around two names, weighed by rarity
FEWEST_WORDS = 2  # around them that are the same
MEN, WOMEN = frozenset(("ông", "anh", "thầy")), frozenset(("bà", "chị", "cô"))
POST = re.compile(
    r"\G\s?[,(–-]\s?(?i:(phó)\s)?((?i:bí thư|chủ tịch|giám đốc|hiệu trưởng|trưởng phòng|trưởng ban"
    r"|chánh văn phòng|chủ nhiệm))\s"
    r"((?:\p{L}++\s?){1,3})"
)
HEADS = (
    r"(?i:bí thư|chủ tịch|giám đốc|hiệu trưởng|trưởng phòng|trưởng ban|chánh văn phòng|chủ nhiệm|cục trưởng|chi cục trưởng"
    r"|viện trưởng|trưởng trạm|tổ trưởng|trưởng khoa)"
)
BEFORE_NAME = re.compile(
    rf"(?<!\p{{L}})(?i:(phó)\s)?({HEADS})(?:\s\p{{L}}++){{0,4}}?\s?(?i:đồng chí|ông|bà)?\s?"
    r"(?:\p{Lu}\p{L}{1,7}\.\s?){0,2}$"  # "BSCKII."
)
BEHIND_NAME = re.compile(
    rf"\G\s?(?:[,(–-]|là)\s?(?:hiện là\s)?(?i:(phó)\s)?({HEADS})(?!\s?(?:là|:))"
    rf"(?:\s((?:(?!là\s)\p{{L}}++\s?){{1,3}}))?(?!là\s)"
)
POST_LINE = re.compile(rf"(?i:(phó)\s)?({HEADS})(?:\s\p{{L}}++){{0,6}}", re.IGNORECASE)  # of the closing block
HOLDS = re.compile(
    rf"\G(?:\s?(?:,|và)\s(?:\p{{Lu}}\p{{L}}++\s?){{2,5}}){{0,4}}"
    rf"\s?(?:giữ chức(?: vụ)?|đảm nhiệm(?: chức vụ)?)\s(?i:(phó)\s)?({HEADS})"
)
# A sentence that tells how one post was left for another.
CHANGED = re.compile(
    r"(?<!\p{L})(?:bầu|bổ nhiệm|điều động|kiện toàn|nguyên|thay|luân chuyển|nghỉ hưu|chuyển)(?!\p{L})", re.IGNORECASE
)
MOST = 300  # mentions of a report that are looked at; the reports measured have up to 90


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A person's name in a report: in one spelling, as written, the words around it."""

    key: str
    spelling: str
    title: str
    around: frozenset[str]
    start: int
    end: int


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every person whose name or address is told in two ways."""
    mentions = list(_mentioned(sheet))[:MOST]
    yield from _names(sheet, mentions)
    yield from _addresses(sheet, mentions)
    yield from _posts(sheet, mentions)


def _mentioned(sheet: Sheet) -> Iterator[Mentioned]:
    for sentence in sheet.sentences:
        for who in persons(sentence.text):
            around = f"{sentence.text[max(0, who.start - AROUND) : who.start]} {sentence.text[who.end : who.end + AROUND]}"
            start, end = sentence.start + who.start, sentence.start + who.end
            yield Mentioned(fold(who.text), who.text, who.title, content(around), start, end)


def _names(sheet: Sheet, all_mentions: Sequence[Mentioned]) -> Iterator[Finding]:
    first = {mention.key: mention for mention in reversed(all_mentions)}
    rarity = rarities(sheet)
    for mention, other in combinations(first.values(), 2):
        if not _is_near(mention.key, other.key):
            continue
        mentions = [(a, b) for a in all_mentions if a.key == mention.key for b in all_mentions if b.key == other.key]
        if any(sheet.sentence_at(a.start) is sheet.sentence_at(b.start) for a, b in mentions):
            continue  # named side by side they are two
        for a, b in mentions[:20]:
            common = a.around & b.around
            if (
                len(common) >= FEWEST_WORDS
                and min(shared(a.around, common, rarity), shared(b.around, common, rarity)) >= SAME_PERSON
            ):
                message = f"Tên một người có thể viết hai cách: “{a.spelling}” và “{b.spelling}”."
                yield Finding(FindingKind.CONFLICT, message, (sheet.quote(a.start, a.end), sheet.quote(b.start, b.end)))
                break


def _is_near(name: str, other: str) -> bool:
    """Say whether two names differ in one word alone, by its marks or by a letter."""
    first, second = name.split(), other.split()
    if len(first) != len(second) or len(first) < 3:
        return False
    apart = [(a, b) for a, b in zip(first, second, strict=True) if a != b]
    if len(apart) != 1:
        return False
    a, b = apart[0]
    return strip_marks(a) == strip_marks(b) or (Levenshtein.distance(a, b) == 1 and min(len(a), len(b)) > 1)


def _addresses(sheet: Sheet, mentions: Sequence[Mentioned]) -> Iterator[Finding]:
    by_address: dict[str, dict[str, Mentioned]] = {}
    for mention in mentions:
        word = mention.title.split(" ")[0]
        called = "man" if word in MEN else "woman" if word in WOMEN else ""
        if called and len(mention.key.split()) > 2:
            by_address.setdefault(mention.key, {}).setdefault(called, mention)
    for both in by_address.values():
        if len(both) == 2:
            a, b = sorted(both.values(), key=lambda mention: mention.start)
            message = f"“{a.spelling}” khi gọi là {a.title}, khi gọi là {b.title}."
            yield Finding(FindingKind.CONFLICT, message, (sheet.quote(a.start, a.end), sheet.quote(b.start, b.end)))


def _posts(sheet: Sheet, mentions: Sequence[Mentioned]) -> Iterator[Finding]:
    """A person who is once the head and once the deputy of the same body, or of a body that is not named."""
    mentions = mentions[:MOST]
    yield from _heads(sheet, mentions)
    by_post: dict[tuple[str, str], dict[bool, Mentioned]] = {}
    for mention in mentions:
        match = POST.match(sheet.text, mention.end)
        if match is not None:
            by_post.setdefault((mention.key, fold(f"{match[2]} {match[3].strip()}")), {}).setdefault(
                match[1] is not None, mention
            )
    for (_, post), both in by_post.items():
        if len(both) == 2:
            a, b = sorted(both.values(), key=lambda mention: mention.start)
            message = f"“{a.spelling}” khi là {post}, khi là cấp phó."
            yield Finding(
                FindingKind.CONFLICT, message, (sheet.quote(a.start, a.end + 40), sheet.quote(b.start, b.end + 40))
            )


def _heads(sheet: Sheet, mentions: Sequence[Mentioned]) -> Iterator[Finding]:
    """A post told of one person as its head and as a deputy; a head whose name is written in two ways."""
    posts: list[tuple[Mentioned, str, bool, str]] = []
    for mention in mentions:
        sentence = sheet.sentence_at(mention.start)
        if sentence is None or CHANGED.search(sentence.text):
            continue
        for match, body in _posts_of(sheet.text, mention):
            posts.append((mention, fold(match[2]), match[1] is not None, body))
    posts.extend(_signer(sheet, mentions))
    reported: set[frozenset[str]] = set()
    for (a, post, deputy, body), (b, other_post, other_deputy, other_body) in combinations(posts, 2):
        if post != other_post or (body and other_body and body != other_body) or frozenset((a.key, b.key)) in reported:
            continue
        if a.key == b.key and deputy != other_deputy and len(a.key.split()) > 2 and not (body and other_body):
            message = f"“{a.spelling}” khi là {post}, khi là cấp phó."
        elif not deputy and not other_deputy and _is_one_word_apart(a.key, b.key):
            message = f"Tên một người có thể viết hai cách: “{a.spelling}” và “{b.spelling}” (cùng là {post})."
        else:
            continue
        reported.add(frozenset((a.key, b.key)))
        yield Finding(FindingKind.CONFLICT, message, (sheet.quote(a.start, a.end), sheet.quote(b.start, b.end)))


def _signer(sheet: Sheet, mentions: Sequence[Mentioned]) -> Iterator[tuple[Mentioned, str, bool, str]]:
    """The person who signs, with the post above the name; a deputy signs for the head ("KT. CHỦ TỊCH")."""
    report = sheet.report
    signing = [m for m in mentions if report.in_closing(m.start)][-1:]
    for mention in signing:
        above = [line.strip() for line in sheet.text[report.closing : mention.start].split("\n")]
        match = next((m for line in reversed(above) if (m := POST_LINE.fullmatch(line))), None)
        if match is not None:
            yield mention, fold(match[2]), match[1] is not None, ""


def _posts_of(text: str, mention: Mentioned) -> Iterator[tuple[re.Match[str], str]]:
    """The posts told of a person right before or behind the name, each with the body named behind it."""
    before = BEFORE_NAME.search(text, max(0, mention.start - AROUND), mention.start)
    if before is not None and "\n" not in before[0]:
        yield before, ""
    behind = BEHIND_NAME.match(text, mention.end)
    if behind is not None:
        yield behind, fold((behind[3] or "").strip())
    holds = HOLDS.match(text, mention.end)
    if holds is not None:
        yield holds, ""


def _is_one_word_apart(name: str, other: str) -> bool:
    """Say whether two names of three words or more differ in one word, and that begins with the same letter."""
    first, second = name.split(), other.split()
    apart = [(a, b) for a, b in zip(first, second, strict=False) if a != b]
    return len(first) == len(second) > 2 and len(apart) == 1 and strip_marks(apart[0][0])[:1] == strip_marks(apart[0][1])[:1]
