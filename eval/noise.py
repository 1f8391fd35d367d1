"""Gold questions as people type them in haste: five kinds of noise, and how far each pushes the evidence down.

The noise of a question is drawn from its id, so it is the same in every run. A question that a kind of noise leaves as
it was (nothing in it to abbreviate) is not counted for that kind; the fall is against the same questions typed clean.
"""

from __future__ import annotations

import functools
import random
import statistics
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import regex as re
from tqdm import tqdm

from app.assistant import Assistant
from app.question.vocabulary import question_words
from eval.questions import EvidenceScore, Gold, found_in
from index.query.glossary import FILE as ABBREVIATIONS
from ingest.language.terms import fold
from ingest.language.text import normalize, strip_marks
from prompts import load

WANTED = 0.03  # at most: the fall of hit@5, for each kind
CLEAN = "gõ đúng"
FILE = Path(__file__).with_suffix(".toml")
WORD = re.compile(r"(?<![\p{L}\d/\-])\p{L}+(?![\p{L}\d/\-])")  # document numbers and units are left alone
SHORTEST_SLIP = 4  # letters of a word that gets a slip
TELEX_TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
TELEX_MARKS = {"\u0302": None, "\u0306": "w", "\u031b": "w"}  # the circumflex doubles its letter: aa, ee, oo


def bare(text: str, draw: random.Random) -> str:  # noqa: ARG001 - all kinds of noise are called alike
    """Return the question without any diacritics, in small letters."""
    return strip_marks(normalize(text)).lower()


def half_bare(text: str, draw: random.Random) -> str:
    """Return the question with the diacritics of every other word or so gone."""
    return WORD.sub(lambda m: strip_marks(m[0]) if draw.random() < 0.5 else m[0], normalize(text))


def slip(text: str, draw: random.Random) -> str:
    """Return the question with one letter wrong in one content word: a neighbouring key, a letter lost, doubled, swapped."""
    text = normalize(text)
    words = [m for m in WORD.finditer(text) if len(m[0]) >= SHORTEST_SLIP and fold(m[0]) not in question_words().ignored]
    return _replace_words(text, [draw.choice(words)], lambda word: _slip(word, draw)) if words else text


def telex(text: str, draw: random.Random) -> str:
    """Return the question with one or two words as the keys were struck, the input method being off ("hooj" for "hộ")."""
    text = normalize(text)
    words = [m for m in WORD.finditer(text) if m[0] != strip_marks(m[0])]
    return _replace_words(text, draw.sample(words, min(len(words), draw.randint(1, 2))), telex_keys)


def abbreviate(text: str, draw: random.Random) -> str:
    """Return the question with everything in its short form that has one; reports' own in capitals or not, as may be."""
    text = normalize(text)
    words = [(m.start(), m.end(), fold(m[0])) for m in re.finditer(r"[\p{L}\d]+", text)]
    lower = draw.random() < 0.5
    parts, at, cut = [], 0, 0
    while at < len(words):
        match = next(((n, s) for n, s in _short_at(text, words, at)), None)
        if match is None:
            at += 1
            continue
        size, short = match
        parts += [text[cut : words[at][0]], short.lower() if lower else short]
        cut = words[at + size - 1][1]
        at += size
    return "".join([*parts, text[cut:]])


KINDS: Mapping[str, Callable[[str, random.Random], str]] = {
    "không dấu": bare,
    "nửa dấu": half_bare,
    "sai một chữ": slip,
    "sót telex": telex,
    "viết tắt": abbreviate,
}


def noisy(gold: Gold, kind: str) -> Gold:
    """Return the question with all its turns made noisy in one way; always in the same way for the same question."""
    draw = random.Random(f"{kind}:{gold.id}")  # noqa: S311 - slips, not secrets
    return replace(gold, turns=tuple(KINDS[kind](turn, draw) for turn in gold.turns))


@dataclass(frozen=True, slots=True)
class Pair:
    """What was found for a question typed clean, and for it typed noisily."""

    typed: Gold
    clean: EvidenceScore
    noisy: EvidenceScore


def measure(gold: Sequence[Gold], assistant: Assistant, kinds: Sequence[str] = tuple(KINDS)) -> dict[str, list[Pair]]:
    """Return, for every kind of noise, the findings of all questions with evidence that it changes; with progress bars."""
    with_evidence = [question for question in gold if question.evidence]
    clean = dict(_scores_of(with_evidence, assistant, CLEAN))
    pairs: dict[str, list[Pair]] = {
        CLEAN: [Pair(question, clean[question.id], clean[question.id]) for question in with_evidence]
    }
    for kind in kinds:
        changed = [typed for question in with_evidence if (typed := noisy(question, kind)).turns != question.turns]
        scores = dict(_scores_of(changed, assistant, kind))
        pairs[kind] = [Pair(question, clean[question.id], scores[question.id]) for question in changed]
    return pairs


