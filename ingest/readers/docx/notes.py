"""Footnotes and endnotes: their text, and their marks as Word counts them, section by section where the file says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.etree import _Element

from ingest.readers.docx.names import ENDNOTE, FOOTNOTE, RUN, SECTION, TEXT, VALUE, P, W
from ingest.readers.numbering import written

Reference = tuple[str, str | None]  # tag of what refers to a note, id of the note
USUAL = {FOOTNOTE: "decimal", ENDNOTE: "lowerRoman"}
PROPERTIES = {FOOTNOTE: f"{W}footnotePr", ENDNOTE: f"{W}endnotePr"}


@dataclass(frozen=True, slots=True)
class _Habit:
    """How the notes of a section are counted: form of the numbers, the first one, when they begin anew."""

    form: str
    start: int
    restart: str


def bodies(part: _Element | None, kind: str) -> dict[Reference, list[_Element]]:
    """Return the paragraphs of every note of a part by what refers to it; separators, which have a type, are left out."""
    tag = f"{W}footnote" if kind == FOOTNOTE else f"{W}endnote"
    notes = () if part is None else part.iter(tag)
    return {(kind, note.get(f"{W}id")): list(note.iter(P)) for note in notes if note.get(f"{W}type") in (None, "normal")}


def reference(element: _Element) -> Reference:
    """Return what note an element refers to."""
    return str(element.tag), element.get(f"{W}id")


def marks(body: _Element, settings: _Element | None, wanted: set[Reference]) -> dict[_Element, str]:
    """Return the marks of the notes that the body refers to, by the elements that refer to them.

    :param wanted: the notes that there are; others have no mark.
    """
    sections = [element for element in body.iter(SECTION) if element.getparent() is not None]
    at = 0
    numbers: dict[str, int] = defaultdict(int)
    marks_by_element: dict[_Element, str] = {}
    for element in body.iter(FOOTNOTE, ENDNOTE, SECTION, f"{W}lastRenderedPageBreak"):
        section = sections[min(at, len(sections) - 1)] if sections else None
        if element.tag in (FOOTNOTE, ENDNOTE):
            if reference(element) not in wanted:
                continue
            kind = str(element.tag)
            habit = _habit(kind, section, settings)
            if element.get(f"{W}customMarkFollows") in ("1", "true", "on"):
                marks_by_element[element] = _custom(element)
                continue
            numbers[kind] = numbers[kind] + 1 if kind in numbers else habit.start
            marks_by_element[element] = written(numbers[kind], habit.form) or str(numbers[kind])
            continue
        ends = "eachPage" if element.tag != SECTION else "eachSect"
        for kind in list(numbers):
            if _habit(kind, section, settings).restart == ends:
                del numbers[kind]
        at += element.tag == SECTION
    return marks_by_element


def _habit(kind: str, section: _Element | None, settings: _Element | None) -> _Habit:
    properties = [
        element for holder in (section, settings) if holder is not None for element in holder.iterfind(PROPERTIES[kind])
    ]
    start = _first(properties, "numStart")
    return _Habit(
        _first(properties, "numFmt") or USUAL[kind], int(start) if start.isdecimal() else 1, _first(properties, "numRestart")
    )


def _first(holders: Sequence[_Element], name: str) -> str:
    return next((element.get(VALUE, "") for holder in holders if (element := holder.find(f"{W}{name}")) is not None), "")


def _custom(element: _Element) -> str:
    """Return the mark that is typed behind a reference."""
    following = element.getnext()
    texts: Iterator[_Element] = iter(() if following is None else (following,))
    run = element.getparent()
    after = None if run is None else run.getnext()
    mark = next((e.text or "" for e in texts if e.tag == TEXT), "")
    if not mark and after is not None and after.tag == RUN:
        mark = "".join(text.text or "" for text in after.iter(TEXT))
    return mark.strip() or "*"
