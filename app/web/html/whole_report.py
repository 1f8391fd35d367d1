"""A whole report to read, with its outline beside it, as HTML: flowing pages, or a PDF as it looks. All text is escaped.

A heading of the outline has ``data-to``, the id of the place it leads to (``assets/library.js``).
"""

from __future__ import annotations

from html import escape

from app.web.html import tables
from ingest.model import Heading, Kind, Report

NOWHERE = (0, 0)  # of what is marked: nothing is
DEEPEST = 4  # levels that look different


def reading(report: Report, *, as_pages: bool) -> str:
    """Return the report with its outline; ``as_pages``: its pages as pictures, fetched as somebody comes near them."""
    body = _sheets(report) if as_pages else _flow(report)
    return (
        f'<section class="reading" aria-label="Toàn văn báo cáo"><div class="beside"><h4>Đề cương ({len(report.headings)} '
        f"mục)</h4>{outline(report, as_pages=as_pages)}</div>"
        f'<div class="whole{" sheets" if as_pages else ""}">{body}</div></section>'
    )


def outline(report: Report, *, as_pages: bool) -> str:
    """Return the headings as a tree of buttons, each leading to its place in the report."""
    if not report.headings:
        return '<p class="quiet">Báo cáo không có đề mục nào.</p>'
    children: dict[int | None, list[int]] = {}
    for at, heading in enumerate(report.headings):
        children.setdefault(heading.parent, []).append(at)

    def tree(parent: int | None) -> str:
        inside = children.get(parent, ())
        items = "".join(f"<li>{_entry(report.headings[at], at, as_pages)}{tree(at)}</li>" for at in inside)
        return f"<ul>{items}</ul>" if items else ""

    return f'<nav class="outline" aria-label="Đề cương">{tree(None)}</nav>'


def _entry(heading: Heading, at: int, as_pages: bool) -> str:
    label = f"<b>{escape(heading.label)}</b> " if heading.label != "*" else ""
    page = heading.span.page
    page_label = f' <span class="page">tr. {page}</span>' if page is not None else ""
    to = f"trang-{page or 1}" if as_pages else f"muc-doc-{at}"
    return f'<button type="button" data-to="{to}">{label}{escape(heading.title)}</button>{page_label}'


def _flow(report: Report) -> str:
    """Return the report's paragraphs and tables in reading order, headings where they stand."""
    rows = {row.start: row for row in report.rows}
    starts = {heading.span.start: (at, heading) for at, heading in enumerate(report.headings)}
    parts: list[str] = []
    for span, kind in zip(report.paragraphs, report.kinds, strict=True):
        if span.start in rows:
            tables.add(parts, report, rows[span.start], NOWHERE, NOWHERE)
            continue
        text = report.text[span.start : span.end].strip()
        at, heading = starts.get(span.start, (None, None))
        if heading is not None:
            level = min(heading.level, DEEPEST)
            parts.append(f'<p id="muc-doc-{at}" tabindex="-1" class="heading level-{level}">{escape(text)}</p>')
        elif text:
            parts.append(f"<p{f' class={kind.value}' if kind is not Kind.TEXT else ''}>{escape(text)}</p>")
    return "".join(f'<div class="scroll">{part}</div>' if part.startswith(tables.OPEN[:-1]) else part for part in parts)


def _sheets(report: Report) -> str:
    """Return the places of a PDF's pages, each with its picture."""
    return "".join(
        f'<figure id="trang-{page}" tabindex="-1"><img loading="lazy" alt="Trang {page}" '
        f'src="facsimiles/{escape(report.id)}/{page}.webp"><figcaption>Trang {page}/{report.pages}</figcaption></figure>'
        for page in range(1, (report.pages or 0) + 1)
    )
