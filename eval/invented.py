"""Invented reports made of real ones: the same headings and sentences, other places, people, figures, dates, numbers.

A library of near-identical reports is what tells good retrieval from poor; real ones cannot be had by the hundred. What
all reports of the country share stays as it is: headings, names of movements in quotation marks, years and spans of
years, documents of the central authorities.
"""

from __future__ import annotations

import functools
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count as counting
from itertools import islice, product
from pathlib import Path

import regex as re

from ingest.language.terms import fold
from ingest.language.text import strip_marks
from ingest.language.unit_names import LOCAL, UNITS, local_units, provinces, written_small
from ingest.model import Report, Span
from prompts import load

FILE = Path(__file__).with_suffix(".toml")
PROVINCES = 40  # names that stand for provinces; reports of one province share its name, as real ones do
PLACES = 1200  # names that one report may use for the places it mentions
COMMUNES = frozenset({"xã", "thị trấn", "phường"})
QUOTED = re.compile(r"“[^”\n]*”|\"[^\"\n]*\"")
_NAME = r"\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}+){1,2}"
LISTED = re.compile(
    rf"(?i:\b(?:xã|phường|thị trấn))\s+{_NAME}((?:\s*(?:[,;]|và)\s+{_NAME}(?!\p{{L}}))+)"
)  # các xã A, B và C
ENUMERATOR = re.compile(r"\W*\d+(?:\.\d+)*[.)/]\s")
# Written by the Party's centre, the government, a ministry: cited by every report of the country, with the same date.
_CENTRAL = r"(?:/TW|/QH\d+|-TTg|-CP|-BNV|-BCT)\b"
_DATE = r"(?:\s+ngày\s+\d{1,2}(?:/\d{1,2}/\d{4}|\s+tháng\s+\d{1,2}\s+năm\s+\d{4}))?"
CHANGED = re.compile(
    rf"(?P<kept>\d{{1,5}}(?:/\d{{4}})?\s*[-/]\s*[\p{{L}}\-]{{1,12}}?{_CENTRAL}{_DATE}"
    r"|(?<![\d.,])(?:19|20)\d{2}(?![\d.,]*\d)"  # a year
    r"|(?<![\d.,])\d{1,2}(?=\s+năm\b)"  # the span reported on: 05 năm
    r"|(?:(?<=\p{L})|(?<=\p{L}-))\d+)"  # m2, COVID-19
    r"|(?P<day>\d{1,2})(?P<between>/|\s+tháng\s+)(?P<month>\d{1,2})(?=/\d{4}|\s+năm\s+\d{4})"
    r"|(?<=(?i:ngày)\s+)(?P<holiday>\d{1,2}/\d{1,2})(?![\d/])"
    r"|(?<=(?i:tháng)\s+)(?P<alone>\d{1,2})(?!\d|[.,]\d)"
    r"|(?P<figure>\d+(?:[.,]\d+)*)"
)


@dataclass(frozen=True, slots=True)
class Invented:
    """An invented report: file name, text, the place it is about ("huyện Trắc Vạc"), the report it was made of."""

    file: str
    text: str
    place: str
    seed: Report


def invent(seeds: Sequence[Report], count: int, first: int = 0) -> Iterator[Invented]:
    """Yield the invented reports from number ``first`` to ``count``, made of the seeds in turn.

    The same seeds always give the same reports. No two have a place name in common, and none has one that a seed mentions.
    Seeds that do not say which place they are about are left out.

    :raises ValueError: no seed says which place it is about.
    """
    usable = [seed for seed in seeds if seed.metadata.place]
    if not usable:
        raise ValueError("không báo cáo nào cho biết địa phương của mình (huyện, xã … nào), nên không phỏng theo được")
    names = list(islice(place_names(seeds), PROVINCES + count + PLACES))
    free = names[PROVINCES + count :]
    for number in range(first, count):
        seed = usable[number % len(usable)]
        draw = random.Random(f"{seed.id}:{number}")  # noqa: S311 - invented figures, not secrets
        name = names[PROVINCES + number]
        others = _Others(draw.sample(names[:PROVINCES], PROVINCES), draw.sample(free, min(len(free), PLACES)))
        text = _rewrite(seed, _new_names(seed, name, others, draw), draw)
        kind = _kind_and_name(seed)[0]
        slug = re.sub(r"\W+", "-", strip_marks(name).lower())
        yield Invented(f"{slug}-{number:04d}.txt", text, f"{kind} {name}".strip(), seed)


