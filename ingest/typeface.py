"""How wide a text is in Times New Roman, which Nghị định 30/2020/NĐ-CP (Phụ lục I, mục II) prescribes."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from functools import lru_cache

from ingest.language.text import strip_marks
from ingest.model import Line

# Advance widths of Times New Roman in thousandths of an em, from the font's metrics; 500 for what is not listed.
WIDTHS = {
    **dict.fromkeys("ijlt/;:", 278),
    **dict.fromkeys("acez", 444),
    **dict.fromkeys("fr()-IJ[]", 333),
    **dict.fromkeys(" .,", 250),
    **dict.fromkeys("CBR", 667),
    **dict.fromkeys("ELTZ", 611),
    **dict.fromkeys("FPS", 556),
    **dict.fromkeys("ADGHKNOQUVXY", 722),
    "s": 389,
    "m": 778,
    "w": 722,
    "M": 889,
    "W": 944,
    "“": 444,
    "”": 444,
    "'": 180,
    "%": 833,
    "…": 1000,
}
SPACE = 250  # the width of a space
LONGEST_VISUAL_LINE = 50_000  # an A4 line at 12 pt holds 39 em; a longer line is a paragraph by itself
SHORTEST_FULL_LINE = 15_000  # narrower than half a page, a column or a table says nothing of the page's width


@lru_cache(maxsize=65536)
def width(text: str) -> int:
    """Return the width of ``text`` in thousandths of an em of Times New Roman; marks add nothing."""
    return sum(WIDTHS.get(c, 500) for c in strip_marks(text))


def page_width(lines: Sequence[Line]) -> float:
    """Return the width of a full visual line: the 90th percentile of those that can be visual lines; 0 for too few."""
    widths = [
        w for line in lines if not line.whole and SHORTEST_FULL_LINE < (w := width(line.text.strip())) < LONGEST_VISUAL_LINE
    ]
    return statistics.quantiles(widths, n=10)[-1] if len(widths) > 10 else 0.0
