"""What the fresh inputs are made with: Word, PDF and workbook files by the programs that offices use, and drawn pages."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import numpy as np
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image

from tests.ingest.readers.word_files import NAMES

OFFICE, BROWSER = shutil.which("soffice"), shutil.which("chromium")
SECONDS = 120
MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"


@dataclass(frozen=True, slots=True)
class Fresh:
    """One input: what makes it in a folder, what must come out (the keys of ``eval/wild.toml``), and what it needs."""

    name: str
    make: Callable[[Path], Path]
    wanted: dict[str, Any]
    needs: str


def cases() -> tuple[dict[str, Fresh], Callable[..., Callable[[Callable[[Path], Path]], Callable[[Path], Path]]]]:
    """Return an empty list of inputs, and the decorator that puts one on it."""
    held: dict[str, Fresh] = {}

    def fresh(*, needs: str = "", **wanted: Any) -> Callable[[Callable[[Path], Path]], Callable[[Path], Path]]:
        def keep(make: Callable[[Path], Path]) -> Callable[[Path], Path]:
            held[make.__name__] = Fresh(make.__name__, make, wanted, needs)
            return make

        return keep

    return held, fresh


def office(file: Path, suffix: str) -> Path:
    """Return a file as LibreOffice saves it in another format."""
    assert OFFICE is not None
    with tempfile.TemporaryDirectory() as profile:
        command = [OFFICE, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", suffix, "--outdir"]
        subprocess.run([*command, str(file.parent), str(file)], capture_output=True, check=True, timeout=SECONDS)
    return file.with_suffix(f".{suffix.partition(':')[0]}")


def printed(folder: Path, html: str, *options: str) -> Path:
    """Return a page of the web as a browser prints it."""
    assert BROWSER is not None
    page, made = folder / "a.html", folder / "a.pdf"
    page.write_text(f"<!doctype html><meta charset=utf-8>{html}", encoding="utf-8")
    with tempfile.TemporaryDirectory() as profile:
        look = [] if options else ["--no-pdf-header-footer"]
        flags = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}", f"--print-to-pdf={made}"]
        command = [BROWSER, *flags, *look, page.as_uri()]
        subprocess.run(command, capture_output=True, check=True, timeout=SECONDS)
    return made


def xml(text: str) -> Any:
    """Return a piece of a Word file's body."""
    cut = text.index(">") - (text[text.index(">") - 1] == "/")
    return parse_xml(f"{text[:cut]} {NAMES}{text[cut:]}")


def put(document: Document, *pieces: str) -> None:
    """Add pieces of raw OOXML at the end of a Word file's body."""
    for piece in pieces:
        document.element.body.insert(len(document.element.body) - 1, xml(piece))


def letterhead(document: Any, above: str, own: str, number: str, day: str, motto: str = MOTTO) -> None:
    """Add the head of an official document: a table of two cells."""
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    left.text, right.text = f"{above}\n{own}\n{number}", f"{motto}\n{day}"


def report(above: str, own: str, number: str, day: str, title: str, motto: str = MOTTO) -> Document:
    """Return a Word file with a head and a title, to go on with."""
    document = docx.Document()
    letterhead(document, above, own, number, day, motto)
    kind, _, about = title.partition("\n")
    for text in (kind, about):
        document.add_paragraph().add_run(text).bold = True
    return document


def save(document: Any, file: Path) -> Path:
    document.save(str(file))
    return file


def bold(document: Any, text: str) -> Any:
    paragraph = document.add_paragraph()
    paragraph.add_run(text).bold = True
    return paragraph


def shade(cell: Any, colour: str) -> None:
    cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="{colour}"/>'))


def photographed(page: Image.Image, corners: tuple[int, ...], size: tuple[int, int], dark: float = 0.55) -> Image.Image:
    """Return a page as a hand-held camera sees it: its corners moved, on a table, under uneven light."""
    at = np.array([(0, 0), (page.width, 0), (page.width, page.height), (0, page.height)], dtype=float)
    to = np.array(corners, dtype=float).reshape(4, 2)
    rows = []
    for (x, y), (u, v) in zip(at, to, strict=True):
        rows += [[u, v, 1, 0, 0, 0, -x * u, -x * v], [0, 0, 0, u, v, 1, -y * u, -y * v]]
    bent = np.linalg.solve(np.array(rows), at.reshape(8))
    seen = page.convert("RGB").transform(
        size, Image.Transform.PERSPECTIVE, bent, Image.Resampling.BICUBIC, fillcolor=(96, 74, 52)
    )
    light = np.linspace(1.0, dark, size[0])[None, :, None] * np.linspace(1.0, 0.9, size[1])[:, None, None]
    return Image.fromarray((np.asarray(seen) * light).astype(np.uint8))
