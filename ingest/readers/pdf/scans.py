"""What OCR gives of a page put together with what its letters give."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex as re

from ingest.language.syllables import is_syllable
from ingest.language.text import normalize
from ingest.readers import encodings
from ingest.readers.page_images import INCH, RESOLUTION
from ingest.readers.pdf.lines import COLUMN_GAP, GAP, TextLine
from ingest.readers.pdf.pages import PageText
from ingest.readers.pdf.places import Rectangle
from ingest.readers.pdf.words import Word
from ingest.readers.printed import Piece, PrintedLine

POINTS = INCH / RESOLUTION
LEAST_READ = 0.6  # of a line's words that are syllables or figures: of a seal or a photograph hardly any are
LAYER_INK = 0.3  # of a scan's ink that a text layer must stand on; specks and rules are the rest
MOST_WRONG = 0.1  # of the marked words of a text layer that may be no syllables: good ones have under .05
LEAST_MARKED = 0.4  # of the words of a page that is Vietnamese without doubt
FEWEST_WORDS = 8  # of a text layer that can be judged
DESCENDERS = re.compile(r"[gjpqyQụọạậặẹệợựịỵỤỌẠẬẶẸỆỢỰỊỴ,;()]")
LETTERS = re.compile(r"\p{L}+")
FIGURES = re.compile(r"[-+(]?\d[\d.,/%():-]*|\d{1,5}[/-][\p{Lu}\d&/-]{2,30}")  # "264/BC-SDL" too


def with_layer(page: PageText) -> PageText:
    """Return a page with the text layer of its scan, where that is Vietnamese and stands on the scan's print.

    What is left for OCR are the places with print that the layer leaves out.
    """
    if not page.layer or page.explained < LAYER_INK or not is_vietnamese(page.layer):
        return page
    return replace(page, words=[*page.words, *page.layer], layer=[], places=list(page.bare))


def is_vietnamese(words: Sequence[Word]) -> bool:
    """Say whether words are Vietnamese as it is written: most of them with marks, and all but a few of those syllables."""
    text = normalize(" ".join(word.text for word in words))
    marked, right = encodings.marked_words(text)
    plain = LETTERS.findall(text)
    return len(plain) >= FEWEST_WORDS and marked > LEAST_MARKED * len(plain) and right >= (1 - MOST_WRONG) * marked


# A page that is a scan, with some letters of its own


@dataclass(frozen=True, slots=True)
class _Laid:
    """A line and where it stands, in points of the page as shown."""

    line: PrintedLine
    place: Rectangle | None


def beside(page: PageText, own: Sequence[TextLine], read: Sequence[PrintedLine], texts: Sequence[str]) -> list[PrintedLine]:
    """Return the lines of a scan in OCR's order, with the page's own lines (and their ``texts``) where they stand.

    What OCR read of the page's own letters is left out: the file knows them better.
    """
    laid = [_Laid(line, _place(line, page)) for line in read]
    laid = [rest for scan in laid if (rest := _without(scan, page))]
    for line, text in zip(own, texts, strict=True):
        at = next(
            (n for n, scan in enumerate(laid) if scan.place is not None and _on_one_line(scan.place, line.place)), None
        )
        if at is not None:
            laid[at] = _joined(laid[at], laid[at].place or line.place, line, text)
            continue
        at = next(
            (n for n, scan in enumerate(laid) if scan.place is not None and scan.place.top > line.place.top), len(laid)
        )
        size = statistics.median([scan.line.size for scan in laid] or [line.size / POINTS])
        laid.insert(at, _Laid(PrintedLine(text, size, line.place.left / POINTS), line.place))
    return [scan.line for scan in laid]


def _place(line: PrintedLine, page: PageText) -> Rectangle | None:
    if not line.words:
        return None
    return Rectangle(
        min(w.box.left for w in line.words) * page.width,
        min(w.box.top for w in line.words) * page.height,
        max(w.box.right for w in line.words) * page.width,
        max(w.box.bottom for w in line.words) * page.height,
    )


def _without(laid: _Laid, page: PageText) -> _Laid | None:
    """Return a line without the words that are the page's own letters."""
    words = [word for word in laid.line.words if not _is_own(word, page)]
    if len(words) == len(laid.line.words):
        return laid
    if not words:
        return None
    line = replace(laid.line, text=normalize(" ".join(word.text for word in words)), words=tuple(words))
    return _Laid(line, _place(line, page))


