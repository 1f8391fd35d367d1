"""Questions for a figure that must be computed: the operation, the indicator, over what. Of reports only names are read."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import regex as re

from app.question.follow_up import without_names
from app.question.question import Question
from app.tabulation.indicator import part_of_year
from app.tabulation.vocabulary import table_words
from index.query.facets import says, spoken
from ingest.facts.times import MONTHS
from ingest.language.dates import Date, When, dates
from ingest.language.spelling import fold
from ingest.language.terms import tokens
from ingest.language.text import fold_spaces

MOST_YEARS = 30  # years of a span; a longer one is no question of years
CHUNK = re.compile(
    r"[,;:()?]|(?<!\p{L})(?:của|với|và|cùng|lẫn|ở|tại|bao nhiêu|mấy|là|thì|được bao nhiêu)(?!\p{L})", re.IGNORECASE
)


# "cả 2024 lẫn 2025": the first of two years that nothing else says to be one.
BARE_YEAR = re.compile(
    r"(?<![\d/.–-])(?<!(?:năm|học|từ|đến|tới|tháng|quý|[-–]) )(?:19|20)\d{2}"
    r"(?=(?:,|\s(?:và|lẫn|với|cùng))\s(?:năm\s)?(?:19|20)\d{2}(?!\d))"
)


class Operation(StrEnum):
    """What is computed."""

    SUM = "sum"
    MOST = "most"
    LEAST = "least"
    DIFFERENCE = "difference"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class AskedPeriod:
    """Years that one figure is of, first and last; equal for one year; of a school year both."""

    since: int
    year: int

    @property
    def label(self) -> str:
        """The period as it is written."""
        return str(self.year) if self.since == self.year else f"{self.since}-{self.year}"


@dataclass(frozen=True, slots=True)
class AggregateQuestion:
    """A question for a computed figure.

    ``indicators``: the stretches of the question that may name what is asked for, in order. ``periods``: the times named, a
    span of years as its years. ``part``: of the year ("m6-"), "" for the whole. ``every``: it asks all reports; ``level``:
    those of units of this kind alone ("xã"), "" for all. ``strong``: it asks for nothing but a sum. ``joins``: it orders
    that several be put together. ``stated``: how many things it says are put together ("cả ba xã"), None where it does not
    say. ``counted``: the words behind "bao nhiêu".
    ``term``: of a report of several years the figure of all of them is asked for ("cả nhiệm kỳ").
    ``mean``: the mean of what is put together is asked for, not its sum.
    ``listed``: the indicators of an enumeration ("tập thể và cá nhân"), each with the words that all of them share.
    """

    operation: Operation
    indicators: tuple[str, ...]
    periods: tuple[AskedPeriod, ...]
    part: str = ""
    every: bool = False
    level: str = ""
    strong: bool = False
    joins: bool = False
    stated: int | None = None
    counted: str = ""
    term: bool = False
    mean: bool = False
    listed: tuple[str, ...] = ()


def aggregate_of(question: Question) -> AggregateQuestion | None:
    """Return what a question asks to have computed; None where it asks for what reports say."""
    text = BARE_YEAR.sub(r"năm \g<0>", question.query.restored)
    mean = MEAN.search(text) is not None
    text = fold_spaces(MEAN.sub(" ", text))
    words = table_words().question
    folded = fold_spaces(functools.reduce(lambda rest, other: rest.replace(fold(other), " "), words["other"], spoken(text)))
    places = question.scope.places

    def any_of(name: str) -> bool:
        return any(says(folded, fold(cue)) for cue in words[name])

    spans = _times(text)
    periods = _periods(spans, text)
    part = part_of_year(text)
    bare = GROUPED.sub(",", _without_times(without_names(text, places), text))
    aggregate = AggregateQuestion(
        Operation.SUM, _chunks(bare), periods, part, stated=_stated_count(folded), counted=_counted_word(text)
    )
    term = any_of("terms")
    aggregate = replace(aggregate, listed=_list_members(bare), joins=_orders_joining(folded), term=term, mean=mean)
    if not places and any(says(folded, fold(f"{how} {noun}")) for how in words["how_much"] for noun in words["counts"]):
        return _as(aggregate, Operation.COUNT, every=True)
    which = next((cue for cue in words["which"] if says(folded, fold(cue))), "")
    extremes = [name for name in ("most", "least") if _is_superlative(folded, words[name])]
    if not places and which and extremes:
        operation = Operation.MOST if extremes[0] == "most" else Operation.LEAST
        return _as(aggregate, operation, every=True, level=which.split()[0] if which.split()[0] in LEVELS else "")
    if len(places) <= 1 and len(spans) == 2 and any_of("changes") and any_of("how_much"):
        ends = (AskedPeriod(spans[0][0], spans[0][1]), AskedPeriod(spans[1][0], spans[1][1]))
        return _as(aggregate, Operation.DIFFERENCE, periods=ends)
    if len(places) <= 1 and len(spans) == 1 and spans[0][0] < spans[0][1] and any_of("changes") and any_of("how_much"):
        first, last = spans[0]
        return _as(aggregate, Operation.DIFFERENCE, periods=(AskedPeriod(first, first), AskedPeriod(last, last)))
    if any_of("compares"):
        return None
    if mean:
        years = _mean_noun(question.query.restored) == YEAR_NOUN
        several = len(periods) > 1 and len(places) <= 1 if years else len(places) != 1
        return _as(aggregate, Operation.SUM, every=not years and not places, strong=True) if several else None
    every = not places and any_of("every")
    if not every and len(places) <= 1 and len(HOW_MUCH.findall(text)) > 1:
        return None  # "mấy vụ, cộng lại bao nhiêu tiền": two figures of one thing, which a report tells together
    strong = any_of("strong")
    told_to = any(folded.startswith(f"{fold(cue)} ") for cue in words["orders"])  # "Cộng số giấy khen của …"
    totalled = any(folded.startswith(f"{fold(cue)} ") for cue in words["weak"])  # "Tổng số buổi của … và …"
    told_to = told_to or (totalled and (len(places) > 1 or aggregate.stated is not None))
    if not any_of("how_much") and not every and not told_to:
        return None
    strong = strong or told_to
    if not strong and any_of("each"):
        return None
    if strong or any_of("weak") or (aggregate.stated is not None and any_of("how_much")):
        level = next((kind for kind in LEVELS if says(folded, f"các {kind}")), "") if every else ""
        return _as(aggregate, Operation.SUM, every=every, strong=strong, level=level)
    return None


def _mean_noun(text: str) -> str:
    match = MEAN.search(text)
    return fold(match[1]) if match else ""


def _orders_joining(folded: str) -> bool:
    """Say whether a question orders that several figures be put together: "cộng lại", not "tổng cộng có bao nhiêu"."""
    words = table_words().question
    rest = functools.reduce(lambda text, cue: text.replace(fold(cue), " "), words["totals"], folded)
    return any(says(fold_spaces(rest), fold(cue)) for cue in words["strong"])


YEAR_NOUN = "năm"
# "trung bình mỗi năm", "bình quân mỗi xã": of what is put together. "Trung bình mỗi hộ" is a figure that reports tell.
MEAN = re.compile(
    r"(?<!\p{L})(?:trung bình|bình quân)(?: cộng)? (?:mỗi|một|từng) "
    r"(năm|đơn vị|xã|phường|huyện|tỉnh|báo cáo|cơ quan|địa phương|trường|nơi|bên)(?!\p{L})",
    re.IGNORECASE,
)
HOW_MUCH = re.compile(r"(?<!\p{L})(?:bao nhiêu|mấy)(?!\p{L})", re.IGNORECASE)
LONGEST_COUNTED = 6
NUMBERS = {"hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
# "cuối năm phường còn …" and "trong năm xã …" are times; "cả năm phường" counts them.
FIVE = r"(?<!(?:cuối|đầu|trong|giữa|hết|hằng|hàng|mỗi|từng|sang|qua) )năm"
COUNTED = "|".join(sorted(NUMBERS.keys() - {"năm"}))
STATED = re.compile(
    rf"(?<!\p{{L}})(?:(?<=cả )(?P<all>{COUNTED}) (?!mươi)\p{{L}}+|({FIVE}|{COUNTED}) (?:đơn vị|bên|nơi|báo cáo|xã|phường|"
    r"huyện|"
    r"cơ quan|trường|địa phương|năm học|năm|quý|kì|khối|lớp|nhóm|loại|mảng|lĩnh vực|hạng|cấp)(?!\p{L}))"
)
BODY = ("đơn", "vị")
GROUPED = re.compile(STATED.pattern, re.IGNORECASE)
LIST_JOINT = re.compile(r"và|với|cùng|lẫn|,")
LEVELS = ("xã", "phường", "huyện", "tỉnh")


def _as(
    aggregate: AggregateQuestion,
    operation: Operation,
    *,
    periods: tuple[AskedPeriod, ...] | None = None,
    every: bool = False,
    level: str = "",
    strong: bool = False,
) -> AggregateQuestion:
    chosen = aggregate.periods if periods is None else periods
    return replace(aggregate, operation=operation, periods=chosen, every=every, level=level, strong=strong)


def _is_superlative(folded: str, adjectives: Sequence[str]) -> bool:
    return re.search(rf"(?<!\p{{L}})(?:{'|'.join(adjectives)})(?: \p{{L}}+){{0,6}} nhất(?!\p{{L}})", folded) is not None


def _stated_count(folded: str) -> int | None:
    """Return how many things a question says it puts together: "ba xã", "cả hai năm học"."""
    match = STATED.search(folded)
    return NUMBERS[match["all"] or match[2]] if match else None


def grouping_of(text: str) -> str:
    """Return the words of a question that say how many are put together ("hai cơ quan") or what the mean is of; "" for none.

    They name the things that tell the figure, not what it is of.
    """
    matches = (STATED.search(spoken(text)), MEAN.search(spoken(text)))
    return " ".join(match[0] for match in matches if match)


def _counted_word(text: str) -> str:
    """Return the words behind "bao nhiêu", up to a joint of the question."""
    match = HOW_MUCH.search(text)
    if match is None:
        return ""
    rest = CHUNK.split(text[match.end() :].strip())[0].split()[:LONGEST_COUNTED]
    while rest and fold(rest[-1]) in table_words().question_empty:
        rest.pop()
    return " ".join(rest) if rest and fold(rest[0]) not in table_words().question_empty else ""


def _spans(text: str) -> list[Date]:
    return [date for date in dates(text) if date.year is not None]


def _times(text: str) -> list[tuple[int, int]]:
    """Return the years named, first and last of each span, in order and once each."""
    years = [(span.year, span.until or span.year) for span in _spans(text) if span.year is not None]
    return list(dict.fromkeys(years))


def _periods(spans: Sequence[tuple[int, int]], text: str) -> tuple[AskedPeriod, ...]:
    """Return the periods to be put together: a span of calendar years as its years, school years as they are."""
    school = "năm học" in fold(text) or any(span.when is When.SCHOOL_YEAR for span in _spans(text))
    if school and all(last - first == 1 for first, last in spans) and spans:
        if (
            len(spans) == 2
            and re.search(r"(?:đến|tới|-|–)\s*(?:năm học\s*)?\d{4}\s*[-–]", fold(text))
            and spans[0][0] < spans[1][0]
        ):
            return tuple(AskedPeriod(year, year + 1) for year in range(spans[0][0], spans[1][0] + 1))
        return tuple(AskedPeriod(first, last) for first, last in spans)
    years: list[int] = []
    for first, last in spans:
        years += range(first, min(last, first + MOST_YEARS) + 1)
    if (
        len(spans) == 2
        and all(first == last for first, last in spans)
        and re.search(r"(?<!\p{L})(?:từ|đến)(?!\p{L})", fold(text))
    ):
        years = list(range(spans[0][0], min(spans[1][0], spans[0][0] + MOST_YEARS) + 1))
    return tuple(AskedPeriod(year, year) for year in dict.fromkeys(years))


def _without_times(bare: str, text: str) -> str:
    """Return a question without its dates, a comma in the place of each."""
    for date in reversed(dates(bare)):
        bare = f"{bare[: date.start]}, {bare[date.end :]}"
    return MONTHS.sub(", ", bare) if MONTHS.search(fold(text)) else bare


def _chunks(text: str) -> tuple[str, ...]:
    """Return the stretches of a question between its joints that name something, in order."""
    chunks = [chunk for chunk in map(_bare, CHUNK.split(text)) if chunk]
    joined = [f"{chunk} {other}" for chunk, other in zip(chunks, chunks[1:], strict=False)]
    return tuple(dict.fromkeys([*chunks, *joined]))


def _list_members(text: str) -> tuple[str, ...]:
    """Return the members of the first enumeration of a question, each with the words outside of it; empty for none."""
    chunks = [(_bare(text[start:end]), joint) for start, end, joint in _pieces(text)]
    run: list[str] = []
    for at, (chunk, joint) in enumerate(chunks):
        if chunk and (run or LIST_JOINT.fullmatch(joint.strip())):
            run.append(chunk)
            if not LIST_JOINT.fullmatch(joint.strip()):
                if len(run) > 1:
                    others = [chunk for chunk, _ in (*chunks[: at + 1 - len(run)], *chunks[at + 1 :]) if chunk]
                    return tuple(" ".join([*others, member]) for member in run)
                run = []
    return ()


def _pieces(text: str) -> list[tuple[int, int, str]]:
    """Return the spans of a question between its joints, each with the joint behind it."""
    pieces, at = [], 0
    for match in CHUNK.finditer(text):
        pieces.append((at, match.start(), fold(match[0])))
        at = match.end()
    return [*pieces, (at, len(text), "")]


def names_in(text: str) -> str:
    """Return the stretches of a question that name something, a comma between them."""
    return ", ".join(filter(None, map(_bare, CHUNK.split(_without_times(text, text)))))


def _bare(part: str) -> str:
    """Return a stretch of a question without words at its ends that name nothing."""
    empty = table_words().question_empty
    words = part.split()
    while words and all(word in empty or not word.isalpha() for word in tokens(words[0])):
        if fold(words[0]) == BODY[0] and fold(" ".join(words[1:2])) != BODY[1]:
            break  # "đơn thư" begins with a word of its own
        words.pop(0)
    while words and all(word in empty or not word.isalpha() for word in tokens(words[-1])):
        words.pop()
    return " ".join(words)
