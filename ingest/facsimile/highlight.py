"""Where on a page a stretch of a report is printed: its words found again among the letters of the page.

What a report says and what a page's letters say differ in line breaks, spaces, hyphens, ligatures, decomposed or lost marks,
and now and then in a sign. So both are compared by their letters and figures alone, without marks or capitals; where that
finds nothing, the most similar stretch is taken.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from ingest.language.text import LOOKALIKES, strip_marks
from ingest.model import Report
from ingest.readers.printed import Box, Piece

AROUND = 300  # characters before and after that tell which of several places is meant
ALIKE = 75.0  # of 100: likeness of the most similar stretch; other sentences of a report reach 50-60
SHORTEST_ALIKE = 12  # letters of a quote that is looked for by likeness; a shorter one is found in other words too
STRAY = 12  # letters between two found ones that belong to something else, such as a page number or a note's mark
SAME_LINE = 0.5  # of the lower one's height that two boxes of one line share
WIDEST_GAP = 4.0  # of a line's height between two boxes of one line; more lies between columns
ASPECT = 1.414  # height of a page against its width, near enough to compare gaps with heights


@dataclass(frozen=True, slots=True)
class _Letters:
    """Letters and figures of a page, and for each the number of its piece."""

    text: str
    pieces: tuple[int, ...]


def parts(report: Report, start: int, end: int) -> dict[int, list[tuple[int, int]]]:
    """Return the stretches of ``text[start:end]`` by the page they stand on, in reading order.

    A format without pages, or an empty stretch, gives an empty dictionary.
    """
    turns = [offset for offset, _ in report.page_starts if start < offset < end]
    stretches: dict[int, list[tuple[int, int]]] = {}
    for a, b in zip([start, *turns], [*turns, end], strict=True):
        page = report.page_at(a)
        if page is not None and a < b:
            stretches.setdefault(page, []).append((a, b))
    return stretches


def boxes(pieces: Sequence[Piece], text: str, start: int, end: int) -> list[Box]:
    """Return boxes, one a printed line and from the top of the stretch on, that cover ``text[start:end]`` on a page.

    :param pieces: the letters or words of the page.
    :param text: of the whole report; what stands around the stretch tells which of several places is meant.
    :returns: an empty list where the page does not hold the stretch.
    """
    page = _letters(pieces)
    quote_key = key(text[start:end])
    if not quote_key or not page.text:
        return []
    at = _best_place(page.text, quote_key, key(text[max(0, start - AROUND) : start]), key(text[end : end + AROUND]))
    numbers = _alike(page, quote_key) if at is None else set(page.pieces[at : at + len(quote_key)])
    return _lines([pieces[n].box for n in _with_signs(pieces, numbers, text[start:end])])


def key(text: str) -> str:
    """Return the letters and figures of a text by which it is compared: without marks, in small letters."""
    plain = strip_marks(unicodedata.normalize("NFKC", text.translate(LOOKALIKES))).casefold()
    return "".join(c for c in plain if c.isalnum())


def _letters(pieces: Sequence[Piece]) -> _Letters:
    texts, owners = [], []
    for number, piece in enumerate(pieces):
        letters = key(piece.text)
        texts.append(letters)
        owners += [number] * len(letters)
    return _Letters("".join(texts), tuple(owners))


def _best_place(page: str, quote_key: str, before: str, after: str) -> int | None:
    """Return where the stretch stands; of several places the one whose surroundings fit best, None for none."""
    places = []
    at = page.find(quote_key)
    while at >= 0:
        places.append(at)
        at = page.find(quote_key, at + 1)

    def fits(place: int) -> int:
        end = place + len(quote_key)
        return _shared(before[::-1], page[:place][::-1]) + _shared(after, page[end : end + AROUND])

    return max(places, key=fits, default=None)


def _shared(text: str, other: str) -> int:
    """Return how many characters two texts begin with in common."""
    return next((n for n, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), min(len(text), len(other)))


def _alike(page: _Letters, quote_key: str) -> set[int]:
    """Return the pieces of the stretch of a page that is most similar; none where nothing is similar enough."""
    if len(quote_key) < SHORTEST_ALIKE:
        return set()
    likely = fuzz.partial_ratio_alignment(quote_key, page.text, score_cutoff=ALIKE)
    if likely is None:
        return set()
    first = max(0, likely.dest_start - STRAY)
    window = page.text[first : likely.dest_end + STRAY]
    blocks = [block for block in Indel.opcodes(quote_key, window) if block.tag == "equal"]
    if sum(block.src_end - block.src_start for block in blocks) < len(quote_key) * ALIKE / 100:
        return set()
    numbers: set[int] = set()
    end = None
    for block in blocks:
        start = block.dest_start if end is None or block.dest_start - end > STRAY else end  # what is between, if little
        numbers.update(page.pieces[first + start : first + block.dest_end])
        end = block.dest_end
    return numbers


def _with_signs(pieces: Sequence[Piece], piece_numbers: Iterable[int], quote: str) -> list[int]:
    """Return the numbers of the found pieces with the signs between them, and as many before and after as the quote has."""
    numbers = sorted(piece_numbers)
    if not numbers:
        return []
    joined = [numbers[0]]
    for number in numbers[1:]:
        between = range(joined[-1] + 1, number)
        if all(not key(pieces[n].text) for n in between):
            joined += [n for n in between if _is_sign(pieces[n])]
        joined.append(number)
    quoted = [n for n, c in enumerate(quote) if c.isalnum()]
    before = sum(not c.isspace() for c in quote[: quoted[0]])
    after = sum(not c.isspace() for c in quote[quoted[-1] + 1 :])
    return [*_signs(pieces, joined[0], -1, before)[::-1], *joined, *_signs(pieces, joined[-1], 1, after)]


def _signs(pieces: Sequence[Piece], at: int, step: int, most: int) -> list[int]:
    """Return the numbers of up to so many signs that stand beside a piece, spaces left out."""
    signs: list[int] = []
    while len(signs) < most and 0 <= (at := at + step) < len(pieces) and not key(pieces[at].text):
        if _is_sign(pieces[at]):
            signs.append(at)
    return signs


def _is_sign(piece: Piece) -> bool:
    return bool(piece.text.strip()) and piece.box.right > piece.box.left


def _lines(page_boxes: Iterable[Box]) -> list[Box]:
    """Join boxes in reading order to one a line."""
    lines: list[Box] = []
    for box in page_boxes:
        if lines and _on_line(lines[-1], box):
            lines[-1] = lines[-1].around(box)
        elif box.right > box.left or box.bottom > box.top:
            lines.append(box)
    return lines


def _on_line(line: Box, box: Box) -> bool:
    shared = min(line.bottom, box.bottom) - max(line.top, box.top)
    near = box.left - line.right <= WIDEST_GAP * line.height * ASPECT
    return near and box.right >= line.left and shared >= SAME_LINE * min(line.height, box.height)
