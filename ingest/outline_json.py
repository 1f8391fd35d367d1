"""A report as the JSON that ``python -m ingest outline`` prints."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ingest.model import Report


def as_json(report: Report) -> dict[str, Any]:
    """Return file, pages, metadata, the outline as a tree, tables, footnotes and warnings."""
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
        "metadata": asdict(report.metadata),
        "outline": roots,
        "tables": [
            {"section": list(section), "page": table.page, "rows": [list(row) for row in table.rows]}
            for table, section in report.tables
        ],
        "footnotes": [asdict(note) for note in report.footnotes],
        "warnings": list(report.warnings),
    }
