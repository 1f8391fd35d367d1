"""Features of a fact as the value of an indicator: each is a number between -1 and 1 that speaks for or against it.

Those below 0 contradict. The words of the indicator are looked for in all facts of a report at once, the rest in those that
hold enough of them.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.evidence.figure_fit import MEASURES
from app.question.contrasts import opposes
from app.question.focus import SHARE
from app.tabulation.indicator import ASPECTS, IndicatorQuery
from app.tabulation.place_fit import is_elsewhere, is_of_another_level
from app.tabulation.ready_facts import STOP, ReportFacts
from app.tabulation.vocabulary import table_words
from app.tabulation.word_cover import WORD_NAMES, is_present
from ingest.facts.model import Fact
from ingest.facts.prose import GAP
from ingest.language.quantity import SHARES
from ingest.language.terms import fold, tokens

NAMES = (
    *WORD_NAMES,
    "exact",  # it is named by all the words of the indicator and by no other
    # Words that the indicator does not use, as a negative share, …
    "label",  # … of its row's label,
    "title",  # … of its column's title,
    "ahead",  # … of prose before the first word that it uses, less what it says of its report and words of measuring,
    "trail",  # … of the rest of prose,
    "inherited",  # … of what it has from the figures before it,
    "scattered",  # other words between its own, in what is counted ("hộ tự viết đơn xin thoát nghèo" for "hộ nghèo")
    "goes_on",  # words right behind the indicator's that narrow it ("hộ nghèo dân tộc thiểu số"), as a negative share
    "acted",  # something is done to what is counted ("hỗ trợ 40 hộ nghèo")
    "unit",  # the unit asked for
    "wrong_unit",  # a share where a count is asked for, or another such contradiction
    "counted",  # another thing is counted ("27 bản" for "hộ nghèo")
    "cell",  # of a table
    "plan",
    "opposed",  # a counterpart of what is asked for ("cá nhân" for "tập thể")
    "partial",  # a part of the whole ("trong đó"), where nothing of the indicator tells the part from the whole
    "taken",  # words of the indicator that name another figure of its sentence or row and not this one, as a negative share
    "place",  # of another unit than the report's, or not of the one that the indicator names
    "change",  # how much it rose, where the state is asked for
    "compared",  # a column or a time that is only compared with
    "part",  # of a part of the year that is neither asked for nor the report's own
    "edge",  # of the beginning of the year, where its end is asked for, or the other way round
    "span",  # of several years
    "loose",  # "trên 80%", "từ 10% trở lên"
    "aspect",  # "chưa", "không" on one side alone
)
MOST_LEFT = 6
MOST_AHEAD = 2  # words before a name that count against it, such as who did it and where; more do not count more
OF_ALL_YEARS = 0.3  # share of the weight that a figure of other years has
NEAREST_BEFORE = 4  # words of what a figure has from those before it that are of the last of them
FEW = 2  # words of a name that may be of anything: "hộ", "bác sĩ"
RATIO = 0.3  # share of the weight of a wrong unit: "4,3 bác sĩ/vạn dân" where a share is asked for
OTHER_THING = 0.6  # share of the weight of a wrong unit: another thing is counted ("suất quà cho hộ nghèo")
NARROWED = 3  # words that narrow a name, of which more do not matter
HALF = 0.5
ALL = 0.999  # share of an indicator's words that is all of them


@dataclass(frozen=True, slots=True)
class UsedWords:
    """The words of one reading of an indicator: ``telling`` has those that stand for them as well, ``used`` all it uses."""

    words: Mapping[str, float]
    telling: frozenset[str]
    used: frozenset[str]


def words_used(indicator: IndicatorQuery, number: int) -> UsedWords:
    """Return the words of a reading of an indicator, by its number."""
    words = indicator.readings[number][0]
    stand_ins = {part for term in words for form in indicator.stand_ins.get(term, ()) for part in form.split()}
    telling = frozenset((*words, *stand_ins, *(part for form in stand_ins for part in form.split("_"))))
    return UsedWords(words, telling, telling | indicator.tokens)


def features_of(
    indicator: IndicatorQuery,
    report: ReportFacts,
    at: int,
    shares: Sequence[float],
    reading: UsedWords,
    inside: Collection[str],
) -> tuple[float, ...]:
    """Return the features of the fact ``at``, in the order of :data:`NAMES`.

    :param shares: those of words (:func:`app.tabulation.word_cover.cover_words`), by a ``reading`` of the indicator.
    :param inside: folded names of units or items that are asked about.
    """
    fact, words, used = report.facts[at], reading.words, reading.used
    text = report.text[at]
    names, titles = report.extra[at]
    cell = bool(fact.title)
    if cell and STOP in names:  # where several columns hold names, the one that the question asks for
        names = max(_split(names), key=lambda part: sum(word in used for word in part))
    label, title = ([word for word in words_told if word not in used and word != STOP] for words_told in (names, titles))
    if title:
        unsaid = table_words().measuring.union(tokens(fact.place))
        title = [word for word in title if word not in unsaid]
    inherited = (
        0
        if shares[0] > ALL and len(words) > FEW
        else sum(word not in used and word != STOP for word in dict.fromkeys(report.inherited[at]))
    )
    first = next((n for n, word in enumerate(names) if word in used), len(label))
    ahead = 0 if cell else min(first, len(label))
    behind = 0 if cell else len(label) - ahead
    ahead -= sum(word in table_words().measuring or word in report.about for word in label[:ahead])
    if _is_counted(indicator, words, report.names[at]):  # who did it does not matter: "Nhân dân làm 6 km đường bê tông"
        ahead = 0
    return (
        *shares[: len(WORD_NAMES)],
        float(shares[0] > ALL and not label and not title and not inherited),
        *(
            -min(MOST_LEFT, count) / MOST_LEFT
            for count in (len(label) if cell else 0, len(title), min(ahead, MOST_AHEAD), behind, inherited)
        ),
        *_flow(reading.telling, report.names[at], report.titles[at]),
        -float(_is_acted_on(indicator, words, fact)),
        *_unit_fit(indicator, fact, text),
        -float(_counts_another(fact, used)),
        float(cell),
        0.0 if indicator.plan == (fact.standing == "plan") else -1.0,
        -float(
            opposes(indicator.text, text) or opposes(indicator.text, _nearest(fact)) or is_of_another_level(indicator, text)
        ),
        -float(fact.partial and not _tells_part(fact, reading.telling)),
        shares[len(WORD_NAMES)],
        -float(is_elsewhere(indicator, report, at, inside)),
        -float((fact.change == "by" or (fact.change == "from" and _is_left(report, at))) != indicator.change),
        -float(
            (fact.standing == "compared" and not (indicator.attained and fact.unit in SHARES))
            or (fact.standing == "prior" and fact.year is None)
        ),
        -_part_misfit(indicator, fact.part.replace("school", ""), report),
        -float((fact.edge == "beginning") != indicator.beginning),
        -_over_years(fact, report),
        -float(not fact.exact),
        -float(indicator.aspects != frozenset(ASPECTS.findall(fold(f"{fact.name} {fact.title}")))),
    )


def _part_misfit(indicator: IndicatorQuery, part: str, report: ReportFacts) -> float:
    """Return 1 for another part of the year than is asked for or goes without saying, half for one that is left open."""
    if not indicator.part:
        return float(part not in ("", report.part, "day"))
    return 0.0 if part == indicator.part else HALF if not part and indicator.part == report.part else 1.0


def _is_left(report: ReportFacts, at: int) -> bool:
    """Say whether a change starts from a figure within the time that it ends in: "14 còn 12", no year of its own."""
    fact, following = report.facts[at], report.facts[at + 1] if at + 1 < len(report.facts) else None
    same = following is not None and (following.passage, following.begin) == (fact.passage, fact.begin)
    return fact.dated != "figure" or (
        same
        and following is not None
        and (following.since, following.year, following.edge) == (fact.since, fact.year, fact.edge)
    )


def _tells_part(fact: Fact, telling: Collection[str]) -> bool:
    """Say whether a word of the indicator names a part and not the whole: "nữ" of "642 đảng viên, trong đó 231 nữ"."""
    whole = set(tokens(fact.before))
    return any(word in telling and word not in whole for word in tokens(fact.name))


def _over_years(fact: Fact, report: ReportFacts) -> float:
    """Return 1 for a figure of several years, less for one of all those of its report; a school year is one."""
    if fact.since is None or fact.since == fact.year or fact.part == "school":
        return 0.0
    if (fact.since, fact.year) != report.years:
        return 0.0 if _is_school_year(fact.since, fact.year) and _is_school_year(*report.years) else 1.0
    return 0.0 if fact.year == fact.since + 1 else OF_ALL_YEARS


def _is_school_year(since: int | None, year: int | None) -> bool:
    return since is not None and year == since + 1


def _nearest(fact: Fact) -> str:
    """Return what names a fact and, where it leaves that to the figures before it, what the last of them is of."""
    return fold(" ".join([*fact.before.split()[-NEAREST_BEFORE:], ";", fact.name, ";", fact.title]))


def _split(words: Sequence[str]) -> list[tuple[str, ...]]:
    parts: list[list[str]] = [[]]
    for word in words:
        if word == STOP:
            parts.append([])
        else:
            parts[-1].append(word)
    return list(map(tuple, parts))


def _is_counted(indicator: IndicatorQuery, words: Mapping[str, float], name: Sequence[str]) -> bool:
    """Say whether the words right behind a figure are the whole of an indicator."""
    things = words.keys() - indicator.kinds.keys()
    if GAP not in name or not things:
        return False
    behind = frozenset(itertools.takewhile(lambda word: word != STOP, name[name.index(GAP) + 1 :]))
    return all(is_present(indicator, word, behind) for word in things)


def _flow(telling: Collection[str], name: Sequence[str], title: Sequence[str]) -> tuple[float, float]:
    """Return the features "scattered" and "goes_on": other words between the indicator's, and right behind them."""
    ahead, behind = (name[: name.index(GAP)], name[name.index(GAP) + 1 :]) if GAP in name else (name, ())
    stretch = next((words for words in (behind, ahead, title) if any(word in telling for word in words)), ())
    places = [at for at, word in enumerate(stretch) if word in telling]
    if not places:
        return 0.0, 0.0
    first = {stretch[at]: at for at in reversed(places)}  # where each of its words stands first
    last = max(first.values())
    inside = sum(word not in telling for word in stretch[places[0] : last]) if stretch is behind else 0
    after = 0
    for word in stretch[last + 1 :]:
        if word in table_words().ends or not word.isalpha():
            break
        after += 1
    share = min(after, NARROWED) / NARROWED
    return -min(inside, NARROWED) / NARROWED, -share / 2 if stretch is ahead and GAP in name else -share


