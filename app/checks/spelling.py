"""Spelling and garble: what is no Vietnamese syllable, words run together or doubled, misplaced tones, wrong pairs.

A syllable is right or wrong by the rules of the orthography (:mod:`ingest.language.syllables`); which of two right
syllables was meant is told by the word that it makes with its neighbour (``prompts/word_pairs.toml``).
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import regex as re

from app.checks.model import Finding, FindingKind, Quote, Sentence, Sheet
from app.checks.syllable_tone import is_misplaced
from app.checks.telex import struck
from app.checks.word_pairs import meant, pairs_known
from app.checks.wrong_words import wrong_words
from ingest.language.spelling import fold
from ingest.language.syllables import is_syllable
from ingest.language.text import strip_marks
from ingest.model import Kind
from prompts import FOLDER, load

WORD = re.compile(r"(?<![\p{L}\d&/.\-@_’'])\p{L}++(?![\p{L}\d&@_]|[/\-.]\p{L})")
DOUBLED = re.compile(r"(?<![\p{L}-])(\p{L}{2,})\s(\1)(?![\p{L}-])", re.IGNORECASE)
TWICE = re.compile(r"(?<![\p{L}-])(\p{L}{2,8} \p{L}{2,8}) \1(?![\p{L}-])")  # "công tác công tác"
I_FOR_Y = re.compile(r"\b([hklmt])([iìíỉĩị])\b")
_I_TO_Y = str.maketrans("iìíỉĩị", "yỳýỷỹỵ")
NAMES = 3  # times: a word that is written so often is a name or a term of the report
MOST = 40  # words told in one finding
SHORTEST = 2
VOWELS = frozenset("aeiouy")
TO_DO = "Xin đọc lại từng chỗ và sửa nếu viết nhầm."


@dataclass(frozen=True, slots=True)
class Misspelling:
    """A place [start, end) of the report that is misspelt, as written, and what was meant ("" where that cannot be told)."""

    start: int
    end: int
    written: str
    meant: str = ""


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield one finding for each kind of misspelling, with all its places."""
    misplaced, pairs = list(_misplaced(sheet)), list(_pairs(sheet))
    pairs += _rather_meant(sheet, [*misplaced, *pairs])
    pairs.sort(key=lambda slip: slip.start)
    already = [(slip.start, slip.end) for slip in (*misplaced, *pairs)]
    kinds: tuple[tuple[str, Iterable[Misspelling]], ...] = (
        ("Chữ không phải âm tiết tiếng Việt", _no_syllables(sheet)),
        ("Âm tiết không có trong từ điển", _unheard(sheet, already)),
        ("Dấu thanh đặt sai chữ cái", _misplaced(sheet)),
        ("Từ viết lặp", _doubled(sheet)),
        ("Có thể viết nhầm tiếng khác (sai dấu, sai vần, sai chữ)", pairs),
    )
    for name, slips in kinds:
        misspellings = list(slips)
        if misspellings:
            words = dict.fromkeys(
                f"“{slip.written}”" + (f" (“{slip.meant}”?)" if slip.meant else "") for slip in misspellings
            )
            more = f" và {len(words) - MOST} từ khác" if len(words) > MOST else ""
            message = f"{name}: {', '.join(list(words)[:MOST])}{more}. {TO_DO}"
            yield Finding(FindingKind.SPELLING, message, _quotes(sheet, misspellings))


def _quotes(sheet: Sheet, slips: list[Misspelling]) -> tuple[Quote, ...]:
    return tuple(dict.fromkeys(sheet.quote(slip.start, slip.end) for slip in slips[: 2 * MOST]))


def _words(sheet: Sheet) -> Iterator[tuple[int, re.Match[str]]]:
    for sentence in sheet.sentences:
        for match in WORD.finditer(sentence.text):
            yield sentence.start, match


