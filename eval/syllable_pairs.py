"""Counting which syllables follow one another (``prompts/syllable_pairs.txt``): in the invented reports and in two packages.

Only pairs and weights are kept. Pairs across a sign, a figure or a line are none, and so are those with a word that is no
Vietnamese syllable.
"""

from __future__ import annotations

import html
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import regex as re

from app.checks.word_pairs import WordPair
from ingest.language.spelling import fold
from ingest.language.syllables import is_syllable
from ingest.language.text import normalize

OWN = 2.0  # weight of a pair met once in a report
HELP, MOST = 0.3, 3.0  # of one in the help, and of one there however often, but for the logarithm of that
MODEL = 1.0  # of one that the segmenter knows
BREAK = re.compile(r"[^\p{L}\p{M} ]++")
ATTRIBUTE = re.compile(rb"T\[(?:0,1|-1,0|1,2|-2,-1|-1,1|-2,0|0,2)\](?:\.lower)?=([^\x00-\x1f]+)")
HEADER = """\
# Which syllables follow one another in Vietnamese, in small letters and one spelling (ingest.language.spelling.fold):
# a syllable and what follows it, each with twice its weight unless that is one. Written by `python -m eval
# syllable-pairs`. Counted in the invented reports of this project (eval/samples), in the Vietnamese help of LibreOffice
# (Debian's package libreoffice-help-vi 7.4.7, Mozilla Public License 2.0, the LibreOffice contributors) and among the
# features of the word segmenter of the package underthesea 9.5.0 (Apache License 2.0, its authors). Counts only: no
# text of them is kept.
"""


def runs(text: str) -> Iterator[list[str]]:
    """Yield the folded words of a text that stand side by side: no sign, figure or end of a line is between them."""
    for run in BREAK.split(normalize(text)):
        if words := fold(run).split():
            yield words


def counted(texts: Iterable[str]) -> Counter[WordPair]:
    """Return how often two syllables stand side by side in texts."""
    return Counter(
        pair
        for text in texts
        for words in runs(text)
        for pair in zip(words, words[1:], strict=False)
        if all(map(is_syllable, pair))
    )


def help_texts(folder: Path) -> Iterator[str]:
    """Yield the texts of the pages of help below a folder."""
    for file in sorted(folder.rglob("*.html")):
        page = re.sub(r"(?s)<(script|style)\b.*?</\1>", "\n", file.read_text(encoding="utf-8", errors="ignore"))
        yield html.unescape(re.sub(r"<[^<>]*+>", "\n", page))


def model_pairs(folder: Path) -> frozenset[WordPair]:
    """Return the pairs of syllables among the features of the segmenters (``*.bin``) below a folder."""
    found: set[WordPair] = set()
    for file in sorted(folder.rglob("*.bin")):
        texts = (match.decode("utf-8", "ignore") for match in ATTRIBUTE.findall(file.read_bytes()))
        found |= counted(texts).keys()
    return frozenset(found)


def weights(
    reports: Mapping[WordPair, int], helped: Mapping[WordPair, int], model: Iterable[WordPair]
) -> dict[WordPair, float]:
    """Return the weight of every pair."""
    total: Counter[WordPair] = Counter()
    for pair, times in reports.items():
        total[pair] += OWN * times  # type: ignore[assignment]
    for pair, times in helped.items():
        total[pair] += min(HELP * times, MOST + math.log(times))  # type: ignore[assignment]
    for pair in model:
        total[pair] += MODEL  # type: ignore[assignment]
    return dict(total)


def write(found: Mapping[WordPair, float], file: Path) -> None:
    """Write weights as :func:`app.checks.syllable_pairs.load` reads them."""
    lines: dict[str, list[str]] = {}
    for (first, second), weight in sorted(found.items()):
        twice = round(2 * weight)
        if twice:
            lines.setdefault(first, []).append(second if twice == 1 else f"{second}{twice}")
    file.write_text(HEADER + "".join(f"{first} {' '.join(rest)}\n" for first, rest in lines.items()), encoding="utf-8")
