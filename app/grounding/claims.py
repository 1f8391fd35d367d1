"""What of a text can be held against another word by word: figures, document numbers, dates, names, quotations.

Figures know what they are said of: their unit, the words after them, the years and the places that govern them. "Năm
2024 huyện Lam Trà còn 41 hộ" says 41 of households, of 2024 and of Lam Trà.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import regex as re

from ingest.language.terms import TOKEN, figure, fold
from ingest.language.text import normalize
from ingest.language.unit_names import LOCAL, PROVINCE

# One way of writing what is written in several.
WRITINGS = [
    (re.compile(r"(?:\bngày\s+)?\b(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})\b", re.IGNORECASE), r"\1/\2/\3"),
    (re.compile(r"\btháng\s+(\d{1,2})(?:\s+năm\s+|\s*/\s*)(\d{4})\b", re.IGNORECASE), r"tháng \1/\2"),
    (re.compile(r"\bngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\b(?!\s*/)", re.IGNORECASE), r"ngày \1/\2"),
    (re.compile(r"(?<=\d|\s)km\s?[2²]", re.IGNORECASE), "kilômét vuông"),
    (re.compile(r"(?<=\d|\s)m\s?[2²](?!\d)", re.IGNORECASE), "mét vuông"),
    (re.compile(r"(?<=\d|\s)m\s?[3³](?!\d)", re.IGNORECASE), "mét khối"),
    (re.compile(r"(?<=\d)\s*+phần\s++trăm\b", re.IGNORECASE), "%"),
    (re.compile(r"(?<=\d\s?)(?:héc\s?-?ta|hecta)\b", re.IGNORECASE), "ha"),
]
YEAR = re.compile(r"(?:19|20)\d{2}")
DECIMAL_POINT = re.compile(r"^\d++\.\d{1,2}")  # a slip for the comma
YEAR_AFTER = re.compile(r"(?:^|\b(?:năm|đoạn|từ|đến|tới|kì|cuối|đầu|trước|sau|và)|[-–,(/:;])\s*$")  # what stands before one
UNIT = re.compile(
    r"\G\s*+(%|‰|tỉ\b|triệu\b|nghìn\b|ngàn\b|ha\b|kilômét vuông|km\b|mét vuông|mét khối|tấn\b|tạ\b|kg\b|đồng\b)"
)
AFTER = re.compile(r"\G\s*+((?:\p{L}++\s?){1,4})")  # words that say what is counted; they end with the clause
YEARS = re.compile(r"(?<![\d/.,])(?:19|20)\d{2}(?![\d.,]\d|/)(?:\s*(?:[-–]|đến(?: năm)?)\s*(?:19|20)\d{2}\b)?")
COMPARED = re.compile(r"\bso với\s++(?:\p{L}++\s++){0,4}$")  # before a year or place that the figure is only compared with
# "của tỉnh" in a district's report means more than the district, "toàn huyện" the district itself
BARE = re.compile(
    r"\b(?:[Tt]oàn|của|chung|[Cc]ả|trong|bình quân|địa bàn)\s+"
    r"(tỉnh|nước|quốc|huyện|xã|thị trấn|thị xã|phường)\b(?!\s+\p{Lu})"
)
WIDER = ("tỉnh", "nước", "quốc")
STOP = re.compile(r"[;:\n]|[.!?…](?=\s|$)")  # within these stretches a year or a place governs
PART = "¦"  # parts of a sentence that cite differently
CLAUSE = re.compile(rf"[;\n{PART}]|[.!?…](?=\s|$)")
PIECE = re.compile(r"[,;:\n]|[.!?…](?=\s|$)")
IN_BRACKETS = re.compile(r"[^()]{0,40}\(\s*(?:năm\s+)?$")
QUOTED = re.compile(r"[“\"]([^”\"“]{2,})[”\"]")
# Names: abbreviations; words of two syllables, the first with a capital ("Huân chương Lao động"); capitals in a row and
# the small syllable after them, which may be part of the name ("Giấy khen") or not.
ABBREVIATION = r"\p{Lu}[\p{Lu}&]+(?!\p{L})"
CAPITAL = r"\p{Lu}[\p{Ll}'’]*+(?!\p{L})"
NAME = re.compile(
    rf"(?<!\p{{L}})(?:{ABBREVIATION}"
    rf"|{CAPITAL}\s\p{{Ll}}++(?:\s{CAPITAL}\s\p{{Ll}}++)++"
    rf"|{CAPITAL}(?:\s{CAPITAL})*+(?:\s\p{{Ll}}++)?)"
)


@dataclass(frozen=True, slots=True)
class ClaimedFigure:
    """A figure, date or document number at [start, end) of the written text.

    ``key``: its one written form (2.815 is 2815). ``unit``: "%", "tỉ"…, or "". ``counted``: up to four words after it.
    ``years`` and ``places``: what governs it in its own sentence; empty where nothing does. ``before``: the year last
    said in sentences before. ``beside``: folded, the clause that it stands in, semicolon to semicolon.
    ``is_year``: whether it is written as a year is.
    """

    key: str
    written: str
    start: int
    end: int
    unit: str
    counted: tuple[str, ...]
    years: frozenset[str]
    places: frozenset[str]
    before: frozenset[str]
    beside: str
    is_year: bool

    @property
    def bare(self) -> bool:
        """Whether it is a figure proper: neither a date nor a document's number nor a year."""
        return self.key.replace(",", "").isdigit() and not self.is_year


