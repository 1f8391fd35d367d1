"""Numbers of documents: "214/BC-UBND", "30/2020/NĐ-CP", "06/2022/QH15", "57-NQ/TW", "Nghị quyết 41".

The form of the State's numbers follows Nghị định 30/2020/NĐ-CP (Phụ lục I, mục II.3), that of normative documents puts the
year second, and the Party writes number-kind/body (Hướng dẫn 05-HD/VPTW). A number broken over lines is read as one.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import regex as re

from prompts import FOLDER, Tables, load

_GAP = r"\s{0,3}+"  # "80/ KH-UBND", "QĐ-\n\nUBND"
_NUMBER = r"(?<![\p{L}\d/.,])(?<!\d[-–])\d{1,5}+[a-zđ]?"
_CODE = r"\p{Lu}[\p{L}&\d]{0,11}+"
STATE = re.compile(
    rf"(?P<number>{_NUMBER}){_GAP}/{_GAP}(?:(?P<year>(?:19|20)\d{{2}}){_GAP}/{_GAP})?"
    rf"(?P<symbol>{_CODE}(?:{_GAP}[-–]{_GAP}{_CODE}){{0,3}}+)(?![\p{{L}}\d])"
)
PARTY = re.compile(
    rf"(?P<number>{_NUMBER}){_GAP}[-–]{_GAP}(?P<symbol>\p{{Lu}}{{1,4}}\p{{L}}?{_GAP}/{_GAP}{_CODE}(?:-{_CODE})?+)(?!\p{{L}})"
)
SPACE = re.compile(r"\s+")
RESOLUTION = re.compile(r"(?i:nghị quyết|\bNQ)\s+(?:số\s+)?$")  # the resolutions of the National Assembly have its code, too
CODE = re.compile(r"[\p{L}&]+")


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A document's number at [start, end).

    ``number``: as counted, without leading noughts. ``kind``: the kind in small letters ("quyết định"), "công văn"
    for a symbol without a code of kind, "" where unknown. ``symbol``: what follows the number, in one form ("QĐ-UBND",
    "NQ/TW"), "" for a bare number. ``body``: code of the issuing body ("UBND", "TW"). ``year``: the year inside the number,
    "" where none. ``party``: whether it has the Party's form.
    """

    start: int
    end: int
    text: str
    number: str
    kind: str
    symbol: str
    body: str
    year: str = ""
    party: bool = False

    @property
    def key(self) -> str:
        """Its one form for comparing: "1846/QĐ-UBND", "57-NQ/TW", "30/2020/NĐ-CP"; kind and number for a bare one."""
        if not self.symbol:
            return f"{self.kind} {self.number}"
        return f"{self.number}{'-' if self.party else '/'}{f'{self.year}/' if self.year else ''}{self.symbol}"


@dataclass(frozen=True, slots=True)
class _Kinds:
    by_code: Mapping[str, str]
    called: re.Pattern[str]
    unnumbered: tuple[str, ...]


@functools.cache
def _kinds() -> _Kinds:
    return load(FOLDER / "documents.toml", _kinds_of)


def _kinds_of(tables: Tables) -> _Kinds:
    names, short = ("|".join(sorted(tables["called"][key], key=len, reverse=True)) for key in ("names", "short"))
    called = re.compile(
        rf"(?<!\p{{L}})(?:(?P<kind>{names})[^\S\n]+(?:số[^\S\n]+)?|(?P<brief>{short})[^\S\n]+số[^\S\n]+)(?P<number>\d{{1,5}}+)"
        r"(?![.,/]?\d|\s*%|[^\S\n]+(?:tỷ|tỉ|triệu|năm|tháng|ngày)(?!\p{L}))"
    )
    return _Kinds(dict(tables["kind"]), called, tuple(tables["unnumbered"]["names"]))


def kind_names() -> tuple[str, ...]:
    """Return the names of all kinds of documents in small letters, a longer one before the one it begins with."""
    return tuple(sorted({*_kinds().by_code.values(), *_kinds().unnumbered}, key=lambda name: (-len(name), name)))


def document_numbers(text: str) -> list[DocumentNumber]:
    """Return the document numbers of a text in order, none overlapping another; an empty text has none."""
    numbers: list[DocumentNumber] = []
    end = 0
    for candidate in sorted(_candidates(text), key=lambda candidate: (candidate.start, -candidate.end)):
        if candidate.start >= end:
            numbers.append(candidate)
            end = candidate.end
    return numbers


def _candidates(text: str) -> Iterator[DocumentNumber]:
    for match in STATE.finditer(text):
        symbol = SPACE.sub("", match["symbol"]).replace("–", "-")
        parts = [CODE.match(part)[0] for part in symbol.split("-")]  # type: ignore[index]
        if _is_symbol(parts, bool(match["year"])):
            number, year = match["number"].lstrip("0") or "0", match["year"] or ""
            kind = _kinds().by_code.get(parts[0], "công văn" if len(parts) > 1 else "")
            if parts[0] == "QH" and RESOLUTION.search(text[max(0, match.start() - 20) : match.start()]):
                kind = "nghị quyết"
            body = (
                symbol if parts[0] == "QH" else "-".join(symbol.split("-")[1:] if parts[0] in _kinds().by_code else [symbol])
            )
            yield DocumentNumber(*match.span(), match[0], number, kind, symbol, body, year)
    for match in PARTY.finditer(text):
        symbol = SPACE.sub("", match["symbol"])
        code, _, body = symbol.partition("/")
        number = match["number"].lstrip("0") or "0"
        if code in _kinds().by_code:
            yield DocumentNumber(*match.span(), match[0], number, _kinds().by_code[code], symbol, body, party=True)
    for match in _kinds().called.finditer(text):
        called = match["kind"] or match["brief"]
        kind = _kinds().by_code.get(called, called.lower())
        start, end = match.span("number")
        yield DocumentNumber(start, end, text[start:end], match["number"].lstrip("0") or "0", kind, "", "")


def _is_symbol(parts: list[str], dated: bool) -> bool:
    """Tell codes ("BC-SYT", "CTr") from words after a stroke ("12/Thôn Đông", "5/Sở Nội vụ")."""
    first = parts[0]
    coded = first in _kinds().by_code or (len(first) > 1 and first.isupper())
    return coded and (dated or len(parts) > 1 or first in _kinds().by_code)
