"""``python -m eval.grammar``: the old figures of the checks beside those of :mod:`ingest.language`, text by text.

Every figure that only one of the two sees, or that the two read with another value or unit, is counted by its kind and may
be printed in its context. Since 81cb0c7 the checks use the new grammar themselves: old and new are compared at acc6345, and
today's counts say what the checks leave out (figures in words, unreadable ones).
``--sample`` draws quantities at random for judging by hand; its seed is fixed.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.checks import figures as old
from ingest.language.dates import Date
from ingest.language.documents import DocumentNumber
from ingest.language.labels import Label
from ingest.language.links import Reading
from ingest.language.quantities import quantities, read
from ingest.language.quantity import Quantity
from ingest.language.text import normalize

AROUND = 40  # characters shown before and behind
say = sys.stdout.write


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that the two grammars read otherwise: its kind, file, context, and both readings."""

    kind: str
    file: str
    context: str
    old: str
    new: str


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m eval.grammar", description="So hai ngữ pháp số liệu")
    parser.add_argument("files", type=Path, nargs="+", metavar="TỆP.txt")
    parser.add_argument("--show", default="", metavar="LOẠI", help="in từng khác biệt thuộc loại này ('all': mọi loại)")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="in N số liệu chọn ngẫu nhiên để chấm bằng tay")
    options = parser.parse_args(arguments)
    if options.sample:
        return _sample(options.files, options.sample)
    counted: Counter[str] = Counter()
    for file in options.files:
        text = normalize(file.read_text(encoding="utf-8"))
        for difference in differences(text, file.name):
            counted[difference.kind] += 1
            if options.show in (difference.kind, "all") and difference.kind != "same":
                say(
                    f"{difference.kind:24} {difference.file[:18]:18} …{difference.context}…  "
                    f"old: {difference.old}  new: {difference.new}\n"
                )
    for kind, count in counted.most_common():
        say(f"{count:6} {kind}\n")
    return 0


def differences(text: str, file: str) -> Iterator[Difference]:
    """Yield every figure of a text with how the two grammars read it; kind "same" where they agree."""
    new = read(text)
    was = list(old.figures(text))
    starts = {reading.numeral[0] if isinstance(reading, Quantity) else reading.start: reading for reading in new}
    for figure in was:
        reading = starts.get(figure.start) or next((other for other in new if other.start <= figure.start < other.end), None)
        context = _context(text, figure.start, figure.end)
        yield Difference(_kind(figure, reading), file, context, _describe_old(figure), _describe(reading))
    spans = [(figure.start, figure.end) for figure in was]
    for other in new:
        if isinstance(other, Quantity) and not any(a < other.end and other.start < b for a, b in spans):
            yield Difference(f"new only: {other.form}", file, _context(text, other.start, other.end), "", _describe(other))


def _kind(figure: old.CheckedFigure, reading: Reading | None) -> str:
    if reading is None:
        return "old only"
    if not isinstance(reading, Quantity):
        kinds = {Date: "date", DocumentNumber: "document number"}
        kind = f"label ({reading.kind})" if isinstance(reading, Label) else kinds[type(reading)]
        return f"old only: a {kind}"
    if reading.high is not None and figure.start >= reading.numeral[1]:
        return "same"  # the upper end of a range
    unit = "" if reading.unit and not reading.is_measure else reading.unit
    if reading.value != figure.value and reading.high != figure.value:
        return "other value"
    if (reading.whole or None) != figure.whole:
        return "other whole"
    return "same" if unit == figure.unit or not figure.unit else "other unit"


def _context(text: str, start: int, end: int) -> str:
    around = f"{text[max(0, start - AROUND) : start]}[{text[start:end]}]{text[end : end + AROUND]}"
    return " ".join(around.split())


def _describe_old(figure: old.CheckedFigure) -> str:
    return f"{figure.value}{f'/{figure.whole}' if figure.whole else ''} {figure.unit or figure.noun}"


def _describe(reading: Reading | None) -> str:
    if isinstance(reading, Quantity):
        whole, high = f"/{reading.whole}" if reading.whole else "", f"..{reading.high}" if reading.high else ""
        return f"{reading.value}{whole}{high} {reading.unit} ({reading.counted})"
    return f"{type(reading).__name__} {reading.text!r}" if reading else ""


def _sample(files: Sequence[Path], count: int) -> int:
    drawn = []
    for file in files:
        text = normalize(file.read_text(encoding="utf-8"))
        drawn += [(file.name, text, quantity) for quantity in quantities(text)]
    random.Random(29).shuffle(drawn)  # noqa: S311 - a sample, no secret
    for number, (name, text, quantity) in enumerate(drawn[:count], 1):
        flags = [str(flag) for flag in (quantity.bound, quantity.change, quantity.standing) if flag and flag != "exact"]
        say(
            f"{number:3} {name[:14]} …{_context(text, quantity.start, quantity.end)}…\n"
            f"      {_describe(quantity)} {' '.join(flags)}\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
