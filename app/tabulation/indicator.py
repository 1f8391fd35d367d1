"""An indicator as a person typed it, made ready for matching: readings, units, times, levels that it asks for."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import regex as re

from app.evidence.candidates import weights
from app.question.focus import SHARE, tells_plan
from app.question.vocabulary import question_words
from app.tabulation.vocabulary import table_words
from index.query.glossary import Glossary
from index.query.query import QueryReader
from ingest.facts.times import MONTHS
from ingest.facts.vocabulary import fact_words
from ingest.language import compounds
from ingest.language.bodies import units
from ingest.language.dates import When, dates
from ingest.language.syllables import is_syllable
from ingest.language.terms import fold, terms, tokens
from ingest.language.vocabulary import vocabulary

SHORTEST, LONGEST = 2, 10  # syllables that are abbreviated to their initials; longer than "BCĐPCTNTC" no report has them
LOOSE = 0.3  # weight of two syllables that make no word by themselves: they may stand the other way round
MOST_READINGS = 4  # readings of an indicator whose abbreviations stand for several things
ASPECTS = re.compile(r"(?<!\p{L})(chưa|không)(?!\p{L})")
OWNER = re.compile(r"(?<!\p{L})(?:của|toàn|ở|tại)\s$")  # before a counter that tells whose or where it is
COUNTING = re.compile(r"(?<!\p{L})(?:số|mỗi)\s$")
LEVEL = re.compile(r"(?<!\p{L})(\p{L}+)\s(trung ương|tỉnh|huyện|thị xã|thành phố|xã|phường|thị trấn)(?!\p{L})")
COUNCIL = re.compile(r"(?<!\p{L})(?:ubnd|hđnd|ủy ban nhân dân|hội đồng nhân dân)\s")
NO_LEVEL = frozenset(("toàn", "của", "bàn", "cả", "ở", "tại", "và", "các", "số", "trong", "thị", "cho"))
PROPER = re.compile(r"(?<=\p{L}\s)\p{Lu}\p{Ll}++\d*+(?:\s(?:\p{Lu}\p{Ll}++\d*+|[IVX]{1,4}+(?!\p{L}))){1,4}+")
BEGINNING = re.compile(r"(?<!\p{L})(?<!nửa |tháng |quý )đầu (?:năm|kì|nhiệm kì|giai đoạn)(?!\p{L})")
PLANNED = re.compile(r"(?<!\p{L})(?:(?:số|mức|chỉ tiêu) giao|giao (?:đầu năm|từ đầu năm)|đề ra)(?!\p{L})")
# "tỷ lệ hoàn thành dự toán", "% so với kế hoạch": how much of a plan came true, no plan.
ATTAINED = re.compile(
    r"(?<!\p{L})(?:đạt|thực hiện|hoàn thành|vượt|so|so với|bằng|trên)(?: \p{L}++){0,2} "
    r"(?:kế hoạch|kh|chỉ tiêu|dự toán|giao)(?!\p{L})"
)
PLAN_AHEAD = re.compile(
    r"\A(?:số |mức )?(?:chỉ tiêu|kế hoạch|dự toán|giao)(?: (?:được|cấp trên|tỉnh|huyện|xã))?(?: giao)?(?: đầu năm)?"
    r"(?: về| cho)? "
)
HALF_YEAR = re.compile(r"(?<!\p{L})nửa (?:đầu|cuối) năm(?!\p{L})")
MONEY_UNITS = frozenset(("đồng", "USD"))
CHANGES = frozenset(("tăng", "giảm", "chênh", "hơn", "kém"))


class TermCounts(Protocol):
    """What tells how rare a term is: a library's catalogue, or the facts of one report."""

    def document_frequencies(self, looked_up: Iterable[str]) -> tuple[dict[str, int], int]:
        """Return in how many texts each term stands (terms in none are left out), and the number of texts."""


