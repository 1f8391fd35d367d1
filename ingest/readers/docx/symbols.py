"""Signs that Word keeps as places in a font of pictures (Wingdings, Symbol): turned into what a person sees.

The places are those of the fonts' own character sets, as Unicode's mapping of them gives.
"""

from __future__ import annotations

from lxml.etree import SubElement, _Element

from ingest.readers.docx.names import MC, R_PR, RUN, TEXT, W

PRIVATE = 0xF000  # where Word puts the places of such fonts
UNKNOWN = "▪"
_WINGDINGS = {
    0x20: " ", 0x4C: "☹", 0x4A: "☺", 0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "☐", 0x70: "☐", 0x71: "☐", 0x72: "☐", 0x75: "◆",
    0x76: "❖", 0x77: "◆", 0x78: "☒", 0x9F: "•", 0xA7: "▪", 0xA8: "☐", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓",
    0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x46: "☞", 0x26: "✍", 0x21: "✏", 0x28: "☎", 0x2A: "✉",
    0xAB: "★", 0x8C: "①", 0x8D: "②", 0x8E: "③", 0x8F: "④", 0x90: "⑤", 0x91: "⑥", 0x92: "⑦", 0x93: "⑧", 0x94: "⑨", 0x95: "⑩",
    0x81: "①", 0x82: "②", 0x83: "③", 0x84: "④", 0x85: "⑤", 0x86: "⑥", 0x87: "⑦", 0x88: "⑧", 0x89: "⑨", 0x8A: "⑩",
}  # fmt: skip
_WINGDINGS_2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x30: "☐", 0x97: "●", 0x9E: "•", 0xA3: "☐"}
_SYMBOL = {
    0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB7: "•", 0xB0: "°", 0xB9: "≠", 0xBB: "≈", 0xAE: "→", 0xAC: "←",
    0xAD: "↑", 0xAF: "↓", 0xDE: "⇒", 0xDB: "⇔", 0xA5: "∞", 0xB2: "″", 0xA2: "′", 0xBC: "…", 0x2D: "−", 0x57: "Ω", 0x53: "Σ",
    0x44: "Δ", 0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x6D: "µ", 0x70: "π", 0x73: "σ", 0x6C: "λ", 0x71: "θ", 0xD7: "⋅",
    0xE5: "∑", 0xD6: "√", 0xCE: "∈", 0xA8: "♦", 0xF0: "▪",
}  # fmt: skip
FONTS = {
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "symbol": _SYMBOL,
    "opensymbol": _WINGDINGS,
    "webdings": {0x61: "✓", 0x72: "✗", 0x63: "☐", 0x67: "■", 0x6E: "●"},
}


def sign(font: str, code: int) -> str:
    """Return the sign at a place in a font; that of Unicode for fonts that are no picture fonts."""
    table = FONTS.get(font.lower())
    own = code - PRIVATE if PRIVATE <= code < PRIVATE + 0x100 else code
    if table is None:
        table = _WINGDINGS if own != code else {}
    if own in table:
        return table[own]
    if font.lower() == "symbol" and own < 0x7F:
        return chr(own)
    return UNKNOWN if font.lower() in FONTS or own != code else chr(code)


def to_text(root: _Element) -> None:
    """Turn the signs of a part into text, in place."""
    for symbol in list(root.iter(f"{W}sym")):
        _replace(symbol, sign(symbol.get(f"{W}font", ""), _number(symbol.get(f"{W}char", ""))))
    for run in root.iter(RUN):
        fonts = run.find(f"{R_PR}/{W}rFonts")
        font = "" if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or ""
        for text in run.iterfind(TEXT):
            if font.lower() in FONTS and text.text:
                text.text = "".join(sign(font, ord(c)) if _is_place(c) else c for c in text.text)
            elif text.text:
                text.text = "".join(sign("", ord(c)) if ord(c) >= 0x100 and _is_place(c) else c for c in text.text)


def _is_place(letter: str) -> bool:
    """Say whether a letter can be a place in a font of pictures; a sign of Unicode, put there already, is none."""
    return not letter.isspace() and (ord(letter) < 0x100 or PRIVATE <= ord(letter) < PRIVATE + 0x100)


def _number(hexadecimal: str) -> int:
    try:
        return min(int(hexadecimal, 16), 0x10FFFF)
    except ValueError:
        return ord(UNKNOWN)


def _replace(element: _Element, text: str) -> None:
    element.tag = TEXT
    element.attrib.clear()
    element.text = text


def choose_alternates(root: _Element, understood: frozenset[str]) -> None:
    """Put in place of every choice that Word keeps twice the branch that is understood, the newer one before the older.

    :param understood: tags, one of which at least stands in a branch that can be read.
    """
    for alternate in reversed(list(root.iter(f"{MC}AlternateContent"))):
        parent = alternate.getparent()
        if parent is None:
            continue
        choices = [*alternate.iterfind(f"{MC}Choice"), *alternate.iterfind(f"{MC}Fallback")]
        chosen = next((choice for choice in choices if _holds(choice, understood)), choices[-1] if choices else None)
        at = parent.index(alternate)
        parent.remove(alternate)
        for child in reversed([] if chosen is None else list(chosen)):
            if isinstance(child.tag, str) and child.tag.endswith("}symEx"):
                code = next((value for name, value in child.attrib.items() if str(name).endswith("}char")), "")
                child = SubElement(parent, TEXT)
                child.text = chr(_number(str(code)))
            parent.insert(at, child)


def _holds(branch: _Element, understood: frozenset[str]) -> bool:
    return any(e.tag in understood or (isinstance(e.tag, str) and e.tag.endswith("}symEx")) for e in branch.iter())