@dataclass(frozen=True, slots=True)
class _Anchor:
    start: int
    end: int
    keys: frozenset[str]


def written(text: str) -> str:
    """Return a text with dates and units in one written form, capitals kept; other functions here take this."""
    result = normalize(text)
    for pattern, form in WRITINGS:
        result = pattern.sub(form, result)
    return result


def figures(text: str, own: tuple[str, str] = ("", ""), known: Iterable[str] = ()) -> list[ClaimedFigure]:
    """Return the figures, dates and document numbers of a written text, in order.

    :param own: kind and folded name of the place whose report it is: what "toàn huyện" means.
    :param known: folded names that are places also without their kind before them.
    """
    folded = _folded(text)
    tokens = [match for match in TOKEN.finditer(folded) if match.lastgroup != "word"]
    years, places = list(_years(folded)), _places(text, folded, own, known)
    spots = [match.start() for match in tokens]
    collected = []
    for match in tokens:
        key = _key(match, folded)
        unit = UNIT.match(folded, match.end())
        after = AFTER.match(folded, unit.end() if unit else match.end())
        governing = _governing(match, years, folded, spots)
        collected.append(
            ClaimedFigure(
                key,
                text[match.start() : match.end()],
                match.start(),
                match.end(),
                unit[1].replace("ngàn", "nghìn") if unit else "",
                tuple(after[1].split()) if after else (),
                governing,
                _governing(match, places, folded, spots),
                _said_before(match.start(), years),
                _clause(match, folded),
                bool(YEAR.fullmatch(match[0]) and YEAR_AFTER.search(folded[: match.start()])) and not unit,
            )
        )
    return collected


def parts(key: str) -> Iterator[str]:
    """Yield what else a figure's form states: 1/7/2025 also July, 2025; 95/118 also 95; 12/kh-ubnd also 12."""
    if "/" not in key:
        return
    pieces = key.split("/")
    if key.replace("/", "").isdigit() and len(pieces) == 3:
        day, month, year = pieces
        yield from (f"{month}/{year}", f"{day}/{month}", year, f"t{month}", f"n{day}", f"t{month}/{year}", f"n{day}/{month}")
    elif key.startswith(("t", "n")):
        yield from (key[1:], pieces[-1], f"t{pieces[-1]}", pieces[0])
    else:
        yield from (re.sub(r"^0+(?=\d)", "", piece) for piece in re.split(r"[/-]", key) if piece.isdigit())