def _is_own(word: Piece, page: PageText) -> bool:
    x, y = (word.box.left + word.box.right) / 2 * page.width, (word.box.top + word.box.bottom) / 2 * page.height
    return any(own.place.wider(1).holds(x, y) for own in page.words)


def _on_one_line(place: Rectangle, other: Rectangle) -> bool:
    high = min(place.bottom, other.bottom) - max(place.top, other.top)
    return high > 0.5 * min(place.height, other.height)


def _joined(laid: _Laid, place: Rectangle, line: TextLine, text: str) -> _Laid:
    """Put a page's own words into a line of OCR, which stands at ``place``: a number stamped into the blank left for it."""
    own, read = line.place, laid.line.text
    if own.left >= place.right:
        joined = f"{read}{_between(place.right, own.left, line.size)}{text}"
    elif own.right <= place.left:
        joined = f"{text}{_between(own.right, place.left, line.size)}{read}"
    else:
        at = round((own.left - place.left) / max(1.0, place.width) * len(read))
        cut = max(0, read.rfind(" ", 0, max(0, at) + 1))
        joined = f"{read[:cut]} {text} {read[cut:].lstrip()}".strip()
    return _Laid(replace(laid.line, text=joined), place.around(own))


def _between(end: float, start: float, size: float) -> str:
    return GAP if start - end > COLUMN_GAP * size else " "


# A page with letters and some pictures


def words_in(page: PageText, read: Sequence[PrintedLine], places: Sequence[Rectangle]) -> tuple[list[Word], list[Rectangle]]:
    """Return the words that OCR read in these places, upright as the page's own, and the places in which it read some."""
    words: list[Word] = []
    places_read: list[Rectangle] = []
    for line in read:
        inside = [(word, place) for word in line.words if (place := _around(word, page, places)) and not _is_own(word, page)]
        if not inside or not _reads([word.text for word, _ in inside]):
            continue
        places_shown = [_shown(word, page) for word, _ in inside]
        size = line.size * POINTS
        foot = statistics.median(
            place.bottom - (0.22 * size if DESCENDERS.search(word.text) else 0.0)
            for (word, _), place in zip(inside, places_shown, strict=True)
        )
        for (word, within), place in zip(inside, places_shown, strict=True):
            if any(c.isalnum() for c in word.text) or len(inside) > 1:
                (x0, y0), (x1, y1) = page.point(place.left, place.top), page.point(place.right, place.bottom)
                upright = Rectangle(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
                page.words[:] = [own for own in page.words if not (_is_sign(own) and upright.wider(2).holds(*own.middle))]
                words.append(Word(normalize(word.text), upright, page.point(place.left, foot)[1], size, True))
            if within not in places_read:
                places_read.append(within)
    return words, places_read


def _is_sign(word: Word) -> bool:
    return not any(c.isalnum() for c in word.text)


def _shown(word: Piece, page: PageText) -> Rectangle:
    box = word.box
    return Rectangle(box.left * page.width, box.top * page.height, box.right * page.width, box.bottom * page.height)


def _around(word: Piece, page: PageText, places: Sequence[Rectangle]) -> Rectangle | None:
    shown = _shown(word, page)
    x, y = (shown.left + shown.right) / 2, (shown.top + shown.bottom) / 2
    return next((place for place in places if place.wider(3).holds(x, y)), None)


def _reads(words: Sequence[str]) -> bool:
    """Say whether words are print and not what OCR makes of a picture."""
    legible = [word for word in words if any(c.isalnum() for c in word)]
    good = sum(
        FIGURES.fullmatch(word) is not None or any(map(is_syllable, LETTERS.findall(normalize(word).lower())))
        for word in legible
    )
    return bool(legible) and good >= LEAST_READ * len(legible)


def where(place: Rectangle, page: PageText) -> str:
    """Return where on its page a place lies, for the user."""
    middle = (place.top + place.bottom) / 2 / page.height
    return "đầu trang" if middle < 1 / 3 else "cuối trang" if middle > 2 / 3 else "giữa trang"
