"""How a source is named to a reader: title, section, page."""

from __future__ import annotations

from collections.abc import Sequence

import regex as re

from app.answer.model import Citation
from app.question.vocabulary import message
from ingest.language.body_names import cited_name
from ingest.model import Passage

SPELT = re.compile(r"(?<!\p{L})\p{L}{2,}+\s")
OPENS = "báo cáo "  # of a title


def source_line(citation: Citation) -> str:
    """Return "Báo cáo …, chú thích 2, mục II.1.a “…”, trang 4 (đọc bằng OCR)" for a citation."""
    passage = citation.passage
    section = note_name(citation) + section_name(citation.section, passage.heading)
    page = page_name(citation.page, ocr=citation.ocr)
    return message("source.line", title=passage.title, section=section, page=page)


def official_line(citation: Citation) -> str:
    """Return a source as officials write it: "(Báo cáo số 214/BC-UBND ngày 18/4/2025 của UBND huyện …, mục II.1, trang 4)".

    Number and date are left out where the report has none; without a known issuer its title stands for it.
    """
    section = note_name(citation) + section_name(citation.section, "")
    return message("source.official", report=_official(citation), section=section, page=page_name(citation.page))


def official_name(citation: Citation) -> str:
    """Return "Báo cáo số 214/BC-UBND ngày 18/4/2025 của UBND huyện …"; the title of a report that says none of these."""
    return _official(citation) if citation.number or citation.date or citation.issuer else citation.passage.title


def _official(citation: Citation) -> str:
    number = message("source.number", number=citation.number) if citation.number else ""
    date = _write_date(citation.date) if citation.date else ""
    title = citation.passage.title
    title = title[len(OPENS) :].strip() if title.casefold().startswith(OPENS) else title  # no "Báo cáo báo cáo"
    by = message("source.issuer", issuer=cited_name(citation.issuer)) if citation.issuer else f" {title}"
    return message("source.report", number=number, date=date, by=by)


def _write_date(date: str) -> str:
    """Return an ISO date as it is written: " ngày 18/4/2025"; " tháng 4/2025" where it has no day."""
    parts = [str(int(part)) for part in reversed(date.split("-"))]
    return message("source.date" if len(parts) > 2 else "source.month", date="/".join(parts))


def note_name(citation: Citation) -> str:
    """Return ", chú thích 2" for a quote from a footnote, nothing for another."""
    return message("source.note", mark=citation.note) if citation.note else ""


def page_name(page: int | None, *, ocr: bool = False) -> str:
    """Return ", trang 4 (đọc bằng OCR)", or "" if the format has no pages."""
    if page is None:
        return ""
    return message("source.page", page=page) + (message("source.ocr") if ocr else "")


def passage_line(passage: Passage) -> str:
    """Return the source line of a passage as a whole; see :func:`source_line`."""
    section, page = section_name(passage.section, passage.heading), page_name(passage.page)
    return message("source.line", title=passage.title, section=section, page=page)


def copy_line(passage: Passage) -> str:
    """Return the source line of a copy with its file, since copies often stand in reports of the same title."""
    return f"{passage_line(passage)} ({passage.file})"


def section_name(section: Sequence[str], heading: str) -> str:
    """Return "mục II.1.a “heading”", as far as there is one; empty before the first heading."""
    parts = [label for label in section if SPELT.match(label)]  # "Phần thứ nhất", "Chương II", "Điều 5" are no numbers
    numbers = [label for label in section if label not in parts]
    labels = message("source.section", labels=joined(numbers)) if numbers else ""
    labels += f" {' '.join(reversed(parts))}" if numbers and parts else f", {' '.join(reversed(parts))}" if parts else ""
    return labels + (message("source.heading", heading=heading) if heading else "")


def joined(section: Sequence[str]) -> str:
    """Return labels as they are spoken, "II.3.1.e": a label that the next one repeats is left out ("Phần A", "A2" is A2)."""
    following = (*section[1:], "")
    return ".".join(label for label, after in zip(section, following, strict=True) if not _repeats(label, after))


def _repeats(label: str, after: str) -> bool:
    """Say whether a label begins with the one above it: "2" and "2.1", "I" and "I.1", "Phần A" and "A2"."""
    above = label.split()[-1] if label else ""
    rest = after.removeprefix(above)
    return bool(above) and rest != after and (rest[:1] in (".", "-") or (rest[:1].isdigit() and above[-1].isalpha()))
