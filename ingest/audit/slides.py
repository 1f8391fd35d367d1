"""The figures that a person sees on slides: every text of the parts that a shown slide leads to, charts and SmartArt too."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml.etree import LxmlError, _Element

from ingest.audit.model import LONG_FRACTION, SeenFigures
from ingest.readers.docx.names import MC, A, C, M, R
from ingest.readers.docx.package import Package, ZipParts

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
LEADS_TO = frozenset({"chart", "chartEx", "diagramData"})  # parts of a slide that hold words of their own
WORDS = frozenset({f"{A}t", f"{M}t"})
DAMAGE = (zipfile.BadZipFile, LxmlError, KeyError, ValueError, OSError, RuntimeError, NotImplementedError)


def seen(path: Path) -> list[SeenFigures]:
    """Return the paragraphs with figures of the slides that are shown, each with its number; damaged ones give nothing."""
    try:
        with path.open("rb") as file:
            package = Package(ZipParts(file))
            if not package.main.startswith("ppt/"):
                return []
            links = package.relations(package.main)
            slides = [links[slide.get(f"{R}id", "")].target for slide in package.root(package.main).iter(f"{P}sldId")]
            return [line for page, name in enumerate(slides, start=1) for line in _on_slide(package, name, page)]
    except DAMAGE:
        return []


def _on_slide(package: Package, name: str, page: int) -> Iterator[SeenFigures]:
    root = package.root(name)
    if root.get("show") in ("0", "false"):
        return
    parts = [
        relation.target
        for relation in package.relations(name).values()
        if relation.kind in LEADS_TO and relation.target in package.names
    ]
    for part in (root, *map(package.root, parts)):
        for text in _texts(part):
            if any(map(str.isdigit, text)):
                yield SeenFigures(text, page)


def _texts(root: _Element) -> Iterator[str]:
    for paragraph in root.iter(f"{A}p"):
        yield "".join(_piece(element) for element in paragraph.iter(*WORDS, f"{A}br") if _is_seen(element))
    for point in root.iter(f"{C}pt"):
        text = point.findtext(f"{C}v") or ""
        cache = next(point.iterancestors(f"{C}numCache", f"{C}numLit"), None)
        if cache is None:
            yield text
        elif "%" not in (cache.findtext(f"{C}formatCode") or ""):  # shares are shown times a hundred
            yield LONG_FRACTION.sub("", text)


def _piece(element: _Element) -> str:
    return " " if element.tag == f"{A}br" else element.text or ""


def _is_seen(element: _Element) -> bool:
    """Say whether a text is shown and holds: not the slide's number, nor struck out, nor in a shape that is hidden."""
    for above in element.iterancestors():
        if above.tag == f"{MC}Fallback" or (above.tag == f"{A}fld" and above.get("type") == "slidenum"):
            return False
        look = above.find(f"{A}rPr") if above.tag == f"{A}r" else None
        if look is not None and look.get("strike", "noStrike") != "noStrike":
            return False
        if above.tag in (f"{P}sp", f"{P}graphicFrame") and above.find(f"*/{P}cNvPr[@hidden='1']") is not None:
            return False
    return True
