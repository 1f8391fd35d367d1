"""What only a page's picture shows is found on some pages; letters and rules are wiped out before."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from ingest import audit
from ingest.audit import picture
from ingest.readers.ocr import tesseract
from tests.ingest.audit.test_audit import pdf_of, text_at

N = NameObject
needs_ocr = pytest.mark.skipif(
    tesseract.missing() is not None, reason="Debian's tesseract-ocr and tesseract-ocr-vie are not installed"
)
RULE = "0.8 w 72 600 m 500 600 l S 72 400 m 72 600 l S "


def _with_image(path: Path, words: str) -> Path:
    """A page of text with a picture of some words below."""
    pixels = Image.new("L", (900, 120), 255)
    ImageDraw.Draw(pixels).text((20, 20), words, fill=0, font=ImageFont.load_default(60))
    held = io.BytesIO()
    pixels.save(held, "JPEG")
    image = StreamObject()
    image.set_data(held.getvalue())
    sizes = {"Width": 900, "Height": 120, "BitsPerComponent": 8}
    image.update({N(f"/{name}"): NumberObject(size) for name, size in sizes.items()})
    names = {"Type": "XObject", "Subtype": "Image", "ColorSpace": "DeviceGray", "Filter": "DCTDecode"}
    image.update({N(f"/{name}"): N(f"/{value}") for name, value in names.items()})
    writer = PdfWriter(clone_from=str(pdf_of(path, "")))
    page = writer.pages[0]
    font = page["/Resources"]["/Font"]  # type: ignore[index]
    page[N("/Resources")] = DictionaryObject(
        {N("/Font"): font, N("/XObject"): DictionaryObject({N("/Im0"): writer._add_object(image)})}
    )
    stream = DecodedStreamObject()
    stream.set_data((text_at(700, "Lang co 64 ho kha") + " q 300 0 0 40 72 500 cm /Im0 Do Q").encode())
    page[N("/Contents")] = writer._add_object(stream)
    writer.write(str(path))
    return path


def test_a_few_pages_are_looked_at() -> None:
    assert picture.sample([]) == [] and picture.sample([3, 4, 5]) == [3]
    assert picture.sample(list(range(1, 10))) == [1, 5] and picture.sample(list(range(1, 101))) == [1, 34, 67]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_letters_and_rules_leave_no_ink(tmp_path: Path, turn: int) -> None:
    path = pdf_of(tmp_path / "a.pdf", text_at(700, "Lang co 64 ho kha, 19 ho ngheo") + RULE)
    writer = PdfWriter(clone_from=str(path))
    writer.pages[0].rotate(turn)
    writer.write(str(path))
    with pypdfium2.PdfDocument(path) as document:
        drawn = np.array(document[0].render(scale=picture.LOOKED, grayscale=True).to_numpy())
        assert (drawn < picture.INK).sum() > picture.LEAST_INK
        assert not picture._leaves_ink(picture._wiped(document[0], picture.LOOKED))


@needs_ocr
def test_a_figure_that_is_only_a_picture_is_seen(tmp_path: Path) -> None:
    with pypdfium2.PdfDocument(_with_image(tmp_path / "a.pdf", "Con 3824 ho ngheo")) as document:
        assert [(one.text.strip("., "), one.page) for one in picture.seen([1], document, {"64"})] == [("3824", 1)]
        assert picture.seen([1], document, {"64", "3824"}) == []


def _with_note(path: Path, text: str, flags: int) -> Path:
    """A page of text with a note typed over it."""
    writer = PdfWriter(clone_from=str(pdf_of(path, text_at(700, "Lang co 64 ho kha"))))
    note = DictionaryObject({N("/Type"): N("/Annot"), N("/Subtype"): N("/FreeText"), N("/F"): NumberObject(flags)})
    note[N("/Contents")], note[N("/Rect")] = TextStringObject(text), ArrayObject(map(NumberObject, (72, 600, 300, 620)))
    writer.pages[0][N("/Annots")] = ArrayObject([writer._add_object(note)])
    writer.write(str(path))
    return path


@pytest.mark.parametrize(("flags", "missing"), [(4, ["57"]), (2, [])], ids=["seen", "hidden"])
def test_what_a_note_says_is_asked_for_without_a_look_at_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flags: int, missing: list[str]
) -> None:
    monkeypatch.setattr(picture, "_wiped", lambda *_: pytest.fail("drawn"))
    path = _with_note(tmp_path / "a.pdf", "Số 57", flags)
    assert [lack.figure for lack in audit.audit(path, "Lang co 64 ho kha")] == missing


@pytest.mark.parametrize(
    ("drawn", "plain"),
    [
        (RULE, True), ("72 500 100 20 re S ", True), ("72 500 100 20 re f ", False),
        ("72 500 m 80 520 90 480 100 500 c S ", False), ("72 500 m 80 520 l 90 500 l 100 520 l 110 500 l S ", False),
    ],
    ids=["rules", "a box", "a filled box", "a curve", "a zigzag"],
)  # fmt: skip
def test_a_page_of_letters_and_rules_is_not_drawn(tmp_path: Path, drawn: str, plain: bool) -> None:
    path = pdf_of(tmp_path / "a.pdf", text_at(700, "Lang co 64 ho kha") + " " + drawn)
    with pypdfium2.PdfDocument(path) as document:
        assert picture._is_plain(document[0]) is plain