@dataclass(slots=True)
class _Others:
    """Names not given out yet, in the order they will be."""

    provinces: list[str]
    places: list[str]


@dataclass(slots=True)
class _Renaming:
    """New names by old ones: wherever they stand, outside quotation marks, only right after their kind of unit."""

    everywhere: dict[str, str] = field(default_factory=dict)
    unquoted: dict[str, str] = field(default_factory=dict)
    after_kind: dict[str, str] = field(default_factory=dict)


@functools.cache
def _lists() -> dict[str, dict[str, str]]:
    return load(FILE, dict)


def _words(table: str, key: str) -> list[str]:
    return [word.strip() for word in _lists()[table][key].split(",")]


def place_names(seeds: Sequence[Report]) -> Iterator[str]:
    """Yield invented names that no seed mentions, always in the same order; they do not run out.

    Those of two syllables come first, shuffled, then those with one more, then with two: some 46,000, some 1,700,000 …
    """
    texts = " ".join(strip_marks(fold(seed.text)) for seed in seeds)
    lasts = _words("places", "last")
    names = [f"{first} {last}" for first in _words("places", "first") for last in lasts]
    random.Random(0).shuffle(names)  # noqa: S311
    names = [name for name in names if strip_marks(fold(name)) not in texts]
    yield from names
    names = [f"{name} {last}" for name in names for last in lasts if not name.endswith(last)]
    random.Random(1).shuffle(names)  # noqa: S311
    yield from names
    for more in counting(1):
        for added in product(lasts, repeat=more):
            yield from (f"{name} {' '.join(added)}" for name in names)


def _kind_and_name(report: Report) -> tuple[str, str]:
    place = report.metadata.place or ""
    match = LOCAL.match(place)
    return (match[1].lower(), match[2]) if match else ("", place)


def _new_names(seed: Report, name: str, others: _Others, draw: random.Random) -> _Renaming:
    """Return new names for the seed's own place and province, its signer, and every other unit it mentions.

    A name of one syllable ("xã Trà") or of a city is renamed only right after its kind: alone it may be something else.
    """
    renaming = _Renaming()
    new: dict[str, str] = {}  # by folded name, so that Hoà An and Hòa An stay one place

    def renamed(old: str, pool: list[str]) -> str:
        key = fold(old)
        if key not in new:
            new[key] = pool.pop()
        return new[key]

    own = _kind_and_name(seed)[1]
    new[fold(own)] = name
    (renaming.everywhere if " " in own else renaming.after_kind)[own] = name
    if seed.metadata.province:
        (renaming.everywhere if " " in seed.metadata.province else renaming.after_kind)[seed.metadata.province] = renamed(
            seed.metadata.province, others.provinces
        )
    for province in provinces(seed.text):
        renaming.after_kind.setdefault(province, renamed(written_small(province), others.provinces))
    for kind, unit in local_units(seed.text):
        plain = kind in COMMUNES or kind.startswith("huyện")
        target = renaming.unquoted if plain and " " in unit else renaming.after_kind
        target.setdefault(unit, renamed(written_small(unit), others.places))
    for match in LISTED.finditer(seed.text):
        for unit in re.findall(_NAME, match[1]):
            renaming.unquoted.setdefault(unit, renamed(unit, others.places))
    if seed.metadata.signer:
        person = (draw.choice(_words("people", part)) for part in ("family", "middle", "given"))
        renaming.everywhere[seed.metadata.signer] = " ".join(person)
    return renaming


