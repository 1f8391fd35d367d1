"""Whether the search for wording puts together what is one formula, and tells fields right: against pairs judged by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.assistant import Assistant
from app.wording.filters import fields_of
from app.wording.search import search

EVERY = 48  # groups looked at for a query: all that the search makes


@dataclass(frozen=True, slots=True)
class Grouping:
    """Judged pairs that met in the results of a query, by what became of them, and pairs put together but not judged.

    ``right``: together and one formula; ``wrong``: together, though not; ``split``: one formula, yet apart;
    ``apart``: apart, and rightly so. Each pair is a line to read.
    """

    right: tuple[str, ...]
    wrong: tuple[str, ...]
    split: tuple[str, ...]
    apart: tuple[str, ...]
    unjudged: tuple[str, ...]

    @property
    def precision(self) -> float:
        """Return the share of pairs put together that are one formula; 1 where no pair was put together."""
        return len(self.right) / ((len(self.right) + len(self.wrong)) or 1) if self.right or self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Return the share of pairs of one formula that were put together; 1 where no pair is of one formula."""
        return len(self.right) / ((len(self.right) + len(self.split)) or 1) if self.right or self.split else 1.0


def measure(judged: Path, assistant: Assistant) -> Grouping:
    """Search for every query of the file and compare the groups with its pairs; a pair counts once, together if ever."""
    truth = json.loads(judged.read_text(encoding="utf-8"))
    together: dict[int, bool] = {}
    unjudged: dict[str, None] = {}
    for query in truth["queries"]:
        points = [
            (n, Path(place.passage.file).stem, place.quote)
            for n, group in enumerate(search(assistant, query, limit=EVERY))
            for place in group.places
        ]
        for at, (group, report, quote) in enumerate(points):
            for other, its_report, its_quote in points[at + 1 :]:
                number = _find_judged(truth["pairs"], (report, quote), (its_report, its_quote))
                if number is not None:
                    together[number] = together.get(number, False) or group == other
                elif group == other:
                    unjudged[f"{report}: {quote[:70]} | {its_report}: {its_quote[:70]}"] = None
    pairs: dict[tuple[bool, bool], list[str]] = {}
    for number, joined in together.items():
        pair = truth["pairs"][number]
        pairs.setdefault((joined, pair["same"]), []).append(" | ".join(map(": ".join, (pair["one"], pair["other"]))))
    right, wrong, split, apart = (
        tuple(pairs.get(kind, ())) for kind in ((True, True), (True, False), (False, True), (False, False))
    )
    return Grouping(right, wrong, split, apart, tuple(unjudged))


def _find_judged(pairs: list[dict[str, Any]], piece: tuple[str, str], other: tuple[str, str]) -> int | None:
    for number, pair in enumerate(pairs):
        for first, second in ((piece, other), (other, piece)):
            if _is(pair["one"], first) and _is(pair["other"], second):
                return number
    return None


def _is(side: list[str], piece: tuple[str, str]) -> bool:
    return side[0] == piece[0] and piece[1].startswith(side[1])


def fields(judged: Path, assistant: Assistant) -> Iterator[tuple[Mapping[str, Any], frozenset[str]]]:
    """Yield every judged section with the fields that its passages were given."""
    catalog = assistant.library.catalog
    passages = [p for identity in catalog.report_ids() for p in catalog.passages_of(identity)]
    for section in json.loads(judged.read_text(encoding="utf-8"))["fields"]:
        own = [p for p in passages if Path(p.file).stem == section["report"] and p.heading == section["heading"]]
        yield section, frozenset(name for passage in own for name in fields_of(passage))