def _is_acted_on(indicator: IndicatorQuery, words: Mapping[str, float], fact: Fact) -> bool:
    things = words.keys() - indicator.kinds.keys()
    if not fact.counted or not things or not things <= _syllables(fact.counted):
        return False
    ahead = fold(fact.name).partition(GAP)[0]
    said = {form for forms in indicator.stand_ins.values() for form in forms}  # "kết nạp" for "mới"
    acts = (match[0] for match in table_words().acts.finditer(ahead))
    return any(act not in fold(indicator.text) and act.replace(" ", "_") not in said for act in acts)


def _unit_fit(indicator: IndicatorQuery, fact: Fact, text: str) -> tuple[float, float]:
    """Return the features "unit" and "wrong_unit"."""
    share = fact.unit in SHARES
    if fact.unit in indicator.units:
        return 1.0, 0.0
    if indicator.measured:  # "chiều dài": a figure without a unit may be in kilometres, one of households is not
        return 0.0, 0.0 if not fact.unit and not fact.counted else -1.0
    if "%" in indicator.units:
        return (1.0, 0.0) if share else (0.0, -1.0 if fact.unit or "/" not in fact.name else -RATIO)
    money = "đồng" in indicator.units
    if share:
        return 0.0, -1.0 if indicator.head or money or SHARE.search(text) else -0.5
    if not indicator.head and not money:
        return 0.0, 0.0
    if not fact.unit and fact.counted and not _shares_word(fact.counted, indicator.text):
        return 0.0, -OTHER_THING
    kinds = (table_words().persons, table_words().events)
    if not fact.unit or any(fact.unit in kind and indicator.units & kind for kind in kinds):
        return 0.0, 0.0
    return 0.0, -1.0 if fact.unit in MEASURES or money else -OTHER_THING


def _counts_another(fact: Fact, used: Collection[str]) -> bool:
    """Say whether none of the words of what is counted is used, but for those that anything is counted by."""
    words = _syllables(fact.counted) if fact.unit not in MEASURES else frozenset()
    things = [word for word in words if word.isalpha() and word not in table_words().classifiers]
    return bool(things) and not any(word in used for word in things)


@functools.lru_cache(maxsize=4096)  # thousands of facts count the same few things
def _syllables(phrase: str) -> frozenset[str]:
    return frozenset(tokens(phrase))


def _shares_word(phrase: str, other: str) -> bool:
    return not _syllables(phrase).isdisjoint(_syllables(other))
