"""The outline as read against a hand-made one: precision, recall and F1 of (label, title), and with the parent."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import regex as re

from index.folders import find_files
from ingest.language.text import normalize
from ingest.model import Report
from ingest.report import understand


@dataclass(frozen=True, slots=True)
class OutlineScore:
    """Scores of one file or of all; ``f1_placed`` counts a heading only below the right parent."""

    precision: float
    recall: float
    f1: float
    f1_placed: float


def compare(truth: Path, paths: Sequence[Path]) -> Iterator[tuple[str, OutlineScore]]:
    """Yield (file name, result) for every file that ``truth`` has an outline for, then ("tất cả", result)."""
    outlines = {name: report["outline"] for name, report in json.loads(truth.read_text(encoding="utf-8"))["reports"].items()}
    found_all: Counter[tuple[str, ...]] = Counter()
    true_all: Counter[tuple[str, ...]] = Counter()
    for file in find_files(paths):
        if file.stem in outlines:
            actual: Counter[tuple[str, ...]] = Counter((file.stem, *row) for row in read_outline(understand(file)))
            true: Counter[tuple[str, ...]] = Counter((file.stem, *row) for row in true_outline(outlines[file.stem]))
            yield file.name, _result(actual, true)
            found_all += actual
            true_all += true
    yield "tất cả", _result(found_all, true_all)


def read_outline(report: Report) -> list[tuple[str, str, str]]:
    """Return (label, title, parent's title) of the headings read, comparable."""
    titles = [comparable(heading.title) for heading in report.headings]
    return [
        (comparable(h.label), titles[i], titles[h.parent] if h.parent is not None else "")
        for i, h in enumerate(report.headings)
    ]


def true_outline(nodes: Sequence[dict[str, Any]], parent: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield the same of a hand-made outline."""
    for node in nodes:
        title = comparable(node["title"])
        yield comparable(node["label"]), title, parent
        yield from true_outline(node["children"], title)


def comparable(text: str) -> str:
    """Return ``text`` in NFC and small letters without punctuation, white space folded."""
    return re.sub(r"[\s\p{P}\p{S}]+", " ", normalize(text)).strip().lower()


def f1_placed(actual: Counter[tuple[str, str, str]], true: Counter[tuple[str, str, str]]) -> float:
    """Return F1 of (label, title, parent's title); 0 where there is nothing on both sides."""
    both = actual.total() + true.total()
    return 2 * (actual & true).total() / both if both else 0.0


def _result(actual: Counter[tuple[str, ...]], true: Counter[tuple[str, ...]]) -> OutlineScore:
    bare_found, bare_true = _without_parent(actual), _without_parent(true)
    right = (bare_found & bare_true).total()
    precision = right / bare_found.total() if bare_found else 0.0
    recall = right / bare_true.total() if bare_true else 0.0
    both = bare_found.total() + bare_true.total()
    return OutlineScore(
        precision, recall, 2 * right / both if both else 0.0, 2 * (actual & true).total() / both if both else 0.0
    )


def _without_parent(rows: Counter[tuple[str, ...]]) -> Counter[tuple[str, ...]]:
    bare: Counter[tuple[str, ...]] = Counter()
    for row, count in rows.items():
        bare[row[:-1]] += count
    return bare
