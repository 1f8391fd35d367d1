"""Equations as a line of text: "37/1.284 × 100 = 2,88%". Office's own markup (OMML) and the code of EQ fields."""

from __future__ import annotations

from collections.abc import Iterable

import regex as re
from lxml.etree import _Element

from ingest.language.text import fold_spaces
from ingest.readers.docx.names import TEXT, M
from ingest.readers.raised import RAISED

LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
SIMPLE = re.compile(r"[\p{L}\d.,%…]+|\([^()]*\)")  # needs no brackets in a fraction
EQ_SWITCH = re.compile(
    r"\\([a-z]{1,9}+)((?:\\[a-z]{1,9}+\d{0,9}+(?:\([^()]{0,40}+\))?){0,8})\(((?:[^()\\]|\\[,;()])*+)\)", re.IGNORECASE
)
DEEPEST = 20  # switches within one another


def linear(element: _Element) -> str:
    """Return an equation, or a part of one, as text."""
    return fold_spaces(_shown(element))


def of_code(code: str) -> str:
    r"""Return what the code of an EQ field shows: "\f(37;1.284)" is 37/1.284."""
    formula = code.strip()
    for _ in range(DEEPEST):
        formula, count = EQ_SWITCH.subn(_of_switch, formula)
        if not count:
            break
    return fold_spaces(re.sub(r"\\\*\s*\w+|\\[a-z]+", " ", formula, flags=re.IGNORECASE))


def _of_switch(match: re.Match[str]) -> str:
    name, inside = match[1].lower(), match[3]
    parts = (
        [part.strip() for part in re.split(r"(?<!\\)[;]", inside)]
        if ";" in inside
        else [part.strip() for part in inside.split(",")]
    )
    if name == "f" and len(parts) == 2:
        return fraction(parts[0], parts[1])
    if name == "r":
        return f"√{parts[-1]}"
    if name == "s" and "\\up" in match[2]:
        return raised(inside)
    return inside if name in ("s", "x", "b", "d", "l") else " ".join(parts)


def fraction(above: str, below: str) -> str:
    """Return "a/b", in brackets what is not one word or figure."""
    return "/".join(part if SIMPLE.fullmatch(part) else f"({part})" for part in (above, below))


def raised(text: str) -> str:
    """Return a text in raised signs where there are such, else behind a "^"."""
    lifted = text.translate(RAISED)
    return lifted if not any(c.isalnum() and c == old for c, old in zip(lifted, text, strict=True)) else f"^({text})"


def _shown(element: _Element) -> str:
    name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
    if element.tag in (f"{M}t", TEXT):
        return element.text or ""
    if name.endswith("Pr"):
        return ""
    if name == "f":
        return fraction(_part(element, "num"), _part(element, "den"))
    if name == "sSup":
        return _part(element, "e") + raised(_part(element, "sup"))
    if name == "sSub":
        return _part(element, "e") + _lowered(_part(element, "sub"))
    if name == "sSubSup":
        return _part(element, "e") + _lowered(_part(element, "sub")) + raised(_part(element, "sup"))
    if name == "rad":
        inside = _part(element, "e")
        return f"{_degree(element)}√{inside}" if SIMPLE.fullmatch(inside) else f"{_degree(element)}√({inside})"
    if name == "d":
        return _bracketed(element)
    if name == "nary":
        limits = "".join(f"{sign}({part})" for sign, at in (("_", "sub"), ("^", "sup")) if (part := _part(element, at)))
        return f"{_property(element, 'chr') or '∫'}{limits} {_part(element, 'e')}"
    if name in ("m", "eqArr"):
        rows = element.iterfind(f"{M}mr") if name == "m" else element.iterfind(f"{M}e")
        return "; ".join(_joined(row if name == "m" else [row]) for row in rows)
    return "".join(_shown(child) for child in element)


def _joined(cells: Iterable[_Element]) -> str:
    return " ".join(linear(cell) for cell in cells)


def _part(element: _Element, name: str) -> str:
    part = element.find(f"{M}{name}")
    return "" if part is None else linear(part)


def _lowered(text: str) -> str:
    lowered = text.translate(LOWERED)
    return lowered if not any(c.isalnum() and c == old for c, old in zip(lowered, text, strict=True)) else f"_{text}"


def _degree(element: _Element) -> str:
    degree = _part(element, "deg")
    return "" if degree in ("", "2") else raised(degree)


def _bracketed(element: _Element) -> str:
    begin, end, between = (_property(element, name) for name in ("begChr", "endChr", "sepChr"))
    inside = (between or "; ").join(linear(part) for part in element.iterfind(f"{M}e"))
    return f"{'(' if begin is None else begin}{inside}{')' if end is None else end}"


def _property(element: _Element, name: str) -> str | None:
    setting = element.find(f"{M}{element.tag.rpartition('}')[2]}Pr/{M}{name}")
    return None if setting is None else setting.get(f"{M}val", "")
