"""The number that a browser prints before an item of an ordered list."""

from __future__ import annotations

import regex as re
from lxml.etree import _Element

from ingest.readers.numbering import written

FORMS = {"I": "upperRoman", "i": "lowerRoman", "A": "upperLetter", "a": "lowerLetter", "1": "decimal"}
STYLES = {"upper-roman": "upperRoman", "lower-roman": "lowerRoman", "upper-alpha": "upperLetter",
          "upper-latin": "upperLetter", "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "decimal": "decimal",
          "decimal-leading-zero": "decimalZero", "none": "none"}  # fmt: skip
LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*(?:inside |outside )?([a-z-]+)", re.IGNORECASE)


def item_number(item: _Element) -> str:
    """Return an item's number, empty for one of another list."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return ""
    form = FORMS.get(item.get("type") or parent.get("type") or "", "decimal")
    for element in (parent, item):
        if style := LIST_STYLE.search(element.get("style", "")):
            form = STYLES.get(style[1].lower(), form)
    if form == "none":
        return ""
    items = [child for child in parent if child.tag == "li"]
    step = -1 if parent.get("reversed") is not None else 1
    number = _whole(parent.get("start"), len(items) if step < 0 else 1)
    for sibling in items:
        number = _whole(sibling.get("value"), number)
        if sibling is item:
            return f"{written(number, form)}."
        number += step
    return ""


def _whole(text: str | None, usual: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,5}", text.strip()) else usual