def _scores_of(gold: Sequence[Gold], assistant: Assistant, title: str) -> Iterator[tuple[str, EvidenceScore]]:
    for question in tqdm(gold, desc=title, unit="câu", disable=None):
        if (result := found_in(question, assistant.converse(question.turns).hits)) is not None:
            yield question.id, result


def table(pairs: Mapping[str, Sequence[Pair]]) -> dict[str, dict[str, float]]:
    """Return n, hit@1, hit@5, evidence, and the fall of hit@5 against the same questions typed clean, by kind."""
    return {
        kind: {
            "n": float(len(group)),
            "hit@1": statistics.fmean(p.noisy.hit1 for p in group),
            "hit@5": statistics.fmean(p.noisy.hit5 for p in group),
            "ev@4000": statistics.fmean(p.noisy.evidence for p in group),
            "giảm hit@5": statistics.fmean(p.clean.hit5 - p.noisy.hit5 for p in group),
        }
        for kind, group in pairs.items()
        if group
    }


def as_text(rows: Mapping[str, Mapping[str, float]]) -> str:
    """Return the table as aligned text."""
    columns = list(next(iter(rows.values()))) if rows else []
    lines = ["cách gõ".ljust(14) + "".join(column.rjust(12) for column in columns)]
    for kind, row in rows.items():
        lines.append(kind.ljust(14) + "".join((f"{v:.0f}" if c == "n" else f"{v:.3f}").rjust(12) for c, v in row.items()))
    return "\n".join(lines) + "\n"


def telex_keys(word: str) -> str:
    """Return the keys struck for a word in Telex: aa aw dd ee oo ow uw, uow for ươ, the tone's key at the end."""
    keys, tone = [], ""
    for letter in unicodedata.normalize("NFC", word):
        base, *marks = list(unicodedata.normalize("NFD", letter))
        if letter in "đĐ":
            keys.append(letter.replace("đ", "dd").replace("Đ", "Dd"))
            continue
        keys.append(base)
        for mark in marks:
            if mark in TELEX_TONES:
                tone = TELEX_TONES[mark]
            else:
                keys.append(TELEX_MARKS[mark] or base.lower())
    return re.sub(r"(?i)uwow", lambda m: m[0][0] + m[0][2:], "".join(keys)) + tone


def _slip(word: str, draw: random.Random) -> str:
    """Return the word with one slip; never in the first letter of a name, never a mark lost with its letter."""
    first = 1 if word[0].isupper() else 0
    plain = [at for at in range(first, len(word)) if word[at].lower() in _noise()["keys"]]
    pairs = [at for at in range(first, len(word) - 1) if word[at].lower() != word[at + 1].lower()]
    ways = (["neighbour", "lost", "doubled"] if plain else []) + (["swapped"] if pairs else [])
    way = draw.choice(ways)
    if way == "swapped":
        at = draw.choice(pairs)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    at = draw.choice(plain)
    replacement = {"neighbour": draw.choice(_noise()["keys"][word[at].lower()]), "lost": "", "doubled": word[at] * 2}[way]
    return word[:at] + replacement + word[at + 1 :]


def _replace_words(text: str, words: Sequence[re.Match[str]], change: Callable[[str], str]) -> str:
    for match in sorted(words, key=lambda m: -m.start()):
        text = text[: match.start()] + change(match[0]) + text[match.end() :]
    return text


def _short_at(text: str, words: Sequence[tuple[int, int, str]], at: int) -> Iterator[tuple[int, str]]:
    """Yield (number of words, short form) of the phrases that begin at a word, the longest first."""
    forms = _short_forms()
    for size in range(max(len(phrase) for phrase in forms), 0, -1):
        run = words[at : at + size]
        short = forms.get(tuple(word for _, _, word in run))
        if short and len(run) == size and all(text[a[1] : b[0]] == " " for a, b in zip(run, run[1:], strict=False)):
            yield size, short


@functools.cache
def _noise() -> dict[str, dict[str, str]]:
    return load(FILE, dict)


@functools.cache
def _short_forms() -> dict[tuple[str, ...], str]:
    """Return the short form of every phrase (folded words): the everyday one, else the first whose first meaning it is."""
    short_forms: dict[tuple[str, ...], str] = {}
    abbreviations: dict[str, dict[str, list[str]]] = load(ABBREVIATIONS, dict)
    for short, phrase in [*((s, p) for p, s in _noise()["short"].items())]:
        short_forms[tuple(fold(phrase).split())] = short
    for forms in abbreviations.values():
        for short, phrases in forms.items():
            short_forms.setdefault(tuple(fold(phrases[0]).split()), short)
    return short_forms
