"""A name written once a slip apart from one that the report writes more often: "Lò Thị Kin" beside "Lò Thị Kim"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import regex as re

from app.checks.model import Finding, FindingKind, Sheet
from app.checks.one_slip import slip
from ingest.language.names import called_by
from ingest.language.spelling import fold
from ingest.language.syllables import is_syllable
from ingest.language.text import strip_marks

NAME = re.compile(r"(?<![\p{L}\d/&-])\p{Lu}\p{Ll}++(?:\s\p{Lu}\p{Ll}++){1,4}(?![\p{L}\d/&-])")
MORE = 2  # times that the other name is written, at least
MOST = 20  # names told in one finding


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield one finding with all names that may be misspelt."""
    places: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for sentence in sheet.sentences:
        for match in NAME.finditer(sentence.text):
            words, start = match[0].split(), match.start()
            while len(words) > 2 and fold(words[0]) in called_by():
                start += len(words[0]) + 1
                words = words[1:]
            name = tuple(fold(word) for word in words)
            places.setdefault(name, []).append((sentence.start + start, sentence.start + match.end()))
    often = Counter({name: len(spans) for name, spans in places.items()})
    misspelt = [(name, usual) for name in places if often[name] == 1 and (usual := _usual(name, often))]
    if misspelt:
        spellings = {name: sheet.text[places[name][0][0] : places[name][0][1]] for pair in misspelt for name in pair}
        names = ", ".join(f"“{spellings[name]}” (“{spellings[usual]}”?)" for name, usual in misspelt[:MOST])
        message = f"Tên viết khác một chữ so với chỗ khác, xin xem có phải cùng một tên: {names}."
        yield Finding(FindingKind.SPELLING, message, tuple(sheet.quote(*places[name][0]) for name, _ in misspelt[:MOST]))


def _usual(name: Sequence[str], often: Counter[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the name written more often that is a slip away, () where there is none."""
    for other, times in often.most_common():
        if times < MORE:
            break
        if len(other) != len(name):
            continue
        differing = [(a, b) for a, b in zip(name, other, strict=True) if a != b]
        if len(differing) == 1 and _is_slip(*differing[0]):
            return other
    return ()


def _is_slip(written: str, meant: str) -> bool:
    """Say whether a part of a name may be another misspelt: by one slip, or as no syllable that has the same letters."""
    if slip(written, meant) is not None:
        return True
    return not is_syllable(written) and strip_marks(written) == strip_marks(meant)
