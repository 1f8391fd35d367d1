"""One file, understood: everything the reader, the layout and the outline found, as a :class:`Report`."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ingest import audit, readers
from ingest.audit.model import Missing
from ingest.language.text import normalize
from ingest.model import Heading, Metadata, Paragraph, Report, Row, Source, Span, Table
from ingest.readers.workbook import SHEET
from ingest.reading import Reading
from ingest.sections import labels, section_at
from ingest.structure import closing, columns, footnotes, metadata, outline, pieces, tables
from ingest.structure import paragraphs as layout
from ingest.structure.held import report_among

LONGEST_HEAD = 12  # paragraphs of a head where no heading ends it


def content_id(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal: a report's identity."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def understand(path: Path, name: str | None = None, reading: Reading | None = None) -> Report:
    """Read one file, to be cited as ``name`` (by default its own).

    :raises UnreadableFile: with the reason, in Vietnamese.
    """
    report = assemble(readers.read(path, reading), content_id(path), name or normalize(path.name))
    missing = lacking(path, report, whole=reading is None or reading.whole)
    return replace(report, warnings=(*audit.told(missing), *report.warnings))


def lacking(path: Path, report: Report, *, whole: bool = True) -> tuple[Missing, ...]:
    """Return the figures that a person sees in the file and that the report lacks; see :mod:`ingest.audit`."""
    marks = (note.mark for note in report.footnotes for _ in range(2 if note.anchor is not None else 1))
    # a mark stands before its note, and where the text refers to it; what a warning names is told, not lost
    text = "\n".join([report.text, *marks, *report.warnings])
    return audit.audit(path, text, report.ocr, whole=whole)


def audited(path: Path, reading: Reading) -> tuple[Missing, ...]:
    """Read one file and return what its report lacks.

    :raises UnreadableFile: with the reason, in Vietnamese.
    """
    report = assemble(readers.read(path, reading), content_id(path), normalize(path.name))
    return lacking(path, report, whole=reading.whole)


def assemble(source: Source, identity: str, file: str) -> Report:
    """Make a report of what a reader gave. ``file`` is the name it will be cited by."""
    lines, grids = tables.recovered(columns.taken_apart(pieces.cut(source.lines)), source.tables)
    paragraphs = layout.paragraphs(footnotes.told_apart(lines))
    spans, page_starts = _lay_out(paragraphs)
    text = "\n".join(p.text for p in paragraphs)
    placed = outline.build(paragraphs)
    headings = tuple(_heading(p, spans) for p in placed)
    last, annex = closing.block(paragraphs)
    end = spans[annex].start if annex < len(spans) else None
    facts = _facts(paragraphs, placed, report_among(paragraphs, source.files))
    report = Report(
        id=identity,
        file=file,
        text=text,
        paragraphs=tuple(spans),
        kinds=tuple(p.kind for p in paragraphs),
        headings=headings,
        closing=spans[last].start if last < len(spans) else len(text),
        closing_end=end,
        page_starts=tuple(page_starts),
        pages=source.pages,
        metadata=facts,
        footnotes=footnotes.footnotes(paragraphs, spans),
        warnings=source.warnings,
        ocr=source.ocr,
    )
    return _with_tables(report, grids, paragraphs)


def _facts(paragraphs: Sequence[Paragraph], placed: Sequence[outline.Placed], part: tuple[int, int]) -> Metadata:
    """Return what a report says of itself; it stands in the paragraphs from the first of ``part`` to before the second."""
    own = paragraphs[slice(*part)]
    last, annex = closing.block(own)
    headings = [p.candidate.paragraph - part[0] for p in placed if part[0] <= p.candidate.paragraph < part[1]]
    head = _head(own, headings)
    body = "\n".join(p.text for p in own[:annex])
    return metadata.extract([p.text for p in head], body, [p.text for p in own[last:annex]])


def _head(paragraphs: Sequence[Paragraph], headings: Sequence[int]) -> Sequence[Paragraph]:
    """Return the paragraphs in which a report says what it is: those before its first heading.

    The name of a sheet stands above everything on it; what the sheet says of itself stands between it and its first table.
    """
    at = headings[0] if headings else min(len(paragraphs), LONGEST_HEAD)
    if at or not paragraphs or not paragraphs[0].text.startswith(SHEET):
        return paragraphs[:at]
    ends = [headings[1] if len(headings) > 1 else LONGEST_HEAD]
    ends += [number for number, paragraph in enumerate(paragraphs[: LONGEST_HEAD + 1]) if paragraph.row is not None]
    return paragraphs[1 : min(ends)]


def _lay_out(paragraphs: Sequence[Paragraph]) -> tuple[list[Span], list[tuple[int, int]]]:
    spans: list[Span] = []
    page_starts: list[tuple[int, int]] = []
    at = 0
    for paragraph in paragraphs:
        for offset, page in ((0, paragraph.page), *paragraph.breaks):
            if page is not None and (not page_starts or page_starts[-1][1] != page):
                page_starts.append((at + offset, page))
        spans.append(Span(at, at + len(paragraph.text), paragraph.page))
        at += len(paragraph.text) + 1
    return spans, page_starts


def _heading(placed: outline.Placed, spans: Sequence[Span]) -> Heading:
    candidate = placed.candidate
    span = spans[candidate.paragraph]
    end = span.start + candidate.body if not candidate.also else spans[candidate.paragraph + candidate.also].end
    return Heading(
        candidate.enumerator.label, candidate.title, placed.level, placed.parent, Span(span.start, end, span.page)
    )


def _with_tables(report: Report, grids: Sequence[Table], paragraphs: Sequence[Paragraph]) -> Report:
    """Add the tables with the sections they stand in, and where their rows stand."""
    rows = [
        Row(*paragraph.row, span.start, span.end)
        for paragraph, span in zip(paragraphs, report.paragraphs, strict=True)
        if paragraph.row is not None
    ]
    first: dict[int, int] = {}
    for row in rows:
        first.setdefault(row.table, row.start)
    sections = [report.path(section_at(report, first[number])) if number in first else () for number in range(len(grids))]
    placed = tuple((table, labels(path)) for table, path in zip(grids, sections, strict=True))
    return replace(report, tables=placed, rows=tuple(rows))
