"""What is filled in and laid over a page: form fields, check boxes, typed notes, remarks that strike out."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import pypdfium2
import pypdfium2.raw as c
import regex as re
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from ingest.readers.pdf.page_frame import PageFrame
from ingest.readers.pdf.places import Rectangle
from ingest.readers.pdf.words import Word

HIDDEN = 2 | 32  # flags of an annotation that is not shown
OVERLAYS = (c.FPDF_ANNOT_WIDGET, c.FPDF_ANNOT_FREETEXT, c.FPDF_ANNOT_STAMP)
BOXES = (c.FPDF_FORMFIELD_CHECKBOX, c.FPDF_FORMFIELD_RADIOBUTTON)
TYPED = (c.FPDF_FORMFIELD_TEXTFIELD, c.FPDF_FORMFIELD_COMBOBOX, c.FPDF_FORMFIELD_LISTBOX)
SHOWS_TEXT = re.compile(r"(?<!\p{L})T[jJ](?!\p{L})")  # the operators that draw letters (ISO 32000-1, 9.4.3)
CHECKED, EMPTY = "☑", "☐"
EMPTY_STRING = 2  # bytes: the zero that ends one
WAITING = ("please wait", "vui lòng đợi", "adobe reader")

Marks = list[tuple[Rectangle, str]]


@dataclass(frozen=True, slots=True)
class FilledIn:
    """What is typed into a field, or over the page.

    ``drawn``: the file holds its appearance, ``lettered``: with letters of its own; ``options``: the place shows what else
    could have been chosen, too.
    """

    place: Rectangle
    text: str
    drawn: bool = False
    options: bool = False
    lettered: bool = False


@dataclass(frozen=True, slots=True)
class LaidOver:
    """What lies over a page: check boxes, what is filled in, and the places that a remark strikes out."""

    boxes: Marks
    values: list[FilledIn]
    struck: list[Rectangle]


def flattened(document: pypdfium2.PdfDocument, number: int) -> tuple[pypdfium2.PdfPage, LaidOver]:
    """Return page ``number`` (from 1) with what is laid over it as part of it, and what that is.

    :raises pypdfium2.PdfiumError: the page is damaged.
    """
    page = document[number - 1]
    over = LaidOver([], [], [])
    count = c.FPDFPage_GetAnnotCount(page.raw)
    if not count:
        return page, over
    frame = PageFrame(page)
    laid = False
    environment = document.formenv.raw if document.formenv else None
    for at in range(count):
        note = c.FPDFPage_GetAnnot(page.raw, at)
        kind = c.FPDFAnnot_GetSubtype(note)
        if not c.FPDFAnnot_GetFlags(note) & HIDDEN:
            laid = laid or kind in OVERLAYS
            if kind in OVERLAYS:
                _overlay(note, kind, environment, frame, over)
            elif kind == c.FPDF_ANNOT_STRIKEOUT:
                over.struck.extend(_stretches(note, frame))
        c.FPDFPage_CloseAnnot(note)
    if laid and c.FPDFPage_Flatten(page.raw, c.FLAT_NORMALDISPLAY) == c.FLATTEN_SUCCESS:
        page.close()
        page = document[number - 1]
    return page, over


def _stretches(note: object, frame: PageFrame) -> Iterator[Rectangle]:
    """Yield the stretches of lines that a remark is laid over."""
    corners = c.FS_QUADPOINTSF()
    for at in range(c.FPDFAnnot_CountAttachmentPoints(note)):
        if c.FPDFAnnot_GetAttachmentPoints(note, at, ctypes.byref(corners)):
            across = (corners.x1, corners.x2, corners.x3, corners.x4)
            up = (corners.y1, corners.y2, corners.y3, corners.y4)
            yield frame.box(min(across), min(up), max(across), max(up))


def _overlay(note: object, kind: int, environment: object, frame: PageFrame, over: LaidOver) -> None:
    box = c.FS_RECTF()
    if not c.FPDFAnnot_GetRect(note, ctypes.byref(box)):
        return
    place = frame.box(box.left, box.bottom, box.right, box.top)
    if kind == c.FPDF_ANNOT_FREETEXT:
        text = _string(lambda buffer, size: c.FPDFAnnot_GetStringValue(note, b"Contents", buffer, size))
        drawn = c.FPDFAnnot_GetAP(note, c.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0) > EMPTY_STRING
        over.values.append(FilledIn(place, text, drawn))
    elif kind == c.FPDF_ANNOT_WIDGET and environment:
        field = c.FPDFAnnot_GetFormFieldType(environment, note)
        if field in BOXES:
            over.boxes.append((place, CHECKED if c.FPDFAnnot_IsChecked(environment, note) else EMPTY))
        elif field in TYPED:
            text = _chosen(environment, note) or _string(
                lambda buffer, size: c.FPDFAnnot_GetFormFieldValue(environment, note, buffer, size)
            )
            drawing = _string(lambda buffer, size: c.FPDFAnnot_GetAP(note, c.FPDF_ANNOT_APPEARANCEMODE_NORMAL, buffer, size))
            lettered = SHOWS_TEXT.search(drawing) is not None
            over.values.append(FilledIn(place, text, options=field == c.FPDF_FORMFIELD_LISTBOX, lettered=lettered))


def _chosen(environment: object, note: object) -> str:
    """Return the labels of the options that are chosen in a field, which may be kept under other names; "" for none."""
    labels = [
        _string(lambda buffer, size: c.FPDFAnnot_GetOptionLabel(environment, note, at, buffer, size))  # noqa: B023
        for at in range(max(0, c.FPDFAnnot_GetOptionCount(environment, note)))
        if c.FPDFAnnot_IsOptionSelected(environment, note, at)
    ]
    return ", ".join(label for label in labels if label)


def _string(get: object) -> str:
    size = get(None, 0)  # type: ignore[operator]
    if size <= EMPTY_STRING:
        return ""
    buffer = ctypes.create_string_buffer(size)
    get(ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)  # type: ignore[operator]
    return buffer.raw[:size].decode("utf-16-le", "replace").rstrip("\0").strip()


def filled(words: Sequence[Word], boxes: Marks, values: Sequence[FilledIn]) -> list[Word]:
    """Return the words of a page with its check boxes, and with what is filled in and no letters show, or not all.

    A field is often drawn in a font without Vietnamese letters ("Bn Sy" for "Bến Sậy"): what was typed counts.
    """
    page_words = [word for word in words if not any(place.holds(*word.middle) for place, _ in boxes)]
    for place, sign in boxes:
        page_words.append(_in(place, sign))
    for value in values:
        letters = _letters(value.text)
        inside = [word for word in page_words if value.place.wider(2).holds(*word.middle)]
        if not letters or letters in _letters("".join(word.text for word in inside)):
            continue
        poor = inside if value.options else [word for word in inside if _is_part(_letters(word.text), letters)]
        other = any(map(str.isalnum, "".join(word.text for word in inside))) and not poor
        if (value.drawn and len(poor) < len(inside)) or (value.lettered and other):
            continue  # what the file draws there is seen
        page_words = [word for word in page_words if not any(word is other for other in poor)]
        page_words.append(_in(value.place, " ".join(value.text.split())))
    return page_words


def _letters(text: str) -> str:
    return "".join(text.split())


def _is_part(shown: str, whole: str) -> bool:
    """Say whether a word is another with letters left out."""
    rest = iter(whole)
    return all(letter in rest for letter in shown)


def _in(place: Rectangle, text: str) -> Word:
    size = max(6.0, min(12.0, place.height))
    return Word(text, place, (place.top + place.bottom + 0.7 * size) / 2, size, True)


# What is known of the whole file


def is_shell(reader: PdfReader, pages: Mapping[int, str]) -> bool:
    """Say whether a file is an XFA form whose pages only ask to wait for a program that can show it."""
    form = cast(DictionaryObject, reader.trailer["/Root"].get_object()).get("/AcroForm")
    form = form.get_object() if form is not None else None
    if not isinstance(form, DictionaryObject) or "/XFA" not in form:
        return False
    text = " ".join(pages.values()).lower()
    return len(text.split()) < 200 and any(word in text for word in WAITING)


def has_layers(reader: PdfReader) -> bool:
    """Say whether a file has layers, which may be hidden."""
    return "/OCProperties" in cast(DictionaryObject, reader.trailer["/Root"].get_object())
