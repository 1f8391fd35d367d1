"""From last year's report to a frame: its Word file with every place that is to be renewed.

A task for a process of its own (:mod:`app.workers.pool`): the file is somebody's. A file that is not Word, or one whose
letters are those of an old code table, is set anew from what was read of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from lxml.etree import _Element

from app.drafting.outline import looks_of
from app.renewal import alignment, reset
from app.renewal.head import closing_lines, head_lines
from app.renewal.knowledge import knowledge
from app.renewal.model import OldHead, PlainStretch, RenewalFrame, RenewalKind, RenewalPlace
from app.renewal.naming import name_of, unit_of
from app.renewal.paragraph_text import TABLE, ParagraphText, W, paragraphs
from app.renewal.particulars import Particular, particulars
from app.renewal.tables import running_numbers
from app.renewal.word_file import RenewedFile
from ingest.facts.extraction import facts_of
from ingest.facts.model import Fact
from ingest.language.bodies import units
from ingest.language.spelling import fold
from ingest.language.text import fold_spaces
from ingest.model import Passage, Report
from ingest.passages import cut
from ingest.reading import Reading
from ingest.report import understand
from ingest.sections import section_at

ENOUGH = 0.7  # share of a Word file's letters that must be found in what was read; with less its letters are of an old font
PLAIN_WORDS = 8  # of a paragraph that is asked whether it stays; a shorter one is a caption or a line of a list
PICTURES = (f"{W}drawing", f"{W}pict", f"{W}object")
CONTENTS = ("TOC", "Mclc")  # styles of a table of contents, whose page numbers Word counts
WORDS_AROUND = 200  # characters of a sentence that are shown
CLOSE = 12  # characters between "giảm" and its figure: "giảm được khoảng 23 hộ"
BEHIND = 80  # characters behind a figure in which stands what it is compared with


def frame_of(path: Path, name: str | None, reading: Reading) -> RenewalFrame:
    """Return the frame of a file, to be called ``name`` (None: as it is).

    :raises UnreadableFile: with the reason, in Vietnamese.
    """
    report = understand(path, name, reading)
    reading.progress(1.0)
    passages = cut(report, lambda texts: [2 * len(text.split()) for text in texts])  # about two tokens a word
    file = RenewedFile.opened(path)
    frame = _frame(file, report, passages) if file is not None else None
    return frame or _frame(RenewedFile(reset.as_document(report)), report, passages, least=0.0) or _empty(report)


def _empty(report: Report) -> RenewalFrame:
    return RenewalFrame(RenewedFile(reset.as_document(report)).saved(), report.metadata, OldHead(), (), ())


def _frame(file: RenewedFile, report: Report, passages: Sequence[Passage], least: float = ENOUGH) -> RenewalFrame | None:
    head, stays = _without_head(file, report)
    elements = file.paragraphs()
    texts = [ParagraphText(element).text for element in elements]
    aligned = alignment.TextAlignment(texts, report.text)
    if aligned.share < least:
        return None
    head = _without_closing(file, report, elements, texts, aligned, head) if not stays else head
    if head.signed:
        elements = file.paragraphs()
        texts = [ParagraphText(element).text for element in elements]
        aligned = alignment.TextAlignment(texts, report.text)
    facts = _placed_facts(report, passages)
    places = tuple(_coded(_places(file, report, elements, texts, aligned, facts)))
    facts_held = tuple(place.fact for place in places if place.fact is not None)
    headings = _headings(report, elements, aligned)
    plain = tuple(_plain(file, elements, texts, {place.paragraph for place in places}, dict(headings)))
    pictures = tuple(
        at for at, element in enumerate(elements) if any(next(element.iter(tag), None) is not None for tag in PICTURES)
    )
    return RenewalFrame(file.saved(), report.metadata, head, places, facts_held, plain, headings, pictures)


def _without_head(file: RenewedFile, report: Report) -> tuple[OldHead, bool]:
    """Take the head out of the file; say also whether it stays (then so does the closing block)."""
    elements = [element for block in file.blocks() for element in paragraphs(block)]
    lines = head_lines([ParagraphText(element).text for element in elements], report.metadata)
    facts = report.metadata
    if not lines.end:
        return OldHead(), True
    inside = set(elements[: lines.end])
    for block in file.blocks():
        inner = paragraphs(block)
        if not all(element in inside for element in inner):
            break
        file.body.remove(block)
    return OldHead(True, subject=lines.subject, parent=facts.parent or "", agency=facts.issuer or ""), False


def _without_closing(
    file: RenewedFile,
    report: Report,
    elements: Sequence[_Element],
    texts: Sequence[str],
    aligned: alignment.TextAlignment,
    head: OldHead,
) -> OldHead:
    """Take the closing block out of the file, where it stands on the outermost level by itself."""
    starts = [aligned.start(at) for at in range(len(elements))]
    first = next((at for at, start in enumerate(starts) if start is not None and start >= report.closing), None)
    if first is None:
        return head
    count, old_head = closing_lines(texts[first:], report.metadata.signer, head)
    inside = set(elements[first : first + count])
    blocks = file.blocks()
    removed = [
        at for at, block in enumerate(blocks) if (inner := paragraphs(block)) and all(element in inside for element in inner)
    ]
    if not count or not inside <= {element for at in removed for element in paragraphs(blocks[at])}:
        return head
    for at in removed:
        file.body.remove(blocks[at])
    return replace(old_head, closing_at=removed[0])


def _placed_facts(report: Report, passages: Sequence[Passage]) -> dict[int, Fact]:
    """Return the facts of a report by where they begin in its text."""
    starts = {passage.id: passage.start for passage in passages}
    return {starts[fact.passage] + fact.start: fact for fact in facts_of(report, passages)}


def _places(
    file: RenewedFile,
    report: Report,
    elements: Sequence[_Element],
    texts: Sequence[str],
    aligned: alignment.TextAlignment,
    facts: dict[int, Fact],
) -> Iterator[RenewalPlace]:
    skipped = {particular for root in file.roots for particular in running_numbers(root)}
    own_year = report.metadata.period_from or report.metadata.period_to
    place_names = _place_names(report)
    for at, (element, text) in enumerate(zip(elements, texts, strict=True)):
        if element in skipped or not text.strip():
            continue
        cell = next(element.iterancestors(TABLE), None) is not None
        contents = _style(element).startswith(CONTENTS)
        end = 0
        for particular in particulars(text, own_year, place_names, report.metadata.signer or ""):
            start = aligned.place(at, particular.start)
            fact = facts.get(start) if start is not None and particular.kind is RenewalKind.FIGURE else None
            if contents and particular.kind is not RenewalKind.DATE:
                continue
            yield _place(report, at, text, particular, fact, start, cell=cell, gap=text[end : particular.start])
            end = particular.stop


def _place(
    report: Report, at: int, text: str, particular: Particular, fact: Fact | None, start: int | None, *, cell: bool, gap: str
) -> RenewalPlace:
    kind, begin = particular.kind, particular.start
    if fact is not None and fact.change == "by" and fact.direction and (word := _direction(gap)) is not None:
        begin -= len(gap) - word
    if (
        particular.document is not None
        and report.metadata.number
        and _bare(particular.document.text) == _bare(report.metadata.number)
    ):
        kind = RenewalKind.OWN_NUMBER
    if (
        kind is RenewalKind.PERSON
        and text[particular.start : particular.end] == report.metadata.signer
        and _in_closing(report, start)
    ):
        kind = RenewalKind.SIGNER
    path = report.path(section_at(report, start)) if start is not None else ()
    section = " › ".join(f"{step.label}. {step.title}".removeprefix("*. ") for step in path[-2:])
    if fact is not None and fact.place and start is not None:
        cell = cell and bool(fact.title)
    return RenewalPlace(
        at,
        begin,
        particular.end,
        particular.stop,
        kind,
        text[begin : particular.end],
        cell=cell,
        section=fold_spaces(section),
        name=name_of(fact, text, particular.start, particular.stop),
        unit=unit_of(fact, particular.quantity),
        around=_around(text, particular.start, particular.stop),
        fact=fact,
        date=particular.date,
        lasting=particular.lasting,
        gap=gap[: len(gap) - (particular.start - begin)],
        behind=text[particular.stop : particular.stop + BEHIND],
    )


def _in_closing(report: Report, start: int | None) -> bool:
    return start is not None and report.in_closing(start)


def _direction(gap: str) -> int | None:
    """Return where the word of a rise or fall begins that stands right before a figure, None where none does."""
    directions = list(knowledge().directions.finditer(fold(gap)))
    return directions[-1].start() if directions and len(gap) - directions[-1].end() <= CLOSE else None


def _place_names(report: Report) -> frozenset[str]:
    """Return the folded names of all units that the report names."""
    facts = report.metadata
    names = [unit.name for unit in units(report.text) if unit.name] + [
        name for name in (facts.place, facts.province) if name
    ]
    own = {fold(unit.name) for unit in units(facts.place or "") if unit.name}
    return (frozenset(fold(name) for name in names) | own) - {fold(facts.signer or "")}


def _bare(number: str) -> str:
    return "".join(number.split()).lstrip("0").casefold()


def _around(text: str, start: int, end: int) -> str:
    """Return the sentence or line around a place, shortened at both ends."""
    opened = [at + len(mark) for mark in (". ", "\n") if (at := text.rfind(mark, 0, start)) >= 0]
    begin = max([*opened, start - WORDS_AROUND, 0])
    stops = [at for mark in (". ", "\n", "; ") if (at := text.find(mark, end)) >= 0]
    stop = min([*stops, end + WORDS_AROUND, len(text)])
    return fold_spaces(text[begin:stop])


def _coded(places: Iterator[RenewalPlace]) -> Iterator[RenewalPlace]:
    number = 0
    for place in places:
        number += place.kind is RenewalKind.FIGURE
        yield replace(place, code=f"S{number}") if place.kind is RenewalKind.FIGURE else place


def _headings(report: Report, elements: Sequence[_Element], aligned: alignment.TextAlignment) -> tuple[tuple[int, str], ...]:
    """Return the paragraphs that are headings with the looks of their level."""
    starts = {start: at for at in range(len(elements)) if (start := aligned.start(at)) is not None}
    levels = []
    for heading, look in zip(report.headings, looks_of(report), strict=True):
        at = next((starts[place] for place in range(heading.span.start, heading.span.end) if place in starts), None)
        if at is not None and next(elements[at].iterancestors(TABLE), None) is None:
            levels.append((at, look))
    return tuple(sorted(levels))


def _plain(
    file: RenewedFile, elements: Sequence[_Element], texts: Sequence[str], touched: set[int], headings: dict[int, str]
) -> Iterator[PlainStretch]:
    """Yield the stretches of running text in which nothing is to be renewed."""
    outermost = {id(block) for block in file.blocks()}
    first = last = None
    for at, (element, text) in enumerate(zip(elements, texts, strict=True)):
        if not text.strip():
            continue
        if id(element) in outermost and at not in touched and at not in headings and len(text.split()) >= PLAIN_WORDS:
            first, last = (at if first is None else first), at
            continue
        if first is not None and last is not None:
            yield PlainStretch(first, last)
        first = None
    if first is not None and last is not None:
        yield PlainStretch(first, last)


def _style(paragraph: _Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return str(style.get(f"{W}val")) if style is not None else ""