def _no_syllables(sheet: Sheet) -> Iterator[Misspelling]:
    words = [(start + match.start(), match[0]) for start, match in _words(sheet)]
    counts = Counter(word for _, word in words)
    for at, word in words:
        small = word.lower()
        if len(word) < SHORTEST or is_syllable(small) or small in _left_alone():
            continue
        together = _together(word, counts[word])
        if together:
            yield Misspelling(at, at + len(word), word, together)
            continue
        if _is_short(word):
            continue
        if meant_by_keys := struck(small):
            yield Misspelling(at, at + len(word), word, meant_by_keys)
            continue
        is_name = word[0].isupper() and not _opens(sheet.text, at)
        often = counts[word] >= NAMES and small == strip_marks(small)
        if is_name or often or not (_is_vietnamese(small) or _has_no_vowel(small)):
            continue
        yield Misspelling(at, at + len(word), word, _apart(small))


def _unheard(sheet: Sheet, already: Sequence[tuple[int, int]]) -> Iterator[Misspelling]:
    """Syllables that the orthography allows and no known word has ("dến"); one written often is a term of the report."""
    words = [(start + match.start(), match[0]) for start, match in _words(sheet)]
    counts = Counter(word for _, word in words)
    heard = pairs_known()
    for at, word in words:
        if len(word) < SHORTEST or not word.islower() or counts[word] >= NAMES or not is_syllable(word):
            continue
        if any(start <= at < end for start, end in already):
            continue  # told with what was meant
        if fold(word) not in heard.times and word not in heard.alone and word not in _left_alone() and word not in _rare():
            yield Misspelling(at, at + len(word), word)


def _is_short(word: str) -> bool:
    """An abbreviation: in capitals, or with a capital inside."""
    return any(letter.isupper() for letter in word[1:])


def _together(word: str, times: int) -> str:
    """Return the two syllables of a word with a capital at its beginning or inside ("Hộigiúp", "CácHội"); "" for others."""
    if times >= NAMES or word.isupper() or not any(letter.isupper() for letter in word):
        return ""
    heard = pairs_known().times
    for at in range(2, len(word) - 1):
        first, second = word[:at], word[at:]
        parts = (fold(first), fold(second))
        capital = (second[0].isupper() and second[1:].islower()) or second.islower()
        marked = all(part != strip_marks(part) or part in heard for part in parts) and word.lower() != strip_marks(
            word.lower()
        )
        if capital and first[1:].islower() and marked and all(is_syllable(part) and part in heard for part in parts):
            return f"{first} {second}"
    return ""


def _is_vietnamese(small: str) -> bool:
    """Say whether a word was meant to be Vietnamese: it has a mark of its own letters, or reads as one but for a letter."""
    marked = small != strip_marks(small) or "đ" in small
    return marked or any(is_syllable(small[:at] + small[at + 1 :]) for at in range(len(small)))


def _has_no_vowel(small: str) -> bool:
    """Say whether a small word is letters that nobody speaks ("hpc"); short forms in use are left alone before."""
    return VOWELS.isdisjoint(strip_marks(small))


def _opens(text: str, at: int) -> bool:
    before = text[max(0, at - 3) : at].rstrip(' “"(')
    return not before or before[-1] in ".:;\n-+*?!"


def _apart(small: str) -> str:
    """Return the syllables that were run together, "" where a word is none."""
    for at in range(2, len(small) - 1):
        first, second = small[:at], small[at:]
        if is_syllable(first) and is_syllable(second) and ((fold(first), fold(second)) in pairs_known().dictionary):
            return f"{first} {second}"
    return ""


def _misplaced(sheet: Sheet) -> Iterator[Misspelling]:
    for start, match in _words(sheet):
        if is_misplaced(match[0].lower()):
            yield Misspelling(start + match.start(), start + match.end(), match[0])


