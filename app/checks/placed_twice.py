"""One thing told at two places in other words: weighed features of two clauses that each name one place of a kind.

Beside :mod:`app.checks.whereabouts`, which reads a place behind a name, this one lets all speak that two clauses share:
"Mô hình … được làm điểm ở khu phố 4" and "mô hình … tại khu phố 9". ``prompts/placed_twice.toml`` has the weights.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from itertools import combinations

import regex as re

from app.checks.facts import EMPTY, NAME, rarities, rarity_of, words
from app.checks.knowledge import knowledge
from app.checks.model import Finding, FindingKind, Sentence, Sheet
from app.checks.pair_weights import PairWeights, likeliest, pair_weights
from app.checks.parents import is_within
from ingest.language.bodies import units
from ingest.language.dates import dates
from ingest.language.names import persons, quotations
from ingest.language.spelling import fold
from ingest.model import Kind
from prompts import FOLDER, Tables, check_keys
from prompts import load as load_file

FILE = FOLDER / "placed_twice.toml"
LEVELS = ("hamlet", "commune", "district")
# Other places that bear a name or a number, each a kind of its own.
SITE = re.compile(
    r"(?<!\p{L})(?i:(điểm trường|trạm|khu công nghiệp|cụm công nghiệp|kcn"
    r"|ccn|tổ dân phố số|khu phố|tổ dân phố|tiểu khu|khối phố"
    r"|nhà văn hóa|nhà văn hoá|hội trường|nhà khách|sân vận động|trung tâm văn hóa|trung tâm hội nghị|quảng trường))\s"
    r"(?:số\s)?((?:\p{Lu}\p{L}*+|\d{1,2}(?![\d,.]\d))(?:\s\p{Lu}\p{L}*+){0,3}(?:\s\d{1,2}(?!\d))?|(?:thôn|bản|xã|tỉnh|huyện)(?:\s\p{Lu}\p{L}*+){0,3})"
)
VENUE = ("nhà văn", "hội trường", "nhà khách", "sân vận", "trung tâm", "quảng trường")  # where what is held takes place
AT = re.compile(r"(?<!\p{L})(?:tại|ở|thuộc|về|trên địa bàn|là|tổ chức|đặt tại|mở ở)\s(?:\p{Ll}++\s)?$|\(\s?$", re.IGNORECASE)
BREAK = re.compile(r"[.;]\s|:\s(?=\p{Lu})")
LEAST_SHARED, MOST_SHARED = 3.0, 25.0  # rarity of the words that two clauses share
LARGE = 3  # figures from here on tell which of several things is meant
MOST_BESIDE = 2  # places of one kind in a clause that tells of one thing
MOST = 300  # places of a report that are held against each other


@dataclass(frozen=True, slots=True)
class Placed:
    """A place named in a clause: its kind and name, the clause's words, names and figures without it."""

    sentence: Sentence
    start: int
    end: int
    kind: str
    name: str
    text: str
    about: frozenset[str]
    names: frozenset[str]
    quoted: frozenset[str]
    figures: frozenset[tuple[str, str]]
    times: frozenset[str]
    at: bool
    clause: str
    alone: bool


@dataclass(frozen=True, slots=True)
class PlacedTwice:
    """What speaks for two clauses telling of one thing, each 0 to 1 but for the words.

    ``weight``: rarity of the words that both share; ``covered``: what the shorter tells the other tells. ``quoted``,
    ``named``: both have one quotation, one name or person; ``named_apart``: they have others. ``figures``: one figure;
    ``times``: one time; ``times_apart``: two. ``at``: both places stand behind "tại", "ở"; ``alone``: both clauses name one
    place alone. ``contrast``: words tell the two apart. ``site``: no unit but a site; ``ahead``: one stands ahead.
    """

    weight: float
    covered: float
    quoted: float
    named: float
    named_apart: float
    figures: float
    times: float
    times_apart: float
    at: float
    alone: float
    contrast: float
    site: float
    ahead: float


FEATURES = tuple(field.name for field in fields(PlacedTwice))


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of :class:`PlacedTwice` (``pair``), and the words of clauses that tell of many things."""

    pair: PairWeights
    many: re.Pattern[str]


@functools.cache
def weights() -> Weights:
    """Load ``prompts/placed_twice.toml``.

    :raises DataFileError: the file cannot be read, or an entry is missing, unknown or of another type.
    """
    return load_file(FILE, _build)


def _build(tables: Tables) -> Weights:
    check_keys("placed_twice", tables, ("bias", "threshold", "many", "weights"))
    many = re.compile(rf"(?<!\p{{L}})(?:{'|'.join(map(re.escape, map(fold, tables['many'])))})(?!\p{{L}})")
    return Weights(pair_weights(tables, FEATURES), many)


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every two places that one thing is likely to be told at, the likeliest of each."""
    for place, other in likeliest(list(candidates(sheet)), weights().pair, lambda place: place.start):
        quotes = sheet.quote(place.start, place.end), sheet.quote(other.start, other.end)
        message = f"Một việc có thể ghi ở hai nơi khác nhau: {place.text} và {other.text}."
        yield Finding(FindingKind.PLACE, message, quotes)


