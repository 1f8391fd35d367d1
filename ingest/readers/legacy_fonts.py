"""Word files typed in the code tables of the years before Unicode: TCVN3 (fonts ".Vn…") and VNI ("VNI-…").

Their letters are stored as other signs ("hµ" for "hà"). The text decides (:mod:`ingest.readers.encodings`), the font is a
hint: a legacy font may hold Unicode, and one paragraph several tables. Capitals of ".VnTimeH" are typed as small letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import regex as re
from docx.oxml.ns import qn
from lxml.etree import _Element

from ingest.readers import encodings
from ingest.readers.encodings import Encoding

HINTS = ((".Vn", Encoding.TCVN3), ("VNI-", Encoding.VNI))
CAPITALS = re.compile(r"^\.Vn.*H$")
_FONT, _ASCII = f"{qn('w:rPr')}/{qn('w:rFonts')}", qn("w:ascii")
TEXT, SOFT_HYPHEN = qn("w:t"), qn("w:softHyphen")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of text in one font: the elements that hold it (text and soft hyphens, which are TCVN3's ư)."""

    elements: tuple[_Element, ...]
    font: str

    @property
    def hint(self) -> Encoding | None:
        return next((encoding for prefix, encoding in HINTS if self.font.startswith(prefix)), None)

    @property
    def text(self) -> str:
        return "".join("\xad" if element.tag == SOFT_HYPHEN else element.text or "" for element in self.elements)


def to_unicode(parts: Sequence[_Element], styles: _Element) -> list[Encoding]:
    """Turn the text of these parts into Unicode, in place; return the code table of every stretch of text.

    :param parts: body and footnotes.
    """
    usual = _usual_font(styles)
    pieces = [piece for part in parts for piece in _pieces(part, usual)]
    texts = [piece.text for piece in pieces]
    code_tables = encodings.recognised(texts, hints=[piece.hint for piece in pieces])
    for piece, text, encoding in zip(pieces, texts, code_tables, strict=True):
        if encoding is not Encoding.UNICODE:
            _write(piece, text, encoding)
    return code_tables


def _pieces(part: _Element, usual: str) -> Iterator[_Piece]:
    """Yield the stretches of one paragraph that are in fonts of one kind."""
    for paragraph in part.iter(qn("w:p")):
        runs = [
            (_font([run.find(_FONT)]) or usual, tuple(piece for piece in run if piece.tag in (TEXT, SOFT_HYPHEN)))
            for run in paragraph.iter(qn("w:r"))
        ]
        for font, group in groupby((run for run in runs if run[1]), key=lambda run: run[0]):
            yield _Piece(tuple(element for _, elements in group for element in elements), font)


def _write(piece: _Piece, text: str, encoding: Encoding) -> None:
    """Put the converted text into the first text element; VNI's letters may lie across several."""
    unicode_text = encodings.converted(text, encoding)
    if encoding is Encoding.TCVN3 and CAPITALS.match(piece.font):
        unicode_text = unicode_text.upper()
    holders = [element for element in piece.elements if element.tag == TEXT]
    for element in piece.elements:
        element.text = ""
        if element.tag == SOFT_HYPHEN and not holders:  # a run that is a single ư
            element.tag = TEXT
            holders.append(element)
    holders[0].text = unicode_text


def _usual_font(styles: _Element) -> str:
    """Return the font of runs that name none: that of the default paragraph style, else that of the document."""
    default = [
        style.find(_FONT)
        for style in styles.iter(qn("w:style"))
        if style.get(qn("w:default")) in ("1", "true") and style.get(qn("w:type")) == "paragraph"
    ]
    return _font(
        [*default, *(fonts for defaults in styles.iter(qn("w:docDefaults")) for fonts in defaults.iter(qn("w:rFonts")))]
    )


def _font(fonts: Iterable[_Element | None]) -> str:
    return next((name for font in fonts if font is not None and (name := font.get(_ASCII))), "")