def _doubled(sheet: Sheet) -> Iterator[Misspelling]:
    for sentence in sheet.sentences:
        if sentence.kind is Kind.TABLE:
            continue
        for match in TWICE.finditer(sentence.text):
            if tuple(fold(match[1]).split()) in pairs_known().dictionary:
                yield Misspelling(sentence.start + match.start(), sentence.start + match.end(), match[0], match[1])
        for match in DOUBLED.finditer(sentence.text):
            word = match[1].lower()
            is_name = match[2][0].isupper() and not match[0].isupper()
            if _of_two_words(sentence.text, match):
                continue
            if word not in _doubled_rightly() and is_syllable(word) and not is_name and match[1] != match[2].upper():
                yield Misspelling(sentence.start + match.start(), sentence.start + match.end(), match[0], match[1])


def _of_two_words(text: str, match: re.Match[str]) -> bool:
    """Say whether a word ends with the syllable that the next begins with: "an toàn toàn diện"."""
    before = re.search(r"(?<!\p{L})(\p{L}{1,20}+)\s$", text[: match.start()])
    after = re.match(r"\s(\p{L}+)", text[match.end() :])
    words, syllable = pairs_known().dictionary, fold(match[1])
    ends = before is not None and (fold(before[1]), syllable) in words
    return ends and after is not None and (syllable, fold(after[1])) in words


def _pairs(sheet: Sheet) -> Iterator[Misspelling]:
    """Two right syllables that make no word, where one slip away from them a word stands."""
    for sentence in sheet.sentences:
        words = list(WORD.finditer(sentence.text))
        run: list[re.Match[str]] = []
        for word in (*words, None):
            if word is not None and (not run or _beside(sentence.text, run[-1], word)):
                run.append(word)
                continue
            yield from _of_run(sentence, run)
            run = [word] if word is not None else []


def _rather_meant(sheet: Sheet, told: Sequence[Misspelling]) -> Iterator[Misspelling]:
    """Real syllables in the wrong word that nothing told of yet."""
    taken = [(slip.start, slip.end) for slip in told]
    for wrong in wrong_words(sheet):
        if not any(start < wrong.end and wrong.start < end for start, end in taken):
            taken.append((wrong.start, wrong.end))
            written = sheet.text[wrong.start : wrong.end]
            yield Misspelling(wrong.start, wrong.end, written, _usual(wrong.meant))


def _of_run(sentence: Sentence, run: list[re.Match[str]]) -> Iterator[Misspelling]:
    """The slips of words that stand side by side without a sign or a name between them."""
    folded = [fold(match[0]) for match in run]
    for at in range(len(run) - 1):
        word = meant(folded, at) if is_syllable(folded[at]) and is_syllable(folded[at + 1]) else None
        if word:
            start, end = run[at].start(), run[at + 1].end()
            yield Misspelling(sentence.start + start, sentence.start + end, sentence.text[start:end], _usual(" ".join(word)))


def _usual(folded: str) -> str:
    """Return a folded word as most write it: "kỷ luật", not "kỉ luật"."""
    return I_FOR_Y.sub(lambda match: match[1] + match[2].translate(_I_TO_Y), folded)


def _beside(text: str, match: re.Match[str], other: re.Match[str]) -> bool:
    """Say whether only a space parts two words of which the second opens no name."""
    if text[match.end() : other.start()].strip(" ") or "\n" in text[match.end() : other.start()]:
        return False
    opens = _opens(text, match.start())
    return not other[0][0].isupper() and (opens or not match[0][0].isupper())


@functools.cache
def _left_alone() -> frozenset[str]:
    return frozenset(load(FOLDER / "spelling.toml", lambda tables: tables["foreign"]["words"]))


@functools.cache
def _rare() -> frozenset[str]:
    return frozenset(load(FOLDER / "spelling.toml", lambda tables: tables["rare"]["words"]))


@functools.cache
def _doubled_rightly() -> frozenset[str]:
    return frozenset(load(FOLDER / "spelling.toml", lambda tables: tables["doubled"]["words"]))
