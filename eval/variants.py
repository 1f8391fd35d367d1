"""Reports for a library of any size, made of a few that were read once: the same but for the name of the place.

Reading a report takes a third of a second, and a million passages are some 20,000 reports. A name gives way to another of
as many characters, so every place in the text stays where it is.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pydantic import TypeAdapter

from eval.invented import Invented, invent, place_names
from ingest.model import Passage, Report

EACH = 10  # reports read of each seed
SHORT = 1300  # names of two syllables; there are too few of one length
START = r"(?:(?<=\\n)|(?<=\\t)|(?<!\w))"  # of a word within JSON, where a line's end is written with an "n"

FILE = "parts.json"  # beside a library: what was read for it
_PARTS = TypeAdapter(tuple[Report, tuple[Passage, ...]])


@dataclass(frozen=True, slots=True)
class Variant:
    """An invented report as read and cut; ``name``: the place's, without its kind; ``seed``: what it was made of."""

    report: Report
    passages: tuple[Passage, ...]
    name: str
    seed: Report


_READ = TypeAdapter(list[Variant])


def stored(folder: Path) -> list[Variant]:
    """Return what :func:`store` put into a folder; nothing where there is none."""
    file = folder / FILE
    return _READ.validate_json(file.read_bytes()) if file.exists() else []


def store(read: list[Variant], folder: Path) -> None:
    """Keep what was read, so that a run that goes on with a library need not read it again."""
    unfinished = folder / f"{FILE}.new"
    unfinished.write_bytes(_READ.dump_json(read))
    unfinished.replace(folder / FILE)


def to_read(seeds: Sequence[Report]) -> Iterator[Invented]:
    """Yield the invented reports to be read: :data:`EACH` of a seed, in turn."""
    yield from invent(seeds, SHORT + EACH * len(seeds), first=SHORT)


def variants(read: Sequence[Variant], seeds: Sequence[Report]) -> Iterator[Variant]:
    """Yield reports like those read, with other names, without end; the same ones always."""
    names_read = {variant.name for variant in read}
    waiting: dict[int, deque[str]] = defaultdict(deque)
    names = (name for name in islice(place_names(seeds), SHORT, None) if name not in names_read)
    while True:
        for variant in read:
            own = waiting[len(variant.name)]
            while not own:
                name = next(names)
                waiting[len(name)].append(name)
            yield renamed(variant, own.popleft())


def renamed(variant: Variant, name: str) -> Variant:
    """Return the variant as the report of another place.

    :raises ValueError: the names differ in length.
    """
    if len(name) != len(variant.name):
        raise ValueError(f"“{name}” không dài bằng “{variant.name}”")
    identity = hashlib.sha256(f"{variant.report.id}:{name}".encode()).hexdigest()
    text = _PARTS.dump_json((variant.report, variant.passages)).decode()
    for old, new in ((variant.name, name), (variant.name.upper(), name.upper())):
        text = re.sub(rf"{START}{re.escape(old)}(?!\w)", new, text)
    text = text.replace(variant.report.id, identity).replace(variant.report.id[:16], identity[:16])
    report, passages = _PARTS.validate_json(text)
    return Variant(report, passages, name, variant.seed)