def _rewrite(seed: Report, names: _Renaming, draw: random.Random) -> str:
    """Return the text with new names and figures, a blank line between paragraphs, as the reader of text files needs."""
    changes: dict[str, str] = {}  # a figure that stands twice stays equal
    paragraphs = []
    for span in seed.paragraphs:
        text, heading = seed.text[span.start : span.end], _heading_end(seed, span)
        start = heading or (match.end() if (match := ENUMERATOR.match(text)) else 0)
        tail = _outside_quotes(text[start:], lambda part: CHANGED.sub(lambda m: change(m, changes, draw), part))
        paragraphs.append(_rename(text[:start] + tail, names))
    return "\n\n".join(paragraphs) + "\n"


def _heading_end(report: Report, span: Span) -> int:
    """Return how many characters of the paragraph belong to a heading."""
    within = [h.span for h in report.headings if h.span.start < span.end and h.span.end > span.start]
    return max((min(h.end, span.end) - span.start for h in within), default=0)


def _outside_quotes(text: str, change: Callable[[str], str]) -> str:
    parts, at = [], 0
    for match in QUOTED.finditer(text):
        parts += [change(text[at : match.start()]), match[0]]
        at = match.end()
    return "".join([*parts, change(text[at:])])


def _rename(text: str, names: _Renaming) -> str:
    """Rename; a name in capitals stays in capitals, small letters are no name."""
    kinds = "|".join((*UNITS, "tỉnh"))
    text = _replace(text, names.everywhere, "")
    text = _outside_quotes(text, lambda part: _replace(part, names.unquoted, ""))
    return _replace(text, names.after_kind, rf"(?<=\b(?:{kinds})\s+)")


def _replace(text: str, new: Mapping[str, str], before: str) -> str:
    if not new:
        return text
    by_key = {old.lower(): name for old, name in new.items()}
    longest = sorted(by_key, key=lambda old: -len(old))
    pattern = rf"{before}(?<!\p{{L}})(?:{'|'.join(map(re.escape, longest))})(?!\p{{L}})"

    def rename(match: re.Match[str]) -> str:
        name = by_key[match[0].lower()]
        if not match[0][0].isupper():
            return match[0]
        return name.upper() if match[0].isupper() else name

    return re.sub(pattern, rename, text, flags=re.IGNORECASE)


def change(match: re.Match[str], changes: dict[str, str], draw: random.Random) -> str:
    """Return what stands in the place of a match of :data:`CHANGED`; the same is changed alike, by way of ``changes``."""
    old = match[0]
    if match["kept"]:
        return old
    if match["day"]:
        new = _part(match["day"], 28, draw) + match["between"] + _part(match["month"], 12, draw)
    elif match["holiday"]:
        day, month = old.split("/")
        new = f"{_part(day, 28, draw)}/{_part(month, 12, draw)}"
    elif match["alone"]:
        new = _part(old, 12, draw)
    else:
        new = _figure(old, draw)
    return changes.setdefault(old, new)


def _part(old_text: str, most: int, draw: random.Random) -> str:
    """Return another day or month, with a leading zero if the old one had one."""
    old = int(old_text)
    new = draw.choice([n for n in range(1, most + 1) if n != old and (n > 9) == (old > 9)])
    return f"{new:0{len(old_text)}d}"


def _figure(old: str, draw: random.Random) -> str:
    """Return another figure with as many digits and the same separators; a leading zero stays one."""
    first = len(old) - len(old.lstrip("0"))
    while True:
        characters = [
            char if not char.isdigit() or at < first else str(draw.randint(1 if at == first else 0, 9))
            for at, char in enumerate(old)
        ]
        new = "".join(characters)
        if new != old or not any(char.isdigit() for char in old[first:]):
            return new