@dataclass(frozen=True, slots=True)
class IndicatorQuery:
    """An indicator as it was typed, made ready for matching.

    ``restored``: its spelling restored; ``text``: the same with its abbreviations spelled out; ``tokens``: those of the
    name as typed and of ``text``. ``readings``: for each reading of its abbreviations the weight of its words and of its
    pairs. ``stand_ins``: for a word what may stand for it, each a term or several that must stand together, a space
    between; ``kinds``: for one that says what is measured ("chiều dài") the units that say the same. ``units``: "%", the
    counters that it names, the units of what it measures, or "đồng"; empty where it leaves that open. ``head``: a
    counter is what it names first ("hộ nghèo"), so that a figure must be counted by it; ``measured``: a measure is
    ("diện tích"). ``attained``: how much of a plan came true is asked for. ``places``: folded names of units that it
    names; ``proper``: terms of other names in capitals. ``levels``: of administration, by the word before each.
    ``beginning``: of the year is asked for; ``part``: of it, as :attr:`ingest.facts.model.Fact.part`, "" for the whole.
    """

    name: str
    restored: str
    text: str
    tokens: frozenset[str]
    readings: tuple[tuple[Mapping[str, float], Mapping[str, float]], ...]
    stand_ins: Mapping[str, frozenset[str]]
    units: frozenset[str]
    head: bool
    measured: bool
    plan: bool
    attained: bool
    change: bool
    aspects: frozenset[str]
    kinds: Mapping[str, frozenset[str]]
    places: tuple[str, ...]
    proper: tuple[str, ...]
    beginning: bool
    levels: Mapping[str, set[str]]
    part: str = ""


def understand_indicator(indicator: str, reader: QueryReader, catalog: TermCounts) -> IndicatorQuery:
    """Return an indicator made ready. Words that name none ("!?") match nothing."""
    query = reader.read(indicator)
    glossary = reader.glossary()
    folded = fold(query.restored)
    readings = []
    for text in _readings(query.restored, glossary):
        bare = table_words().owners.sub(" ; ", without_times(fold(text)))
        bare = bare if table_words().phrases.fullmatch(bare) else table_words().phrases.sub(" ; ", bare)
        content = [term for term in dict.fromkeys(_terms(bare)) if not _is_empty(term)]
        weight = weights(content, *catalog.document_frequencies(content))
        words = {term: value for term, value in weight.items() if "_" not in term}
        pairs = {term: value * (1.0 if _is_compound(term) else LOOSE) for term, value in weight.items() if "_" in term}
        readings.append((words, pairs))
    first = next(iter(_readings(query.restored, glossary)))
    named = PLAN_AHEAD.sub("", fold(first))
    attained = "%" in _units(folded) and ATTAINED.search(folded) is not None
    stand_ins = {term: set(forms) for term, forms in table_words().stand_ins.items()}
    for alternatives in (query.said_otherwise, _otherwise(tokens(first))):
        for term, forms in alternatives.items():
            stand_ins.setdefault(term, set()).update(forms)
    for initials, long_terms in _initials(tokens(first)):
        for term in long_terms:
            stand_ins.setdefault(term, set()).add(initials)
    return IndicatorQuery(
        indicator,
        query.restored,
        first,
        frozenset((*tokens(indicator), *tokens(first))),
        tuple(readings),
        {term: frozenset(forms) for term, forms in stand_ins.items()},
        _units(named),
        _is_head(named),
        any(_units(named) == measures for measures in table_words().kinds.values()),
        not attained and (tells_plan(query.restored) or PLANNED.search(folded) is not None),
        attained,
        any(match[1].split()[0] in CHANGES for match in vocabulary().change.finditer(folded)),
        frozenset(ASPECTS.findall(folded)),
        _kinds(fold(first)),
        tuple(fold(unit.name) for unit in units(query.restored) if unit.name),
        tuple("_".join(tokens(match[0])[:2]) for match in PROPER.finditer(query.restored)),
        BEGINNING.search(folded) is not None,
        levels_in(fold(first)),
        part_of_year(query.restored),
    )


def part_of_year(text: str) -> str:
    """Return the part of the year that a text names, as :attr:`ingest.facts.model.Fact.part`; "" for none."""
    part = next((date for date in dates(text) if date.when in (When.QUARTER, When.PART, When.MONTH)), None)
    if part is not None and part.quarter is not None:
        return f"q{part.quarter}"
    if part is not None and part.month is not None:
        return f"t{part.month}"
    folded = fold(text)
    if (months := MONTHS.search(folded)) is not None:
        return f"m{int(months[1])}{'-' if months[2] == 'cuối' else ''}"
    half = HALF_YEAR.search(folded)
    return "" if half is None else "m6-" if "cuối" in half[0] else "m6"


def without_times(text: str) -> str:
    """Return a text without its dates and parts of the year, a semicolon in the place of each."""
    for date in reversed(dates(text)):
        if date.relative not in ("beginning", "end"):
            text = f"{text[: date.start]} ; {text[date.end :]}"
    return HALF_YEAR.sub(" ; ", MONTHS.sub(" ; ", text))


