"""Word files typed in the code tables of the nineties, TCVN3 (fonts ".Vn…") and VNI ("VNI-…").

Their letters are stored as other signs ("hµ" for "hà"), told only by the font.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from docx.oxml.ns import qn
from lxml.etree import _Element

FONTS = (".Vn", "VNI-")
UNICODE = re.compile("[ĂăĐđƠơƯư\u1ea0-\u1ef9]")  # Vietnamese letters that neither table can produce
FEWEST_UNICODE = 0.01  # of the characters, in a text that is Unicode under a legacy font's name
_FONT, _ASCII = f"{qn('w:rPr')}/{qn('w:rFonts')}", qn("w:ascii")


def is_legacy(body: _Element, styles: _Element) -> bool:
    """Say whether most of a document's text is set in legacy fonts and holds no Vietnamese letters of Unicode."""
    usual = _usual_font(styles)
    total, legacy = 0, []
    for run in body.iter(qn("w:r")):
        text = "".join(piece.text or "" for piece in run.iter(qn("w:t")))
        total += len(text)
        if (_font([run.find(_FONT)]) or usual).startswith(FONTS):
            legacy.append(text)
    written = "".join(legacy)
    return len(written) > total / 2 and len(UNICODE.findall(written)) < FEWEST_UNICODE * len(written)


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
