"""The nouns of a draft, free of any file format, and what a draft still lacks.

What is missing is worked out from the draft as it stands, so it is true after every change (:mod:`app.drafting.editing`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex as re

from app.drafting.called import names_of
from app.drafting.outline import Head
from app.drafting.request import Request
from app.wording.blanks import DRAWN, BlankedPiece, drawn
from ingest.language.terms import fold, tokens

COUNTED = re.compile(r"(?<![\d.,])(?!(?:19|20)\d{2}(?![\d.,]*\d))\d")  # the first digit of a figure that is no year
SHORT = 2  # letters of a word that tells no quantity by itself: "số", "tỷ"
TELLING = 0.7  # share of a quantity's words from which a paragraph with a figure tells it


@dataclass(frozen=True, slots=True)
class DraftText:
    """A stretch of a paragraph: pieces, and where they come from (None: the outline, the input or the drafter).

    ``own``: the drafter wrote or changed it. ``reports``: ids of the reports whose words it holds.
    """

    pieces: tuple[BlankedPiece, ...]
    source: str | None = None
    own: bool = False
    reports: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Return the words as they are printed, blanks as "[…]"."""
        return drawn(self.pieces)


@dataclass(frozen=True, slots=True)
class DraftParagraph:
    """A paragraph of the body; ``item``: a point of a list, printed with a dash."""

    texts: tuple[DraftText, ...]
    item: bool = False

    @property
    def text(self) -> str:
        """Return the words as they are printed, without the dash."""
        return " ".join(text.text for text in self.texts)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its mark and level, and the paragraphs below it; ``variant``: which wording was chosen for it."""

    mark: str
    head: Head
    title: str
    paragraphs: tuple[DraftParagraph, ...]
    variant: int = 0

    @property
    def blank(self) -> bool:
        """Say whether the section has no text but a blank."""
        return all(paragraph.text.strip() in ("", DRAWN) for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Annex:
    """A table of figures that goes behind the signature: title, heads of the columns, rows."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole draft."""

    request: Request
    title: str
    opening: str
    closing: str
    sections: tuple[Section, ...]
    annexes: tuple[Annex, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Return what the office still has to give: general facts, then section by section."""
        return tuple(line for _, line in missing(self))


def missing(draft: Draft) -> Iterator[tuple[int | None, str]]:
    """Yield what a draft lacks, in order, each with the number of its section (None: facts about the whole)."""
    for entry in draft.request.unknown:
        yield None, entry
    for name in _facts(draft):
        yield None, f"Thông tin chung: {name}"
    annexes = [fold(" ".join((annex.title, *(row[0] for row in annex.rows)))) for annex in draft.annexes]
    every = [place for section in draft.sections for place in _with_figures(section)]
    for at, section in enumerate(draft.sections):
        where = f"Mục “{section.title}”"
        if section.head.role and not _is_worded(section):
            yield at, f"{where}: chưa có câu mẫu phù hợp trong thư viện, hãy tự viết hoặc chèn từ giỏ"
        lacking = [name for name in section.head.figures if not _is_told(name, section, annexes, every)]
        if lacking:
            yield at, f"{where}: chưa có số liệu về {'; '.join(lacking)}"
        if not section.blank and any(DRAWN in paragraph.text for paragraph in section.paragraphs):
            yield at, f"{where}: còn chỗ trống {DRAWN} chưa điền"


def _facts(draft: Draft) -> Iterator[str]:
    request = draft.request
    needed = {
        "Số, ký hiệu văn bản": request.number,
        "Ngày ban hành": request.date,
        "Quyền hạn, chức vụ người ký": request.signer.authority and request.signer.title,
        "Họ tên người ký": request.signer.name,
        "Nơi nhận": request.recipients,
        "Văn bản yêu cầu báo cáo": DRAWN not in draft.opening,
        "Chỉ thị được tổng kết: số, ngày, cơ quan ban hành": DRAWN not in draft.title,
    }
    return (name for name, value in needed.items() if not value)


def _is_worded(section: Section) -> bool:
    """Say whether the section has a sentence, borrowed or of the drafter's own; figures alone do not count."""
    return any(text.source or text.own for paragraph in section.paragraphs for text in paragraph.texts)


def _is_told(name: str, section: Section, annexes: list[str], elsewhere: Sequence[str]) -> bool:
    """Say whether a figure is told: nearly all words of one of its names in the section, or the whole name in another."""
    places = [*_with_figures(section), *(annexes if section.head.annex else ())]
    return any(_has(called, places) or any(called in place for place in elsewhere) for called in names_of(name))


def _has(name: str, places: Sequence[str]) -> bool:
    words = [word for word in tokens(name) if len(word) > SHORT]
    return bool(words) and any(sum(word in place for word in words) >= TELLING * len(words) for place in places)


def _with_figures(section: Section) -> list[str]:
    """Return the paragraphs of a section that hold a figure, folded."""
    return [
        fold(paragraph.text)
        for paragraph in section.paragraphs
        if any(COUNTED.search(piece.text) for text in paragraph.texts for piece in text.pieces if piece.gap is None)
    ]
