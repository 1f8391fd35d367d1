"""Facts of a report: every figure of its prose with what it is said of, so that two can be held against each other."""

from __future__ import annotations

import functools
import itertools
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import regex as re

from app.checks.figures import CheckedFigure
from app.checks.model import Sentence, Sheet
from index.query.glossary import glossary
from ingest.language.bodies import units
from ingest.language.context import Bound, Change, Standing
from ingest.language.quantity import Quantity
from ingest.language.spelling import fold
from ingest.language.syllables import is_syllable
from ingest.model import Kind

WORD = re.compile(r"\p{L}[\p{L}\d]*+(?:&\p{L}++)?")
NAME = re.compile(
    r"(?<=\p{Ll},?\s|\()(?:\p{Lu}\p{Ll}++(?:\s(?=\p{Lu}\p{Ll}))?+){2,5}"
)  # "Trảng Yên", in the midst of a sentence
YEAR = re.compile(r"(?<![\d/.,])(?:19|20)\d{2}(?![\d.,]\d|\d)")
# Words that name nothing; without them what is left of a clause says what its figure is of.
EMPTY = frozenset(
    "của và các những có được đã trong trên là với cho từ đến đạt ước còn hiện nay tổng số toàn thực hiện kết quả theo về ở "
    "tại do bằng gồm đó cả này khi để thì mà vào ra năm tháng ngày một hai qua lại mới thêm nhất cuối đầu kỳ kì so "
    "tỷ tỉ lệ "
    "chiếm hết khoảng trước sau bị phải cùng như nên vẫn đang sẽ đều mỗi hằng hàng việc địa bàn nêu tính lên xuống".split()
)
PART = re.compile(r"(?:trong đó|riêng|bao gồm|gồm(?: có)?|chia ra|trong số)(?!\p{L})", re.IGNORECASE)
CLAUSE = re.compile(r"[;:()]|[.,](?=\s)|\s[-–+]\s")
ASIDE = re.compile(r"\d|\s(?:đều|thì|mà|nhưng|có|là|để|nhằm|với|do)(?!\p{L})")  # behind it something else is told
# Behind a share: what it is of is another figure, not the thing itself.
COMPARED = re.compile(r"\s{0,3}+(?:so\b|KH\b|kế hoạch|chỉ tiêu|nghị quyết|dự toán|DT\b|cùng kỳ|CK\b)", re.IGNORECASE)
TIMES = frozenset(("năm", "tháng", "tuần", "ngày", "giờ", "phút", "tuổi", "tháng tuổi"))
MOST = 700  # facts of a report that are looked at; the reports measured have up to 310
BEFORE = 160  # characters before a figure in which its clause is looked for; longer ones say nothing of it
AFTER = 60
OF_ANOTHER = re.compile(r"so với (?:cùng kỳ )?(?:năm )?(?:19|20)\d{2}\s?[(,]\s?(?:là |có )?$", re.IGNORECASE)
BESIDE = re.compile(r"so với (?:cùng kỳ )?(?:năm )?$", re.IGNORECASE)  # the year of what a figure was compared with
PRIOR = re.compile(
    r"(?:năm trước|đầu năm|đầu nhiệm kỳ|kỳ trước|cùng kỳ|trước đây|đầu kỳ|năm học trước)(?!\p{L})", re.IGNORECASE
)
AIM = re.compile(
    r"(?:phấn đấu|mục tiêu|chỉ tiêu giao|kế hoạch (?:là|giao)|đề nghị|kiến nghị|dự kiến|cần|quy định|tối thiểu|tối đa"
    r"|nâng (?:tổng số )?lên)(?!\p{L})",
    re.IGNORECASE,
)

# In a part about what is to come, words that tell what is: "Với 368 giường hiện nay", "đã thay 06 cầu", "3,7 tỷ đang treo".
STANDS = re.compile(
    r"(?<!\p{L})(?:hiện|hiện nay|hiện có|đã|đang|trên cơ sở|vừa qua|phát huy|trong năm qua|trong năm(?=[,.;]))(?!\p{L})",
    re.IGNORECASE,
)
# A sentence there that looks back on the time reported: "Từ … đến … (kỳ báo cáo này), với 6.544 đơn vị máu".
PAST = re.compile(
    r"(?<!\p{L})(?:kỳ báo cáo|nhiệm kỳ vừa qua|nhiệm kỳ qua|thời gian qua|\p{L}++ năm qua|năm học qua)(?!\p{L})",
    re.IGNORECASE,
)
# What is asked for is a fact where it is told to be so: "đề nghị quyết toán 3,7 tỷ đồng đang tạm treo".
STILL = re.compile(r"\G[^.;,:()\d]{0,24}?\s(?:đang|hiện)\s")
# How long something lasted is told of it alone; other times are of many things.
LASTED = re.compile(
    r"(?<!\p{L})(?:kéo dài|gián đoạn|ngừng|cách ly|mất điện|đóng cửa|phong tỏa)\s(?:trong\s|tới\s|đến\s)?$", re.IGNORECASE
)
SO_FAR = re.compile(
    r"\G[^.;,:()\d]{0,60}?(?<!\p{L})(?:hiện nay|hiện có|đang|đã|được \p{L}++(?: \p{L}++)? trong năm)(?!\p{L})"
)


