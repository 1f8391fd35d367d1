"""The side panel, as HTML: a passage in its section, the quote marked. Pure functions; all text is escaped.

What can be clicked carries its meaning as data: ``data-at`` is a position among the ``data-keys`` of the element
around it, and a key names a stored passage (:class:`Reference`), so an old answer opens what it opened on its first day.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import regex as re

from app.answer.model import Citation
from app.web.html import facsimile, tables
from ingest.language.text import fold_spaces
from ingest.model import Heading, Kind, Passage, Report
from ingest.sections import section_at

EXCERPT = 4000  # characters of a section that the panel shows around the passage
CLOSE = '<button type="button" data-close aria-label="Đóng nguồn trích dẫn" title="Đóng (Esc)">✕</button>'
KEY = re.compile(r"^([\w-]++):(\d{1,9}):(\d{1,9})(?::([0-9a-f]{8}))?")


@dataclass(frozen=True, slots=True)
class Reference:
    """What a click opens: ``passage.text[start:end]`` of a stored passage; an empty stretch means the whole passage.

    ``check``: a checksum of the words quoted, so that an index made anew since does not open other words in their place.
    """

    passage: str
    start: int = 0
    end: int = 0
    check: str = ""

    @classmethod
    def of(cls, citation: Citation) -> Reference:
        """Return the reference to the quote of a citation."""
        return cls(citation.passage.id, citation.start, citation.end, _checksum(citation.quote))

    @property
    def key(self) -> str:
        """The reference as one word, for a ``data-keys`` attribute."""
        return f"{self.passage}:{self.start}:{self.end}" + (f":{self.check}" if self.check else "")

    def holds(self, passage: Passage) -> bool:
        """Say whether the words quoted stand in the passage where they stood; without a checksum they do."""
        return not self.check or self.check == _checksum(passage.text[self.start : self.end])

    @classmethod
    def parse(cls, key: str) -> Reference:
        """Read a key; :raises ValueError: it is none."""
        match = KEY.fullmatch(key)
        if match is None:
            raise ValueError(f"not a reference: {key!r}")
        return cls(match[1], int(match[2]), int(match[3]), match[4] or "")

    def within(self, passage: Passage) -> tuple[int, int]:
        """Return the offsets in the report's text of what is referred to."""
        if self.start >= self.end:
            return passage.start, passage.end
        return passage.start + self.start, min(passage.start + self.end, passage.end)


def source(
    report: Report, passage: Passage, reference: Reference, keys: Sequence[str], at: int, *, as_pages: bool = False
) -> str:
    """Return the panel: where the passage stands, and its section with the passage tinted and the quote marked.

    :param keys: all that the answer or the search gave; ``at`` is the position of this one, for previous and next.
    :param as_pages: whether the report's pages can be shown as they look; the page is then shown first.
    """
    path = report.path(section_at(report, passage.start))
    page = report.page_at(passage.start + reference.start)
    outside = escape(passage.heading or "Phần mở đầu")  # before the first heading, or the closing block
    steps = "".join(f"<li>{_step(heading)}</li>" for heading in path) or f"<li>{outside}</li>"
    by_ocr = " (đọc bằng OCR)" if page in report.ocr else ""
    paging = f"<dt>Vị trí</dt><dd>trang {page}{by_ocr}</dd>" if page is not None else ""
    return (
        f'<div class="source" role="complementary" aria-label="Nguồn trích dẫn" data-keys="{escape(" ".join(keys))}">'
        f'<header><h2 tabindex="-1">Nguồn trích dẫn</h2>{_pager(len(keys), at)}{CLOSE}</header>'
        f"{facsimile.tools(report, as_pages=as_pages)}"
        '<div class="scroll" tabindex="0" role="region" aria-label="Nội dung nguồn">'
        f"<h3>{escape(passage.title)}</h3><dl><dt>Tệp</dt><dd>{escape(report.file)}</dd>"
        f'<dt>Mục</dt><dd><ol class="path">{steps}</ol></dd>{paging}</dl>'
        f"{facsimile.leaf(report, reference.key, reference.within(passage)) if as_pages else ''}"
        f'<div class="section">{excerpt(report, passage, reference)}</div></div></div>'
    )


