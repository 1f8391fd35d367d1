"""What OCR commonly gets wrong in Vietnamese, mended by the document's own words and by common compounds.

Tesseract loses or mistakes marks, most in capitals ("KET QUẢ", "THỊ ĐUA"), and reads a row of I as H or L ("HI." for
"III."). A word is changed only into one of the same letters without marks, where beside its neighbour the other form
stands many times in the same document and this one hardly ever; or where the pair is unknown as it was read and a
compound in the other form ("chỉ tiết", "chi tiết"). A full stop before a small letter is a speck, and so is a colon that
splits a compound ("thành: tích"). Figures are never touched.
"""

from __future__ import annotations

import statistics
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import regex as re

from ingest.language import compounds
from ingest.language.compounds import letters
from ingest.language.enumerators import roman_value
from ingest.language.syllables import is_syllable
from ingest.language.text import TONES
from ingest.readers.printed import PrintedLine

LEAST_PAIRS = 4  # times the other form must stand between both neighbours, twice as often beside one of them alone
TIMES = 10  # as often as the form that was read
SMALL = 0.86  # of the usual size on the page: small print, where a speck may be what is left of a footnote's mark
WORD = re.compile(r"\p{L}+|\d+")
ROMAN = re.compile(r"^(?!1+\s*[.)]|l\b)([IVXHLTUl1|!]{1,6})(?=\s*[.)]\s*\p{Lu}|\s*[-–]\s*\p{Lu}{2})")
BARE_ROMAN = re.compile(r"^([IVX]{2,6})(?=\s\p{Lu}{2})")  # its full stop was lost
STROKES = {"H": "II", "U": "II", "L": "I", "l": "I", "1": "I", "|": "I", "!": "I", "T": "I"}
SPECKS = re.compile(r"^(?:[^\w\s“\"(\-–+*•…]{1,2}+\s++)++(?=\w)|(?<!\s)\s{4,}+\S$")
BEFORE_NUMBER = re.compile(r"^[—–\-'`.]+\s*(?=\d{1,2}(?:\.\d{1,2})*[.)]\s*\p{Lu})")  # no list has both a dash and a number
STOPS = ("c", "ch", "p", "t")  # a syllable that ends so bears a tone mark
SPLIT = re.compile(r"(?<!\p{L})(\p{L}++)([.:]) (\p{Ll}+)")
CLOSE = re.compile(r"(?<=\p{Ll}{2}),(?=\p{L}{2})")
GLUED = re.compile(r"(?<![\p{L}\d./@])(\p{Ll}{2,})\.(\p{Ll}{2,})(?![\p{L}\d./@])")
DOTS = [(re.compile(r"(?<=[,;])\.(?=\s|$)"), ""), (re.compile(r"(?<=[\p{Ll},;] )\.(?=\p{L})"), "")]
THREE_DOTS = re.compile(r"(?<=[^\s.])\.{3}(?!\.)")  # Word makes one sign of them
SEEN = 3  # times that a pair may stand in the document, its own place included, and still be taken for an error
PAGE_NUMBER = 3  # characters of a lone word at the head or foot of a page


@dataclass(frozen=True, slots=True)
class _Place:
    """A word: its line among all lines, where it stands in it, its form in small letters."""

    line: int
    start: int
    end: int
    form: str


def repaired(pages: Mapping[int, list[PrintedLine]]) -> dict[int, list[PrintedLine]]:
    """Return the pages of one document mended, without their page numbers."""
    cleaned = {number: _without_number(_clean(page)) for number, page in pages.items()}
    lines = [line for page in cleaned.values() for line in page]
    texts = iter(in_sequence(_with_marks(_without_specks([line.text for line in lines]))))
    return {number: [replace(line, text=next(texts)) for line in page] for number, page in cleaned.items()}


def _clean(page: list[PrintedLine]) -> list[PrintedLine]:
    usual = statistics.median([line.size for line in page])
    cleaned = [replace(line, text=BEFORE_NUMBER.sub("", line.text)) for line in page]
    return [replace(line, text=SPECKS.sub("", line.text)) if line.size >= SMALL * usual else line for line in cleaned]


def _without_number(page: list[PrintedLine]) -> list[PrintedLine]:
    """Drop a page number, also one that was read as a letter."""
    if len(page) > 1 and len(page[0].text) <= PAGE_NUMBER:
        page = page[1:]
    if len(page) > 1 and len(page[-1].text) <= PAGE_NUMBER:
        page = page[:-1]
    return page


def _with_marks(texts: list[str]) -> list[str]:
    """Give words the marks that they have elsewhere beside the same neighbours."""
    places = [_Place(n, m.start(), m.end(), _form(m[0])) for n, text in enumerate(texts) for m in WORD.finditer(text)]
    forms = [place.form for place in places]
    pairs = Counter(
        (place.form, after.form)
        for place, after in zip(places, places[1:], strict=False)
        if _side_by_side(texts, place, after)
    )
    alike: dict[str, set[str]] = defaultdict(set)
    for form in set(forms):
        if _proper(form):
            alike[letters(form)].add(form)
    mended = list(texts)
    for at in reversed(range(len(places))):  # from the end, so that places before keep their offsets
        before, own, after = forms[at - 1] if at else "", forms[at], forms[at + 1] if at + 1 < len(forms) else ""
        better = _better(before, own, after, alike[letters(own)] - {own}, pairs)
        place = places[at]
        text = mended[place.line]
        if better is None and (text[place.start : place.end].islower() or text[place.start : place.end].isupper()):
            better = _common(before, own, after, pairs)
        if better:
            mended[place.line] = text[: place.start] + _cased(better, text[place.start : place.end]) + text[place.end :]
    return mended


