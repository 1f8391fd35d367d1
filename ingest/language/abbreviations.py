"""Abbreviations that a report spells out itself: in brackets, in a list of abbreviations, or by words it uses in full.

A short form stands for a phrase if its letters are the first letters of the phrase's words. Small words between them
("và", "của") may be left out, as Nghị định 30/2020/NĐ-CP has it in table I of Phụ lục III: TTATXH, BHXH, CBCCVC.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import regex as re

from ingest.language.enumerators import roman_value
from ingest.language.syllables import is_syllable
from ingest.language.terms import fold
from ingest.language.text import normalize, strip_marks

SHORTEST, LONGEST = 2, 8  # letters; longer runs of capitals are words of a title
SHORTEST_GUESS = 3  # letters: two fit too many phrases
OFTEN = 2  # times that a short form and its phrase stand in the report before one is held for the other
CLEARLY = 3  # times as often as any other phrase with these letters
FRAGMENT = 0.8  # of a phrase's places with one and the same word beside it: it is a part of a longer one
LEFT_OUT = frozenset({"và", "của", "các", "về", "với", "cho"})

SHORT = rf"\p{{Lu}}{{{SHORTEST},{LONGEST}}}"
WORD = re.compile(r"\p{L}+")
BRACKETED = re.compile(rf"\((?:(?:sau đây )?(?:gọi|viết) tắt là:?\s+)?[“\"]?({SHORT})[”\"]?\)")
EXPLAINED = re.compile(rf"(?<!\p{{L}})({SHORT})\s?\(([^()\d]{{4,80}})\)")
LISTED = re.compile(
    rf"^[^\w\n]*+(?:\d{{1,3}}[.)]?[^\S\n]++)?({SHORT})(?:[^\S\n]*+[:=–-][^\S\n]*+|[^\S\n]++)(\p{{L}}[^:;.()\d\n]{{3,80}}?)[^\S\n]*+[.;]?$",
    re.MULTILINE,
)
ALONE = re.compile(rf"(?<![\p{{L}}\d/.&–-])({SHORT})(?![\p{{L}}\d/&-])")
SENTENCE = re.compile(r"[^.;:\n()“”\"]+")
BEFORE = 120  # characters before a bracket in which its phrase stands


@dataclass(frozen=True, slots=True)
class Spelling:
    """A short form (as written) and the phrase it stands for (folded); ``firm``: the report says so, else inferred."""

    short: str
    long: str
    firm: bool


def spelled_out(text: str) -> list[Spelling]:
    """Return the abbreviations a report spells out, each once, in the order of their short forms; empty text: none."""
    text = normalize(text)
    firm = dict.fromkeys([*_in_brackets(text), *_listed(text)])
    shorts = {short for short, _ in firm}
    guessed = [pair for pair in _inferred(text) if pair[0] not in shorts]
    spellings = [Spelling(*pair, firm=True) for pair in firm] + [Spelling(*pair, firm=False) for pair in guessed]
    return sorted(spellings, key=lambda spelling: (spelling.short, spelling.long))


def abbreviates(short: str, words: Sequence[str]) -> bool:
    """Say whether the letters of a short form are the first letters of the words, small ones left out or not."""
    letters = short.replace("-", "")
    every = [word for word in words if word]
    telling = [word for word in every if fold(word) not in LEFT_OUT]
    return any(len(ws) == len(letters) and all(map(_begins, ws, letters)) for ws in (every, telling))


def _begins(word: str, letter: str) -> bool:
    """Say whether a word begins with a letter; Ủ is written U, but Đ never D."""
    first = word[0].upper()
    return first == letter or (first != "Đ" and letter != "Đ" and strip_marks(first) == letter)


def _in_brackets(text: str) -> Iterator[tuple[str, str]]:
    """Yield the pairs of "Giấy khen (GK)" and of "GK (Giấy khen)"."""
    for match in BRACKETED.finditer(text):
        before = re.split(r"[.;:\n()]", text[max(0, match.start() - BEFORE) : match.start()])[-1]
        words = WORD.findall(before)
        for size in range(len(match[1]), min(len(words), 2 * len(match[1])) + 1):
            phrase = words[-size:]
            if abbreviates(match[1], phrase) and fold(phrase[0]) not in LEFT_OUT:
                yield match[1], _phrase(phrase)
                break
    yield from _pairs(EXPLAINED, text)


def _listed(text: str) -> Iterator[tuple[str, str]]:
    """Yield the pairs of a list or table of abbreviations, a line each."""
    yield from _pairs(LISTED, text)


def _pairs(pattern: re.Pattern[str], text: str) -> Iterator[tuple[str, str]]:
    for match in pattern.finditer(text):
        words = WORD.findall(match[2])
        if abbreviates(match[1], words):
            yield match[1], _phrase(words)


def _inferred(text: str) -> Iterator[tuple[str, str]]:
    """Yield short forms used often, with the phrase that has their letters and stands clearly oftener than any other."""
    uses = Counter(match[1] for match in ALONE.finditer(text) if _is_running(text, match))
    shorts = {short for short, times in uses.items() if times >= OFTEN and _can_be_short(short)}
    if not shorts:
        return
    phrases: dict[str, Counter[str]] = {}
    beside: dict[str, Counter[str]] = {}
    for short, phrase, around in _fitting(text, shorts):
        phrases.setdefault(short, Counter())[phrase] += 1
        beside.setdefault(phrase, Counter()).update(around)
    for short in sorted(phrases):
        (best, times), *others = phrases[short].most_common(2)
        whole = max(beside[best].values(), default=0) < FRAGMENT * times
        if whole and times >= OFTEN and (not others or times >= CLEARLY * others[0][1]):
            yield short, best


def _fitting(text: str, shorts: Collection[str]) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the phrases with the letters of a short form wanted: the form, the phrase, the words beside it."""
    sizes = sorted({len(short) for short in shorts})
    for sentence in SENTENCE.finditer(text):
        words = [word for word in WORD.findall(sentence[0]) if fold(word) not in LEFT_OUT]
        initials = "".join(map(_initial, words))
        for size in sizes:
            for at in range(len(words) - size + 1):
                phrase = words[at : at + size]
                if initials[at : at + size] in shorts and all(is_syllable(fold(word)) for word in phrase):
                    before, after = words[max(0, at - 1) : at], words[at + size : at + size + 1]
                    around = [*(f"{fold(word)} …" for word in before), *(f"… {fold(word)}" for word in after)]
                    yield initials[at : at + size], _phrase(phrase), around


def _initial(word: str) -> str:
    first = word[0].upper()
    return first if first == "Đ" else strip_marks(first)


def _can_be_short(short: str) -> bool:
    return len(short) >= SHORTEST_GUESS and roman_value(short) is None and not is_syllable(short.lower())


def _is_running(text: str, match: re.Match[str]) -> bool:
    """Say whether capitals stand in running text: beside them a word in small letters."""
    around = text[max(0, match.start() - 20) : match.start()] + " " + text[match.end() : match.end() + 20]
    return any(word.islower() for word in WORD.findall(around))


def _phrase(words: Sequence[str]) -> str:
    return " ".join(fold(word) for word in words)
