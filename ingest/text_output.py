"""A report as the plain text that ``python -m ingest text`` prints: what was read, in reading order."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.model import Kind, Report

CELL_MARK = " ¦ "  # between the cells of a row


def as_text(report: Report) -> str:
    """Return the text: a paragraph a line, rows as cells, footnotes as ``[mark] text``, ``--- trang N`` before each page.

    A paragraph that runs over the end of a page stands whole on the page it begins on. A format without pages gives no page
    lines. Every line ends with a line feed.
    """
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    rows = {row.start: report.tables[row.table][0].rows[row.number] for row in report.rows}
    notes = {note.start: note for note in report.footnotes}
    last_page = 0
    for span, kind in zip(report.paragraphs, report.kinds, strict=True):
        for page in range(last_page + 1, (span.page or 0) + 1):
            yield f"--- trang {page}"
            last_page = page
        if span.start in rows:
            yield CELL_MARK.join(" ".join(cell.split()) for cell in rows[span.start])
        elif kind is Kind.NOTE and span.start in notes:
            yield f"[{notes[span.start].mark}] {notes[span.start].text}"
        else:
            yield report.text[span.start : span.end]
    for page in range(last_page + 1, (report.pages or 0) + 1):
        yield f"--- trang {page}"