def _form(word: str) -> str:
    """Return a word in small letters; of a figure only its length counts."""
    return "0" * len(word) if word.isdecimal() else word.lower()


def _better(before: str, own: str, after: str, others: Iterable[str], pairs: Counter[tuple[str, str]]) -> str | None:
    """Return the other form that the neighbours ask for, None where they do not."""
    here = max(0, pairs[before, own] - 1) + max(0, pairs[own, after] - 1)
    counts = {form: pairs[before, form] + pairs[form, after] for form in others}
    best = max(counts, key=lambda form: (counts[form], form), default=None)
    if best is None:
        return None
    between = pairs[before, best] and pairs[best, after]
    needed = (LEAST_PAIRS + TIMES * here) * (1 if between else 2) if _proper(own) else 1 + here
    return best if counts[best] >= needed else None


def _common(before: str, own: str, after: str, pairs: Counter[tuple[str, str]]) -> str | None:
    """Return the form of a word that makes a compound with a neighbour, where as it was read it makes none."""
    if any(pair in compounds.known() or pairs[pair] > SEEN for pair in ((before, own), (own, after))):
        return None
    for pair, side in (((own, after), 0), ((before, own), 1)):
        compounds_alike = compounds.by_letters().get(_both(pair), ())
        if pairs[pair] and len(compounds_alike) == 1 and compounds_alike[0][1 - side] == pair[1 - side]:
            other = compounds_alike[0][side]
            sure = compounds_alike[0] in compounds.certain() or own.replace("ỉ", "i") == other or not _proper(own)
            # "khoẻ" and "khỏe" are two ways of writing one word
            return other if sure and sorted(_decomposed(own)) != sorted(_decomposed(other)) else None
    return None


def _both(pair: tuple[str, str]) -> tuple[str, str]:
    return letters(pair[0]), letters(pair[1])


def _without_specks(texts: list[str]) -> list[str]:
    """Take out full stops before small letters and colons within a compound; put the space back behind a comma."""

    def mend(match: re.Match[str]) -> str:
        before, sign, after = match[1].lower(), match[2], match[3]
        inside = (before, after) in compounds.known()
        stop = sign == "." and min(len(before), len(after)) > 1 and is_syllable(before) and is_syllable(after)
        return f"{match[1]} {after}" if inside or stop else match[0]

    def parted(match: re.Match[str]) -> str:
        return f"{match[1]} {match[2]}" if is_syllable(match[1]) and is_syllable(match[2]) else match[0]

    cleaned = []
    for text in texts:
        mended = GLUED.sub(parted, CLOSE.sub(", ", text))
        for speck, nothing in DOTS:
            mended = speck.sub(nothing, mended)
        cleaned.append(THREE_DOTS.sub("…", SPLIT.sub(mend, mended)))
    return cleaned


def _side_by_side(texts: list[str], place: _Place, after: _Place) -> bool:
    """Say whether nothing but space stands between two words."""
    if place.line == after.line:
        return not texts[place.line][place.end : after.start].strip()
    return after.line == place.line + 1 and place.end == len(texts[place.line]) and after.start == 0


def _proper(form: str) -> bool:
    """Say whether a word can stand so in print: "ket" and "cap" can only be typed so in haste."""
    return is_syllable(form) and not (form.endswith(STOPS) and form == unicodedata.normalize("NFC", _toneless(form)))


def _toneless(form: str) -> str:
    return "".join(c for c in _decomposed(form) if c not in TONES)


def _decomposed(form: str) -> str:
    return unicodedata.normalize("NFD", form)


def _cased(form: str, like: str) -> str:
    if like.isupper() and len(like) > 1:
        return form.upper()
    return form[0].upper() + form[1:] if like[0].isupper() else form


def _follows(roman: str, value: int) -> bool:
    return roman_value(roman) == value + 1


def in_sequence(texts: list[str]) -> list[str]:
    """Return the lines with the Roman numbers of headings mended, by their strokes and by their order."""
    mended = list(texts)
    headings: list[tuple[int, str, int]] = []  # line, what was read, value
    for n, text in enumerate(texts):
        if match := ROMAN.match(text):
            roman = "".join(STROKES.get(sign, sign) for sign in match[1])
            if headings and set(roman) == {"I"}:
                roman = roman[: len("III")]  # a stroke was read as two
            if value := roman_value(roman):
                mended[n] = roman + text[match.end(1) :]
                headings.append((n, roman, value))
        elif headings and text.isupper() and (match := BARE_ROMAN.match(text)) and _follows(match[1], headings[-1][2]):
            mended[n] = f"{match[1]}.{text[match.end() :]}"
            headings.append((n, match[1], headings[-1][2] + 1))
    for at in range(1, len(headings)):
        (n, roman, value), before = headings[at], headings[at - 1][2]
        after = headings[at + 1][2] if at + 1 < len(headings) else None
        lost = after == before + 2 or (after is None and value == 1)
        if value == before and lost and set(roman) == {"I"}:  # I, I, III, or I, I alone: a stroke was lost
            mended[n] = roman + "I" + mended[n][len(roman) :]
            headings[at] = (n, roman + "I", value + 1)
    return mended
