"""Footnotes: which lines they are, where the mark stands that refers to them.

A note stands at the foot of a page, in the middle of the sentence that runs on to the next page. Where the print is
known (PDF, OCR) it is smaller; in plain text a note is told by its mark, which is glued to a word above ("nông thôn1,"),
and ends where the sentence that it interrupts goes on in small letters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex as re

from ingest.language.enumerators import enumerator
from ingest.model import Footnote, Kind, Line, Paragraph, Span
from ingest.structure.closing import RECIPIENTS, SIGNATURE
from ingest.typeface import LONGEST_VISUAL_LINE, page_width, width

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
START = re.compile(r"\W{0,2}?([1-9]\d?|[¹²³⁴-⁹][⁰¹²³⁴-⁹]?)\s*(?=[\p{L}“\"(])")
LOST_MARK = re.compile(r"[^\w\s(“\"\-–+*•][.,]?\s*(?=\p{Lu})")  # what OCR makes of a small raised figure
ENDS_SENTENCE = re.compile(r"(?:[;:!?…]|(?<![”’\"')\s.])[”’\"')\s]*+\.)[”’\"')\s.]*+$")
SQUARE = r"(?<![\d\s][kcdh]?m)"  # m2, km2 are no marks
WITHIN = 90  # lines from a mark to its note: two pages
LONGEST = 80  # lines of a note
WIDER = 1.05  # of a full line of the body: small print holds more in a line
# Words that a figure belongs to; after any other, one before a full stop may be a mark that slid off its word.
COUNTED = (
    r"(?<!\b(?:số|năm|tháng|ngày|quý|khoản|điều|điểm|mục|cấp|lần|thứ|loại|hạng|nhóm|mức|độ|phần|chương|cụm|khối|lớp|đợt))"
)
LOST_IN_TEXT = re.compile(r"(?<=\p{L})(?:['’‘°*\"](?=[\s.,;)]|$)|!(?=[.,;]))")


def _glued(mark: str) -> re.Pattern[str]:
    """Match a mark where it follows a word: "nông thôn1…", "kỷ niệm chương,…)2 Nhằm"."""
    raised = mark.translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return re.compile(rf"(?<=\p{{L}}{SQUARE}[”\")…,.;:]{{0,8}})(?:{mark}|{raised})(?![\d⁰-⁹.,]?\d)|\[{mark}\]")


def told_apart(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with kind and mark of footnotes set."""
    if all(line.whole for line in lines):
        return list(lines)
    return _in_plain_text(_in_small_print(lines))


def _in_small_print(lines: Sequence[Line]) -> list[Line]:
    """Set the marks of small print; what begins with no mark and goes on with no note is no note."""
    marked: list[Line] = []
    last, page = 0, None
    before: Line | None = None  # the line of small print above, where it is a note's
    for line in lines:
        if line.kind is not Kind.NOTE or line.whole:
            marked.append(line)
            continue
        text = line.text.strip()
        first_on_page, page = line.page != page, line.page
        mark = _opening(text, last, first_on_page)
        if mark and not RECIPIENTS.match(text):
            last, before = int(mark), line
            marked.append(replace(line, mark=mark))
        elif before and _goes_on(before, line) and not RECIPIENTS.match(text) and not SIGNATURE.match(text):
            before = line
            marked.append(line)
        else:
            before = None
            marked.append(replace(line, kind=Kind.TEXT))
    return marked


def _goes_on(before: Line, line: Line) -> bool:
    """Say whether small print goes on with the note above it, which it does on the next page only in mid-sentence."""
    if before.page == line.page:
        return True
    return line.page == (before.page or 0) + 1 and not re.search(r"[.!?…][”\")\s]*$", before.text)


def _opening(text: str, last: int, first_on_page: bool) -> str:
    """Return the mark of the note that a line of small print begins, empty where it begins none."""
    if opening := START.match(text):
        mark = opening[1].translate(SUPERSCRIPTS)
        follows = int(mark) == last + 1 or (first_on_page and int(mark) in (1, *range(last + 1, last + 4)))
        return mark if follows and not enumerator(text) else ""
    return str(last + 1) if first_on_page and LOST_MARK.match(text) else ""


def _in_plain_text(lines: list[Line]) -> list[Line]:
    """Find the notes in text without sizes, by their marks."""
    full = page_width(lines)
    expected, last_at, at = 1, -1, 0
    glued = _glued("1")
    while at < len(lines):
        line = lines[at]
        if line.whole or line.kind is not Kind.TEXT:
            at += 1
            continue
        if last_at >= 0 and at - last_at <= WITHIN and _begins(line.text, expected):
            end = _end(lines, at, full)
            lines[at] = replace(line, kind=Kind.NOTE, mark=str(expected))
            for inner in range(at + 1, end):
                lines[inner] = replace(lines[inner], kind=Kind.NOTE)
            expected += 1
            glued = _glued(str(expected))
            last_at = next((n for n in range(at - 1, max(-1, at - WITHIN), -1) if _refers(lines[n], glued)), -1)
            at = end
            continue
        if glued.search(line.text):
            last_at = at
        at += 1
    return lines


