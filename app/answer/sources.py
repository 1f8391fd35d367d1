"""How a source is named to a reader: title, section, page."""

from __future__ import annotations

from collections.abc import Sequence

from app.answer.model import Citation
from app.question.vocabulary import message
from ingest.model import Passage


def source_line(citation: Citation) -> str:
    """Return "Báo cáo …, chú thích 2, mục II.1.a “…”, trang 4 (đọc bằng OCR)" for a citation."""
    passage = citation.passage
    section = note_name(citation) + section_name(citation.section, passage.heading)
    page = page_name(citation.page, ocr=citation.ocr)
    return message("source.line", title=passage.title, section=section, page=page)


def note_name(citation: Citation) -> str:
    """Return ", chú thích 2" for a quote from a footnote, nothing for another."""
    return message("source.note", mark=citation.note) if citation.note else ""


def page_name(page: int | None, *, ocr: bool = False) -> str:
    """Return ", trang 4 (đọc bằng OCR)", or "" if the format has no pages."""
    if page is None:
        return ""
    return message("source.page", page=page) + (message("source.ocr") if ocr else "")


def passage_line(passage: Passage) -> str:
    """Return the same for a passage as a whole."""
    section, page = section_name(passage.section, passage.heading), page_name(passage.page)
    return message("source.line", title=passage.title, section=section, page=page)


def copy_line(passage: Passage) -> str:
    """Return the same for a copy, with its file: copies often stand in reports of the same title."""
    return f"{passage_line(passage)} ({passage.file})"


def section_name(section: Sequence[str], heading: str) -> str:
    """Return "mục II.1.a “heading”", as far as there is one; empty before the first heading."""
    labels = message("source.section", labels=joined(section)) if section else ""
    return labels + (message("source.heading", heading=heading) if heading else "")


def joined(section: Sequence[str]) -> str:
    """Return labels as they are spoken, "II.3.1.e": a label that the next one repeats is left out."""
    following = (*section[1:], "")
    return ".".join(label for label, after in zip(section, following, strict=True) if not after.startswith(f"{label}."))
