"""A report as the JSON that ``python -m ingest outline`` prints."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ingest.model import Footnote, Report
from ingest.sections import labels, section_at

# of Metadata
READ = (
    "issuer", "parent", "kind_of_document", "place", "province", "title", "period_from", "period_to", "number", "date",
    "signer",
)  # fmt: skip
BEFORE_MARK = 40  # characters shown of what a footnote's mark stands behind


def as_json(report: Report) -> dict[str, Any]:
    """Return file, pages, metadata and where each was found, the outline as a tree, tables, footnotes and warnings."""
    nodes: list[dict[str, Any]] = []
    roots: list[dict[str, Any]] = []
    for heading in report.headings:
        node: dict[str, Any] = {
            "label": heading.label,
            "title": heading.title,
            "level": heading.level,
            "page": heading.span.page,
            "children": [],
        }
        nodes.append(node)
        (roots if heading.parent is None else nodes[heading.parent]["children"]).append(node)
    return {
        "file": report.file,
        "pages": report.pages,
        "metadata": {name: value for name, value in asdict(report.metadata).items() if name in READ},
        "outline": roots,
        "tables": [
            {"section": list(section), "page": table.page, "rows": [list(row) for row in table.rows]}
            for table, section in report.tables
        ],
        "footnotes": [_footnote(report, note) for note in report.footnotes],
        "warnings": list(report.warnings),
        "found": dict(report.metadata.found),
    }


def _footnote(report: Report, note: Footnote) -> dict[str, Any]:
    """Return a footnote with the section and the words that its mark stands behind; null where the mark is not found."""
    anchor = note.anchor
    return {
        "mark": note.mark,
        "text": note.text,
        "page": note.page,
        "section": None if anchor is None else list(labels(report.path(section_at(report, anchor)))),
        "anchor": None if anchor is None else report.text[max(0, anchor - BEFORE_MARK) : anchor].rpartition("\n")[2],
    }
