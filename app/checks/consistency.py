"""One word in two spellings: "Đảng uỷ" and "Đảng ủy", "Ủy ban nhân dân" and "Ủy ban Nhân dân"."""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Iterator

import regex as re

from app.checks.model import Finding, FindingKind, Sheet
from ingest.language.bodies import body_forms
from ingest.language.spelling import fold

WORD = re.compile(r"(?<![\p{L}\d&/.\-])\p{L}++(?![\p{L}\d&]|[/\-.]\p{L})")
SHOWN = 12  # words told in one finding; the first places of as many


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield at most one finding: the words and names of bodies that the report spells in two ways, the usual one first."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    first: dict[str, tuple[int, int]] = {}
    for spelling, key, span in (*_words(sheet.text), *_bodies(sheet.text)):
        forms[key][spelling] += 1
        first.setdefault(spelling, span)
    mixed = {key: counts.most_common() for key, counts in forms.items() if len(counts) > 1}
    if not mixed:
        return
    often = sorted(mixed.values(), key=lambda counts: -sum(times for _, times in counts))
    examples = ["/".join(f"“{spelling}” ({times} lần)" for spelling, times in counts) for counts in often[:SHOWN]]
    more = f" và {len(often) - SHOWN} từ khác" if len(often) > SHOWN else ""
    quotes = [sheet.quote(*first[spelling]) for counts in often[:SHOWN] for spelling, _ in counts[:2]]
    message = f"Một từ viết hai cách, nên dùng một cách trong cả báo cáo: {'; '.join(examples)}{more}."
    yield Finding(FindingKind.WORDING, message, tuple(dict.fromkeys(quotes)))


def _words(text: str) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """Words by their one spelling; the case of letters is no matter."""
    for match in WORD.finditer(text):
        small = match[0].lower()
        yield small, fold(small), match.span()


def _bodies(text: str) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """Names of kinds of bodies by how their inner words are capitalised; lines in capitals tell nothing."""
    for match in _body_names().finditer(text):
        if not match[0].isupper() and match[0][0].isupper() and "\n" not in match[0]:
            folded = fold(match[0])
            letters = "".join("A" if letter.isupper() else "a" for letter in match[0])
            spelling = _in_one_spelling(folded, letters)
            yield spelling, f"={folded}", match.span()


def _in_one_spelling(folded: str, letters: str) -> str:
    """Return folded words with the capitals that were written, so that the place of tones makes no difference here."""
    if len(folded) != len(letters):
        return folded
    return "".join(letter.upper() if case == "A" else letter for letter, case in zip(folded, letters, strict=True))


@functools.cache
def _body_names() -> re.Pattern[str]:
    kinds = {form for forms in body_forms().values() for form in forms if len(form.split()) > 2}
    every = "|".join(re.escape(kind).replace(r"\ ", r"\s") for kind in sorted(kinds, key=len, reverse=True))
    return re.compile(rf"(?<!\p{{L}})(?:{every})(?!\p{{L}})", re.IGNORECASE)
