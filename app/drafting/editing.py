"""Changing a draft section by section. Each change makes a new draft and leaves the other sections as they are.

A figure that the drafter types is marked unless the input holds it: the drafter answers for it. What a program writes
(:mod:`app.drafting.rewriting`) may hold only what the section or the input holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, replace

import regex as re

from app.drafting.draft import borrowed_text
from app.drafting.model import Draft, DraftParagraph, DraftText, Section
from app.drafting.precedents import Precedent, alike
from app.drafting.request import Request
from app.wording.blanks import DRAWN, BlankedPiece, Gap, blank_out

DASH = re.compile(r"^\s*[-–•]\s+")
DIGITS = re.compile(r"\d+(?:[.,/]\d+)*")
EMPTY = DraftParagraph((DraftText((BlankedPiece(DRAWN, Gap.NAME),)),))
CHANGED = " (Người soạn đã sửa câu này.)"


def as_lines(section: Section) -> str:
    """Return a section's text to be edited: a paragraph a line, points with a dash."""
    return "\n".join(f"- {paragraph.text}" if paragraph.item else paragraph.text for paragraph in section.paragraphs)


def edited(draft: Draft, at: int, text: str) -> Draft:
    """Return the draft with a section as the drafter left it, a paragraph a line; "[…]" stays a blank.

    An unchanged sentence keeps its source. A changed one keeps it with the note that it was changed. A new one has none.
    """
    section = draft.sections[at]
    figures = numbers_of(draft.request)
    old = [text for paragraph in section.paragraphs for text in paragraph.texts]
    paragraphs = []
    for line in filter(None, map(str.strip, text.replace("\r", "").split("\n"))):
        bare = DASH.sub("", line)
        texts = _texts(bare, old, figures)
        paragraphs.append(DraftParagraph(texts, item=bare != line))
    return with_paragraphs(draft, at, paragraphs or [EMPTY])


def dropped(draft: Draft, at: int, number: int) -> Draft:
    """Return the draft without one sentence of a section, counted from 0 over its paragraphs; any other changes nothing."""
    left: list[DraftParagraph] = []
    passed = 0
    for paragraph in draft.sections[at].paragraphs:
        texts = tuple(text for n, text in enumerate(paragraph.texts, start=passed) if n != number)
        passed += len(paragraph.texts)
        if texts:
            left.append(replace(paragraph, texts=texts))
    return with_paragraphs(draft, at, left or [EMPTY])


def inserted(draft: Draft, at: int, borrowed: Sequence[Precedent]) -> Draft:
    """Return the draft with borrowed sentences behind a section's text, each with its source."""
    section = draft.sections[at]
    texts = [borrowed_text(precedent, own=True) for precedent in borrowed]
    more = [DraftParagraph((text,), item=True) for text in texts] if section.head.listed else [DraftParagraph(tuple(texts))]
    paragraphs = [] if section.blank else section.paragraphs
    return with_paragraphs(draft, at, [*paragraphs, *more]) if texts else draft


def held_by(draft: Draft, reports: Collection[str]) -> Draft:
    """Return the draft without sentences that hold words of a report that is not among these."""
    for at, section in enumerate(draft.sections):
        left = []
        for paragraph in section.paragraphs:
            texts = tuple(text for text in paragraph.texts if all(report in reports for report in text.reports))
            left += [replace(paragraph, texts=texts)] if texts else []
        if tuple(left) != section.paragraphs:
            draft = with_paragraphs(draft, at, left or [EMPTY])
    return draft


def unfounded(text: str, section: Section, request: Request) -> list[str]:
    """Return the figures and names of a text that neither the section nor the input holds, in order."""
    own = " ".join(piece.text for p in section.paragraphs for t in p.texts for piece in t.pieces if piece.gap is None)
    ground = f"{_as_text(asdict(request))} {own} {section.title}"
    figures, words = numbers(ground), set(re.findall(r"\p{L}+", ground.casefold()))
    strange = [match[0] for match in DIGITS.finditer(text) if _plain(match[0]) not in figures]
    names = [piece.text for piece in blank_out(text.replace(DRAWN, " ")) if piece.gap in (Gap.PLACE, Gap.PERSON, Gap.NAME)]
    strange += [name for name in names if not set(re.findall(r"\p{L}+", name.casefold())) <= words]
    return list(dict.fromkeys(strange))


def numbers_of(request: Request) -> frozenset[str]:
    """Return the figures that an input holds, dates in their parts."""
    return numbers(_as_text(asdict(request)))


def numbers(text: str) -> frozenset[str]:
    """Return the figures of a text, whole and in parts, without leading zeros."""
    matches = DIGITS.findall(text)
    return frozenset(_plain(part) for number in matches for part in (number, *re.findall(r"\d+", number)))


def _as_text(value: object) -> str:
    if isinstance(value, dict):
        return " ; ".join(map(_as_text, value.values()))
    if isinstance(value, list | tuple):
        return " ; ".join(map(_as_text, value))
    return "" if value is None else str(value).replace("-", " - ")


def _plain(number: str) -> str:
    return re.sub(r"(?<!\d)0+(?=\d)", "", number.strip(".,/"))


def with_paragraphs(draft: Draft, at: int, paragraphs: Sequence[DraftParagraph]) -> Draft:
    """Return the draft with these paragraphs in a section."""
    changed = replace(draft.sections[at], paragraphs=tuple(paragraphs))
    return replace(draft, sections=(*draft.sections[:at], changed, *draft.sections[at + 1 :]))


def _texts(line: str, old: Sequence[DraftText], figures: frozenset[str]) -> tuple[DraftText, ...]:
    """Cut a line into the old sentences that stand in it word for word, and what the drafter wrote between them."""
    parts: list[str | DraftText] = [line]
    distinct = {sentence.text: sentence for sentence in reversed(old) if sentence.text.strip() not in ("", DRAWN)}
    for words in sorted(distinct, key=len, reverse=True):
        if words in line:
            parts = [piece for part in parts for piece in _cut(part, words, distinct[words])]
    return tuple(_own(part, old, figures) if isinstance(part, str) else part for part in parts if part)


def _cut(part: str | DraftText, words: str, text: DraftText) -> Iterator[str | DraftText]:
    """Yield a part cut at every place where the words of ``text`` stand in what the drafter wrote."""
    if isinstance(part, DraftText):
        yield part
        return
    for number, between in enumerate(part.split(words)):
        if number:
            yield text
        yield between.strip()


def _own(line: str, old: Sequence[DraftText], figures: frozenset[str]) -> DraftText:
    """Return a sentence of the drafter's; if it is an old one changed, with its source."""
    origin = next((text for text in old if text.source and alike(text.text, line)), None)
    allowed = figures | (numbers(" ".join(p.text for p in origin.pieces if p.gap is None)) if origin else frozenset())
    pieces: list[BlankedPiece] = []
    for number, part in enumerate(line.split(DRAWN)):
        if number:
            pieces.append(BlankedPiece(DRAWN, Gap.NAME))
        at = 0
        for match in DIGITS.finditer(part):
            pieces += [BlankedPiece(part[at : match.start()]), BlankedPiece(match[0], typed=_plain(match[0]) not in allowed)]
            at = match.end()
        pieces.append(BlankedPiece(part[at:]))
    source = origin.source if origin else None
    note = source and (source if source.endswith(CHANGED) else source + CHANGED)
    return DraftText(tuple(piece for piece in pieces if piece.text), note, True, origin.reports if origin else ())
