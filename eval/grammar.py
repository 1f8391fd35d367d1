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
        for one in differences(text, file.name):
            counted[one.kind] += 1
            if options.show in (one.kind, "all") and one.kind != "same":
                say(f"{one.kind:24} {one.file[:18]:18} …{one.context}…  old: {one.old}  new: {one.new}\n")
    for kind, count in counted.most_common():
        say(f"{count:6} {kind}\n")
    return 0


def differences(text: str, file: str) -> Iterator[Difference]:
    """Yield every figure of a text with how the two grammars read it; kind "same" where they agree."""
    new = read(text)
    was = list(old.figures(text))
    starts = {one.numeral[0] if isinstance(one, Quantity) else one.start: one for one in new}
    for one in was:
        found = starts.get(one.start) or next((other for other in new if other.start <= one.start < other.end), None)
        context = _context(text, one.start, one.end)
        yield Difference(_kind(one, found), file, context, _old_shown(one), _shown(found))
    seen = [(one.start, one.end) for one in was]
    for other in new:
        if isinstance(other, Quantity) and not any(a < other.end and other.start < b for a, b in seen):
            yield Difference(f"new only: {other.form}", file, _context(text, other.start, other.end), "", _shown(other))


def _kind(one: old.CheckedFigure, found: Reading | None) -> str:
    if found is None:
        return "old only"
    if not isinstance(found, Quantity):
        kinds = {Date: "date", DocumentNumber: "document number"}
        kind = f"label ({found.kind})" if isinstance(found, Label) else kinds[type(found)]
        return f"old only: a {kind}"
    if found.high is not None and one.start >= found.numeral[1]:
        return "same"  # the upper end of a range
    unit = "" if found.unit and not found.is_measure else found.unit
    if found.value != one.value and found.high != one.value:
        return "other value"
    if (found.whole or None) != one.whole:
        return "other whole"
    return "same" if unit == one.unit or not one.unit else "other unit"


def _context(text: str, start: int, end: int) -> str:
    shown = f"{text[max(0, start - AROUND) : start]}[{text[start:end]}]{text[end : end + AROUND]}"
    return " ".join(shown.split())


def _old_shown(one: old.CheckedFigure) -> str:
    return f"{one.value}{f'/{one.whole}' if one.whole else ''} {one.unit or one.noun}"


def _shown(one: Reading | None) -> str:
    if isinstance(one, Quantity):
        whole, high = f"/{one.whole}" if one.whole else "", f"..{one.high}" if one.high else ""
        return f"{one.value}{whole}{high} {one.unit} ({one.counted})"
    return f"{type(one).__name__} {one.text!r}" if one else ""


def _sample(files: Sequence[Path], count: int) -> int:
    drawn = []
    for file in files:
        text = normalize(file.read_text(encoding="utf-8"))
        drawn += [(file.name, text, one) for one in quantities(text)]
    random.Random(29).shuffle(drawn)  # noqa: S311 - a sample, no secret
    for number, (name, text, one) in enumerate(drawn[:count], 1):
        flags = [str(flag) for flag in (one.bound, one.change, one.standing) if flag and flag != "exact"]
        say(f"{number:3} {name[:14]} …{_context(text, one.start, one.end)}…\n      {_shown(one)} {' '.join(flags)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
