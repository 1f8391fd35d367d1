"""Writes a renewal as a Word file: last year's file with the new values, blanks and comments in it, in the decree's layout.

In the file for the drafter a blank shows last year's value in it ("[… năm 2024: 64]") and is yellow, what stays to be looked
at is turquoise, and comments say where a new value comes from and which paragraphs are to stay. The final file has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import regex as re
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_COLOR_INDEX
from docx.text.run import Run
from lxml.etree import _Element

from app.drafting.layout import layout
from app.drafting.request import Request
from app.drafting.table_pages import keep_over_pages
from app.drafting.word_head import WordHead
from app.drafting.word_parts import AUTHOR, INITIALS
from app.renewal import layout as decree
from app.renewal.frame import PLAIN_WORDS
from app.renewal.model import Renewal, RenewalState, RenewedPlace
from app.renewal.paragraph_text import ROW, RUN, TABLE, ParagraphText
from app.renewal.word_file import RenewedFile
from app.wording.blanks import DRAWN
from ingest.language.text import xml_text
from ingest.reading import Reading

_Edit = tuple[int, int, str | None, RenewalState]  # a stretch, its new words (None: it stays), what becomes of it
COLOURS = {RenewalState.BLANK: WD_COLOR_INDEX.YELLOW, RenewalState.KEPT: WD_COLOR_INDEX.TURQUOISE}
STAYS = "Giữ nguyên? Đoạn này không có số liệu; chép từ báo cáo {label}."
MOVED_ALONE = "Giữ nguyên? Đoạn này không có số mới, chỉ chuyển năm; việc của {label} thì sửa hoặc bỏ."
UNUSED = "Số liệu đã cho mà chưa có chỗ trong dự thảo (không thuộc báo cáo, xóa trang này trước khi trình):"
PICTURE = "Hình, biểu đồ của báo cáo {label}: hãy thay bằng hình mới."
PLAN = "chỉ tiêu trước"  # what an old plan is called in a blank
OFF = re.compile(r"[%‰\p{L}\d]")  # what a blank stands off from: "[…] %", "[…] ha"
MOST_TOLD = 12  # values of one paragraph or row that its comment tells one by one


def write_renewal(renewal: Renewal, request: Request, final: bool, reading: Reading | None = None) -> bytes:  # noqa: ARG001
    """Return the Word file. A task for a process of its own.

    :param request: with what is taken over of last year's head (:func:`app.renewal.renewing.with_head`).
    """
    file = RenewedFile.of(renewal.frame.word)
    elements = file.paragraphs()
    rows: dict[_Element, list[tuple[_Element, list[RenewedPlace]]]] = {}  # what a comment is for: a paragraph or a row
    for number, group in groupby(renewal.places, key=lambda renewed: renewed.place.paragraph):
        element, places = elements[number], list(group)
        heading = any(at == number for at, _ in renewal.frame.headings)
        moved = not heading and _is_moved_alone(element, places)
        _renew(element, places, renewal, final)
        row = next(element.iterancestors(ROW), element)
        if moved and not final:
            _comment(file, element, element, MOVED_ALONE.format(label=renewal.label))
        rows.setdefault(row, []).append((element, places))
    for stretches in rows.values() if not final else ():
        if note := _note([renewed for _, places in stretches for renewed in places], renewal.label):
            _comment(file, stretches[0][0], stretches[-1][0], note)
    if not final:
        _ask(file, elements, renewal)
    for table in [block for block in file.blocks() if block.tag == TABLE]:
        keep_over_pages(table)
    decree.put_on(file, elements, renewal, request, final=final)
    if not final:
        _tell_unused(file, (*renewal.unused, *request.unknown))
    properties = file.document.core_properties
    properties.author, properties.title, properties.comments, properties.last_modified_by = "", "", "", ""
    return file.saved()


def _tell_unused(file: RenewedFile, unused: Sequence[str]) -> None:
    """Write what was given and found no place behind the report, on a page of its own that says that it is none of it."""
    if not unused:
        return
    file.document.add_section(WD_SECTION.NEW_PAGE)
    writer = WordHead(layout(), False, file.document)
    for number, text in enumerate((UNUSED, *(f"- {line}" for line in unused))):
        paragraph = writer.line(file.document.add_paragraph(), "body" if number else "subject", xml_text(text, " "))
        if number:
            writer.as_body(paragraph)
        for run in paragraph.runs:
            run.font.highlight_color = WD_COLOR_INDEX.TURQUOISE


def _renew(element: _Element, places: Sequence[RenewedPlace], renewal: Renewal, final: bool) -> None:
    """Put new words at the places of a paragraph, the last first, so that the others keep their offsets."""
    paragraph = ParagraphText(element)
    text = paragraph.text
    edits: list[_Edit] = []
    for renewed in places:
        start, end = _stretch(renewed)
        new = _printed(renewed, renewal.label, final)
        off = renewed.state is RenewalState.BLANK and new is not None and OFF.match(text, end) is not None
        edits.append((start, end, f"{new} " if off else new, renewed.state))
    for start, end, new, state in sorted(edits, key=lambda edit: -edit[0]):
        runs = paragraph.cut_out(start, end) if new is None else paragraph.replace(start, end, xml_text(new, " "))
        if state in COLOURS and not final:
            for run in runs:
                Run(run, None).font.highlight_color = COLOURS[state]  # type: ignore[arg-type]


def _is_moved_alone(element: _Element, places: Sequence[RenewedPlace]) -> bool:
    """Say whether a paragraph of the text has nothing new but the years."""
    moved = all(renewed.state is RenewalState.MOVED for renewed in places)
    return moved and not places[0].place.cell and len(ParagraphText(element).text.split()) >= PLAIN_WORDS


def _stretch(renewed: RenewedPlace) -> tuple[int, int]:
    return renewed.place.start, renewed.place.stop if renewed.whole else renewed.place.end


def _printed(renewed: RenewedPlace, label: str, final: bool) -> str | None:
    """Return what is printed at a place; None for what stays."""
    if renewed.state is RenewalState.KEPT:
        return None
    if renewed.state is not RenewalState.BLANK:
        return renewed.new
    if final:
        return DRAWN
    return f"[… {_told_label(renewed, label)}: {renewed.place.old}]"


def _told_label(renewed: RenewedPlace, label: str) -> str:
    """Return what the old value is of: a figure of another year, or a plan, is called so."""
    fact = renewed.place.fact
    if fact is not None and fact.standing == "plan":
        return PLAN
    years = label.startswith("năm ") and label[-1].isdigit()
    if fact is None or not years or fact.dated != "figure" or fact.year is None or fact.year >= int(label[-4:]):
        return label
    return f"năm {fact.year}" if fact.since in (None, fact.year) else "kỳ trước"


def _note(places: Sequence[RenewedPlace], label: str) -> str:
    """Return what a paragraph's comment tells: new values with last year's and where they come from, reasons for blanks."""
    lines = []
    new = [place for place in places if place.state in (RenewalState.FILLED, RenewalState.COMPUTED)]
    for place in new[:MOST_TOLD]:
        come = f" – {place.note}" if place.note else ""
        lines.append(f"{place.new} ({_told_label(place, label)}: {place.place.old}){come}")
    if len(new) > MOST_TOLD:
        lines.append(f"và {len(new) - MOST_TOLD} số khác")
    lines += [f"Còn trống ({label}: {place.place.old}): {place.note}" for place in places if _is_told_blank(place)][
        :MOST_TOLD
    ]
    staying = [place for place in places if place.state is RenewalState.KEPT]
    if staying:
        new_ones = "" if new else "Không có số mới. "
        lines.append(f"{new_ones}Giữ nguyên? {'; '.join(dict.fromkeys(place.place.old for place in staying))}")
    return "\n".join(lines)


def _is_told_blank(renewed: RenewedPlace) -> bool:
    return renewed.state is RenewalState.BLANK and bool(renewed.note)


def _ask(file: RenewedFile, elements: Sequence[_Element], renewal: Renewal) -> None:
    for stretch in renewal.frame.plain:
        _comment(file, elements[stretch.first], elements[stretch.last], STAYS.format(label=renewal.label))
    for at in renewal.frame.pictures:
        _comment(file, elements[at], elements[at], PICTURE.format(label=renewal.label))


def _comment(file: RenewedFile, first: _Element, last: _Element, text: str) -> None:
    runs = [next(_own_runs(first), None), next(reversed(list(_own_runs(last))), None)]
    if runs[0] is not None and runs[1] is not None and file.body in set(first.iterancestors()):
        ends = [Run(run, file.document.paragraphs[0] if file.document.paragraphs else None) for run in runs]  # type: ignore[arg-type]
        file.document.add_comment(ends, xml_text(text, " "), author=AUTHOR, initials=INITIALS)


def _own_runs(paragraph: _Element) -> Iterator[_Element]:
    """Yield the runs that stand in a paragraph itself: a comment cannot begin in a link or a field."""
    return (child for child in paragraph if child.tag == RUN)