def gone_passage() -> str:
    """Return the panel for a passage that the library no longer has."""
    return failed(
        "Đoạn này không còn trong thư viện như lúc trả lời: báo cáo đã được thay hoặc gỡ ra. Câu trích vẫn còn trong câu "
        "trả lời; hãy hỏi lại để nhận trích dẫn mới."
    )


def failed(message: str) -> str:
    """Return the panel with what went wrong."""
    return (
        f'<div class="source"><header><h2 tabindex="-1">Nguồn trích dẫn</h2>{CLOSE}</header>'
        f'<div class="scroll"><p class="problem" role="alert">{escape(message)}</p></div></div>'
    )


def excerpt(report: Report, passage: Passage, reference: Reference) -> str:
    """Return the section around a passage, at most about :data:`EXCERPT` characters, as paragraphs."""
    first, last = _section(report, passage)
    start, end = _window(report.text, first, last, passage)
    quote = (passage.start + reference.start, min(passage.start + reference.end, passage.end))
    rows = {row.start: row for row in report.rows}
    parts: list[str] = []
    for span, kind in zip(report.paragraphs, report.kinds, strict=True):
        a, b = max(span.start, start), min(span.end, end)
        if a >= b:
            continue
        if span.start in rows:
            tables.add(parts, report, rows[span.start], (passage.start, passage.end), quote)
        else:
            parts.append(_paragraph(report.text, a, b, kind, (passage.start, passage.end), quote))
    before = '<p class="cut">…</p>' if start > first else ""
    after = '<p class="cut">…</p>' if end < last else ""
    return before + "".join(parts) + after


def _checksum(words: str) -> str:
    return f"{zlib.crc32(fold_spaces(words).encode()):08x}"


def _section(report: Report, passage: Passage) -> tuple[int, int]:
    """Return the stretch from the end of the passage's heading to the next heading."""
    closing_end = len(report.text) if report.closing_end is None else report.closing_end
    if report.in_closing(passage.start):
        return report.closing, closing_end
    annex = passage.start >= report.closing
    first, last = (closing_end, len(report.text)) if annex else (0, report.closing)
    at = section_at(report, passage.start)
    begin = first if at is None else report.headings[at].span.end
    end = next((h.span.start for h in report.headings if passage.start < h.span.start < last), last)
    return min(begin, passage.start), max(end, passage.end)


def _window(text: str, first: int, last: int, passage: Passage) -> tuple[int, int]:
    spare = max(0, EXCERPT - (passage.end - passage.start))
    before = min(passage.start - first, max(spare // 2, spare - (last - passage.end)))
    start, end = passage.start - before, min(last, passage.end + spare - before)
    if start > first:  # begin and end with a whole word
        start = min(passage.start, text.find(" ", start, passage.start) + 1 or passage.start)
    if end < last:
        end = max(passage.end, text.rfind(" ", passage.end, end))
    return start, end


def _paragraph(text: str, a: int, b: int, kind: Kind, passage: tuple[int, int], quote: tuple[int, int]) -> str:
    a += len(text[a:b]) - len(text[a:b].lstrip())  # what follows a heading on its line begins with a space
    cuts = sorted({a, b, *(x for x in (*passage, *quote) if a < x < b)})
    pieces = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        piece = escape(text[start:end])
        if quote[0] <= start and end <= quote[1]:
            piece = f"<mark>{piece}</mark>"
        pieces.append(f'<span class="passage">{piece}</span>' if passage[0] <= start and end <= passage[1] else piece)
    return f'<p class="{kind.value}">{"".join(pieces)}</p>'


def _step(heading: Heading) -> str:
    label = "" if heading.label == "*" else f"<b>{escape(heading.label)}</b> "
    return label + escape(heading.title)


def _pager(count: int, at: int) -> str:
    if count < 2:
        return ""
    back = f'data-at="{at - 1}"' if at > 0 else "disabled"
    on = f'data-at="{at + 1}"' if at + 1 < count else "disabled"
    return (
        f'<nav aria-label="Các trích dẫn"><button type="button" {back} aria-label="Trích dẫn trước">‹ Trước</button>'
        f'<span>{at + 1}/{count}</span><button type="button" {on} aria-label="Trích dẫn sau">Sau ›</button></nav>'
    )