@dataclass(frozen=True, slots=True)
class CheckedFact:
    """A figure told in prose.

    ``own``: the words of its clause that say what it is of; ``near``: those of its sentence besides. ``clause``: folded.
    ``counted``: the words behind it that name what is counted. ``names``: places and bodies named in its clause.
    ``year``: that it is told of; None where none is said and the report is of several. ``part``: it is told as part of
    another ("trong đó").
    """

    figure: CheckedFigure
    read: Quantity
    sentence: Sentence
    counted: tuple[str, ...]
    own: frozenset[str]
    near: frozenset[str]
    clause: str
    names: frozenset[str]
    year: int | None
    part: bool

    @property
    def value(self) -> Decimal:
        """Its value, in its unit."""
        return self.figure.value

    @property
    def unit(self) -> str:
        """Its unit of measure, or the first word of what it counts."""
        return self.figure.unit or (self.counted[0] if self.counted else "")


@functools.lru_cache(maxsize=1)
def facts(sheet: Sheet) -> tuple[CheckedFact, ...]:
    """Return the facts of a report's prose in order, at most :data:`MOST`: results, no plans, no changes, no aims."""
    results: list[CheckedFact] = []
    period = sheet.report.metadata
    year = period.period_to if period.period_from == period.period_to else None
    for sentence in sheet.body:
        if sentence.kind is Kind.TABLE:
            continue
        for figure in sentence.figures:
            if len(results) == MOST:
                return tuple(results)
            if sentence.ahead and not _stands(sentence, figure):
                continue
            if figure.read is not None and _is_result(sentence, figure, figure.read):
                results.append(_fact(sentence, figure, figure.read, year))
    return tuple(results)


@functools.lru_cache(maxsize=1)
def all_facts(sheet: Sheet) -> tuple[CheckedFact, ...]:
    """Return every figure of a report's prose in order, at most :data:`MOST`: plans, aims and what was before too."""
    period = sheet.report.metadata
    year = period.period_to if period.period_from == period.period_to else None
    every = (
        _fact(sentence, figure, figure.read, year)
        for sentence in sheet.body
        if sentence.kind is not Kind.TABLE
        for figure in sentence.figures
        if figure.read is not None
    )
    return tuple(itertools.islice(every, MOST))


def _stands(sentence: Sentence, figure: CheckedFigure) -> bool:
    """Say whether a figure of a part about what is to come tells what is already: its clause says so."""
    before = _before(sentence.text, figure.start - sentence.start)
    behind = SO_FAR.match(sentence.text, figure.end - sentence.start) is not None
    still = STILL.match(sentence.text, figure.end - sentence.start) is not None
    past = PAST.search(sentence.text, 0, figure.start - sentence.start) is not None
    return still or (AIM.search(before) is None and (behind or past or STANDS.search(before) is not None))


def _is_result(sentence: Sentence, figure: CheckedFigure, read: Quantity) -> bool:
    if read.change in (Change.BY, Change.FROM) or read.standing in (Standing.PLAN, Standing.PRIOR) or read.high is not None:
        return False
    if read.bound in (Bound.AT_LEAST, Bound.AT_MOST):
        return False
    at, end = figure.start - sentence.start, figure.end - sentence.start
    clause = _before(sentence.text, at)
    lasted = read.unit in TIMES and LASTED.search(sentence.text, max(0, at - 40), at) is not None
    if (read.unit in TIMES and not lasted) or (figure.unit == "%" and COMPARED.match(sentence.text, end)):
        return False
    compared = OF_ANOTHER.search(sentence.text, max(0, at - 40), at) is not None
    aim = AIM.search(clause) is not None and STILL.match(sentence.text, end) is None
    return not compared and PRIOR.search(clause) is None and not aim


