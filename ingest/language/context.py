"""What stands around a figure: bounds, rise and fall, plan and result, and the name of what is counted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import regex as re

from ingest.language.vocabulary import vocabulary

WINDOW = 70  # characters before a figure in which its clause is looked at; longer ones say nothing of the figure
CLAUSE = re.compile(r"[.;:()\n](?=\s|$)|[()\n;]|,\s")
SENTENCE = re.compile(r"[.;\n](?=\s|$)|;")


class Bound(StrEnum):
    """How a figure stands to the true value."""

    EXACT = "exact"
    ABOUT = "about"
    NEAR = "near"  # "gần 3.000": a little less
    OVER = "over"
    UNDER = "under"
    AT_LEAST = "at least"
    AT_MOST = "at most"


class Change(StrEnum):
    """What part of a change a figure tells."""

    NONE = ""
    BY = "by"
    FROM = "from"
    TO = "to"


class Standing(StrEnum):
    """Whether a figure is a plan, a result, or of the period that is compared with; "" where its clause does not say."""

    UNSAID = ""
    PLAN = "plan"
    RESULT = "result"
    PRIOR = "prior"


@dataclass(frozen=True, slots=True)
class Context:
    """What the words before a figure say of it. ``direction``: 1 for rise, -1 for fall, 0 for neither."""

    bound: Bound = Bound.EXACT
    only: bool = False
    direction: int = 0
    change: Change = Change.NONE
    standing: Standing = Standing.UNSAID


BETWEEN = re.compile(
    r"(?:\s+(?!(?:và|để|cho|là|thì|với|ở|tại|do|đạt|có|được|còn)\s)\p{L}+){0,3}\s*"
)  # words between "tăng" and its figure ("giảm tỉ lệ hộ nghèo 2%")
FROM = re.compile(r"(?<!\p{L})từ\s{1,3}$")


def context_of(folded: str, start: int, since: int, figure: int) -> Context:
    """Return what the words before a figure at ``start`` say of it.

    :param since: end of the figure or date before it, beyond which only change, plan and result are read.
    :param figure: end of the figure before it, beyond which only the direction of a change is read.
    """
    words = vocabulary()
    begin = max(0, start - WINDOW)
    window = folded[begin:start]
    sentence = _after_last(SENTENCE, window)
    own = _after_last(CLAUSE, window[max(0, since - begin) :])
    bound, only = _bound(own)
    turns = list(words.change.finditer(sentence))
    direction, change = 0, Change.NONE
    last = turns[-1] if turns else None
    if last is not None:
        direction = 1 if last[1] in words.up else -1
        in_own = len(sentence) - last.start() <= len(own)
        if FROM.search(own):
            change = Change.FROM
        elif words.to_before.search(own):
            change = Change.TO
        elif in_own and BETWEEN.fullmatch(sentence, last.end()):
            change = Change.BY
        else:
            direction = 0
    elif FROM.search(own):
        change = Change.FROM
    elif words.to_before.search(own):
        change = Change.TO
    return Context(bound, only, direction, change, _standing(_after_last(CLAUSE, window[max(0, figure - begin) :])))


def _bound(own: str) -> tuple[Bound, bool]:
    words = vocabulary()
    bound, only, rest = Bound.EXACT, False, own
    for _ in range(2):  # "chỉ khoảng 5"
        for kind, pattern in words.bounds_before.items():
            match = pattern.search(rest)
            if match is None:
                continue
            if kind == "only":
                only = True
            elif bound is Bound.EXACT:
                bound = Bound(kind.replace("_", " "))
            rest = rest[: match.start()]
            break
    return bound, only


def _standing(own: str) -> Standing:
    words = vocabulary()
    matches = list(words.standing.finditer(own))
    standings = [words.standings[" ".join(match[1].split())] for match in matches]
    if "aim" in standings:
        return Standing.PLAN
    return Standing(standings[-1]) if standings else Standing.UNSAID


def _after_last(pattern: re.Pattern[str], window: str) -> str:
    ends = [match.end() for match in pattern.finditer(window)]
    return window[ends[-1] :] if ends else window


WORD = re.compile(r"(\s{0,3})([\p{L}][\p{L}&/]*(?:-\p{L}+)*)")
SUBJECT_WORDS = 10


def counted_at(text: str, folded: str, at: int) -> tuple[int, int]:
    """Return the span of the name of what is counted behind a figure; an empty span where nothing is named.

    The name ends with its line (unless it goes on in small letters), with punctuation, with a word that no name holds
    ("là", "trong"), or with a proper name; "Giấy khen" begins with its capital.
    """
    terms = vocabulary()
    begin, end, words = at, at, 0
    while words < terms.counted_most:
        match = WORD.match(text, end)
        if match is None or (words and not match[1]):
            break
        first = match.start(2)
        small = folded[first : match.end()]
        capital = text[first].isupper()
        if (small in terms.counted_ends and not capital) or ("\n" in match[1] and capital):
            break
        following = WORD.match(folded, match.end())
        if following is not None and f"{small} {following[2]}" in terms.counted_ends:
            break
        if capital and words and not _is_short(match[2]) and not text[begin].isupper():
            break
        begin = first if not words else begin
        end = match.end()
        words += 1
    if words == 1 and text[begin].isupper() and not _is_short(text[begin:end]) and len(text[begin:end]) > 1:
        following = WORD.match(text, end)
        if following is None or following[2][0].isupper() or following[2] in terms.counted_ends:
            return at, at  # a name of a place or person, as in a row of a table
    return begin, end


def _is_short(word: str) -> bool:
    return len(word) > 1 and word[:2].isupper()


def subject_before(text: str, folded: str, start: int, since: int) -> tuple[int, int]:
    """Return the span of the words before a figure in its clause that may name what it is of, less its predicate."""
    predicate = vocabulary().predicate
    begin = max(since, start - 2 * WINDOW)
    window = folded[begin:start]
    cuts = [match.end() for match in CLAUSE.finditer(window) if window[match.end() :].strip(" :-")]
    low = begin + (cuts[-1] if cuts else 0)
    words = list(WORD.finditer(text, low, start))
    while words and folded[words[-1].start(2) : words[-1].end()] in predicate:
        words.pop()
    words = words[-SUBJECT_WORDS:]
    while words and folded[words[0].start(2) : words[0].end()] in predicate:
        words.pop(0)
    return (words[0].start(2), words[-1].end()) if words else (start, start)