def levels_in(folded: str) -> dict[str, set[str]]:
    """Return for every word right before a level of administration the levels, but for words that tell where."""
    levels: dict[str, set[str]] = {}
    for match in LEVEL.finditer(COUNCIL.sub("", folded)):
        if match[1] not in NO_LEVEL:
            levels.setdefault(match[1], set()).add(match[2])
    return levels


def _otherwise(words: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return for every term of a phrase that has others of its meaning the keys of these, of which one stands for it."""
    stand_ins: dict[str, tuple[str, ...]] = {}
    for group in table_words().alike:
        for phrase in group:
            size = len(phrase)
            if any(tuple(words[at : at + size]) == phrase for at in range(len(words) - size + 1)):
                others = tuple(_key(other) for other in group if other != phrase)
                for term in terms(" ".join(phrase)):
                    stand_ins[term] = (*stand_ins.get(term, ()), *others)
    return stand_ins


def _key(phrase: Sequence[str]) -> str:
    """Return the index terms that tell a phrase, all of which it takes: its pairs of syllables, or its only one."""
    return " ".join(map("_".join, itertools.pairwise(phrase))) if len(phrase) > 1 else phrase[0]


def _kinds(folded: str) -> dict[str, frozenset[str]]:
    """Return for every term of what an indicator says is measured ("chiều dài") the units that say so, too."""
    kinds = {}
    for phrase, measures in table_words().kinds.items():
        if re.search(rf"(?<!\p{{L}}){phrase}(?!\p{{L}})", folded):
            kinds.update(dict.fromkeys(terms(phrase), measures))
    return kinds


def _readings(text: str, glossary: Glossary) -> list[str]:
    """Return the text with its abbreviations spelled out, once for every way to read them."""
    texts = [""]
    for word in tokens(text):
        forms = glossary.long.get(word, (word,))
        texts = [f"{before} {form}".strip() for before in texts for form in forms][:MOST_READINGS]
    return texts


def _terms(text: str) -> list[str]:
    """Return the terms of a text; no pair goes over a semicolon."""
    return [term for part in text.split(";") for term in terms(part)]


def _is_compound(pair: str) -> bool:
    first, _, second = pair.partition("_")
    return (first, second) in compounds.known()


def _initials(words: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield what reports may abbreviate words to ("cnscđ" for "công nghệ số cộng đồng"), with the terms it stands for."""
    stretches = (words[at : at + size] for size in range(SHORTEST, LONGEST + 1) for at in range(len(words) - size + 1))
    for part in dict.fromkeys(map(tuple, stretches)):
        if all(word.isalpha() for word in part) and not is_syllable("".join(word[0] for word in part)):
            yield "".join(word[0] for word in part), terms(" ".join(part))


def _is_empty(term: str) -> bool:
    """Say whether a term says nothing of what is counted: joining words, "số", "tỷ lệ", which the unit says."""
    parts = term.split("_")
    empty = question_words().ignored | table_words().empty
    if len(parts) > 1 and _is_compound(term):  # "dân số"
        return all(part in empty for part in parts)
    return any(part in empty for part in parts)


def _units(folded: str) -> frozenset[str]:
    if SHARE.search(folded) or "%" in folded or "phần trăm" in folded:
        return frozenset({"%"})
    for phrase, measures in table_words().kinds.items():
        if re.match(rf"(?:tổng |tổng số )?{phrase}(?!\p{{L}})", folded):
            return measures
    if table_words().money.search(folded) and not _is_head(folded):
        return MONEY_UNITS
    return frozenset(_counters(folded))


def _counters(folded: str) -> Iterator[str]:
    """Yield the counters that an indicator names; none that only tells whose it is, a unit of territory only as "số xã"."""
    for match in vocabulary().counter.finditer(folded):
        if not _begins_word(folded, match.start()) or OWNER.search(folded, 0, match.start()):
            continue
        form = " ".join(match[0].split())
        counts = COUNTING.search(folded, 0, match.start()) is not None or match.start() == 0
        if counts or not fact_words().divisions.fullmatch(form):
            yield vocabulary().counters[form]


def _is_head(folded: str) -> bool:
    return vocabulary().counter.match(re.sub(r"^(?:tổng số|số lượng|tổng|số) ", "", folded)) is not None


def _begins_word(text: str, at: int) -> bool:
    return at == 0 or not text[at - 1].isalpha()
