"""Abbreviations that nothing spells out, and those that are a slip of a letter away from a known one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import regex as re
from rapidfuzz.distance import DamerauLevenshtein

from app.checks.knowledge import knowledge
from app.checks.model import Finding, FindingKind, Sheet
from index.query.glossary import glossary
from ingest.language.enumerators import roman_value
from ingest.language.syllables import is_syllable

SHORT = re.compile(r"(?<![\p{L}\d/.\-–])(\p{Lu}{3,}+(?:-\p{Lu}{2,}+)*|\p{Lu}{2}(?:-\p{Lu}{2,}+)+)(?![\p{L}/&]|-?\d)")
WORD = re.compile(r"\p{L}+")
SHORTEST_SLIP = 4  # letters: shorter ones are a letter apart from one another anyway
LONGEST = 40  # letters of an abbreviation that may be a slip for another
OFTEN = 5  # times: an abbreviation used so often is no slip
IN_BRACKETS = re.compile(r"\((\p{Lu}{2,60}+(?:-\p{Lu}{2,60}+){0,20})\)")
ONSETS = ("ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr")


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every abbreviation that is misspelt, or spelled out nowhere or only later."""
    used = _used(sheet)
    counts = Counter(short for short, _ in used)
    usual = _usual(counts)
    explained = {match[1]: match.start() for match in reversed([*IN_BRACKETS.finditer(sheet.text)])}
    initials = _initials(sheet.text)
    reported: set[str] = set()
    for short, at in used:
        if short in reported:
            continue
        reported.add(short)
        place = sheet.quote(at, at + len(short))
        is_known = _is_known(short)
        near = None if is_known or counts[short] > 1 else _intended(short, usual)
        if near:
            yield Finding(FindingKind.ABBREVIATION, f"“{short}” có thể gõ sai: báo cáo dùng “{near}”.", (place,))
            continue
        spelled = explained.get(short, -1)
        if is_known or _spelled_by(short, initials):
            continue
        if spelled < 0:
            yield Finding(FindingKind.ABBREVIATION, f"“{short}” không được viết đầy đủ ở đâu trong báo cáo.", (place,))
        elif spelled > at:
            later = sheet.quote(spelled, spelled + len(short) + 2)
            yield Finding(FindingKind.ABBREVIATION, f"“{short}” dùng trước khi được viết đầy đủ.", (place, later))


def _used(sheet: Sheet) -> list[tuple[str, int]]:
    """The abbreviations of running text with their places; lines in capitals hold none that can be told."""
    places = []
    for sentence in sheet.body:
        letters = [c for c in sentence.text if c.isalpha()]
        if not letters or sum(c.isupper() for c in letters) > len(letters) / 2:
            continue
        for match in SHORT.finditer(sentence.text):
            word = is_syllable(match[1].lower())  # written large, not shortened
            if roman_value(match[1]) is None and not word and not _in_capitals(sentence.text, match):
                places.append((match[1], sentence.start + match.start()))
    return places


def _in_capitals(text: str, match: re.Match[str]) -> bool:
    """A word in capitals beside another: a heading run into the text, not an abbreviation."""
    before, after = text[: match.start()].split()[-1:], text[match.end() :].split()[:1]
    beside = [word for word in (*before, *after) if len(word) > 1 and word.isupper() and word.isalpha()]
    return any(_has_vowel(word) for word in beside) and _has_vowel(match[1])


def _has_vowel(word: str) -> bool:
    return re.search(r"[AĂÂEÊIOÔƠUƯY]", re.sub(r"\p{M}", "", word)) is not None


def _is_known(short: str) -> bool:
    plain = short.replace("-", "")
    terms = glossary()
    return any(terms.is_short(form.lower()) or form in knowledge().abbreviations for form in (short, plain)) or all(
        terms.is_short(part.lower()) or part in knowledge().abbreviations for part in short.split("-")
    )


def _usual(counts: Counter[str]) -> dict[str, list[str]]:
    """Return the abbreviations that the report uses often, by themselves and by what is left of each without one letter.

    Two words a letter apart, or with two letters exchanged, have one of these in common.
    """
    by_rest: dict[str, list[str]] = {}
    for short, times in counts.items():
        if times >= OFTEN:
            for rest in _without_a_letter(short):
                by_rest.setdefault(rest, []).append(short)
    return by_rest


def _without_a_letter(short: str) -> set[str]:
    return {short, *(short[:at] + short[at + 1 :] for at in range(len(short)))} if len(short) <= LONGEST else set()


def _intended(short: str, usual: Mapping[str, Sequence[str]]) -> str | None:
    """Return the abbreviation the report uses often and this one is a letter away from, None without one."""
    if len(short) < SHORTEST_SLIP:
        return None
    others = {other for rest in _without_a_letter(short) for other in usual.get(rest, ())}
    near = sorted(other for other in others if DamerauLevenshtein.distance(short, other) == 1)
    return next(filter(_is_known, near), None)


def _initials(text: str) -> str:
    """Return the first letters of the text's words in capitals, one a word."""
    return "".join(word[0].upper() for word in WORD.findall(text))


def _spelled_by(short: str, initials: str) -> bool:
    """Say whether words in a row begin with its letters ("vật liệu xây dựng" for VLXD); four letters are proof enough."""
    plain = short.replace("-", "")
    return len(plain) >= 4 and plain in initials
