"""What a place is called where the office is asked for its new value: short, in the report's own words."""

from __future__ import annotations

import regex as re

from ingest.facts.model import Fact
from ingest.facts.prose import GAP
from ingest.language.quantity import Quantity
from ingest.language.text import fold_spaces

LONGEST = 24  # words of a name
NEAR = 9  # words before a place that name it
FIGURE = re.compile(r"(?<!\p{L})\d[\d.,/]*+(?:\s?%)?")
STOP = re.compile(r"[,;:.()]")
CLAUSE = re.compile(r"[;:.(]\s")
ENDS = " ,;:.–-(“”\"'"


def name_of(fact: Fact | None, text: str, start: int, stop: int) -> str:
    """Return what a figure is of: row and column of a table, or the words around it, other figures left out."""
    if fact is not None and fact.title:
        return _short(f"{fact.name} – {fact.title}" if fact.name else fact.title, LONGEST)
    before = fold_spaces(FIGURE.sub(" ", CLAUSE.split(text[:start])[-1])).replace(" ,", ",").split()[-NEAR:]
    after = STOP.split(text[stop:])[0].split()[: NEAR // 2]
    return _short(f"{' '.join(before)} {GAP} {' '.join(after)}", LONGEST)


def unit_of(fact: Fact | None, quantity: Quantity | None) -> str:
    """Return the unit as it is printed beside the figure; "" where there is none."""
    if quantity is None:
        return ""
    if quantity.unit == "đồng":
        scale = {9: "tỷ đồng", 6: "triệu đồng", 3: "nghìn đồng"}.get(fact.scale if fact else quantity.scale, "đồng")
        return f"{scale}/{quantity.per}" if quantity.per else scale
    unit = quantity.unit or (fact.unit if fact else "")
    return f"{unit}/{quantity.per}" if unit and quantity.per else unit


def _short(name: str, most: int) -> str:
    words = fold_spaces(name).strip(ENDS).split()
    return " ".join(words if len(words) <= most else [*words[: most - 4], "…", *words[-3:]]).strip(ENDS.replace("…", ""))
