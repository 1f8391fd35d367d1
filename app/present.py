"""How a source is named to a reader: title, section, page."""

from __future__ import annotations

from collections.abc import Sequence

from app.data import message
from app.model import Citation
from ingest.model import Passage


def source_line(citation: Citation) -> str:
    """Return "Báo cáo …, mục II.1.a “…”, trang 4" for a citation."""
    return _line(citation.passage, citation.page)


def passage_line(passage: Passage) -> str:
    """Return the same for a passage as a whole."""
    return _line(passage, passage.page)


def copy_line(passage: Passage) -> str:
    """Return the same for a copy, with its file: copies often stand in reports of the same title."""
    return f"{passage_line(passage)} ({passage.file})"


def section_name(passage: Passage) -> str:
    """Return "mục II.1.a “heading”", as far as there is one; empty before the first heading."""
    labels = message("source.section", labels=joined(passage.section)) if passage.section else ""
    heading = message("source.heading", heading=passage.heading) if passage.heading else ""
    return labels + heading


def joined(section: Sequence[str]) -> str:
    """Return labels as they are spoken, "II.3.1.e": a label that the next one repeats is left out."""
    following = (*section[1:], "")
    return ".".join(label for label, after in zip(section, following, strict=True) if not after.startswith(f"{label}."))


def _line(passage: Passage, page: int | None) -> str:
    return message(
        "source.line",
        title=passage.title,
        section=section_name(passage),
        page=message("source.page", page=page) if page is not None else "",
    )