def _refers(line: Line, glued: re.Pattern[str]) -> bool:
    return line.kind is Kind.TEXT and glued.search(line.text) is not None


def _begins(text: str, expected: int) -> bool:
    opening = START.match(text.strip())
    return opening is not None and int(opening[1].translate(SUPERSCRIPTS)) == expected and enumerator(text) is None


def _end(lines: Sequence[Line], start: int, full: float) -> int:
    """Return the number of the line after a note's last one."""
    if width(lines[start].text.strip()) > LONGEST_VISUAL_LINE:
        return start + 1
    above = next((line.text for line in reversed(lines[:start]) if line.kind is Kind.TEXT), "")
    cut_open = not ENDS_SENTENCE.search(above.rstrip())
    small = full > 0 and any(width(line.text.strip()) > WIDER * full for line in lines[start : start + 2])
    number = int(START.match(lines[start].text.strip())[1].translate(SUPERSCRIPTS))  # type: ignore[index]
    for at in range(start + 1, min(len(lines), start + LONGEST)):
        text, before = lines[at].text.strip(), lines[at - 1].text.rstrip()
        if _begins(text, number + 1):
            return at
        if ENDS_SENTENCE.search(before):
            if text[:1].islower() and not enumerator(text):
                return at
            if not cut_open and not (small and width(text) > WIDER * full):
                return at
    return _first_sentence_end(lines, start)


def _first_sentence_end(lines: Sequence[Line], start: int) -> int:
    ends = (at + 1 for at in range(start, min(len(lines), start + LONGEST)) if ENDS_SENTENCE.search(lines[at].text.rstrip()))
    return next(ends, start + 1)


def footnotes(paragraphs: Sequence[Paragraph], spans: Sequence[Span]) -> tuple[Footnote, ...]:
    """Return the footnotes of a report, each tied to its mark in the text above it."""
    notes: list[Footnote] = []
    for index, paragraph in enumerate(paragraphs):
        if paragraph.kind is not Kind.NOTE:
            continue
        span = spans[index]
        text = paragraph.text
        opening = START.match(text)
        if opening and opening[1].translate(SUPERSCRIPTS) != paragraph.mark:
            opening = None  # a figure of the note's own: "12 xã đạt chuẩn"
        opening = opening or LOST_MARK.match(text)
        if paragraph.mark and opening and not text.startswith("["):
            text = text[opening.end() :]
        floor = notes[-1].anchor if notes and notes[-1].anchor is not None else -1
        anchor = _anchor(paragraphs[:index], spans, paragraph.mark, floor)
        notes.append(Footnote(paragraph.mark, text, paragraph.page, span.start, span.end, anchor))
    return tuple(notes)


def _anchor(above: Sequence[Paragraph], spans: Sequence[Span], mark: str, floor: int) -> int | None:
    """Return where the mark stands, after ``floor``: where the format says so, else glued to a word, else as OCR left it."""
    if not mark:
        return None
    if (raised_at := _set_above(above, spans, mark, floor)) is not None:
        return raised_at  # "III.1" further down only looks like a word with the mark
    glued = _glued(re.escape(mark))
    apart = re.compile(rf"(?i)(?<=\p{{L}}[”\")]?){COUNTED}\s(?={re.escape(mark)}[.,;](?!\d))")
    lost = None
    for index in range(len(above) - 1, max(-1, len(above) - WITHIN), -1):
        if above[index].kind is Kind.NOTE:
            continue
        start = spans[index].start
        if start + len(above[index].text) <= floor:
            break
        places = [match.start() for match in glued.finditer(above[index].text)] if mark.isdecimal() else []
        if after := [start + place for place in places if start + place > floor]:
            return after[0]
        if lost is None:
            text = above[index].text
            marks = [match.start() for match in (*apart.finditer(text), *LOST_IN_TEXT.finditer(text))] + _unopened(text)
            lost = next((start + place for place in marks if start + place > floor), None)
    return lost


def _set_above(above: Sequence[Paragraph], spans: Sequence[Span], mark: str, floor: int) -> int | None:
    """Return where the format says that the mark stands, however far above: a note at the end of the document."""
    places = (
        span.start + offset
        for paragraph, span in zip(reversed(above), reversed(spans[: len(above)]), strict=True)
        for offset, own in paragraph.marks
        if own == mark and span.start + offset > floor
    )
    return next(places, None)


def _unopened(text: str) -> list[int]:
    """Return where quotation marks close that none opened: what OCR makes of a small raised figure too."""
    places: list[int] = []
    depth = 0
    for at, character in enumerate(text):
        depth += character == "“"
        if character == "”":
            depth -= 1
            if depth < 0:
                places.append(at)
                depth = 0
    return places