def _fact(sentence: Sentence, figure: CheckedFigure, read: Quantity, own_year: int | None) -> CheckedFact:
    at, end = figure.start - sentence.start, figure.end - sentence.start
    before, after = _before(sentence.text, at), _after(sentence.text, end)
    counted = tuple(word for word in words(read.counted) if word not in EMPTY)
    own = frozenset(words(f"{before} {after}")) - EMPTY - _counted_before(sentence, figure, before)
    near = frozenset(words(sentence.text)) - EMPTY - own
    unit_names = [fold(unit.name) for unit in units(f"{before} {after}") if unit.name]
    names = frozenset([*unit_names, *(fold(match[0].strip()) for match in NAME.finditer(f"{before} {after}"))])
    year = _year(f"{before} {after}") or _year(sentence.text[max(0, at - BEFORE) : at]) or own_year
    return CheckedFact(
        figure, read, sentence, counted, own, near, fold(f"{before} {after}"), names, year, _is_part(sentence.text, at)
    )


def _counted_before(sentence: Sentence, share: CheckedFigure, clause: str) -> frozenset[str]:
    """Return the word that the count in a share's clause counts by: "vụ" of "hòa giải thành 86 vụ, đạt 87,1%"."""
    if share.unit != "%":
        return frozenset()
    begin = share.start - len(clause)
    counts = (f for f in sentence.figures if begin <= f.start < share.start and f.unit != "%" and f.noun)
    return frozenset(f.noun.split()[0] for f in counts)


def _year(text: str) -> int | None:
    years = [int(match[0]) for match in YEAR.finditer(text) if not BESIDE.search(text, 0, match.start())]
    return years[-1] if years else None


def _before(text: str, at: int) -> str:
    """Return the clause that leads up to a figure; a clause without a word of its own is taken with the one before."""
    window = text[max(0, at - BEFORE) : at]
    cuts = [match.end() for match in CLAUSE.finditer(window)]
    while cuts:
        clause = window[cuts.pop() :]
        if any(word not in EMPTY for word in words(clause)):
            return clause
    return window


def _after(text: str, end: int) -> str:
    """Return what still belongs to a figure behind it: up to the clause's end, another figure, or what is said of it."""
    window = text[end : end + AFTER]
    stops = [match.start() for pattern in (CLAUSE, ASIDE) if (match := pattern.search(window))]
    return window[: min(stops, default=len(window))]


def _is_part(text: str, at: int) -> bool:
    begin = max(text.rfind(".", 0, at), text.rfind(";", 0, at), 0)
    lead = PART.search(text, begin, at)
    return lead is not None and not (lead[0].lower() == "trong số" and not text[lead.end() : at].strip())


def words(text: str) -> list[str]:
    """Return the words of a text in small letters and one spelling, in order; an abbreviation as what it stands for."""
    return [word for match in WORD.finditer(text) for word in _spelled_out(match[0])]


@functools.lru_cache(maxsize=20_000)
def _spelled_out(word: str) -> tuple[str, ...]:
    """Return the words of an abbreviation in capitals that has one meaning, any other word as it is."""
    small = fold(word)
    if len(word) > 1 and word.isupper() and not is_syllable(small):
        expansions = glossary().long.get(small, ())
        if len(expansions) == 1:
            return tuple(fold(part) for part in expansions[0].split())
    return (small,)


def content(text: str) -> frozenset[str]:
    """Return the words of a text that name something."""
    return frozenset(words(text)) - EMPTY


@functools.lru_cache(maxsize=1)
def rarities(sheet: Sheet) -> Mapping[str, float]:
    """Return what each word of a report tells: the logarithm of sentences for one that has it."""
    every = [frozenset(words(sentence.text)) for sentence in sheet.sentences]
    counts = Counter(word for sentence_words in every for word in sentence_words)
    return {word: math.log(1 + len(every) / count) for word, count in counts.items()}


def rarity_of(tokens: Iterable[str], rarity: Mapping[str, float]) -> float:
    """Return what some words tell together (:func:`rarities`)."""
    return sum(rarity.get(word, 1.0) for word in tokens)


def shared(own: Iterable[str], other: Iterable[str], rarity: Mapping[str, float]) -> float:
    """Return how much of what ``own`` tells ``other`` tells too: 0 to 1, words weighed by rarity; 1 for no words."""
    own_words = set(own)
    weight = rarity_of(own_words, rarity)
    return rarity_of(own_words & set(other), rarity) / weight if weight else 1.0
