"""Frames filled anew: the headings, opening and closing of one report around what other reports say under such headings.

A report that shares every sentence with its neighbour tests telling copies apart; one that shares the outline alone is
what a library of near-identical reports looks like.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from ingest.language.terms import tokens
from ingest.language.unit_names import LOCAL
from ingest.model import Line, Report, Source
from ingest.report import assemble
from ingest.sections import section_at

NEAREST = 6  # sections whose headings are most like a heading, of which one gives its paragraphs
SHORTEST = 6  # words; shorter paragraphs are labels and lists of names

Section = tuple[frozenset[str], list[str], str]  # the words of a heading path, the paragraphs below it, whose they are


def refill(frames: Sequence[Report], sources: Sequence[Report], count: int) -> list[Report]:
    """Return ``count`` reports: the frames in turn, each paragraph below a heading replaced by one of the sources'.

    The same frames and sources always give the same reports.

    :raises ValueError: no source has a paragraph below a heading.
    """
    sections = [section for source in sources for section in _sections(source)]
    if not sections:
        raise ValueError("không báo cáo nguồn nào có đoạn văn dưới đề mục")
    return [_fill(frames[number % len(frames)], sections, number) for number in range(count)]


def _fill(frame: Report, sections: Sequence[Section], number: int) -> Report:
    draw = random.Random(f"{frame.id}:{number}")  # noqa: S311 - invented reports, not secrets
    supply: dict[int, Iterator[str]] = {}
    lines = []
    for span in frame.paragraphs:
        text, at = frame.text[span.start : span.end], section_at(frame, span.start)
        if at is not None:
            heading_end = max(0, frame.headings[at].span.end - span.start)
            if text[heading_end:].strip():
                if at not in supply:
                    supply[at] = _paragraphs(frame, at, sections, draw)
                text = f"{text[:heading_end]} {next(supply[at], '')}".strip()
        if text:
            lines.append(Line(text, whole=True))
    return assemble(Source(tuple(lines)), f"{frame.id}:{number}", frame.file)


def _sections(report: Report) -> Iterator[Section]:
    below: dict[int, list[str]] = {}
    for span in report.paragraphs:
        at = section_at(report, span.start)
        if at is None:
            continue
        text = report.text[max(span.start, report.headings[at].span.end) : span.end].strip()
        if len(text.split()) >= SHORTEST:
            below.setdefault(at, []).append(text)
    for at, paragraphs in below.items():
        yield _words(report, at), paragraphs, name_of(report)


def _paragraphs(frame: Report, at: int, sections: Sequence[Section], draw: random.Random) -> Iterator[str]:
    """Yield paragraphs of the sections nearest to a heading, those of a drawn one first."""
    heading_words = _words(frame, at)
    near = sorted(sections, key=lambda section: -len(heading_words & section[0]) / (len(heading_words | section[0]) or 1))[
        :NEAREST
    ]
    draw.shuffle(near)
    for _, paragraphs, name in near:
        for text in paragraphs:
            yield text.replace(name, name_of(frame)) if name else text


def name_of(report: Report) -> str:
    """Return the name of a report's place without its kind ("huyện Lam Trà": "Lam Trà")."""
    place = report.metadata.place or ""
    match = LOCAL.match(place)
    return match[2] if match else place


def _words(report: Report, at: int) -> frozenset[str]:
    return frozenset(word for heading in report.path(at) for word in tokens(heading.title))
