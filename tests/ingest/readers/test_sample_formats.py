"""One invented report as offices have it: Word 97, PDF, a scan, TCVN3. Each must give the same report back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from eval.outline import comparable
from ingest.model import Report
from ingest.readers.ocr import tesseract
from ingest.reading import Reading
from ingest.report import understand

needs_office = pytest.mark.skipif(
    not (shutil.which("soffice") or shutil.which("libreoffice")), reason="Debian's libreoffice-writer-nogui is not installed"
)
needs_ocr = pytest.mark.skipif(
    tesseract.missing() is not None, reason="Debian's tesseract-ocr and tesseract-ocr-vie are not installed"
)
DOC, PDF, SCAN, TCVN3 = "suoi-ngan.doc", "suoi-ngan.pdf", "suoi-ngan-quet.pdf", "suoi-ngan-tcvn3.txt"
EVERY = [pytest.param(DOC, marks=needs_office), PDF, pytest.param(SCAN, marks=needs_ocr), TCVN3]


@pytest.fixture(scope="module")
def folder(samples: Path) -> Path:
    return samples / "formats"


@pytest.fixture(scope="module")
def truth(folder: Path) -> Any:
    return json.loads((folder / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def scan(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, Reading, list[float]]:
    """The scan's report, how it was read, and the shares of the work that were told meanwhile; OCR takes 8 s."""
    shares: list[float] = []
    reading = Reading(pages=tmp_path_factory.mktemp("scan") / "pages", progress=shares.append)
    return understand(folder / SCAN, reading=reading), reading, shares


@pytest.fixture(scope="module")
def read(folder: Path, request: pytest.FixtureRequest) -> Any:
    """Read a file of the folder, each once."""
    made: dict[str, Report] = {}

    def once(name: str) -> Report:
        if name not in made:
            made[name] = request.getfixturevalue("scan")[0] if name == SCAN else understand(folder / name)
        return made[name]

    return once


def _outline(nodes: list[Any], above: str = "") -> Iterator[tuple[str, str, str]]:
    for node in nodes:
        yield node["label"].lower(), comparable(node["title"]), above
        yield from _outline(node["children"], comparable(node["title"]))


@pytest.mark.parametrize("name", EVERY)
def test_outline(read: Any, truth: Any, name: str) -> None:
    headings = read(name).headings
    titles = [comparable(h.title) for h in headings]
    found = [
        (h.label.lower(), t, "" if h.parent is None else titles[h.parent]) for h, t in zip(headings, titles, strict=True)
    ]
    assert found == list(_outline(truth["outline"]))


@pytest.mark.parametrize("name", EVERY)
def test_metadata(read: Any, truth: Any, name: str) -> None:
    facts = read(name).metadata
    assert {field: comparable(str(getattr(facts, field))) for field in truth["metadata"]} == {
        field: comparable(str(value)) for field, value in truth["metadata"].items()
    }


@pytest.mark.parametrize("name", EVERY)
def test_the_footnote_is_tied_to_its_mark(read: Any, truth: Any, name: str) -> None:
    report, (wanted,) = read(name), truth["footnotes"]
    (note,) = report.footnotes
    assert (note.mark, comparable(note.text)) == (wanted["mark"], comparable(wanted["text"]))
    assert note.anchor is not None and report.text[: note.anchor].endswith(wanted["behind"])


@pytest.mark.parametrize("name", [pytest.param(DOC, marks=needs_office), PDF, TCVN3])
def test_the_table_with_its_merged_cells(read: Any, truth: Any, name: str) -> None:
    ((table, section),) = read(name).tables
    assert [list(row) for row in table.rows] == truth["table"]
    assert section == ("III",)


@needs_ocr
def test_the_scan_says_so_and_is_read_once(
    folder: Path, scan: tuple[Report, Reading, list[float]], monkeypatch: pytest.MonkeyPatch
) -> None:
    report, reading, shares = scan
    assert report.ocr == (1, 2) and report.warnings[0].startswith("trang 1-2 không có lớp chữ: đọc bằng OCR, hãy")
    assert all("hai lượt OCR đọc khác nhau" in warning for warning in report.warnings[1:])
    assert shares == [0.5, 1.0, 1.0, 1.0]  # read, and the tables of both; it never falls
    monkeypatch.setattr(tesseract, "read_image", None)  # no page goes through OCR again
    assert understand(folder / SCAN, reading=reading).text == report.text


def test_without_tesseract_a_scan_says_what_is_missing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "missing", lambda: tesseract.MISSING.format(what="tesseract-ocr-vie"))
    with pytest.raises(Exception, match=r"2 trang không có lớp chữ.*tesseract-ocr-vie.*make system-packages"):
        understand(folder / SCAN)


def test_without_libreoffice_old_word_says_what_is_missing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Exception, match=r"libreoffice-writer-nogui.*make system-packages"):
        understand(folder / DOC)