def names(text: str) -> list[tuple[str, int]]:
    """Return the proper names of a written text with where they start; see :data:`NAME`."""
    return [(match[0], match.start()) for match in NAME.finditer(text)]


def quotations(text: str) -> list[tuple[str, int]]:
    """Return what stands between quotation marks, with where it starts."""
    return [(match[1], match.start()) for match in QUOTED.finditer(text)]


def places_named(text: str) -> list[tuple[str, str, int]]:
    """Return (kind, name, where) of the administrative units named with their kind, provinces too."""
    local = [(m[1].lower(), _name(m[2]), m.start()) for m in LOCAL.finditer(text)]
    return [*local, *(("tỉnh", _name(m[1]), m.start()) for m in PROVINCE.finditer(text))]


def _name(raw: str) -> str:
    """Return at most the first four words of a name as found."""
    return " ".join(raw.split()[:4])


def _folded(text: str) -> str:
    folded = fold(text)
    return folded if len(folded) == len(text) else text.lower()[: len(text)].ljust(len(text))


def _key(match: re.Match[str], folded: str) -> str:
    key = figure(match[0]) if match.lastgroup != "document" else re.sub(r"\s", "", match[0]).lstrip("0")
    if match.lastgroup == "figure":
        if DECIMAL_POINT.fullmatch(key):
            key = key.replace(".", ",")
        before = folded[max(0, match.start() - 7) : match.start()]
        if re.search(r"\btháng\s+$", before):
            return f"t{key}"
        if re.search(r"\bngày\s+$", before):
            return f"n{key}"
    return key


def _years(folded: str) -> Iterator[_Anchor]:
    for match in YEARS.finditer(folded):
        if not COMPARED.search(folded[max(0, match.start() - 40) : match.start()]):
            yield _Anchor(match.start(), match.end(), frozenset(YEAR.findall(match[0])))


def _places(text: str, folded: str, own: tuple[str, str], known: Iterable[str]) -> list[_Anchor]:
    anchors = [_Anchor(at, at + len(kind) + 1 + len(name), frozenset({fold(name)})) for kind, name, at in places_named(text)]
    for name in filter(None, set(known)):
        spots = re.finditer(rf"(?<!\p{{L}}){re.escape(name)}(?!\p{{L}})", folded)
        anchors += [_Anchor(m.start(), m.end(), frozenset({name})) for m in spots]
    for match in BARE.finditer(text):
        kind = match[1]
        value = own[1] if kind == own[0] else f"@{kind}" if kind in WIDER else ""
        anchors += [_Anchor(match.start(), match.end(), frozenset({value}))] if value else []
    kept = [anchor for anchor in anchors if not COMPARED.search(folded[max(0, anchor.start - 40) : anchor.start])]
    return sorted(kept, key=lambda anchor: anchor.start)


def _governing(match: re.Match[str], anchors: Sequence[_Anchor], folded: str, spots: Sequence[int]) -> frozenset[str]:
    """Return what the nearest anchor before in the sentence says, and one right after, which alone counts in brackets."""
    keys: frozenset[str] = frozenset()
    for anchor in anchors:
        if anchor.start >= match.start():
            break
        if anchor.end <= match.start() and not STOP.search(folded, anchor.end, match.start()):
            keys = anchor.keys
    for anchor in anchors:
        if anchor.start < match.end():
            continue
        between = folded[match.end() : anchor.start]
        if PIECE.search(between) or any(match.end() <= spot < anchor.start for spot in spots):
            break
        return anchor.keys if IN_BRACKETS.search(between) else keys | anchor.keys
    return keys


def _said_before(at: int, years: Sequence[_Anchor]) -> frozenset[str]:
    return next((anchor.keys for anchor in reversed(years) if anchor.end <= at), frozenset())


def _clause(match: re.Match[str], folded: str) -> str:
    ends = [end.start() for end in CLAUSE.finditer(folded)]
    begin = max((end + 1 for end in ends if end < match.start()), default=0)
    return folded[begin : min((end for end in ends if end >= match.end()), default=len(folded))]