def candidates(sheet: Sheet) -> Iterator[tuple[Placed, Placed, PlacedTwice]]:
    """Yield every two places of one kind in two sentences that share words, with what speaks for one thing."""
    rarity = rarities(sheet)
    opening = sheet.report.headings[0].span.start if sheet.report.headings else 0
    prose = (sentence for sentence in sheet.body if sentence.kind is not Kind.TABLE and sentence.start >= opening)
    places = [place for sentence in prose for place in _places(sentence)][:MOST]
    said = {id(place.sentence): fold(place.sentence.text) for place in places}
    for place, other in combinations(places, 2):
        if place.kind != other.kind or place.sentence is other.sentence or place.name == other.name:
            continue
        if is_within(place.name, other.name, tabled=False) and not place.name[-1].isdigit():
            continue
        if fold(other.text) in said[id(place.sentence)] or fold(place.text) in said[id(other.sentence)]:
            continue
        told = _told(place, other, rarity)
        if told is not None:
            yield place, other, told


def _places(sentence: Sentence) -> Iterator[Placed]:
    text = sentence.text
    found = [
        (unit.start, unit.end, unit.level, fold(unit.name)) for unit in units(text) if unit.name and unit.level in LEVELS
    ]
    for match in SITE.finditer(text):
        site = fold(match[1])
        kind = "venue" if site.startswith(VENUE) else site.removesuffix(" số")
        name = f"{site} {fold(match[2])}" if kind == "venue" else fold(match[2])
        found = [one for one in found if one[1] <= match.start() or one[0] >= match.end()]
        found.append((match.start(), match.end(), kind, name))
    for start, end, kind, name in found:
        begin = max((cut.end() for cut in BREAK.finditer(text, 0, start)), default=0)
        stop = next((cut.start() for cut in BREAK.finditer(text, end)), len(text))
        clause = text[begin:start] + " " + text[end:stop]
        if text[start:end].isupper():
            continue  # of a title
        same = sum(one[2] == kind and begin <= one[0] < stop for one in found)
        if same > MOST_BESIDE:
            continue  # a list of places
        names = {fold(match[0].strip()) for match in NAME.finditer(clause)} | {fold(who.text) for who in persons(clause)}
        inside = [f for f in sentence.figures if f.value >= LARGE and begin <= f.start - sentence.start < stop]
        yield Placed(
            sentence, sentence.start + start, sentence.start + end, kind, name, text[start:end],
            frozenset(words(clause)) - EMPTY, frozenset(names) - {name},
            frozenset(fold(quoted.text) for quoted in quotations(clause)),
            frozenset((f.text, f.counts) for f in inside),
            frozenset(clause[date.start : date.end] for date in dates(clause)),
            AT.search(text, max(0, start - 30), start) is not None, fold(clause), same == 1,
        )  # fmt: skip


def _told(place: Placed, other: Placed, rarity: Mapping[str, float]) -> PlacedTwice | None:
    """Return what speaks for two places of one thing; None where their clauses share next to nothing."""
    weight = rarity_of(place.about & other.about, rarity)
    many = weights().many
    if weight < LEAST_SHARED or _counts_apart(place, other) or (many.search(place.clause) and many.search(other.clause)):
        return None
    fewer = min(place.about, other.about, key=lambda tokens: (rarity_of(tokens, rarity), sorted(tokens)))
    return PlacedTwice(
        weight=min(weight, MOST_SHARED) / 10,
        covered=rarity_of(place.about & other.about, rarity) / max(rarity_of(fewer, rarity), 1e-9),
        quoted=float(bool(place.quoted & other.quoted)),
        named=float(bool(place.names & other.names)),
        named_apart=float(bool(place.names and other.names and not place.names & other.names)),
        figures=float(bool(place.figures & other.figures)),
        times=float(bool(place.times & other.times)),
        times_apart=float(bool(place.times and other.times and not place.times & other.times)),
        at=float(place.at and other.at),
        alone=float(place.alone and other.alone),
        contrast=float(knowledge().contrasts.parts(place.clause, other.clause)),
        site=float(place.kind not in LEVELS),
        ahead=float(place.sentence.ahead != other.sentence.ahead),
    )


def _counts_apart(place: Placed, other: Placed) -> bool:
    """Say whether two clauses count one thing by other figures alone: two things have other numbers of it."""
    same = {counted for _, counted in place.figures} & {counted for _, counted in other.figures} - {""}
    return bool(same) and not place.figures & other.figures
